# SPDX-License-Identifier: Apache-2.0
"""The spans of an interpretation, kept so that any two are equal, nested or disjoint."""

from __future__ import annotations

from array import array

from archiver.model import Span

_GROUND = 0


class Layout:
    """A forest of spans over a text; a span that would cross another one is not taken in.

    For each code point it knows the innermost span there, so that a question costs the depth of the
    nesting and not the number of spans.
    """

    def __init__(self, length: int) -> None:
        self._innermost = array("l", [_GROUND]) * length
        self._spans: list[Span] = [Span(0, length)]
        self._parents: list[int] = [_GROUND]
        self._numbers: dict[Span, int] = {}

    def __contains__(self, span: Span) -> bool:
        """Tell whether exactly this span is taken in."""
        return span in self._numbers

    def fits(self, span: Span) -> bool:
        """Tell whether the span is not empty and crosses no other."""
        if span.start >= span.end:
            return False
        return self._holds(span.start, span) and self._holds(span.end - 1, span)

    def _holds(self, at: int, span: Span) -> bool:
        number = self._innermost[at]
        while number != _GROUND:
            other = self._spans[number]
            if not (other.holds(span) or span.holds(other)):
                return False
            number = self._parents[number]
        return True

    def add(self, span: Span) -> bool:
        """Take the span in if it fits; return whether it did."""
        if span in self._numbers:
            return True
        if not self.fits(span):
            return False
        number = len(self._spans)
        self._spans.append(span)
        self._numbers[span] = number
        parent = self._smallest_around(span)
        self._parents.append(parent)
        part = self._innermost[span.start : span.end]
        if part.count(parent) == len(part):
            self._innermost[span.start : span.end] = array("l", [number]) * len(part)
        else:
            self._slip_under(span, number, parent)
        return True

    def _smallest_around(self, span: Span) -> int:
        number = self._innermost[span.start]
        while number != _GROUND and not self._spans[number].holds(span):
            number = self._parents[number]
        return number

    def _slip_under(self, span: Span, number: int, parent: int) -> None:
        for at in range(span.start, span.end):
            inner = self._innermost[at]
            if inner == parent:
                self._innermost[at] = number
                continue
            while self._parents[inner] not in {parent, number}:
                inner = self._parents[inner]
            self._parents[inner] = number
