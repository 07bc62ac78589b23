# SPDX-License-Identifier: Apache-2.0
"""Take in the files of a bag: by worker processes where they are many, by threads where they are large.

A handful is read here and now. More readers than processors are started only on a disk that makes its readers wait.
"""

from __future__ import annotations

import marshal
import os
from array import array
from contextlib import closing
from typing import TYPE_CHECKING

from archiver.bag.columns import Files
from archiver.bag.descent import Descent
from archiver.bag.opening import Unread
from archiver.bag.reading import Batch, Read, read_batch, reason, summer
from archiver.bag.workers import MOST, Workers, may_fork, processors
from archiver.errors import CannotRead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.bag.terms import Terms

    Group = tuple[str, str, list[str]]
    """Folder as the system has it, the same as UTF-8, both with a slash at the end, and names of files in it."""
    Token = tuple[int, list[Group]]
    Piece = tuple[list[str], array[int], array[int], tuple[int, ...], Sequence[bytes]]

BATCH = 256
"""Files that are read for one task."""

MANY = 1500
"""Small files from which on worker processes are worth their start."""

_FEW = 64
_LOST = "the process that read it was ended"


class Intake:
    """What was found in the files of a bag so far; `root` is its open folder."""

    def __init__(self, root: int, algorithms: tuple[str, ...], terms: Terms) -> None:
        self.root, self.algorithms, self.terms = root, algorithms, terms
        self.files = Files()
        self.irregular: dict[str, str] = {}
        self.unreadable: dict[str, str] = {}
        self._jobs = terms.jobs or processors()
        self._most = terms.jobs or max(MOST, processors())
        self._pool: Workers[Token] | None = None
        self._groups: list[Group] = []
        self._open = 0
        self._held: list[Token] = []
        self._slots = 0
        self._filled = 0
        self._waiting: dict[int, list[Piece | None]] = {}
        self._large: dict[tuple[str, str], tuple[int, int, str]] = {}
        self.reader = BatchReader(root, algorithms)

    def file(self, place: str, prefix: str, name: str) -> None:
        """Take in a file, now or later; `place` and `prefix` are the path of its folder, see `Group`."""
        if not self._groups or self._groups[-1][0] != place:
            self._groups.append((place, prefix, []))
        self._groups[-1][2].append(name)
        self._open += 1
        if self._open == BATCH:
            self._close_batch()

    def add(self, path: str, read: Read) -> None:
        """Take in a file that was read."""
        self._close_batch()
        self._fill(self._slot(), [_piece(path, read)])
        self._went(1, read.size)

    def refuse(self, path: str, error: Unread) -> None:
        """Take in a file that could not be judged."""
        (self.irregular if error.irregular else self.unreadable)[path] = error.reason

    def finish(self) -> None:
        """Read what has not been read yet."""
        self._close_batch()
        self._read_held()
        if self._pool is not None:
            for token, answer in self._pool.finish():
                self._receive(token, answer)
            self._pool.close()
        self._read_large()
        if self._filled != self._slots:
            raise CannotRead("not all files that were met were read")  # a fault of ours is no verdict on the bag

    def close(self) -> None:
        """End the workers and close what is open, after a failure or an interruption too."""
        if self._pool is not None:
            self._pool.close()
        self.reader.close()

    # Small files

    def _close_batch(self) -> None:
        if not self._groups:
            return
        token = (self._slot(), self._groups)
        self._groups, self._open = [], 0
        if self._pool is not None:
            self._hand_out(token)
        else:
            self._held.append(token)
            if len(self._held) * BATCH >= MANY and sum(map(_count, self._held)) >= MANY:
                self._start()
                self._read_held()  # where no worker was to be had

    def _read_held(self) -> None:
        while self._held:
            token = self._held.pop(0)
            waited = self._take(token, self.reader.read([(place[:-1], names) for place, _, names in token[1]]))
            if waited and sum(map(_count, self._held)) > _FEW:
                self._start(2)

    def _start(self, least: int = 1) -> None:
        count = self._jobs if self.terms.jobs else max(least, self._jobs)
        if count > 1 and self._pool is None and may_fork():
            self._pool = Workers(self.reader, count)
            while self._held:
                self._hand_out(self._held.pop(0))

    def _hand_out(self, token: Token) -> None:
        if self._pool is not None:
            self._pool.submit(token, _task(token))
            for done, answer in self._pool.ready():
                if self._receive(done, answer) and self.terms.jobs is None and len(self._pool) < self._most:
                    self._pool.grow()

    def _receive(self, token: Token, answer: bytes | None) -> bool:
        """Take in what a worker says of a batch; tell whether the disk made it wait."""
        if answer is None:
            self.unreadable.update(dict.fromkeys(_paths(token[1]), _LOST))
            self._fill(token[0], [])
            return False
        waits, *parts = marshal.loads(answer)  # noqa: S302 # it comes from a fork of this process
        return self._take(token, (waits, Batch(*parts)))

    def _take(self, token: Token, found: tuple[int, Batch]) -> bool:
        """Take in what was read of a batch; tell whether the disk made the reader wait."""
        slot, groups = token
        waits, batch = found
        paths = _paths(groups)
        for row, why, irregular in batch.unread:
            (self.irregular if irregular else self.unreadable)[paths[row]] = why
        self._fill(slot, self._pieces(slot, groups, paths, batch))
        sizes = array("Q", batch.sizes)
        self._went(len(sizes), sum(sizes))
        return bool(2 * waits > len(paths))

    def _pieces(self, slot: int, groups: list[Group], paths: list[str], batch: Batch) -> list[Piece | None]:
        """Return what was read in the order of the paths, with a gap for each file that is still to be read."""
        if not batch.rows and not batch.large and not batch.unread:
            return [(paths, array("Q", batch.sizes), array("H", batch.modes), batch.widths, batch.columns)]
        pieces: list[Piece | None] = []
        start = 0
        places = [(place[:-1], name) for place, _, names in groups for name in names] if batch.large else []
        for row in batch.large:
            end = next((at for at, read in enumerate(batch.rows) if read > row), len(batch.rows))
            pieces.append(_part(paths, batch, start, end))
            self._large[places[row]] = (slot, len(pieces), paths[row])
            pieces.append(None)
            start = end
        pieces.append(_part(paths, batch, start, len(batch.rows)))
        return pieces

    # Large files

    def _read_large(self) -> None:
        if not self._large:
            return
        from archiver.bag.threads import read_in_threads, read_in_turn  # noqa: PLC0415 # most bags have none

        places = tuple(self._large)
        count = min(len(places), self._jobs if self.terms.jobs else max(2, self._jobs))
        if count > 1:
            reading = read_in_threads(places, self.root, self.algorithms, self._octets, count)
        else:
            reading = read_in_turn(places, self.root, self.algorithms, self._octets)
        with closing(reading):
            for place, found in reading:
                slot, at, path = self._large[place]
                if isinstance(found, Read):
                    self._fill_in(slot, at, _piece(path, found))
                    self._went(1, 0)
                else:
                    self._fill_in(slot, at, _NOTHING)
                    if isinstance(found, Unread):
                        self.refuse(path, found)
                    else:
                        self.unreadable[path] = reason(found)

    def _octets(self, octets: int) -> None:
        self._went(0, octets)

    def _went(self, files: int, octets: int) -> None:
        if self.terms.progress:
            self.terms.progress(files, octets)

    # The order of the paths, in whatever order they are read

    def _slot(self) -> int:
        self._slots += 1
        return self._slots - 1

    def _fill(self, slot: int, pieces: list[Piece | None]) -> None:
        self._waiting[slot] = pieces
        while (ready := self._waiting.get(self._filled)) is not None and None not in ready:
            for piece in ready:
                if piece:
                    self.files.extend(*piece)
            del self._waiting[self._filled]
            self._filled += 1

    def _fill_in(self, slot: int, at: int, piece: Piece) -> None:
        pieces = self._waiting[slot]
        pieces[at] = piece
        self._fill(slot, pieces)


