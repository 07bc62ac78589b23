# SPDX-License-Identifier: Apache-2.0
"""How wide letters are and where lines break, without a font at hand: estimated on the safe side."""

from __future__ import annotations

import unicodedata

_BOLD = 1.12
"""How much wider bold letters are."""
_NARROW = frozenset("iIjl.,:;'|!()[]/ftr -·")
_WIDE = frozenset("mwMW@%—…")
_BREAKS = "/-_.;:&?="
"""After these a long word, such as an address, may go on in the next line."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is at most, in the unit of `size`, the height of the font.

    The figures are on the side of DejaVu Sans, one of the widest fonts that stand in for sans-serif.
    """
    return size * sum(_em(letter) for letter in text) * (_BOLD if bold else 1)


def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.42
    if letter in _WIDE:
        return 1.02
    if unicodedata.combining(letter):
        return 0
    if letter.isascii():
        return 0.74 if letter.isupper() else 0.64
    return 1.1 if unicodedata.east_asian_width(letter) in {"W", "F"} else 0.86


def wrapped(text: str, room: float, size: float, *, most: int, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines no wider than `room`, at most so many; what is left out ends with an ellipsis."""
    size *= _BOLD if bold else 1
    lines: list[str] = []
    line = ""
    for piece in _pieces(" ".join(text.split()), room, size):
        if width((line + piece).rstrip(), size) <= room:
            line += piece
            continue
        if len(lines) == most - 1:
            return (*lines, _cut(line, room, size))
        lines.append(line.strip())
        line = piece
    return tuple(part for part in (*lines, line.strip()) if part)


def _pieces(text: str, room: float, size: float) -> list[str]:
    """Return the words with the blanks after them; those that fit in no line in parts."""
    found: list[str] = []
    for word in text.split(" "):
        part = ""
        for letter in word:
            if width(part + letter, size) > room or (part[-1:] in _BREAKS and width(word, size) > room):
                found.append(part)
                part = ""
            part += letter
        found.append(part + " ")
    return found


def _cut(line: str, room: float, size: float) -> str:
    line = line.rstrip()
    while line and width(line + "…", size) > room:
        line = line[:-1].rstrip()
    return line + "…"
