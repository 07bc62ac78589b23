# SPDX-License-Identifier: Apache-2.0
"""What a verb of saying opens: a clause with or without a conjunction, a question, an object, an infinitive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.speech import lexicon
from archiver.speech.cues import cue_at, is_adverb
from archiver.speech.languages import Saying
from archiver.speech.lexicon import CLAUSE, TIMES
from archiver.speech.mentions import starting_at
from archiver.speech.sentences import Shape

if TYPE_CHECKING:
    from archiver.speech.bounds import Bounds
    from archiver.speech.cues import Cue
    from archiver.speech.mentions import Range
    from archiver.speech.sentences import Token

_OPENERS = lexicon.QUESTIONS | lexicon.THAT
_SHORTEST = 2
"""So few words can be a clause."""
_ADJUNCT = 30
_PLURAL = 4
_NOT_A_CLAUSE = lexicon.NOT_A_CLAUSE | lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | lexicon.OBJECT_PRONOUNS


@dataclass(frozen=True, slots=True)
class Opening:
    """Where content begins and by which rule."""

    start: int
    rule: str
    cue_end: int
    """Where the cue ends, a preposition of it included."""
    nominal: bool = False
    """True where an object or an infinitive begins and not a clause."""
    complement: str = ""
    """The word that opens the second part of the object: accused X *of* Y."""


def opening(bounds: Bounds, cue: Cue) -> Opening | None:
    """Return what the cue opens behind it, or None."""
    if cue.form.strength >= CLAUSE:
        found = _clause(bounds, cue)
        if found is not None:
            return Opening(found[0], found[1], cue.end)
    return _object(bounds, cue)


def _clause(bounds: Bounds, cue: Cue) -> tuple[int, str] | None:
    words, last = bounds.words, bounds.last
    if cue.form.kind is not Saying.TELL and _is_bare(bounds, cue.end, cue):
        return cue.end, "clause-bare"
    at = cue.end
    while at < last and is_adverb(words[at]):
        at += 1
    comma = bounds.passage.language.comma_before_that and at + 1 < last and words[at].text == ","
    if comma and words[at + 1].classes & lexicon.THAT:
        at += 1
    if at < last and not words[at].classes & _OPENERS:
        told = _told(bounds, cue, at)
        if isinstance(told, tuple):
            return told
        at = told
    if at >= last:
        return None
    if words[at].classes & _OPENERS:
        return _opened(bounds, cue, at)
    far = _that_ahead(bounds, cue, at)
    if far is not None:
        return far, "clause-that"
    return (at, "clause-bare") if _is_bare(bounds, at, cue) else None


def _is_bare(bounds: Bounds, at: int, cue: Cue) -> bool:
    opens = at < bounds.last and not bounds.words[at].classes & lexicon.THAT
    return opens and bool(cue.form.classes & lexicon.BARE) and _starts_clause(bounds, at, cue)


def _opened(bounds: Bounds, cue: Cue, at: int) -> tuple[int, str] | None:
    """Return the clause behind "that" or a question word."""
    words, last = bounds.words, bounds.last
    if words[at].classes & lexicon.THAT:
        least = at + (_PLURAL if at + 1 < last and words[at + 1].text == "," else 2)
        return (at + 1, "clause-that") if least < last and not words[at + 1].classes & TIMES else None
    asks = cue.form.kind is Saying.TELL or (
        cue.form.classes & lexicon.ASKING and words[at].classes & lexicon.CONTENT_QUESTIONS
    )
    return (at, "clause-question") if asks else None


def _told(bounds: Bounds, cue: Cue, at: int) -> tuple[int, str] | int:
    """Return the clause behind whom the cue addresses, or where to look on; the end where nothing follows."""
    if cue.form.kind is Saying.TELL or cue.form.classes & lexicon.ADDRESSING:
        behind = _that_behind(bounds, at)
        if behind is not None:
            return behind, "clause-that"
    if cue.form.kind is not Saying.TELL:
        told = _addressee(bounds, at + 1) if bounds.words[at].classes & lexicon.TO else None
        asks = told is not None and told[1] < bounds.last and bounds.words[told[1]].classes & lexicon.CONTENT_QUESTIONS
        return told[1] if told is not None and asks else at
    after = _after_object(bounds, at)
    return bounds.last if after == at and not bounds.words[at].classes & lexicon.PREPOSITIONS else after


def _addressee(bounds: Bounds, at: int) -> Range | None:
    if at < bounds.last and bounds.words[at].classes & lexicon.OBJECT_PRONOUNS:
        return (at, at + 1)
    return starting_at(bounds.words, at, bounds.last)


def _after_object(bounds: Bounds, at: int) -> int:
    words, last = bounds.words, bounds.last
    addressee = _addressee(bounds, at)
    end = addressee[1] if addressee is not None else at + 1
    if end < last and words[end].shape is Shape.QUOTE and bounds.passage.is_titled(end):
        return end + 1  # told the radio programme of that name
    if addressee is not None:
        return end
    end = at
    while end < last and end < at + _PLURAL and words[end].is_word and words[end].text.islower():
        end += 1
        if words[end - 1].classes & (lexicon.PLURAL | lexicon.GROUPS):
            return end
    return at


def _that_behind(bounds: Bounds, at: int) -> int | None:
    """Told supporters in Fordham on Monday that CLAUSE: the conjunction behind the addressee."""
    words = bounds.words
    for number in range(at, min(bounds.last - 1, at + _ADJUNCT)):
        token = words[number]
        if token.text in {";", ":"} or (token.shape is Shape.QUOTE and not bounds.passage.is_titled(number)):
            return None
        if token.classes & lexicon.THAT:
            return number + 1 if _is_conjunction(bounds, number) or words[number + 1].shape is Shape.QUOTE else None
        if (
            token.classes & (lexicon.QUESTIONS | lexicon.TALES)
            or bounds.has_verb(number, 1)
            or token.classes & lexicon.SUBJECT_PRONOUNS
        ):
            return None
    return None


def _that_ahead(bounds: Bounds, cue: Cue, at: int) -> int | None:
    """Noted at a news conference in Moscow that CLAUSE: the conjunction behind adjuncts."""
    words = bounds.words
    if (
        not words[at].classes & (lexicon.PREPOSITIONS | TIMES | lexicon.TIME_OPENERS)
        or cue.form.classes & lexicon.NOT_FOR_CLAUSES
    ):
        return None
    for number in range(at, min(bounds.last - 1, at + _ADJUNCT)):
        token = words[number]
        if token.shape is Shape.QUOTE or token.text in {";", ":"}:
            return None
        if bounds.has_verb(number, 1) or token.classes & lexicon.TALES:
            return None
        if token.classes & lexicon.THAT and words[number - 1].text != "," and _is_conjunction(bounds, number):
            return number + 1 if number + _PLURAL <= bounds.last else None
    return None


def _is_conjunction(bounds: Bounds, at: int) -> bool:
    """Tell whether "that" opens a clause of its own and is not the subject of a relative one."""
    following = bounds.words[at + 1]
    if following.classes & TIMES:
        return False
    verb = following.classes & (lexicon.BE | lexicon.HAVE | lexicon.MODALS) or cue_at(bounds.words, at + 1) is not None
    return not verb and not following.classes & lexicon.PAST and following.is_word


def _starts_clause(bounds: Bounds, at: int, cue: Cue) -> bool:
    words, last = bounds.words, bounds.last
    first = words[at]
    if not first.is_word:
        return first.shape is Shape.QUOTE and at not in bounds.claimed and last - at > 1
    if any(token.classes & TIMES for token in words[at : at + 2]):
        return False
    plain = cue.form.classes & lexicon.PLAIN
    if not plain and not first.classes & lexicon.SUBJECT_PRONOUNS and not bounds.has_own_verb(at):
        return False
    if first.classes & (lexicon.SUBJECT_PRONOUNS | lexicon.DETERMINERS) or first.is_capital:
        return not first.classes & (lexicon.NO | lexicon.ANY) and last - at >= _SHORTEST
    if first.classes & lexicon.THERE:
        return bounds.has_verb(at, 3)
    return bool(plain) and cue.end == at and not is_adverb(first) and not first.classes & _NOT_A_CLAUSE


def _object(bounds: Bounds, cue: Cue) -> Opening | None:
    """Criticized the plan; called for a vote; urged him to go; vowed to stay."""
    words, last = bounds.words, bounds.last
    at = cue.end
    while at < last and is_adverb(words[at]) and not words[at].classes & lexicon.NEGATIONS:
        at += 1
    if at + 1 >= last:
        return None
    lemma, low = cue.form.lemma, words[at].low
    negated = words[at].classes & lexicon.NEGATIONS and words[at + 1].classes & lexicon.TO
    if words[at].classes & lexicon.TO or negated:
        promised = cue.form.classes & lexicon.INFINITIVES and words[at + 1].is_word
        return Opening(at, "clause-infinitive", cue.end, nominal=True) if promised else None
    vocabulary = bounds.passage.vocabulary
    if low in vocabulary.object_prepositions.get(lemma, ()):
        lemma, at = f"{lemma}-{low}", at + 1
    elif not cue.form.classes & lexicon.OBJECTS:
        return None
    if not _starts_object(bounds, at):
        return None
    cue_end = max(at, cue.end) if lemma != cue.form.lemma else cue.end
    return Opening(at, "clause-object", cue_end, nominal=True, complement=vocabulary.complements.get(lemma, ""))


def _carries_on(token: Token) -> bool:
    return token.is_word or token.shape is Shape.QUOTE


def _starts_object(bounds: Bounds, at: int) -> bool:
    if at >= bounds.last:
        return False
    first = bounds.words[at]
    if first.shape is Shape.QUOTE:
        return at not in bounds.claimed
    if any(token.classes & TIMES for token in bounds.words[at : at + 2]) and not first.is_capital:
        return False
    if first.classes & lexicon.OBJECT_PRONOUNS and (at + 1 >= bounds.last or not _carries_on(bounds.words[at + 1])):
        return False  # thanked them, called it
    closed = first.classes & (lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | lexicon.MODALS | lexicon.BE | TIMES)
    return first.is_word and (not closed or bool(first.classes & lexicon.OBJECTS_TOO))
