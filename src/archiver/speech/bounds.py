# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Where reported content ends: at the sentence, at the reporter's next verb, at another attribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.speech import lexicon
from archiver.speech.clauses import ENDS
from archiver.speech.cues import cue_at, is_adverb, phrase_at
from archiver.speech.lexicon import CLAUSE, FAR, FINITE, TIMES, Verb
from archiver.speech.mentions import starting_at
from archiver.speech.sentences import Shape, ends_inside

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from archiver.speech.mentions import Range
    from archiver.speech.passages import Passage
    from archiver.speech.sentences import Token

_DASHES = frozenset({"—", "–", "-"})
_CUTS = frozenset({";", ":"})
_SUBJECT = 12
_REMARK = 25


def trim(words: Sequence[Token], low: int, high: int) -> int:
    """Return the end of a range without the marks at its end; a parenthesis in it stays closed."""
    while high > low and words[high - 1].text in ENDS:
        if words[high - 1].text == ")" and any(token.text == "(" for token in words[low : high - 1]):
            break
        high -= 1
    return high


@dataclass(frozen=True, slots=True)
class Bounds:
    """One sentence and the quotations in it that are utterances of their own."""

    passage: Passage
    words: Sequence[Token]
    low: int
    last: int
    """The token behind the last word."""
    claimed: Collection[int]

    def trim(self, low: int, high: int) -> int:
        """Return the end of a range without the punctuation marks at its end."""
        return trim(self.words, low, high)

    def holds_claimed(self, start: int, end: int) -> bool:
        """Tell whether a quotation that is an utterance of its own lies in a range."""
        return any(self.words[n].shape is Shape.QUOTE and n in self.claimed for n in range(start, end))

    def has_verb(self, at: int, reach: int = 30) -> bool:
        """Tell whether an auxiliary shows that a clause and not an object begins here."""
        return any(token.classes & FINITE for token in self.words[at : min(self.last, at + reach)])

    def has_own_verb(self, at: int) -> bool:
        """Tell whether the auxiliary of the noun phrase that begins here stands before any comma or relative."""
        for token in self.words[at : min(self.last, at + _SUBJECT)]:
            if token.classes & (FINITE | lexicon.NEGATED | lexicon.SHORT_SUBJECT):
                return True
            if token.text in {",", "(", ";"} or token.classes & (lexicon.RELATIVES | lexicon.SUBORDINATORS):
                return False
        return False

    def clause_end(self, start: int, *, led: bool = False) -> int:
        """Return where the clause that begins at `start` ends.

        With `led` the verb of saying stands in a subordinate clause that opens the sentence, and the
        content ends where the main clause begins.
        """
        for number in range(start, self.last):
            if number in self.claimed or self.words[number].text == ";":
                return self.trim(start, number)
            if number > start and self._cuts_clause(number, led=led):
                return self.trim(start, number)
            if self._quote_with_comma(number) and self._cuts_at_comma(number + 1, led=led):
                return number + 1
        return self.last

    def _cuts_clause(self, number: int, *, led: bool) -> bool:
        token = self.words[number]
        if token.text == ",":
            return self._cuts_at_comma(number + 1, led=led)
        if token.classes & lexicon.BUT and (self._denies(number + 1) or self._new_subject(number + 1)):
            return True
        return bool(token.classes & (lexicon.AND | lexicon.BUT) and self._second_verb(number + 1))

    def _cuts_at_comma(self, at: int, *, led: bool) -> bool:
        return self.turns_away(at) or self._contrasts(at) or (led and self._begins_main(at)) or self._goes_on(at)

    def _quote_with_comma(self, number: int) -> bool:
        quotation = self.words[number].quotation
        return number + 1 < self.last and quotation is not None and ends_inside(self.passage.text, quotation) == ","

    def _denies(self, at: int) -> bool:
        """Tell whether the reporter goes on with what the speaker did not say: but declined to name it."""
        return bool(at < self.last and self.words[at].classes & lexicon.DENIALS)

    def object_end(self, start: int, complement: str = "", *, led: bool = False) -> int:
        """Return where the object that begins at `start` ends.

        No comma ends it before its complement: accused Lind, who was late, *of* sleeping.
        """
        begin = self._complement(start, complement) if complement else start
        for number in range(start, begin):
            if number in self.claimed or self.words[number].text in _CUTS:
                begin = start
        for number in range(begin, self.last):
            if number in self.claimed:
                return self._without_time(start, self.trim(start, number))
            if number > start and self._cuts_object(number, led=led):
                return self._without_time(start, self.trim(start, number))
            if self._quote_with_comma(number) and (
                self._cuts_at_comma(number + 1, led=led) or self._remarks(number + 1)
            ):
                return number + 1
        return self._without_time(start, self.last)

    def _complement(self, start: int, complement: str) -> int:
        for number in range(start + 1, min(self.last, start + 25)):
            if self.words[number].low == complement:
                return number
        return start

    def _cuts_object(self, number: int, *, led: bool) -> bool:
        token = self.words[number]
        following = self.words[number + 1].classes if number + 1 < self.last else 0
        if (
            token.classes & lexicon.DAYS
            or (token.classes & lexicon.BEFORE_TIME and following & lexicon.DAYS)
            or self._says_where(number)
        ):
            return True
        if token.text in _CUTS or (token.text in _DASHES and self.words[number - 1].end < token.start):
            return True
        if token.text == ",":
            return (
                self._cuts_at_comma(number + 1, led=led) or self._remarks(number + 1) or self._opens_clause(number + 1)
            )
        return bool(
            token.classes & (lexicon.AND | lexicon.BUT) and (self._second_verb(number + 1) or self._past(number + 1))
        )

    def _says_where(self, at: int) -> bool:
        """Tell whether "in an interview" or "at a rally" begins: it tells where something was said."""
        if not self.words[at].classes & (lexicon.IN | lexicon.AT | lexicon.ON | lexicon.DURING) or at + 2 >= self.last:
            return False
        if not self.words[at + 1].classes & lexicon.DETERMINERS:
            return False
        return any(token.classes & lexicon.OCCASIONS for token in self.words[at + 2 : min(self.last, at + 4)])

    def _remarks(self, at: int) -> bool:
        """Tell whether what stands behind a comma is no further part of an object."""
        token = self.words[at]
        return bool(token.classes & (lexicon.SIDE | lexicon.SUBJECT_PRONOUNS) or token.classes & lexicon.PAST)

    def _opens_clause(self, at: int) -> bool:
        """Tell whether "and" with a subject and a verb of its own stands behind a comma."""
        if not self.words[at].classes & (lexicon.AND | lexicon.BUT):
            return False
        subject = starting_at(self.words, at + 1, self.last)
        return bool(
            subject is not None and (self._past(subject[1]) or self.words[subject[1] - 1].classes & lexicon.PAST)
        )

    def _past(self, at: int) -> bool:
        while at < self.last and is_adverb(self.words[at]):
            at += 1
        return bool(at < self.last and (self.words[at].classes & lexicon.PAST or self.words[at].classes & FINITE))

    def _without_time(self, start: int, end: int) -> int:
        """Leave out "on Monday" at the end: it tells when something was said."""
        while end - 1 > start and self.words[end - 1].classes & TIMES:
            end -= 2 if self.words[end - 2].classes & lexicon.TIME_LEADS else 1
        return max(end, start + 1)

    def _contrasts(self, at: int) -> bool:
        if not self.words[at].classes & (lexicon.BUT | lexicon.AND):
            return bool(self.words[at].classes & lexicon.ASIDE and not self._is_parenthesis(at))
        return self._new_subject(at + 1)

    def _is_parenthesis(self, at: int) -> bool:
        """Tell whether a remark between commas begins and the clause goes on behind it."""
        for number in range(at + 1, min(self.last - 1, at + _REMARK)):
            if self.words[number].text == ",":
                return bool(self.words[number + 1].classes & FINITE or self.words[number + 1].shape is Shape.QUOTE)
        return False

    def _new_subject(self, at: int) -> bool:
        return bool(at < self.last and self.words[at].classes & lexicon.SUBJECT_PRONOUNS)

    def _begins_main(self, at: int) -> bool:
        """Tell whether the main clause begins behind a comma."""
        token = self.words[at]
        if token.shape is Shape.QUOTE or starting_at(self.words, at, self.last) is not None:
            return True
        if token.classes & (FINITE | lexicon.MAIN_PASTS):
            return True
        plain = token.is_word and not token.classes & (lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS)
        return plain and not token.classes & (lexicon.PAST | lexicon.PARTICIPLE) and self.has_own_verb(at)

    def _goes_on(self, at: int) -> bool:
        return bool(
            at + 1 < self.last and self.words[at].classes & (lexicon.AND | lexicon.BUT) and self._second_verb(at + 1)
        )

    def turns_away(self, at: int) -> bool:
        """Tell whether an attribution or a further report begins behind a comma."""
        if phrase_at(self.words, at):
            return True
        cue = cue_at(self.words, at)
        if cue is not None and cue.participle and cue.start == at and self.words[at].classes & lexicon.PARTICIPLE:
            return True
        start = at + 1 if self.words[at].classes & (lexicon.AND | lexicon.BUT | lexicon.WHILE) else at
        subject = starting_at(self.words, start, self.last)
        if subject is None:
            return False
        follows = cue_at(self.words, subject[1]) if subject[1] < self.last else None
        return (
            follows is not None
            and not follows.participle
            and follows.group == subject[1]
            and (follows.form.strength == FAR or self._opens_that(follows.end))
        )

    def _opens_that(self, at: int) -> bool:
        return bool(at < self.last and self.words[at].classes & lexicon.THAT)

    def _second_verb(self, at: int) -> bool:
        """Tell whether the reporter goes on with a further verb of saying of the same subject."""
        while at < self.last and is_adverb(self.words[at]):
            at += 1
        cue = cue_at(self.words, at) if at < self.last else None
        if cue is None or cue.participle or cue.form.strength < CLAUSE:
            return False
        return bool(cue.form.verbs & {Verb.PAST, Verb.PRESENT})


