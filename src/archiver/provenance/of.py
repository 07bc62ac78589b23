# SPDX-License-Identifier: Apache-2.0
"""The history of a package, from its record, its transcript and the files that were made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.model import RULES_VERSION
from archiver.provenance import deeds
from archiver.provenance.deeds import ARCHIVER
from archiver.provenance.history import Actor, ActorKind, Deed, DeedKind, History, Thing
from archiver.provenance.things import CRATE, rules_of, things_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archiver.model import Record, Transcript

PACKAGE = "thing.package"
"""Id of the package as a thing of its history; its address is its SWHID."""
PREVIOUS = "thing.package-before"
"""Id of the version before it."""

_SCHEMA = "file.schema.record.schema.json"


def history_of(
    record: Record, transcript: Transcript, files: Mapping[str, bytes], *, rules: str = RULES_VERSION
) -> History:
    """Return how the payload of a package was made: what any run with these rules does, without a clock.

    `files` are the bytes of the payload by their path below `data/`: the source, `record.json`, the TEI,
    the rules, and the RO-Crate if there is one. `rules` is the version that the package names. The order of
    the files does not matter. What only a run knows (its time, the release, the package) is added by `sealed`.
    """
    things = tuple(things_of(record, files))
    return History(
        package=None,
        things=things,
        deeds=tuple(_deeds(record, transcript, things)),
        actors=tuple(_actors(record, rules)),
    )


def sealed(
    history: History,
    *,
    package: str,
    swhid: str,
    payload: str,
    when: str | None,
    release: str | None,
    previous: str | None = None,
) -> History:
    """Return a history with what only a run knows: the digests of the payload, and the package that was written.

    `package` is name and version (`name/v2`), `swhid` and `payload` its identifiers, `previous` the SWHID of the
    version before. `when` is an RFC 3339 time or a date, `release` what the software called itself in
    `Bag-Software-Agent`, without its name; None where nobody knows. None of it may stand inside the payload.
    """
    files = tuple(thing.id for thing in history.things if thing.path is not None)
    things = [*history.things, Thing(id=PACKAGE, label=package, path=None, uri=swhid)]
    if previous:
        things.append(Thing(id=PREVIOUS, label="the version before", path=None, uri=previous))
    digest = Deed(
        id="deed.digest",
        kind=DeedKind.DIGEST,
        told="Digests and identifiers of the payload were computed.",
        actors=(ARCHIVER,),
        used=files,
        when=when,
        outcome="success",
        detail=(f"SHA-256 and SHA-512 of {len(files)} files", swhid, payload),
    )
    packaging = Deed(
        id="deed.packaging",
        kind=DeedKind.PACKAGING,
        told=f"The payload was written as the bag {package}.",
        actors=(ARCHIVER,),
        used=(*files, *([PREVIOUS] if previous else [])),
        made=(PACKAGE,),
        when=when,
        outcome="success",
    )
    return replace(
        history,
        package=package,
        things=tuple(things),
        deeds=(*history.deeds, digest, packaging),
        actors=tuple(_released(actor, release) for actor in history.actors),
    )


def _released(actor: Actor, release: str | None) -> Actor:
    if actor.id != ARCHIVER or not release:
        return actor
    return replace(actor, version=f"{release}, {actor.version}")


def _actors(record: Record, rules: str) -> Iterator[Actor]:
    yield Actor(id=ARCHIVER, name="archiver", kind=ActorKind.SOFTWARE, version=f"rules {rules}")
    for agent in record.agents:
        yield Actor(id=agent.id, name=agent.name, kind=ActorKind(agent.kind), uris=agent.authorities)


def _deeds(record: Record, transcript: Transcript, things: tuple[Thing, ...]) -> Iterator[Deed]:
    """Return the deeds in the order in which they are done: a person's decisions go over the rules."""
    rules = rules_of(things)
    of_tei = tuple(rule for rule in rules if rule != _SCHEMA)
    yield deeds.capture(record)
    yield deeds.description(record)
    yield deeds.validation(tuple(rule for rule in rules if rule == _SCHEMA))
    yield deeds.attribution(transcript)
    for number, decision in enumerate(record.corrections, 1):
        yield deeds.correction(number, decision, record)
    yield deeds.encoding(transcript, of_tei)
    yield deeds.validation_of_tei(of_tei)
    if any(thing.id == CRATE for thing in things):
        yield deeds.crate()
