# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF002 -- the examples have typographic apostrophes
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Mentions: where the words that name a speaker begin and end.

A mention is given as a pair of token numbers, end exclusive. `None` means that no noun phrase that
could speak stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from archiver.speech import lexicon
from archiver.speech.cues import cue_at, is_adverb
from archiver.speech.sentences import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.sentences import Token

Range: TypeAlias = tuple[int, int]

TIMES = lexicon.words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december jan. feb. aug. sept. oct. nov. dec. morning "
    "night week day month year afternoon evening today yesterday tonight time hours days weeks months "
    "years minutes"
)
"""Words of time: a phrase that ends in one is no subject."""
_NO_NOUN = (
    lexicon.PREPOSITIONS
    | lexicon.CONJUNCTIONS
    | lexicon.BE
    | lexicon.HAVE
    | lexicon.MODALS
    | lexicon.ADVERBS
    | lexicon.NEGATIONS
) - {"may", "will", "chief"}
BEFORE_NAME = lexicon.TITLES | lexicon.ROLES | frozenset(lexicon.PLACES)
RELATIVES = frozenset({"who", "which", "that"})
_REACH = 8
_FREE = lexicon.PREPOSITIONS - lexicon.PARTICLES
_LOOSE = lexicon.PREPOSITIONS - lexicon.ATTACHING
_NUMBERS = lexicon.words("two three four five six seven eight nine ten other few")
_ALONE = lexicon.words("some many most few several both")


def is_possessive(token: Token) -> bool:
    """Tell whether a word ends like the mayor’s or the mayors’."""
    return token.low.endswith(("’s", "'s", "s’", "s'")) and len(token.low) > len("’s")


def is_noun(token: Token) -> bool:
    """Tell whether a word can be part of a description: no preposition, pronoun, verb of being and the like."""
    return (
        token.is_word
        and token.low not in _NO_NOUN
        and token.low not in lexicon.PRONOUNS
        and token.low not in lexicon.DETERMINERS
    )


