# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Clauses that a verb of saying governs, with or without quoted fragments in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.model import Kind, Span
from archiver.speech.cues import cue_at, is_negated
from archiver.speech.direct import main_subject
from archiver.speech.mentions import subject_before
from archiver.speech.passages import Draft
from archiver.speech.sentences import Shape

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from archiver.speech.mentions import Range
    from archiver.speech.passages import Passage
    from archiver.speech.sentences import Token

ENDS = frozenset({".", "?", "!", "…", "...", ")", "]", ",", ";", ":", "—", "–", "-"})
"""Marks that end a clause and do not belong to it."""
_FAR = 30


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
    """Return the quotations between two tokens, but for titles of works."""
    numbers = [at for at in range(*content) if passage.words[at].shape is Shape.QUOTE and not passage.is_titled(at)]
    return [Span(passage.words[at].start, passage.words[at].end) for at in numbers]


def fragment(passage: Passage, at: int, claimed: Collection[int]) -> Draft | None:
    """Return the clause in which a quoted fragment stands, where a verb of saying with a subject governs it.

    He called the ruling “a stain” on the court.
    """
    low, high = passage.sentences[passage.sentence_of[at]]
    words = passage.words
    for number in range(at - 1, max(low, at - _FAR) - 1, -1):
        if number in claimed:
            return None
        cue = cue_at(words, number)
        if cue is None or cue.form.kind == "think" or is_negated(words, cue):
            continue
        subject = main_subject(words, low, cue.group) if cue.participle else subject_before(words, low, cue.group)
        if (
            subject is None
            and not cue.participle
            and cue.group > low
            and words[cue.group - 1].low in {"and", "but", ","}
        ):
            subject = main_subject(words, low, cue.group)
        if subject is not None:
            return make(passage, "fragment", subject, (cue.start, cue.end), _around(words, cue.end, at, high, claimed))
    return None


def _around(words: Sequence[Token], start: int, at: int, high: int, claimed: Collection[int]) -> Range:
    while start < at and (words[start].text in ENDS or words[start].low == "that"):
        start += 1
    end = at + 1
    while end < high and words[end].text not in ENDS and end not in claimed:
        end += 1
    return (start, end)
