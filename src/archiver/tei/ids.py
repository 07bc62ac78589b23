# SPDX-License-Identifier: Apache-2.0
"""The ids of a TEI document: those of the record as they are, and our own that never meet them.

Ids of the record are lower-case letters, digits and hyphens (`record.schema.json`). Our own are `s1`,
`p2`, `archiver`, `attr.name` and so on; where the record uses such an id itself, ours gets an
underscore, which no id of a record has. Of the forms of ids only those of categories mean anything
(`attr.`, `speech.`, `rule.`), and these have a dot, so that they never give way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver.model import Record

_RECORD_ID = re.compile(r"[a-z][a-z0-9-]*\Z")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9.-]*\Z")
_APART = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """Gives ids to what has none and finds those of speakers and agents."""

    record: frozenset[str]
    """All ids of the record."""
    agents: frozenset[str]
    found: dict[str, str]
    """The speakers who are named in the text only: their name and the id made of it."""

    def own(self, wanted: str) -> str:
        """Return an id of ours that is none of the record's."""
        return wanted + "_" if wanted in self.record else wanted

    def who(self, speaker: str | None) -> str | None:
        """Return the pointer to a speaker or addressee; None for None."""
        if speaker is None:
            return None
        return "#" + self.found.get(speaker, speaker)

    def agent(self, agent: str | None) -> str | None:
        """Return the pointer to an agent of the record; None for None.

        Raises:
            ValueError: if the record has no such agent.
        """
        if agent is None:
            return None
        if agent not in self.agents:
            raise ValueError(f"the record has no agent {agent!r}")
        return "#" + agent


def ids(record: Record, speakers: Iterable[str]) -> Ids:
    """Collect the ids of a record, and make ids for the speakers who are no ids of it.

    Raises:
        ValueError: if an id of the record is not of the form that its schema demands, or used twice.
    """
    everyone = [someone.id for someone in record.everyone]
    agents = [agent.id for agent in record.agents]
    for given in everyone + agents:
        if not _RECORD_ID.match(given):
            raise ValueError(f"not an id of a record: {given!r}")
    known = frozenset(everyone)
    if len({*known, *agents}) < len(everyone) + len(agents):
        raise ValueError("an id of the record is used twice")
    found: dict[str, str] = {}
    used: dict[str, int] = {}
    for speaker in speakers:
        if speaker not in known and speaker not in found:
            base = "name." + (_APART.sub("-", speaker.casefold())[:60].strip("-") or "x")
            used[base] = used.get(base, 0) + 1
            found[speaker] = base if used[base] == 1 else f"{base}.{used[base]}"
    return Ids(record=known | frozenset(agents), agents=frozenset(agents), found=found)


def word(value: str) -> str:
    """Return a rule id or kind of document, which becomes a part of an id.

    Raises:
        ValueError: if it is not made of letters, digits, dots and hyphens.
    """
    if not _WORD.match(value):
        raise ValueError(f"cannot be a part of an id: {value!r}")
    return value
