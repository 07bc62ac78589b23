# SPDX-License-Identifier: Apache-2.0
"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from archiver.model import Span

_T = TypeVar("_T", str, bytes)
_WORD = re.compile(r"\S+\s*|\s+")
_MOST_WORDS = 1500
"""Words in the part that differs, above which it is one change: to compare them all would take too long."""


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
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    return tuple(_change(old, new, Span(*one), Span(*other)) for one, other in _stretches(a, b, head))


def alike(one: _T, other: _T) -> int:
    """Return how many characters or octets two texts have in common from their beginnings."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def moved(changes: tuple[TextChange, ...], offset: int) -> int:
    """Return where an offset of the old text is in the new one; inside a change its beginning or end."""
    shift = 0
    for change in changes:
        if offset < change.old.start or (offset == change.old.start and change.old.start < change.old.end):
            break
        if offset < change.old.end:
            return change.new.start
        shift = change.new.end - change.old.end
    return offset + shift


def _stretches(a: str, b: str, head: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    words = (_WORD.findall(a), _WORD.findall(b))
    if max(map(len, words)) > _MOST_WORDS:
        return [((head, head + len(a)), (head, head + len(b)))]
    ends = [[head], [head]]
    for side, ended in zip(words, ends, strict=True):
        for word in side:
            ended.append(ended[-1] + len(word))
    matcher = SequenceMatcher(None, *words, autojunk=False)
    return [
        ((ends[0][i], ends[0][j]), (ends[1][k], ends[1][m]))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]


def _change(old: str, new: str, one: Span, other: Span) -> TextChange:
    return TextChange(old=one, new=other, removed=old[one.start : one.end], added=new[other.start : other.end])
