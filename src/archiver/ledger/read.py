# SPDX-License-Identifier: Apache-2.0
"""Read a ledger and check its chain, line by line. Never writes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from archiver.errors import CannotRead, InvalidMaterial
from archiver.findings import Finding
from archiver.ledger.entry import (
    LONGEST,
    PACKAGED,
    AlteredLine,
    LedgerEntry,
    differences,
    line_digest,
    parse_entry,
)
from archiver.ledger.place import open_to_read
from archiver.ledger.tree import Tree, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PIECE = 1024 * 1024
"""Octets that are searched at once."""
MOST = 100
"""Findings of one code; the rest is counted, so that a ledger of rubbish does not fill the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The entries of a ledger and what is wrong with it."""

    entries: tuple[LedgerEntry, ...]
    """Those whose own digest fits, in the order of the file."""
    findings: tuple[Finding, ...] = ()
    altered: tuple[LedgerEntry, ...] = ()
    """What altered lines say now: not to be believed, but a reason not to call a package unrecorded."""
    tree: Tree | None = None
    """The tree over all lines that have an end, altered ones too; None where one is malformed (L101)."""


def read(path: Path, *, name: str, wait: float = 5.0) -> Ledger:
    """Read the ledger and check every line of it; `name` stands for the file in the findings.

    A fault is named once, with its line, and reading goes on after it; of a code that comes very often only the
    first findings are told, and the last one counts the others. The file is locked against writers, so that a
    package is not seen before its entry; for a writer at work we wait as many seconds as `wait` says, and then
    read all the same.

    Raises:
        CannotRead: if there is no such file, or it is no regular one, or cannot be read.
    """
    try:
        with open(open_to_read(path, wait=wait), "rb") as file:  # noqa: PTH123 # a descriptor
            return check(file, name=name)
    except OSError as error:
        raise CannotRead(error.strerror or str(error), where=name) from error


def line_of(path: Path, package: str, *, wait: float = 5.0) -> bytes | None:
    """Return the first line that records a package, without its end, or None where there is none.

    Nothing but the line is read as an entry; the chain as a whole is for `read` to check.

    Raises:
        CannotRead: if there is no such file, or it is no regular one, or cannot be read.
    """
    mark = b'"package":' + json.dumps(package, ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        with open(open_to_read(path, wait=wait), "rb") as file:  # noqa: PTH123 # a descriptor
            return next((line for _, line in lines_with(file, mark) if _records(line, package)), None)
    except OSError as error:
        raise CannotRead(error.strerror or str(error), where=str(path)) from error


def entries_about(path: Path, package: str, *, wait: float = 5.0) -> tuple[LedgerEntry, ...]:
    """Return what a ledger records of a package, and of the versions that supersede it, in order.

    Only these lines are read as entries, so that a long ledger costs a search; the chain as a whole is for `read`.

    Raises:
        CannotRead: if there is no such file, or it is no regular one, or cannot be read.
        InvalidMaterial: if one of these lines is malformed or altered.
    """
    name = json.dumps(package, ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        with open(open_to_read(path, wait=wait), "rb") as file:  # noqa: PTH123 # a descriptor
            found = [_entry(number, line, str(path)) for number, line in lines_with(file, b":" + name)]
    except OSError as error:
        raise CannotRead(error.strerror or str(error), where=str(path)) from error
    return tuple(entry for entry in found if package in {entry.package, entry.supersedes})


def _entry(number: int, line: bytes, name: str) -> LedgerEntry:
    try:
        return parse_entry(line)
    except ValueError as fault:
        code = "L102" if isinstance(fault, AlteredLine) else "L101"
        detail = (_reason(fault),)
        raise InvalidMaterial([Finding(code=code, path=name, line=number, detail=detail)]) from fault


def _records(line: bytes, package: str) -> bool:
    try:
        entry = parse_entry(line)
    except ValueError:
        return False
    return (entry.event, entry.package) == (PACKAGED, package)


def check(file: BinaryIO, *, name: str) -> Ledger:
    """Read an open ledger from where it stands to its end.

    Raises:
        OSError: if it cannot be read.
    """
    chain = _Chain(name)
    for number, line in enumerate(lines_of(file), 1):
        chain.take(number, line)
    chain.end()
    return Ledger(
        entries=tuple(chain.entries),
        findings=tuple(chain.findings),
        altered=tuple(chain.altered),
        tree=None if chain.told["L101"] else Tree(chain.leaves),
    )


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Give the lines with their ends; of one that is too long, just enough to show it."""
    while line := file.readline(LONGEST + 1):
        rest = line
        while len(rest) > LONGEST and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST + 1)
        yield line


