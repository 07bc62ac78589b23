# SPDX-License-Identifier: Apache-2.0
"""Load a record: its bytes in, the `Record` or everything that is wrong with it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archiver.errors import CannotRead
from archiver.findings import Finding, in_order
from archiver.record.build import build
from archiver.record.dates import check_dates
from archiver.record.identities import check_identities
from archiver.record.languages import check_language
from archiver.record.places import Places
from archiver.record.schema import MOST_FAULTS, faults
from archiver.record.shape import Note
from archiver.record.syntax import Composed, compose, plain_json

if TYPE_CHECKING:
    from archiver.model import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What came of loading a record: the record, or the findings that say why there is none."""

    path: str
    """The file as the user named it."""
    record: Record | None
    findings: tuple[Finding, ...]
    value: Any
    """The record as given, in JSON types."""
    places: Places
    """Lines and columns of its keys and values."""


def load(data: bytes, *, path: str, schema: bytes) -> Loaded:
    """Load a record from YAML or JSON and check it.

    `path` names the file in the findings; `schema` is `record.schema.json`. All faults are reported
    together, each with line, column and JSON path: syntax (R101, R102, R117, R120), what the schema
    says (R103, R104, R105, R116) and what it cannot say (R106, R107, R110 to R113). Bytes of any kind
    give findings and never an exception.

    Raises:
        CannotRead: the schema is not one that can be used.
    """
    value = plain_json(data)
    if value is not None and not _checked(Composed(value=value), path, schema):
        places = Places(later=lambda: compose(data, path=path).places)
        return Loaded(path=path, record=_built(value, path), findings=(), value=value, places=places)
    composed = compose(data, path=path)
    findings = _bounded(in_order([*composed.findings, *_checked(composed, path, schema)]), path)
    record = None if findings else _built(composed.value, path)
    return Loaded(path=path, record=record, findings=findings, value=composed.value, places=composed.places)


def _bounded(findings: tuple[Finding, ...], path: str) -> tuple[Finding, ...]:
    """Keep as many findings as anybody will read, and say that there are more."""
    if len(findings) <= MOST_FAULTS:
        return findings
    more = f"found: more than {MOST_FAULTS:,} faults; the rest is not listed"
    return (*findings[:MOST_FAULTS], Finding(code="R105", path=path, pointer="$", detail=(more,)))


def _checked(composed: Composed, path: str, schema: bytes) -> list[Finding]:
    """Check the value, unless a break in the syntax left only a part of it."""
    if not composed.whole:
        return []
    wrong = faults(composed.value, schema=schema, places=composed.places, path=path)
    if any(finding.code == "R116" for finding in wrong):
        return wrong
    note = Note(composed.places, path)
    check_identities(composed.value, note)
    check_dates(composed.value, note)
    check_language(composed.value, note)
    return wrong + note.findings


def _built(value: Any, path: str) -> Record:
    try:
        return build(value)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # Only a schema that lets through what ours refuses leads here, such as one out of a broken package.
        raise CannotRead("the schema accepts a record that has not the form of one", where=path) from error
