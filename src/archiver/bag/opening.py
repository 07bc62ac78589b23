# SPDX-License-Identifier: Apache-2.0
"""Open files and folders by one name in an open folder, follow no link, and read a small file at once.

What changed while it was read is not said to be good or bad. RFC 8493, section 5.1. Only `os` is imported here: who
has one small bag to check waits for no more.
"""

from __future__ import annotations

import os
from errno import ENOENT

LARGE = 256 * 1024
"""Octets above which a file is large: it is read piece by piece, and worth a thread."""

CHANGED = "changed while it was read"
VANISHED = "vanished while it was read"

_NO_ATIME = getattr(os, "O_NOATIME", 0)
_ROOT = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FOLDER = _ROOT | os.O_NOFOLLOW
# Non-blocking: a FIFO put in the place of a file after it was looked at cannot make us wait.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_QUIET = _FILE | _NO_ATIME
_REGULAR, _KIND = 0o100000, 0o170000


class Unread(Exception):
    """A file that could not be judged; the message says why, `irregular` that it is no regular file."""

    def __init__(self, reason: str, *, irregular: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.irregular = reason, irregular


class Large(Exception):
    """A file that is to be read piece by piece."""


def open_root(root: str | os.PathLike[str]) -> int:
    """Open the folder of a bag, which the caller named; a link in its place is followed."""
    return os.open(root, _ROOT)


def open_folder(name: str, parent: int) -> int:
    """Open a folder by its name in an open one, without following a link."""
    return os.open(name, _FOLDER, dir_fd=parent)


def open_file(name: str, folder: int) -> int:
    """Open a file by its name in an open folder, without following a link and without leaving a trace."""
    try:
        return os.open(name, _QUIET, dir_fd=folder)
    except PermissionError:
        return os.open(name, _FILE, dir_fd=folder)  # only the owner may read without leaving a trace


def demand_folder_there(folder: int) -> None:
    """Refuse an open folder that was removed meanwhile: what is not met in it is not missing from it.

    Raises:
        FileNotFoundError: if it was.
    """
    if not os.fstat(folder).st_nlink:
        raise FileNotFoundError(ENOENT, VANISHED)


def read_at_once(name: str, folder: int, most: int = LARGE) -> tuple[bytes, os.stat_result]:
    """Return the bytes of a file and what the system said of it before they were read.

    Raises:
        Large: if it has more than `most` octets; nothing was read.
        OSError: if it cannot be opened or read.
        Unread: if it is no regular file, or changed while it was read.
    """
    descriptor = open_file(name, folder)
    try:
        before = os.fstat(descriptor)
        size = before.st_size
        if before.st_mode & _KIND != _REGULAR:
            demand_regular(before)
        if size > most:
            raise Large
        data = os.read(descriptor, size + 1)
        if len(data) != size:
            data = _read_on(descriptor, size, data)
        after = os.fstat(descriptor)
        same = after.st_ctime_ns == before.st_ctime_ns and after.st_mtime_ns == before.st_mtime_ns
        if not same or after.st_size != size or len(data) != size or after.st_nlink != before.st_nlink:
            demand_unchanged(before, after, len(data))
    finally:
        os.close(descriptor)
    return data, before


def _read_on(descriptor: int, size: int, data: bytes) -> bytes:
    """Read what a first read left, up to one octet more than expected."""
    parts = [data]
    total = len(data)
    while data and total <= size:
        data = os.read(descriptor, size + 1 - total)
        parts.append(data)
        total += len(data)
    return b"".join(parts)


def demand_regular(status: os.stat_result) -> int:
    """Return the octets of a file that was opened.

    Raises:
        Unread: if it is no regular file.
    """
    if status.st_mode & _KIND != _REGULAR:
        raise Unread("no regular file when it was opened", irregular=True)
    return status.st_size


def demand_unchanged(before: os.stat_result, after: os.stat_result, read: int) -> None:
    """Hold what the system says of a file after it was read against what it said before, and what was read.

    Raises:
        Unread: if it changed or vanished.
    """
    fewer = after.st_nlink < before.st_nlink
    if fewer and not after.st_nlink:
        raise Unread(VANISHED)
    # Who takes another name of the file away changes the time of its inode, and not that of its octets.
    same = after.st_mtime_ns == before.st_mtime_ns and (fewer or after.st_ctime_ns == before.st_ctime_ns)
    if not same or read != before.st_size or after.st_size != read:
        raise Unread(CHANGED)
