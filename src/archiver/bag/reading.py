# SPDX-License-Identifier: Apache-2.0
"""Read regular files once and compute all their digests from that one read.

A file is opened as `opening` has it: no link is followed, and nothing but a regular file is read.
RFC 8493, section 5.1.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from array import array
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from archiver.bag.opening import (
    LARGE,
    VANISHED,
    Large,
    Unread,
    demand_regular,
    demand_unchanged,
    open_file,
    read_at_once,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

GIT = "git"
"""Name of the pseudo algorithm that gives the hash of a git blob: the content SWHID in raw form."""

_CHUNK = 512 * 1024
_PYTHON_NAMES = {"sha3224": "sha3_224", "sha3256": "sha3_256", "sha3384": "sha3_384", "sha3512": "sha3_512"}
_STRONG = {"sha256": hashlib.sha256, "sha512": hashlib.sha512}
"""What most bags have, without a search by name for each file."""


class Hash(Protocol):
    """A digest that is being computed."""

    def update(self, data: bytes | memoryview, /) -> None:
        """Take in some octets."""

    def digest(self) -> bytes:
        """Return the raw digest."""


class Read(NamedTuple):
    """A file that was read: its mode, its digests, and its bytes if they were asked for."""

    size: int
    mode: int
    digests: list[bytes]
    data: bytes = b""


def maker(algorithm: str) -> Callable[[int], Hash]:
    """Return a function that begins a digest for a file of the size it is given."""
    if algorithm == GIT:
        return lambda size: hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    blank = _blank(algorithm)
    return lambda _: blank.copy()


def summer(algorithm: str) -> Callable[[bytes], Hash]:
    """Return a function that makes a digest of all the octets of a file at once."""
    if algorithm == GIT:
        return lambda data: hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False)
    blank = _blank(algorithm)
    return _STRONG.get(algorithm) or partial(hashlib.new, blank.name, usedforsecurity=False)


def _blank(algorithm: str) -> hashlib._Hash:
    return hashlib.new(_PYTHON_NAMES.get(algorithm, algorithm), usedforsecurity=False)


def read_small(name: str, folder: int, summers: Sequence[Callable[[bytes], Hash]], most: int = LARGE) -> Read:
    """Read a file at once, and return its bytes too.

    Raises:
        Large: if it has more than `most` octets; nothing was read.
        OSError: if it cannot be opened or read.
        Unread: if it is no regular file, or changed while it was read.
    """
    data, status = read_at_once(name, folder, most)
    return Read(len(data), status.st_mode & 0o7777, [sum_up(data).digest() for sum_up in summers], data)


def read_large(
    name: str, folder: int, makers: Sequence[Callable[[int], Hash]], buffer: mmap.mmap, went: Callable[[int], None]
) -> Read:
    """Read a file piece by piece; hashlib lets other threads run meanwhile.

    `went` is told the octets of each piece; an exception of it ends the reading.

    Raises:
        OSError: if it cannot be opened or read.
        Unread: if it is no regular file, changed while it was read, or is not there any more afterwards.
    """
    descriptor = open_file(name, folder)
    try:
        before = os.fstat(descriptor)
        size = demand_regular(before)
        hashes, total = [make(size) for make in makers], 0
        with memoryview(buffer) as view:
            while total <= size and (got := os.readv(descriptor, [view])):
                total += got
                for digest in hashes:
                    digest.update(view[:got])
                went(got)
        demand_unchanged(before, os.fstat(descriptor), total)
        _demand_there(name, folder, before)
    finally:
        os.close(descriptor)
    return Read(size, before.st_mode & 0o7777, [digest.digest() for digest in hashes])


def new_buffer() -> mmap.mmap:
    """Return memory to read into, aligned to a page: into other memory the kernel copies half as fast."""
    return mmap.mmap(-1, _CHUNK)


def _demand_there(name: str, folder: int, before: os.stat_result) -> None:
    now = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if (now.st_ino, now.st_dev) != (before.st_ino, before.st_dev):
        raise Unread("replaced while it was read")


def reason(error: OSError) -> str:
    """Return what to say of a file or folder that the system did not let us read."""
    return VANISHED if isinstance(error, FileNotFoundError) else error.strerror or str(error)


class Batch(NamedTuple):
    """What was found of a number of names: columns over those that were read, in their order, and the others."""

    rows: list[int]
    """The places, among the names, of the files that were read; empty: all of them."""
    sizes: bytes
    modes: bytes
    widths: tuple[int, ...]
    columns: list[bytes]
    unread: list[tuple[int, str, bool]]
    """Place, reason, and whether it is irregular."""
    large: list[int]
    """Places of files to be read piece by piece."""


def read_batch(names: Iterable[tuple[str, int]], summers: Sequence[Callable[[bytes], Hash]]) -> Batch:
    """Read small files, each given as its name and an open folder.

    Instead of the folder there may be the reason why it could not be opened, negative: `-errno`.
    """
    rows, sizes, modes, columns = [], array("Q"), array("H"), [bytearray() for _ in summers]
    zipped = list(zip(columns, summers, strict=True))
    unread: list[tuple[int, str, bool]] = []
    large: list[int] = []
    for row, (name, folder) in enumerate(names):
        try:
            if folder < 0:
                raise OSError(-folder, os.strerror(-folder))  # noqa: TRY301 # told like any other
            data, status = read_at_once(name, folder)
        except OSError as error:
            unread.append((row, reason(error), False))
        except Unread as error:
            unread.append((row, error.reason, error.irregular))
        except Large:
            large.append(row)
        else:
            rows.append(row)
            sizes.append(len(data))
            modes.append(status.st_mode & 0o7777)
            for column, sum_up in zipped:
                column.extend(sum_up(data).digest())
    widths = tuple(len(column) // len(rows) for column in columns) if rows else ()
    if not unread and not large:
        rows = []
    return Batch(rows, sizes.tobytes(), modes.tobytes(), widths, [bytes(column) for column in columns], unread, large)
