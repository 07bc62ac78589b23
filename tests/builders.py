# SPDX-License-Identifier: Apache-2.0
"""Small true values for tests: a source, a record, a transcript; each argument replaces one field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archiver.blocks import paragraphs
from archiver.model import (
    Agent,
    Basis,
    Fact,
    Record,
    Rights,
    Source,
    Speaker,
    Transcript,
)

TEXT = "“We open the bridge,” Ada Brook said.\n\nThe mayor added that the road would follow."


def a_source(**fields: Any) -> Source:
    return replace(Source(name="bridge.txt", data=TEXT.encode()), **fields)


def a_transcript(text: str = TEXT, **fields: Any) -> Transcript:
    return replace(Transcript(text=text, blocks=paragraphs(text)), **fields)


def a_speaker(**fields: Any) -> Speaker:
    speaker = Speaker(
        id="brook",
        name=Fact(value="Ada Brook"),
        forename="Ada",
        surname="Brook",
        roles=("mayor of Fordham",),
    )
    return replace(speaker, **fields)


def a_record(**fields: Any) -> Record:
    unknown = Fact(value=None, basis=Basis.UNKNOWN)
    supplied = Fact(value="2024-05-02", basis=Basis.SUPPLIED, by="desk", certainty="high", evidence="the programme")
    record = Record(
        version="1",
        title=Fact(value="Opening of the bridge", basis=Basis.SUPPLIED, by="desk", certainty="high", evidence="none"),
        kind="newsReport",
        language=Fact(value="en"),
        statement_date=supplied,
        publication_date=unknown,
        place=unknown,
        occasion=unknown,
        abstract=None,
        subjects=(),
        speakers=(a_speaker(),),
        participants=(),
        organisations=(),
        creators=(),
        publisher=unknown,
        rights_source=Rights(
            uri="https://rightsstatements.org/vocab/UND/1.0/",
            spdx=None,
            statement=None,
            holder=None,
            basis=unknown,
        ),
        rights_encoding=Rights(
            uri="https://creativecommons.org/publicdomain/zero/1.0/",
            spdx="CC0-1.0",
            statement=None,
            holder=None,
            basis=Fact(value="CC0-1.0", basis=Basis.SUPPLIED, by="desk", evidence="decision of the desk"),
        ),
        archive=Fact(value="Fordham Archive"),
        source_file="bridge.txt",
        source_encoding=None,
        source_media_type="text/plain",
        source_url=unknown,
        source_captured=unknown,
        related=(),
        corrections=(),
        agents=(Agent(id="desk", name="the cataloguing desk", kind="organisation"),),
        canonical=b"{}\n",
    )
    return replace(record, **fields)


REPORT = """\
Asked about the bridge, Mayor Ada Brook said at a press conference in Fordham that the road would follow.

“We open the bridge,” Brook said.\u00a0 “It is ‘ready’.”

“Nobody told us,” said Cal Dorn, a ferryman.
"""

RECORD = """\
record_version: "1"
title: {value: The bridge at Fordham, supplied_by: desk, certainty: high, evidence: The document has no title.}
kind: newsReport
language: en
statement_date: {value: "2024-05", supplied_by: desk, certainty: medium, evidence: The programme of the day.}
place: Fordham
speakers:
  - {id: brook, name: Ada Brook, forename: Ada, surname: Brook, aliases: [Brook], roles: [Mayor], gender: female}
  - {id: dorn, name: Cal Dorn, forename: Cal, surname: Dorn, roles: [ferryman]}
rights:
  source: {unknown: true}
  encoding: {spdx: CC0-1.0, supplied_by: desk, certainty: high, evidence: Decision of the desk.}
archive: {value: Fordham Archive, supplied_by: desk, certainty: high, evidence: The archive keeps this package.}
source: {file: bridge.txt}
agents:
  - {id: desk, name: the cataloguing desk, kind: organisation}
"""


def a_folder(where: Path, *, text: str = REPORT, record: str = RECORD) -> Path:
    """Write a source and its record into a new folder `bridge` and return it."""
    folder = where / "bridge"
    folder.mkdir(parents=True)
    (folder / "bridge.txt").write_bytes(text.encode())
    (folder / "record.yaml").write_text(record, encoding="utf-8")
    return folder


WHEN = datetime(2024, 6, 1, 12, 30, tzinfo=UTC)


def a_package(where: Path) -> Path:
    """Package a source of two paragraphs on the shelf `where / "shelf"` and return the package's folder."""
    import archiver  # noqa: PLC0415 # most tests need no package

    folder = a_folder(where / "in")
    return Path(archiver.package(folder, shelf=where / "shelf", when=WHEN).path)
