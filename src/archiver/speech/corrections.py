# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""What a person decided about stretches of the text; it overrides the rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archiver.errors import InvalidMaterial
from archiver.findings import Finding
from archiver.model import Ground, Kind, Phrase, PhraseKind, Span, Utterance
from archiver.speech.marks import OPENERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.model import Correction

RULE = "corrected"
_MARKS = OPENERS + "´ \t\u00a0\u202f.,;:!?…"


@dataclass(slots=True, kw_only=True)
class Interpreted:
    """What the rules found: `sources` says from which utterance one took its speaker."""

    utterances: list[Utterance]
    phrases: list[Phrase]
    sources: list[int | None]


def correct(text: str, blocks: Sequence[Span], found: Interpreted, corrections: Sequence[Correction]) -> Interpreted:
    """Apply the corrections to what the rules found.

    `blocks` are the contents of the blocks. A correction of the speaker goes for the whole utterance
    and for those that continue it.

    Raises:
        InvalidMaterial: R108 where the words are not in the text, R109 where they stand there more than
            once, R119 where two corrections are about the same words or cross each other, and where one
            crosses a block or cuts a quotation in two. One may lie within another.
    """
    if not corrections:
        return found
    findings: list[Finding] = []
    placed = list(_placed(text, corrections, findings))
    work = _Work(text, blocks, found)
    # What lies around comes first: a report within a quotation is what it is, whatever the quotation becomes.
    outside_in = sorted(placed, key=lambda each: (each[2].start, -each[2].end, each[0]))
    for number, (index, correction, span) in enumerate(outside_in):
        if any(work.contradicts(span, other) for _, _, other in outside_in[:number]):
            findings.append(_finding("R119", index, span, "it overlaps another correction"))
            continue
        reason = work.apply(correction, span)
        if reason is not None:
            findings.append(_finding("R119", index, span, reason))
    if findings:
        raise InvalidMaterial(findings)
    return work.result()


def _placed(
    text: str, corrections: Sequence[Correction], findings: list[Finding]
) -> Iterator[tuple[int, Correction, Span]]:
    for index, correction in enumerate(corrections):
        if correction.at is not None:
            start, end = correction.at
            if 0 <= start < end <= len(text):
                yield index, correction, Span(start, end)
            else:
                findings.append(
                    _finding("R108", index, None, f"`at` {start}-{end} is no stretch of {len(text)} characters")
                )
            continue
        words = correction.quote or ""
        first = text.find(words) if words else -1
        if first < 0:
            findings.append(_finding("R108", index, None, f"words: {words[:80]}"))
        elif text.find(words, first + 1) >= 0:
            findings.append(_finding("R109", index, None, f"words: {words[:80]}"))
        else:
            yield index, correction, Span(first, first + len(words))


def _finding(code: str, index: int, span: Span | None, detail: str) -> Finding:
    return Finding(
        code=code,
        path="record",
        offset=span.start if span is not None else None,
        pointer=f"$.corrections[{index}]",
        detail=(detail,),
    )


