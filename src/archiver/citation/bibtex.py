# SPDX-License-Identifier: Apache-2.0
"""BibTeX: an entry of the kind `misc`, which every style has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.citation.dates import MONTHS, when, year
from archiver.citation.tex import author, entry, escaped, key, verbatim
from archiver.citation.words import remarks

if TYPE_CHECKING:
    from archiver.citation.value import Citation


def write(citation: Citation) -> str:
    """Return the entry in UTF-8; the date in `year` and `month`, the rest in fields that styles leave alone."""
    date = when(citation.date)
    one = date.begin if date and not date.interval else None
    remark = remarks(citation)
    kept = "; ".join(dict.fromkeys(name for name in (citation.publisher, citation.archive) if name))
    return entry(
        "misc",
        key(citation),
        [
            ("author", author(citation.authors)),
            ("key", None if citation.authors else escaped(citation.label)),
            ("title", f"{{{escaped(citation.label)}}}"),
            ("howpublished", escaped(citation.genre)),
            ("year", escaped(year(date)) if date else None),
            ("month", MONTHS[one.month - 1][:3].lower() if one and one.month else None),
            ("day", str(one.day) if one and one.day else None),
            ("publisher", escaped(kept)),
            ("version", escaped(citation.version)),
            ("language", escaped(citation.language or "")),
            ("url", verbatim(citation.url or "")),
            ("swhid", verbatim(citation.swhid)),
            ("note", escaped("; ".join(filter(None, (f"Version {citation.version}", citation.swhid, remark))))),
        ],
    )
