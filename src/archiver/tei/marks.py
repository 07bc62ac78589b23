# SPDX-License-Identifier: Apache-2.0
"""The spans of a transcript as marks that lie inside each other, as elements must."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from archiver.errors import InvalidMaterial
from archiver.findings import Finding
from archiver.model import Form, Mention, PhraseKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.model import Transcript

DEEPEST = 100
"""How many marks may lie inside each other; libxml2 reads no more than 256 elements deep."""


class Layer(IntEnum):
    """What a mark is; of two marks over the same words the lower layer lies outside."""

    BLOCK = 0
    PIECE = 1
    FRAGMENT = 2
    PHRASE = 3
    ATTRIBUTION = 4
    CUE = 5
    MENTION = 6
    REFERENCE = 7
    GONE = 8
    """Holds the place of a mark that moved into an attribution."""


@dataclass(slots=True, kw_only=True, eq=False)
class Mark:
    """A span that becomes an element; the tree is built in place, so this one is not frozen."""

    span: Span
    layer: Layer
    utterance: int = -1
    """Index of the utterance that a piece or fragment belongs to."""
    place: int = 0
    """Index of a piece among those of its utterance."""
    form: Form | None = None
    kind: PhraseKind | None = None
    who: str | None = None
    """Whom a mention or reference means."""
    serves: list[int] = field(default_factory=list)
    """Indices of the utterances that an attribution, cue or mention points at by `@corresp`."""
    children: list[Mark] = field(default_factory=list)
    parent: Mark | None = None
    position: int = 0
    """Index among the children of the parent."""
    id: str = ""
    chain: tuple[Mark | None, Mark | None] = (None, None)
    """The attribution before and after this one, where one attribution lies in two places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """All marks of a transcript: the blocks, with everything else below them."""

    blocks: tuple[Mark, ...]
    pieces: tuple[tuple[Mark, ...], ...]
    """The pieces of each utterance."""
    grounds: tuple[tuple[Mark | None, Mark | None], ...]
    """The mention and the cue of each utterance."""


def mark(transcript: Transcript) -> Marked:
    """Turn the spans of a transcript into a tree of marks.

    A mention or cue that several utterances share is one mark.

    Raises:
        ValueError: if spans cross, are empty, lie outside the text, or if the blocks do not cover it:
            the transcript was made wrongly.
        InvalidMaterial: T104 if more than `DEEPEST` marks lie inside each other.
    """
    pieces = tuple(
        tuple(Mark(span=span, layer=Layer.PIECE, utterance=i, place=k) for k, span in enumerate(utterance.pieces))
        for i, utterance in enumerate(transcript.utterances)
    )
    grounds = tuple(_grounds(transcript))
    blocks = _blocks(transcript)
    single = {id(m): m for pair in grounds for m in pair if m is not None}
    marks = [m for several in pieces for m in several] + list(single.values()) + list(_others(transcript))
    _nest(blocks, marks)
    return Marked(blocks=blocks, pieces=pieces, grounds=grounds)


def _blocks(transcript: Transcript) -> tuple[Mark, ...]:
    edge = 0
    for span in transcript.blocks:
        if span.start != edge or span.end < span.start:
            raise ValueError(f"blocks do not cover the text: {tuple(span)} does not begin at {edge}")
        edge = span.end
    if edge != len(transcript.text) or not transcript.blocks:
        raise ValueError(f"blocks do not cover the text: they end at {edge}, the text at {len(transcript.text)}")
    return tuple(Mark(span=Span(*span), layer=Layer.BLOCK) for span in transcript.blocks)


def _grounds(transcript: Transcript) -> Iterator[tuple[Mark | None, Mark | None]]:
    mentions: dict[tuple[Mention, str | None], Mark] = {}
    cues: dict[Span, Mark] = {}
    for utterance in transcript.utterances:
        if not utterance.pieces:
            raise ValueError("an utterance has no pieces")
        mention, cue = None, None
        if utterance.mention is not None:
            key = (utterance.mention, utterance.speaker)
            mention = mentions.setdefault(key, _mention(utterance.mention, utterance.speaker, Layer.MENTION))
        if utterance.cue is not None:
            cue = cues.setdefault(utterance.cue, Mark(span=utterance.cue, layer=Layer.CUE))
        yield mention, cue


def _mention(mention: Mention, who: str | None, layer: Layer) -> Mark:
    return Mark(span=mention.span, layer=layer, form=mention.form, who=who)


def _others(transcript: Transcript) -> Iterator[Mark]:
    for i, utterance in enumerate(transcript.utterances):
        for span in utterance.quoted:
            yield Mark(span=span, layer=Layer.FRAGMENT, utterance=i)
    for phrase in transcript.phrases:
        yield Mark(span=phrase.span, layer=Layer.PHRASE, kind=phrase.kind)
    for reference in transcript.references:
        yield _mention(reference.mention, reference.speaker, Layer.REFERENCE)


def _nest(blocks: Sequence[Mark], marks: list[Mark]) -> None:
    """Hang every mark below the smallest one that holds it."""
    marks.sort(key=lambda m: (m.span.start, -m.span.end, m.layer))
    upcoming = iter(blocks)
    stack: list[Mark] = []
    for m in marks:
        start, end = m.span
        if start >= end or start < 0:
            raise ValueError(f"span {(start, end)} is empty or lies outside the text")
        while not stack or stack[-1].span.end <= start:
            if stack:
                stack.pop()
            if not stack:
                stack.append(_next_block(upcoming, m.span))
        _hang(m, stack[-1])
        stack.append(m)
        if len(stack) > DEEPEST:
            raise InvalidMaterial([Finding(code="T104", path="transcript.tei.xml", offset=start)])


def _next_block(blocks: Iterator[Mark], span: Span) -> Mark:
    for block in blocks:
        if block.span.start <= span.start < block.span.end:
            return block
    raise ValueError(f"span {tuple(span)} lies outside the text")


def _hang(m: Mark, parent: Mark) -> None:
    if m.span.end > parent.span.end:
        raise ValueError(f"spans {tuple(parent.span)} ({parent.layer.name}) and {tuple(m.span)} ({m.layer.name}) cross")
    m.parent, m.position = parent, len(parent.children)
    parent.children.append(m)


def walk(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Go through marks and all below them, in document order."""
    for m in marks:
        if m.layer is not Layer.GONE:
            yield m
            yield from walk(m.children)


def speech_around(m: Mark) -> Mark | None:
    """Return the innermost piece of speech that a mark lies in; None if it lies in none."""
    above = m.parent
    while above is not None and above.layer is not Layer.PIECE:
        above = above.parent
    return above
