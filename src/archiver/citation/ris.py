# SPDX-License-Identifier: Apache-2.0
"""RIS: a tag and a value a line, for programs that manage references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.citation.dates import iso, when, year
from archiver.citation.words import inverted, remarks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.citation.value import Citation

_TYPES = {"newsReport": "NEWS", "webPage": "ELEC", "captions": "VIDEO"}


def write(citation: Citation) -> str:
    """Return one reference, its lines ended by CR and LF as the format wants it."""
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _lines(citation) if value or tag == "ER")


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(citation.kind, "GEN")
    yield "ID", citation.key
    for name in citation.authors:
        yield "AU", inverted(name)
    yield "TI", citation.label
    yield from _dates(citation)
    yield "PB", citation.publisher or citation.archive or ""
    yield "DP", citation.archive or ""
    yield "ET", citation.version
    yield "M3", citation.genre
    yield "LA", citation.language or ""
    yield "AB", citation.abstract or ""
    for subject in citation.subjects:
        yield "KW", subject
    yield "UR", citation.url or ""
    captured = when(citation.captured)
    yield "Y2", _slashed(iso(captured.begin) or "") if captured and captured.begin else ""
    yield "AN", citation.swhid
    yield "N1", remarks(citation)
    yield "ER", ""


def _dates(citation: Citation) -> Iterator[tuple[str, str]]:
    date = when(citation.date)
    if date is None:
        return
    one = date.begin if not date.interval else None
    day = iso(one) if one and not (one.uncertain or one.approximate) else None
    if day and one:
        yield "PY", day[:4]
        yield "DA", _slashed(day)
    else:
        yield "PY", year(date)
        yield "DA", f"///{citation.date}"


def _slashed(day: str) -> str:
    """Return a date of ISO 8601 as the format has it: year, month, day and other, with slashes."""
    return "/".join(f"{day}--".split("-")[:3]) + "/"
