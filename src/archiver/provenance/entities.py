# SPDX-License-Identifier: Apache-2.0
"""The graph of an RO-Crate, and the people, organisations and licences of a record as entities of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archiver.model import SpeakerKind

if TYPE_CHECKING:
    from archiver.model import Agent, Fact, Record, Rights, Speaker

Entity = dict[str, Any]
Reference = dict[str, str]

_URI = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+\Z")
_TYPES = {"person": "Person", "organisation": "Organization", "software": "SoftwareApplication"}


class Graph:
    """Entities by their `@id`, in the order in which they came; the first of one `@id` holds."""

    def __init__(self) -> None:
        self._entities: dict[str, Entity] = {}

    @property
    def entities(self) -> list[Entity]:
        """All entities, compacted: what is empty is left out, and a list of one is that one."""
        return [compact(entity) for entity in self._entities.values()]

    def add(self, identifier: str, kind: str | list[str], /, **properties: Any) -> Reference:
        """Add an entity unless it is there, and return a reference to it."""
        self._entities.setdefault(identifier, {"@id": identifier, "@type": kind, **properties})
        return {"@id": identifier}


def compact(entity: Entity) -> Entity:
    """Return an entity in the form that the specification recommends (RO-Crate 1.3, Appendix on JSON-LD)."""
    return {key: value[0] if _is_one(value) else value for key, value in entity.items() if value}


def _is_one(value: object) -> bool:
    return isinstance(value, list) and len(value) == 1


def everyone(graph: Graph, record: Record) -> list[Reference]:
    """Add all whom the record describes and return references to them."""
    return [_speaker(graph, someone) for someone in record.everyone]


def _speaker(graph: Graph, someone: Speaker) -> Reference:
    is_person = someone.kind is SpeakerKind.PERSON
    group = "A group of people." if someone.kind is SpeakerKind.GROUP else None
    return graph.add(
        f"#{someone.id}",
        "Person" if is_person else "Organization",
        name=someone.name.value or "unknown",
        givenName=someone.forename if is_person else None,
        familyName=someone.surname if is_person else None,
        alternateName=list(someone.aliases),
        jobTitle=list(someone.roles) if is_person else None,
        affiliation={"@id": f"#{someone.affiliation}"} if is_person and someone.affiliation else None,
        parentOrganization={"@id": f"#{someone.affiliation}"} if not is_person and someone.affiliation else None,
        description=" ".join(filter(None, (group, someone.note))),
        sameAs=same_as(someone.authorities),
    )


def agent(graph: Graph, one: Agent) -> Reference:
    """Add an agent of the record; software is described as such."""
    software: Entity = {"url": next(iter(one.authorities), f"#{one.id}"), "version": "unknown"}
    extra = software if one.kind == "software" else {}
    return graph.add(f"#{one.id}", _TYPES[one.kind], name=one.name, sameAs=same_as(one.authorities), **extra)


def called(graph: Graph, fact: Fact, record: Record, *, kind: str, identifier: str) -> Reference:
    """Return whom a fact with a value names: somebody of the record who is called so, else a new entity of a kind."""
    for someone in record.everyone:
        if someone.name.value == fact.value and fact.value:
            return _speaker(graph, someone)
    for one in record.agents:
        if one.name == fact.value and one.kind != "software":
            return agent(graph, one)
    known = (fact.authority,) if fact.authority else ()
    return graph.add(identifier, kind, name=fact.value, description=fact.note, sameAs=same_as(known))


def licence(graph: Graph, rights: Rights, *, of: str, identifier: str) -> Reference:
    """Add a licence or statement of rights, under its URI where it has one."""
    words = rights.statement or rights.spdx or rights.uri
    holder = f"Rights holder: {rights.holder}." if rights.holder else None
    return graph.add(
        rights.uri if rights.uri is not None and is_uri(rights.uri) else identifier,
        "CreativeWork",
        name=words or f"Rights in the {of} are not known",
        description=" ".join(filter(None, (rights.basis.note, holder))) or f"Rights in the {of}.",
        identifier=rights.spdx,
    )


def same_as(uris: tuple[str, ...]) -> list[str]:
    """Return what somebody is called elsewhere; what is no URI is left out."""
    return [uri for uri in uris if is_uri(uri)]


def is_uri(text: str) -> bool:
    """Tell whether a text can be an `@id` of the web as it stands."""
    return _URI.match(text) is not None


def relative(path: str) -> str:
    """Return a path as a relative URI: what is not unreserved in RFC 3986 §2.3 is percent-encoded, but for `/`."""
    return "".join(
        chr(octet) if chr(octet).isascii() and (chr(octet).isalnum() or octet in b"-._~/") else f"%{octet:02X}"
        for octet in path.encode()
    )
