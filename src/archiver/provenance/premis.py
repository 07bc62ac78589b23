# SPDX-License-Identifier: Apache-2.0
"""PREMIS 3.0: the history of a package as objects, events and agents, in the form that Archivematica imports.

Archivematica takes `metadata/premis.xml` if files are called `objects/…`, every event links to files that are
described and to an agent, and no file or agent is without an event. It reads indentation as data, so there is none.
"""

from __future__ import annotations

import re
from hashlib import sha256, sha512
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from archiver.provenance.deeds import ARCHIVER
from archiver.provenance.formats import REGISTRY, format_of
from archiver.provenance.history import ActorKind, DeedKind
from archiver.provenance.of import PACKAGE, PREVIOUS
from archiver.provenance.things import CRATE, ORIGINAL, RECORD, SOURCE, TEI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.provenance.history import Actor, Deed, History, Thing

NAMESPACE = "http://www.loc.gov/premis/v3"
OBJECTS = "objects/"
"""What Archivematica calls `data/` after it took a bag in."""

_VOCABULARY = "http://id.loc.gov/vocabulary/preservation"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<premis:premis xmlns:premis="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f' xsi:schemaLocation="{NAMESPACE} https://www.loc.gov/standards/premis/premis.xsd" version="3.0">'
)
_TAIL = "</premis:premis>\n"
_EVENTS = {
    DeedKind.CAPTURE: ("capture", "cap"),
    DeedKind.DESCRIPTION: ("metadata modification", "mem"),
    DeedKind.VALIDATION: ("validation", "val"),
    DeedKind.ATTRIBUTION: ("metadata extraction", "mee"),
    DeedKind.CORRECTION: ("metadata modification", "mem"),
    DeedKind.ENCODING: ("normalization", "nor"),
    DeedKind.DIGEST: ("message digest calculation", "mes"),
    DeedKind.PACKAGING: ("packaging", "pac"),
    DeedKind.FIXITY: ("fixity check", "fix"),
}
_AGENTS = {
    ActorKind.SOFTWARE: ("software", "sof"),
    ActorKind.PERSON: ("person", "per"),
    ActorKind.ORGANISATION: ("organization", "org"),
}
_OUTCOMES = {"success": "suc", "warning": "war", "failure": "fai"}
_MADE_BY_US = frozenset({RECORD, TEI, CRATE})
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(history: History) -> bytes:
    """Return `metadata/premis.xml` for a sealed history; what was done in the run has the time of packaging.

    What people did at a time that nobody knows was done before it: the interval `../DAY` (EDTF).
    """
    written = _Premis(history)
    parts = [
        *(written.file(thing) for thing in history.things if thing.path is not None),
        *(written.representation(thing) for thing in history.things if thing.id == PACKAGE),
        *(written.event(deed) for deed in history.deeds),
        *(written.agent(actor) for actor in history.actors if written.deeds_of(actor)),
    ]
    return "".join([_HEAD, *parts, _TAIL]).encode()


def original_name(path: str) -> str:
    """Return what a file is called, by its path below `data/`; U+FFFD stands for what XML has no place for."""
    return _legal(OBJECTS + path)


