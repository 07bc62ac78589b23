# SPDX-License-Identifier: Apache-2.0
"""The author-date style of The Chicago Manual of Style (18th edition), as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.citation.dates import MONTHS, SEASONS, joined, when, year
from archiver.citation.words import in_a_row, in_text, inverted, sentences

if TYPE_CHECKING:
    from archiver.citation.dates import Moment
    from archiver.citation.value import Citation


def write(citation: Citation) -> str:
    """Return the reference; for a quotation first the words as they are cited in a text, in a line of their own."""
    date = when(citation.date)
    dated = f" {year(date) if date else 'n.d.'}"
    return in_text(citation, "quoted in", conjunction="and", dated=dated) + _reference(citation) + "\n"


def title(citation: Citation) -> str:
    """Return the title in quotation marks; one that is not the document's own in brackets without them."""
    if citation.supplied or not citation.title:
        return citation.label
    inner = citation.title.replace("“", "‘").replace("”", "’")
    return f"“{inner}”" if inner.endswith(("?", "!", ".")) else f"“{inner}.”"


def _reference(citation: Citation) -> str:
    date = when(citation.date)
    dated = year(date) if date else "n.d."
    days = joined(date, _day) if date else ""
    genre = f"{citation.genre}, {days}" if days.strip("–") else citation.genre
    authors = _authors(citation)
    dated = dated if dated.endswith(".") else f"{dated}."
    order = (authors, dated, title(citation)) if authors else (title(citation), dated)
    kept = dict.fromkeys(name for name in (citation.publisher, citation.archive) if name)
    names = [name for name in kept if name != citation.archive]
    return sentences(*order, genre, *names, f"Version {citation.version}", citation.archive, citation.swhid)


def _authors(citation: Citation) -> str | None:
    names = [inverted(name) if i == 0 else name.text for i, name in enumerate(citation.authors)]
    if len(names) > 6:  # noqa: PLR2004 # the manual names the first three then
        return f"{', '.join(names[:3])}, et al."
    return in_a_row(names, "and") if names else None


def _day(moment: Moment) -> str:
    if moment.season:
        return SEASONS[moment.season]
    if not moment.month:
        return ""
    return f"{MONTHS[moment.month - 1]} {moment.day}" if moment.day else MONTHS[moment.month - 1]
