# SPDX-License-Identifier: Apache-2.0
"""Add an entry to a ledger: under a lock, one write, durable or not at all."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.errors import CannotWrite, InvalidMaterial, UsageError
from archiver.findings import Finding
from archiver.ledger.entry import (
    LONGEST,
    PACKAGED,
    AlteredLine,
    LedgerEntry,
    differences,
    format_entry,
    line_digest,
    parse_entry,
)
from archiver.ledger.place import OS, held
from archiver.ledger.read import Ledger, check, lines_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from archiver.ledger.place import Medium

_TAIL = 2 * LONGEST


class OpenLedger:
    """A ledger that this process has locked for itself."""

    def __init__(self, descriptor: int, *, name: str, medium: Medium) -> None:
        self._descriptor, self._name, self._medium = descriptor, name, medium
        self._known: dict[str, tuple[tuple[int, LedgerEntry], ...]] = {}
        """What was recorded of the packages below a folder that was asked for, with the lines; nobody else writes."""

    def read(self) -> Ledger:
        """Return all entries and what is wrong with the ledger; see `archiver.ledger.read`."""
        with open(os.dup(self._descriptor), "rb") as file:  # noqa: PTH123 # a descriptor
            file.seek(0)
            return check(file, name=self._name)

    def entries_of(self, name: str) -> tuple[LedgerEntry, ...]:
        """Return the entries of the packages below the folder `name`, in order.

        Only their lines are read as entries, so that a shelf of many packages costs a search and no more; the
        chain as a whole is for `read` to check.

        Raises:
            InvalidMaterial: if one of these lines is malformed or altered.
        """
        found = self._known[name] = tuple(self._search(json.dumps(f"{name}/", ensure_ascii=False)[:-1]))
        return tuple(entry for _, entry in found)

    def _search(self, package: str) -> Iterator[tuple[int, LedgerEntry]]:
        """Go through the entries whose package, as a JSON string, begins like this, with their lines."""
        mark = b'"package":' + package.encode()
        with open(os.dup(self._descriptor), "rb") as file:  # noqa: PTH123 # a descriptor
            file.seek(0)
            for number, line in lines_with(file, mark):
                yield number, self._entry(number, line)

    def _entry(self, number: int, line: bytes) -> LedgerEntry:
        try:
            return parse_entry(line)
        except AlteredLine as fault:
            raise self._broken("L102", str(fault), number) from fault
        except ValueError as fault:
            raise self._broken("L101", str(fault), number) from fault

    def append(
        self,
        *,
        event: str,
        package: str,
        payload: str,
        swhid: str,
        tagmanifest: str,
        supersedes: str | None,
        time: str,
        tool: str,
    ) -> LedgerEntry:
        """Add an entry after the last one and wait until it is on the medium.

        The arguments are the fields of `LedgerEntry`. Only the last two lines are checked, so that the cost does not
        grow with the ledger. What was recorded of the package before is searched for, unless `entries_of` did so
        already; the chain as a whole is for `read` to check. A last line without its end, left by an interrupted
        write, gives way to the new entry.

        Raises:
            CannotWrite: if the entry could not be written; the ledger is as it was.
            InvalidMaterial: if the end of the ledger is malformed, altered or not linked, or the package was
                recorded before with other values: a version never changes.
            UsageError: if a value is not of the form that its field demands.
        """
        entry = LedgerEntry(
            seq=0,
            previous=None,
            event=event,
            package=package,
            payload=payload,
            swhid=swhid,
            tagmanifest=tagmanifest,
            supersedes=supersedes,
            time=time,
            tool=tool,
        )
        return self.extend([entry])[0]

    def extend(self, entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
        """Add several entries after the last one by one write, and wait until all are on the medium.

        What `seq` and `previous` say does not matter: each entry is linked to the one before it and returned as it
        was written. All of them are added or none; only the end of the machine's power between may leave some.

        Raises:
            CannotWrite: as `append` does.
            InvalidMaterial: the same.
            UsageError: the same.
        """
        size = os.fstat(self._descriptor).st_size
        tail, number, previous = self._tail(size)
        added, lines = [], []
        for seq, given in enumerate(entries, number):
            entry = replace(given, seq=seq, previous=previous)
            try:
                line = format_entry(entry)
            except ValueError as error:
                raise UsageError(f"no entry for the ledger: {error}", where=self._name) from error
            self._demand_alike(entry)
            previous = line_digest(line[:-1])
            added.append(entry)
            lines.append(line)
        if lines:
            self._write(b"".join(lines), size - len(tail), torn=bool(tail))
        return tuple(added)

    def _demand_alike(self, entry: LedgerEntry) -> None:
        if entry.event != PACKAGED:
            return
        for number, earlier in self._recorded(entry.package):
            others = differences(earlier, entry)
            if (earlier.event, earlier.package) == (PACKAGED, entry.package) and others:
                detail = f"line {number} records {entry.package} with another {', '.join(others)}"
                raise self._broken("L110", detail, number)

    def _recorded(self, package: str) -> Iterable[tuple[int, LedgerEntry]]:
        """Give what was recorded of a package, and maybe of others of its name, as it was found or by a search."""
        known = self._known.pop(package.rpartition("/")[0], None)  # an entry is added now: next time it is looked for
        return self._search(json.dumps(package, ensure_ascii=False)) if known is None else known

    def _write(self, line: bytes, size: int, *, torn: bool) -> None:
        try:
            if torn:
                self._medium.truncate(self._descriptor, size)
            self._write_whole(line)
            self._medium.sync(self._descriptor)
        except BaseException as error:
            with suppress(OSError):
                os.ftruncate(self._descriptor, size)
            if isinstance(error, OSError):
                raise CannotWrite(error.strerror or str(error), where=self._name) from error
            raise

    def _write_whole(self, line: bytes) -> None:
        if self._medium.write(self._descriptor, line) != len(line):
            raise CannotWrite("the disk is full", where=self._name, help="make room and run the command again")

    def _tail(self, size: int) -> tuple[bytes, int, str | None]:
        """Return the torn rest after the last line, the number of the next entry and the digest to link to."""
        start = max(0, size - _TAIL)
        *lines, torn = os.pread(self._descriptor, size - start, start).split(b"\n")
        if start > 0 and lines:
            del lines[0]  # its beginning is not here
        if not lines:
            if start > 0:
                raise self._broken("L101", "the last line is too long", None)
            return torn, 0, None
        entry = self._sound(lines[-1], size)
        if len(lines) > 1:
            linked = entry.previous == line_digest(lines[-2])
        else:
            linked = entry.seq > 0 if start > 0 else (entry.seq, entry.previous) == (0, None)
        if not linked:
            raise self._broken("L103", "the last line does not follow the line before it", entry.seq + 1)
        return torn, entry.seq + 1, line_digest(lines[-1])

    def _sound(self, line: bytes, size: int) -> LedgerEntry:
        try:
            return parse_entry(line)
        except AlteredLine as fault:
            raise self._broken("L102", str(fault), fault.entry.seq + 1) from fault
        except ValueError as fault:
            raise self._broken("L101", f"the last line, before octet {size}: {fault}", None) from fault

    def _broken(self, code: str, detail: str, line: int | None) -> InvalidMaterial:
        return InvalidMaterial([Finding(code=code, path=self._name, line=line, detail=(detail,))])


@contextmanager
def locked(path: Path, *, name: str | None = None, medium: Medium = OS) -> Iterator[OpenLedger]:
    """Lock the ledger for this writer alone, making it and the folders above it if they are not there.

    Other writers wait until the block is left. A ledger that got no entry is taken away again, and so are the
    folders that were made for it. `name` stands for the file in findings and errors.

    Raises:
        CannotWrite: if it cannot be opened or made, or is no regular file.
    """
    shown = name or str(path)
    with ExitStack() as stack:
        try:
            descriptor = stack.enter_context(held(path, medium))
        except OSError as error:
            raise CannotWrite(error.strerror or str(error), where=shown) from error
        yield OpenLedger(descriptor, name=shown, medium=medium)