class BatchReader:
    """Reads batches of small files below an open folder; what it takes and gives are octets."""

    def __init__(self, root: int, algorithms: Sequence[str]) -> None:
        self._descent = Descent(root)
        self.summers = [summer(name) for name in algorithms]

    def __call__(self, task: bytes) -> bytes:
        """Read a batch, all as octets, as a worker does."""
        waits, batch = self.read(marshal.loads(task))  # noqa: S302 # it comes from the process that forked this one
        return marshal.dumps((waits, *batch))

    def read(self, groups: list[tuple[str, list[str]]]) -> tuple[int, Batch]:
        """Read small files, given by folder; return too how often the disk made us wait.

        Who gives the processor away waits for the disk; who loses it to others does not.
        """
        if sum(len(names) for _, names in groups) < _FEW:
            return 0, read_batch(self._opened(groups), self.summers)
        from resource import RUSAGE_SELF, getrusage  # noqa: PLC0415 # not for a handful of files

        before = getrusage(RUSAGE_SELF).ru_nvcsw
        batch = read_batch(self._opened(groups), self.summers)
        return getrusage(RUSAGE_SELF).ru_nvcsw - before, batch

    def _opened(self, groups: list[tuple[str, list[str]]]) -> Iterator[tuple[str, int]]:
        for place, names in groups:
            try:
                folder = self._descent.folder(place)
            except OSError as error:
                folder = -(error.errno or 1)
            for name in names:
                yield name, folder

    def close(self) -> None:
        """Close the folders that are open."""
        self._descent.close()


def _task(token: Token) -> bytes:
    return marshal.dumps([(place[:-1], names) for place, _, names in token[1]])


def _count(token: Token) -> int:
    return sum(len(names) for _, _, names in token[1])


def _paths(groups: list[Group]) -> list[str]:
    paths: list[str] = []
    for place, prefix, names in groups:
        if place == prefix and all(map(str.isascii, names)):
            paths += [prefix + name for name in names]
        else:
            paths += [prefix + os.fsencode(name).decode("utf-8", "surrogateescape") for name in names]
    return paths


_NOTHING: Piece = ([], array("Q"), array("H"), (), ())


def _piece(path: str, read: Read) -> Piece:
    widths = tuple(map(len, read.digests))
    return [path], array("Q", [read.size]), array("H", [read.mode]), widths, read.digests


def _part(paths: list[str], batch: Batch, start: int, end: int) -> Piece:
    """Return some of the rows of a batch."""
    if start == end:
        return _NOTHING
    columns = [column[start * width : end * width] for column, width in zip(batch.columns, batch.widths, strict=True)]
    sizes, modes = array("Q", batch.sizes)[start:end], array("H", batch.modes)[start:end]
    return [paths[row] for row in batch.rows[start:end]], sizes, modes, batch.widths, columns
