# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Words and sentences of a block, with every quotation folded into one token.

Folded so, the rules read what the reporter says and never what is quoted.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from archiver.speech.lexicon import ABBREVIATIONS, CANNOT_END, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.model import Span
    from archiver.speech.marks import Quotation

_TOKEN = re.compile(r"(?:[^\W\d_]-)?(?:[^\W\d_]\.){2,}|\d+(?:[.,/]\d+)+\w*|[\w@#]+(?:[’'‑&-]\w+)*|\.{3}|\S")
_LONGEST = 250
"""A run of so many tokens without an end is no sentence of prose; it is cut, to bound the work on it."""
_TERMINAL = frozenset({".", "?", "!", "…", "..."})
_LEFT_OVER = frozenset({")", "]", "”", '"', "’"})
_STARTERS = words("the he she it they we i in on but and a an this that there for at as while when")


class Shape(Enum):
    """What a token is."""

    WORD = auto()
    POINT = auto()
    QUOTE = auto()


_WORD, _POINT = Shape.WORD, Shape.POINT


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


def tokens(text: str, span: Span, folded: Sequence[Quotation]) -> list[Token]:
    """Cut a span into tokens; each of the quotations in it becomes one token of shape QUOTE."""
    found: list[Token] = []
    at = span.start
    for quotation in folded:
        _cut(text, at, quotation.span.start, found)
        found.append(Token(*quotation.span, "", "", Shape.QUOTE, quotation=quotation))
        at = quotation.span.end
    _cut(text, at, span.end, found)
    return found


def _cut(text: str, start: int, end: int, found: list[Token]) -> None:
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        first = word[0]
        if word == "." and found and _joins(text, found[-1], match.start()):
            last = found[-1]
            found[-1] = last._replace(end=match.end(), text=last.text + ".", low=last.low + ".")
        elif first.isalnum() or first in "@#_":
            capital = first.isupper() or first == "@"
            found.append(Token(match.start(), match.end(), word, word.lower(), _WORD, is_word=True, is_capital=capital))
        else:
            found.append(Token(match.start(), match.end(), word, word, _POINT))


def _joins(text: str, last: Token, at: int) -> bool:
    """Tell whether a full stop belongs to the word before it."""
    if last.end != at or last.shape is not Shape.WORD:
        return False
    initial = len(last.text) == 1 and last.text.isupper()
    if initial and last.text == "I":
        initial = text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].isupper()
    return initial or last.low.rpartition("-")[2] + "." in ABBREVIATIONS


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
    for number, token in enumerate(run):
        following = run[number + 1] if number + 1 < len(run) else None
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
    if token.is_word and token.text.endswith(".") and token.low not in CANNOT_END:
        return following.low in _STARTERS and following.is_capital
    return False
