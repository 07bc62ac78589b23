# SPDX-License-Identifier: Apache-2.0
"""What of a bag needs no second look: payload files that every manifest lists and whose digests all agree. Pure.

Of a bag of a million files that is whole nothing is left to compare, of one with a flaw only what is flawed: no sets
of all paths are made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.bag.columns import Entries
from archiver.bag.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.bag.columns import Files
    from archiver.bag.contents import Declared, Observed

_BLOCK = 1 << 16


def unsettled(declared: Declared, observed: Observed, files: Files) -> tuple[Declared, Observed]:
    """Return the two sides without the payload files on which they agree; tag files all stay.

    `files` are those observed, in order.

    Nothing that could be said of one of the files left out depends on another one: it is where all manifests and
    the disk say that it is, with the digests that they say.
    """
    first, end = files.below("data/")
    good = bytearray([bool(declared.manifests)]) * (end - first)
    for manifest in declared.manifests.values():
        _strike(good, manifest, observed, files, first)
    if 1 not in good:
        return declared, observed
    rest = {files.paths[row]: files.at(row) for row in (*range(first), *range(end, len(files)))}
    rest |= {files.paths[first + row]: files.at(first + row) for row in _struck(good)}
    manifests = {name: _without(manifest, files, first, good) for name, manifest in declared.manifests.items()}
    return replace(declared, manifests=manifests), replace(observed, files=rest)


def _struck(good: bytearray) -> Iterator[int]:
    row = good.find(0)
    while row >= 0:
        yield row
        row = good.find(0, row + 1)


def _strike(good: bytearray, manifest: Manifest, observed: Observed, files: Files, first: int) -> None:
    """Take the mark from each file that the manifest does not list, or lists with another digest."""
    entries = manifest.entries
    column = bytearray()
    if manifest.algorithm in observed.algorithms:
        column = files.columns[observed.algorithms.index(manifest.algorithm)] if files.columns else column
    if isinstance(entries, Entries) and _same_paths(entries, files, first, len(good)):
        if column and not _same(column, first * entries.width, entries.column):
            _strike_rows(good, entries, column, first)
        return
    width = len(column) // len(files) if len(files) else 0
    for row in range(len(good)):
        digest = entries.get(files.paths[first + row])
        place = (first + row) * width
        if digest is None or (column and column[place : place + width] != digest):
            good[row] = 0


def _strike_rows(good: bytearray, entries: Entries, column: bytearray, first: int) -> None:
    width = entries.width
    for row in range(len(good)):
        place = (first + row) * width
        if column[place : place + width] != entries.column[row * width : (row + 1) * width]:
            good[row] = 0


def _same_paths(entries: Entries, files: Files, first: int, count: int) -> bool:
    return len(entries) == count and files.paths[first : first + count] == entries.paths


def _same(column: bytearray, start: int, other: bytearray) -> bool:
    blocks = range(0, len(other), _BLOCK)
    return all(column[start + at : start + min(at + _BLOCK, len(other))] == other[at : at + _BLOCK] for at in blocks)


def _without(manifest: Manifest, files: Files, first: int, good: bytearray) -> Manifest:
    """Return the manifest without the files on which all agree."""
    entries = manifest.entries
    if len(entries) == len(good) and 0 not in good:
        # Each of them was found listed, so that there are no others.
        return Manifest(algorithm=manifest.algorithm, entries={})
    left = {}
    for path, digest in entries.items():
        row = files.row(path) - first
        if not 0 <= row < len(good) or not good[row]:
            left[path] = digest
    return Manifest(algorithm=manifest.algorithm, entries=left)