def skip_time(words: Sequence[Token], low: int, verb: int) -> int:
    """Return the token behind the subject of a verb, over "on Thursday" and the like before the verb."""
    at = verb
    if words[at - 1].text[:4].isdigit() and words[at - 2].classes & lexicon.BEFORE_TIME:
        at -= 1  # in 1999
    if words[at - 1].classes & lexicon.BEFORE_TIME and (words[at].classes & TIMES or words[at].text[:4].isdigit()):
        at -= 1
    while at - 1 > low and (words[at - 1].classes & TIMES or is_adverb(words[at - 1])):
        at -= 1
        while at - 1 > low and words[at - 1].classes & lexicon.BEFORE_TIME:
            at -= 1
    return at


def bare_noun(words: Sequence[Token], at: int, high: int) -> Range | None:
    """Return the noun phrase without an article that begins here: according to *federal statistics*."""
    end = at
    while end < high and end < at + _SUBJECT and words[end].is_word and not words[end].classes & _NO_NOUN:
        end += 1
    return (at, end) if end > at + 1 or (end > at and words[at].classes & lexicon.PLURAL) else None


_NO_NOUN = (
    lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | lexicon.BE | lexicon.HAVE | lexicon.MODALS | lexicon.SUBJECT_PRONOUNS
)


