# SPDX-License-Identifier: Apache-2.0
"""The file that a ledger lies in: opened without following a link, locked, made and taken away again."""

from __future__ import annotations

import fcntl
import os
import stat
from contextlib import contextmanager, suppress
from math import ceil
from time import sleep
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FLAGS = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITING = os.O_RDWR | os.O_APPEND
_FILE_MODE = 0o644
_FOLDER_MODE = 0o755
_PAUSE = 0.05
"""Seconds between two tries to lock."""
_RACES = 100
"""How often others may make or take away what we are about to open before we give up."""
_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


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


def open_to_read(path: Path, *, wait: float) -> int:
    """Open a ledger and lock it against writers; after `wait` seconds without the lock, give it all the same.

    Raises:
        OSError: if there is no such file, or it is no regular one, or cannot be opened.
    """
    for left in range(max(0, ceil(wait / _PAUSE)), -1, -1):
        descriptor = _open_regular(path, os.O_RDONLY)
        try:
            if _share(descriptor, path) or left == 0:
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        sleep(_PAUSE)
    raise AssertionError  # the last round returns or raises


def _share(descriptor: int, path: Path) -> bool:
    """Try to lock for reading; True too where no lock can be had, however long one waits."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return _is_at(path, descriptor)


@contextmanager
def held(path: Path, medium: Medium) -> Iterator[int]:
    """Give a ledger opened for writing and locked for this writer alone, made with its folders if need be.

    Modes do not depend on the umask. A ledger without any entry and the folders that were made for it are
    taken away again at the end, whatever happened.

    Raises:
        OSError: if it cannot be opened or made, or is no regular file.
    """
    made: list[Path] = []
    try:
        descriptor = _open_locked(path, made, medium)
        try:
            if os.fstat(descriptor).st_size == 0:
                _sync(path.parent, medium)
            yield descriptor
        finally:
            with suppress(OSError):
                if os.fstat(descriptor).st_size == 0:
                    path.unlink()
            os.close(descriptor)
    finally:
        for folder in reversed(made):
            with suppress(OSError):  # not empty: the ledger is in it, or somebody else uses it
                folder.rmdir()


def _open_locked(path: Path, made: list[Path], medium: Medium) -> int:
    """Open and lock; what was locked has to be the file that the path names, not one taken away meanwhile."""
    races = 0
    while True:
        try:
            _make_folders(path.parent, made, medium)
            descriptor = _open_or_make(path)
        except (FileExistsError, FileNotFoundError):  # another writer made it, or took it or its folder away
            races += 1
            if races == _RACES:
                raise
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if _is_at(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _open_or_make(path: Path) -> int:
    try:
        return _open_regular(path, _WRITING)
    except FileNotFoundError:
        descriptor = os.open(path, _WRITING | _FLAGS | os.O_CREAT | os.O_EXCL, _FILE_MODE)
        os.fchmod(descriptor, _FILE_MODE)
        return descriptor


def _open_regular(path: Path, flags: int) -> int:
    _demand_regular(path.lstat().st_mode)  # to open a device may be enough to set it going
    descriptor = os.open(path, flags | _FLAGS)
    try:
        _demand_regular(os.fstat(descriptor).st_mode)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _demand_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise OSError(f"the ledger is {_KINDS.get(stat.S_IFMT(mode), 'a special file')}")


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _make_folders(folder: Path, made: list[Path], medium: Medium) -> None:
    missing = []
    while not os.path.lexists(folder):
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        with suppress(FileExistsError):  # another writer was quicker, and it is theirs to take away
            new.mkdir()
            made.append(new)
            new.chmod(_FOLDER_MODE)
            _sync(new.parent, medium)


def _sync(folder: Path, medium: Medium) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        medium.sync(descriptor)
    finally:
        os.close(descriptor)
