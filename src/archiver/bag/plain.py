# SPDX-License-Identifier: Apache-2.0
"""Read a manifest in which every line is as plain as nearly every line of nearly every manifest is. Pure.

Such a manifest is read thousands of lines at a time; any other one goes the long way, line by line, which knows what
to say of each. RFC 8493, section 2.1.3.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from archiver.bag.columns import Entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PIECE = 64 * 1024
_FEW = 2000
"""Octets of a manifest below which it is not worth looking twice."""
# A path that needs neither decoding nor a word: no control character, no %, no backslash, no dots for a name. What a
# repeated group has matched takes memory: of a path of very many names the long way takes less.
_PATH = r"data(?:/(?!\.{1,2}(?:/|$))[^/\\%\x00-\x1f\x7f]+){1,100}"


def plain_entries(data: bytes, *, width: int, known: Sequence[str] = ()) -> Entries | None:
    """Return the entries of a payload manifest in UTF-8; None unless all of its lines are plain and different.

    `width` is the octets of a digest. `known` are the paths of the files that are there, in ascending order: what
    is listed shares their strings.
    """
    if len(data) < _FEW or b"\r" in data or not data.endswith(b"\n"):
        return None
    line = _line(2 * width)
    paths: list[str] = []
    column = bytearray()
    for piece in _pieces(data):
        try:
            text = piece.decode()
        except UnicodeDecodeError:
            return None
        found = line.findall(text)
        if len(found) != text.count("\n"):
            return None
        column += bytes.fromhex("".join([digest for digest, _ in found]))
        paths += _shared([path for _, path in found], known)
    return Entries.of(paths, column, width)


@lru_cache
def _line(digits: int) -> re.Pattern[str]:
    return re.compile(rf"^([0-9A-Fa-f]{{{digits}}})[ \t]+({_PATH})$", re.MULTILINE)


def _pieces(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", min(start + _PIECE, len(data) - 1)) + 1
        yield data[start:end]
        start = end


def _shared(paths: list[str], known: Sequence[str]) -> Sequence[str]:
    """Return the paths as the strings that are there already, where they are."""
    row = bisect_left(known, paths[0])
    stretch = known[row : row + len(paths)]
    if stretch == paths:
        return stretch
    shared = []
    for path in paths:
        row = bisect_left(known, path)
        shared.append(known[row] if row < len(known) and known[row] == path else path)
    return shared
