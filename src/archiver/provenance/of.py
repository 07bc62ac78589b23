# SPDX-License-Identifier: Apache-2.0
"""The history of a package, from its record, its transcript and the files that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.model import RULES_VERSION
from archiver.provenance.history import Actor, ActorKind, Deed, DeedKind, History, Thing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archiver.model import Record, Transcript

ARCHIVER = "archiver"
"""Id of the software in a history."""


def history_of(record: Record, transcript: Transcript, files: Mapping[str, bytes]) -> History:
    """Return how the payload of a package was made: what any run with these rules does, without a clock.

    `files` are the bytes of the payload by their path below `data/`: the source, `record.json`, the TEI and
    the rules. What only a run knows (its time, the release, the package) is added by who writes `metadata/`.
    """
    return History(
        package=None,
        things=tuple(_things(record, files)),
        deeds=tuple(_deeds(record, transcript, files)),
        actors=tuple(_actors(record)),
    )


def _actors(record: Record) -> Iterator[Actor]:
    yield Actor(id=ARCHIVER, name="archiver", kind=ActorKind.SOFTWARE, version=f"rules {RULES_VERSION}")
    for agent in record.agents:
        yield Actor(id=agent.id, name=agent.name, kind=ActorKind(agent.kind), uris=agent.authorities)


def _things(record: Record, files: Mapping[str, bytes]) -> Iterator[Thing]:
    if record.source_url.value:
        yield Thing(id="original", label="the document as published", path=None, uri=record.source_url.value)
    for path, data in files.items():
        yield Thing(id=_id(path), label=_label(path), path=path, media_type=_media_type(record, path), data=data)


def _deeds(record: Record, transcript: Transcript, files: Mapping[str, bytes]) -> Iterator[Deed]:
    raise NotImplementedError  # by DeedKind, in its order


def _id(path: str) -> str:
    raise NotImplementedError


def _label(path: str) -> str:
    raise NotImplementedError


def _media_type(record: Record, path: str) -> str | None:
    raise NotImplementedError
