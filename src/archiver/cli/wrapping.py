# SPDX-License-Identifier: Apache-2.0
"""Coloured text broken into lines of so many columns; what begins in a line is noted beside it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from archiver.cli.report.words import safe

_PARTS = re.compile(r"\n| +|[^ \n]+")


@dataclass(slots=True)
class Line:
    """One line: pieces of text with the names of their colours, and what begins in it."""

    pieces: list[tuple[str, str | None]] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    columns: int = 0


def columns_of(text: str) -> int:
    """Return how many columns a terminal gives to a text: two to wide characters, none to combining marks."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Wrapped:
    """Lines that are filled from the left; a line is broken at blanks, and within a word that fits in no line."""

    def __init__(self, width: int) -> None:
        self._width = max(2, width)
        self.lines = [Line()]
        self._word = Line()

    def add(self, text: str, colour: str | None) -> None:
        """Add text as it stands in a source, line ends included; what could drive a terminal is escaped."""
        for part in _PARTS.findall(text.replace("\r\n", "\n")):
            if part == "\n":
                self._settle()
                self.lines.append(Line())
            elif part[0] == " ":
                self._settle()
                self._blank(part, colour)
            else:
                self._word.pieces.append((safe(part), colour))

    def mark(self, text: str, colour: str | None, *, opens: int | None = None) -> None:
        """Add a mark that clings to the word it stands at; `opens` is noted beside the line."""
        self._word.pieces.append((text, colour))
        if opens is not None:
            self._word.opened.append(opens)

    def done(self) -> list[Line]:
        """Return the lines."""
        self._settle()
        return self.lines

    def _blank(self, blank: str, colour: str | None) -> None:
        line = self.lines[-1]
        if line.columns + len(blank) <= self._width:
            line.pieces.append((blank, colour))
            line.columns += len(blank)

    def _settle(self) -> None:
        word, self._word = self._word, Line()
        size = sum(columns_of(text) for text, _ in word.pieces)
        if self.lines[-1].columns and self.lines[-1].columns + size > self._width:
            self.lines.append(Line())
        self.lines[-1].opened += word.opened
        for text, colour in word.pieces:
            self._put(text, colour)

    def _put(self, text: str, colour: str | None) -> None:
        """Put text into the last line, and what has no room there into further ones."""
        line, begin = self.lines[-1], 0
        size = columns_of(text)
        if line.columns + size <= self._width:
            line.pieces.append((text, colour))
            line.columns += size
            return
        for place, character in enumerate(text):
            step = _columns(character)
            if line.columns + step > self._width:
                if begin < place:
                    line.pieces.append((text[begin:place], colour))
                line, begin = Line(), place
                self.lines.append(line)
            line.columns += step
        if begin < len(text):
            line.pieces.append((text[begin:], colour))


def wrapped(text: str, width: int) -> list[str]:
    """Return a text as lines of at most so many columns."""
    filled = Wrapped(width)
    filled.add(text, None)
    return ["".join(piece for piece, _ in line.pieces).rstrip(" ") for line in filled.done()]