def ending_at(words: Sequence[Token], low: int, last: int) -> Range | None:
    """Return the mention whose last word is the token `last`; it begins at `low` at the earliest."""
    if last < low or not words[last].is_word:
        return None
    token = words[last]
    if token.low in lexicon.SUBJECT_PRONOUNS or (token.low in _ALONE and last == low):
        return (last, last + 1)
    if token.low in TIMES or not is_noun(token) or is_possessive(token):
        return None
    start = (
        name_start(words, low, last)
        if token.is_capital or token.low in lexicon.SUFFIXES
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
    while start > low and words[start - 1].low in BEFORE_NAME and last - start < 2 * _REACH:
        start -= 1
    if start > low and (is_possessive(words[start - 1]) or words[start - 1].low in lexicon.DETERMINERS):
        start = _possessor_start(words, low, start - 1)
    return start


def _in_name(words: Sequence[Token], low: int, at: int) -> bool:
    token = words[at]
    if token.low == "and" and at - 2 >= low and words[at - 2].low == "of":  # the Board of Boats and Docks
        return words[at - 1].is_capital and words[at + 1].is_capital
    if token.low in TIMES or token.low in lexicon.CONJUNCTIONS or token.low in _FREE:
        return token.low == "of" and at > low and words[at - 1].is_capital and words[at + 1].is_capital
    if token.is_capital:
        return token.low not in lexicon.DETERMINERS and token.low not in lexicon.PRONOUNS and not is_possessive(token)
    return token.low in lexicon.PARTICLES and at > low and words[at - 1].is_capital


def _possessor_start(words: Sequence[Token], low: int, at: int) -> int:
    if not is_possessive(words[at]):
        return at - 1 if at > low and words[at].low in _NUMBERS and words[at - 1].low in lexicon.DETERMINERS else at
    while at > low and words[at].is_capital and words[at - 1].is_capital and words[at - 1].low not in _NO_NOUN:
        at -= 1
    if at > low and words[at - 1].low in lexicon.DETERMINERS:
        at -= 1
    return at


def _noun_start(words: Sequence[Token], low: int, last: int) -> int | None:
    start = last
    while start > low and last - start < _REACH and is_noun(words[start - 1]) and not is_possessive(words[start - 1]):
        start -= 1
    if start > low and (words[start - 1].low in lexicon.DETERMINERS or is_possessive(words[start - 1])):
        return _possessor_start(words, low, start - 1)
    if any(words[at].low in lexicon.ROLES for at in range(start, last + 1)):
        return start
    return last if words[last].low.endswith("s") else None


def _attached(words: Sequence[Token], low: int, start: int) -> int:
    """Go on leftwards over "the head of", "a spokesman for"."""
    for _ in range(3):
        if start - 2 < low or words[start - 1].low not in lexicon.ATTACHING:
            return start
        head = words[start - 2]
        if not is_noun(head) or head.low in TIMES or head.low in lexicon.STATEMENT_NOUNS:
            return start
        if words[start - 1].low not in {"of", "for", "from"} and (head.is_capital or head.low in lexicon.PASTS):
            return start
        wider = name_start(words, low, start - 2) if head.is_capital else _noun_start(words, low, start - 2)
        if wider is None or (wider > low and words[wider - 1].low in _LOOSE):
            return start
        start = wider
    return start


def starting_at(words: Sequence[Token], at: int, high: int) -> Range | None:
    """Return the mention that begins at the token `at` and ends before `high`."""
    if at >= high or not words[at].is_word:
        return None
    first = words[at]
    if first.low in lexicon.SUBJECT_PRONOUNS and first.low not in {"it", "one"}:
        return (at, at + 1)
    if first.low in lexicon.DETERMINERS or is_possessive(first):
        return _determined(words, at, high)
    if _is_magazine(words, at, high):
        return (at, at + 2 if at + 1 < high and words[at + 1].low == "magazine" else at + 1)
    named = first.is_capital and first.low not in _NO_NOUN and first.low not in TIMES
    if named or first.low in BEFORE_NAME or _leads_to_role(words, at, high):
        return (at, _noun_end(words, at, high))
    return None


def _determined(words: Sequence[Token], at: int, high: int) -> Range | None:
    if at + 1 < high and words[at + 1].low in _NUMBERS and words[at].low not in _NUMBERS:  # the two unions
        return (at, end) if (end := _noun_end(words, at + 2, high)) > at + 2 else None
    of = at + 2 if at + 2 < high and words[at + 1].low == "of" else at + 1  # one of two witnesses
    start = of + 1 if of > at + 1 and words[of].low in lexicon.DETERMINERS else of
    end = _noun_end(words, start, high)
    return (at, end) if end > start else None


def _is_magazine(words: Sequence[Token], at: int, high: int) -> bool:
    return words[at].text == "Time" and (at + 1 >= high or words[at + 1].text in {".", ",", "magazine"})


def _leads_to_role(words: Sequence[Token], at: int, high: int) -> bool:
    """Tell whether a role or a name follows after nouns: "retired neurosurgeon Ada Brook"."""
    for number in range(at, min(high, at + 5)):
        token = words[number]
        if (
            not is_noun(token)
            or token.low in TIMES
            or (token.low not in lexicon.ROLES and cue_at(words, number) is not None)
        ):
            return False
        if token.low in lexicon.ROLES or token.is_capital:
            return True
    return False


def _noun_end(words: Sequence[Token], at: int, high: int) -> int:
    end = at
    named = False
    while end < min(high, at + 2 * _REACH):
        token = words[end]
        if token.low in {"of", "for", "at", "from", "in", "with"} and end > at and _goes_on(words, end, high):
            end += 1
            if words[end].low in lexicon.DETERMINERS:
                end += 1
            named = False
            continue
        if (
            token.low in {"and", "&"}
            and end > at
            and end + 1 < high
            and words[end - 1].is_capital
            and words[end + 1].is_capital
        ):
            end += 1
            continue
        if not _continues(words, end, at, named=named):
            break
        named = named or (token.is_capital and token.low not in BEFORE_NAME)
        end += 1
    return end


def _continues(words: Sequence[Token], end: int, at: int, *, named: bool) -> bool:  # noqa: PLR0911 # one return a reason
    token = words[end]
    if not token.is_word or token.low in TIMES or (token.low in _NO_NOUN and token.low not in lexicon.PARTICLES):
        return False
    if token.low in lexicon.DETERMINERS or token.low in lexicon.PRONOUNS or is_adverb(token):
        return False
    if token.text in lexicon.QUESTIONS or (end > at and _is_verb_in_ed(words, end)):
        return False
    if token.is_capital or (token.low in lexicon.PARTICLES and named) or token.low in lexicon.SUFFIXES:
        return True
    if named and token.low not in BEFORE_NAME and not is_possessive(words[end - 1]):
        return False
    behind_role = end > at and words[end - 1].low in lexicon.ROLES
    if behind_role and token.low not in BEFORE_NAME:
        return False
    return cue_at(words, end) is None or end == at


def _is_verb_in_ed(words: Sequence[Token], at: int) -> bool:
    """Tell whether an object follows a word in -ed: "rated most claims", not "the retired teacher"."""
    if not words[at].text.endswith("ed") or words[at].is_capital or at + 1 >= len(words):
        return False
    follows = words[at + 1]
    return follows.low in lexicon.DETERMINERS or follows.shape is Shape.QUOTE


def _goes_on(words: Sequence[Token], at: int, high: int) -> bool:
    """Tell whether a preposition binds what follows to the noun before it."""
    if at + 1 >= high:
        return False
    following = words[at + 1]
    if words[at].low in {"in", "at", "with"} and words[at - 1].is_capital:
        return False
    if words[at].low in {"in", "at", "with", "from", "for"} and following.low in lexicon.DETERMINERS:
        following = words[at + 2] if at + 2 < high else following
        if following.low in lexicon.STATEMENT_NOUNS:
            return False
    if following.low in lexicon.DETERMINERS:
        following = words[at + 2] if at + 2 < high else following
    return is_noun(following) and following.low not in TIMES and following.low not in lexicon.STATEMENT_NOUNS


def any_start(words: Sequence[Token], at: int, high: int) -> Range | None:
    """Return the noun phrase that begins at the token `at`, whatever its head, where something follows it."""
    end = _noun_end(words, at, high) if is_noun(words[at]) and at + 1 < high else at
    return (at, end) if end > at else None
