# SPDX-License-Identifier: Apache-2.0
"""The style of the American Psychological Association (APA, 7th edition), as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.citation.dates import MONTHS, SEASONS, joined, when, year
from archiver.citation.words import in_a_row, in_text, initials, inverted, sentences

if TYPE_CHECKING:
    from archiver.citation.dates import Moment
    from archiver.citation.value import Citation

_MOST_NAMES = 20


def write(citation: Citation) -> str:
    """Return the reference; for a quotation first the words as they are cited in a text, in a line of their own."""
    date = when(citation.date)
    dated = f", {year(date) if date else 'n.d.'}"
    return in_text(citation, "as cited in", conjunction="&", dated=dated) + _reference(citation) + "\n"


def _reference(citation: Citation) -> str:
    authors = _authors(citation)
    date = when(citation.date)
    dated = f"({joined(date, _day) if date else 'n.d.'})"
    title = f"{citation.label} (Version {citation.version}) [{citation.genre}]"
    kept = "; ".join(dict.fromkeys(name for name in (citation.publisher, citation.archive) if name))
    order = (authors, dated, title) if authors else (title, dated)
    return f"{sentences(*order, kept or None)} {citation.swhid}"


def _authors(citation: Citation) -> str | None:
    names = [inverted(name, initials(name.given or "")) for name in citation.authors]
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:19])}, . . . {names[-1]}"
    return in_a_row(names, "&") if names else None


def _day(moment: Moment) -> str:
    if moment.season:
        return moment.marked(f"{moment.year}, {SEASONS[moment.season]}")
    rest = [MONTHS[moment.month - 1]] if moment.month else []
    rest += [str(moment.day)] if moment.month and moment.day else []
    return moment.marked(f"{moment.year}, {' '.join(rest)}" if rest else moment.year)
