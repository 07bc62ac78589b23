# SPDX-License-Identifier: Apache-2.0
"""CITATION.cff: the Citation File Format 1.2.0, a dataset with the document as what is preferably cited."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from archiver.citation.dates import iso, when
from archiver.citation.words import remarks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.citation.value import Citation, Name

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ORCID = re.compile(r"https://orcid\.org/(?:[0-9]{4}-){3}[0-9]{3}[0-9X]")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ADDRESS = re.compile(r"(?:https?|s?ftp)://\S+")
_TYPES = {"newsReport": "newspaper-article", "captions": "video", "webPage": "website"}
# What a JSON string may hold as it is and a YAML stream may not (YAML 1.2 §5.1), and a byte order mark.
_UNPRINTABLE = re.compile("[\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff\x85\u2028\u2029]")


def write(citation: Citation) -> str:
    """Return the file. The format demands an author: where nobody knows one, it is `anonymous`."""
    about = "To cite this archived document, cite its version and its identifier."
    spdx = None if (citation.rights.spdx or "").startswith("LicenseRef-") else citation.rights.spdx  # none of the list
    identifier = {
        "type": "swh",
        "value": citation.swhid,
        "description": f"Version {citation.version}, its data/ folder",
    }
    fields = {
        "cff-version": "1.2.0",
        "message": about,
        "type": "dataset",
        "title": citation.label,
        "authors": _authors(citation),
        "version": citation.version,
        "date-released": citation.archived if _DAY.fullmatch(citation.archived or "") else None,
        "abstract": citation.abstract,
        "keywords": list(dict.fromkeys(citation.subjects)),
        "license": spdx,
        "license-url": None if spdx else _url(citation.rights.uri),
        "identifiers": [identifier],
        "preferred-citation": _document(citation, identifier),
    }
    return "".join(_yaml(fields, 0))


def _document(citation: Citation, identifier: dict[str, str]) -> dict[str, Any]:
    language = (citation.language or "").partition("-")[0]
    return {
        "type": _TYPES.get(citation.kind, "generic"),
        "title": citation.label,
        "authors": _authors(citation),
        **_dates(citation),
        "publisher": {"name": citation.publisher} if citation.publisher else None,
        "database-provider": {"name": citation.archive} if citation.archive else None,
        "version": citation.version,
        "languages": [language] if _LANGUAGE.fullmatch(language) else None,
        "url": _url(citation.url),
        "identifiers": [identifier],
        "notes": remarks(citation),
    }


def _authors(citation: Citation) -> list[dict[str, str]]:
    return [_name(name) for name in citation.authors] or [{"name": "anonymous"}]


def _name(name: Name) -> dict[str, str]:
    orcid = next(({"orcid": uri} for uri in name.authorities if _ORCID.fullmatch(uri)), {})
    if name.family is None:
        return {"name": name.text} | orcid
    return {"family-names": name.family} | ({"given-names": name.given} if name.given else {}) | orcid


def _dates(citation: Citation) -> dict[str, Any]:
    """Return the date as far as the format can say it: a day, or a year and a month; one in doubt as the year."""
    date = when(citation.published)
    if date is None:
        return {"issue-date": citation.stated}
    one = None if date.interval else date.begin
    day = iso(one) if one else None
    if one is None or day is None:
        return {"issue-date": citation.published}
    if _DAY.fullmatch(day) and not (one.uncertain or one.approximate):
        return {"date-published": day}
    doubt = {"issue-date": citation.published} if one.uncertain or one.approximate else {}
    return {"year": one.first, **({"month": one.month} if one.month else {}), **doubt}


def _url(address: str | None) -> str | None:
    return address if address and _ADDRESS.fullmatch(address) else None


def _yaml(value: dict[str, Any], depth: int) -> Iterator[str]:
    """Write mappings and lists of strings; every string in quotes, as JSON has it, which YAML reads alike."""
    for key, item in value.items():
        if item is None or item in ([], ""):
            continue
        lead = f"{'  ' * depth}{key}:"
        if isinstance(item, dict):
            yield f"{lead}\n"
            yield from _yaml(item, depth + 1)
        elif isinstance(item, list):
            yield f"{lead}\n"
            yield from _list(item, depth + 1)
        else:
            yield f"{lead} {_scalar(item)}\n"


def _list(items: list[Any], depth: int) -> Iterator[str]:
    for item in items:
        if isinstance(item, dict):
            first, *rest = "".join(_yaml(item, depth + 1)).splitlines(keepends=True)
            yield f"{'  ' * depth}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{'  ' * depth}- {_scalar(item)}\n"


def _scalar(value: str | int) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
