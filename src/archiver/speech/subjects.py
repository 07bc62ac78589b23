# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001, RUF002 -- quotation marks and dashes are the matter of this module
"""Subjects: the mention that a verb or a sentence has for its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.speech import lexicon
from archiver.speech.cues import cue_at, is_adverb
from archiver.speech.lexicon import CLAUSE, TIMES
from archiver.speech.mentions import RELATIVES, any_start, ending_at, is_noun, starting_at
from archiver.speech.sentences import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.cues import Cue
    from archiver.speech.mentions import Range
    from archiver.speech.sentences import Token

_NAMES = lexicon.MALE_NAME | lexicon.FEMALE_NAME | lexicon.NOT_PARTICIPLES
_IN_TIMES = TIMES | lexicon.IN_TIMES
_CHAIN = 4
_INTRODUCING = lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS
_FAR = 60
_REACH = 24
_BACK = 48
"""So far before a participle its main verb is sought."""
_SKIPPED = frozenset({",", ")", "]", "—", "–", "-", "―"})
_RELATIVE = 8


def subject_before(words: Sequence[Token], low: int, verb: int) -> Range | None:
    """Return the subject of the verb group that begins at the token `verb`, not before `low`.

    Steps over parentheses and closed appositions: "Ivan Petrov, the mayor of Tver, said". Of a relative
    clause it is the noun phrase with the pronoun: "Ivan Petrov, who said". What a preposition governs is
    no subject where the sentence has one before it: "Fans outside the gates said".
    """
    found = _subject_before(words, low, verb)
    head = _before_relative(words, low, found) if found is not None else None
    if head is not None:
        return head
    if found is None or found[0] - 1 <= low or not words[found[0] - 1].classes & lexicon.GOVERNING:
        return found
    if words[found[1] - 1].is_capital or words[found[1] - 1].classes & RELATIVES:
        return found
    main = clause_subject(words, low, found[0] - 1)
    return main if main is not None and main[1] < found[0] else found


def subject_of(words: Sequence[Token], low: int, cue: Cue, high: int) -> Range | None:
    """Return the subject of a cue, before it or, where the language has it there, behind it."""
    if not cue.form.classes & lexicon.SECOND:
        return subject_before(words, low, cue.group)
    start = next((n + 1 for n in range(cue.group - 1, low - 1, -1) if not words[n].is_word), low)
    subordinate = start < cue.group and words[start].classes & _SUBORDINATE
    if subordinate:  # wie der Minister am Dienstag erklärte
        return starting_at(words, start + 1, cue.group)
    verb = next((n for n in range(start, cue.group) if words[n].classes & lexicon.HAVE), cue.group)
    before = subject_before(words, low, verb) if verb > low else None
    if before is not None and _opens(words, low, before[0]):
        return before
    behind = verb + 1 if verb < cue.group else cue.end
    while behind < high and words[behind].classes & lexicon.REFLEXIVES:
        behind += 1
    return starting_at(words, behind, high) or before


_SUBORDINATE = (lexicon.CONJUNCTIONS | lexicon.AS | lexicon.WHO) & ~(lexicon.AND | lexicon.BUT | lexicon.OR)


def _opens(words: Sequence[Token], low: int, at: int) -> bool:
    """Tell whether nothing but a word that links, or a mark, stands before a noun phrase: it opens its clause."""
    before = words[at - 1] if at > low else None
    return before is None or not before.is_word or bool(before.classes & (lexicon.AND | lexicon.BUT))


def _before_relative(words: Sequence[Token], low: int, found: Range) -> Range | None:
    """Return whom a relative clause describes that ends before a verb: "Lawmakers who backed the bill said"."""
    start = next(
        (n for n in range(found[0] - 2, max(low, found[0] - _RELATIVE), -1) if words[n].classes & lexicon.WHO), None
    )
    if start is None or not all(token.is_word for token in words[start : found[0]]):
        return None
    before = words[found[0] - 1]
    governed = before.classes & (lexicon.PAST | lexicon.PARTICIPLE | lexicon.GOVERNING)
    return ending_at(words, low, start - 1) if governed and not words[found[1] - 1].classes & RELATIVES else None


def _subject_before(words: Sequence[Token], low: int, verb: int) -> Range | None:
    at = verb - 1
    while at >= low and words[at].text in {")", "]"}:
        at = _before_parenthesis(words, low, at)
    if at < low:
        return None
    at = _before_time(words, low, at)
    token = words[at]
    if token.text == ",":
        return _before_apposition(words, low, at)
    if token.classes & RELATIVES:
        before = at - 1 if at > low and words[at - 1].text != "," else at - 2
        found = ending_at(words, low, before)
        return (found[0], at + 1) if found is not None else None
    return ending_at(words, low, at)


def _before_time(words: Sequence[Token], low: int, at: int) -> int:
    """Step over a time between subject and verb: "Lind at the time said", "Lind on Monday said"."""
    start = at
    if words[at].classes & lexicon.TIME_PREPOSITIONS and at + 1 < len(words) and words[at + 1].classes & TIMES:
        return max(low, at - 1)
    if not words[at].classes & TIMES and not words[at].classes & lexicon.AGO:
        return at
    while start > low and (words[start - 1].classes & _IN_TIMES or words[start - 1].text.isdigit()):
        start -= 1
    if start > low and words[start - 1].classes & lexicon.TIME_PREPOSITIONS:
        start -= 1
    bare = start == at
    return at if bare or start == low else start - 1


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
    if words[at].text == ")":
        at = _before_parenthesis(words, low, at)
        best = ending_at(words, low, at)
        if best is not None and words[best[0]].is_capital:
            return best
    while at > low and tries < _CHAIN and comma - at < _FAR:
        if words[at].text == ",":
            tries += 1
            before = at - 1
            if words[before].text == ")":
                before = _before_parenthesis(words, low, before)
            found = ending_at(words, low, before)
            if found is not None and not _after_preposition(words, low, found[0]):
                best = found
                if words[found[0]].is_capital or words[found[0]].classes & lexicon.DETERMINERS:
                    break
        at -= 1
    return best


def _after_preposition(words: Sequence[Token], low: int, at: int) -> bool:
    return bool(at > low and words[at - 1].classes & lexicon.PREPOSITIONS)


def clause_subject(words: Sequence[Token], low: int, high: int) -> Range | None:
    """Return the subject with which a sentence begins, after its introductory phrases."""
    at = _behind_dateline(words, low, high)
    for _ in range(4):
        while at < high and (
            words[at].classes & lexicon.LINKING
            or is_adverb(words[at])
            or words[at].text in {",", "—", "–", "-", "(", "["}
            or (at + 1 < high and words[at].text.isdigit() and words[at + 1].text == ",")  # on May 3, 2017, Lind spoke
        ):
            at += 1
        if at >= high:
            return None
        first = words[at]
        if first.classes & lexicon.IT:
            return (at, at + 1)
        introduces = first.classes & _INTRODUCING or _is_participle(words, at, high)
        if not introduces and not _is_time(words, at, high):
            return starting_at(words, at, high) or any_start(words, at, high)
        comma = next(
            (n for n in range(at, min(high, at + 40)) if words[n].text == "," or words[n].shape is Shape.QUOTE), None
        )
        if comma is None:
            return None
        at = comma + 1
    return None


def _is_participle(words: Sequence[Token], at: int, high: int) -> bool:
    """Tell whether a sentence begins with a participle and not with a name such as Ted or Beijing."""
    first = words[at].classes
    if not first & (lexicon.PAST | lexicon.PARTICIPLE) or first & _NAMES:
        return False
    following = words[at + 1] if at + 1 < high else None
    past = not first & lexicon.PARTICIPLE and following is not None and following.is_capital
    return not past or (following is not None and bool(following.classes & TIMES))


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
        if token.classes & TIMES:
            return True
    return False


def main_subject(words: Sequence[Token], low: int, high: int) -> Range | None:
    """Return the subject of the finite verb before `high`: of the sentence, else of the nearest cue."""
    quoted = _quoted_before(words, low, high)
    if quoted is not None:
        return quoted
    beside = _accompanying(words, low, high)
    if beside is not None:
        return beside
    first = clause_subject(words, low, high)
    if first is not None and first[1] < high and not words[first[1]].classes & lexicon.PRONOUNS:
        return first
    for number in range(high - 1, max(low, high - _BACK) - 1, -1):
        cue = cue_at(words, number)
        if cue is not None and not cue.participle:
            mention = subject_before(words, low, cue.group)
            if mention is None and number + 1 < high:
                mention = starting_at(words, cue.end, high) if cue.group == low or words[low].text in _SKIPPED else None
            if mention is not None:
                return mention
    return first


def _quoted_before(words: Sequence[Token], low: int, verb: int) -> Range | None:
    """Return who is quoted before "as saying": an agency quoted X as saying."""
    if verb - CLAUSE <= low or not words[verb - 1].classes & lexicon.AS:
        return None
    mention = ending_at(words, low, verb - CLAUSE)
    cue = cue_at(words, mention[0] - 1) if mention is not None and mention[0] > low else None
    return mention if cue is not None and cue.form.classes & lexicon.QUOTING else None


def _accompanying(words: Sequence[Token], low: int, verb: int) -> Range | None:
    """Return the noun phrase between "with" and a participle: "…, with a spokesman saying"."""
    mention = ending_at(words, low, verb - 1)
    return (
        mention if mention is not None and mention[0] > low and words[mention[0] - 1].classes & lexicon.WITH else None
    )


def behind_adjunct(words: Sequence[Token], at: int, high: int) -> Range | None:
    """Return the subject behind a preposition with its noun: a indiqué à l’AFP Claire Vasseur."""
    if at + CLAUSE >= high or not words[at].classes & lexicon.PREPOSITIONS or words[at].classes & lexicon.MODALS:
        return None
    noun = at + 2 if words[at + 1].classes & lexicon.DETERMINERS else at + 1
    return starting_at(words, noun + 1, high) if noun + 1 < high and is_noun(words[noun]) else None


def quoted_as_saying(words: Sequence[Token], cue: Cue, high: int) -> Range | None:
    """Return who is quoted, and not who quotes: "…,” an agency quoted X as saying."""
    mention = starting_at(words, cue.end, high) if cue.form.classes & lexicon.QUOTING else None
    if mention is None or mention[1] + 1 >= high or not words[mention[1]].classes & lexicon.AS:
        return None
    return mention if words[mention[1] + 1].classes & lexicon.SAYING else None


def whole_before(words: Sequence[Token], low: int, verb: int) -> Range | None:
    """Return the noun phrase behind the last comma before a verb: "…, the mother of three replied"."""
    start = next((n + 1 for n in range(verb - 1, max(low, verb - _REACH) - 1, -1) if not words[n].is_word), low)
    while start < verb and words[start].classes & (lexicon.AND | lexicon.BUT | lexicon.SO):
        start += 1
    return starting_at(words, start, verb)
