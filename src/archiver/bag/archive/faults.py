# SPDX-License-Identifier: Apache-2.0
"""What is wrong with an archive file, as it is met, and what ends the reading of one. Pure."""

from __future__ import annotations

from collections import Counter

from archiver.bag.lines import MOST
from archiver.findings import Finding


class BrokenOff(Exception):
    """Nothing further can be made out in the archive: what was met stands, the rest was not seen."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Faults:
    """The findings on one archive file; of each code so many as a person can read, the rest is counted."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, reason: str, path: str = "") -> None:
        """Take in a finding on a path below the bag, or on the archive file itself."""
        self._counts[code] += 1
        if self._counts[code] <= MOST:
            self._found.append(Finding(code=code, path=path, detail=(reason,)))

    def findings(self) -> tuple[Finding, ...]:
        """Return what was taken in, and for each code how many more there were."""
        rest = [
            Finding(code=code, path="", detail=(f"{count - MOST} more of these",))
            for code, count in self._counts.items()
            if count > MOST
        ]
        return (*self._found, *rest)


def quoted(name: str) -> str:
    """Return a name for a message, cut to what can be read."""
    return name if len(name) <= _READABLE else f"{name[:_READABLE]}…"


_READABLE = 200
