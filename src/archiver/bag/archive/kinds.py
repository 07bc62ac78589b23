# SPDX-License-Identifier: Apache-2.0
"""What kind of archive a file is, by its octets and not by its name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from archiver.bag.archive.disk import opened
from archiver.bag.archive.faults import BrokenOff
from archiver.bag.archive.tar_headers import BLOCK, header
from archiver.bag.archive.unpacking import STREAMS, unpacked
from archiver.bag.archive.zip_headers import DESCRIPTOR, END, LOCAL, directory
from archiver.errors import ArchiverError, NothingToCheck

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.bag.archive.disk import ArchiveFile


class Kind(StrEnum):
    """The archives that are read."""

    ZIP = "zip"
    TAR = "tar"
    PACKED = "packed tar"


def kind_of(path: Path, *, thorough: bool = True) -> Kind | None:
    """Return what kind of archive a file is; None if it is none, or no regular file.

    `thorough`: look for a zip that other octets were put before, too.

    Raises:
        CannotRead: if it cannot be read, or was cut meanwhile: nobody knows then what it is.
    """
    try:
        with opened(path) as file:
            return kind_within(file, thorough=thorough)
    except NothingToCheck:
        return None


def kind_within(file: ArchiveFile, *, thorough: bool = True) -> Kind | None:
    """Return what kind of archive an open file is."""
    begin = file.read(0, BLOCK)
    if begin.startswith((LOCAL, END, DESCRIPTOR + LOCAL)):
        return Kind.ZIP
    if begin.startswith(tuple(STREAMS)):
        return Kind.PACKED if _holds_a_tar(file, begin) else None
    if _is_tar(begin):
        return Kind.TAR
    return Kind.ZIP if thorough and _ends_as_zip(file) else None


_UNREAD = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "RAR",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x04\x22\x4d\x18": "lz4",
    b"LZIP": "lzip",
    b"\x1f\x9d": "compress",
}


def unread_kind_of(path: Path) -> str | None:
    """Return what a file is packed with, if that is known and not read; None if it is something else."""
    try:
        with opened(path) as file:
            begin = file.read(0, BLOCK)
    except ArchiverError:
        return None
    return next((name for magic, name in _UNREAD.items() if begin.startswith(magic)), None)


def magic_of(file: ArchiveFile) -> bytes:
    """Return the first octets of a packed stream that say how it is packed; none if it is no such stream."""
    return _magic(file.read(0, BLOCK))


def _magic(begin: bytes) -> bytes:
    return next((magic for magic in STREAMS if begin.startswith(magic)), b"")


def _is_tar(block: bytes) -> bool:
    if len(block) < BLOCK or not block.strip(b"\0"):
        return False
    return block[257:262] == b"ustar" or header(block) is not None


def _holds_a_tar(file: ArchiveFile, begin: bytes) -> bool:
    magic = _magic(begin)
    data = b""
    try:
        for piece in unpacked(file, magic, None, None):
            data += piece
            if len(data) >= BLOCK:
                break
    except BrokenOff:
        # What is damaged at its very beginning may be anything, also a bag.
        return not data or _is_tar(data[:BLOCK])
    return _is_tar(data[:BLOCK])


def _ends_as_zip(file: ArchiveFile) -> bool:
    try:
        return directory(file).entries > 0
    except BrokenOff:
        return False
