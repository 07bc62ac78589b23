# SPDX-License-Identifier: Apache-2.0
"""The style of the American Psychological Association (APA, 7th edition), as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.citation.dates import days, joined, when, within_a_year, year
from archiver.citation.words import in_a_row, in_reference, in_text, initials, sentences

if TYPE_CHECKING:
    from archiver.citation.dates import Moment, When
    from archiver.citation.value import Citation

_MOST_NAMES = 20


def write(citation: Citation) -> str:
    """Return the reference; for a quotation first the words as they are cited in a text, in a line of their own."""
    date = when(citation.date)
    dated = f", {year(date) if date else 'n.d.'}"
    return in_text(citation, "as cited", conjunction="&", dated=dated) + _reference(citation) + "\n"


def _reference(citation: Citation) -> str:
    authors = _authors(citation)
    date = when(citation.date)
    dated = f"({_dated(date) if date else 'n.d.'})"
    title = f"{citation.label} (Version {citation.version}) [{citation.genre}]"
    kept = "; ".join(dict.fromkeys(name for name in (citation.publisher, citation.archive) if name))
    order = (authors, dated, title) if authors else (title, dated)
    return f"{sentences(*order, kept or None)} {citation.swhid}"


def _authors(citation: Citation) -> str | None:
    names = [in_reference(name, initials(name.given or "")) for name in citation.authors]
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:19])}, . . . {names[-1]}"
    return in_a_row(names, "&") if names else None


def _dated(date: When) -> str:
    both = within_a_year(date)
    if both and not any(moment.doubtful for moment in both):
        return f"{both[0].year}, {days(*both)}"
    return joined(date, _day)


def _day(moment: Moment) -> str:
    return moment.marked(", ".join(filter(None, (moment.year, moment.day_of_year))))
