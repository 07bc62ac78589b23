# SPDX-License-Identifier: Apache-2.0
"""Files of a tar that are stored without their holes, and the maps that say where these are. GNU tar, appendix D.

A map is an array of numbers, two for each run of octets that is stored: where in the file it lies, and its length.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from archiver.bag.archive.tar_headers import BLOCK, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PREFIX = b"GNU.sparse."
_ZEROS = bytes(256 * 1024)
_LONGEST_NUMBER = 18
_LARGEST = 1 << 62
_FIRST, _FURTHER = slice(386, 482), slice(0, 504)
_MORE, _MORE_FURTHER = 482, 504


class BadMap(Exception):
    """A map that cannot be one."""


def filled(pieces: Callable[[int], Iterator[bytes]], runs: Sequence[int], size: int) -> Iterator[bytes]:
    """Give the octets of a file with its holes; `pieces` gives so many of the octets that are stored."""
    place = 0
    for at in range(0, len(runs), 2):
        yield from _hole(runs[at] - place)
        yield from pieces(runs[at + 1])
        place = runs[at] + runs[at + 1]
    yield from _hole(size - place)


def _hole(count: int) -> Iterator[bytes]:
    while count > 0:
        yield _ZEROS[:count]
        count -= len(_ZEROS)


def checked(numbers: Sequence[int], size: int, stored: int) -> array[int]:
    """Return a map of a file of `size` octets, of which so many are `stored`.

    Raises:
        BadMap: if runs overlap, reach beyond the end, or are not what is stored.
    """
    place = 0
    for at in range(0, len(numbers) - 1, 2):
        if numbers[at] < place or numbers[at + 1] < 0:
            raise BadMap
        place = numbers[at] + numbers[at + 1]
    if len(numbers) % 2 or not place <= size <= _LARGEST or sum(numbers[1::2]) != stored:
        raise BadMap
    return array("Q", numbers or (0, 0))


def decimal(digits: bytes | None) -> int:
    """Read a number of a pax record or a map.

    Raises:
        BadMap: if it is none, or larger than any file.
    """
    if digits is None or not digits.isdigit() or len(digits) > _LONGEST_NUMBER:
        raise BadMap
    return int(digits)


def in_front(block: Callable[[], bytes], count: Callable[[], None]) -> list[int]:
    """Read a map that stands before the octets, in blocks of its own (version 1.0); `count` is told of each number.

    Raises:
        BadMap: if it is none.
    """
    found: list[int] = []
    rest, wanted = b"", 1
    while len(found) < wanted:
        line, newline, left = rest.partition(b"\n")
        if newline:
            count()
            found.append(decimal(line))
            rest = left
            wanted = 1 + 2 * found[0]
        elif len(rest) > BLOCK or not (more := block()):
            raise BadMap
        else:
            rest += more
    return found[1:]


def in_record(field: bytes, count: Callable[[], None]) -> list[int]:
    """Read a map in a record of a pax header (version 0.1).

    Raises:
        BadMap: if it is none.
    """
    found = []
    for digits in field.split(b",") if field else []:
        count()
        found.append(decimal(digits))
    return found


def of_old(head: bytes, block: Callable[[], bytes], count: Callable[[], None]) -> tuple[list[int], int]:
    """Read the map in a header of type S and in the blocks behind it; return it and the size of the file."""
    found = _pairs(head[_FIRST])
    more = head[_MORE]
    while more:
        further = block()
        found += _pairs(further[_FURTHER])
        more = further[_MORE_FURTHER]
        count()
    size = number(head[483:495])
    return found, -1 if size is None else size


def _pairs(field: bytes) -> list[int]:
    found: list[int] = []
    for at in range(0, len(field), 24):
        pair = field[at : at + 24]
        if not pair[:12].strip(b"\0 "):
            # What stands behind an empty pair makes, as what is no number does, a map that reaches below the beginning.
            found += [-1, -1] if field[at:].strip(b"\0 ") else []
            break
        found += [-1 if value is None else value for value in (number(pair[:12]), number(pair[12:]))]
    return found
