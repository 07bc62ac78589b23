# SPDX-License-Identifier: Apache-2.0
"""What a record states of its document, fact by fact, each with the ground on which it is stated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.page.facts import names_of
from archiver.page.words import basis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archiver.model import Fact, Record, Rights

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One fact of the record for people; what comes from the record is as it stands there."""

    label: str
    value: str
    ground: str = ""
    """Empty for what the record states of itself."""
    known: bool = True
    evidence: str | None = None
    note: str | None = None
    address: str | None = None
    """A URI of the thing named, from the record."""


def statements(record: Record) -> list[Statement]:
    """Return the facts of a record, in the order in which a reader asks for them."""
    names = names_of(record)
    facts = [
        ("Title", record.title),
        *(("Author", fact) for fact in record.creators),
        ("Date of the statement", record.statement_date),
        ("Date of publication", record.publication_date),
        ("Place", record.place),
        ("Occasion", record.occasion),
        ("Publisher", record.publisher),
        ("Language", record.language),
        ("Address of the source", record.source_url),
        ("Captured", record.source_captured),
        ("Archive", record.archive),
    ]
    found = [_stated(names, label, fact) for label, fact in facts]
    found.insert(1, _plain("Kind of document", _CAPITAL.sub(" ", record.kind).capitalize()))
    found += [_plain("Abstract", record.abstract or "")] * bool(record.abstract)
    found += [_plain("Subject", subject) for subject in record.subjects]
    found += [
        _rights(names, "Rights in the source", record.rights_source),
        _rights(names, "Rights in the encoding", record.rights_encoding),
    ]
    found += [
        Statement(
            label="Related",
            value=f"{one.relation}: {one.identifier}",
            note=one.note,
            address=one.identifier,
        )
        for one in record.related
    ]
    return found


def _stated(names: Mapping[str, str], label: str, fact: Fact) -> Statement:
    return Statement(
        label=label,
        value=fact.value or "unknown",
        known=fact.value is not None,
        ground=basis(names, fact),
        evidence=fact.evidence,
        note=fact.note,
        address=fact.authority or (fact.value if label == "Address of the source" else None),
    )


def _plain(label: str, value: str) -> Statement:
    return Statement(label=label, value=value)


def _rights(names: Mapping[str, str], label: str, rights: Rights) -> Statement:
    said = rights.statement or rights.spdx or rights.uri
    told = (f"Rights holder: {rights.holder}." if rights.holder else None, rights.basis.note)
    return Statement(
        label=label,
        value=said or "unknown",
        known=said is not None,
        ground=basis(names, rights.basis),
        evidence=rights.basis.evidence,
        note=" ".join(filter(None, told)) or None,
        address=rights.uri,
    )
