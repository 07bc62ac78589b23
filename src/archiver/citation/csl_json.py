# SPDX-License-Identifier: Apache-2.0
"""CSL-JSON: a list of one item for processors of the Citation Style Language (schema 1.0.2)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from archiver.citation.dates import when, year
from archiver.citation.words import located, remarks

if TYPE_CHECKING:
    from archiver.citation.dates import Moment
    from archiver.citation.value import Citation, Name


# The words of a quotation are as they are in the document: what would drive a terminal is escaped.
_DRIVING = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def write(citation: Citation) -> str:
    """Return the item as JSON.

    It is a `document`: of reports, styles lose the day. The archive stands as publisher and not as `archive` too,
    which styles would print twice; a publisher of the document itself is its `original-publisher`.
    """
    text = json.dumps([item(citation)], ensure_ascii=False, indent=2) + "\n"
    return _DRIVING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)  # JSON all the same


def item(citation: Citation) -> dict[str, Any]:
    """Return the item in JSON types."""
    told = (citation.swhid, remarks(citation))
    fields = {
        "id": citation.key,
        "type": "webpage" if citation.kind == "webPage" else "document",
        "genre": citation.genre,
        "title": citation.label,
        "author": [_name(name) for name in citation.authors],
        "issued": _date(citation.date),
        "accessed": _date(citation.captured),
        "publisher": citation.archive,
        "original-publisher": citation.publisher,
        "event-place": citation.place,
        "version": citation.version,
        "language": citation.language,
        "abstract": citation.abstract,
        "keyword": ", ".join(citation.subjects),
        "URL": citation.url,
        "archive_location": citation.swhid,
        "note": "\n".join(remark for remark in told if remark),
        "custom": _custom(citation),
    }
    return {name: value for name, value in fields.items() if value}


def _custom(citation: Citation) -> dict[str, Any]:
    found: dict[str, Any] = {"swhid": citation.swhid, "payload": citation.payload}
    quotation = citation.quotation
    if quotation:
        found["quotation"] = {
            "number": quotation.number,
            "id": quotation.id,
            "speaker": quotation.speaker,
            "kind": str(quotation.kind),
            "certainty": quotation.certainty,
            "words": list(quotation.words),
            "characters": [list(span) for span in quotation.spans],
            "locators": list(quotation.locators),
            "located": located(quotation),
        }
    return found


def _name(name: Name) -> dict[str, str]:
    if name.family is None:
        return {"literal": name.text}
    return {"family": name.family} | ({"given": name.given} if name.given else {})


def _date(edtf: str | None) -> dict[str, Any] | None:
    """Return a date in numbers; an interval has two of them, one with an open side is words."""
    date = when(edtf)
    if date is None:
        return None
    doubt = any(moment.uncertain or moment.approximate for moment in date.moments)
    if date.interval and len(date.moments) == 1:
        return {"literal": year(date)}
    found: dict[str, Any] = {"date-parts": _parts(date.moments)}
    seasons = [moment.season - 20 for moment in date.moments if moment.season]
    return found | ({"season": seasons[0]} if seasons else {}) | ({"circa": True} if doubt else {})


def _parts(moments: tuple[Moment, ...]) -> list[list[int]]:
    first, last = moments[0], moments[-1]
    begin = first.parts if first.first == first.last else [first.first]
    end = last.parts if last.first == last.last else [last.last]
    counted = [[year - (year < 1), *rest] for year, *rest in (begin, end)]  # no year 0: -1 is 1 BCE
    return counted[:1] if begin == end else counted
