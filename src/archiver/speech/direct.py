# SPDX-License-Identifier: Apache-2.0

# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Who says a quotation: rules that look behind it, before it, and at its neighbours.

Each rule yields a `Found`, or None where it does not apply; `RULES` in `rules.py` says in a sentence
what each of them stands for. Offsets inside are numbers of tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.speech import lexicon
from archiver.speech.cues import Cue, cue_at, is_adverb, is_negated, phrase_at, phrase_behind
from archiver.speech.languages import Saying
from archiver.speech.lexicon import CLAUSE, FAR, TOUCHING, Form
from archiver.speech.mentions import is_noun, starting_at
from archiver.speech.sentences import Shape, ends_inside
from archiver.speech.subjects import (
    behind_adjunct,
    clause_subject,
    main_subject,
    quoted_as_saying,
    subject_before,
    subject_of,
    whole_before,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.mentions import Range
    from archiver.speech.passages import Passage
    from archiver.speech.sentences import Token

REACH = 24
"""So many words may stand between a quotation and the cue that goes with it."""
DASHES = frozenset({"—", "–", "-", "―"})
_SKIPPED = frozenset({",", ")", "]"}) | DASHES
_LABEL_WORDS = 8
NEAR = 3
TAIL = 4
_LONG_TAIL = 14


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution: its rule, the mention and the cue as ranges of tokens."""

    rule: str
    mention: Range | None
    cue: Range | None
    end: int
    """The token after the last one that belongs to the attribution."""
    form: Form | None = None
    """What the cue is, where it is a verb."""


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
        _after_phrase(passage, first, high)
        or _inverted(words, first, high)
        or _named(words, first, high, joined=joined, asks=asks)
        or _dash_name(passage, at)
        or (_other_verb(words, first, high) if joined and _leads(passage, at) else None)
    )
    if found is None or found.rule in {"dash-name", "name-beneath"}:
        return found
    if not joined and not _closes_soon(passage, at, found, high):
        return None
    return found


def _is_joined(passage: Passage, at: int) -> bool:
    """Tell whether the sentence of the quotation goes on behind it."""
    follows = passage.words[at + 1] if at + 1 < len(passage.words) else None
    if follows is None:
        return False
    comma = ends_inside(passage.text, passage.quotation(at)) in ",—–-" or follows.text in {","} | DASHES
    return comma or (follows.is_word and follows.text[0].islower() and passage.is_full(at))


def _high(passage: Passage, at: int) -> int:
    """Return where an attribution behind the quotation must end: the sentence or the next quotation."""
    words = passage.words
    if at + 1 >= len(words):
        return at + 1
    end = passage.sentences[passage.sentence_of[at + 1]][1]
    high = min(end, at + 2 + 2 * REACH)
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
    if introduces and (last not in "?!" or found.form is None or not found.form.classes & lexicon.ASKING_BACK):
        return False
    if any(token.classes & lexicon.THAT for token in tail[:3]):
        return False
    if last in "?!":
        return len(tail) <= _LONG_TAIL or words[found.end].text == "," or _addresses(words, found, high)
    if last not in ".…":
        return passage.is_full(at) and found.mention[0] == at + 1 and found.end <= at + 6
    quotes_on = high < len(words) and words[high].shape is Shape.QUOTE and words[high - 1].text not in {".", ";"}
    follows_clause = passage.sentences[passage.sentence_of[at]][0] < at and bool(tail)
    return len(tail) <= TAIL and not follows_clause and not (quotes_on and tail)


def _addresses(words: Sequence[Token], found: Found, high: int) -> bool:
    """Tell whether a long tail says to whom and where, and no clause: “Why?” Lind told the crew at a rally."""
    if found.form is None or found.form.kind is not Saying.TELL:
        return False
    told = starting_at(words, found.end, high)
    end = told[1] if told is not None else high
    while end < high and is_noun(words[end]) and cue_at(words, end) is None:
        end += 1
    return end < high and bool(words[end].classes & lexicon.ATTACHING)


def _after_phrase(passage: Passage, first: int, high: int) -> Found | None:
    words = passage.words
    length = phrase_behind(words, first)
    if length:
        mention = _object(words, first + length, high)
        return Found("after-according", mention, (first, first + length), mention[1]) if mention else None
    mention = starting_at(words, first, high)
    if mention is None or mention[1] >= high or not words[mention[1]].classes & lexicon.POSTPOSITIONS:
        return None
    return Found("after-according", mention, (mention[1], mention[1] + 1), mention[1] + 1)


def _object(words: Sequence[Token], at: int, high: int) -> Range | None:
    if at < high and words[at].classes & lexicon.OBJECT_PRONOUNS:
        return (at, at + 1)
    return starting_at(words, at, high)


def _inverted(words: Sequence[Token], first: int, high: int) -> Found | None:
    bracket = _around_pronoun(words, first, high)
    if bracket is not None:
        return bracket
    start = first
    while start < high and (is_adverb(words[start]) or words[start].classes & (lexicon.HAVE | lexicon.REFLEXIVES)):
        start += 1
    cue = cue_at(words, start) if start < high else None
    if cue is None or cue.participle or cue.form.strength < CLAUSE:
        return None
    subject = cue.end
    while subject < high and (is_adverb(words[subject]) or words[subject].classes & lexicon.REFLEXIVES):
        subject += 1
    mention = starting_at(words, subject, high) or behind_adjunct(words, subject, high)
    return Found("after-inverted", mention, (cue.start, cue.end), mention[1], cue.form) if mention else None


def _around_pronoun(words: Sequence[Token], first: int, high: int) -> Found | None:
    """Return the pronoun between an auxiliary and a participle: a-t-il dit."""
    auxiliary = first + 2 < high and words[first].classes & lexicon.HAVE
    if not auxiliary or not words[first + 1].classes & lexicon.SUBJECT_PRONOUNS:
        return None
    cue = cue_at(words, first + 2)
    if cue is None or cue.participle or cue.form.strength < CLAUSE:
        return None
    return Found("after-inverted", (first + 1, first + 2), (cue.start, cue.end), cue.end, cue.form)


def _named(words: Sequence[Token], first: int, high: int, *, joined: bool, asks: bool) -> Found | None:
    limit = min(high, first + (2 * REACH if joined or asks else 10))
    for number in range(first + 1, limit):
        cue = cue_at(words, number)
        if cue is None or cue.participle or cue.group <= first or is_negated(words, cue):
            continue
        near = number - first <= NEAR
        if cue.form.strength < (
            TOUCHING if near and (joined or asks) and cue.form.kind not in {Saying.THINK, Saying.CALL} else CLAUSE
        ):
            continue
        quoted = quoted_as_saying(words, cue, high)
        if quoted is not None:
            return Found("after-subject", quoted, (cue.start, quoted[1] + CLAUSE), quoted[1] + CLAUSE, cue.form)
        mention = subject_before(words, first, cue.group)
        if mention is not None and (mention[0] == first or _only_introduces(words, first, mention[0])):
            return Found("after-subject", mention, (cue.start, cue.end), cue.end, cue.form)
        whole = starting_at(words, first, cue.group) if joined else None
        if whole is not None:
            return Found("after-subject", whole, (cue.start, cue.end), cue.end, cue.form)
        if mention is not None and joined and all(is_noun(token) for token in words[first : mention[0]]):
            return Found("after-subject", (first, mention[1]), (cue.start, cue.end), cue.end, cue.form)
        if mention is not None:
            return None
    return None


def _leads(passage: Passage, at: int) -> bool:
    """Tell whether a full quotation begins its sentence."""
    return passage.sentences[passage.sentence_of[at]][0] == at and passage.is_full(at)


def _other_verb(words: Sequence[Token], first: int, high: int) -> Found | None:
    """Return who stands behind a full quotation with a verb that no list has, or with none: “…,” beamed Lind."""
    if _is_past(words[first]) and first + 1 < high and words[first + 1].is_capital:
        mention = starting_at(words, first + 1, high)
        return Found("after-name", mention, (first, first + 1), mention[1]) if mention is not None else None
    mention = starting_at(words, first, high)
    if mention is None:
        return None
    verb = mention[1] if mention[1] < high and _is_past(words[mention[1]]) else None
    return Found("after-name", mention, (verb, verb + 1) if verb is not None else None, mention[1])


def _is_past(token: Token) -> bool:
    return token.is_word and bool(token.classes & lexicon.PAST) and not token.is_capital


def _only_introduces(words: Sequence[Token], first: int, start: int) -> bool:
    """Tell whether what stands before the subject is an adverbial: “…,” on Monday, X said."""
    if words[first].classes & lexicon.AS:
        return start == first + 1
    return (is_adverb(words[first]) and start - first <= NEAR) or (
        bool(words[first].classes & lexicon.PREPOSITIONS) and words[start - 1].text == ","
    )


def _dash_name(passage: Passage, at: int) -> Found | None:
    words = passage.words
    if at + 2 >= len(words):
        return None
    name = at + 1 if _is_signed(passage, at) else at + 2 if words[at + 1].text in DASHES else 0
    if not name or not words[name].is_capital:
        return None
    mention = starting_at(words, name, len(words))
    if mention is None or (mention[1] < len(words) and words[mention[1]].text not in {",", ".", "(", '"'}):
        return None
    return Found("dash-name" if name > at + 1 else "name-beneath", mention, None, mention[1])


def _is_signed(passage: Passage, at: int) -> bool:
    """Tell whether the quotation ends with its line though no mark closes it there: the name stands beneath."""
    quotation = passage.quotation(at)
    return not quotation.closed and passage.text[quotation.span.end : quotation.span.end + 1] == "\n"


def before(passage: Passage, at: int) -> Found | None:
    """Return the attribution that stands before the quotation: X said: “…”."""
    words = passage.words
    low = low_edge(passage, at)
    if low >= at:
        return None
    for number in range(at - 1, max(low, at - 2 * REACH) - 1, -1):
        cue = cue_at(words, number)
        if cue is not None and _reaches(words, cue, at) and not is_negated(words, cue):
            found = (
                _verb_second(passage, low, cue, at) or with_subject(words, low, cue) or _inverted_before(words, cue, at)
            )
            if found is not None:
                return found
        agent = _told_by(words, number, at)
        if agent is not None:
            return Found("before-inverted", agent, (number, number + 1), at)
        length = phrase_at(words, number)
        if length and words[at - 1].text in {",", ":"}:
            mention = _object(words, number + length, at)
            if mention is not None:
                return Found("before-according", mention, (number, number + length), mention[1])
    return _according_between(words, low, at) or _in_words(words, low, at) or _colon(passage, low, at)


def _according_between(words: Sequence[Token], low: int, at: int) -> Found | None:
    """Return whom a sentence is according to, between two commas before its quotation: …, so Weber, „…“."""
    for number in range(at - 2, max(low, at - REACH), -1):
        length = phrase_behind(words, number) if words[number - 1].text == "," else 0
        mention = starting_at(words, number + length, at) if length else None
        if mention is not None and words[mention[1]].text == ",":
            return Found("before-according", mention, (number, number + length), mention[1])
    return None


def _told_by(words: Sequence[Token], verb: int, at: int) -> Range | None:
    """Return by whom somebody is told or asked what follows: was told by X: “…”."""
    if not words[verb].classes & lexicon.TOLD or verb + 1 >= at or not words[verb + 1].classes & lexicon.BY:
        return None
    mention = starting_at(words, verb + 2, at)
    return mention if mention is not None and words[mention[1]].text in {",", ":"} else None


def _in_words(words: Sequence[Token], low: int, at: int) -> Found | None:
    """Return whose words they are: in the mayor's words, “…”."""
    if (
        at - low < NEAR
        or words[at - 1].text != ","
        or not words[at - 2].classes & lexicon.OPINIONS
        or not words[low].classes & lexicon.IN
    ):
        return None
    return Found("before-according", (low + 1, at - 2), (at - 2, at - 1), at)


def low_edge(passage: Passage, at: int) -> int:
    """Return the first token of the sentence, or the one behind the quotation before this one."""
    start = passage.sentences[passage.sentence_of[at]][0]
    for number in range(at - 1, max(start, at - 4 * REACH) - 1, -1):
        if passage.words[number].shape is Shape.QUOTE:
            return number + 1
    return max(start, at - 4 * REACH)


def _reaches(words: Sequence[Token], cue: Cue, at: int) -> bool:
    """Tell whether nothing but adjuncts stand between the cue and the quotation at `at`."""
    gap = words[cue.end : at]
    if not gap:
        return cue.form.kind not in {Saying.THINK, Saying.CALL} and not cue.form.classes & lexicon.NAMING
    strength = cue.form.strength
    joint = gap[-1].text
    if joint == ":":
        return (len(gap) <= (2 * REACH if strength == FAR else REACH) and strength >= CLAUSE) or len(gap) < NEAR
    if joint == ",":
        return strength >= CLAUSE and len(gap) <= REACH and (len(gap) == 1 or strength == FAR) and not _is_clause(gap)
    if gap[-1].classes & lexicon.THAT:
        return strength >= CLAUSE and len(gap) == 1
    return False


def _is_clause(gap: Sequence[Token]) -> bool:
    return bool(gap[0].classes & lexicon.CLAUSE_STARTS)


def with_subject(words: Sequence[Token], low: int, cue: Cue) -> Found | None:
    """Return the attribution of a cue whose subject stands before it."""
    verb = (cue.start, cue.end)
    if cue.participle:
        mention = main_subject(words, low, cue.group)
        return Found("before-participle", mention, verb, cue.end, cue.form) if mention else None
    mention = subject_of(words, low, cue, len(words))
    if mention is not None:
        return Found("before-subject", mention, verb, cue.end, cue.form)
    if cue.group <= low:
        return None
    if words[cue.group - 1].text == "," or words[cue.group - 1].classes & lexicon.LINKING:
        mention = main_subject(words, low, cue.group)
        return Found("before-coordinated", mention, verb, cue.end, cue.form) if mention else None
    mention = whole_before(words, low, cue.group)
    return Found("before-subject", mention, verb, cue.end, cue.form) if mention else None


def _inverted_before(words: Sequence[Token], cue: Cue, at: int) -> Found | None:
    """Explained X, “…”: the subject between the verb and the quotation."""
    mention = starting_at(words, cue.end, at) if not cue.participle else None
    begins = cue.group == 0 or words[cue.group - 1].text in {".", "?", "!"}
    if mention is None or (mention[1] != at - 1 and not (begins and words[at - 1].text in {",", ":"})):
        return None
    return Found("before-inverted", mention, (cue.start, cue.end), mention[1], cue.form)


def _verb_second(passage: Passage, low: int, cue: Cue, at: int) -> Found | None:
    """Return the subject behind a verb that another word precedes, where a language has it there: Dazu sagte Weber."""
    if not passage.language.verb_second:
        return None
    mention = subject_of(passage.words, low, cue, at)
    if mention is None:
        return None
    rule = "before-subject" if mention[0] < cue.start else "before-inverted"
    return Found(rule, mention, (cue.start, cue.end), at, cue.form)


def _colon(passage: Passage, low: int, at: int) -> Found | None:
    words = passage.words
    if words[at - 1].text != ":":
        return None
    mention = starting_at(words, low, at - 1)
    if mention is not None and low == 0 and mention == (low, at - 1) and at - low <= _LABEL_WORDS:
        stops = words[low].classes & lexicon.LABEL_STOPS or any(token.is_word for token in words[at + 1 : at + 4])
        return None if stops else Found("label", mention, None, at)
    mention = clause_subject(words, low, at - 1)
    return Found("colon", mention, None, at) if mention is not None else None
