# SPDX-License-Identifier: Apache-2.0
"""The history of a package as statements of PROV-DM, to be written in any of the notations of PROV.

Things, deeds and actors have a namespace each, so that an agent of the record may bear the name of a thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.provenance.history import ActorKind, DeedKind
from archiver.provenance.of import PACKAGE, PREVIOUS
from archiver.provenance.things import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.provenance.history import Actor, Deed, History, Thing

NAMELESS = "urn:x-archiver:history"
"""What the names begin with in a history that does not know its package."""

NAMESPACES = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "archiver": "urn:x-archiver:provenance:1#",
}
"""Those of the words; `prov` and `xsd` are known to every reader of PROV."""

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})")
_AGENTS = {
    ActorKind.SOFTWARE: "SoftwareAgent",
    ActorKind.PERSON: "Person",
    ActorKind.ORGANISATION: "Organization",
}
_VERSIONS = frozenset({PACKAGE, PREVIOUS})
_DERIVING = frozenset({DeedKind.CAPTURE, DeedKind.DESCRIPTION, DeedKind.ENCODING})
"""Deeds whose results are made of what they use, but for the rules; a package has its files as members."""


@dataclass(frozen=True, slots=True)
class Name:
    """A qualified name (PROV-DM §5.7.1)."""

    prefix: str
    local: str

    def __str__(self) -> str:
        return f"{self.prefix}:{self.local}"


@dataclass(frozen=True, slots=True)
class Uri:
    """A value of the type xsd:anyURI."""

    text: str


@dataclass(frozen=True, slots=True)
class Time:
    """A value of the type xsd:dateTime."""

    text: str


Value = str | Name | Uri
Attributes = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An element or a relation of PROV-DM."""

    term: str
    """The word of PROV-N: entity, activity, agent, used and so on."""
    arguments: tuple[Name | Time | None, ...]
    """All that PROV-N has a place for, an element's own name first."""
    attributes: Attributes = ()


def namespaces(history: History) -> dict[str, str]:
    """Return the namespaces by prefix: those of the words, and those of the package's things, deeds and actors."""
    package = next((thing.uri for thing in history.things if thing.id == PACKAGE and thing.uri), NAMELESS)
    return {**NAMESPACES, **{kind: f"{package}#{kind}/" for kind in ("thing", "deed", "actor")}}


def statements(history: History) -> tuple[Statement, ...]:
    """Return all that a history says, elements first, in the order of the history."""
    return (
        *map(_entity, history.things),
        *map(_activity, history.deeds),
        *map(_agent, history.actors),
        *(found for deed in history.deeds for found in _relations(deed, frozenset(rules_of(history.things)))),
        *_members(history),
    )


def _entity(thing: Thing) -> Statement:
    collection: Attributes = (("prov:type", Name("prov", "Collection")),) if thing.id == PACKAGE else ()
    identifier: Attributes = (("dcterms:identifier", Uri(thing.uri)),) if thing.uri else ()
    given: list[tuple[str, str | None]] = [
        ("prov:label", thing.label),
        ("archiver:path", f"data/{thing.path}" if thing.path is not None else None),
        ("dcterms:format", thing.media_type),
    ]
    attributes = (*collection, *_present(given), *identifier)
    return Statement(term="entity", arguments=(Name("thing", thing.id),), attributes=attributes)


def _activity(deed: Deed) -> Statement:
    begun = Time(deed.when) if deed.when and _TIME.fullmatch(deed.when) else None
    given: list[tuple[str, str | None]] = [
        ("prov:label", deed.told),
        ("dcterms:date", deed.when),
        ("archiver:outcome", deed.outcome),
        *(("archiver:detail", fact) for fact in dict.fromkeys(deed.detail)),
    ]
    attributes = (("prov:type", Name("archiver", deed.kind)), *_present(given))
    return Statement(term="activity", arguments=(Name("deed", deed.id), begun, None), attributes=attributes)


def _agent(actor: Actor) -> Statement:
    given: list[tuple[str, str | None]] = [("prov:label", actor.name), ("archiver:version", actor.version)]
    uris = tuple(("dcterms:identifier", Uri(uri)) for uri in dict.fromkeys(actor.uris))
    attributes = (("prov:type", Name("prov", _AGENTS[actor.kind])), *_present(given), *uris)
    return Statement(term="agent", arguments=(Name("actor", actor.id),), attributes=attributes)


def _present(given: list[tuple[str, str | None]]) -> Iterator[tuple[str, Value]]:
    return ((name, value) for name, value in given if value is not None)


def _relations(deed: Deed, rules: frozenset[str]) -> Iterator[Statement]:
    name = Name("deed", deed.id)
    used, made = dict.fromkeys(deed.used), dict.fromkeys(deed.made)
    for thing in used:
        yield Statement(term="used", arguments=(name, Name("thing", thing), None))
    for thing in made:
        yield Statement(term="wasGeneratedBy", arguments=(Name("thing", thing), name, None))
    for place, actor in enumerate(dict.fromkeys(deed.actors)):
        role: Attributes = (("prov:role", Name("archiver", "responsible")),) if place == 0 else ()
        yield Statement(term="wasAssociatedWith", arguments=(name, Name("actor", actor), None), attributes=role)
    if deed.kind in _DERIVING:
        for thing in made:
            yield from (_derived(thing, origin) for origin in used if origin not in rules)
    elif deed.kind is DeedKind.PACKAGING:
        yield from (_derived(thing, origin, revision=True) for thing in made for origin in used if origin in _VERSIONS)


def _derived(thing: str, origin: str, *, revision: bool = False) -> Statement:
    kind: Attributes = (("prov:type", Name("prov", "Revision")),) if revision else ()
    arguments = (Name("thing", thing), Name("thing", origin), None, None, None)
    return Statement(term="wasDerivedFrom", arguments=arguments, attributes=kind)


def _members(history: History) -> Iterator[Statement]:
    if all(thing.id != PACKAGE for thing in history.things):
        return
    for thing in history.things:
        if thing.path is not None:
            yield Statement(term="hadMember", arguments=(Name("thing", PACKAGE), Name("thing", thing.id)))
