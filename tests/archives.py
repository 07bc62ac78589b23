# SPDX-License-Identifier: Apache-2.0
"""Archive files made octet by octet, so that each header can say what a test wants it to say."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field, replace
from struct import pack
from typing import TYPE_CHECKING, Any

from archiver.bag.plan import plan
from bags import PAYLOAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

FOREIGN = (("Source-Organization", "Fordham Archive"),)
FULL = 0xFFFFFFFF


def a_bag(payload: dict[str, bytes] = PAYLOAD) -> dict[str, bytes]:
    """The files of a bag that does not call itself ours, below the folder `bag`."""
    return {f"bag/{path}": data for path, data in plan(payload, info=FOREIGN).files}


@dataclass(frozen=True, kw_only=True)
class Zipped:
    """A member of a zip; `here` and `there` replace fields of the local and of the central header."""

    name: bytes
    data: bytes = b""
    method: int = 8
    flags: int = 0
    extra: bytes = b""
    mode: int = 0o100644
    system: int = 3
    attributes: int = 0
    descriptor: bytes = b""
    before: bytes = b""
    behind: bytes = b""
    raw: bytes | None = None
    """The packed octets, where they are not to be made from `data`."""
    here: dict[str, Any] = field(default_factory=dict)
    there: dict[str, Any] = field(default_factory=dict)

    def packed(self) -> bytes:
        if self.raw is not None:
            return self.raw
        if self.method != 8:
            return self.data
        machine = zlib.compressobj(6, zlib.DEFLATED, -15)
        return machine.compress(self.data) + machine.flush()

    def fields(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "flags": self.flags,
            "method": self.method,
            "crc": zlib.crc32(self.data),
            "packed": len(self.packed()),
            "size": len(self.data),
            "extra": self.extra,
        }

    def local(self) -> bytes:
        f = self.fields() | self.here
        header = pack("<4s5H3L2H", b"PK\3\4", 20, f["flags"], f["method"], 0, 33, f["crc"], f["packed"], f["size"],
                      len(f["name"]), len(f["extra"]))  # fmt: skip
        return bytes(header + f["name"] + f["extra"] + self.packed() + self.descriptor)

    def central(self, place: int) -> bytes:
        f = self.fields() | {"place": place} | self.there
        header = pack("<4s6H3L5H2L", b"PK\1\2", self.system << 8 | 20, 20, f["flags"], f["method"], 0, 33, f["crc"],
                      f["packed"], f["size"], len(f["name"]), len(f["extra"]), 0, 0, 0,
                      self.mode << 16 | self.attributes, f["place"])  # fmt: skip
        return bytes(header + f["name"] + f["extra"])


def noise(size: int) -> bytes:
    """Octets that no program can pack, the same at every run."""
    return hashlib.shake_128(b"noise").digest(size)


def zipped(files: dict[str, bytes], **fields: Any) -> list[Zipped]:
    return [Zipped(name=name.encode(), data=data, **fields) for name, data in files.items()]


def changed(members: Sequence[Zipped], name: str, **fields: Any) -> list[Zipped]:
    """The members, one of them with other fields."""
    assert name.encode() in {member.name for member in members}
    return [replace(member, **fields) if member.name == name.encode() else member for member in members]


def zip_file(
    members: Iterable[Zipped],
    *,
    gap: bytes = b"",
    behind_directory: bytes = b"",
    comment: bytes = b"",
    after: bytes = b"",
    end: Callable[[list[int]], list[int]] = list,
    zip64: bool = False,
) -> bytes:
    """The octets of a zip file; `end` changes the six numbers of its end record."""
    body, directory, count = b"", b"", 0
    for member in members:
        body += member.before
        directory += member.central(len(body))
        body += member.local() + member.behind
        count += 1
    body += gap
    numbers = end([0, 0, count, count, len(directory), len(body)])
    tail = behind_directory
    if zip64:
        place = len(body) + len(directory) + len(tail)
        tail += pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, *numbers) + pack("<4sLQL", b"PK\6\7", 0, place, 1)
        numbers = [0, 0, 0xFFFF, 0xFFFF, FULL, FULL]
    return body + directory + tail + pack("<4s4H2LH", b"PK\5\6", *numbers, len(comment)) + comment + after


def header(name: bytes, size: int = 0, type: bytes = b"0", **fields: Any) -> bytes:
    """A block that begins a member of a tar."""
    f = {
        "mode": b"0000644\0",
        "digits": b"%011o\0" % min(size, 8**11 - 1),
        "link": b"",
        "prefix": b"",
        "magic": b"ustar\x0000",
    }
    f |= {key: value.encode() if isinstance(value, str) else value for key, value in fields.items()}
    owners, times, sums = b"0000000\0" * 2, b"00000000000\0", b" " * 8
    begin = name.ljust(100, b"\0")[:100] + f["mode"] + owners + f["digits"] + times + sums + type
    block = begin + f["link"].ljust(100, b"\0") + f["magic"] + bytes(80) + f["prefix"].ljust(155, b"\0") + bytes(12)
    assert len(block) == 512
    return block[:148] + f.get("sum", b"%06o\0 " % sum(block)) + block[156:]


def tarred(name: str | bytes, data: bytes = b"", type: bytes = b"0", **fields: Any) -> bytes:
    """A member of a tar: its header, its octets, and zeros up to the next block."""
    name = name if isinstance(name, bytes) else name.encode()
    return header(name, len(data), type, **fields) + data + bytes(-len(data) % 512)


def pax(records: Mapping[str, str | bytes], type: bytes = b"x") -> bytes:
    """A pax header with these records."""
    return tarred("pax", b"".join(record(key.encode(), value) for key, value in records.items()), type)


def record(key: bytes, value: str | bytes) -> bytes:
    value = value if isinstance(value, bytes) else value.encode()
    rest = b" " + key + b"=" + value + b"\n"
    length = len(rest) + 1
    while len(str(length)) + len(rest) != length:
        length += 1
    return str(length).encode() + rest


def tar_file(files: dict[str, bytes], *members: bytes, end: bytes = bytes(1024)) -> bytes:
    """The octets of a tar file: these files, then these members as they are, then its end."""
    return b"".join(tarred(name, data) for name, data in files.items()) + b"".join(members) + end
