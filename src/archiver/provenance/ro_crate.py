# SPDX-License-Identifier: Apache-2.0
"""RO-Crate 1.3 with Process Run Crate 0.5: what lies in a payload, who made it, and how; canonical JSON, no clock."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from archiver.provenance.dates import moment, published
from archiver.provenance.deeds import ARCHIVER
from archiver.provenance.entities import Graph, agent, called, compact, everyone, is_uri, licence, relative
from archiver.provenance.formats import ADDRESS, format_of
from archiver.provenance.history import ActorKind, DeedKind
from archiver.provenance.things import ORIGINAL, SOURCE, TEI
from archiver.record.canonical import canonical

if TYPE_CHECKING:
    from archiver.model import Record
    from archiver.provenance.entities import Reference
    from archiver.provenance.history import Actor, Deed, History, Thing

NAME = "ro-crate-metadata.json"
"""Name of the file, in the root of the payload (RO-Crate 1.3, §RO-Crate Structure)."""
CONTEXT = "https://w3id.org/ro/crate/1.3/context"

_VERSIONS = ("https://w3id.org/ro/crate/1.3", "https://w3id.org/ro/crate/1.1")
"""1.1 too: Process Run Crate 0.5 is a profile of it."""
_PROCESS = "https://w3id.org/ro/wfrun/process/0.5"
_SOFTWARE = "urn:x-archiver:software"
_ACTIONS = {
    DeedKind.CAPTURE: "ReceiveAction",
    DeedKind.DESCRIPTION: "CreateAction",
    DeedKind.VALIDATION: "CheckAction",
    DeedKind.ATTRIBUTION: "AssessAction",
    DeedKind.CORRECTION: "AssessAction",
    DeedKind.ENCODING: "CreateAction",
}
_CONTENTS = {
    SOURCE: "The document as it came, untouched.",
    TEI: "The text of the document, character for character, with who says what and on what ground.",
    "file.record.json": "The metadata record of the document, in canonical JSON.",
}
_RULES = {
    "file.schema.archiver.odd": "The rules of the TEI encoding, for people and as ODD.",
    "file.schema.archiver.rng": "The schema of the TEI encoding, RELAX NG.",
    "file.schema.record.schema.json": "The schema of the record, JSON Schema.",
}
_APACHE = "https://www.apache.org/licenses/LICENSE-2.0"


def write(record: Record, history: History) -> bytes:
    """Return `ro-crate-metadata.json` for a payload whose history is given, without itself and unsealed.

    Bytes are the same wherever and whenever they are made, and name no identifier of the package itself.
    """
    return canonical({"@context": CONTEXT, "@graph": _Crate(record, history).entities()})


class _Crate:
    """One crate while it is made."""

    def __init__(self, record: Record, history: History) -> None:
        self.record = record
        self.history = history
        self.graph = Graph()
        self.things = {thing.id: thing for thing in history.things}
        self.actors = {actor.id: actor for actor in history.actors}

    def entities(self) -> list[Any]:
        """Return all entities: descriptor, root and files first, then what they refer to."""
        descriptor = {
            "@id": NAME,
            "@type": "CreativeWork",
            "name": "RO-Crate of this package",
            "about": {"@id": "./"},
            "conformsTo": [{"@id": version} for version in _VERSIONS],
            "description": "What lies in this package, who made it, and how.",
        }
        root = compact(self._root())
        return [descriptor, root, *self.graph.entities]

    def _root(self) -> dict[str, Any]:
        record, graph = self.record, self.graph
        parts = [self._file(thing) for thing in self.history.things if thing.path is not None]
        date = published(record)
        profile = graph.add(
            _PROCESS, ["CreativeWork", "Profile"], name="Process Run Crate", version="0.5", url=_PROCESS
        )
        archive = record.archive
        publisher = (
            called(graph, archive, record, kind="Organization", identifier="#the.archive") if archive.value else None
        )
        authors = [  # the record does not say whether they are persons or organisations, but for those it describes
            called(graph, fact, record, kind="Thing", identifier=f"#author.{number}")
            for number, fact in enumerate(record.creators, 1)
            if fact.value
        ]
        people = everyone(graph, record)
        actions = [self._action(deed, publisher) for deed in self.history.deeds if deed.kind in _ACTIONS]
        place = record.place
        return {
            "@id": "./",
            "@type": "Dataset",
            "name": record.title.value or "Untitled document",
            "description": " ".join(filter(None, (record.abstract or self._summary(), date.told))),
            "datePublished": date.iso,
            "license": self._rights_in_source(),
            "publisher": publisher,
            "author": authors,
            "inLanguage": record.language.value,
            "keywords": list(record.subjects),
            "contentLocation": graph.add("#the.place", "Place", name=place.value) if place.value else None,
            "conformsTo": profile,
            "mainEntity": {"@id": relative(self.things[TEI].path or "")} if TEI in self.things else None,
            "hasPart": parts,
            "mentions": [*actions, *people],
        }

    def _summary(self) -> str:
        return f"A public statement ({self.record.kind}) with its record and its TEI encoding."

    def _rights_in_source(self) -> Reference:
        return licence(self.graph, self.record.rights_source, of="source", identifier="#rights.source")

    def _rights_in_encoding(self) -> Reference:
        return licence(self.graph, self.record.rights_encoding, of="encoding", identifier="#rights.encoding")

    def _file(self, thing: Thing) -> Reference:
        path, data = thing.path or "", thing.data or b""
        is_source = thing.id == SOURCE
        original = [self._original()] if is_source and ORIGINAL in self.things else []
        return self.graph.add(
            relative(path),
            "File",
            name=path.rpartition("/")[2] if is_source else path,
            description={**_CONTENTS, **_RULES}.get(thing.id, "A file of the package."),
            contentSize=str(len(data)),
            encodingFormat=self._format(thing.media_type),
            sha256=sha256(data).hexdigest(),
            identifier=thing.uri,
            license=self._licence(thing),
            isBasedOn=original or ([{"@id": relative(self.things[SOURCE].path or "")}] if thing.id == TEI else None),
        )

    def _licence(self, thing: Thing) -> Reference:
        """Return the licence of a file: the rules that lie in every package are ours and no work of its makers."""
        if thing.id == SOURCE:
            return self._rights_in_source()
        if thing.id in _RULES:
            name, text = "Apache License 2.0", "Licence of the rules that archiver packs with a document."
            return self.graph.add(_APACHE, "CreativeWork", name=name, description=text, identifier="Apache-2.0")
        return self._rights_in_encoding()

    def _format(self, media_type: str | None) -> list[Any]:
        known = format_of(media_type)
        named = [media_type] if media_type else []
        if known.puid is None:
            return named
        return [*named, self.graph.add(f"{ADDRESS}{known.puid}", "WebPage", name=known.name)]

    def _original(self) -> Reference:
        address = self.things[ORIGINAL].uri or ""
        at = address if is_uri(address) else "#the.original"
        return self.graph.add(at, "WebPage", name="The document as published", url=address)

    def _action(self, deed: Deed, publisher: Reference | None) -> Reference:
        """Add a deed: people are its agents, the software its instrument; who is not named is the archive, if it is."""
        actors = [self.actors[actor] for actor in deed.actors if actor in self.actors]
        agents = [self._actor(actor) for actor in actors if actor.kind is not ActorKind.SOFTWARE]
        creates = _ACTIONS[deed.kind] == "CreateAction"
        tools = [self._actor(actor) for actor in actors if actor.kind is ActorKind.SOFTWARE]
        if creates and {"@id": _SOFTWARE} not in tools:  # the record is written in its canonical form by software
            tools.append(self._actor(self.actors[ARCHIVER]))
        return self.graph.add(
            f"#{deed.id}",
            _ACTIONS[deed.kind],
            name=deed.told,
            description="\n".join(deed.detail) or deed.told,
            object=[self._thing(used) for used in deed.used],
            result=[self._thing(made) for made in deed.made],
            instrument=tools,
            agent=agents or ([publisher] if creates and publisher else None),
            endTime=moment(deed.when),
            actionStatus="http://schema.org/CompletedActionStatus" if deed.outcome == "success" else None,
        )

    def _thing(self, identifier: str) -> Reference:
        if identifier == ORIGINAL:
            return self._original()
        return {"@id": relative(self.things[identifier].path or "")}

    def _actor(self, actor: Actor) -> Reference:
        if actor.id == ARCHIVER:
            return self.graph.add(
                _SOFTWARE, "SoftwareApplication", name=actor.name, version=actor.version, url=_SOFTWARE
            )
        return agent(self.graph, next(one for one in self.record.agents if one.id == actor.id))
