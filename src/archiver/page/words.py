# SPDX-License-Identifier: Apache-2.0
"""What grounds, kinds and states are called for people, on the page and in the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver.model import Basis, Ground, Kind, Mode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archiver.model import Fact, Utterance
    from archiver.page.facts import Facts

UNKNOWN = "unknown speaker"

GROUNDS = {
    Ground.NAME: "named",
    Ground.ROLE: "by role",
    Ground.PRONOUN: "by pronoun",
    Ground.LABEL: "by label",
    Ground.CONTINUED: "continued",
    Ground.IMPLICIT: "implicit",
    Ground.NONE: "no ground",
}
"""The ground of an attribution in a word or two."""

SENTENCES = {
    Ground.NAME: "The speaker is named.",
    Ground.ROLE: "The speaker is referred to by a role or description.",
    Ground.PRONOUN: "The speaker is referred to by a pronoun.",
    Ground.LABEL: "A label stands before the speech, as in a transcript.",
    Ground.CONTINUED: "The speech goes on from the speaker before.",
    Ground.IMPLICIT: "The speaker is implied and not mentioned.",
    Ground.NONE: "The text gives no ground.",
}
"""The same in a sentence."""

KINDS = {Kind.DIRECT: "direct speech", Kind.INDIRECT: "indirect speech", Kind.MIXED: "indirect speech with quotations"}

# What would drive a terminal, hide itself or turn the direction of writing.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def plain(text: str | None) -> str:
    """Return a text on one line, without what controls a terminal or the direction of writing."""
    return " ".join(_CONTROLS.sub(" ", text or "").split())


def speaker_of(facts: Facts, utterance: Utterance) -> str:
    """Return who said or wrote something, by name."""
    if not utterance.speaker:
        return UNKNOWN
    someone = facts.people.get(utterance.speaker)
    return plain((someone.name.value if someone else None) or utterance.speaker) or UNKNOWN


def manner(utterance: Utterance) -> str:
    """Return how the words are given: `direct speech`, `indirect speech, written`."""
    return KINDS[utterance.kind] + (", written" if utterance.mode is Mode.WRITTEN else "")


def agent(names: Mapping[str, str], identifier: str | None) -> str:
    """Return the name of who decided or supplied something, from the names of all by their ids."""
    return plain(names.get(identifier or "", identifier)) or "nobody named"


def basis(names: Mapping[str, str], fact: Fact) -> str:
    """Return on what ground a fact of the record is stated."""
    if fact.basis is Basis.SUPPLIED:
        sure = f", certainty {plain(fact.certainty)}" if fact.certainty else ""
        return f"supplied by {agent(names, fact.by)}{sure}"
    return "from the source" if fact.basis is Basis.SOURCE else "not known"


def decided(names: Mapping[str, str], utterance: Utterance) -> str:
    """Return who decided an attribution: somebody of the record, else the rules."""
    return f"decided by {agent(names, utterance.decided_by)}" if utterance.decided_by else "decided by rule"
