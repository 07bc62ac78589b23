# SPDX-License-Identifier: Apache-2.0
"""Who says a quotation that has no attribution of its own: what the words around it lead to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.speech import lexicon
from archiver.speech.cues import cue_at, phrase_at, phrase_behind
from archiver.speech.direct import DASHES, NEAR, REACH, TAIL, Found, with_subject
from archiver.speech.languages import Saying
from archiver.speech.lexicon import CLAUSE
from archiver.speech.mentions import is_noun, starting_at
from archiver.speech.subjects import clause_subject, subject_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.cues import Cue
    from archiver.speech.mentions import Range
    from archiver.speech.passages import Passage
    from archiver.speech.sentences import Token

_REPORTED = 5
"""A sentence in the reported mood looks back over fewer sentences than this."""


def signature(passage: Passage) -> Found | None:
    """Return the name that is all a paragraph says: — Ada Brook."""
    words = passage.words
    if len(words) < 2 or words[0].text not in DASHES or not words[1].is_capital:  # noqa: PLR2004 # a dash and a name
        return None
    mention = starting_at(words, 1, len(words))
    rest = words[mention[1] :] if mention is not None else ()
    return (
        Found("dash-name", mention, None, len(words)) if mention and all(token.text == "." for token in rest) else None
    )


def lead(passage: Passage, sentence: int) -> Found | None:
    """Return who speaks or acts in a sentence that stands before a quotation of its own."""
    words = passage.words
    low, high = passage.sentences[sentence]
    for number in range(high - 1, max(low, high - 2 * REACH) - 1, -1):
        cue = cue_at(words, number)
        if cue is not None and cue.form.strength >= CLAUSE and cue.form.kind is not Saying.CALL:
            found = _inverted_within(words, low, cue, high) or with_subject(words, low, cue)
            if found is not None:
                return replace(found, rule="lead-cue")
    mention = clause_subject(words, low, high)
    return Found("lead-subject", mention, None, high) if mention is not None else None


def reported_from(passage: Passage, at: int) -> Found | None:
    """Return who is said to say a sentence whose mood tells that it is reported: „Sie seien „bereit“.“."""
    number = passage.sentence_of[at]
    low, high = passage.sentences[number]
    if not any(token.classes & lexicon.REPORTED for token in passage.words[low:high]):
        return None
    for before in range(number - 1, max(-1, number - _REPORTED), -1):
        found = lead(passage, before)
        if found is not None and found.cue is not None:
            return found
    return None


def sentence_according(passage: Passage, at: int) -> Found | None:
    """Return whom a sentence is according to: der Bau sei „zu teuer“ gewesen, so Weber."""
    low, high = passage.sentences[passage.sentence_of[at]]
    words = passage.words
    for number in range(low, high):
        begins = number == low or not words[number - 1].is_word
        length = (phrase_behind(words, number) if begins else 0) or phrase_at(words, number)
        mention = starting_at(words, number + length, high) or _bare(words, number + length, high) if length else None
        if mention is not None:
            rule = "before-according" if number < at else "after-according"
            return Found(rule, mention, (number, number + length), high)
    return None


def _bare(words: Sequence[Token], at: int, high: int) -> Range | None:
    """Return a noun that stands alone before a comma, as in a language without articles: согласно докладу,."""
    alone = at + 1 < high and is_noun(words[at]) and words[at + 1].text == ","
    return (at, at + 1) if alone else None


def _inverted_within(words: Sequence[Token], low: int, cue: Cue, high: int) -> Found | None:
    """Return the subject behind a verb that begins the sentence or stands behind a comma, as in: …, said Lind."""
    if cue.participle or (cue.group > low and words[cue.group - 1].text != ","):
        return None
    mention = starting_at(words, cue.end, high)
    return Found("lead-cue", mention, (cue.start, cue.end), mention[1], cue.form) if mention else None


def paragraph_subject(passage: Passage) -> Found | None:
    """Return the subject of the last sentence of a paragraph."""
    low, high = passage.sentences[-1]
    mention = clause_subject(passage.words, low, high) if high - low > TAIL else None
    if mention is None or not (
        passage.words[mention[0]].classes & lexicon.PERSONS or _is_bare_name(passage.words, mention)
    ):
        return None
    return Found("paragraph-subject", mention, None, high)


def _is_bare_name(words: Sequence[Token], mention: Range) -> bool:
    return words[mention[1] - 1].is_capital and not words[mention[0]].classes & lexicon.DETERMINERS


def first_saying(passage: Passage, sentence: int) -> Found | None:
    """Return the first attribution in a sentence: what the sentence as a whole reports."""
    words = passage.words
    low, high = passage.sentences[sentence]
    for number in range(low, min(high, low + 4 * REACH)):
        cue = cue_at(words, number)
        if cue is not None and not cue.participle and cue.form.strength >= CLAUSE and cue.form.kind is not Saying.CALL:
            mention = subject_before(words, low, cue.group)
            if mention is not None:
                return Found("lead-paragraph", mention, (cue.start, cue.end), cue.end, cue.form)
    return None


def sentence_subject(passage: Passage, at: int) -> Found | None:
    """Return the subject of the sentence in which a quotation stands, where no verb of saying leads to it."""
    low = passage.sentences[passage.sentence_of[at]][0]
    near = passage.words[max(low, at - NEAR) : at]
    if (
        any(token.classes & lexicon.ASKED for token in near) or passage.words[low].classes & lexicon.LABEL_STOPS
    ):  # he was asked, “…”
        return None
    mention = clause_subject(passage.words, low, at) if at > low else None
    return Found("sentence-subject", mention, None, at) if mention is not None else None
