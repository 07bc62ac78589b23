# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Mentions: where the words that name a speaker begin and end.

A mention is given as a pair of token numbers, end exclusive. `None` means that no noun phrase that
could speak stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from archiver.model import Form
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
_BEFORE_NAME = lexicon.TITLES | lexicon.ROLES | frozenset(lexicon.PLACES)
_REACH = 8
_CHAIN = 4
_FREE = lexicon.PREPOSITIONS - lexicon.PARTICLES
_LOOSE = lexicon.PREPOSITIONS - lexicon.ATTACHING
_INTRODUCING = lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS
_ANY_PRONOUN = lexicon.PRONOUNS | lexicon.OBJECT_PRONOUNS
_FAR = 60
_ABBREVIATION = 5
"""A description is not longer than this many words on either side of its head."""


def _is_possessive(token: Token) -> bool:
    return token.low.endswith(("’s", "'s", "s’", "s'")) and len(token.low) > len("’s")


def _is_noun(token: Token) -> bool:
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
    if token.low in lexicon.SUBJECT_PRONOUNS:
        return (last, last + 1)
    if token.low in TIMES or not _is_noun(token) or _is_possessive(token):
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
    while start > low and words[start - 1].low in _BEFORE_NAME and last - start < 2 * _REACH:
        start -= 1
    if start > low and (_is_possessive(words[start - 1]) or words[start - 1].low in lexicon.DETERMINERS):
        start = _possessor_start(words, low, start - 1)
    return start


def _in_name(words: Sequence[Token], low: int, at: int) -> bool:
    token = words[at]
    if token.low == "and" and at - 2 >= low and words[at - 2].low == "of":  # the Board of Boats and Docks
        return words[at - 1].is_capital and words[at + 1].is_capital
    if token.low in TIMES or token.low in lexicon.CONJUNCTIONS or token.low in _FREE:
        return token.low == "of" and at > low and words[at - 1].is_capital and words[at + 1].is_capital
    if token.is_capital:
        return token.low not in lexicon.DETERMINERS and token.low not in lexicon.PRONOUNS and not _is_possessive(token)
    return token.low in lexicon.PARTICLES and at > low and words[at - 1].is_capital


def _possessor_start(words: Sequence[Token], low: int, at: int) -> int:
    if not _is_possessive(words[at]):
        return at
    while at > low and words[at].is_capital and words[at - 1].is_capital and words[at - 1].low not in _NO_NOUN:
        at -= 1
    if at > low and words[at - 1].low in lexicon.DETERMINERS:
        at -= 1
    return at


def _noun_start(words: Sequence[Token], low: int, last: int) -> int | None:
    start = last
    while start > low and last - start < _REACH and _is_noun(words[start - 1]) and not _is_possessive(words[start - 1]):
        start -= 1
    if start > low and (words[start - 1].low in lexicon.DETERMINERS or _is_possessive(words[start - 1])):
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
        if not _is_noun(head) or head.low in TIMES or head.low in lexicon.STATEMENT_NOUNS:
            return start
        if head.is_capital and words[start - 1].low not in {"of", "for", "from"}:
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
    if first.low in lexicon.DETERMINERS or _is_possessive(first):
        end = _noun_end(words, at + 1, high)
        return (at, end) if end > at + 1 else None
    if first.is_capital and first.low not in _NO_NOUN and first.low not in TIMES:
        return (at, _noun_end(words, at, high))
    if first.low in _BEFORE_NAME or _leads_to_role(words, at, high):
        return (at, _noun_end(words, at, high))
    return None


