# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Clauses that a verb of saying governs, with or without quoted fragments in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.model import Kind, Span
from archiver.speech import lexicon
from archiver.speech.cues import cue_at
from archiver.speech.passages import Draft
from archiver.speech.sentences import Shape

if TYPE_CHECKING:
    from archiver.speech.mentions import Range
    from archiver.speech.passages import Passage

_NEAR = 4
ENDS = frozenset({".", "?", "!", "…", "...", ")", "]", ",", ";", ":", "—", "–", "-"})
"""Marks that end a clause and do not belong to it."""


def make(passage: Passage, rule: str, mention: Range | None, cue: Range, content: Range) -> Draft:
    """Return a draft for a reported clause; quotations in it make it mixed."""
    quoted = quoted_in(passage, content)
    piece = passage.span_of(content)
    alone = quoted == [piece]
    kind = Kind.DIRECT if alone else Kind.MIXED if quoted else Kind.INDIRECT
    return Draft(
        pieces=[piece],
        kind=kind,
        rule=rule,
        quoted=[] if alone else quoted,
        mention=passage.mention(mention) if mention is not None else None,
        cue=passage.span_of(cue),
    )


def quoted_in(passage: Passage, content: Range) -> list[Span]:
    """Return the quotations between two tokens, but for titles of works and parts of words."""
    quotes = [at for at in range(*content) if passage.words[at].shape is Shape.QUOTE]
    numbers = [at for at in quotes if not passage.is_titled(at) and not _is_part(passage, at)]
    return [Span(passage.words[at].start, passage.words[at].end) for at in numbers]


def _is_part(passage: Passage, at: int) -> bool:
    """Tell whether a word goes on behind the marks: “un”touchable."""
    end = passage.words[at].end
    return passage.text[end : end + 1].isalpha()


def is_embedded(passage: Passage, at: int) -> bool:
    """Tell whether a quotation goes on what the reporter began to say, that is within his clause."""
    words = passage.words
    low = passage.sentences[passage.sentence_of[at]][0]
    if at == low or any(token.shape is Shape.QUOTE for token in words[low:at]):
        return False
    last = at - 1
    if words[last].text == ",":
        last -= 1
        if any(cue_at(words, number) is not None for number in range(max(low, at - _NEAR), at)):
            return False
    if last < low or not words[last].is_word or words[last].classes & lexicon.THAT or cue_at(words, last) is not None:
        return False
    first = passage.text[words[at].start + 1 : words[at].start + 3].lstrip("'’‘\"“… .[")
    return first[:1].islower()
