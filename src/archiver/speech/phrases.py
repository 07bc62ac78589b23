# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""Quotation marks that hold no speech: scare quotes, titles of works, words as words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.model import Phrase, PhraseKind
from archiver.speech import lexicon
from archiver.speech.sentences import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.lexicon import Vocabulary
    from archiver.speech.marks import Quotation
    from archiver.speech.sentences import Token

_LOOK_BACK = 60
_LONGEST_TITLE = 12
_SMALL = lexicon.PREPOSITIONS | lexicon.DETERMINERS | lexicon.CONJUNCTIONS


def phrase(text: str, start: int, quotation: Quotation, vocabulary: Vocabulary) -> Phrase:
    """Return a quotation that is no speech with its kind; `start` is where its block begins."""
    before = text[max(start, quotation.span.start - _LOOK_BACK) : quotation.span.start]
    last = vocabulary.without_owner(before.split()[-1].strip(",.:;’'“(").lower()) if before.split() else ""
    inside = tokens(text, quotation.span, (), vocabulary)
    announced = bool(vocabulary.classes_of(last) & lexicon.TITLE_WORDS)
    if vocabulary.classes_of(last) & lexicon.WORD_WORDS:
        kind = PhraseKind.MENTIONED
    elif reads_like_title(inside) and (announced or sum(token.is_word for token in inside) > 1):
        kind = PhraseKind.TITLE
    else:
        kind = PhraseKind.SO_CALLED
    return Phrase(span=quotation.span, kind=kind)


def reads_like_title(inside: Sequence[Token]) -> bool:
    """Tell whether every word but the small ones begins with a capital letter or a digit."""
    words = [token for token in inside if token.is_word]
    if not words or len(words) > _LONGEST_TITLE:
        return False
    heavy = [token for token in words if not token.classes & _SMALL]
    return bool(heavy) and all(not token.text[0].islower() for token in heavy) and not words[0].text[0].islower()
