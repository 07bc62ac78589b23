# SPDX-License-Identifier: Apache-2.0
"""A zip file: its members as all of its headers state them, and what lies between them. APPNOTE 6.3, section 4.3."""

from __future__ import annotations

import stat
import zlib
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from archiver.bag.archive.faults import quoted
from archiver.bag.archive.members import Extent
from archiver.bag.archive.unpacking import METHODS
from archiver.bag.archive.zip_headers import (
    DESCRIBED,
    ENCRYPTED,
    UTF8,
    ZIP64,
    descriptor_forms,
    directory,
    entries,
    field_of,
    local,
    repeated,
)

if TYPE_CHECKING:
    from archiver.bag.archive.disk import ArchiveFile
    from archiver.bag.archive.members import Members
    from archiver.bag.archive.zip_headers import Directory, Header

_UNIX = frozenset({3, 19})
"""Systems whose members have a Unix mode: Unix and macOS."""
_DOS_FOLDER = 0x10
_UNICODE_PATH = 0x7075
_ONCE = (ZIP64, _UNICODE_PATH)
_HABITS = frozenset({"B205", "B215"})
_SHOWN = 3
_TELLING = ENCRYPTED | DESCRIBED | UTF8
_DEFLATED_MOST = 1100
"""More octets than deflate makes of one (1,032)."""
_KINDS = {
    stat.S_IFLNK: "symbolic link",
    stat.S_IFIFO: "FIFO",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


def scan(file: ArchiveFile, members: Members) -> None:
    """Take in all members of a zip file.

    Raises:
        BrokenOff: where nothing further can be made out.
    """
    found = directory(file)
    for code, reason in found.faults:
        members.faults.add(code, reason)
    _Scan(file, members, found).run()


class _Scan:
    """One walk along the central directory, with the places where each member has to end."""

    def __init__(self, file: ArchiveFile, members: Members, found: Directory) -> None:
        self.file, self.members, self.found = file, members, found
        self.starts = array("Q")
        self.habits: dict[tuple[str, str], list[str]] = {}
        """What the program that packed does with all names of a kind: told once."""

    def run(self) -> None:
        places = (entry.place for entry in entries(self.file, self.found))
        for place in places:
            self.starts.append(min(place, 1 << 63))
            if len(self.starts) > self.members.meter.limits.members:
                break  # the second walk stops there and says so
        self.starts = array("Q", sorted(self.starts))
        first = self.starts[0] if self.starts else self.found.place
        if first > 0:
            self.members.faults.add("B208", f"{first} octets before the first member")
        try:
            count = self.take_all()
        finally:
            for (code, reason), names in self.habits.items():
                few = ", ".join(map(quoted, names[:_SHOWN]))
                self.members.faults.add(code, f"{reason}: {few}{' and others' * (len(names) > _SHOWN)}")
        if count != self.found.entries:
            reason = f"the end of the archive counts {self.found.entries} members, the directory has {count}"
            self.members.faults.add("B206", reason)

    def take_all(self) -> int:
        count = 0
        for entry in entries(self.file, self.found):
            count += 1
            self.entry(entry)
        return count

    def entry(self, entry: Header) -> None:
        """Take in one member."""
        name, told = _name(entry)
        if "\\" in name:
            told.append(("B205", "some systems read it as a step into a folder"))
            name = name if entry.system in _UNIX else name.replace("\\", "/")
        place = self.place(entry, told)
        closing = told.pop() if place is None else None
        for code, reason in told:
            if code not in _HABITS:
                self.members.tell(code, reason, name)
            elif len(names := self.habits.setdefault((code, reason), [])) <= _SHOWN:
                names.append(name)
        kind = _kind(entry, name)
        if kind is _FOLDER:
            if entry.size:
                self.members.tell("B206", f"a folder with {entry.size} octets", name)
            self.members.folder(name)
        elif closing is not None:
            self.members.closed(name, *closing)
        elif kind is not None:
            self.members.other(name, kind)
        else:
            self.regular(entry, name, place or 0)

    def regular(self, entry: Header, name: str, place: int) -> None:
        """Take in a regular file whose octets begin at `place`, or say why it cannot be read."""
        if entry.flags & ENCRYPTED:
            self.members.closed(name, "B209", "it cannot be read without a key")
        elif entry.method and entry.method not in METHODS:
            self.members.closed(name, "B210", f"method {entry.method}")
        elif not _possible(entry):
            self.members.closed(name, "B206", f"{entry.packed} octets cannot have been {entry.size}")
        else:
            self.members.meter.octets(entry.size, entry.packed)
            mode = stat.S_IMODE(entry.mode) if entry.system in _UNIX and entry.mode else 0o644
            self.members.file(name, Extent(place, entry.packed, entry.size, entry.method, entry.crc, mode))

    def place(self, entry: Header, told: list[tuple[str, str]]) -> int | None:
        """Return where the octets of a member begin, None if that is uncertain; say how its headers differ."""
        here = local(self.file, entry.place, len(entry.name) + len(entry.extra))
        if here is None:
            told.append(("B206", "there is no local header where the directory says"))
            return None
        told += [("B206", reason) for reason in _differences(entry, here)]
        number = bisect_right(self.starts, entry.place)
        bound = self.starts[number] if number < len(self.starts) else self.found.place
        end = here.place + entry.packed
        twice = number > 1 and self.starts[number - 2] == entry.place
        if end > bound or twice:
            told.append(("B207", f"it reaches {max(0, end - bound)} octets into what follows"))
            return None
        if end < bound:
            told += self.between(entry, end, bound)
        elif entry.flags & DESCRIBED:
            told.append(("B206", "its data descriptor is missing"))
        return here.place

    def between(self, entry: Header, end: int, bound: int) -> list[tuple[str, str]]:
        """Say what lies between the end of a member and the next one, if it is more than its data descriptor."""
        if not entry.flags & DESCRIBED:
            return [("B208", f"{bound - end} octets behind it")]
        data = self.file.read(end, min(bound - end, 24))
        fitting = [form for form in descriptor_forms(entry) if data.startswith(form)]
        if not fitting:
            return [("B206", "its data descriptor says something else")]
        left = min(bound - end - len(form) for form in fitting)
        return [("B208", f"{left} octets behind it")] if left else []


_FOLDER = "folder"


def _kind(entry: Header, name: str) -> str | None:
    """Return `_FOLDER`, what a member is that is no regular file, or None for a regular file."""
    kind = stat.S_IFMT(entry.mode)
    if kind in _KINDS:
        return _KINDS[kind]
    if kind and not (stat.S_ISREG(entry.mode) or stat.S_ISDIR(entry.mode)):
        return "special file" if entry.system in _UNIX else None
    if name.endswith("/"):
        return _FOLDER
    folder = (entry.system in _UNIX and stat.S_ISDIR(entry.mode)) or (
        entry.system not in _UNIX and entry.attributes & _DOS_FOLDER
    )
    return "folder without a slash at the end of its name" if folder else None


def _possible(entry: Header) -> bool:
    if entry.method == 0:
        return entry.size == entry.packed
    return entry.method != 8 or entry.size <= entry.packed * _DEFLATED_MOST  # noqa: PLR2004 # deflate


def _differences(entry: Header, here: Header) -> list[str]:
    """Say in what the local header of a member differs from the central one."""
    found = []
    if here.name != entry.name:
        found.append(f"its local header names {here.name.decode('utf-8', 'backslashreplace')[:200]}")
    if (here.flags ^ entry.flags) & _TELLING:
        found.append(f"flags {entry.flags:#06x}, {here.flags:#06x} in the local header")
    if here.method != entry.method:
        found.append(f"method {entry.method}, {here.method} in the local header")
    for what, central, there in (
        ("crc-32", entry.crc, here.crc),
        ("octets packed", entry.packed, here.packed),
        ("octets", entry.size, here.size),
    ):
        if there != central and not (here.flags & DESCRIBED and there == 0):
            found.append(f"{central} {what}, {there} in the local header")
    if entry.lacks or here.lacks:
        found.append("a size stands in no field")
    twice = {*repeated(entry.extra, _ONCE), *repeated(here.extra, _ONCE)}
    found += [f"two extra fields {identifier:#06x} in one header" for identifier in sorted(twice)]
    if (theirs := field_of(here.extra, _UNICODE_PATH)) and theirs != field_of(entry.extra, _UNICODE_PATH):
        found.append("its local header has another Unicode path")
    return found


def _name(entry: Header) -> tuple[str, list[tuple[str, str]]]:
    """Return the name of a member and what is wrong with its encoding (APPNOTE appendix D)."""
    raw, name = entry.name, _utf8(entry.name)
    path = _unicode_path(entry)
    if path is not None and path != raw and (raw.isascii() or entry.flags & UTF8):
        return _escaped(raw), [("B206", f"its Unicode path is {quoted(_escaped(path))}")]
    if raw.isascii():
        return raw.decode("ascii"), []
    if entry.flags & UTF8:
        return (name, []) if name is not None else (_escaped(raw), [("B216", "not UTF-8")])
    if path is not None:
        return _escaped(path), _doubts(raw, path)
    if name is not None:
        return name, [("B215", "read as UTF-8")]
    return raw.decode("cp437"), [("B215", "read as code page 437")]


def _doubts(raw: bytes, path: bytes) -> list[tuple[str, str]]:
    """Say what is wrong with a Unicode path that stands for a name in an encoding that is not declared.

    In every encoding of names a slash is a slash, and what comes before the first other letter is ASCII.
    """
    told = [] if _utf8(path) is not None else [("B216", "its Unicode path is not UTF-8")]
    begin = next(at for at, octet in enumerate(raw) if octet > 0x7F)  # noqa: PLR2004 # ASCII
    plain = path[begin : begin + 2].isascii()  # a letter with its accent behind it is not
    if path[:begin] != raw[:begin] or path.count(b"/") != raw.count(b"/") or plain:
        told.append(("B206", f"its Unicode path is {quoted(_escaped(path))}"))
    return told


def _unicode_path(entry: Header) -> bytes | None:
    """Return what the Unicode path field names, if it was written for this name (APPNOTE §4.6.9)."""
    field = field_of(entry.extra, _UNICODE_PATH)
    if field and field[:1] == b"\x01" and field[1:5] == zlib.crc32(entry.name).to_bytes(4, "little"):
        return field[5:]
    return None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _escaped(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