def lines_with(file: BinaryIO, mark: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the lines in which a mark stands, without their ends and with their numbers, from 1.

    The octets are searched in large pieces and the other lines are not so much as parted, so that a million of
    them are passed over in a fraction of a second. A line that is too long, or has no end, is none.
    """
    number, rest = 1, b""
    while block := file.read(_PIECE):
        piece = rest + block
        end = piece.rfind(b"\n") + 1
        counted = 0
        at = piece.find(mark, 0, end)
        while at >= 0:
            start, stop = piece.rfind(b"\n", 0, at) + 1, piece.find(b"\n", at, end)
            number += piece.count(b"\n", counted, start)
            counted = start
            if stop - start < LONGEST:
                yield number, piece[start:stop]
            at = piece.find(mark, stop, end)
        number += piece.count(b"\n", counted, end)
        rest = piece[end:][-LONGEST - 1 :]  # of a line that is too long, just enough to show it


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
        self.gap: tuple[int, str] | None = None
        """The first of the breaks that have come together, and what it is."""
        self.gap_end = 0
        """The line of the last of them."""
        self.told: Counter[str] = Counter()
        self.untold: dict[str, int] = {}
        """The first line that was only counted, by code."""
        self.leaves = bytearray()
        """The hashes of the lines that read as entries, one after the other: 32 octets for each."""
        self.packaged: dict[str, tuple[int, LedgerEntry]] = {}
        """What was recorded of each package first, and where."""

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
            self.leaves += leaf_hash(line)
            self.doubt("L102", number, str(fault))
        except ValueError as fault:
            self.doubt("L101", number, _reason(fault))
        else:
            self.link(number, entry)
            self.compare(number, entry)
            self.entries.append(entry)
            self.leaves += leaf_hash(line)
            self.due, self.previous, self.certain = entry.seq + 1, line_digest(line), True

    def link(self, number: int, entry: LedgerEntry) -> None:
        """Hold an entry against the line before it; neighbouring breaks make one finding."""
        if entry.seq != self.due:
            self.note(number, f"line {number} has seq {entry.seq}, expected {self.due}")
        elif self.certain and entry.previous != self.previous:
            self.note(number, f"line {number} does not follow the line before it")
        else:
            self.close()

    def compare(self, number: int, entry: LedgerEntry) -> None:
        """Hold an entry against what was recorded of the package first: a version never changes."""
        if entry.event == PACKAGED:
            line, first = self.packaged.setdefault(entry.package, (number, entry))
        elif entry.outcome is not None and entry.package in self.packaged:
            line, first = self.packaged[entry.package]
        else:
            return
        others = differences(first, entry)
        if others:
            detail = f"{entry.package}: line {line} and line {number} differ in {', '.join(others)}"
            self.tell("L110", number, detail)

    def doubt(self, code: str, number: int, detail: str) -> None:
        self.say(code, number, detail)
        self.due += 1
        self.certain = False

    def say(self, code: str, number: int, detail: str) -> None:
        self.close()
        self.tell(code, number, detail)

    def tell(self, code: str, number: int, *detail: str) -> None:
        """Add a finding, or count it where there are many of its code."""
        self.told[code] += 1
        if self.told[code] <= MOST:
            self.findings.append(Finding(code=code, path=self.name, line=number, detail=detail))
        else:
            self.untold.setdefault(code, number)

    def note(self, number: int, what: str) -> None:
        """Take in a break."""
        self.gap = self.gap or (number, what)
        self.gap_end = number

    def close(self) -> None:
        """Tell the breaks that have come together."""
        if self.gap is not None:
            number, what = self.gap
            more = (f"and the links up to line {self.gap_end}",) if self.gap_end != number else ()
            self.tell("L103", number, what, *more)
            self.gap = None

    def end(self) -> None:
        """Tell what is still open, and how many findings were only counted."""
        self.close()
        for code, number in self.untold.items():
            more = self.told[code] - MOST
            detail = f"and {more} more such line{'' if more == 1 else 's'}"
            self.findings.append(Finding(code=code, path=self.name, line=number, detail=(detail,)))


def _refuse_long() -> LedgerEntry:
    raise ValueError(f"more than {LONGEST} octets")


def _reason(fault: ValueError) -> str:
    if isinstance(fault, UnicodeDecodeError):
        return f"not UTF-8 at byte {fault.start}"
    return str(fault)
