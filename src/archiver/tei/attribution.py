# SPDX-License-Identifier: Apache-2.0
"""Attributions: which words say who speaks, as `seg type="attribution"` around mention and cue.

Utterances with the same mention and the same cue share one attribution. A mention or cue that serves
a further utterance too stays in the attribution it stands in and carries the other's `@corresp` itself.
The mention and cue of an attribution are its children, never deeper: what lies deeper is a mention of
another kind. So every attribution can be read back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.model import Span
from archiver.tei.marks import Layer, Mark

if TYPE_CHECKING:
    from archiver.tei.marks import Marked


_MOST_WORDS_BETWEEN = 4
_LONGEST_GAP = 60


def attribute(marked: Marked, text: str) -> None:
    """Hang the attributions into the tree of marks."""
    groups: dict[tuple[int, int], tuple[list[Mark], list[int]]] = {}
    for i, grounds in enumerate(marked.grounds):
        words = [m for m in grounds if m is not None]
        key = (id(grounds[0]), id(grounds[1]))
        groups.setdefault(key, (words, []))[1].append(i)
    housed: set[int] = set()
    for words, utterances in groups.values():
        for m in words:
            if id(m) in housed:
                m.serves += utterances
        _house([m for m in words if id(m) not in housed], utterances, text)
        housed.update(id(m) for m in words)


def _house(words: list[Mark], utterances: list[int], text: str) -> None:
    """Put the words of one attribution into one seg, or into two that are chained."""
    words.sort(key=lambda m: (m.span.start, -m.span.end, m.layer))
    if not words:
        return
    if len(words) == 1 or (_neighbours(*words) and _close(text, *words)):
        _wrap(words[0], words[-1], utterances)
        return
    before, after = (_wrap(m, m, utterances) for m in words)
    before.chain, after.chain = (None, after), (before, None)


def _neighbours(first: Mark, last: Mark) -> bool:
    """Tell whether one element can hold both: the same parent, and no mark but phrases in between."""
    if first.parent is not last.parent or first.parent is None:
        return False
    siblings = first.parent.children
    return all(siblings[i].layer is Layer.PHRASE for i in range(first.position + 1, last.position))


def _close(text: str, first: Mark, last: Mark) -> bool:
    """Tell whether so few words lie between mention and cue that they belong to the attribution: "he later said"."""
    gap = text[first.span.end : last.span.start]
    return len(gap) <= _LONGEST_GAP and len(gap.split()) <= _MOST_WORDS_BETWEEN


def _wrap(first: Mark, last: Mark, utterances: list[int]) -> Mark:
    parent, here = first.parent, first.position
    if parent is None:  # pragma: no cover # only blocks have no parent, and no block is a cue
        raise ValueError("a block cannot be an attribution")
    held = parent.children[here : last.position + 1]
    seg = Mark(
        span=Span(first.span.start, last.span.end),
        layer=Layer.ATTRIBUTION,
        serves=list(utterances),
        children=held,
        parent=parent,
        position=here,
    )
    # The places stay taken by empty marks, so that the positions of the siblings stay true.
    gone = Span(last.span.end, last.span.end)
    parent.children[here : last.position + 1] = [
        seg,
        *(Mark(span=gone, layer=Layer.GONE, parent=parent) for _ in held[1:]),
    ]
    for position, m in enumerate(held):
        m.parent, m.position = seg, position
    return seg
