# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001, RUF002 -- quotation marks and dashes are the matter of this module
"""Words and sentences of a block, with every quotation folded into one token.

Folded so, the rules read what the reporter says and never what is quoted.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from archiver.speech import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.model import Span
    from archiver.speech.lexicon import Entry, Vocabulary
    from archiver.speech.marks import Quotation

_SIGNS = r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u093a-\u094f"
"""Accents, points and vowel signs that stay characters of their own when letters are composed; they end no word."""
_TOKEN = re.compile(
    r"(?:[^\W\d_]-)?(?:[^\W\d_]\.){2,}|\d+(?:[.,/]\d+)+\w*"
    rf"|[\w@#][\w@#{_SIGNS}]*(?:[’'‑&-]\w[\w{_SIGNS}]*)*|\.{{3}}|\S"
)
_KNOWN = 20_000
"""So many words are remembered as they are written."""
_LINKED = 2
"""So far apart are the hyphens around a letter that only links two words: a-t-il."""
_LONGEST = 250
"""A run of so many tokens without an end is no sentence of prose; it is cut, to bound the work on it."""
_TERMINAL = frozenset({".", "?", "!", "…", "..."})
_LEFT_OVER = frozenset({")", "]", "”", '"', "’"})
_HYPHEN, _APOSTROPHES = "-", "’'"


class Shape(Enum):
    """What a token is."""

    WORD = auto()
    POINT = auto()
    QUOTE = auto()


_WORD, _POINT = Shape.WORD, Shape.POINT
Description: TypeAlias = "tuple[str, str, Shape, bool, bool, None, int, Entry | None]"
"""A token but for its place, in the order of its fields."""


class Token(NamedTuple):
    """A word, a punctuation mark, or a whole quotation."""

    start: int
    end: int
    text: str
    low: str
    shape: Shape
    is_word: bool = False
    """True for a word or a number."""
    is_capital: bool = False
    """True for a word that begins with a capital letter."""
    quotation: Quotation | None = None
    classes: int = 0
    """The classes of the word in the language of the text: see `lexicon`."""
    entry: Entry | None = None
    """What the vocabulary has of a word that can be a cue or begin one."""


def tokens(text: str, span: Span, folded: Sequence[Quotation], vocabulary: Vocabulary) -> list[Token]:
    """Cut a span into tokens; each of the quotations in it becomes one token of shape QUOTE."""
    found: list[Token] = []
    at = span.start
    for quotation in folded:
        _cut(text, at, quotation.span.start, found, vocabulary)
        found.append(Token(*quotation.span, "", "", Shape.QUOTE, quotation=quotation))
        at = quotation.span.end
    _cut(text, at, span.end, found, vocabulary)
    return found


def _cut(text: str, start: int, end: int, found: list[Token], vocabulary: Vocabulary) -> None:
    written = vocabulary.written
    parted = bool(vocabulary.elided or vocabulary.enclitic)
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        if word == "." and found and _joins(text, found[-1], match.start(), vocabulary):
            last = found[-1]
            found[-1] = _token((last.start, match.end()), last.text + ".", vocabulary)
        elif parted and len(word) > 1 and len(parts := _parts(word, vocabulary)) > 1:
            at = match.start()
            found.extend(_token((at + low, at + high), word[low:high], vocabulary) for low, high in parts)
        else:  # this is done for every word of a text: the tuple is made as it is for speed
            rest = written.get(word) or _described(word, vocabulary)
            found.append(_new(Token, match.span() + rest))


_new = tuple.__new__


def _token(span: tuple[int, int], word: str, vocabulary: Vocabulary) -> Token:
    return _new(Token, span + (vocabulary.written.get(word) or _described(word, vocabulary)))


def _described(word: str, vocabulary: Vocabulary) -> Description:
    """Return all of a token but its place; it is the same for the same word."""
    first = word[0]
    if first.isalnum() or first in "@#_":
        low = word.lower()
        classes, entry = vocabulary.learn(low)
        found: Description = (word, low, _WORD, True, first.isupper() or first == "@", None, classes, entry)
    else:
        found = (word, word, _POINT, False, False, None, 0, None)
    if len(vocabulary.written) < _KNOWN:
        vocabulary.written[word] = found
    return found


def _parts(word: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return the parts of a word that are words of their own: l’homme; dit-il; a-t-il."""
    low = word.lower()
    start = end = 0
    cuts: list[tuple[int, int]] = []
    while (end := next((n for n in range(start, len(low)) if low[n] in _APOSTROPHES), -1)) >= 0:
        if low[start:end] not in vocabulary.elided or end + 1 == len(low):
            break
        cuts.append((start, end + 1))
        start = end + 1
    last = low.rfind(_HYPHEN)
    if last <= start or low[last + 1 :] not in vocabulary.enclitic:
        return [*cuts, (start, len(low))]
    before = low.rfind(_HYPHEN, start, last)
    return [*cuts, (start, before if before > start and last - before == _LINKED else last), (last + 1, len(low))]


def _joins(text: str, last: Token, at: int, vocabulary: Vocabulary) -> bool:
    """Tell whether a full stop belongs to the word before it."""
    if last.end != at or last.shape is not Shape.WORD:
        return False
    initial = len(last.text) == 1 and last.text.isupper()
    if initial and last.classes & lexicon.PRONOUNS:
        initial = text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].isupper()
    return initial or bool(vocabulary.classes_of(last.low.rpartition(_HYPHEN)[2] + ".") & lexicon.ABBREVIATIONS)


def ends_inside(text: str, quotation: Quotation) -> str:
    """Return the last character before the closing mark: `,` tells that the sentence goes on."""
    inner_end = quotation.span.end - 1 if quotation.closed else quotation.span.end
    while inner_end > quotation.span.start + 1 and text[inner_end - 1] in "\u00a0\u202f ’'\"”":
        inner_end -= 1
    return text[inner_end - 1]


def sentences(text: str, run: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the sentences as pairs of token numbers, end exclusive."""
    found: list[tuple[int, int]] = []
    start = 0
    last = len(run) - 1
    for number, token in enumerate(run):
        if token.is_word and token.text[-1] != "." and number < last and number - start < _LONGEST:
            continue  # most tokens: a word ends no sentence
        following = run[number + 1] if number < last else None
        if following is None or number - start >= _LONGEST or _ends(text, token, following):
            found.append((start, number + 1))
            start = number + 1
    return found


def _ends(text: str, token: Token, following: Token) -> bool:
    if following.shape is Shape.POINT and (following.text in _TERMINAL or following.text in _LEFT_OVER):
        return False
    lower = following.is_word and following.text[0].islower()
    if token.shape is Shape.QUOTE and token.quotation is not None:
        return (
            ends_inside(text, token.quotation) in ".?!…"
            and not lower
            and following.text not in {",", ";", "—", "–", "-", "("}
        )
    if token.text in _TERMINAL or (token.text in _LEFT_OVER and text[token.start - 1 : token.start] in {".", "?", "!"}):
        return not lower and following.text not in {",", ";"}
    if token.is_word and token.text.endswith(".") and not token.classes & lexicon.CANNOT_END:
        return bool(following.classes & lexicon.STARTERS) and following.is_capital
    return False
