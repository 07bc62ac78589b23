# SPDX-License-Identifier: Apache-2.0
"""What differs between two texts, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from archiver.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_T = TypeVar("_T", str, bytes)
_WORD = re.compile(r"\S+\s*|\s+")
_PARAGRAPH = re.compile(r"[^\n]*\n+|[^\n]+")
_MOST_EFFORT = 50_000
"""Above it a stretch that differs is one change: to find the least that changed in it would take too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A stretch of the old text that stands otherwise in the new one; one of the two may be empty."""

    old: Span
    new: Span
    removed: str
    added: str


def text_changes(old: str, new: str) -> tuple[TextChange, ...]:
    """Return the stretches that differ, in order; what stands before and after all of them is not looked at again."""
    if old == new:
        return ()
    head = alike(old, new)
    head = max(old.rfind(" ", 0, head), old.rfind("\n", 0, head)) + 1
    tail = alike(old[head:][::-1], new[head:][::-1])
    one, other = Span(head, len(old) - tail), Span(head, len(new) - tail)
    return tuple(_change(old, new, *pair) for pair in _stretches(old, new, one, other))


def alike(one: _T, other: _T) -> int:
    """Return how many characters or octets two texts have in common from their beginnings."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def survivors(changes: Sequence[TextChange]) -> Callable[[Span], tuple[Span, ...]]:
    """Return what says which parts of a stretch of the old text are still there, and where they are in the new one."""
    starts, ends = [change.old.start for change in changes], [change.old.end for change in changes]

    def left(span: Span) -> tuple[Span, ...]:
        parts = []
        at = span.start
        for number in range(bisect_right(ends, span.start), bisect_left(starts, span.end) + 1):
            moved = changes[number - 1].new.end - changes[number - 1].old.end if number else 0
            begin = max(at, ends[number - 1] if number else 0)
            end = min(span.end, starts[number] if number < len(changes) else span.end)
            if begin < end:
                parts.append(Span(begin + moved, end + moved))
            at = end
        return tuple(parts)

    return left


def _stretches(old: str, new: str, one: Span, other: Span) -> Iterator[tuple[Span, Span]]:
    """Part two stretches by paragraphs first, and those that differ by words."""
    for outer in _parted(old, new, one, other, _PARAGRAPH):
        yield from _parted(old, new, *outer, _WORD)


def _parted(old: str, new: str, one: Span, other: Span, unit: re.Pattern[str]) -> Iterator[tuple[Span, Span]]:
    units = unit.findall(old[one.start : one.end]), unit.findall(new[other.start : other.end])
    if _effort(*units) > _MOST_EFFORT:
        yield one, other
        return
    ends = [list(accumulate(map(len, side), initial=at.start)) for side, at in zip(units, (one, other), strict=True)]
    matcher = SequenceMatcher(None, *units, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield Span(ends[0][i], ends[0][j]), Span(ends[1][k], ends[1][m])


def _effort(one: list[str], other: list[str]) -> int:
    """Return what comparing takes: the pairs of equal units, and all units, over and over again."""
    counts = Counter(one), Counter(other)
    return sum(count * counts[1][unit] for unit, count in counts[0].items()) + 5 * (len(one) + len(other))


def _change(old: str, new: str, one: Span, other: Span) -> TextChange:
    return TextChange(old=one, new=other, removed=old[one.start : one.end], added=new[other.start : other.end])
