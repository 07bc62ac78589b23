# SPDX-License-Identifier: Apache-2.0
"""The headers of a zip file as they stand there: end, central directory, local headers. APPNOTE 6.3, section 4.3.

Nothing is taken from one place without being compared with the other places that state it: readers of zip
files differ in which of them they believe.
"""

from __future__ import annotations

from dataclasses import dataclass
from struct import Struct
from typing import TYPE_CHECKING

from archiver.bag.archive.faults import BrokenOff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.bag.archive.disk import ArchiveFile

END = b"PK\x05\x06"
CENTRAL = b"PK\x01\x02"
LOCAL = b"PK\x03\x04"
DESCRIPTOR = b"PK\x07\x08"

ENCRYPTED = 0x1 | 0x40 | 0x2000
DESCRIBED = 0x8
UTF8 = 0x800

_END = Struct("<4s4H2LH")
_END64 = Struct("<4sQ2H2L4Q")
_LOCATOR = Struct("<4sLQL")
_CENTRAL = Struct("<4s6H3L5H2L")
_LOCAL = Struct("<4s5H3L2H")
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_LONGEST_COMMENT = 0xFFFF
_BLOCK = 1024 * 1024
ZIP64 = 0x0001


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the central directory lies."""

    place: int
    size: int
    entries: int
    shift: int
    """Octets before the zip file that its own offsets do not count."""
    faults: tuple[tuple[str, str], ...]
    """Codes and reasons."""


@dataclass(frozen=True, slots=True)
class Header:
    """What one header says of a member: the central one, or the local one."""

    flags: int
    method: int
    crc: int
    packed: int
    size: int
    name: bytes
    extra: bytes
    place: int = 0
    """Central header: where the local one is. Local header: where the data begin."""
    system: int = 0
    mode: int = 0
    """Mode of a Unix file."""
    attributes: int = 0
    """Attributes of a DOS file."""
    lacks: bool = False
    """Whether a size stands in no field of the header."""


def directory(file: ArchiveFile) -> Directory:
    """Find the central directory from the end of the file.

    Raises:
        BrokenOff: if there is none.
    """
    start = max(0, file.size - _END.size - _LONGEST_COMMENT)
    tail = file.read(start, file.size - start)
    place, end, faults = _end(tail, start)
    disk, first, here, entries, size, offset = end[1:7]
    last = place
    wide = _end64(file, place)
    if wide is not None:
        last, wide_faults, fields = wide
        faults += wide_faults
        if any(small not in {big, full} for small, big, full in zip(end[1:7], fields, _FULL, strict=True)):
            faults.append(("B206", "the two ends of the central directory differ"))
        disk, first, here, entries, size, offset = fields
    if disk or first or here != entries:
        raise BrokenOff("B210", "spread over several files")
    if offset + size > last:
        raise BrokenOff("B202", "the central directory is not where it should be")
    shift = 0
    if offset + size < last:
        if entries and file.read(last - size, 4) == CENTRAL:
            shift = last - size - offset
        else:
            faults.append(("B208", f"{last - size - offset} octets behind the central directory"))
    faults += _rivals(tail, start, place, offset + shift)
    return Directory(offset + shift, size, entries, shift, tuple(faults))


_FULL = (_FULL16, _FULL16, _FULL16, _FULL16, _FULL32, _FULL32)


def _end(tail: bytes, start: int) -> tuple[int, tuple[int, ...], list[tuple[str, str]]]:
    """Return the last end record that can be one, and whether something follows it."""
    at = tail.rfind(END)
    while at >= 0:
        if len(tail) - at >= _END.size:
            fields = _END.unpack_from(tail, at)
            left = len(tail) - at - _END.size - fields[7]
            if left >= 0:
                faults = [("B208", f"{left} octets behind the end of the archive")] if left else []
                return start + at, fields, faults
        at = tail.rfind(END, 0, at)
    raise BrokenOff("B202", "no end of the central directory")


def _rivals(tail: bytes, start: int, place: int, begin: int) -> list[tuple[str, str]]:
    """Say of other end records behind the beginning of the directory that a reader may take them."""
    at = tail.find(END, max(0, begin - start))
    while at >= 0:
        if start + at != place:
            return [("B206", "more than one end of the central directory")]
        at = tail.find(END, at + 1)
    return []


def _end64(file: ArchiveFile, place: int) -> tuple[int, list[tuple[str, str]], tuple[int, ...]] | None:
    """Return where the zip64 end record begins, its faults and its six fields; None if there is none."""
    if place < _LOCATOR.size:
        return None
    signature, _, offset, disks = _LOCATOR.unpack(file.read(place - _LOCATOR.size, _LOCATOR.size))
    if signature != b"PK\x06\x07":
        return None
    if disks > 1:
        raise BrokenOff("B210", "spread over several files")
    last = place - _LOCATOR.size
    # What was put before the archive moves the record, and the offset does not know of it.
    for at in (offset, last - _END64.size):
        data = file.read(at, _END64.size) if 0 <= at <= last - _END64.size else b""
        if data[:4] == b"PK\x06\x06":
            size, *_, disk, first, here, entries, length, begin = _END64.unpack(data)[1:]
            left = last - at - size - 12
            odd = left or size != _END64.size - 12
            faults = [("B208", f"{left} octets around the zip64 end record")] if odd else []
            return at, faults, (disk, first, here, entries, length, begin)
    raise BrokenOff("B201", "the zip64 end record is not where it should be")


def entries(file: ArchiveFile, found: Directory) -> Iterator[Header]:
    """Give the headers of the central directory, in its order, with the places of the local ones.

    Raises:
        BrokenOff: where one is no header, or does not end within the directory.
    """
    end, block, start, at = found.place + found.size, b"", found.place, 0
    while start + at < end:
        if len(block) - at < _CENTRAL.size + 3 * _FULL16 and start + len(block) < end:
            start, block, at = start + at, file.read(start + at, min(_BLOCK, end - start - at)), 0
        if len(block) - at < _CENTRAL.size:
            raise BrokenOff("B202", "the central directory is cut off")
        fields = _CENTRAL.unpack_from(block, at)
        if fields[0] != CENTRAL:
            raise BrokenOff("B201", f"no header of a member at octet {start + at:,}")
        name, extra, comment = fields[10:13]
        at += _CENTRAL.size
        if len(block) - at < name + extra + comment:
            raise BrokenOff("B202", "the central directory is cut off")
        yield _header(fields, block[at : at + name], block[at + name : at + name + extra], found.shift)
        at += name + extra + comment


def _header(fields: tuple[int, ...], name: bytes, extra: bytes, shift: int) -> Header:
    _, made, _, flags, method, _, _, crc, packed, size, *_, disk, _, attributes, offset = fields
    size, packed, offset, lacks = _wide(extra, size, packed, offset)
    if disk not in {0, _FULL16}:
        raise BrokenOff("B210", "spread over several files")
    place, system, mode, attributes = offset + shift, made >> 8, attributes >> 16, attributes & 0xFF
    return Header(flags, method, crc, packed, size, name, extra, place, system, mode, attributes, lacks)


def local(file: ArchiveFile, place: int, guess: int) -> Header | None:
    """Return the local header at a place, given how long it may be; None if there is none."""
    data = file.read(place, _LOCAL.size + guess + 64)
    if data[:4] != LOCAL or len(data) < _LOCAL.size:
        return None
    _, _, flags, method, _, _, crc, packed, size, length, extra = _LOCAL.unpack_from(data)
    whole = _LOCAL.size + length + extra
    if len(data) < whole:
        data = file.read(place, whole)
    if len(data) < whole:
        return None
    fields = data[_LOCAL.size + length : whole]
    size, packed, _, lacks = _wide(fields, size, packed, 0)
    name = data[_LOCAL.size : _LOCAL.size + length]
    return Header(flags, method, crc, packed, size, name, fields, place + whole, lacks=lacks)


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int, bool]:
    """Return sizes and offset with what the zip64 field says of those that do not fit, and whether one is lacking."""
    if _FULL32 not in {size, packed, offset}:
        return size, packed, offset, False
    field = field_of(extra, ZIP64) or b""
    values, lacks = [], False
    for value in (size, packed, offset):
        if value != _FULL32:
            values.append(value)
            continue
        lacks = lacks or len(field) < 8  # noqa: PLR2004 # eight octets a number
        values.append(int.from_bytes(field[:8], "little"))
        field = field[8:]
    return values[0], values[1], values[2], lacks


def field_of(extra: bytes, identifier: int) -> bytes | None:
    """Return the data of the first extra field with an identifier; None if there is none."""
    at = 0
    while at + 4 <= len(extra):
        size = int.from_bytes(extra[at + 2 : at + 4], "little")
        if int.from_bytes(extra[at : at + 2], "little") == identifier:
            return extra[at + 4 : at + 4 + size]
        at += 4 + size
    return None


def repeated(extra: bytes, identifiers: Iterable[int]) -> list[int]:
    """Return which of these extra fields stand there more than once: readers differ in which of two they take."""
    at, found = 0, []
    while at + 4 <= len(extra):
        found.append(int.from_bytes(extra[at : at + 2], "little"))
        at += 4 + int.from_bytes(extra[at + 2 : at + 4], "little")
    return [identifier for identifier in identifiers if found.count(identifier) > 1]


def descriptor_forms(header: Header) -> list[bytes]:
    """Return the four forms that the data descriptor of a member may have (§4.3.9)."""
    forms = []
    for width in (4, 8):
        if max(header.packed, header.size) < 1 << 8 * width:
            sizes = header.packed.to_bytes(width, "little") + header.size.to_bytes(width, "little")
            body = header.crc.to_bytes(4, "little") + sizes
            forms += [DESCRIPTOR + body, body]
    return forms
