# SPDX-License-Identifier: Apache-2.0
"""What differs in who is said to have said what, between two transcripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.changes.text import mover, text_changes
from archiver.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archiver.model import Transcript, Utterance

_Pieces = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionChange:
    """An utterance that is new, gone, or told otherwise."""

    old: _Pieces | None
    """Its pieces in the old text; None where it is new."""
    new: _Pieces | None
    """Its pieces in the new text; None where it is gone."""
    words: str
    """Its words, of the new text where they stand there."""
    speaker: str | None
    """Who said them, as the new transcript has it, or the old one where it is gone."""
    fields: tuple[tuple[str, str | None, str | None], ...]
    """What is told otherwise: name, old and new value; empty where it is new or gone."""

    @property
    def kind(self) -> str:
        """Whether it was added, removed or changed."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


def attribution_changes(
    old: Transcript, new: Transcript, *, old_names: Mapping[str, str | None], new_names: Mapping[str, str | None]
) -> tuple[AttributionChange, ...]:
    """Return the utterances that differ, in the order of the text.

    Those are the same that have the same pieces, or else whose pieces meet, when the changes of the text are
    taken into account. The names are those of the speakers by their ids.
    """
    moved = mover(text_changes(old.text, new.text))
    before = {_moved(one.pieces, moved): one for one in old.utterances}
    after = {one.pieces: one for one in new.utterances}
    pairs = [(before.pop(pieces), after.pop(pieces)) for pieces in list(after) if pieces in before]
    pairs += _meeting(before, after)
    found = [_changed(one, other, old_names, new_names, new.text) for one, other in pairs]
    found += [_only(one, old_names, old.text, gone=True) for one in before.values()]
    found += [_only(one, new_names, new.text, gone=False) for one in after.values()]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.new or one.old or (), one.kind)))


def _moved(pieces: _Pieces, moved: Callable[[int], int]) -> _Pieces:
    # The last character and not the end is followed: words put in right behind belong to nobody.
    return tuple(Span(moved(piece.start), moved(piece.end - 1) + 1) for piece in pieces)


def _meeting(before: dict[_Pieces, Utterance], after: dict[_Pieces, Utterance]) -> list[tuple[Utterance, Utterance]]:
    """Pair what is left where its first pieces meet; what is paired is taken out of both."""
    pairs = []
    waiting = sorted(before)
    at = 0
    for pieces in sorted(after):
        while at < len(waiting) and waiting[at][0].end <= pieces[0].start:
            at += 1
        if at < len(waiting) and waiting[at][0].meets(pieces[0]):
            pairs.append((before.pop(waiting[at]), after.pop(pieces)))
            at += 1
    return pairs


def _changed(
    one: Utterance,
    other: Utterance,
    old_names: Mapping[str, str | None],
    new_names: Mapping[str, str | None],
    text: str,
) -> AttributionChange | None:
    told = zip(_told(one, old_names), _told(other, new_names), strict=True)
    fields = tuple((name, before, after) for (name, before), (_, after) in told if before != after)
    words = _words(text, other.pieces)
    if not fields and len(one.pieces) == len(other.pieces):
        lengths = [piece.end - piece.start for piece in one.pieces]
        if lengths == [piece.end - piece.start for piece in other.pieces]:
            return None
    return AttributionChange(
        old=one.pieces, new=other.pieces, words=words, speaker=_name(other, new_names), fields=fields
    )


def _only(one: Utterance, names: Mapping[str, str | None], text: str, *, gone: bool) -> AttributionChange:
    return AttributionChange(
        old=one.pieces if gone else None,
        new=None if gone else one.pieces,
        words=_words(text, one.pieces),
        speaker=_name(one, names),
        fields=(),
    )


def _told(one: Utterance, names: Mapping[str, str | None]) -> list[tuple[str, str | None]]:
    return [
        ("speaker", _name(one, names)),
        ("addressee", names.get(one.addressee or "", one.addressee)),
        ("kind", str(one.kind)),
        ("mode", str(one.mode)),
        ("ground", str(one.ground)),
        ("certainty", f"{one.certainty:.2f}"),
        ("rule", one.rule),
        ("decided by", one.decided_by),
    ]


def _name(one: Utterance, names: Mapping[str, str | None]) -> str | None:
    return names.get(one.speaker or "") or one.speaker


def _words(text: str, pieces: Sequence[Span]) -> str:
    return " … ".join(text[piece.start : piece.end] for piece in pieces)
