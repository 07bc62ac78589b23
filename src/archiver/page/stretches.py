# SPDX-License-Identifier: Apache-2.0
"""A text cut where something begins or ends in it, as a tree that is walked from the first character to the last."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.model import Span, Transcript


class Sort(IntEnum):
    """What a stretch is; of two that begin and end together the smaller one is outside."""

    PIECE = 0
    PHRASE = 1
    MENTION = 2
    CUE = 3


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Something that begins and ends in the text."""

    start: int
    back: int
    """The end, negative: what ends later is outside."""
    sort: Sort
    number: int
    """Of a piece, a mention or a cue: the number of the utterance, from 1; else 0."""
    piece: int = 0
    """Of a piece: which one of its utterance, from 0."""

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return -self.back


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way through the text."""

    text: str = ""
    opened: Stretch | None = None
    closed: Stretch | None = None


def walk(transcript: Transcript) -> Iterator[tuple[Span, list[Step]]]:
    """Yield for each block the steps through it; the texts of all steps together are the text.

    What opens in a block closes in it, the last opened first: a stretch that would cross another one, or the end
    of its block, ends there.
    """
    waiting = sorted(_stretches(transcript), reverse=True)
    for block in transcript.blocks:
        yield block, list(_through(block, transcript.text, waiting))


def _through(block: Span, text: str, waiting: list[Stretch]) -> Iterator[Step]:
    here = block.start
    open_: list[tuple[int, Stretch]] = []
    while True:
        next_ = waiting[-1].start if waiting and waiting[-1].start < block.end else block.end
        while open_ and open_[-1][0] <= next_:
            end, stretch = open_.pop()
            yield from _text(text, here, end)
            here = max(here, end)
            yield Step(closed=stretch)
        yield from _text(text, here, next_)
        here = max(here, next_)
        if next_ == block.end:
            return
        stretch = waiting.pop()
        end = min(stretch.end, open_[-1][0] if open_ else block.end)
        if stretch.start >= here and end > here:
            open_.append((end, stretch))
            yield Step(opened=stretch)


def _text(text: str, start: int, end: int) -> Iterator[Step]:
    if start < end:
        yield Step(text=text[start:end])


def _stretches(transcript: Transcript) -> Iterator[Stretch]:
    seen: set[tuple[Sort, int, int]] = set()
    for number, utterance in enumerate(transcript.utterances, 1):
        for index, piece in enumerate(utterance.pieces):
            yield Stretch(piece.start, -piece.end, Sort.PIECE, number, index)
        words = ((Sort.MENTION, utterance.mention and utterance.mention.span), (Sort.CUE, utterance.cue))
        for sort, span in words:
            if span and (sort, span.start, span.end) not in seen:  # one mention may ground several utterances
                seen.add((sort, span.start, span.end))
                yield Stretch(span.start, -span.end, sort, number)
    for phrase in transcript.phrases:
        yield Stretch(phrase.span.start, -phrase.span.end, Sort.PHRASE, 0)
