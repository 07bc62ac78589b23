# SPDX-License-Identifier: Apache-2.0
"""An archive file on disk, read at any place and never written; what kind it is, by its first octets."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from archiver.errors import CannotRead, NothingToCheck

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC


class ArchiveFile:
    """An open archive file of a fixed size."""

    def __init__(self, descriptor: int, status: os.stat_result, path: Path) -> None:
        self._descriptor, self._path = descriptor, path
        self.size, self.identity = status.st_size, _identity(status)

    def read(self, place: int, count: int) -> bytes:
        """Return the octets at a place, fewer only where the file ends. May be called by several threads at once.

        Raises:
            CannotRead: if the file has become shorter than it was when it was opened.
        """
        count = min(count, self.size - place)
        data = os.pread(self._descriptor, count, place) if count > 0 else b""
        if len(data) >= count:
            return data
        parts = [data]
        while rest := count - sum(map(len, parts)):
            data = os.pread(self._descriptor, rest, place + count - rest)
            if not data:
                raise self.changed()
            parts.append(data)
        return b"".join(parts)

    def demand(self, identity: tuple[int, ...]) -> None:
        """See that the open file, and what stands at its path by now, is the file with that identity.

        Raises:
            CannotRead: if somebody wrote to it or put another one in its place.
        """
        try:
            same = identity == _identity(os.fstat(self._descriptor)) == _identity(self._path.stat())
        except FileNotFoundError:
            same = False
        if not same:
            raise self.changed()

    def changed(self) -> CannotRead:
        """Return what is raised where the file is another one by now."""
        return CannotRead("changed while it was read", where=str(self._path), help="verify it again")


def _identity(status: os.stat_result) -> tuple[int, ...]:
    """Return what changes when somebody writes to a file or puts another one in its place."""
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@contextmanager
def opened(path: Path) -> Iterator[ArchiveFile]:
    """Open an archive file for reading.

    Raises:
        NothingToCheck: if there is no regular file at the path.
        CannotRead: if it cannot be opened or read.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except FileNotFoundError as error:
        raise NothingToCheck(f"{path} is not there", where=str(path)) from error
    except OSError as error:
        raise CannotRead(error.strerror or str(error), where=str(path)) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NothingToCheck("no regular file", where=str(path))
        yield ArchiveFile(descriptor, status, path)
    except OSError as error:
        raise CannotRead(error.strerror or str(error), where=str(path)) from error
    finally:
        os.close(descriptor)
