# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001, RUF002 -- quotation marks and dashes are the matter of this module
"""Passages: a block, or the inside of a quotation, cut into words and sentences for the rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from archiver.model import Form, Ground, Kind, Mention, Mode, Span
from archiver.speech import lexicon, mentions
from archiver.speech.cues import cue_at
from archiver.speech.forms import antecedent_end, form_of
from archiver.speech.incises import behind_dashes, parted
from archiver.speech.languages import Language, language_of
from archiver.speech.lexicon import FAR, Vocabulary, vocabulary_of
from archiver.speech.marks import Quotation, quotations
from archiver.speech.phrases import reads_like_title
from archiver.speech.sentences import Shape, Token, ends_inside, sentences, tokens
from archiver.speech.subjects import subject_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.mentions import Range

_SIGNATURE = 10
"""The line with the name under a pull quote has no more words than this."""
_FULL_WORDS = 8
"""A quotation of so many words is an utterance even without an inner punctuation mark."""


class Passage:
    """A stretch of running text, its quotations folded."""

    def __init__(self, text: str, span: Span, folded: Sequence[Quotation], number: int, vocabulary: Vocabulary) -> None:
        self.text = text
        self.span = span
        self.number = number
        self.above: Passage | None = None
        self.below: Passage | None = None
        self.has_doubles = False
        self.vocabulary = vocabulary
        self.language: Language = vocabulary.language
        self.antecedents: dict[Span, Mention] = {}
        """For relative pronouns that were made mentions: what they refer to."""
        self.words = tokens(text, span, folded, vocabulary)
        self.sentences = sentences(text, self.words)
        self.quotes = [at for at, token in enumerate(self.words) if token.shape is Shape.QUOTE]

    @cached_property
    def sentence_of(self) -> list[int]:
        """For each token the number of its sentence."""
        return [number for number, (start, end) in enumerate(self.sentences) for _ in range(start, end)]

    def span_of(self, part: Range) -> Span:
        """Return the offsets of a range of tokens."""
        return Span(self.words[part[0]].start, self.words[part[1] - 1].end)

    def mention(self, part: Range) -> Mention:
        """Return a range of tokens as a mention with its form; of "Ada Brook, who" it is the pronoun."""
        words = self.words[part[0] : part[1]]
        whole = Mention(span=self.span_of((part[0], part[0] + antecedent_end(words))), form=form_of(words))
        if antecedent_end(words) == len(words):
            return whole
        pronoun = Mention(span=self.span_of((part[1] - 1, part[1])), form=Form.PRONOUN)
        self.antecedents[pronoun.span] = whole
        return pronoun

    def quotation(self, at: int) -> Quotation:
        """Return the quotation that the token `at` stands for."""
        quotation = self.words[at].quotation
        if quotation is None:  # pragma: no cover # only asked for tokens of shape QUOTE
            raise ValueError(at)
        return quotation

    def is_full(self, at: int) -> bool:
        """Tell whether a quotation reads like an utterance and not like a phrase."""
        quotation = self.quotation(at)
        inside = self.text[quotation.span.start + 1 : quotation.span.end]
        if quotation.resumed:
            return True
        words = len(inside[:400].split())
        last = ends_inside(self.text, quotation)
        starts = next((char for char in inside if char.isalnum()), None)
        if last in ".?!…,—–-;。！？，":
            return words > 1 or (starts is not None and not starts.islower())
        return words >= _FULL_WORDS

    def is_titled(self, at: int) -> bool:
        """Tell whether a title of a work stands in the marks: on ABC’s “Good Morning”, the podcast “Here”."""
        start = self.sentences[self.sentence_of[at]][0]
        if at == start:
            return False
        before = self.words[at - 1]
        if before.text == "," and at - 1 > start:
            before = self.words[at - 2]
            if not before.classes & lexicon.TITLE_WORDS or before.classes & lexicon.PREPOSITIONS:
                return False
        inside = tokens(self.text, self.quotation(at).span, (), self.vocabulary)[:14]
        named = bool(before.classes & (lexicon.TITLE_WORDS | lexicon.OWNING))
        several = sum(token.is_word for token in inside) > 1
        named = named or (bool(before.classes & lexicon.PROGRAMME_WORDS) and several)
        named = named or (
            bool(before.classes & lexicon.PARTICIPLE) and several and cue_at(self.words, at - 1) is None
        )  # of filming
        return named and reads_like_title(inside)


@dataclass(slots=True, kw_only=True)
class Draft:
    """An utterance in the making: offsets are final, the speaker may still be sought."""

    pieces: list[Span]
    kind: Kind
    rule: str
    quoted: list[Span] = field(default_factory=list)
    mention: Mention | None = None
    cue: Span | None = None
    mode: Mode = Mode.SPOKEN
    inherits: Draft | None = None
    """The draft whose speaker this one has, where no mention of its own decides."""
    speaker: str | None = None
    addressee: str | None = None
    answerer: Mention | None = None
    """Who was asked, where the question has an unnamed asker."""
    ground: Ground = Ground.NONE
    nested: bool = False
    around: Draft | None = None
    """The utterance in whose words this one stands."""
    first: str = ""
    """The first letter or digit of the first piece."""


def passages(text: str, blocks: Sequence[Span], language: str | None = None) -> list[Passage]:
    """Cut the contents of all blocks into words and sentences.

    `language` is the tag that a record gives. A quotation that never closes is cut before an attribution inside it:
    “We lost everything, she said.
    """
    vocabulary = vocabulary_of(language_of(text, language))
    found = [
        _without_attributions(text, block, [_mend(text, item, vocabulary) for item in items], vocabulary)
        for block, items in zip(blocks, quotations(text, blocks, vocabulary), strict=True)
    ]
    cut = [
        Passage(text, block, items, n, vocabulary) for n, (block, items) in enumerate(zip(blocks, found, strict=True))
    ]
    has_doubles = any(not each.single for items in found for each in items)
    antecedents: dict[Span, Mention] = {}
    for passage in cut:
        passage.antecedents = antecedents
        passage.has_doubles = has_doubles  # single marks are not the text's own marks of speech then
    for above, passage in pairwise(cut):
        passage.above = above
        above.below = passage
    return cut


def _without_attributions(
    text: str, block: Span, items: Sequence[Quotation], vocabulary: Vocabulary
) -> list[Quotation]:
    """Part quotations in which the reporter says who speaks, and add those that a dash opens."""
    marked = [piece for item in items for piece in parted(text, item, vocabulary)]
    return behind_dashes(text, block, marked, vocabulary)


def _mend(text: str, quotation: Quotation, vocabulary: Vocabulary) -> Quotation:
    if quotation.closed:
        return _unsigned(text, quotation)
    if quotation.continued:
        return quotation
    words = tokens(text, Span(quotation.span.start + 1, quotation.span.end), quotation.inner, vocabulary)
    for at, token in enumerate(words):
        if token.text == "," and _attribution_follows(words, at + 1):
            end = token.end
            inner = tuple(item for item in quotation.inner if item.span.end <= end)
            return replace(quotation, span=Span(quotation.span.start, end), inner=inner)
    return quotation


def _unsigned(text: str, quotation: Quotation) -> Quotation:
    """Cut the line with the name off a pull quote that is set in marks together with it."""
    line = text.rfind("\n", quotation.span.start, quotation.span.end)
    if line < 0 or text[line - 1] not in ".?!…" or not text[line + 1].isupper():
        return quotation
    if len(text[line : min(quotation.span.end, line + 120)].split()) > _SIGNATURE:
        return quotation
    inner = tuple(item for item in quotation.inner if item.span.end <= line)
    return replace(quotation, span=Span(quotation.span.start, line), closed=False, inner=inner)


def _attribution_follows(words: Sequence[Token], at: int) -> bool:
    """Tell whether "she said." or "said Weber." stands at the token, up to the end of a sentence."""
    for number in range(at, min(len(words), at + 7)):
        cue = cue_at(words, number)
        if cue is None or cue.participle or cue.form.strength < FAR:
            continue
        after = words[cue.end].text if cue.end < len(words) else "."
        subject = subject_before(words, at, cue.group) if cue.group > at else None
        if subject is not None and subject[0] == at:
            return after in {".", ",", "!", "?", ":"}
        if cue.group == at:
            inverted = mentions.starting_at(words, cue.end, len(words))
            return inverted is not None and (inverted[1] >= len(words) or words[inverted[1]].text in {".", ","})
    return False
