# SPDX-License-Identifier: Apache-2.0
"""Read the files of an archive and hash them: at any place, several at once, or in the order of a stream."""

from __future__ import annotations

import hashlib
import zlib
from collections import deque
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Protocol

from archiver.bag.archive.faults import BrokenOff
from archiver.bag.archive.sparse import filled
from archiver.bag.archive.unpacking import METHODS, PIECE, failures
from archiver.bag.observe import GIT

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Future, ThreadPoolExecutor

    from archiver.bag.archive.disk import ArchiveFile
    from archiver.bag.archive.members import Extent

    _Place = tuple[str, Extent]

LARGE = 256 * 1024
"""Octets above which a file is read piece by piece, in a thread where that is possible."""

KEPT = 256 * 1024 * 1024
"""Octets of one archive that are kept: a few packed octets could ask for any amount."""

_STORED = 0
_PYTHON_NAMES = {"sha3224": "sha3_224", "sha3256": "sha3_256", "sha3384": "sha3_384", "sha3512": "sha3_512"}


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file of an archive."""

    size: int = 0
    digests: tuple[bytes, ...] = ()
    data: bytes | None = None
    """Its octets, where they were asked for."""
    faults: tuple[tuple[str, str], ...] = ()
    """Codes and reasons."""
    unreadable: str | None = None
    """Why there are no digests."""


class Reader:
    """Reads files of an archive by all `algorithms` and keeps the octets of those that are wanted."""

    def __init__(self, algorithms: Sequence[str], keep: Callable[[str], int], jobs: int) -> None:
        self._makers = [_maker(name) for name in algorithms]
        self._keep, self._jobs = keep, jobs
        self._left = KEPT
        self._stop = Event()
        self._pool: ThreadPoolExecutor | None = None

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 # most bags have no large file

            self._pool = ThreadPoolExecutor(self._jobs)
        return self._pool

    def _close(self) -> None:
        self._stop.set()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def at_any_place(self, file: ArchiveFile, files: Iterable[_Place]) -> Generator[tuple[str, Extent, Reading]]:
        """Give what came of each file; the large ones are read by threads, for hashlib and zlib let them run."""
        pending: deque[tuple[str, Extent, Future[Reading]]] = deque()
        try:
            for path, extent in files:
                wanted = self._wanted(path, extent)
                if extent.size <= LARGE and extent.packed <= LARGE:
                    small = self._pieces_of if extent.runs else self._whole
                    yield path, extent, small(file, extent, wanted)
                    continue
                while len(pending) >= 4 * self._jobs:
                    yield _done(pending)
                pending.append((path, extent, self._threads().submit(self._pieces_of, file, extent, wanted)))
            while pending:
                yield _done(pending)
        finally:
            self._close()

    def in_order(self, stream: Iterator[bytes], files: Iterable[_Place]) -> Generator[tuple[str, Extent, Reading]]:
        """Give what came of each file of a stream that is read from its beginning to its end.

        Raises:
            BrokenOff: as the stream does.
        """
        source = Streamed(self._ahead(stream) if self._jobs > 1 else stream)
        try:
            for path, extent in files:
                source.skip(extent.place - source.place)
                wanted = self._wanted(path, extent)
                if extent.runs:
                    pieces = filled(source.pieces, extent.runs, extent.size)
                    yield path, extent, self._digested(pieces, extent, wanted=wanted)
                elif extent.size <= LARGE:
                    yield path, extent, self._of(source.read(extent.size), extent, wanted=wanted)
                else:
                    yield path, extent, self._digested(source.pieces(extent.size), extent, wanted=wanted)
        finally:
            self._close()

    def _ahead(self, stream: Iterator[bytes]) -> Iterator[bytes]:
        """Give the pieces of a stream while a thread unpacks the next one."""
        if not (piece := next(stream, b"")):
            return
        second = next(stream, b"")  # a short stream needs no thread
        yield piece
        while piece := second:
            future = self._threads().submit(next, stream, b"")
            yield piece
            second = future.result()

    def _wanted(self, path: str, extent: Extent) -> bool:
        if extent.size > min(self._keep(path), self._left):
            return False
        self._left -= extent.size
        return True

    def _pieces_of(self, file: ArchiveFile, extent: Extent, wanted: bool) -> Reading:
        try:
            return self._digested(self._pieces(file, extent), extent, wanted=wanted)
        except BrokenOff as fault:
            return Reading(faults=((fault.code, fault.reason),), unreadable=fault.reason)
        except OSError as error:
            return Reading(unreadable=error.strerror or str(error))

    def _whole(self, file: ArchiveFile, extent: Extent, wanted: bool) -> Reading:
        """Read a small file, all of it at once."""
        try:
            data = b"".join(_pieces(file, extent)) if extent.method else _stored(file, extent.place, extent.size)
        except BrokenOff as fault:
            return Reading(faults=((fault.code, fault.reason),), unreadable=fault.reason)
        except OSError as error:
            return Reading(unreadable=error.strerror or str(error))
        return self._of(data, extent, wanted=wanted)

    def _of(self, data: bytes, extent: Extent, *, wanted: bool) -> Reading:
        digests = []
        for make in self._makers:
            digest = make(len(data))
            digest.update(data)
            digests.append(digest.digest())
        crc = zlib.crc32(data) if extent.crc is not None else None
        return Reading(len(data), tuple(digests), data if wanted else None, _faults(extent, len(data), crc))

    def _digested(self, pieces: Iterable[bytes], extent: Extent, *, wanted: bool) -> Reading:
        hashes, total, crc, kept = [make(extent.size) for make in self._makers], 0, 0, []
        for piece in pieces:
            for digest in hashes:
                digest.update(piece)
            if extent.crc is not None:
                crc = zlib.crc32(piece, crc)
            total += len(piece)
            if wanted:
                kept.append(piece)
        faults = _faults(extent, total, crc if extent.crc is not None else None)
        return Reading(total, tuple(digest.digest() for digest in hashes), b"".join(kept) if wanted else None, faults)

    def _pieces(self, file: ArchiveFile, extent: Extent) -> Iterator[bytes]:
        for piece in _pieces(file, extent):
            if self._stop.is_set():
                return
            yield piece


def _done(pending: deque[tuple[str, Extent, Future[Reading]]]) -> tuple[str, Extent, Reading]:
    path, extent, future = pending.popleft()
    return path, extent, future.result()


def _faults(extent: Extent, size: int, crc: int | None) -> tuple[tuple[str, str], ...]:
    if size != extent.size:
        return (("B206", f"its headers say {extent.size} octets, it holds {size}"),)
    if crc != extent.crc:
        return (("B211", f"crc-32 recorded {extent.crc:08x}   found {crc:08x}"),)
    return ()


def _pieces(file: ArchiveFile, extent: Extent) -> Iterator[bytes]:
    """Give the octets of a file, and none beyond the size that its headers state.

    Raises:
        BrokenOff: if it is damaged, holds more than it says, or something lies behind what was packed.
    """
    if extent.method != _STORED:
        yield from _unpacked(file, extent)
        return
    stored = _Stored(file, extent.place)
    yield from filled(stored.pieces, extent.runs, extent.size) if extent.runs else stored.pieces(extent.size)


class _Stored:
    """Octets that lie in a file as they are, from a place on."""

    def __init__(self, file: ArchiveFile, place: int) -> None:
        self.file, self.place = file, place

    def pieces(self, count: int) -> Iterator[bytes]:
        while count > 0:
            piece = _stored(self.file, self.place, min(PIECE, count))
            self.place += len(piece)
            count -= len(piece)
            yield piece


def _stored(file: ArchiveFile, place: int, count: int) -> bytes:
    data = file.read(place, count)
    if len(data) < count:
        raise BrokenOff("B202", "the archive ends within it")
    return data


def _unpacked(file: ArchiveFile, extent: Extent) -> Iterator[bytes]:
    machine, place, left = METHODS[extent.method](), extent.place, extent.size
    end = place + extent.packed
    while not machine.eof:
        feed = b""
        if machine.needs_input:
            feed = file.read(place, min(LARGE, end - place))
            place += len(feed)
        try:
            piece = machine.decompress(feed, min(PIECE, left + 1))
        except failures() as error:
            raise BrokenOff("B211", f"it does not unpack: {error}") from error
        left -= len(piece)
        if left < 0:
            raise BrokenOff("B206", f"its headers say {extent.size} octets, it holds more")
        if piece:
            yield piece
        elif not feed and machine.needs_input and not machine.eof:
            raise BrokenOff("B211", "what was packed has no end")
    if place < end or machine.unused_data:
        raise BrokenOff("B208", f"{end - place + len(machine.unused_data)} octets behind what was packed")


def _maker(algorithm: str) -> Callable[[int], _Hash]:
    if algorithm == GIT:
        return lambda size: hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    fresh = hashlib.new(_PYTHON_NAMES.get(algorithm, algorithm), usedforsecurity=False)
    return lambda _: fresh.copy()


class Streamed:
    """Octets that come in pieces, as one sequence that is read once."""

    def __init__(self, stream: Iterator[bytes]) -> None:
        self._stream, self._piece, self._at = stream, b"", 0
        self.place = 0

    def pieces(self, count: int) -> Iterator[bytes]:
        """Give the next octets, so many, fewer only at the end."""
        while count > 0:
            if self._at >= len(self._piece):
                self._piece, self._at = next(self._stream, b""), 0
                if not self._piece:
                    return
            part = self._piece[self._at : self._at + count] if self._at or count < len(self._piece) else self._piece
            self._at += len(part)
            self.place += len(part)
            count -= len(part)
            yield part

    def read(self, count: int) -> bytes:
        """Return the next octets, fewer only at the end."""
        if self._at + count <= len(self._piece):
            part = self._piece[self._at : self._at + count]
            self._at += count
            self.place += count
            return part
        return b"".join(self.pieces(count))

    def skip(self, count: int) -> int:
        """Pass over octets and return how many there were."""
        if self._at + count <= len(self._piece):
            self._at += count
            self.place += count
            return count
        return sum(map(len, self.pieces(count)))


class OnDisk:
    """The octets of a file as one sequence, read with a buffer."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file, self._block, self._start = file, b"", 0
        self.place = 0

    def read(self, count: int) -> bytes:
        """Return the next octets, fewer only at the end."""
        at = self.place - self._start
        if not 0 <= at <= len(self._block) - count:
            self._start, at = self.place, 0
            self._block = self._file.read(self.place, max(count, LARGE))
        part = self._block[at : at + count]
        self.place += len(part)
        return part

    def skip(self, count: int) -> int:
        """Pass over octets and return how many there were."""
        count = min(count, self._file.size - self.place)
        self.place += count
        return count
