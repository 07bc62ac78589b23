# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Attributions within the marks, as French and Russian have them, and speech that a dash opens.

«Мост закрыт, — сказал Иванов. — Он старый» and « Le pont, explique Lunn, est fermé » are two pieces with the
reporter's words between; a line such as — Мост закрыт, — сказал Иванов. is speech up to the comma.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from archiver.model import Span
from archiver.speech import lexicon
from archiver.speech.cues import cue_at, is_adverb
from archiver.speech.marks import Quotation
from archiver.speech.mentions import starting_at
from archiver.speech.sentences import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.speech.lexicon import Vocabulary
    from archiver.speech.sentences import Token

_DASHES = frozenset("—–―")
_BEFORE = frozenset({",", "?", "!", "…", "..."})
_CLOSING = frozenset({",", "."}) | _DASHES
_LONGEST = 12
"""The reporter's words within the marks are fewer than this."""


class _Incise(NamedTuple):
    """The reporter's words within a quotation: where the words before them end and those behind begin."""

    end: int
    start: int


def parted(text: str, quotation: Quotation, vocabulary: Vocabulary) -> list[Quotation]:
    """Return the pieces of a quotation in which an attribution stands; the quotation alone where none does."""
    if not vocabulary.language.speaks_within:
        return [quotation]
    words = tokens(text, Span(quotation.span.start + 1, quotation.span.end), quotation.inner, vocabulary)
    pieces: list[Quotation] = []
    rest = quotation.span
    for incise in _incises(words):
        piece = _piece(quotation, Span(rest.start, incise.end), closed=False)
        pieces.append(replace(piece, resumed=bool(pieces)))
        rest = Span(min(incise.start, rest.end), rest.end)
    if not pieces:
        return [quotation]
    if any(char.isalnum() for char in text[rest.start : rest.end]):
        pieces.append(replace(_piece(quotation, rest, closed=quotation.closed), resumed=True))
    return pieces


def _piece(quotation: Quotation, span: Span, *, closed: bool) -> Quotation:
    inner = tuple(item for item in quotation.inner if span.holds(item.span))
    return replace(quotation, span=span, closed=closed, continued=quotation.continued and not closed, inner=inner)


def behind_dashes(text: str, block: Span, found: Sequence[Quotation], vocabulary: Vocabulary) -> list[Quotation]:
    """Return the quotations of a block with those that a dash at the beginning of a line opens.

    Such a line counts where an attribution stands in it; what has marks within it is quoted within it.
    """
    if not vocabulary.language.speaks_behind_dashes:
        return list(found)
    spoken: list[Quotation] = []
    for line in _lines(text, block):
        if text[line.start] in _DASHES and not any(item.span.meets(Span(line.start, line.start + 1)) for item in found):
            inner = tuple(item for item in found if line.holds(item.span))
            whole = Quotation(span=line, closed=False, continued=False, single=False, inner=inner)
            pieces = parted(text, whole, vocabulary)
            if pieces != [whole]:
                spoken.extend(pieces)
    outer = [item for item in found if not any(item.span.meets(piece.span) for piece in spoken)]
    return sorted([*outer, *spoken], key=lambda each: each.span)


def _lines(text: str, block: Span) -> Iterator[Span]:
    start = block.start
    while start < block.end:
        stop = text.find("\n", start, block.end)
        end = block.end if stop < 0 else stop
        if text[start:end].strip():
            yield Span(start, end)
        start = end + 1


def _incises(words: Sequence[Token]) -> Iterator[_Incise]:
    at = 1
    while at + 1 < len(words):
        begin = at + 1
        while begin < len(words) and words[begin].text in _DASHES:
            begin += 1
        end = _attribution_end(words, begin) if words[at].text in _BEFORE else None
        if end is None:
            at += 1
            continue
        following = end
        while following < len(words) and words[following].text in _CLOSING:
            following += 1
        start = words[following].start if following < len(words) else words[-1].end
        yield _Incise(words[at].end, start)
        at = following


def _attribution_end(words: Sequence[Token], at: int) -> int | None:
    """Return where a verb of saying with its subject behind it ends, if a mark closes it: explique Lunn,."""
    while at < len(words) and (is_adverb(words[at]) or words[at].classes & lexicon.REFLEXIVES):
        at += 1
    begin = at
    pronoun = (
        begin + 1 < len(words) and words[begin].classes & lexicon.HAVE and words[begin + 1].classes & lexicon.PRONOUNS
    )
    if begin < len(words) and words[begin].classes & lexicon.HAVE:
        at += 2 if pronoun else 1
    cue = cue_at(words, at) if at < len(words) else None
    if cue is None or cue.participle:
        return None
    end = cue.end
    if not pronoun:
        mention = starting_at(words, cue.end, len(words))
        if mention is None:
            return None
        end = mention[1]
    while end < len(words) and end - begin < _LONGEST and words[end].is_word:
        end += 1
    return end if end == len(words) or words[end].text in _CLOSING else None
