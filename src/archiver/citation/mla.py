# SPDX-License-Identifier: Apache-2.0
"""The style of the Modern Language Association (MLA, 9th edition), as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.citation.chicago import title
from archiver.citation.dates import MONTHS, joined, when, within_a_year
from archiver.citation.words import in_reference, in_text, sentences

if TYPE_CHECKING:
    from archiver.citation.dates import Moment, When
    from archiver.citation.value import Citation

_WHOLE_MONTHS = 4
"""Months of so many letters or fewer are not shortened."""


def write(citation: Citation) -> str:
    """Return the reference; for a quotation first the words as they are cited in a text, in a line of their own."""
    return in_text(citation, "qtd.", conjunction="and", dated="") + _reference(citation) + "\n"


def _reference(citation: Citation) -> str:
    date = when(citation.date)
    days = _dated(date) if date else None
    apart = citation.publisher and citation.publisher != citation.archive
    before = _row(citation.archive, None if apart else days)
    archived = _row(before, f"{'version' if before else 'Version'} {citation.version}", citation.swhid)
    containers = [_row(citation.publisher, days), archived] if apart else [archived]
    return sentences(_authors(citation), title(citation), *containers, citation.genre)


def _row(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _authors(citation: Citation) -> str | None:
    if not citation.authors:
        return None
    first, *others = citation.authors
    if len(others) > 1:
        return f"{in_reference(first)}, et al."
    return f"{in_reference(first)}, and {others[0].text}" if others else in_reference(first)


def _dated(date: When) -> str:
    both = within_a_year(date)
    if both is None or any(moment.doubtful for moment in both):
        return joined(date, _day)
    begin, end = both
    same = begin.month == end.month and begin.day and end.day
    return f"{begin.day if same else _of_year(begin)}–{_of_year(end)} {begin.year}"


def _day(moment: Moment) -> str:
    return moment.marked(f"{_of_year(moment)} {moment.year}".strip())


def _of_year(moment: Moment) -> str:
    if not moment.month:
        return moment.day_of_year
    name = MONTHS[moment.month - 1]
    month = name if len(name) <= _WHOLE_MONTHS else f"{name[: 4 if name == 'September' else 3]}."
    return " ".join(filter(None, (str(moment.day or ""), month)))
