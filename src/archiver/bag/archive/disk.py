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

    def __init__(self, descriptor: int, status: os.stat_result) -> None:
        self._descriptor, self._status = descriptor, status
        self.size = status.st_size

    def read(self, place: int, count: int) -> bytes:
        """Return the octets at a place, fewer where the file ends. May be called by several threads at once."""
        data = os.pread(self._descriptor, count, place) if count > 0 else b""
        if len(data) == count or place + len(data) >= self.size:
            return data
        parts = [data]
        while data and (rest := count - sum(map(len, parts))):
            data = os.pread(self._descriptor, rest, place + count - rest)
            parts.append(data)
        return b"".join(parts)

    def identity(self) -> tuple[int, ...]:
        """Return what changes when somebody writes to the file or puts another one in its place."""
        now = os.fstat(self._descriptor)
        return (now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns)


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
        yield ArchiveFile(descriptor, status)
    except OSError as error:
        raise CannotRead(error.strerror or str(error), where=str(path)) from error
    finally:
        os.close(descriptor)
