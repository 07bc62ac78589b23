# SPDX-License-Identifier: Apache-2.0
"""The languages: a file each, and which of them a text is in."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from archiver.speech.languages.english import ENGLISH
from archiver.speech.languages.french import FRENCH
from archiver.speech.languages.german import GERMAN
from archiver.speech.languages.language import Language, Saying
from archiver.speech.languages.russian import RUSSIAN

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES: tuple[Language, ...] = (ENGLISH, GERMAN, FRENCH, RUSSIAN)
"""Those that are known; the first counts where a text tells nothing."""
_SAMPLE = 4000
"""So many code points tell the language of a text."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, languages: Sequence[Language] | None = None) -> Language:
    """Return the language of a text: the one whose small words are most frequent in its first 4000 code points.

    Where two have as many, the verbs of saying decide. `languages` are those to choose from, None: all that are
    known. The first of them counts where none is ahead.
    """
    known = LANGUAGES if languages is None else languages
    counts = Counter(word.lower() for word in _WORD.findall(text[:_SAMPLE]))
    return max(known, key=lambda language: (_share(counts, language.signs), _share(counts, language.cues)))


def _share(counts: Counter[str], words: str) -> int:
    return sum(counts[word] for word in words.split())


__all__ = ["ENGLISH", "LANGUAGES", "Language", "Saying", "language_of"]
