# SPDX-License-Identifier: Apache-2.0
"""What keeps a check of a bag from looking at all that it is to look at. Pure.

A check that found nothing wrong because it saw nothing has not passed: these functions say why it did not run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.bag.manifest import manifest_name
from archiver.bag.paths import folders_above

if TYPE_CHECKING:
    from archiver.bag.contents import Declared, Observed


def without_list(declared: Declared) -> str | None:
    """Say which list is lacking without which nobody knows what has to be there; None if none is."""
    if not _whole(declared, tag=False):
        return "no whole list of the payload to check against"
    if declared.profile and not _whole(declared, tag=True):
        return "no whole list of the tag files to check against"
    return None


def without_digests(declared: Declared, observed: Observed) -> str | None:
    """Say that there are no digests of the payload to check against; None if there are some."""
    known = [algorithm for algorithm in _whole(declared, tag=False) if algorithm in observed.algorithms]
    return None if known else "no manifest to check against"


def out_of_reach(declared: Declared, observed: Observed) -> str | None:
    """Say what could not be looked at, or None: links and what lies behind them, what cannot be read."""
    closed = set(observed.irregular) | set(observed.unreadable)
    if "data" not in observed.folders:
        closed.add("data")
    if not closed:
        return None
    listed = {
        path
        for manifest in [*declared.manifests.values(), *declared.tagmanifests.values()]
        for path in manifest.entries
        if path not in observed.files
    }
    hidden = sum(not closed.isdisjoint([path, *folders_above(path)]) for path in listed)
    if hidden:
        return f"{hidden} listed file{'' if hidden == 1 else 's'} could not be looked at"
    if closed & observed.folders:
        return "a folder could not be looked at"
    return None


def _whole(declared: Declared, *, tag: bool) -> list[str]:
    manifests = declared.tagmanifests if tag else declared.manifests
    return [algorithm for algorithm in manifests if manifest_name(algorithm, tag=tag) not in declared.broken]
