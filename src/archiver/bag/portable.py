# SPDX-License-Identifier: Apache-2.0
"""Whether every name of a bag can be written on every system in use, where the caller demands it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.bag.paths import folded, folders_above, obstacle
from archiver.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def obstacles(paths: Iterable[str]) -> Iterator[Finding]:
    """Name each path (relative to the bag) that does not travel, with the reason, once (RFC 8493, section 6.1).

    Of names that fall together where case or normalisation is not told apart, folders included, all but the first
    in order are named.
    """
    spellings: dict[str, str] = {}
    told: set[str] = set()
    for path in sorted(set(paths)):
        reason = obstacle(path) or _collision(path, spellings, told)
        if reason is not None:
            yield Finding(code="B145", path=path, detail=(reason,))


def _collision(path: str, spellings: dict[str, str], told: set[str]) -> str | None:
    """Return which other name takes the place of a path or of a folder above it; of a folder this is said once."""
    for place in (*folders_above(path), path):
        other = spellings.setdefault(folded(place), place)
        if other != place and place not in told:
            told.add(place)
            return f"{place} differs only in case or normalisation from {other}"
    return None
