# SPDX-License-Identifier: Apache-2.0
"""A text in composed letters (Unicode NFC), and the way back to the code points of the text as it is.

The rules know words and names in composed letters. A source may have them decomposed, as some systems write them;
it is read as if it were composed, and every span that is found is one of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from archiver.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archiver.model import Mention, Phrase, Reference, Speaker, Utterance

_CHANGING = re.compile(
    r"[\u0300-\u0374\u037e\u0387\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0711\u0730-\u074a\u07a6-\u0fff\u102b-\u109f\u1100-\u13ff\u1712-\u1cff\u1dc0-\u1fff\u2000\u2001\u20d0-\u20f0"
    r"\u2126-\u212b\u2329\u232a\u2adc\u2cef-\u2dff\u302a-\u309a\ua66f-\uabed\uf900-\ufb4f\ufe20-\ufe2f"
    r"\U000101fd-\U0001e94a\U0002f800-\U0002fa1d]"
)
"""All characters that join the one before them or have another form in NFC, and some more."""
_VOWELS = range(0x1160, 0x1200)
"""Vowels and final consonants of Hangul: they join the letter before, and are no marks."""
_LONGEST = 32
"""More marks than these belong to no letter (UAX #15 takes 30 to be far more than any language needs)."""


class Composed:
    """A text in composed letters: `text`, which is the text itself where that is composed already."""

    def __init__(self, original: str) -> None:
        self._here: list[int] = []
        self._there: list[int] = []
        made: list[str] = []
        place = length = 0
        for start, end in _letters(original):
            was = original[start:end]
            now = normalize("NFC", was) if end - start <= _LONGEST else was
            if now == was or len(now) > len(was):
                continue
            made += (original[place:start], now)
            length += start - place + len(now)
            place = end
            self._here.append(length)
            self._there.append(end)
        self.text = "".join((*made, original[place:])) if made else original

    @property
    def differs(self) -> bool:
        """Tell whether the text has letters that are not composed."""
        return bool(self._here)

    def source(self, offset: int) -> int:
        """Return the offset in the source of one in the composed text."""
        at = bisect_right(self._here, offset) - 1
        return offset if at < 0 else self._there[at] + offset - self._here[at]

    def place(self, offset: int) -> int:
        """Return the offset in the composed text of one in the source; of one within a letter, that of its end."""
        at = bisect_right(self._there, offset) - 1
        place = offset if at < 0 else self._here[at] + offset - self._there[at]
        return min(place, self._here[at + 1]) if at + 1 < len(self._here) else place

    def placed(self, span: Span) -> Span:
        """Return a span of the source as one of the composed text."""
        return _span(span, self.place)


def _letters(text: str) -> Iterator[tuple[int, int]]:
    """Yield where letters begin and end that may have another form, with all that joins them."""
    start = end = 0
    for match in _CHANGING.finditer(text):
        at = match.start()
        first = at - 1 if at and _joins(match[0]) else at
        if first >= end:
            if end > start:
                yield start, end
            start = first
        end = at + 1
    if end > start:
        yield start, end


def _joins(character: str) -> bool:
    return category(character)[0] == "M" or ord(character) in _VOWELS


def moved(utterance: Utterance, at: Callable[[int], int]) -> Utterance:
    """Return an utterance with each of its offsets where `at` puts it."""
    mention, cue = utterance.mention, utterance.cue
    return replace(
        utterance,
        pieces=tuple(_span(piece, at) for piece in utterance.pieces),
        quoted=tuple(_span(piece, at) for piece in utterance.quoted),
        mention=mention and _mention(mention, at),
        cue=cue and _span(cue, at),
    )


def moved_phrase(phrase: Phrase, at: Callable[[int], int]) -> Phrase:
    """Return a phrase with its offsets where `at` puts them."""
    return replace(phrase, span=_span(phrase.span, at))


def moved_reference(reference: Reference, at: Callable[[int], int]) -> Reference:
    """Return a reference with its offsets where `at` puts them."""
    return replace(reference, mention=_mention(reference.mention, at))


def _mention(mention: Mention, at: Callable[[int], int]) -> Mention:
    return replace(mention, span=_span(mention.span, at))


def _span(span: Span, at: Callable[[int], int]) -> Span:
    return Span(at(span.start), at(span.end))


def composed(speaker: Speaker) -> Speaker:
    """Return a speaker of the record with every name in composed letters."""
    return replace(
        speaker,
        name=replace(speaker.name, value=_nfc(speaker.name.value)),
        forename=_nfc(speaker.forename),
        surname=_nfc(speaker.surname),
        aliases=tuple(normalize("NFC", name) for name in speaker.aliases),
        roles=tuple(normalize("NFC", role) for role in speaker.roles),
    )


def _nfc(name: str | None) -> str | None:
    return name and normalize("NFC", name)
