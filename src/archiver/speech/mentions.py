# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF002 -- the examples have typographic apostrophes

"""Mentions: where the words that name a speaker begin and end.

A mention is given as a pair of token numbers, end exclusive. `None` means that no noun phrase that
could speak stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from archiver.speech import lexicon
from archiver.speech.cues import cue_at, is_adverb
from archiver.speech.lexicon import NOT_NOUN, TIMES
from archiver.speech.sentences import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.sentences import Token

Range: TypeAlias = tuple[int, int]

BEFORE_NAME = lexicon.TITLES | lexicon.ROLES | lexicon.NATIONALITY
RELATIVES = lexicon.WHO | lexicon.WHICH | lexicon.THAT
_REACH = 8
_FEW = 4


def is_possessive(token: Token) -> bool:
    """Tell whether a word ends like the mayor’s or the mayors’."""
    return bool(token.classes & lexicon.OWNER)


def is_noun(token: Token) -> bool:
    """Tell whether a word can be part of a description: no preposition, pronoun, verb of being and the like."""
    return (
        token.is_word
        and not token.classes & NOT_NOUN
        and not token.classes & lexicon.PRONOUNS
        and not token.classes & lexicon.DETERMINERS
    )


def ending_at(words: Sequence[Token], low: int, last: int) -> Range | None:
    """Return the mention whose last word is the token `last`; it begins at `low` at the earliest."""
    if last < low or not words[last].is_word:
        return None
    token = words[last]
    if token.classes & lexicon.SUBJECT_PRONOUNS or (token.classes & lexicon.ALONE and last == low):
        return (last, last + 1)
    if token.classes & TIMES or not is_noun(token) or is_possessive(token):
        return None
    start = (
        name_start(words, low, last)
        if token.is_capital or token.classes & lexicon.SUFFIXES
        else _noun_start(words, low, last)
    )
    if start is None:
        return None
    return (_attached(words, low, start), last + 1)


def name_start(words: Sequence[Token], low: int, last: int) -> int:
    """Return where the name that ends at the token `last` begins, titles before it included."""
    start = last
    while start > low and _in_name(words, low, start - 1):
        start -= 1
    while start > low and words[start - 1].classes & BEFORE_NAME and last - start < 2 * _REACH:
        start -= 1
    if start > low and (is_possessive(words[start - 1]) or words[start - 1].classes & lexicon.DETERMINERS):
        start = _possessor_start(words, low, start - 1)
    return start


def _in_name(words: Sequence[Token], low: int, at: int) -> bool:
    token = words[at]
    if (
        token.classes & lexicon.AND and at - 2 >= low and words[at - 2].classes & lexicon.OF
    ):  # the Board of Boats and Docks
        return words[at - 1].is_capital and words[at + 1].is_capital
    free = token.classes & lexicon.PREPOSITIONS and not token.classes & lexicon.PARTICLES
    if free or token.classes & (TIMES | lexicon.CONJUNCTIONS):
        return bool(token.classes & lexicon.OF) and at > low and words[at - 1].is_capital and words[at + 1].is_capital
    if token.is_capital:
        return (
            not token.classes & lexicon.DETERMINERS
            and not token.classes & lexicon.PRONOUNS
            and not is_possessive(token)
        )
    return bool(token.classes & lexicon.PARTICLES and at > low and words[at - 1].is_capital)


def _possessor_start(words: Sequence[Token], low: int, at: int) -> int:
    if not is_possessive(words[at]):
        return (
            at - 1
            if at > low and words[at].classes & lexicon.NUMBERS and words[at - 1].classes & lexicon.DETERMINERS
            else at
        )
    while at > low and words[at].is_capital and words[at - 1].is_capital and not words[at - 1].classes & NOT_NOUN:
        at -= 1
    if at > low and words[at - 1].classes & lexicon.DETERMINERS:
        at -= 1
    return at


def _noun_start(words: Sequence[Token], low: int, last: int) -> int | None:
    start = last
    while start > low and last - start < _REACH and is_noun(words[start - 1]) and not is_possessive(words[start - 1]):
        start -= 1
    if start > low and (words[start - 1].classes & lexicon.DETERMINERS or is_possessive(words[start - 1])):
        return _possessor_start(words, low, start - 1)
    if any(words[at].classes & lexicon.ROLES for at in range(start, last + 1)):
        return start
    return last if words[last].classes & lexicon.PLURAL else None


def _attached(words: Sequence[Token], low: int, start: int) -> int:
    """Go on leftwards over "the head of", "a spokesman for"."""
    for _ in range(3):
        if start - 2 < low or not words[start - 1].classes & lexicon.ATTACHING:
            return start
        head = words[start - 2]
        if not is_noun(head) or head.classes & TIMES or head.classes & lexicon.STATEMENT_NOUNS:
            return start
        if not words[start - 1].classes & (lexicon.OF | lexicon.FOR | lexicon.FROM) and (
            head.is_capital or head.classes & lexicon.PASTS
        ):
            return start
        wider = name_start(words, low, start - 2) if head.is_capital else _noun_start(words, low, start - 2)
        if wider is None or (wider > low and _is_loose(words[wider - 1])):
            return start
        start = wider
    return start


def _is_loose(token: Token) -> bool:
    return bool(token.classes & lexicon.PREPOSITIONS) and not token.classes & lexicon.ATTACHING


def starting_at(words: Sequence[Token], at: int, high: int) -> Range | None:
    """Return the mention that begins at the token `at` and ends before `high`."""
    if at >= high or not words[at].is_word:
        return None
    first = words[at]
    if first.classes & lexicon.SUBJECT_PRONOUNS and not first.classes & (lexicon.IT | lexicon.ONE):
        return (at, at + 1)
    if first.classes & lexicon.DETERMINERS or is_possessive(first):
        return _determined(words, at, high)
    if _is_magazine(words, at, high):
        return (at, at + 2 if at + 1 < high and words[at + 1].classes & lexicon.MAGAZINE else at + 1)
    named = first.is_capital and not first.classes & NOT_NOUN and not first.classes & TIMES
    if named or first.classes & BEFORE_NAME or _leads_to_role(words, at, high):
        return (at, _noun_end(words, at, high))
    return None


def _determined(words: Sequence[Token], at: int, high: int) -> Range | None:
    if (
        at + 1 < high and words[at + 1].classes & lexicon.NUMBERS and not words[at].classes & lexicon.NUMBERS
    ):  # the two unions
        return (at, end) if (end := _noun_end(words, at + 2, high)) > at + 2 else None
    of = at + 2 if at + 2 < high and words[at + 1].classes & lexicon.OF else at + 1  # one of two witnesses
    start = of + 1 if of > at + 1 and words[of].classes & lexicon.DETERMINERS else of
    end = _noun_end(words, start, high)
    return (at, end) if end > start else None


def _is_magazine(words: Sequence[Token], at: int, high: int) -> bool:
    if not words[at].classes & lexicon.PAPERS or not words[at].text.istitle():
        return False
    return at + 1 >= high or words[at + 1].text in {".", ","} or bool(words[at + 1].classes & lexicon.MAGAZINE)


def _leads_to_role(words: Sequence[Token], at: int, high: int) -> bool:
    """Tell whether a role or a name follows after nouns: "retired neurosurgeon Ada Brook"."""
    for number in range(at, min(high, at + 5)):
        token = words[number]
        if (
            not is_noun(token)
            or token.classes & TIMES
            or (not token.classes & lexicon.ROLES and cue_at(words, number) is not None)
        ):
            return False
        if token.classes & lexicon.ROLES or token.is_capital:
            return True
    return False


def _noun_end(words: Sequence[Token], at: int, high: int) -> int:
    end = at
    named = False
    while end < min(high, at + 2 * _REACH):
        token = words[end]
        if (
            token.classes & (lexicon.OF | lexicon.FOR | lexicon.AT | lexicon.FROM | lexicon.IN | lexicon.WITH)
            and end > at
            and _goes_on(words, end, high)
        ):
            end += 1
            if words[end].classes & lexicon.DETERMINERS:
                end += 1
            named = False
            continue
        if (
            (token.classes & lexicon.AND or token.text == "&")
            and end > at
            and end + 1 < high
            and words[end - 1].is_capital
            and words[end + 1].is_capital
        ):
            end += 1
            continue
        if not _continues(words, end, at, named=named):
            break
        named = named or (token.is_capital and not token.classes & BEFORE_NAME)
        end += 1
    return end


def _continues(words: Sequence[Token], end: int, at: int, *, named: bool) -> bool:  # noqa: PLR0911 # one return a reason
    token = words[end]
    if (
        not token.is_word
        or token.classes & TIMES
        or (token.classes & NOT_NOUN and not token.classes & lexicon.PARTICLES)
    ):
        return False
    if token.classes & lexicon.DETERMINERS or token.classes & lexicon.PRONOUNS or is_adverb(token):
        return False
    if (token.classes & lexicon.QUESTIONS and not token.is_capital) or (end > at and _is_verb_in_ed(words, end)):
        return False
    if token.is_capital or (token.classes & lexicon.PARTICLES and named) or token.classes & lexicon.SUFFIXES:
        return True
    if named and not token.classes & BEFORE_NAME and not is_possessive(words[end - 1]):
        return False
    behind_role = end > at and words[end - 1].classes & lexicon.ROLES
    if behind_role and not token.classes & BEFORE_NAME:
        return _name_follows(words, end)
    return cue_at(words, end) is None or end == at


def _name_follows(words: Sequence[Token], at: int) -> bool:
    """Tell whether a noun or two and then a name stand behind an office: глава ведомства Анна Петрова."""
    for number in range(at, min(len(words), at + _FEW)):
        token = words[number]
        if token.is_capital:
            return number > at
        if (
            not is_noun(token)
            or token.classes & (TIMES | lexicon.PAST)
            or is_adverb(token)
            or cue_at(words, number) is not None
        ):
            return False
    return False


def _is_verb_in_ed(words: Sequence[Token], at: int) -> bool:
    """Tell whether an object follows a word in -ed: "rated most claims", not "the retired teacher"."""
    if not words[at].classes & lexicon.PAST or words[at].is_capital or at + 1 >= len(words):
        return False
    follows = words[at + 1]
    return bool(follows.classes & lexicon.DETERMINERS or follows.shape is Shape.QUOTE)


def _goes_on(words: Sequence[Token], at: int, high: int) -> bool:
    """Tell whether a preposition binds what follows to the noun before it."""
    if at + 1 >= high:
        return False
    following = words[at + 1]
    if words[at].classes & (lexicon.IN | lexicon.AT | lexicon.WITH) and words[at - 1].is_capital:
        return False
    if (
        words[at].classes & (lexicon.IN | lexicon.AT | lexicon.WITH | lexicon.FROM | lexicon.FOR)
        and following.classes & lexicon.DETERMINERS
    ):
        following = words[at + 2] if at + 2 < high else following
        if following.classes & lexicon.STATEMENT_NOUNS:
            return False
    if following.classes & lexicon.DETERMINERS:
        following = words[at + 2] if at + 2 < high else following
    return is_noun(following) and not following.classes & TIMES and not following.classes & lexicon.STATEMENT_NOUNS


def any_start(words: Sequence[Token], at: int, high: int) -> Range | None:
    """Return the noun phrase that begins at the token `at`, whatever its head, where something follows it."""
    end = _noun_end(words, at, high) if is_noun(words[at]) and at + 1 < high else at
    return (at, end) if end > at else None
