# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Who says a quotation: rules that look behind it, before it, and at its neighbours.

Each rule yields a `Found`, or None where it does not apply; `RULES` in `rules.py` says in a sentence
what each of them stands for. Offsets inside are numbers of tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archiver.speech import lexicon
from archiver.speech.cues import Cue, cue_at, is_adverb, phrase_at
from archiver.speech.mentions import clause_subject, starting_at, subject_before
from archiver.speech.sentences import Shape, ends_inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.mentions import Range
    from archiver.speech.passages import Passage
    from archiver.speech.sentences import Token

_FAR = 3
_CLAUSE = 2
_REACH = 24
"""So many words may stand between a quotation and the cue that goes with it."""
_DASHES = frozenset({"—", "–", "-", "―"})
_SKIPPED = frozenset({",", ")", "]"}) | _DASHES
_LABEL_WORDS = 8
_NEAR = 3
_TAIL = 4
_ASKING = frozenset({"ask", "demand", "wonder", "inquire", "enquire", "shout", "exclaim", "cry"})
"""Verbs that close a question or a cry even where another quotation follows."""
_LONG_TAIL = 14


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution: its rule, the mention and the cue as ranges of tokens."""

    rule: str
    mention: Range | None
    cue: Range | None
    end: int
    """The token after the last one that belongs to the attribution."""
    lemma: str = ""


def after(passage: Passage, at: int) -> Found | None:
    """Return the attribution that stands behind the quotation: “…,” X said; “…,” said X."""
    words = passage.words
    high = _high(passage, at)
    first = at + 1
    while first < high and words[first].text in _SKIPPED:
        first += 1
    if first >= high:
        return _dash_name(passage, at)
    joined = _is_joined(passage, at)
    asks = ends_inside(passage.text, passage.quotation(at)) in "?!"
    found = (
        _after_phrase(words, first, high)
        or _inverted(words, first, high)
        or _named(words, first, high, joined=joined, asks=asks)
    )
    if found is None:
        return _dash_name(passage, at)
    if not joined and not _closes_soon(passage, at, found, high):
        return None
    return found


def _is_joined(passage: Passage, at: int) -> bool:
    """Tell whether the sentence of the quotation goes on behind it."""
    follows = passage.words[at + 1] if at + 1 < len(passage.words) else None
    if follows is None:
        return False
    comma = ends_inside(passage.text, passage.quotation(at)) in ",—–-" or follows.text in {","} | _DASHES
    return comma or (follows.is_word and follows.text[0].islower() and passage.is_full(at))


def _high(passage: Passage, at: int) -> int:
    """Return where an attribution behind the quotation must end: the sentence or the next quotation."""
    words = passage.words
    if at + 1 >= len(words):
        return at + 1
    end = passage.sentences[passage.sentence_of[at + 1]][1]
    high = min(end, at + 2 + 2 * _REACH)
    for number in range(at + 1, high):
        if words[number].shape is Shape.QUOTE:
            return number
    return high


def _closes_soon(passage: Passage, at: int, found: Found, high: int) -> bool:
    """Tell whether a new sentence behind the quotation is only its attribution: “Why?” Lopez asked."""
    last = ends_inside(passage.text, passage.quotation(at))
    if found.mention is None or min(found.mention[0], found.end) > at + 3:
        return False
    words = passage.words
    tail = [token for token in words[found.end : high] if token.text not in {".", ","}]
    introduces = high < len(words) and words[high].shape is Shape.QUOTE and words[high - 1].text in {":", ","}
    if introduces and (last not in "?!" or found.lemma not in _ASKING):
        return False
    if any(token.low == "that" for token in tail[:3]):
        return False
    if last in "?!":
        return len(tail) <= _LONG_TAIL or words[found.end].text == ","
    if last not in ".…":
        return passage.is_full(at) and found.mention[0] == at + 1 and found.end <= at + 6
    return len(tail) <= _TAIL


def _after_phrase(words: Sequence[Token], first: int, high: int) -> Found | None:
    length = phrase_at(words, first)
    if not length:
        return None
    mention = _object(words, first + length, high)
    return Found("after-according", mention, (first, first + length), mention[1], "according") if mention else None


def _object(words: Sequence[Token], at: int, high: int) -> Range | None:
    if at < high and words[at].low in lexicon.OBJECT_PRONOUNS:
        return (at, at + 1)
    return starting_at(words, at, high)


def _inverted(words: Sequence[Token], first: int, high: int) -> Found | None:
    start = first
    while start < high and (is_adverb(words[start]) or words[start].low in lexicon.HAVE):
        start += 1
    cue = cue_at(words, start) if start < high else None
    if cue is None or cue.participle or cue.form.strength < _CLAUSE:
        return None
    subject = cue.end
    while subject < high and is_adverb(words[subject]):
        subject += 1
    mention = starting_at(words, subject, high)
    return Found("after-inverted", mention, (cue.start, cue.end), mention[1], cue.form.lemma) if mention else None


def _named(words: Sequence[Token], first: int, high: int, *, joined: bool, asks: bool) -> Found | None:
    limit = min(high, first + (2 * _REACH if joined or asks else 10))
    for number in range(first + 1, limit):
        cue = cue_at(words, number)
        if cue is None or cue.participle or cue.group <= first:
            continue
        near = number - first <= _NEAR
        if cue.form.strength < (1 if near and joined and cue.form.kind not in {"think", "call"} else _CLAUSE):
            continue
        mention = subject_before(words, first, cue.group)
        if mention is not None and (mention[0] == first or _only_introduces(words, first, mention[0])):
            return Found("after-subject", mention, (cue.start, cue.end), cue.end, cue.form.lemma)
        whole = starting_at(words, first, cue.group) if joined else None
        if whole is not None:
            return Found("after-subject", whole, (cue.start, cue.end), cue.end, cue.form.lemma)
        if mention is not None:
            return None
    return None


def _only_introduces(words: Sequence[Token], first: int, start: int) -> bool:
    """Tell whether what stands before the subject is an adverbial: “…,” on Monday, X said."""
    low = words[first].low
    if low == "as":
        return start == first + 1
    return (is_adverb(words[first]) and start - first <= _NEAR) or (
        low in lexicon.PREPOSITIONS and words[start - 1].text == ","
    )


def _dash_name(passage: Passage, at: int) -> Found | None:
    words = passage.words
    if at + 2 >= len(words) or words[at + 1].text not in _DASHES or not words[at + 2].is_capital:
        return None
    mention = starting_at(words, at + 2, len(words))
    if mention is None or (mention[1] < len(words) and words[mention[1]].text not in {",", ".", "("}):
        return None
    return Found("dash-name", mention, None, mention[1])


def signature(passage: Passage) -> Found | None:
    """Return the name that is all a paragraph says: — Ada Brook."""
    words = passage.words
    if len(words) < 2 or words[0].text not in _DASHES or not words[1].is_capital:  # noqa: PLR2004 # a dash and a name
        return None
    mention = starting_at(words, 1, len(words))
    rest = words[mention[1] :] if mention is not None else ()
    return (
        Found("dash-name", mention, None, len(words)) if mention and all(token.text == "." for token in rest) else None
    )


def before(passage: Passage, at: int) -> Found | None:
    """Return the attribution that stands before the quotation: X said: “…”."""
    words = passage.words
    low = low_edge(passage, at)
    if low >= at:
        return None
    for number in range(at - 1, max(low, at - 2 * _REACH) - 1, -1):
        cue = cue_at(words, number)
        if cue is not None and _reaches(words, cue, at):
            found = _with_subject(words, low, cue) or _inverted_before(words, cue, at)
            if found is not None:
                return found
        length = phrase_at(words, number)
        if length and words[at - 1].text in {",", ":"}:
            mention = _object(words, number + length, at)
            if mention is not None:
                return Found("before-according", mention, (number, number + length), mention[1], "according")
    return _colon(passage, low, at)


def low_edge(passage: Passage, at: int) -> int:
    """Return the first token of the sentence, or the one behind the quotation before this one."""
    start = passage.sentences[passage.sentence_of[at]][0]
    for number in range(at - 1, max(start, at - 4 * _REACH) - 1, -1):
        if passage.words[number].shape is Shape.QUOTE:
            return number + 1
    return max(start, at - 4 * _REACH)


def _reaches(words: Sequence[Token], cue: Cue, at: int) -> bool:
    """Tell whether nothing but adjuncts stand between the cue and the quotation at `at`."""
    gap = words[cue.end : at]
    if not gap:
        return cue.form.kind not in {"think", "call"} and cue.form.lemma != "call"
    strength = cue.form.strength
    joint = gap[-1].text
    if joint == ":":
        return (len(gap) <= (2 * _REACH if strength == _FAR else _REACH) and strength >= _CLAUSE) or len(gap) < _NEAR
    if joint == ",":
        return (
            strength >= _CLAUSE and len(gap) <= _REACH and (len(gap) == 1 or strength == _FAR) and not _is_clause(gap)
        )
    if joint == "that":
        return strength >= _CLAUSE and len(gap) == 1
    return False


def _is_clause(gap: Sequence[Token]) -> bool:
    return gap[0].low in {"that", "whether", "if", "what", "how", "why", "he", "she", "they", "it", "we"}


def _with_subject(words: Sequence[Token], low: int, cue: Cue) -> Found | None:
    verb = (cue.start, cue.end)
    if cue.participle:
        mention = main_subject(words, low, cue.group)
        return Found("before-participle", mention, verb, cue.end, cue.form.lemma) if mention else None
    mention = subject_before(words, low, cue.group)
    if mention is not None:
        return Found("before-subject", mention, verb, cue.end, cue.form.lemma)
    if cue.group <= low:
        return None
    if words[cue.group - 1].low in {"and", "but", "then", "or", ","}:
        mention = main_subject(words, low, cue.group)
        return Found("before-coordinated", mention, verb, cue.end, cue.form.lemma) if mention else None
    mention = _whole_before(words, low, cue.group)
    return Found("before-subject", mention, verb, cue.end, cue.form.lemma) if mention else None


def _inverted_before(words: Sequence[Token], cue: Cue, at: int) -> Found | None:
    """Explained X, “…”: the subject between the verb and the quotation."""
    mention = starting_at(words, cue.end, at) if not cue.participle else None
    if mention is None or mention[1] != at - 1:
        return None
    return Found("before-inverted", mention, (cue.start, cue.end), mention[1], cue.form.lemma)


def _whole_before(words: Sequence[Token], low: int, verb: int) -> Range | None:
    """Return the noun phrase behind the last comma before a verb: "…, the mother of three replied"."""
    start = next((n + 1 for n in range(verb - 1, max(low, verb - _REACH) - 1, -1) if not words[n].is_word), low)
    while start < verb and words[start].low in {"and", "but", "so"}:
        start += 1
    return starting_at(words, start, verb)


def main_subject(words: Sequence[Token], low: int, high: int) -> Range | None:
    """Return the subject of the finite verb before `high`: of the nearest cue, else of the sentence."""
    for number in range(high - 1, max(low, high - 2 * _REACH) - 1, -1):
        cue = cue_at(words, number)
        if cue is not None and not cue.participle:
            mention = subject_before(words, low, cue.group)
            if mention is None and number + 1 < high:
                mention = starting_at(words, cue.end, high) if cue.group == low or words[low].text in _SKIPPED else None
            if mention is not None:
                return mention
    return clause_subject(words, low, high)


def _colon(passage: Passage, low: int, at: int) -> Found | None:
    words = passage.words
    if words[at - 1].text != ":":
        return None
    mention = starting_at(words, low, at - 1)
    if mention is not None and low == 0 and mention == (low, at - 1) and at - low <= _LABEL_WORDS:
        stops = words[low].low in lexicon.LABEL_STOPS or any(token.is_word for token in words[at + 1 : at + 4])
        return None if stops else Found("label", mention, None, at)
    mention = clause_subject(words, low, at - 1)
    return Found("colon", mention, None, at) if mention is not None else None


def lead(passage: Passage, sentence: int) -> Found | None:
    """Return who speaks or acts in a sentence that stands before a quotation of its own."""
    words = passage.words
    low, high = passage.sentences[sentence]
    for number in range(high - 1, max(low, high - 2 * _REACH) - 1, -1):
        cue = cue_at(words, number)
        if cue is not None and cue.form.strength >= _CLAUSE and cue.form.kind != "call":
            found = _with_subject(words, low, cue)
            if found is not None:
                return replace(found, rule="lead-cue")
    mention = clause_subject(words, low, high)
    return Found("lead-subject", mention, None, high) if mention is not None else None
