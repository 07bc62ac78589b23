# SPDX-License-Identifier: Apache-2.0
"""Add an entry to a ledger: under a lock, one write, durable or not at all."""

from __future__ import annotations

import fcntl
import json
import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from archiver.errors import CannotWrite, InvalidMaterial, UsageError
from archiver.findings import Finding
from archiver.ledger.entry import LONGEST, AlteredLine, LedgerEntry, format_entry, line_digest, parse_entry
from archiver.ledger.read import Ledger, check, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TAIL = 2 * LONGEST
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Medium(Protocol):
    """The steps that change a ledger; the tests put one in its place that fails at a step of their choice."""

    def write(self, descriptor: int, data: bytes) -> int:
        """Write at the end of the file; return how much was written."""

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut the file."""

    def sync(self, descriptor: int) -> None:
        """Wait until the file or folder is on the medium."""


class SystemMedium:
    """The steps as the operating system takes them."""

    def write(self, descriptor: int, data: bytes) -> int:
        """Write at the end of the file; return how much was written."""
        return os.write(descriptor, data)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut the file."""
        os.ftruncate(descriptor, size)

    def sync(self, descriptor: int) -> None:
        """Wait until the file or folder is on the medium."""
        os.fsync(descriptor)


OS: Medium = SystemMedium()


class OpenLedger:
    """A ledger that this process has locked for itself."""

    def __init__(self, descriptor: int, *, name: str, medium: Medium) -> None:
        self._descriptor, self._name, self._medium = descriptor, name, medium

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
        mark = b'"package":' + json.dumps(f"{name}/", ensure_ascii=False).encode()[:-1]
        with open(os.dup(self._descriptor), "rb") as file:  # noqa: PTH123 # a descriptor
            file.seek(0)
            lines = [
                (number, line) for number, line in enumerate(lines_of(file), 1) if mark in line and line.endswith(b"\n")
            ]
        return tuple(self._entry(number, line[:-1]) for number, line in lines)

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

        The arguments are the fields of `LedgerEntry`. Only the last two lines are checked, so that the cost
        does not grow with the ledger; the chain as a whole is for `read` to check. A last line without its
        end, left by an interrupted write, gives way to the new entry.

        Raises:
            CannotWrite: if the entry could not be written; the ledger is as it was.
            InvalidMaterial: if the end of the ledger is malformed, altered or not linked.
            UsageError: if a value is not of the form that its field demands.
        """
        size = os.fstat(self._descriptor).st_size
        tail, number, previous = self._tail(size)
        entry = LedgerEntry(
            seq=number,
            previous=previous,
            event=event,
            package=package,
            payload=payload,
            swhid=swhid,
            tagmanifest=tagmanifest,
            supersedes=supersedes,
            time=time,
            tool=tool,
        )
        try:
            line = format_entry(entry)
        except ValueError as error:
            raise UsageError(f"no entry for the ledger: {error}", where=self._name) from error
        self._write(line, size - len(tail), torn=bool(tail))
        return entry

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

    Other writers wait until the block is left. A ledger that was made here and got no entry is taken away
    again. `name` stands for the file in findings and errors.

    Raises:
        CannotWrite: if it cannot be opened or made, or is no regular file.
    """
    shown = name or str(path)
    try:
        descriptor = _open_locked(path, shown, medium)
    except OSError as error:
        raise CannotWrite(error.strerror or str(error), where=shown) from error
    try:
        yield OpenLedger(descriptor, name=shown, medium=medium)
    finally:
        with suppress(OSError):
            if os.fstat(descriptor).st_size == 0:
                path.unlink()
        os.close(descriptor)


def _open_locked(path: Path, name: str, medium: Medium) -> int:
    """Open and lock; what was locked has to be the file that the path names, not one taken away meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        descriptor = _open(path, medium)
        try:
            _demand_regular(descriptor, name)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if path.exists() and os.path.samestat(os.fstat(descriptor), path.lstat()):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _demand_regular(descriptor: int, name: str) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise CannotWrite("the ledger is no regular file", where=name)


def _open(path: Path, medium: Medium) -> int:
    try:
        return os.open(path, _FLAGS)
    except FileNotFoundError:
        descriptor = os.open(path, _FLAGS | os.O_CREAT, 0o644)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            medium.sync(folder)
        except BaseException:
            os.close(descriptor)
            raise
        finally:
            os.close(folder)
        return descriptor
