# SPDX-License-Identifier: Apache-2.0
"""The terms on which files are fetched: from where, how much, how patiently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SCHEMES = ("http", "https")
"""The schemes that can be fetched at all. Digests guard the bytes, whichever of them is used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How files are fetched; sizes are in octets, times in seconds."""

    schemes: frozenset[str] = frozenset(SCHEMES)
    """The schemes that are allowed, of those that can be fetched."""
    private: bool = False
    """Whether hosts of private networks and of this machine may be asked."""
    octets: int = 256 << 30
    """How much may come in one run, with what turned out to be of no use."""
    file_octets: int = 64 << 30
    """How large one file may be."""
    jobs: int = 4
    """Files that are fetched at once."""
    tries: int = 4
    """How often an address is asked where another try may help."""
    redirects: int = 5
    """How many redirects are followed."""
    backoff: float = 1
    """Waiting time before the second try; it doubles before each further one."""
    longest_wait: float = 60
    """The longest waiting time, also where the server asks for more."""
    connect: float = 15
    """How long a host may take to answer the telephone, with TLS."""
    stall: float = 30
    """How long a transfer may stay below `pace`."""
    pace: int = 1024
    """The least octets a second, over a time of `stall`."""
    resolve: Callable[[str, int], Iterable[str]] | None = None
    """What gives the IP addresses of a host name; None: the operating system."""


TERMS = Terms()
"""The terms where the caller names none."""
