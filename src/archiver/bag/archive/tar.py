# SPDX-License-Identifier: Apache-2.0
"""A tar file: its members as all of its headers state them, and what follows its end. POSIX.1-2017, utility pax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from archiver.bag.archive.faults import BrokenOff, quoted
from archiver.bag.archive.members import Extent
from archiver.bag.archive.sparse import PREFIX, BadMap, checked, decimal, in_front, in_record, of_old
from archiver.bag.archive.tar_headers import BLOCK, LARGEST_IN_USTAR, ZEROS, TarHeader, header, records

if TYPE_CHECKING:
    from archiver.bag.archive.members import Members

_REGULAR = frozenset({b"0", b"\0", b"7"})
_FOLDER, _HARD = b"5", b"1"
_LINKS = {b"1": "hard link", b"2": "symbolic link"}
_KINDS = {**_LINKS, b"3": "device", b"4": "device", b"6": "FIFO"}
_LONGEST_EXTENSION = 1024 * 1024
_SCANNED = 256 * 1024


class Octets(Protocol):
    """What a tar is read from, once, from its beginning on."""

    place: int

    def read(self, count: int) -> bytes:
        """Return the next octets, fewer only at the end."""

    def skip(self, count: int) -> int:
        """Pass over octets and return how many there were."""


def scan(source: Octets, members: Members, *, packed: bool) -> None:
    """Take in all members of a tar; `packed` says that octets are counted where they are unpacked.

    Raises:
        BrokenOff: where nothing further can be made out.
    """
    _Scan(source, members, packed=packed).run()


class _Scan:
    """One walk along the headers, with what extended headers said of the member that comes next."""

    def __init__(self, source: Octets, members: Members, *, packed: bool) -> None:
        self.source, self.members, self.packed = source, members, packed
        self.pax: dict[bytes, bytes] = {}
        self.gnu: dict[bytes, bytes] = {}
        self.told: list[tuple[str, str]] = []
        self.block = b""

    def run(self) -> None:
        lone = False
        while block := self.source.read(BLOCK):
            if len(block) < BLOCK:
                raise BrokenOff("B202", "it ends within a header")
            if block != ZEROS:
                if lone:
                    self.members.faults.add("B208", "members behind a block of zeros, where some readers stop")
                    lone = False
                self.block = block
                self.member(self.parsed(block))
            elif lone:
                self.after_the_end()
                return
            else:
                lone = True
        if self.pax or self.gnu:
            raise BrokenOff("B202", "it ends behind an extended header")
        self.members.faults.add("B218", "one block of zeros" if lone else "no block of zeros")

    def parsed(self, block: bytes) -> TarHeader:
        found = header(block)
        if found is None:
            raise BrokenOff("B201", f"no header of a member at octet {self.source.place - BLOCK:,}")
        return found

    def after_the_end(self) -> None:
        """Say of the first octet behind the end mark that is not zero; a tar is filled up with zeros."""
        while block := self.source.read(_SCANNED):
            if block.count(0) != len(block):
                place = self.source.place - len(block.lstrip(b"\0"))
                self.members.faults.add("B208", f"octets behind the end mark, at {place:,}")
                return

    def member(self, head: TarHeader) -> None:
        if head.odd:
            self.told.append(("B201", f"no number in its header: {', '.join(head.odd)}"))
        if head.type in {b"x", b"g"}:
            self.extension(head)
        elif head.type in {b"L", b"K"}:
            if head.type in self.gnu:
                self.told.append(("B206", "two long names for one member"))
            self.gnu[head.type] = self.body(head)
        else:
            self.thing(head)
            self.pax, self.gnu, self.told = {}, {}, []

    def extension(self, head: TarHeader) -> None:
        found, fault = records(self.body(head))
        if head.type == b"g":
            risky = sorted(key.decode() for key in found if key in {b"path", b"size", b"linkpath"})
            if risky or fault:
                reason = fault or f"a global header gives every member one {' and '.join(risky)}"
                self.members.faults.add("B206", reason)
            return
        if self.pax:
            fault = fault or "two pax headers for one member"
        if fault:
            self.told.append(("B206", fault))
        self.pax = found

    def body(self, head: TarHeader) -> bytes:
        """Return what an extended header holds."""
        self.members.meter.name("")
        if head.size > _LONGEST_EXTENSION:
            raise BrokenOff("B201", f"an extended header of {head.size:,} octets")
        data = self.source.read(head.size)
        if len(data) < head.size:
            raise BrokenOff("B202", "it ends within an extended header")
        if self.source.read(-head.size % BLOCK).strip(b"\0"):
            self.told.append(("B206", "octets behind the end of what is said of it"))
        return data

    def thing(self, head: TarHeader) -> None:
        """Take in a member with all that was said of it."""
        if head.type == b"V":
            self.members.faults.add("B221", quoted(_decoded(head.name)))
            self.skip(head.size, "a volume label")
            return
        name, size = self.name(head), self.size(head)
        for code, reason in self.told:
            self.members.tell(code, reason, name)
        if head.type in _REGULAR and name.endswith("/") and not size:
            self.members.folder(name)
        elif head.type in _REGULAR or head.type == b"S":
            self.file(head, name, size)
        elif head.type == _FOLDER or head.type in _KINDS:
            if size:
                self.members.tell("B206", f"{size} octets for what has none", name)
            self.without_octets(head, name)
        else:
            self.skip(size, quoted(name))
            self.odd(head, name)

    def without_octets(self, head: TarHeader, name: str) -> None:
        if head.type == _FOLDER:
            self.members.folder(name)
            return
        kind, target = _KINDS[head.type], ""
        if head.type in _LINKS:
            link = self.pax.get(b"linkpath", self.gnu.get(b"K", head.link))
            target = _decoded(link.rstrip(bytes(1)))
            kind = f"{kind} to {quoted(target)}"
        if head.type == _HARD:
            self.members.link(name, target, kind)
        else:
            self.members.other(name, kind)

    def odd(self, head: TarHeader, name: str) -> None:
        """Take in what only GNU tar writes, or nobody; its octets are passed over."""
        if head.type == b"D":  # what an incremental dump says of a folder
            self.members.folder(name)
        elif head.type == b"M":
            self.members.closed(name, "B210", "the rest of a file that begins in another volume")
        else:
            self.members.other(name, f"member of type {head.type.decode('latin-1')!r}")

    def skip(self, size: int, name: str) -> None:
        there = self.source.skip(size)
        if there < size:
            raise BrokenOff("B202", f"it ends within {name}, {size - there:,} octets before its end")
        if self.source.skip(-size % BLOCK) < -size % BLOCK:
            raise BrokenOff("B202", f"it ends right behind {name}")

    def file(self, head: TarHeader, name: str, size: int) -> None:
        if head.type == b"S" or any(key.startswith(PREFIX) for key in self.pax):
            self.sparse(head, name, size)
            return
        place = self.source.place
        self.skip(size, quoted(name))
        if not self.packed:
            self.members.meter.octets(size, size)
        self.members.file(name, Extent(place, size, size, mode=head.mode))

    def sparse(self, head: TarHeader, name: str, size: int) -> None:
        """Take in a file that is stored without its holes, if its map is of a kind that is known and sound."""
        end, told = self.source.place + size, ("B210", "a sparse file in a way that is not known")
        extent = None
        try:
            extent = self.mapped(head, size)
        except BadMap:
            told = ("B201", "the map of a sparse file is none")
        if extent is None:
            self.skip(end - self.source.place, quoted(name))
            self.members.closed(name, *told)
            return
        self.skip(extent.packed, quoted(name))
        if self.packed:  # what is stored was counted where it was unpacked
            self.members.meter.octets(extent.size - extent.packed, 0)
        else:
            self.members.meter.octets(extent.size, extent.packed)
        self.members.file(name, extent)

    def mapped(self, head: TarHeader, size: int) -> Extent | None:
        """Return where the octets of a sparse file lie and where they belong; None if that is not known.

        Raises:
            BadMap: if what says so cannot be true.
        """
        said = {key.removeprefix(PREFIX): value for key, value in self.pax.items() if key.startswith(PREFIX)}
        end = self.source.place + size
        if head.type == b"S":
            numbers, real = of_old(self.block, self.one_block, self.count)
            end = self.source.place + size  # the blocks of an old map are no octets of the member
        elif b"map" in said:
            numbers, real = in_record(said[b"map"], self.count), decimal(said.get(b"size"))
        elif (said.get(b"major"), said.get(b"minor")) == (b"1", b"0"):
            real = decimal(said.get(b"realsize"))
            numbers = in_front(lambda: self.one_block() if self.source.place < end else b"", self.count)
        else:
            return None
        stored = end - self.source.place
        runs = checked(numbers, real, stored)
        return Extent(self.source.place, stored, real, mode=head.mode, runs=runs)

    def one_block(self) -> bytes:
        block = self.source.read(BLOCK)
        if len(block) < BLOCK:
            raise BrokenOff("B202", "it ends within the map of a sparse file")
        return block

    def count(self) -> None:
        self.members.meter.name("")

    def name(self, head: TarHeader) -> str:
        """Return the name of a member: that of pax, else that of GNU, else that of the header.

        A sparse file has its own name in a record of its own, and in the others one that is made up.
        """
        real = self.pax.get(PREFIX + b"name")
        if real is None:
            return self.plain_name(head)
        told, self.told = self.told, []
        other = self.plain_name(head)
        self.told = told
        if _decoded(real) != other and "GNUSparseFile" not in other:
            self.told.append(("B206", f"GNU names it {quoted(_decoded(real))}, pax {quoted(other)}"))
        return _decoded(real)

    def plain_name(self, head: TarHeader) -> str:
        long = self.gnu.get(b"L")
        if long is not None:
            long, _, rest = long.partition(b"\0")
            if rest.strip(b"\0"):
                self.told.append(("B206", "octets behind the NUL that ends its long name"))
        path = self.pax.get(b"path")
        if path is None:
            return _decoded(head.name if long is None else long)
        if long is not None and long != path:
            self.told.append(("B206", f"GNU names it {quoted(_decoded(long))}, pax {quoted(_decoded(path))}"))
        name = _decoded(path)
        if self.pax.get(b"hdrcharset") != b"BINARY" and any("\udc80" <= letter <= "\udcff" for letter in name):
            self.told.append(("B216", "a pax name that is not UTF-8"))
        return name

    def size(self, head: TarHeader) -> int:
        """Return the size of a member: that of pax, else that of the header, which some readers take always."""
        field = self.pax.get(b"size")
        if field is None:
            return head.size
        if not field.isdigit() or len(field) > 18:  # noqa: PLR2004 # more than any file system holds
            raise BrokenOff("B201", f"a pax size that is no size: {quoted(_decoded(field))}")
        size = int(field)
        if size != head.size and (size <= LARGEST_IN_USTAR or head.size not in {0, LARGEST_IN_USTAR}):
            self.told.append(("B206", f"{head.size} octets in its header, {size} by pax"))
        return size


def _decoded(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
