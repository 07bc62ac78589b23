# SPDX-License-Identifier: Apache-2.0
"""Unpack what was packed with deflate, bzip2 or xz, piece by piece; how much comes out is for the caller to say."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

from archiver.bag.archive.faults import BrokenOff

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from archiver.bag.archive.disk import ArchiveFile
    from archiver.bag.archive.faults import Faults
    from archiver.bag.archive.meter import Meter

PIECE = 512 * 1024
"""Octets that are unpacked at a time."""

_FEED = 256 * 1024
_FIRST = 4096
_XZ_MEMORY = 128 * 1024 * 1024


class Unpacker(Protocol):
    """What bz2 and lzma offer."""

    @property
    def eof(self) -> bool: ...  # noqa: D102 # named and explained in the standard library
    @property
    def needs_input(self) -> bool: ...  # noqa: D102
    @property
    def unused_data(self) -> bytes: ...  # noqa: D102
    def decompress(self, data: bytes | memoryview, max_length: int, /) -> bytes: ...  # noqa: D102


class Deflate:
    """zlib with the interface of bz2; `window` says which header is expected: -15 none, 31 that of gzip."""

    def __init__(self, window: int = -15) -> None:
        self._machine = zlib.decompressobj(window)

    @property
    def eof(self) -> bool:
        """Whether the end of the packed octets was met."""
        return self._machine.eof

    @property
    def needs_input(self) -> bool:
        """Whether more packed octets are wanted."""
        return not self._machine.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end."""
        return self._machine.unused_data

    def decompress(self, data: bytes | memoryview, max_length: int, /) -> bytes:
        """Return at most so many octets; what is not used yet is kept."""
        return self._machine.decompress(self._machine.unconsumed_tail or data, max_length)


def _bzip2() -> Unpacker:
    import bz2  # noqa: PLC0415 # few archives need it

    return bz2.BZ2Decompressor()


def _xz() -> Unpacker:
    import lzma  # noqa: PLC0415 # few archives need it

    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


METHODS: dict[int, Callable[[], Unpacker]] = {8: Deflate, 12: _bzip2}
"""Unpackers for members of a zip, by the number of the method (APPNOTE §4.4.5)."""

STREAMS: dict[bytes, Callable[[], Unpacker]] = {
    b"\x1f\x8b": lambda: Deflate(31),
    b"BZh": _bzip2,
    b"\xfd7zXZ\x00": _xz,
}
"""Unpackers for packed tars, by their first octets."""


def failures() -> tuple[type[Exception], ...]:
    """Return what an unpacker raises where it is given what no packer wrote."""
    import lzma  # noqa: PLC0415 # asked for only after something was raised

    return (zlib.error, OSError, ValueError, EOFError, lzma.LZMAError)


def unpacked(file: ArchiveFile, magic: bytes, meter: Meter | None, faults: Faults | None) -> Iterator[bytes]:
    """Give the octets of a packed stream, which may be several one behind the other, in pieces.

    Raises:
        BrokenOff: if it is cut off or damaged, or a limit of the meter is passed.
    """
    place = 0
    while place < file.size and file.read(place, len(magic)) == magic:
        place = yield from _stream(file, place, STREAMS[magic](), meter)
        place = _after_padding(file, place)
    if place < file.size and faults is not None:
        faults.add("B208", f"{file.size - place} octets behind the packed stream")


def _stream(file: ArchiveFile, place: int, machine: Unpacker, meter: Meter | None) -> Generator[bytes, None, int]:
    """Unpack one stream and return where it ends."""
    step = _FIRST  # small at first: of what lies behind a short stream little is read twice
    while not machine.eof:
        feed = b""
        if machine.needs_input:
            feed = file.read(place, step)
            place += len(feed)
            step = min(2 * step, _FEED)
        piece = _piece(machine, feed)
        if not piece and not feed and _hungry(machine):
            raise BrokenOff("B202", "the packed stream ends too early")
        if meter is not None:
            meter.octets(len(piece), len(feed))
        if piece:
            yield piece
    return place - len(machine.unused_data)


def _hungry(machine: Unpacker) -> bool:
    return machine.needs_input and not machine.eof


def _piece(machine: Unpacker, feed: bytes) -> bytes:
    try:
        return machine.decompress(feed, PIECE)
    except MemoryError as error:
        raise BrokenOff("B217", "unpacking it takes too much memory") from error
    except Exception as error:
        if not isinstance(error, failures()):
            raise
        if "emory" in str(error):
            raise BrokenOff("B217", "unpacking it takes too much memory") from error
        raise BrokenOff("B211", f"the packed stream is damaged: {error}") from error


def _after_padding(file: ArchiveFile, place: int) -> int:
    """Return where the next octet is that is not zero: zeros may fill the rest."""
    while place < file.size:
        block = file.read(place, _FEED)
        rest = block.lstrip(b"\0")
        if rest or not block:
            return place + len(block) - len(rest)
        place += len(block)
    return place
