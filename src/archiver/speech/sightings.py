# SPDX-License-Identifier: Apache-2.0
"""Places of a text at which a person is named or speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.speech.subjects import clause_subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.speech.passages import Passage
    from archiver.speech.people import Person


@dataclass(frozen=True, slots=True)
class Seen:
    """A person at a place of the text."""

    at: int
    person: Person
    leads: bool = True
    """True where the person spoke or was the subject of the sentence."""


def subjects_in(passage: Passage) -> set[int]:
    """Return the tokens that are in the subject of a sentence."""
    found: set[int] = set()
    for low, high in passage.sentences:
        subject = clause_subject(passage.words, low, high)
        if subject is not None:
            found.update(range(*subject))
    return found


def fitting_last(latest_first: Sequence[Seen], gender: str) -> Person | None:
    """Return the person of the gender who comes first.

    One of unknown gender counts as a place later, and so does one whom the record does not name where it names
    another who fits.
    """
    persons = [
        person for person in dict.fromkeys(seen.person for seen in latest_first) if person.gender in {gender, None}
    ]
    has_declared = any(person.declared for person in persons)
    ranked = sorted(
        enumerate(persons),
        key=lambda pair: (pair[0] + (pair[1].gender is None) + (has_declared and not pair[1].declared), pair[0]),
    )
    return ranked[0][1] if ranked else None


def place_of(seen: Seen) -> int:
    """Return the place of a sighting."""
    return seen.at
