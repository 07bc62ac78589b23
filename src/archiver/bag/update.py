# SPDX-License-Identifier: Apache-2.0
"""Read a bag once, for its update: the old digests are checked and the new ones computed in the same read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.bag.carrier import carrier
from archiver.bag.declared import declared as read_declared
from archiver.bag.declared import largest
from archiver.bag.manifest import algorithms_of
from archiver.bag.paths import visible
from archiver.bag.renew import Renewal, Request, renewal
from archiver.bag.terms import TERMS
from archiver.findings import Finding

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.bag.terms import Terms


def prepare(root: Path, *, path: str, request: Request, terms: Terms = TERMS) -> Renewal:
    """Say what an update would make of the bag in a folder; nothing is written.

    `path` stands for the bag in the findings.

    Raises:
        CannotRead: if the folder cannot be read.
        NothingToCheck: if there is no such folder.
    """
    bag = carrier(root, terms)
    known = algorithms_of(bag.names())
    observed = bag.observe(algorithms=sorted({*known, *request.add}), keep=largest)
    declared, faults = read_declared(observed.kept)
    unread = [name for name in observed.files if largest(name) >= 0 and name not in observed.kept]
    too_large = [Finding(code="F903", path=name, detail=("too large to be read",)) for name in unread]
    result = renewal(declared, [*faults, *observed.faults, *too_large], observed, request)
    return replace(result, findings=tuple(_placed(finding, path) for finding in result.findings))


def _placed(finding: Finding, root: str) -> Finding:
    place = f"{root.rstrip('/')}/{finding.path}" if finding.path else root
    return replace(finding, path=visible(place), detail=tuple(map(visible, finding.detail)))
