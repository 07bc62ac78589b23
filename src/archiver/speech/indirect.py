# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Reported speech without quotation marks, or with quoted fragments in it.

Precision comes before recall: content is taken only where a verb of saying has a subject and opens a
clause or an object in one of the known ways. It stands without "that" and without the full stop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.model import Form, Kind
from archiver.speech import lexicon
from archiver.speech.bounds import Bounds, bare_noun, run_before, skip_time, trim
from archiver.speech.clauses import ENDS, make
from archiver.speech.cues import Cue, cue_at, is_adverb, is_negated, phrase_at
from archiver.speech.forms import form_of
from archiver.speech.languages import Saying
from archiver.speech.lexicon import CLAUSE, TIMES
from archiver.speech.mentions import ending_at, starting_at
from archiver.speech.openings import Opening, opening
from archiver.speech.sentences import Shape
from archiver.speech.subjects import main_subject, subject_before, subject_of
from archiver.speech.trailing import behind, boundary, has_rest, inverted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from archiver.speech.mentions import Range
    from archiver.speech.passages import Draft, Passage

_DASHES = frozenset({"—", "–", "-"})
_BREAKS = frozenset({","}) | _DASHES
_REACH = 30
_LEADING = lexicon.QUESTIONS | lexicon.THAT
_SHORT = 2
"""An object of so many words is not what was said where a quotation follows: praised the crew, adding: “…”."""
_TEXTS = lexicon.WRITTEN | lexicon.STATEMENT_NOUNS


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
        self.nested = nested
        self.taken = False
        self.last = trim(self.words, low, high)
        self.bounds = Bounds(passage, self.words, low, self.last, claimed)

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
        start = low + 1 if words[low].classes & lexicon.WHEN else low
        if start + 2 >= self.last or not words[start].classes & lexicon.ASKED:
            return None
        follows = words[start + 1].classes
        if not follows & (lexicon.ABOUT | lexicon.QUESTIONS):
            return None
        content = start + 2 if follows & lexicon.ABOUT else start + 1
        for comma in range(content + 1, min(self.last, content + 80)):
            if words[comma].text != ",":
                continue
            subject = starting_at(words, comma + 1, self.last)
            if subject is not None and self._speaks(subject[1]):
                cue = (start, start + 2 if follows & lexicon.ABOUT else start + 1)
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
        for at in range(self.last - 1, max(low, self.last - _REACH), -1):
            length = phrase_at(self.words, at)
            mention = self._object(at + length) if length else None
            if mention is not None:
                return self._given(low, (at, at + length), mention)
        return None

    def _given(self, low: int, cue: Range, mention: Range) -> Draft | None:
        """CLAUSE, according to X; and with X in its middle."""
        words, before = self.words, cue[0] - 1
        end = boundary(self.bounds, before) if before > low else None
        if end is None:
            end = before if words[before].text in _DASHES else None
        if end is None:
            return None
        draft = self._draft("clause-according", mention, cue, (low, end))
        rest = mention[1] + 1
        around = mention[1] < self.last and words[mention[1]].text == "," and has_rest(self.bounds, low, end, rest)
        if draft is not None and around:
            further = self._draft("clause-according", mention, cue, (rest, self.bounds.clause_end(rest)))
            if further is not None:
                draft.pieces.extend(further.pieces)
                draft.quoted.extend(further.quoted)
                draft.kind = Kind.MIXED if draft.quoted else draft.kind
        return draft

    def _object(self, at: int) -> Range | None:
        if at < self.last and self.words[at].classes & lexicon.OBJECT_PRONOUNS:
            return (at, at + 1)
        return starting_at(self.words, at, self.last) or bare_noun(self.words, at, self.last)

    def _passive(self, at: int) -> tuple[Draft, int] | None:
        """X was asked whether; when asked how: a question whose asker is not named."""
        words = self.words
        if not words[at].classes & lexicon.ASKED or at == self.low or at + 2 >= self.last or self.nested:
            return None
        before = at - 1
        while before > self.low and is_adverb(words[before]):
            before -= 1
        if not words[before].classes & (lexicon.BE | lexicon.WHEN | lexicon.IF):
            return None
        content = at + 2 if words[at + 1].classes & lexicon.ABOUT else at + 1
        if content == at + 1 and not words[content].classes & lexicon.QUESTIONS:
            return None
        end = self.bounds.clause_end(content, led=bool(words[before].classes & (lexicon.WHEN | lexicon.IF)))
        draft = self._draft("asked-about", None, (at, content), (content, end))
        asked = subject_before(words, self.low, before) if draft is not None and before > self.low else None
        if draft is not None and asked is not None:
            draft.answerer = self.passage.mention(asked)
        return (draft, max(end, at + 1)) if draft is not None else None

    def _at(self, at: int) -> tuple[Draft, int] | None:
        if self.words[at].entry is None:  # most words are no cue
            return None
        passive = self._passive(at)
        if passive is not None:
            return passive
        cue = cue_at(self.words, at)
        if cue is None or cue.form.kind is Saying.THINK or is_negated(self.words, cue):
            return None
        turned = inverted(self.bounds, cue) if not self.nested else None
        if turned is not None:
            return turned, cue.end
        subject = self._subject(cue)
        if subject is not None and subject[1] - subject[0] > 1 and self.words[subject[0]].classes & _LEADING:
            subject = (subject[0] + 1, subject[1])  # what X called; that X said
        if subject is None or (self.nested and not self._is_quoted(cue, subject)):
            return None
        return self._with_subject(cue, subject)

    def _with_subject(self, cue: Cue, subject: Range) -> tuple[Draft, int] | None:
        opened = opening(self.bounds, cue)
        if opened is not None:
            return self._take(cue, subject, opened)
        if self.nested or self.taken or cue.participle or cue.form.strength < CLAUSE:
            return None
        found = behind(self.bounds, cue, subject)
        return (found, cue.end) if found is not None else None

    def _take(self, cue: Cue, subject: Range, opened: Opening) -> tuple[Draft, int] | None:
        end = self._end(cue, subject, opened)
        if opened.nominal and not self._is_said(cue, subject, (opened.start, end)):
            return None
        rule = "clause-participle" if cue.participle and not opened.nominal else opened.rule
        draft = self._draft(rule, subject, (cue.start, opened.cue_end), (opened.start, end))
        self.taken = self.taken or draft is not None
        return (draft, max(end, cue.end)) if draft is not None else None

    def _end(self, cue: Cue, subject: Range, opened: Opening) -> int:
        led = self._leads(cue, subject)
        if not opened.nominal:
            return self.bounds.clause_end(opened.start, led=led)
        what = subject[0] > self.low and self.words[subject[0] - 1].classes & lexicon.WHAT
        if what and self.words[opened.start].shape is Shape.QUOTE:
            return opened.start + 1  # what X called “a stain” was …
        return self.bounds.object_end(opened.start, opened.complement, led=led)

    def _is_said(self, cue: Cue, subject: Range, content: Range) -> bool:
        """Tell whether an object is what was said: called it late; not thanked them, nor by urging them."""
        if self.nested or (cue.form.classes & lexicon.NAMING and not self._can_call(subject)):
            return False
        if cue.participle and (
            cue.form.classes & lexicon.FINITE_ONLY or self.words[cue.group - 1].classes & (lexicon.BY | lexicon.OF)
        ):
            return False
        start, end = content
        alone = end - start <= _SHORT and not any(token.shape is Shape.QUOTE for token in self.words[start:end])
        return not (alone and self.bounds.holds_claimed(self.low, self.last))

    def _can_call(self, subject: Range) -> bool:
        """Tell whether somebody calls something so, and not a thing has this name: a yard called Lindholm."""
        part = self.words[subject[0] : subject[1]]
        if len(part) == 1 and part[0].classes & lexicon.PRONOUNS:
            return not part[0].classes & (lexicon.ANOTHER | lexicon.ONE | lexicon.IT)
        named = any(token.is_capital and not token.classes & lexicon.DETERMINERS for token in part)
        return bool(named or part[-1].classes & lexicon.GROUPS or part[0].classes & lexicon.THE)

    def _leads(self, cue: Cue, subject: Range) -> bool:
        """Tell whether the cue stands in a subordinate clause before the main one: after X said that …, Y left."""
        words, low = self.words, self.low
        if words[cue.group - 1].classes & (lexicon.WHO | lexicon.WHICH) and words[cue.group - 2].text == ",":
            return True
        opener = words[subject[0] - 1].classes if subject[0] > low else 0
        first = bool(words[low].classes & lexicon.SUBORDINATORS or opener & (lexicon.SUBORDINATORS | lexicon.WITH))
        return first and not any(token.text == "," for token in words[low : cue.group])

    def _is_quoted(self, cue: Cue, subject: Range) -> bool:
        """Tell whether a speaker quotes somebody named: no "he says", no "people would say"."""
        if any(token.classes & lexicon.MODALS for token in self.words[cue.group : cue.start]):
            return False
        part = self.words[subject[0] : subject[1]]
        short = len(part) == 1 and part[0].classes & (lexicon.PRONOUNS | lexicon.DRAWN)
        if short or part[0].classes & lexicon.GENERIC or form_of(part) is Form.PRONOUN:
            return False
        named = any(token.is_capital and not token.classes & lexicon.DETERMINERS for token in part)
        return named or form_of(part) is not Form.GROUP

    def _subject(self, cue: Cue) -> Range | None:
        words, low = self.words, self.low
        if cue.participle:
            return self._shared_subject(cue)
        if cue.group == low:
            return None
        subject = subject_of(words, low, cue, self.last)
        if subject is None and words[cue.group - 1].classes & (lexicon.AND | lexicon.BUT):
            return main_subject(words, low, cue.group)
        if subject is not None or self.nested:
            return subject
        return self._distant_subject(cue)

    def _distant_subject(self, cue: Cue) -> Range | None:
        """Return a subject that is parted from its verb: X on Monday said; X — a pilot — said; most of them said."""
        words, low = self.words, self.low
        verb = skip_time(words, low, cue.group)
        if verb < cue.group:
            return subject_before(words, low, verb)
        before = words[verb - 1]
        if before.text in _DASHES:
            return self._before_dash(verb - 1)
        return run_before(words, low, verb)

    def _before_dash(self, dash: int) -> Range | None:
        words = self.words
        while dash > self.low and words[dash - 1].text in _DASHES:
            dash -= 1
        opening_dash = next(
            (n for n in range(dash - 1, max(self.low, dash - 40), -1) if words[n].text in _DASHES), None
        )
        if opening_dash is None:
            return None
        while opening_dash > self.low and words[opening_dash - 1].text in _DASHES:
            opening_dash -= 1
        return subject_before(words, self.low, opening_dash)

    def _shared_subject(self, cue: Cue) -> Range | None:
        words, low = self.words, self.low
        if cue.group == low or self.nested or not words[cue.start].classes & lexicon.PARTICIPLE:
            return None
        before = words[cue.group - 1]
        if before.classes & lexicon.BEFORE_PARTICIPLE or before.classes & (_TEXTS | TIMES) or before.text in _BREAKS:
            return main_subject(words, low, cue.group)
        own = ending_at(words, low, cue.group - 1)  # with X calling for a vote
        return own if own is not None and own[0] > low and words[own[0] - 1].classes & lexicon.WITH else None

    def _draft(self, rule: str, mention: Range | None, cue: Range, content: Range) -> Draft | None:
        start, end = content
        while start < end and self.words[start].text in ENDS:
            start += 1
        end = self.bounds.trim(start, end)
        if start >= end or self.bounds.holds_claimed(start, end):
            return None
        if rule != "clause-object" and not any(token.is_word for token in self.words[start:end]):
            return None
        return make(self.passage, rule, mention, cue, (start, end))
