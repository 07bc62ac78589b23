# SPDX-License-Identifier: Apache-2.0
"""Citations for tests: of a document about which all is known, and of any record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archiver.citation import Citation, Quotation, citation_of
from archiver.model import Agent, Fact, Record, Span
from builders import a_record

SWHID = "swh:1:dir:" + "ab" * 20
SOURCE = "swh:1:cnt:" + "cd" * 20
ORG = "Office of Rivers, Roads and Bridges"


def cited(record: Record, **fields: Any) -> Citation:
    found = citation_of(
        record,
        key="bridge/v2",
        swhid=SWHID,
        payload="ni:///sha-256;AAAA",
        source=SOURCE,
        tei="swh:1:cnt:" + "ef" * 20,
        archived="2024-06-01",
        previous="swh:1:dir:" + "12" * 20,
        following="swh:1:dir:" + "34" * 20,
    )
    return replace(found, **fields)


def whole(**fields: Any) -> Citation:
    record = a_record(
        title=Fact(value="Opening of the bridge"),
        creators=(Fact(value=ORG), Fact(value="Ada Brook")),
        publisher=Fact(value="Fordham Courier"),
        publication_date=Fact(value="2024-05-03"),
        source_url=Fact(value="https://example.org/a%20b?c=1&d=2#e_f"),
        source_captured=Fact(value="2024-05-04T10:00:00Z"),
        agents=(Agent(id="office", name=ORG, kind="organisation"),),
        subjects=("bridges", "rivers, roads"),
        abstract="What was said.",
        place=Fact(value="Fordham"),
    )
    return cited(record, **fields)


def quotation() -> Quotation:
    return Quotation(
        number=3,
        id="s3",
        words=("“We open the bridge,”", "“and the road.”"),
        speaker="Ada Brook",
        spans=(Span(0, 21), Span(40, 55)),
        locators=(f"{SOURCE};bytes=0-26", f"{SOURCE};bytes=45-65"),
    )
