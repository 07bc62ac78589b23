# SPDX-License-Identifier: Apache-2.0
"""The files of a payload as things of its history: their ids, their names for people, their media types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver.identity.identifiers import content_swhid
from archiver.provenance.history import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archiver.model import Record

SOURCE = "file.source"
RECORD = "file.record.json"
TEI = "file.transcript.tei.xml"
CRATE = "file.ro-crate-metadata.json"
ORIGINAL = "thing.original"
"""What the source was taken from; it lies outside of the package."""

_LABELS = {RECORD: "record", TEI: "TEI", CRATE: "RO-Crate"}
_RULES = "file.schema."
_MEDIA_TYPES = {
    RECORD: "application/json",
    TEI: "application/tei+xml",
    CRATE: "application/ld+json",
    "file.schema.archiver.odd": "application/tei+xml",
    "file.schema.archiver.rng": "application/xml",
    "file.schema.record.schema.json": "application/schema+json",
}
_NOT_IN_IDS = re.compile("[^A-Za-z0-9.-]")


def things_of(record: Record, files: Mapping[str, bytes]) -> Iterator[Thing]:
    """Return what the source was taken from, if that is known, and every file, the source first."""
    if record.source_url.value:
        yield Thing(id=ORIGINAL, label="the document as published", path=None, uri=record.source_url.value)
    for path, data in sorted(files.items(), key=lambda item: (id_of(item[0]) != SOURCE, item[0].encode())):
        identifier = id_of(path)
        yield Thing(
            id=identifier,
            label=_label(identifier, path),
            path=path,
            uri=content_swhid(data),
            media_type=record.source_media_type if identifier == SOURCE else _MEDIA_TYPES.get(identifier),
            data=data,
        )


def id_of(path: str) -> str:
    """Return the id of a file by its path below `data/`: `file.source` whatever the source is called.

    It is an NCName with a dot in it, which no id of a record has.
    """
    if path.startswith("source/"):
        return SOURCE
    return "file." + _NOT_IN_IDS.sub(lambda one: "." if one[0] == "/" else f"_{ord(one[0]):x}_", path)


def rules_of(things: tuple[Thing, ...]) -> tuple[str, ...]:
    """Return the ids of the rules among things."""
    return tuple(thing.id for thing in things if thing.id.startswith(_RULES))


def _label(identifier: str, path: str) -> str:
    if identifier == SOURCE:
        return "source"
    if identifier.startswith(_RULES):
        return f"rules: {path.removeprefix('schema/')}"
    return _LABELS.get(identifier, path)
