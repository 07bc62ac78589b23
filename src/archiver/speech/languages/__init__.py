# SPDX-License-Identifier: Apache-2.0
"""The languages besides English: a file each, and which of them a text is in."""

from __future__ import annotations

import re
from collections import Counter

from archiver.speech.languages.french import FRENCH
from archiver.speech.languages.german import GERMAN
from archiver.speech.languages.language import Language
from archiver.speech.languages.russian import RUSSIAN

LANGUAGES: tuple[Language, ...] = (GERMAN, FRENCH, RUSSIAN)
_ENGLISH = "the of and to in a that is was for on with he it as at by"
_SAMPLE = 4000
"""So many code points tell the language of a text."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> Language | None:
    """Return the language of a text, or None for English and for texts that tell nothing.

    It is the one whose small words are most frequent in the first 4000 code points, if it has more than English.
    """
    counts = Counter(word.lower() for word in _WORD.findall(text[:_SAMPLE]))
    english = _share(counts, _ENGLISH)
    found = max(LANGUAGES, key=lambda language: _share(counts, language.signs))
    return found if _share(counts, found.signs) > english else None


def words_of(matter: str) -> frozenset[str]:
    """Return the words of one matter, such as `cues`, of all the languages."""
    return frozenset(word for language in LANGUAGES for word in getattr(language, matter).split())


def _share(counts: Counter[str], words: str) -> int:
    return sum(counts[word] for word in words.split())


__all__ = ["LANGUAGES", "Language", "language_of", "words_of"]
