# SPDX-License-Identifier: Apache-2.0
"""The files of a bag and the entries of a manifest in columns: a path once, a digest as its octets. Pure.

A dictionary of objects takes half a kilobyte a file, columns a fifth of it, and two columns that are the same are
compared at once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import lt
from typing import NamedTuple


class File(NamedTuple):
    """A regular file as it was read: its size in octets and a raw digest for each algorithm asked for."""

    size: int
    digests: tuple[bytes, ...]
    mode: int = 0o644
    """Permissions with setuid, setgid and sticky bit."""


class Files(Mapping[str, File]):
    """The regular files of a bag by their paths, as they are met; `in_order` puts them in the order of the paths."""

    __slots__ = ("_index", "_modes", "_paths", "_sizes", "_sorted", "_widths", "columns")

    def __init__(self, files: Mapping[str, File] | None = None) -> None:
        self._paths: list[str] = []
        self._sizes, self._modes = array("Q"), array("H")
        self._widths: tuple[int, ...] = ()
        self.columns: list[bytearray] = []
        """The digests of all files by each algorithm, one after the other."""
        self._sorted = True
        self._index: dict[str, int] | None = None
        for path, file in (files or {}).items():
            self.add(path, *file)

    def add(self, path: str, size: int, digests: tuple[bytes, ...], mode: int = 0o644) -> None:
        """Take in a file that was read; one with the path of an earlier one takes its place.

        Raises:
            ValueError: if its digests are not as long as those of the files before it.
        """
        widths = tuple(map(len, digests))
        self.extend([path], array("Q", [size]), array("H", [mode]), widths, digests)

    def extend(
        self,
        paths: Sequence[str],
        sizes: array[int],
        modes: array[int],
        widths: tuple[int, ...],
        columns: Sequence[bytes],
    ) -> None:
        """Take in files that were read, each column with one value for each path.

        Raises:
            ValueError: if `widths`, the octets of a digest, are not those of the files before.
        """
        if not paths:
            return
        if not self._paths:
            self._widths, self.columns = widths, [bytearray() for _ in widths]
        elif widths != self._widths:
            raise ValueError("the digests of all files are by the same algorithms")
        if self._sorted:
            after = not self._paths or self._paths[-1] < paths[0]
            self._sorted = after and all(map(lt, paths, islice(paths, 1, None)))
        if self._index is not None:
            for row, path in enumerate(paths, len(self._paths)):
                self._index[path] = row
        self._paths += paths
        self._sizes += sizes
        self._modes += modes
        for column, more in zip(self.columns, columns, strict=True):
            column.extend(more)

    def in_order(self) -> Files:
        """Put the files in the order of their paths and return them; of two with one path the later stays."""
        if not self._sorted:
            rows = {path: row for row, path in enumerate(self._paths)}
            order = [rows[path] for path in sorted(rows)]
            self._paths = [self._paths[row] for row in order]
            self._sizes = array("Q", [self._sizes[row] for row in order])
            self._modes = array("H", [self._modes[row] for row in order])
            self.columns = [
                _picked(column, width, order) for column, width in zip(self.columns, self._widths, strict=True)
            ]
            self._sorted = True
        self._index = None
        return self

    @property
    def paths(self) -> Sequence[str]:
        """The paths of the rows."""
        return self._paths

    @property
    def sizes(self) -> Sequence[int]:
        """The sizes of the rows in octets."""
        return self._sizes

    @property
    def modes(self) -> Sequence[int]:
        """The modes of the rows."""
        return self._modes

    def row(self, path: str) -> int:
        """Return the row of a file; -1 if there is none."""
        if not self._sorted:
            if self._index is None:
                self._index = {name: row for row, name in enumerate(self._paths)}
            return self._index.get(path, -1)
        row = bisect_left(self._paths, path)
        return row if row < len(self._paths) and self._paths[row] == path else -1

    def below(self, prefix: str) -> tuple[int, int]:
        """Return the first row and the row after the last of the files in a folder, given with its slash.

        Call `in_order` before.
        """
        after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        return bisect_left(self._paths, prefix), bisect_left(self._paths, after)

    def at(self, row: int) -> File:
        """Return the file of a row."""
        pairs = zip(self.columns, self._widths, strict=True)
        digests = tuple(bytes(column[row * width : (row + 1) * width]) for column, width in pairs)
        return File(self._sizes[row], digests, self._modes[row])

    def __getitem__(self, path: str) -> File:
        row = self.row(path)
        if row < 0:
            raise KeyError(path)
        return self.at(row)

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.row(path) >= 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths if self._sorted else self._distinct())

    def __len__(self) -> int:
        return len(self._paths if self._sorted else self._distinct())

    def _distinct(self) -> Mapping[str, int]:
        self.row("")
        return self._index or {}


class Entries(Mapping[str, bytes]):
    """The entries of a manifest: each path with its raw digest, in the order of the paths."""

    __slots__ = ("column", "paths", "width")

    def __init__(self, paths: list[str], column: bytearray, width: int) -> None:
        """Take paths in ascending order and their digests, one after the other, `width` octets each."""
        self.paths, self.column, self.width = paths, column, width

    @classmethod
    def of(cls, paths: list[str], column: bytearray, width: int) -> Entries | None:
        """Return the entries in the order of the paths; None if a path is there twice."""
        if all(map(lt, paths, islice(paths, 1, None))):
            return cls(paths, column, width)
        order = sorted(range(len(paths)), key=paths.__getitem__)
        ordered = [paths[row] for row in order]
        if not all(map(lt, ordered, islice(ordered, 1, None))):
            return None
        return cls(ordered, _picked(column, width, order), width)

    def __getitem__(self, path: str) -> bytes:
        row = bisect_left(self.paths, path)
        if row == len(self.paths) or self.paths[row] != path:
            raise KeyError(path)
        return bytes(self.column[row * self.width : (row + 1) * self.width])

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, str):
            return False
        row = bisect_left(self.paths, path)
        return row < len(self.paths) and self.paths[row] == path

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


def _picked(column: bytearray, width: int, order: Iterable[int]) -> bytearray:
    picked = bytearray()
    for row in order:
        picked += column[row * width : (row + 1) * width]
    return picked
