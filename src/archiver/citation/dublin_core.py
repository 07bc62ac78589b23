# SPDX-License-Identifier: Apache-2.0
"""Dublin Core (ISO 15836-1) as XML in the form of OAI-PMH."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.citation.dates import when
from archiver.citation.words import inverted, note
from archiver.citation.xml import HEAD, around, element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.citation.value import Citation

_NAMESPACES = {
    "xmlns_oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "xmlns_dc": "http://purl.org/dc/elements/1.1/",
}


def write(citation: Citation) -> str:
    """Return the record; a date stands in it as the archive has it, in EDTF."""
    lines = [element(f"dc:{name}", value) for name, value in elements(citation) if value]
    names = "".join(f' {name.replace("_", ":", 1)}="{uri}"' for name, uri in _NAMESPACES.items())
    body = around("oai_dc:dc", lines).replace("<oai_dc:dc>", f"<oai_dc:dc{names}>", 1)
    return f"{HEAD}{body}\n"


def elements(citation: Citation) -> Iterator[tuple[str, str | None]]:
    """Yield the elements by name, in order; one without a value says nothing."""
    yield "title", citation.label
    for name in citation.authors:
        yield "creator", inverted(name)
    for subject in citation.subjects:
        yield "subject", subject
    yield "description", citation.abstract
    yield "description", note(citation.quotation)
    for publisher in dict.fromkeys((citation.publisher, citation.archive)):
        yield "publisher", publisher
    yield "date", citation.date if when(citation.date) else None
    yield "type", "Text"
    yield "type", citation.genre
    yield "format", "application/tei+xml"
    yield "identifier", citation.swhid
    yield "identifier", citation.payload
    yield "source", citation.source
    yield "source", citation.url
    yield "language", citation.language
    for relation in (citation.previous, citation.following, *(one.identifier for one in citation.related)):
        yield "relation", relation
    yield "coverage", citation.place
    yield "rights", citation.rights.statement or citation.rights.uri or citation.rights.spdx
