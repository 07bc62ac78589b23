# SPDX-License-Identifier: Apache-2.0
"""Why a person decided an attribution: the correction of the record from which an utterance has its speaker."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from archiver.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.model import Correction, Utterance

_Decision = tuple[str, str | None]
"""Who decided, and for whom."""


class Reasons:
    """The reasons of a record's corrections by the place of the words that are meant."""

    def __init__(self, corrections: Iterable[Correction], text: str) -> None:
        """Place the corrections in the text; a quotation stands in it once, or the record would not be valid."""
        self._placed: dict[_Decision, list[tuple[int, int, str]]] = {}
        for one in corrections:
            span = one.at or _found(one.quote, text)
            if span is not None and one.speech:
                self._placed.setdefault((one.by, one.speaker), []).append((span.start, span.end, one.because))
        for placed in self._placed.values():
            placed.sort()

    def of(self, utterance: Utterance) -> str | None:
        """Return why somebody decided so; None if the rules did, or the record does not say.

        The words that a correction names need not be the utterance: it may leave out the marks around it, or name
        what is quoted in it, or a passage with several utterances. The one whose ends lie nearest is meant.
        """
        if utterance.decided_by is None:
            return None
        placed = self._placed.get((utterance.decided_by, utterance.speaker), [])
        near = [(distance, because) for piece in utterance.pieces for distance, because in _near(placed, piece)]
        return min(near)[1] if near else None


def _found(quote: str | None, text: str) -> Span | None:
    start = text.find(quote) if quote else -1
    return Span(start, start + len(quote)) if quote and start >= 0 else None


def _near(placed: list[tuple[int, int, str]], piece: Span) -> Iterator[tuple[int, str]]:
    """Yield those that meet a piece, with how far their ends are from its own: the last before it, the first in it."""
    place = bisect_right(placed, piece.start, key=lambda one: one[0])
    for start, end, because in placed[max(0, place - 1) : place + 1]:
        if start < piece.end and piece.start < end:
            yield abs(start - piece.start) + abs(end - piece.end), because
