# SPDX-License-Identifier: Apache-2.0

"""Reported speech without quotation marks, or with quoted fragments in it.

Precision comes before recall: a clause is taken only where a verb of saying has a subject and opens
the clause by a conjunction, a question word or the beginning of a sentence of its own. The content
stands without "that" and without the full stop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.model import Form
from archiver.speech import lexicon
from archiver.speech.clauses import ENDS, make
from archiver.speech.cues import Cue, cue_at, is_adverb, is_negated, phrase_at
from archiver.speech.direct import main_subject
from archiver.speech.mentions import TIMES, form_of, starting_at, subject_before
from archiver.speech.sentences import Shape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from archiver.speech.mentions import Range
    from archiver.speech.passages import Draft, Passage

_QUESTIONS = frozenset({"what", "whether", "if", "how", "why", "who", "when", "where", "which"})
_BARE = lexicon.words(
    "say add tell argue insist claim announce warn explain acknowledge concede admit suggest declare "
    "state maintain contend assert predict joke complain tweet write note stress promise vow confirm "
    "allege estimate"
)
_CONJOINED = frozenset({"that"})
_FAR = 3
_CLAUSE = 2
_LEAST = 4
"""A clause before its attribution has at least so many words."""
_SHORT_TAIL = 8
_ADJUNCT = 30


def reported(passage: Passage, claimed: Collection[int], *, nested: bool = False) -> list[Draft]:
    """Return the reported clauses of a passage.

    `claimed` are the quotations that are utterances already: no clause takes them in. With `nested`
    the passage is the inside of a quotation, and only a named subject counts.
    """
    found: list[Draft] = []
    for low, high in passage.sentences:
        found.extend(_Reader(passage, low, high, claimed, nested=nested).read())
    return found


class _Reader:
    """Reads one sentence from left to right."""

    def __init__(self, passage: Passage, low: int, high: int, claimed: Collection[int], *, nested: bool) -> None:
        self.passage = passage
        self.words = passage.words
        self.low = low
        self.high = high
        self.claimed = claimed
        self.nested = nested
        self.last = self._trim(low, high)

    def _trim(self, low: int, high: int) -> int:
        while high > low and self.words[high - 1].text in ENDS:
            high -= 1
        return high

    def read(self) -> Iterator[Draft]:
        at = self.low
        if not self.nested:
            asked = self._asked()
            if asked is not None:
                draft, at = asked
                yield draft
            given = self._according(at)
            if given is not None:
                yield given
                return
        while at < self.last:
            step = self._at(at)
            if step is None:
                at += 1
                continue
            draft, at = step
            yield draft

    def _asked(self) -> tuple[Draft, int] | None:
        """Asked about X, NAME said …: a question whose asker is not named."""
        words, low = self.words, self.low
        start = low + 1 if words[low].low == "when" else low
        if start + 2 >= self.last or words[start].low != "asked":
            return None
        follows = words[start + 1].low
        if follows != "about" and follows not in _QUESTIONS:
            return None
        content = start + 2 if follows == "about" else start + 1
        for comma in range(content + 1, min(self.last, content + 80)):
            if words[comma].text != ",":
                continue
            subject = starting_at(words, comma + 1, self.last)
            if subject is not None and self._speaks(subject[1]):
                cue = (start, start + 2 if follows == "about" else start + 1)
                draft = self._draft("asked-about", None, cue, (content, comma))
                if draft is None:
                    return None
                draft.answerer = self.passage.mention(subject)
                return draft, comma + 1
        return None

    def _speaks(self, at: int) -> bool:
        for number in range(at, min(self.last, at + 4)):
            cue = cue_at(self.words, number)
            if cue is not None and not cue.participle:
                return True
        return False

    def _according(self, low: int) -> Draft | None:
        """According to X, CLAUSE; CLAUSE, according to X."""
        length = phrase_at(self.words, low)
        if length:
            mention = self._object(low + length)
            if mention is None:
                return None
            comma = next(
                (n for n in range(mention[1], min(self.last, mention[1] + 25)) if self.words[n].text == ","), None
            )
            if comma is None:
                return None
            return self._draft("clause-according", mention, (low, low + length), (comma + 1, self.last))
        for comma in range(self.last - 1, max(low, self.last - 30), -1):
            length = phrase_at(self.words, comma + 1)
            if length and self.words[comma].text == ",":
                mention = self._object(comma + 1 + length)
                if mention is not None:
                    cue = (comma + 1, comma + 1 + length)
                    return self._draft("clause-according", mention, cue, (low, comma))
        return None

    def _object(self, at: int) -> Range | None:
        if at < self.last and self.words[at].low in lexicon.OBJECT_PRONOUNS:
            return (at, at + 1)
        return starting_at(self.words, at, self.last)

    def _at(self, at: int) -> tuple[Draft, int] | None:
        cue = cue_at(self.words, at)
        if (
            cue is None
            or cue.form.strength < _CLAUSE
            or cue.form.kind in {"call", "think"}
            or is_negated(self.words, cue)
        ):
            return None
        subject = self._subject(cue)
        if subject is None or (self.nested and not self._is_named(subject)):
            return None
        opened = self._opening(cue)
        if opened is not None:
            start, rule = opened
            end = self._end_of_clause(start)
            draft = self._draft(
                "clause-participle" if cue.participle else rule, subject, (cue.start, cue.end), (start, end)
            )
            return (draft, max(end, cue.end)) if draft is not None else None
        if self.nested or cue.participle:
            return None
        return self._behind(cue, subject)

    def _is_named(self, subject: Range) -> bool:
        return form_of(self.words[subject[0] : subject[1]]) is not Form.PRONOUN

    def _subject(self, cue: Cue) -> Range | None:
        words, low = self.words, self.low
        if cue.participle:
            if (
                cue.group == low
                or self.nested
                or words[cue.group - 1].text not in {",", "and"}
                or words[cue.start].low.endswith("ing") is False
            ):
                return None
            return main_subject(words, low, cue.group)
        if cue.group == low:
            return None
        subject = subject_before(words, low, cue.group)
        if subject is None and words[cue.group - 1].low in {"and", "but"}:
            return main_subject(words, low, cue.group)
        return subject

    def _opening(self, cue: Cue) -> tuple[int, str] | None:
        """Return where the clause begins and by which rule."""
        words = self.words
        at = cue.end
        while at < self.last and is_adverb(words[at]):
            at += 1
        if cue.form.kind == "tell" and at < self.last and words[at].low not in _QUESTIONS | _CONJOINED:
            at = self._after_object(at)
        if at >= self.last:
            return None
        if words[at].low in _CONJOINED:
            return (at + 1, "clause-that") if at + 1 < self.last else None
        if words[at].low in _QUESTIONS:
            asks = cue.form.kind == "tell" or cue.form.lemma in {"explain", "say", "recall", "note", "recount"}
            return (at, "clause-question") if asks else None
        far = self._that_ahead(cue, at)
        if far is not None:
            return far, "clause-that"
        if cue.form.lemma in _BARE and cue.end <= at and self._starts_clause(at, cue):
            return at, "clause-bare"
        return None

    def _after_object(self, at: int) -> int:
        if at + 1 < self.last and self.words[at + 1].shape is Shape.QUOTE and self.passage.is_titled(at + 1):
            return at + 2  # told the radio programme of that name
        addressee = self._object(at)
        end = addressee[1] if addressee is not None else at
        while (
            addressee is None
            and end < self.last
            and end < at + 3
            and self.words[end].is_word
            and self.words[end].low in lexicon.GROUPS
        ):
            end += 1
        return end

    def _that_ahead(self, cue: Cue, at: int) -> int | None:
        """Noted at a news conference in Moscow that CLAUSE: the conjunction behind adjuncts."""
        if self.words[at].low not in lexicon.PREPOSITIONS or cue.form.lemma in lexicon.NOT_FOR_CLAUSES:
            return None
        for number in range(at, min(self.last - 1, at + _ADJUNCT)):
            token = self.words[number]
            if token.shape is Shape.QUOTE or token.text in {";", ":"}:
                return None
            if token.low == "that" and self.words[number - 1].text != "," and self._is_conjunction(number):
                return number + 1
        return None

    def _is_conjunction(self, at: int) -> bool:
        """Tell whether "that" opens a clause of its own and is not the subject of a relative one."""
        following = self.words[at + 1]
        verb = following.low in lexicon.BE | lexicon.HAVE | lexicon.MODALS or cue_at(self.words, at + 1) is not None
        return not verb and not following.low.endswith("ed") and following.is_word

    def _starts_clause(self, at: int, cue: Cue) -> bool:
        first = self.words[at]
        if not first.is_word:
            return first.shape is Shape.QUOTE and at not in self.claimed and self.last - at > 1
        if any(token.low in TIMES for token in self.words[at : at + 2]):
            return False
        if (
            cue.form.lemma not in {"say", "tell"}
            and first.low not in lexicon.SUBJECT_PRONOUNS
            and not self._has_verb(at)
        ):
            return False
        if first.low in lexicon.SUBJECT_PRONOUNS | lexicon.DETERMINERS or first.is_capital:
            return first.low not in {"no", "any"} and self.last - at >= _CLAUSE
        if cue.form.lemma in {"say", "tell"} and cue.end == at:
            return first.low not in lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | lexicon.OBJECT_PRONOUNS | {
                "no",
                "little",
                "to",
                "so",
                "goodbye",
                "hello",
                "yes",
                "nothing",
                "something",
            }
        return False

    def _has_verb(self, at: int) -> bool:
        """Tell whether an auxiliary shows that a clause and not an object begins here."""
        finite = (lexicon.BE | lexicon.HAVE | lexicon.MODALS) - {"to", "a", "be", "being", "been", "having"}
        return any(token.low in finite for token in self.words[at : min(self.last, at + _ADJUNCT)])

    def _end_of_clause(self, start: int) -> int:
        for number in range(start, self.last):
            if number in self.claimed:
                return self._trim(start, number)
            token = self.words[number]
            if token.text == "," and number > start and (self._turns_away(number + 1) or self._contrasts(number + 1)):
                return number
            if token.low in {"and", "but"} and number > start and self._second_verb(number + 1):
                return self._trim(start, number)
        return self.last

    def _contrasts(self, at: int) -> bool:
        return at < self.last and self.words[at].low in {"but", "while", "although", "though"}

    def _turns_away(self, at: int) -> bool:
        """Tell whether an attribution or a further report begins behind a comma."""
        if at >= self.last:
            return False
        if phrase_at(self.words, at):
            return True
        cue = cue_at(self.words, at)
        if cue is not None and cue.participle and cue.form.strength == _FAR:
            return True
        start = at + 1 if self.words[at].low in {"and", "but", "while"} else at
        subject = starting_at(self.words, start, self.last)
        if subject is None:
            return False
        follows = cue_at(self.words, subject[1]) if subject[1] < self.last else None
        return (
            follows is not None
            and not follows.participle
            and follows.form.strength == _FAR
            and follows.group == subject[1]
        )

    def _second_verb(self, at: int) -> bool:
        cue = cue_at(self.words, at) if at < self.last else None
        return (
            cue is not None
            and not cue.participle
            and cue.form.strength == _FAR
            and self.words[at].low.endswith(("ed", "id", "ote", "old"))
        )

    def _behind(self, cue: Cue, subject: Range) -> tuple[Draft, int] | None:
        """CLAUSE, X said on Monday."""
        words = self.words
        comma = subject[0] - 1
        if comma <= self.low or words[comma].text != "," or cue.form.strength < _FAR:
            return None
        tail = words[cue.end : self.last]
        if len(tail) > _SHORT_TAIL and tail[0].text != ",":
            return None
        first = words[self.low]
        if (
            first.low in lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS
            or first.low.endswith(("ing", "ed", "ly"))
            or is_adverb(first)
        ):
            return None
        if comma - self.low < _LEAST or self._holds_claimed(self.low, comma):
            return None
        draft = self._draft("clause-subject", subject, (cue.start, cue.end), (self.low, comma))
        return (draft, cue.end) if draft is not None else None

    def _holds_claimed(self, start: int, end: int) -> bool:
        return any(self.words[number].shape is Shape.QUOTE and number in self.claimed for number in range(start, end))

    def _draft(self, rule: str, mention: Range | None, cue: Range, content: Range) -> Draft | None:
        start, end = content
        while start < end and self.words[start].text in ENDS:
            start += 1
        end = self._trim(start, end)
        if start >= end or self._holds_claimed(start, end) or not any(token.is_word for token in self.words[start:end]):
            return None
        return make(self.passage, rule, mention, cue, (start, end))
