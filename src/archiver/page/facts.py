# SPDX-License-Identifier: Apache-2.0
"""What is shown of a package: its contents, what the judge said of it, and how it is cited."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archiver.speech.rules import AUTO_ACCEPT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archiver.citation import Citation
    from archiver.findings import Finding, Subject
    from archiver.model import Record, Speaker, Transcript, Utterance

DOUBTFUL = AUTO_ACCEPT
"""Certainty below which an attribution is doubtful: `archiver review` wants a look, citations say “probably”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the judge said of a package, when, and which tool asked."""

    subject: Subject
    """Paths in it are as the user typed them; `inside` takes them off."""
    when: str
    """Date and time in UTC, ISO 8601."""
    tool: str
    ledger: tuple[Finding, ...] = ()
    """Errors of the ledger that was asked."""

    def inside(self, path: str) -> str:
        """Return a path below the package; what is no part of it loses its folders."""
        root = self.subject.path.rstrip("/")
        if path.rstrip("/") == root:
            return ""
        return path.removeprefix(f"{root}/") if path.startswith(f"{root}/") else path.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the payload."""

    path: str
    """Below the package: `data/record.json`."""
    octets: int | None
    """None if it was hashed and not kept."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that a page about one sound package says."""

    key: str
    """Name and version: `name/v3`."""
    record: Record
    transcript: Transcript
    citation: Citation
    checked: Checked
    files: tuple[File, ...] = ()
    ids: tuple[str, ...] = ()
    """xml:id of the first piece of each utterance."""
    locators: tuple[tuple[str, ...], ...] = ()
    """For each utterance the places of its pieces in the source, `swh:1:cnt:…;bytes=…`; empty where there are none."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """What each rule of attribution says, in a sentence."""
    picture: str | None = None
    """The history as SVG."""
    history: tuple[str, ...] = ()
    """The same in sentences."""

    people: Mapping[str, Speaker] = field(init=False, repr=False, compare=False)
    """Everyone whom the record describes, by id."""
    agents: Mapping[str, str] = field(init=False, repr=False, compare=False)
    """The names of all who decided or supplied something, by id."""

    def __post_init__(self) -> None:
        """Look everybody up once: a hostile record has as many people as it has utterances."""
        object.__setattr__(self, "people", {someone.id: someone for someone in reversed(self.record.everyone)})
        object.__setattr__(self, "agents", names_of(self.record))


def names_of(record: Record) -> dict[str, str]:
    """Return the names of the agents of a record by their ids."""
    return {agent.id: agent.name for agent in record.agents}


def doubtful(utterance: Utterance) -> bool:
    """Tell whether nobody knows the speaker, or the rule that decided is wrong too often; a person settles it."""
    if utterance.decided_by is not None:
        return False
    return not utterance.speaker or utterance.certainty < DOUBTFUL