def _leads_to_role(words: Sequence[Token], at: int, high: int) -> bool:
    """Tell whether a role or a name follows after nouns: "retired neurosurgeon Ada Brook"."""
    for number in range(at, min(high, at + 5)):
        token = words[number]
        if (
            not _is_noun(token)
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
        named = named or (token.is_capital and token.low not in _BEFORE_NAME)
        end += 1
    return end


def _continues(words: Sequence[Token], end: int, at: int, *, named: bool) -> bool:
    token = words[end]
    if not token.is_word or token.low in TIMES or (token.low in _NO_NOUN and token.low not in lexicon.PARTICLES):
        return False
    if token.low in lexicon.DETERMINERS or token.low in lexicon.PRONOUNS or is_adverb(token):
        return False
    if token.is_capital or (token.low in lexicon.PARTICLES and named) or token.low in lexicon.SUFFIXES:
        return True
    if named and token.low not in _BEFORE_NAME and not _is_possessive(words[end - 1]):
        return False
    behind_role = end > at and words[end - 1].low in lexicon.ROLES
    if behind_role and token.low not in _BEFORE_NAME:
        return False
    return cue_at(words, end) is None or end == at


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
    return _is_noun(following) and following.low not in TIMES and following.low not in lexicon.STATEMENT_NOUNS


def subject_before(words: Sequence[Token], low: int, verb: int) -> Range | None:
    """Return the subject of the verb group that begins at the token `verb`, not before `low`.

    Steps over parentheses and closed appositions: "Ivan Petrov, the mayor of Tver, said".
    """
    at = verb - 1
    while at >= low and words[at].text in {")", "]"}:
        at = _before_parenthesis(words, low, at)
    if at < low:
        return None
    token = words[at]
    if token.text == ",":
        return _before_apposition(words, low, at)
    if token.low in {"who", "which", "that"}:
        before = at - 1 if at > low and words[at - 1].text != "," else at - 2
        return ending_at(words, low, before)
    return ending_at(words, low, at)


def _before_parenthesis(words: Sequence[Token], low: int, at: int) -> int:
    opening = "(" if words[at].text == ")" else "["
    stop = max(low, at - 20)
    while at > stop and words[at].text != opening:
        at -= 1
    return at - 1


def _before_apposition(words: Sequence[Token], low: int, comma: int) -> Range | None:
    tries = 0
    at = comma - 1
    best: Range | None = None
    while at > low and tries < _CHAIN and comma - at < _FAR:
        if words[at].text == ",":
            tries += 1
            before = at - 1
            if words[before].text == ")":
                before = _before_parenthesis(words, low, before)
            found = ending_at(words, low, before)
            if found is not None and not _after_preposition(words, low, found[0]):
                best = found
                if words[found[0]].is_capital or words[found[0]].low in lexicon.DETERMINERS:
                    break
        at -= 1
    return best


def _after_preposition(words: Sequence[Token], low: int, at: int) -> bool:
    return at > low and words[at - 1].low in lexicon.PREPOSITIONS


def clause_subject(words: Sequence[Token], low: int, high: int) -> Range | None:
    """Return the subject with which a sentence begins, after its introductory phrases."""
    at = _behind_dateline(words, low, high)
    for _ in range(4):
        while at < high and (
            words[at].low in {"and", "but", "so", "yet", "then", "also", "or"}
            or is_adverb(words[at])
            or words[at].text in {",", "—", "–", "-", "(", "["}
        ):
            at += 1
        if at >= high:
            return None
        first = words[at]
        introduces = first.low in _INTRODUCING or first.low.endswith(("ing", "ed"))
        if not introduces and not _is_time(words, at, high):
            return starting_at(words, at, high) or _any_start(words, at, high)
        comma = next(
            (n for n in range(at, min(high, at + 40)) if words[n].text == "," or words[n].shape is Shape.QUOTE), None
        )
        if comma is None:
            return None
        at = comma + 1
    return None


def _behind_dateline(words: Sequence[Token], low: int, high: int) -> int:
    """Return where the sentence begins behind "FORDHAM, Dec. 8 (UPI) —"."""
    for number in range(low + 1, min(high, low + 12)):
        if words[number].text in {"—", "–"} and words[low].text.isupper():
            return number + 1
    return low


def _is_time(words: Sequence[Token], at: int, high: int) -> bool:
    """Tell whether a time such as "Eight years ago" or "The next day" stands here."""
    for token in words[at : min(high, at + 4)]:
        if not token.is_word:
            return False
        if token.low in TIMES:
            return True
    return False


def _any_start(words: Sequence[Token], at: int, high: int) -> Range | None:
    if _is_noun(words[at]) and at + 1 < high:
        return (at, _noun_end(words, at, high))
    return None


def form_of(words: Sequence[Token]) -> Form:
    """Tell how a mention refers: by name, role or pronoun, as a group or as an organisation."""
    if len(words) == 1 and words[0].low in _ANY_PRONOUN:
        return Form.PRONOUN
    body = [token for token in words if token.low not in lexicon.DETERMINERS]
    if not body:
        return Form.PRONOUN
    if _joins_names(body):
        return Form.GROUP
    if any(_names(token) for token in body[_after_possessor(body) :]) and not _lower_head(body):
        return Form.ORGANISATION if _is_organisation(words) else Form.NAME
    head = head_of(body)
    if head.low in lexicon.GROUPS:
        return Form.GROUP
    return Form.ORGANISATION if head.low in lexicon.ORGANISATIONS else Form.ROLE


def _joins_names(body: Sequence[Token]) -> bool:
    """Tell whether "and" joins two people: Ada Brook and Paul Vale; not Health and Human Services."""
    for at in range(1, len(body) - 1):
        if body[at].low == "and" and not any(token.low == "of" for token in body[:at]):
            return _names(body[at - 1]) and _names(body[-1])
    return False


def _names(token: Token) -> bool:
    return token.is_capital and token.low not in _BEFORE_NAME


def _after_possessor(body: Sequence[Token]) -> int:
    return max((n + 1 for n, token in enumerate(body) if _is_possessive(token)), default=0)


def _lower_head(body: Sequence[Token]) -> bool:
    """Tell whether a lower-case noun before "of", "for" or the end is the head: the mayor of Tver."""
    cut = next((n for n, token in enumerate(body) if token.low in lexicon.ATTACHING), len(body))
    return cut > 0 and (
        not body[cut - 1].is_capital
        or (cut < len(body) and not any(_names(t) for t in body[:cut]) and not _names(body[-1]))
    )


def _is_organisation(words: Sequence[Token]) -> bool:
    with_article = words[0].low == "the"
    return (
        words[-1].low in lexicon.ORGANISATIONS
        or with_article
        or (words[-1].text.isupper() and len(words) == 1 and len(words[0].text) <= _ABBREVIATION)
    )


def head_of(body: Sequence[Token]) -> Token:
    """Return the head noun: the last role word before a preposition, else the last word there."""
    cut = next((n for n, token in enumerate(body) if n and token.low in lexicon.ATTACHING), len(body))
    roles = [token for token in body[:cut] if token.low in lexicon.ROLES]
    return roles[-1] if roles else body[max(0, cut - 1)]
