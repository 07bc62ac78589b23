# SPDX-License-Identifier: Apache-2.0
"""Read a ledger and check its chain, line by line. Never writes."""

from __future__ import annotations

import fcntl
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from archiver.errors import CannotRead
from archiver.findings import Finding
from archiver.ledger.entry import LONGEST, AlteredLine, LedgerEntry, line_digest, parse_entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The entries of a ledger and what is wrong with it."""

    entries: tuple[LedgerEntry, ...]
    """Those whose own digest fits, in the order of the file."""
    findings: tuple[Finding, ...] = ()
    altered: tuple[LedgerEntry, ...] = ()
    """What altered lines say now: not to be believed, but a reason not to call a package unrecorded."""


def read(path: Path, *, name: str) -> Ledger:
    """Read the ledger and check every line of it; `name` stands for the file in the findings.

    A fault is named once, with its line, and reading goes on after it. The file is locked against writers
    where that is possible at once; a writer at work does not keep us waiting.

    Raises:
        CannotRead: if there is no such file, or it is no regular one, or cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:  # noqa: PTH123 # a descriptor, opened without following a link
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise CannotRead("the ledger is no regular file", where=name)
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return check(file, name=name)
    except OSError as error:
        raise CannotRead(error.strerror or str(error), where=name) from error


def check(file: BinaryIO, *, name: str) -> Ledger:
    """Read an open ledger from where it stands to its end.

    Raises:
        OSError: if it cannot be read.
    """
    chain = _Chain(name)
    for number, line in enumerate(lines_of(file), 1):
        chain.take(number, line)
    chain.close()
    return Ledger(entries=tuple(chain.entries), findings=tuple(chain.findings), altered=tuple(chain.altered))


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Give the lines with their ends; of one that is too long, just enough to show it."""
    while line := file.readline(LONGEST + 1):
        rest = line
        while len(rest) > LONGEST and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST + 1)
        yield line


class _Chain:
    """The chain as far as it was read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.entries: list[LedgerEntry] = []
        self.altered: list[LedgerEntry] = []
        self.findings: list[Finding] = []
        self.due = 0
        """The number that the next entry has to bear."""
        self.previous: str | None = None
        """What the next entry has to give as `previous`."""
        self.certain = True
        """Whether the line before was sound, so that `previous` can be demanded."""
        self.breaks: list[tuple[int, str]] = []

    def take(self, number: int, line: bytes) -> None:
        """Take in a line; one without an end never became an entry."""
        if not line.endswith(b"\n") and len(line) <= LONGEST:
            self.say("L107", number, f"{len(line)} octets without a line end")
            return
        line = line.removesuffix(b"\n")
        try:
            entry = parse_entry(line) if len(line) < LONGEST else _refuse_long()
        except AlteredLine as fault:
            self.altered.append(fault.entry)
            self.doubt("L102", number, str(fault))
        except ValueError as fault:
            self.doubt("L101", number, _reason(fault))
        else:
            self.link(number, entry)
            self.entries.append(entry)
            self.due, self.previous, self.certain = entry.seq + 1, line_digest(line), True

    def link(self, number: int, entry: LedgerEntry) -> None:
        """Hold an entry against the line before it; neighbouring breaks make one finding."""
        if entry.seq != self.due:
            self.breaks.append((number, f"line {number} has seq {entry.seq}, expected {self.due}"))
        elif self.certain and entry.previous != self.previous:
            self.breaks.append((number, f"line {number} does not follow the line before it"))
        else:
            self.close()

    def doubt(self, code: str, number: int, detail: str) -> None:
        self.say(code, number, detail)
        self.due += 1
        self.certain = False

    def say(self, code: str, number: int, detail: str) -> None:
        self.close()
        self.findings.append(Finding(code=code, path=self.name, line=number, detail=(detail,)))

    def close(self) -> None:
        """Tell the breaks that have come together."""
        if self.breaks:
            number, detail = self.breaks[0]
            last = self.breaks[-1][0]
            more = (f"and the links up to line {last}",) if last != number else ()
            self.findings.append(Finding(code="L103", path=self.name, line=number, detail=(detail, *more)))
            self.breaks.clear()


def _refuse_long() -> LedgerEntry:
    raise ValueError(f"more than {LONGEST} octets")


def _reason(fault: ValueError) -> str:
    if isinstance(fault, UnicodeDecodeError):
        return f"not UTF-8 at byte {fault.start}"
    return str(fault)
