# SPDX-License-Identifier: Apache-2.0
"""The terms on which a bag is judged: what the caller demands of it and how much it may take. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from archiver.bag.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much an archive file may hold before it is left alone as hostile; what is hit is told."""

    octets: int = 1 << 44
    """Octets of all members together, unpacked."""
    ratio: int = 1000
    """Octets unpacked for each octet packed, above the first 64 MiB."""
    members: int = 10_000_000
    """Members of one archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a bag is to be judged."""

    limits: Limits = field(default_factory=Limits)
    lenient: bool = False
    """Whether a bag of 1.0 is read as leniently as an older one: what can be meant in one way only is a warning."""
    portable: bool = False
    """Whether every name has to be one that other systems take too."""
    jobs: int | None = None
    """Processes and threads that may read at once; None: as many as the machine has processors."""
    progress: Callable[[int, int], None] | None = None
    """Called now and then with the files and the octets read since the last call."""
    profiles: tuple[Profile, ...] = ()
    """The profiles that every bag has to satisfy."""
    known_profile: Callable[[str], Profile | None] | None = None
    """Finds the profile that a bag names by its identifier, without opening it; None: no profile is known."""

    identify: bool = False
    """Whether what the identifiers are made of is computed for every bag, and not for our packages alone."""


TERMS = Terms()
"""The terms where the caller names none."""
