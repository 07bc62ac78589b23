# SPDX-License-Identifier: Apache-2.0
"""The limits of what an archive may hold, counted while it is read. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.bag.archive.faults import BrokenOff

if TYPE_CHECKING:
    from archiver.bag.terms import Limits

FREE = 64 * 1024 * 1024
"""Octets that may be unpacked whatever they were packed into."""

_LETTERS = 256
"""Letters of all names together for each member that is allowed: names are what is kept in memory."""


class Meter:
    """Counts what is unpacked and stops the reading where a limit is passed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.members = self.letters = self.unpacked = self.packed = 0

    def name(self, name: str) -> None:
        """Count a member, or a folder that the name of one implies.

        Raises:
            BrokenOff: if there are more than the limit allows.
        """
        self.members += 1
        self.letters += len(name)
        if self.members > self.limits.members:
            raise BrokenOff("B217", f"more than {self.limits.members:,} members and folders")
        if self.letters > self.limits.members * _LETTERS + FREE:
            raise BrokenOff("B217", f"the names are longer than {self.limits.members:,} members may have")

    def octets(self, unpacked: int, packed: int) -> None:
        """Count octets and what they were packed into.

        Raises:
            BrokenOff: if there are more than the limits allow.
        """
        self.unpacked += unpacked
        self.packed += packed
        if self.unpacked > self.limits.octets:
            raise BrokenOff("B217", f"more than {self.limits.octets:,} octets")
        if self.unpacked > FREE + self.limits.ratio * self.packed:
            raise BrokenOff("B217", f"more than {self.limits.ratio:,} octets unpacked for each one packed")
