# SPDX-License-Identifier: Apache-2.0
"""What a package holds: the payload with its identity, and what bag-info.txt says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from typing import TYPE_CHECKING

from archiver import __version__, identity, rules
from archiver.model import RULES_VERSION
from archiver.workflow.encoding import encode_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from archiver.model import Fact, Record, Transcript
    from archiver.workflow.inputs import Inputs

_CRATE = "ro-crate-metadata.json"
"""Path of the RO-Crate below `data/`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The payload of a package and its identity, before it has a place on a shelf."""

    record: Record
    transcript: Transcript
    payload: Mapping[str, bytes]
    swhid: str
    digest: str


def contents_of(inputs: Inputs) -> Contents:
    """Make the payload of a package: a pure function of source, record and rules.

    Raises:
        InvalidMaterial: with all findings, if the inputs are wrong.
    """
    source, record, _ = inputs.sound()
    encoding, transcript = encode_inputs(inputs)
    payload = {
        f"source/{source.name}": source.data,
        "record.json": record.canonical,
        "transcript.tei.xml": encoding.data,
        **{f"schema/{name}": data for name, data in rules.packaged().items()},
    }
    payload[_CRATE] = crate_of(record, transcript, payload)
    contents = {path: identity.content_swhid(data) for path, data in payload.items()}
    sums = {f"data/{path}": sha256(data).hexdigest() for path, data in payload.items()}
    return Contents(
        record=record,
        transcript=transcript,
        payload=payload,
        swhid=identity.directory_swhid(contents),
        digest=identity.payload_digest(sums),
    )


def crate_of(record: Record, transcript: Transcript, files: Mapping[str, bytes]) -> bytes:
    """Return the RO-Crate that describes the files of a payload, by their paths below `data/`, itself left out."""
    from archiver.provenance import history_of, ro_crate  # noqa: PLC0415 # brings speech, which few commands need

    others = {path: data for path, data in files.items() if path != _CRATE}
    return ro_crate.write(record, history_of(record, transcript, others))


def info(contents: Contents, *, key: str, previous: str | None, when: datetime) -> tuple[tuple[str, str], ...]:
    """Return what bag-info.txt says of a package (RFC 8493 §2.2.2), in order.

    `key` is its name and version; `previous` the SWHID of the version before.
    """
    record = contents.record
    rights = record.rights_source
    pairs = (
        ("BagIt-Profile-Identifier", rules.PROFILE),
        ("Source-Organization", _said(record.archive)),
        ("External-Description", _said(record.title)),
        ("External-Identifier", contents.swhid),
        ("Archiver-Payload-Digest", contents.digest),
        ("Archiver-Rules", RULES_VERSION),
        ("Archiver-Package", key),
        ("Previous-Version", previous),
        ("Statement-Date", record.statement_date.value),
        ("Statement-Type", record.kind),
        ("Statement-Language", record.language.value),
        ("Rights", rights.uri or rights.spdx or rights.statement),
        ("Bagging-Date", date_of(when)),
        ("Bag-Software-Agent", f"archiver {__version__}"),
    )
    return tuple((label, " ".join(value.split())) for label, value in pairs if value)


def date_of(when: datetime) -> str:
    """Return the day in UTC, as Bagging-Date has it."""
    return when.astimezone(UTC).strftime("%Y-%m-%d")


def _said(fact: Fact) -> str:
    return fact.value or "unknown"