class _Premis:
    """The parts of one document."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.things = {thing.id: thing for thing in history.things}
        self.when = next((deed.when for deed in history.deeds if deed.kind is DeedKind.PACKAGING), None)
        self.version = next((actor.version for actor in history.actors if actor.id == ARCHIVER), None)

    def file(self, thing: Thing) -> str:
        data, known = thing.data or b"", format_of(thing.media_type)
        registry = _around("formatRegistry", _el("formatRegistryName", REGISTRY), _el("formatRegistryKey", known.puid))
        characteristics = _around(
            "objectCharacteristics",
            _el("compositionLevel", "0"),
            _fixity("SHA-256", "sha256", sha256(data).hexdigest()),
            _fixity("SHA-512", "sha512", sha512(data).hexdigest()),
            _el("size", str(len(data))),
            _around(
                "format",
                _around("formatDesignation", _el("formatName", known.name), _el("formatVersion", known.version)),
                registry if known.puid else "",
            ),
            self._creating(thing),
        )
        return _object(
            "file",
            self._object_identifier(thing),
            _identifier("object", "SWHID", thing.uri) if thing.uri else "",
            characteristics,
            _el("originalName", original_name(thing.path or "")),
            *self._derivation(thing),
            *self._events_of(thing),
        )

    def representation(self, package: Thing) -> str:
        """The package as a whole; events link to its files alone, for importers look for these only."""
        parts = [thing for thing in self.history.things if thing.path is not None]
        previous = self.things.get(PREVIOUS)
        digest = next((line for deed in self.history.deeds for line in deed.detail if line.startswith("ni:")), None)
        return _object(
            "representation",
            self._object_identifier(package),
            _identifier("object", "SWHID", package.uri),
            _identifier("object", "ni", digest) if digest else "",
            _relationship("structural", "has part", map(self._key, parts)),
            _relationship("replacement", "replaces", [("SWHID", previous.uri)]) if previous else "",
            *self._events_of(package),
        )

    def event(self, deed: Deed) -> str:
        name, code = _EVENTS[deed.kind]
        objects = [(one, "source", "sou") for one in deed.used] + [(one, "outcome", "out") for one in deed.made]
        outcome = deed.outcome
        return _around(
            "event",
            _identifier("event", "local", self._id(deed.id)),
            _term("eventType", name, "eventType", code),
            _el("eventDateTime", self._time(deed)),
            _around("eventDetailInformation", _el("eventDetail", "\n".join((deed.told, *deed.detail)))),
            _around("eventOutcomeInformation", _term("eventOutcome", outcome, "eventOutcome", _OUTCOMES[outcome]))
            if outcome
            else "",
            *(self._linking_agent(actor, deed) for actor in self._actors_of(deed)),
            *(
                self._linking_object(self.things[one], role, role_code)
                for one, role, role_code in objects
                if self.things[one].path is not None
            ),
        )

    def agent(self, actor: Actor) -> str:
        name, code = _AGENTS[actor.kind]
        return _around(
            "agent",
            _identifier("agent", "local", self._id(actor.id)),
            *(_identifier("agent", "URI", uri) for uri in actor.uris),
            _el("agentName", actor.name),
            _term("agentType", name, "agentType", code),
            _el("agentVersion", actor.version),
            *(self._linking_event(deed) for deed in self.deeds_of(actor)),
        )

    def deeds_of(self, actor: Actor) -> list[Deed]:
        """Return what somebody did; an agent without an event is refused by importers."""
        return [deed for deed in self.history.deeds if actor.id in self._actors_of(deed)]

    def _actors_of(self, deed: Deed) -> tuple[str, ...]:
        return deed.actors or (ARCHIVER,)

    def _time(self, deed: Deed) -> str:
        if deed.when is not None:
            return deed.when
        if not self.when:
            return "unknown"
        return self.when if ARCHIVER in deed.actors else f"../{self.when[:10]}"

    def _id(self, identifier: str) -> str:
        return f"{self.history.package}#{identifier}"

    def _key(self, thing: Thing) -> tuple[str, str]:
        """Return type and value of the first identifier of an object."""
        if thing.path is None:
            return "local", str(self.history.package)
        return "local", f"{self.history.package}/data/{thing.path}"

    def _object_identifier(self, thing: Thing) -> str:
        return _identifier("object", *self._key(thing))

    def _creating(self, thing: Thing) -> str:
        if thing.id not in _MADE_BY_US:
            return ""
        version = _el("creatingApplicationVersion", self.version)
        created = _el("dateCreatedByApplication", self.when)
        return _around("creatingApplication", _el("creatingApplicationName", "archiver"), version, created)

    def _derivation(self, thing: Thing) -> Iterator[str]:
        if thing.id == SOURCE and ORIGINAL in self.things:
            yield _relationship("derivation", "has source", [("URL", self.things[ORIGINAL].uri)])
        if thing.id == TEI and SOURCE in self.things:
            event = _identifier("relatedEvent", "local", self._id("deed.encoding"))
            yield _relationship("derivation", "has source", [self._key(self.things[SOURCE])], event)

    def _events_of(self, thing: Thing) -> Iterator[str]:
        return (self._linking_event(deed) for deed in self.history.deeds if thing.id in {*deed.used, *deed.made})

    def _linking_event(self, deed: Deed) -> str:
        return _identifier("linkingEvent", "local", self._id(deed.id))

    def _linking_agent(self, actor: str, deed: Deed) -> str:
        if not deed.actors:  # somebody whom nobody knows did it; the software knows no more than that
            role = _el("linkingAgentRole", "recorder")
        elif actor == ARCHIVER:
            role = _term("linkingAgentRole", "executing program", "eventRelatedAgentRole", "exe")
        else:
            role = _term("linkingAgentRole", "implementer", "eventRelatedAgentRole", "imp")
        return _identifier("linkingAgent", "local", self._id(actor), role)

    def _linking_object(self, thing: Thing, role: str, code: str) -> str:
        return _identifier(
            "linkingObject", *self._key(thing), _term("linkingObjectRole", role, "eventRelatedObjectRole", code)
        )


def _object(kind: str, *parts: str) -> str:
    return f'<premis:object xsi:type="premis:{kind}">{"".join(parts)}</premis:object>'


def _relationship(kind: str, sub: str, objects: Iterable[tuple[str, str | None]], event: str = "") -> str:
    related = (_identifier("relatedObject", *one) for one in objects)
    return _around("relationship", _el("relationshipType", kind), _el("relationshipSubType", sub), *related, event)


def _fixity(name: str, code: str, digest: str) -> str:
    algorithm = _term("messageDigestAlgorithm", name, "cryptographicHashFunctions", code)
    return _around("fixity", algorithm, _el("messageDigest", digest))


def _identifier(of: str, kind: str, value: str | None, *more: str) -> str:
    return _around(f"{of}Identifier", _el(f"{of}IdentifierType", kind), _el(f"{of}IdentifierValue", value), *more)


def _term(name: str, word: str, scheme: str, code: str) -> str:
    """Return a word of a vocabulary at id.loc.gov with the URIs of both."""
    uris = {
        "authority": scheme,
        "authorityURI": f"{_VOCABULARY}/{scheme}",
        "valueURI": f"{_VOCABULARY}/{scheme}/{code}",
    }
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in uris.items())
    return f"<premis:{name}{attributes}>{escape(word)}</premis:{name}>"


def _around(name: str, *parts: str) -> str:
    return f"<premis:{name}>{''.join(parts)}</premis:{name}>"


def _el(name: str, text: str | None) -> str:
    """Return an element that holds a text; none at all if there is no text."""
    return f"<premis:{name}>{escape(_legal(text), {chr(13): '&#13;'})}</premis:{name}>" if text else ""


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
