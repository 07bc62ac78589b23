# SPDX-License-Identifier: Apache-2.0
"""What differs in who is said to have said what, between two transcripts."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.changes.text import survivors, text_changes
from archiver.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

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

    Those are the same that have the same pieces, when the changes of the text are taken into account; or else most of
    whose words, those of the shorter one, are still there; or else that are of the same words, wherever they stand now.
    What stands where something else stood is not it. The names are those of the speakers by their ids.
    """
    kept = survivors(text_changes(old.text, new.text))
    pairing = _Pairing([_kept(one.pieces, kept) for one in old.utterances], [one.pieces for one in new.utterances])
    pairing.alike([_hulls(pieces) for pieces in pairing.old], list(pairing.new))
    pairing.meeting([_length(one.pieces) for one in old.utterances])
    pairing.alike([_words(old.text, one.pieces) for one in old.utterances], [_words(new.text, p) for p in pairing.new])
    twice = _shared_names(old_names) | _shared_names(new_names)
    old_names, new_names = _apart(old_names, twice), _apart(new_names, twice)
    pairs = ((old.utterances[i], new.utterances[j]) for i, j in pairing.pairs)
    found = [_changed(one, other, old_names, new_names, new.text) for one, other in pairs]
    found += [_only(old.utterances[i], old_names, old.text, gone=True) for i in pairing.only_old]
    found += [_only(new.utterances[j], new_names, new.text, gone=False) for j in pairing.only_new]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.new or one.old or (), one.kind)))


class _Pairing:
    """Which utterance of the old text is which of the new one, by their numbers; found by one way after the other."""

    def __init__(self, old: Sequence[Sequence[_Pieces]], new: Sequence[_Pieces]) -> None:
        self.old = old
        """Of each utterance what is left of its pieces, where it is in the new text."""
        self.new = new
        self.pairs: list[tuple[int, int]] = []
        self.only_old = dict.fromkeys(range(len(old)))
        """Those without a counterpart so far, in order."""
        self.only_new = dict.fromkeys(range(len(new)))

    def alike(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        """Pair those that are equal in something, in their order; None is equal to nothing."""
        waiting: dict[Hashable, deque[int]] = {}
        for j in self.only_new:
            waiting.setdefault(new[j], deque()).append(j)
        for i in list(self.only_old):
            if old[i] is not None and waiting.get(old[i]):
                self._take(i, waiting[old[i]].popleft())

    def meeting(self, lengths: Sequence[int]) -> None:
        """Pair those that share most characters, half of the shorter one at least."""
        shared = self._shared()
        for i, j in sorted(shared, key=lambda pair: (-shared[pair], pair)):
            enough = 2 * shared[i, j] >= min(lengths[i], _length(self.new[j]))
            if enough and i in self.only_old and j in self.only_new:
                self._take(i, j)

    def _shared(self) -> Counter[tuple[int, int]]:
        """Count the characters that each two have in common, in one walk along the text."""
        lasting = sorted((*span, i) for i in self.only_old for piece in self.old[i] for span in piece)
        coming = sorted((*span, j) for j in self.only_new for span in self.new[j])
        shared: Counter[tuple[int, int]] = Counter()
        begun: list[tuple[int, int, int]] = []
        at = 0
        for start, end, i in lasting:
            here = bisect_left(coming, (start,), at)
            begun = [piece for piece in (*begun, *coming[at:here]) if piece[1] > start]
            at = here
            for first, last, j in (*begun, *coming[at : bisect_left(coming, (end,), at)]):
                shared[i, j] += min(end, last) - max(start, first)
        return shared

    def _take(self, i: int, j: int) -> None:
        self.pairs.append((i, j))
        del self.only_old[i], self.only_new[j]


def _kept(pieces: _Pieces, kept: Callable[[Span], _Pieces]) -> list[_Pieces]:
    return [kept(piece) for piece in pieces]


def _hulls(pieces: Sequence[_Pieces]) -> _Pieces | None:
    """Return where the pieces are now, from the first to the last character that is left; None if one is gone."""
    return tuple(Span(piece[0].start, piece[-1].end) for piece in pieces) if all(pieces) else None


def _length(pieces: _Pieces) -> int:
    return sum(piece.end - piece.start for piece in pieces)


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


def _shared_names(names: Mapping[str, str | None]) -> set[str | None]:
    return {name for name, count in Counter(names.values()).items() if count > 1}


def _apart(names: Mapping[str, str | None], twice: set[str | None]) -> Mapping[str, str | None]:
    """Add the ids to names that several have: "unnamed journalist" may be anybody."""
    return {who: f"{name} [{who}]" if name and name in twice else name for who, name in names.items()}


def _words(text: str, pieces: Sequence[Span]) -> str:
    return " … ".join(text[piece.start : piece.end] for piece in pieces)
