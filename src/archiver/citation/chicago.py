# SPDX-License-Identifier: Apache-2.0
"""The author-date style of The Chicago Manual of Style (18th edition), as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.citation.dates import days, joined, when, within_a_year, year
from archiver.citation.words import in_a_row, in_reference, in_text, sentences, within_marks

if TYPE_CHECKING:
    from archiver.citation.dates import Moment, When
    from archiver.citation.value import Citation


def write(citation: Citation) -> str:
    """Return the reference; for a quotation first the words as they are cited in a text, in a line of their own."""
    date = when(citation.date)
    dated = f" {year(date) if date else 'n.d.'}"
    return in_text(citation, "quoted", conjunction="and", dated=dated) + _reference(citation) + "\n"


def title(citation: Citation) -> str:
    """Return the title in quotation marks; one that is not the document's own in brackets without them."""
    if citation.supplied or not citation.title:
        return citation.label
    inner = within_marks(citation.title)
    end = "’" if inner.endswith("’") and inner != citation.title else ""
    text = inner.removesuffix(end)
    return f"“{text}{'' if text.endswith(('?', '!', '.')) else '.'}{end}”"


def _reference(citation: Citation) -> str:
    date = when(citation.date)
    dated = year(date) if date else "n.d."
    genre = ", ".join(filter(None, (citation.genre, _days(date) if date else "")))
    authors = _authors(citation)
    dated = dated if dated.endswith(".") else f"{dated}."
    order = (authors, dated, title(citation)) if authors else (title(citation), dated)
    kept = dict.fromkeys(name for name in (citation.publisher, citation.archive) if name)
    names = [name for name in kept if name != citation.archive]
    return sentences(*order, genre, *names, f"Version {citation.version}", citation.archive, citation.swhid)


def _authors(citation: Citation) -> str | None:
    names = [in_reference(name) if i == 0 else name.text for i, name in enumerate(citation.authors)]
    if len(names) > 6:  # noqa: PLR2004 # the manual names the first three then
        return f"{', '.join(names[:3])}, et al."
    return in_a_row(names, "and") if names else None


def _days(date: When) -> str:
    """Return the days, whose year stands before already; those of several years with their own. Empty if unknown."""
    if not date.interval and date.begin:
        return date.begin.day_of_year
    both = within_a_year(date)
    if both:
        return days(*both)
    return joined(date, _day) if any(moment.day_of_year for moment in date.moments) else ""


def _day(moment: Moment) -> str:
    comma = "," if moment.day else ""
    return f"{moment.day_of_year}{comma} {moment.year}".strip()
