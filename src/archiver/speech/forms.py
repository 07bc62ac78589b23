# SPDX-License-Identifier: Apache-2.0

"""How a mention refers: by name, role or pronoun, as a group or as an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.model import Form
from archiver.speech import lexicon
from archiver.speech.mentions import BEFORE_NAME, RELATIVES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.sentences import Token

_ANY_PRONOUN = lexicon.PRONOUNS | lexicon.OBJECT_PRONOUNS
_ABBREVIATION = 5
"""An abbreviated organisation has no more letters than this."""


def form_of(words: Sequence[Token]) -> Form:
    """Tell how a mention refers: by name, role or pronoun, as a group or as an organisation."""
    if len(words) == 1 and words[0].classes & _ANY_PRONOUN:
        return Form.PRONOUN
    words = words[: antecedent_end(words)]
    body = [token for token in words if not token.classes & lexicon.DETERMINERS]
    if not body:
        return Form.PRONOUN
    if _joins_names(body):
        return Form.GROUP
    if any(_names(token) for token in body[_after_possessor(body) :]) and not _lower_head(body):
        return Form.ORGANISATION if _is_organisation(words) else Form.NAME
    head = head_of(body)
    if head.classes & lexicon.GROUPS:
        return Form.GROUP
    return Form.ORGANISATION if head.classes & lexicon.ORGANISATIONS else Form.ROLE


def antecedent_end(words: Sequence[Token]) -> int:
    """Return where the noun phrase before a relative pronoun at the end of a mention ends: its length without one."""
    end = len(words)
    if end > 1 and words[end - 1].classes & RELATIVES:
        end -= 2 if words[end - 2].text == "," else 1
    return end


def _joins_names(body: Sequence[Token]) -> bool:
    """Tell whether "and" joins two people: Ada Brook and Paul Vale; not Health and Human Services."""
    for at in range(1, len(body) - 1):
        if body[at].classes & lexicon.AND and not any(token.classes & lexicon.OF for token in body[:at]):
            return _names(body[at - 1]) and _names(body[-1])
    return False


def _names(token: Token) -> bool:
    return token.is_capital and not token.classes & BEFORE_NAME


def _after_possessor(body: Sequence[Token]) -> int:
    return max((n + 1 for n, token in enumerate(body) if token.classes & lexicon.OWNER), default=0)


def _lower_head(body: Sequence[Token]) -> bool:
    """Tell whether a lower-case noun before "of", "for" or the end is the head: the mayor of Tver."""
    cut = next((n for n, token in enumerate(body) if token.classes & lexicon.ATTACHING), len(body))
    return cut > 0 and (
        not body[cut - 1].is_capital
        or (cut < len(body) and not any(_names(t) for t in body[:cut]) and not _names(body[-1]))
    )


def _is_organisation(words: Sequence[Token]) -> bool:
    with_article = words[0].classes & lexicon.THE
    return bool(
        words[-1].classes & lexicon.ORGANISATIONS
        or with_article
        or (words[-1].text.isupper() and len(words) == 1 and len(words[0].text) <= _ABBREVIATION)
    )


def head_of(body: Sequence[Token]) -> Token:
    """Return the head noun: the last role word before a preposition, else the last word there."""
    cut = next((n for n, token in enumerate(body) if n and token.classes & lexicon.ATTACHING), len(body))
    roles = [token for token in body[:cut] if token.classes & lexicon.ROLES]
    return roles[-1] if roles else body[max(0, cut - 1)]
