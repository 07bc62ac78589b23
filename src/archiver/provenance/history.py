# SPDX-License-Identifier: Apache-2.0
"""The history of a package: things, deeds and actors, in the terms that PREMIS 3 and W3C PROV share.

A `Thing` is a PREMIS object (prov:Entity), a `Deed` an event (prov:Activity), an `Actor` an agent (prov:Agent).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What sort of agent somebody is; the values are those of PREMIS and of the record."""

    SOFTWARE = "software"
    PERSON = "person"
    ORGANISATION = "organisation"


class DeedKind(StrEnum):
    """What was done, in the order in which it is done."""

    CAPTURE = "capture"
    """The source was taken from where it was published."""
    DESCRIPTION = "description"
    """Somebody supplied facts of the record."""
    VALIDATION = "validation"
    """Record and source were checked against the schema and its rules."""
    ATTRIBUTION = "attribution"
    """Rules said who said what."""
    CORRECTION = "correction"
    """A person decided who said what, over the rules."""
    ENCODING = "encoding"
    """The text was written as TEI."""
    DIGEST = "digest"
    """Digests and identifiers of the payload were computed."""
    PACKAGING = "packaging"
    """The bag was written."""
    FIXITY = "fixity"
    """The package was checked again later; known from the ledger only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody or something that did something."""

    id: str
    """Unique in the history; an NCName: the id of the record's agent, or `software.archiver`."""
    name: str
    kind: ActorKind
    version: str | None = None
    """Of software: its rules inside the payload ("rules 4"), its release outside."""
    uris: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A file of the payload, or what it was taken from."""

    id: str
    """Unique in the history; an NCName with a dot, which no id of a record has."""
    label: str
    """What a person calls it: "source", "record", "TEI", "rules"."""
    path: str | None
    """Path below `data/`; None for what lies outside of the package."""
    uri: str | None = None
    """Where it was published, or its SWHID."""
    media_type: str | None = None
    data: bytes | None = None
    """The bytes; None for what lies outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that was done once."""

    id: str
    """Unique in the history; an NCName with a dot, which no id of a record has."""
    kind: DeedKind
    told: str
    """One sentence for people."""
    actors: tuple[str, ...]
    """Ids; the one who answers for it first."""
    used: tuple[str, ...] = ()
    """Ids of things."""
    made: tuple[str, ...] = ()
    """Ids of things."""
    when: str | None = None
    """EDTF date or RFC 3339 time; None where nobody knows it, or where a clock must not be."""
    outcome: str | None = None
    """"success", "warning" or "failure" for checks."""
    detail: tuple[str, ...] = ()
    """Facts worth keeping, one a line: counts, digests, grounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that is known of how a package came to be, in the order in which it was done."""

    package: str | None
    """Name and version, or None inside the payload, which does not know it."""
    things: tuple[Thing, ...]
    deeds: tuple[Deed, ...]
    actors: tuple[Actor, ...]