class _Work:
    """The utterances while they are being corrected; a slot is None once it is no speech any more."""

    def __init__(self, text: str, blocks: Sequence[Span], found: Interpreted) -> None:
        self.text = text
        self.blocks = blocks
        self.slots: list[Utterance | None] = list(found.utterances)
        self.phrases = list(found.phrases)
        self.sources = list(found.sources)

    def apply(self, correction: Correction, span: Span) -> str | None:
        """Apply one correction; return why that is not possible, or None."""
        if not any(block.holds(span) for block in self.blocks):
            return "the words lie in more than one paragraph, or in the blank between two"
        meant = self._meant(span)
        if meant is None:
            return "it cuts a quotation in two"
        if not correction.speech:
            return self._silence(meant, span)
        if not meant:
            return self._create(correction, span)
        for number in meant:
            self._override(number, correction)
        return None

    def contradicts(self, span: Span, other: Span) -> bool:
        """Tell whether two corrections are about the same words, or cross each other."""
        if not span.meets(other):
            return False
        return self._bare(span) == self._bare(other) or not (span.holds(other) or other.holds(span))

    def _meant(self, span: Span) -> list[int] | None:
        """Return the numbers of the utterances meant; None where one is cut in two."""
        bare = self._bare(span)
        exact = [
            n for n, each in self._live() if any(self._bare(part) == bare for part in (*each.pieces, *each.quoted))
        ]
        if exact:
            return exact[:1]
        inside: list[int] = []
        for number, each in self._live():
            for piece in each.pieces:
                if span.holds(piece):
                    inside.append(number)
                elif span.meets(piece) and not piece.holds(span):
                    return None
        return self._outermost(dict.fromkeys(inside), span)

    def _outermost(self, numbers: dict[int, None], span: Span) -> list[int]:
        pieces = [(n, piece) for n, each in self._live() if n in numbers for piece in each.pieces if span.holds(piece)]
        nested = {n for n, piece in pieces for m, other in pieces if m != n and other.holds(piece)}
        return [number for number in numbers if number not in nested]

    def _live(self) -> Iterator[tuple[int, Utterance]]:
        for number, each in enumerate(self.slots):
            if each is not None:
                yield number, each

    def _bare(self, span: Span) -> Span:
        """Return the span without the marks and blanks around it."""
        start, end = span
        while start < end and self.text[start] in _MARKS:
            start += 1
        while end > start and self.text[end - 1] in _MARKS:
            end -= 1
        return Span(start, end) if start < end else span

    def _silence(self, meant: Sequence[int], span: Span) -> str | None:
        if not meant:
            return self._without_speech(span)
        bare = self._bare(span)
        if self._unquote(meant[0], bare):
            return None
        whole = [
            piece
            for number in meant
            for piece in self._pieces(number)
            if span.holds(piece) or self._bare(piece) == bare
        ]
        if not whole:
            return "the words are a part of an utterance; name the whole of it"
        for number, each in list(self._live()):
            left = tuple(piece for piece in each.pieces if piece not in whole)
            self._keep(number, each, left)
        taken = {each.span for each in self.phrases}
        inner = [piece for _, each in self._live() for piece in each.pieces]
        marked = [
            piece
            for piece in whole
            if self._in_marks(piece) and piece not in taken and not any(piece.holds(other) for other in inner)
        ]
        self.phrases += [Phrase(span=piece, kind=PhraseKind.SO_CALLED) for piece in marked]
        return None

    def _unquote(self, number: int, bare: Span) -> bool:
        """Make a quoted fragment of a reported clause a phrase; return whether there was one."""
        each = self.slots[number]
        gone = [part for part in each.quoted if self._bare(part) == bare] if each is not None else []
        if each is None or not gone:
            return False
        left = tuple(part for part in each.quoted if part not in gone)
        self.slots[number] = replace(each, quoted=left, kind=Kind.MIXED if left else Kind.INDIRECT)
        self.phrases += [Phrase(span=part, kind=PhraseKind.SO_CALLED) for part in gone]
        return True

    def _keep(self, number: int, each: Utterance, left: tuple[Span, ...]) -> None:
        if not left:
            self.slots[number] = None
        elif len(left) < len(each.pieces):
            quoted = tuple(part for part in each.quoted if any(piece.holds(part) for piece in left))
            self.slots[number] = replace(each, pieces=left, quoted=quoted)

    def _without_speech(self, span: Span) -> str | None:
        inside = any(piece.holds(span) for _, each in self._live() for piece in each.pieces)
        marked = any(span.holds(each.span) or each.span.holds(span) for each in self.phrases)
        return "the words are a part of an utterance; name the whole of it" if inside and not marked else None

    def _pieces(self, number: int) -> tuple[Span, ...]:
        each = self.slots[number]
        return each.pieces if each is not None else ()

    def _in_marks(self, span: Span) -> bool:
        return self.text[span.start] in OPENERS

    def _override(self, number: int, correction: Correction) -> None:
        each = self.slots[number]
        if each is None:
            return
        same = each.speaker is not None and each.speaker == correction.speaker
        ground = each.ground if same else Ground.IMPLICIT if correction.speaker is not None else Ground.NONE
        self.slots[number] = replace(
            each,
            speaker=correction.speaker,
            ground=ground,
            mention=each.mention if same else None,
            certainty=1.0,
            rule=RULE,
            decided_by=correction.by,
        )
        self._tell_followers(number, correction.speaker)

    def _tell_followers(self, number: int, speaker: str | None) -> None:
        for follower, source in enumerate(self.sources):
            each = self.slots[follower] if follower < len(self.slots) else None
            if source == number and each is not None and each.rule != RULE and each.speaker != speaker:
                self.slots[follower] = _following(each, speaker)
                self._tell_followers(follower, speaker)

    def _create(self, correction: Correction, span: Span) -> str | None:
        """Make an utterance of exactly this stretch."""
        if any(self._shares_mark(piece, span) for _, each in self._live() for piece in each.pieces):
            return "it cuts a quotation in two"
        others = [part for _, each in self._live() for part in _parts(each)] + [each.span for each in self.phrases]
        if any(span.meets(other) and not span.holds(other) and not other.holds(span) for other in others):
            return "it crosses other marked words"
        self.phrases = [each for each in self.phrases if each.span != span]
        self.slots.append(
            Utterance(
                pieces=(span,),
                kind=Kind.DIRECT if self._in_marks(span) else Kind.INDIRECT,
                speaker=correction.speaker,
                ground=Ground.IMPLICIT if correction.speaker is not None else Ground.NONE,
                rule=RULE,
                decided_by=correction.by,
            ),
        )
        self.sources.append(None)
        return None

    def _shares_mark(self, piece: Span, span: Span) -> bool:
        """Tell whether the span takes only one of the two marks of a quotation around it."""
        at_edge = span.start == piece.start or span.end == piece.end
        return piece != span and piece.holds(span) and self._in_marks(piece) and at_edge

    def result(self) -> Interpreted:
        """Return what is left and what was made."""
        live = [each for each in self.slots if each is not None]
        return Interpreted(utterances=live, phrases=self.phrases, sources=[None] * len(live))


def _following(each: Utterance, speaker: str | None) -> Utterance:
    """Return an utterance with the speaker of the one it takes its speaker from."""
    if each.rule == "nested-self":  # "I" is whoever says the quotation around
        return replace(each, speaker=speaker, ground=Ground.PRONOUN if speaker is not None else Ground.NONE)
    ground = each.ground if speaker is not None else Ground.NONE
    ground = Ground.CONTINUED if speaker is not None and ground is Ground.NONE else ground
    return replace(each, speaker=speaker, ground=ground, mention=None, cue=None)


def _parts(utterance: Utterance) -> Iterator[Span]:
    yield from utterance.pieces
    yield from utterance.quoted
    if utterance.mention is not None:
        yield utterance.mention.span
    if utterance.cue is not None:
        yield utterance.cue
