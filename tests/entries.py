# SPDX-License-Identifier: Apache-2.0
"""Ledgers for tests: entries, whole files, a medium that fails where it is told to."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from typing import Any

from archiver.ledger import LedgerEntry
from archiver.ledger.entry import format_entry, line_digest
from archiver.ledger.place import OS


def values(**fields: Any) -> dict[str, Any]:
    """The arguments of `OpenLedger.append`."""
    given = {
        "event": "packaged",
        "package": "bridge/v1",
        "payload": "ni:///sha-256;" + "A" * 43,
        "swhid": "swh:1:dir:" + "0" * 40,
        "tagmanifest": "0" * 128,
        "supersedes": None,
        "time": "2024-05-02T10:00:00Z",
        "tool": "archiver 0.1.0",
    }
    return given | fields


def an_entry(**fields: Any) -> LedgerEntry:
    return replace(LedgerEntry(seq=0, previous=None, **values()), **fields)


def a_ledger(length: int) -> bytes:
    """The bytes of a sound ledger; a shorter one is the beginning of a longer one."""
    data, previous = b"", None
    for seq in range(length):
        line = format_entry(an_entry(seq=seq, previous=previous))
        data, previous = data + line, line_digest(line[:-1])
    return data


class FailingMedium:
    """The medium of the system, with a fault before or after the step of a given number."""

    def __init__(self, step: int, fault: str, *, after: bool = False) -> None:
        self.left, self.fault, self.after = step, fault, after

    def _fail(self, *, after: bool) -> None:
        if after:
            self.left -= 1
        if self.after != after or self.left != (-1 if after else 0):
            return
        if self.fault == "no space":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.fault == "interruption":
            raise KeyboardInterrupt
        if self.fault == "death":
            os._exit(7)

    def write(self, descriptor: int, data: bytes) -> int:
        self._fail(after=False)
        written = OS.write(descriptor, data[: len(data) // 2] if self.fault == "short" else data)
        self._fail(after=True)
        return written

    def truncate(self, descriptor: int, size: int) -> None:
        self._fail(after=False)
        OS.truncate(descriptor, size)
        self._fail(after=True)

    def sync(self, descriptor: int) -> None:
        self._fail(after=False)
        OS.sync(descriptor)
        self._fail(after=True)
