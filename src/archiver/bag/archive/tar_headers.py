# SPDX-License-Identifier: Apache-2.0
"""The headers of a tar file as they stand there: ustar, pax and GNU. Pure; POSIX.1-2017, utility pax."""

from __future__ import annotations

from dataclasses import dataclass

BLOCK = 512
ZEROS = bytes(BLOCK)

LARGEST_IN_USTAR = 8**11 - 1
"""What eleven octal digits hold; a larger size stands in a pax header."""

_LARGEST = 1 << 62
_CHECKSUM = slice(148, 156)
_NUMBERS = {
    "mode": slice(100, 108),
    "owner": slice(108, 116),
    "group": slice(116, 124),
    "time": slice(136, 148),
    "major device number": slice(329, 337),
    "minor device number": slice(337, 345),
}
_REPEATED = frozenset({b"GNU.sparse.offset", b"GNU.sparse.numbytes"})


@dataclass(frozen=True, slots=True)
class TarHeader:
    """One block of 512 octets that begins a member."""

    name: bytes
    mode: int
    size: int
    type: bytes
    link: bytes
    odd: tuple[str, ...] = ()
    """Which of the other numbers are none: some readers stop there and say nothing."""


def header(block: bytes) -> TarHeader | None:
    """Read a header; None if it is none: its checksum does not fit, or its size is no number."""
    if not _sums_up(block):
        return None
    size = number(block[124:136])
    if size is None or not 0 <= size <= _LARGEST:
        return None
    name = _text(block[:100])
    if block[257:263] == b"ustar\0" and (prefix := _text(block[345:500])):
        name = prefix + b"/" + name
    mode = number(block[100:108])
    mode = 0o644 if mode is None else mode & 0o7777
    odd = tuple(what for what, field in _NUMBERS.items() if number(block[field]) is None)
    return TarHeader(name, mode, size, block[156:157], _text(block[157:257]), odd)


def number(field: bytes) -> int | None:
    """Read a number in octal digits, or in base 256 as GNU writes large ones; None if it is neither."""
    if field[0] in {0x80, 0xFF}:
        return int.from_bytes(field[1:], "big") - (256 ** (len(field) - 1) if field[0] == 0xFF else 0)  # noqa: PLR2004
    digits = field.partition(b"\0")[0].strip(b" ")
    if not digits:
        return 0
    return int(digits, 8) if not digits.strip(b"01234567") else None


def _text(field: bytes) -> bytes:
    return field.partition(b"\0")[0]


def _sums_up(block: bytes) -> bool:
    wanted = number(block[_CHECKSUM])
    total = sum(block) - sum(block[_CHECKSUM]) + 8 * 0x20
    if wanted is None or wanted == total:
        return wanted is not None
    rest = block[:148] + block[156:]
    return wanted == total - 256 * sum(octet > 127 for octet in rest)  # noqa: PLR2004 # old tars took octets for signed


def records(data: bytes) -> tuple[dict[bytes, bytes], str | None]:
    """Read the records of a pax header: the last value of each key, and what is wrong with them."""
    found: dict[bytes, bytes] = {}
    at, fault = 0, None
    while at < len(data):
        blank = data.find(b" ", at, at + 20)
        digits = data[at:blank] if blank > 0 else b""
        length = int(digits) if digits.isdigit() else 0
        record = data[blank + 1 : at + length - 1] if length else b""
        key, equals, value = record.partition(b"=")
        if not equals or not key or at + length > len(data) or data[at + length - 1 : at + length] != b"\n":
            if data[at:].strip(b"\0"):
                fault = "a pax record is malformed"
            break
        if key in found and found[key] != value and key not in _REPEATED:
            fault = f"the pax header gives {key.decode('utf-8', 'replace')[:40]} twice"
        found[key] = value
        at += length
    return found, fault
