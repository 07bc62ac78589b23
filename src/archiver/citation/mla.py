# SPDX-License-Identifier: Apache-2.0
"""The style of the Modern Language Association (MLA, 9th edition), as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.citation.chicago import title
from archiver.citation.dates import MONTHS, SEASONS, joined, when
from archiver.citation.words import in_text, inverted, sentences

if TYPE_CHECKING:
    from archiver.citation.dates import Moment
    from archiver.citation.value import Citation

_WHOLE_MONTHS = 4
"""Months of so many letters or fewer are not shortened."""


def write(citation: Citation) -> str:
    """Return the reference; for a quotation first the words as they are cited in a text, in a line of their own."""
    return in_text(citation, "qtd. in", conjunction="and", dated="") + _reference(citation) + "\n"


def _reference(citation: Citation) -> str:
    date = when(citation.date)
    days = joined(date, _day) if date else None
    version = f"version {citation.version}"
    if citation.publisher and citation.publisher != citation.archive:
        containers = [_row(citation.publisher, days), _row(citation.archive, version, citation.swhid)]
    else:
        containers = [_row(citation.archive, days, version, citation.swhid)]
    return sentences(_authors(citation), title(citation), *containers, citation.genre)


def _row(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _authors(citation: Citation) -> str | None:
    if not citation.authors:
        return None
    first, *others = citation.authors
    if len(others) > 1:
        return f"{inverted(first)}, et al."
    return f"{inverted(first)}, and {others[0].text}" if others else inverted(first)


def _day(moment: Moment) -> str:
    if moment.season:
        return moment.marked(f"{SEASONS[moment.season]} {moment.year}")
    if not moment.month:
        return moment.marked(moment.year)
    name = MONTHS[moment.month - 1]
    month = name if len(name) <= _WHOLE_MONTHS else f"{name[: 4 if name == 'September' else 3]}."
    return moment.marked(" ".join(filter(None, (str(moment.day or ""), month, moment.year))))
