# SPDX-License-Identifier: Apache-2.0
"""The languages: a file each, and which of them a text is in."""

from __future__ import annotations

import re
from collections import Counter

from archiver.speech.languages.english import ENGLISH
from archiver.speech.languages.french import FRENCH
from archiver.speech.languages.german import GERMAN
from archiver.speech.languages.language import Language, Saying
from archiver.speech.languages.russian import RUSSIAN

LANGUAGES: tuple[Language, ...] = (ENGLISH, GERMAN, FRENCH, RUSSIAN)
"""Those that are known; the first counts where a text tells nothing."""
_SAMPLE = 4000
"""So many code points tell the language of a text."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, told: str | None = None) -> Language:
    """Return the language of a text: the one whose small words are most frequent in its first 4000 code points.

    `told` is what a record says, a tag after BCP 47. It counts where the text does not speak clearly for another
    language, with more than twice as many words: a record may tell the language of an original. Where two have as
    many, the verbs of saying decide, and then English.
    """
    counts = Counter(word.lower() for word in _WORD.findall(text[:_SAMPLE]))
    shares = {language: (_share(counts, language.signs), _share(counts, language.cues)) for language in LANGUAGES}
    best = max(LANGUAGES, key=shares.__getitem__)
    primary = (told or "").lower().partition("-")[0]
    recorded = next((language for language in LANGUAGES if language.code == primary), best)
    return recorded if 2 * shares[recorded][0] >= shares[best][0] else best


def _share(counts: Counter[str], words: str) -> int:
    return sum(counts[word] for word in words.split())


__all__ = ["ENGLISH", "LANGUAGES", "Language", "Saying", "language_of"]