def run_before(words: Sequence[Token], low: int, verb: int) -> Range | None:
    """Return the noun phrase that reaches from the last boundary of the sentence to a verb: most of them said."""
    at = verb
    while at > low and verb - at < _LONGEST and _in_run(words, at - 1):
        at -= 1
    while at < verb and (is_adverb(words[at]) and not words[at].classes & lexicon.ONLY):
        at += 1
    if at >= verb or not _opens_run(words[at]) or any(token.classes & FINITE for token in words[at:verb]):
        return None
    tail = words[verb - 1]
    noun = tail.is_word and not tail.classes & (lexicon.PREPOSITIONS | TIMES)
    if tail.classes & lexicon.OBJECT_PRONOUNS:  # most of them, those close to her
        noun = verb - at > 1 and bool(words[at].classes & lexicon.DETERMINERS)
    return (at, verb) if noun or tail.text == "%" else None


_LONGEST = 14


def _in_run(words: Sequence[Token], at: int) -> bool:
    token = words[at]
    if token.text in {"%", "$"}:
        return True
    if not token.is_word or token.classes & lexicon.BREAKING:
        return False
    if token.classes & (lexicon.AND | lexicon.OR):
        return bool(
            at > 0 and words[at - 1].is_word and (words[at - 1].is_capital or words[at - 1].classes & lexicon.PLURAL)
        )
    return cue_at(words, at) is None


def _opens_run(token: Token) -> bool:
    return bool(
        token.is_word
        and (
            token.is_capital
            or token.text[0].isdigit()
            or token.classes & lexicon.DETERMINERS
            or token.classes & lexicon.GROUPS
            or token.classes & lexicon.PLURAL
            or token.classes & lexicon.RUN_OPENERS
        )
        and (not token.classes & lexicon.PREPOSITIONS or token.classes & lexicon.RUN_OPENERS)
    )
