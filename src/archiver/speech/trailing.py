# SPDX-License-Identifier: Apache-2.0
"""Clauses whose attribution stands behind them, in their middle, or before them with "as"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.model import Kind
from archiver.speech import lexicon
from archiver.speech.clauses import make, quoted_in
from archiver.speech.cues import cue_at, is_adverb
from archiver.speech.languages import Saying
from archiver.speech.lexicon import CLAUSE, FAR
from archiver.speech.mentions import starting_at
from archiver.speech.sentences import Shape, ends_inside

if TYPE_CHECKING:
    from archiver.speech.bounds import Bounds
    from archiver.speech.cues import Cue
    from archiver.speech.mentions import Range
    from archiver.speech.passages import Draft

_LEAST = 4
"""A clause before its attribution has at least so many words."""
_SHORT_TAIL = 8


def behind(bounds: Bounds, cue: Cue, subject: Range) -> Draft | None:
    """Return what stands before or around an attribution: CLAUSE, X said on Monday."""
    words, low = bounds.words, bounds.low
    if (
        cue.form.strength < CLAUSE
        or cue.form.kind not in {Saying.SAY, Saying.TELL, Saying.WRITE}
        or cue.end >= len(words)
    ):
        return None
    if words[low].classes & lexicon.AS and subject[0] == low + 1 and words[cue.end].text == ",":
        return _draft(bounds, "clause-as", subject, cue, [(cue.end + 1, bounds.clause_end(cue.end + 1))])
    comma = boundary(bounds, subject[0] - 1)
    start = _start(bounds, comma) if comma is not None else low
    if comma is None or start >= comma or not _adjoins(bounds, cue, subject):
        return None
    rest = cue.end + 1
    if words[cue.end].text == "," and has_rest(bounds, start, comma, rest):
        return _draft(bounds, "clause-around", subject, cue, [(start, comma), (rest, bounds.clause_end(rest))])
    sure = cue.form.strength == FAR or bounds.has_verb(start, comma - start)
    if not sure or not _ends_soon(bounds, cue) or not _is_content(bounds, start, comma):
        return None
    return _draft(bounds, "clause-subject", subject, cue, [(start, comma)])


def _ends_soon(bounds: Bounds, cue: Cue) -> bool:
    """Tell whether little but a time or a place follows the verb."""
    tail = bounds.words[cue.end : bounds.last]
    return len(tail) <= _SHORT_TAIL or any(token.text in {",", ";", ":"} for token in tail[:_SHORT_TAIL])


def _is_content(bounds: Bounds, start: int, comma: int) -> bool:
    long = comma - start >= _LEAST or any(token.shape is Shape.QUOTE for token in bounds.words[start:comma])
    return long and _is_clause(bounds, start, comma)


def inverted(bounds: Bounds, cue: Cue) -> Draft | None:
    """Return what stands before an attribution with its verb first: CLAUSE, said X."""
    words = bounds.words
    if cue.group <= bounds.low or cue.start != cue.group or cue.form.strength < FAR or cue.participle:
        return None
    comma = boundary(bounds, cue.group - 1)
    subject = starting_at(words, cue.end, bounds.last) if comma is not None else None
    if comma is None or subject is None or not _closes(bounds, subject[1]):
        return None
    if not any(token.is_capital or token.classes & lexicon.ROLES for token in words[subject[0] : subject[1]]):
        return None
    start = _start(bounds, comma)
    if not _is_content(bounds, start, comma) or not bounds.has_verb(start, comma - start):
        return None
    return _draft(bounds, "clause-inverted", subject, cue, [(start, comma)])


def _adjoins(bounds: Bounds, cue: Cue, subject: Range) -> bool:
    """Tell whether the verb follows its subject, and no quotation of its own follows the verb."""
    words = bounds.words
    near = subject[1] == cue.group or words[cue.group - 1].text in {",", ")"}
    return near and words[cue.end].text != ":"


def boundary(bounds: Bounds, at: int) -> int | None:
    """Return where what stands before a comma ends; the comma may be the last mark of a quotation."""
    token = bounds.words[at]
    if at <= bounds.low:
        return None
    if token.text == ",":
        return at
    inside = token.quotation is not None and ends_inside(bounds.passage.text, token.quotation) == ","
    return at + 1 if inside and at not in bounds.claimed else None


def _closes(bounds: Bounds, at: int) -> bool:
    if at >= bounds.last:
        return True
    token = bounds.words[at]
    return bool(
        token.text in {",", "("}
        or token.classes & (lexicon.WHO | lexicon.IN | lexicon.ON | lexicon.AT | lexicon.DURING)
    )


def _start(bounds: Bounds, comma: int) -> int:
    """Return where the content begins, behind "but" and "also,"."""
    words, at = bounds.words, bounds.low
    while at < comma and (words[at].classes & lexicon.OPENERS or (at > bounds.low and words[at].text == ",")):
        at += 1
    return at


def _is_clause(bounds: Bounds, start: int, comma: int) -> bool:
    """Tell whether a clause stands there and not only an adverbial: "After the vote, X said"."""
    words = bounds.words
    first = words[start]
    closed = first.classes & (lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | lexicon.TO)
    introduces = (
        (closed and not first.classes & (lexicon.THAT | lexicon.NOR))
        or first.classes & (lexicon.PAST | lexicon.PARTICIPLE | lexicon.MANNER)
        or is_adverb(first)
    )
    if not introduces:
        return True
    for inner in range(start + 1, comma - 2):
        if words[inner].text == ",":
            main = bounds.has_verb(inner + 1, comma - inner - 1)
            return bool(
                main or (first.classes & lexicon.CONDITIONS and starting_at(words, inner + 1, comma) is not None)
            )
    return False


def has_rest(bounds: Bounds, start: int, comma: int, rest: int) -> bool:
    """Tell whether the clause goes on behind the attribution: The plan, X said, is ready."""
    words = bounds.words
    if rest >= bounds.last or not words[rest].is_word or bounds.has_verb(start, comma - start):
        return False
    if words[rest].classes & lexicon.NO_REST:
        return False
    cue = cue_at(words, rest)
    return cue is None or not cue.participle


def _draft(bounds: Bounds, rule: str, subject: Range, cue: Cue, parts: list[Range]) -> Draft | None:
    trimmed = [(start, bounds.trim(start, end)) for start, end in parts]
    if any(start >= end or bounds.holds_claimed(start, end) for start, end in trimmed):
        return None
    draft = make(bounds.passage, rule, subject, (cue.start, cue.end), trimmed[0])
    if len(trimmed) == 1:
        return draft
    pieces = [bounds.passage.span_of(part) for part in trimmed]
    quoted = [span for part in trimmed for span in quoted_in(bounds.passage, part)]
    kind = Kind.MIXED if quoted else Kind.INDIRECT
    return replace(draft, pieces=pieces, quoted=quoted, kind=kind)
