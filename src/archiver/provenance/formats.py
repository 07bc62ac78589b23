# SPDX-License-Identifier: Apache-2.0
"""What the formats of our files are called in PRONOM, where that is sure."""

from __future__ import annotations

from dataclasses import dataclass

REGISTRY = "PRONOM"
ADDRESS = "https://www.nationalarchives.gov.uk/PRONOM/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format by its name and its key in PRONOM."""

    name: str
    version: str | None = None
    puid: str | None = None


_XML = Format(name="Extensible Markup Language", version="1.0", puid="fmt/101")
_JSON = Format(name="JSON Data Interchange Format", puid="fmt/817")
_FORMATS = {
    "text/plain": Format(name="Plain Text File", puid="x-fmt/111"),
    "application/json": _JSON,
    "application/ld+json": _JSON,
    "application/schema+json": _JSON,
    "application/xml": _XML,
    "application/tei+xml": _XML,
}


def format_of(media_type: str | None) -> Format:
    """Return the format of a media type; one that we do not know is called by its media type, without a key."""
    return _FORMATS.get((media_type or "").lower(), Format(name=media_type or "unknown"))
