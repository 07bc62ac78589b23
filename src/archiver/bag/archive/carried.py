# SPDX-License-Identifier: Apache-2.0
"""A bag that lies in an archive file, looked at twice: the headers first, then the contents."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.bag.archive.disk import opened
from archiver.bag.archive.faults import BrokenOff
from archiver.bag.archive.kinds import Kind, kind_within
from archiver.bag.archive.members import Members
from archiver.bag.archive.meter import Meter
from archiver.bag.archive.reading import OnDisk, Reader, Streamed
from archiver.bag.archive.tar import scan as scan_tar
from archiver.bag.archive.unpacking import STREAMS, unpacked
from archiver.bag.archive.zip import scan as scan_zip
from archiver.bag.contents import Files, Observed
from archiver.bag.terms import TERMS
from archiver.errors import CannotRead

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from archiver.bag.archive.disk import ArchiveFile
    from archiver.bag.archive.members import Extent
    from archiver.bag.archive.reading import Reading
    from archiver.bag.terms import Terms

_TOLD_EVERY = 256
_MEDIA_TYPES = {b"\x1f\x8b": "application/gzip", b"BZh": "application/x-bzip2", b"\xfd7zXZ": "application/x-xz"}


class Archive:
    """A bag in a zip file, a tar file or a packed tar file.

    Manifests may stand behind the payload, and only their names say by which algorithms it is to be hashed: so
    the headers are read first, once, and the contents when it is known what is wanted of them.
    """

    def __init__(self, root: Path, terms: Terms = TERMS) -> None:
        self.root, self.terms = root, terms
        self._members: Members | None = None
        self._identity: tuple[int, ...] = ()
        self._kind: Kind | None = None
        self._media_type = ""

    def names(self) -> tuple[str, ...]:
        """Return the names at the top of the bag, sorted.

        Raises:
            CannotRead: if the file cannot be read, or is no archive.
            NothingToCheck: if there is no such file.
        """
        return tuple(self._read_headers().names())

    def holds(self, path: str) -> bool:
        """Tell whether a regular file with that path is in the bag.

        Raises:
            CannotRead: if the file cannot be read, or is no archive.
            NothingToCheck: if there is no such file.
        """
        return self._read_headers().holds(path)

    def may_be_a_bag(self) -> bool:
        """Tell whether a bag was met in it, or it could not be seen whole, so that nobody knows.

        Raises:
            CannotRead: if the file cannot be read, or is no archive.
            NothingToCheck: if there is no such file.
        """
        members = self._read_headers()
        return members.signs() or not members.whole

    def observe(self, *, algorithms: Sequence[str], keep: Callable[[str], int] = lambda _: -1) -> Observed:
        """Read the bag: sizes, digests by all `algorithms` from one read, what is not regular or not readable.

        `keep` answers for each path how large a file may be (in octets) for its bytes to be returned too, from
        the same read; -1: not at all. Memory does not grow with the size of the files that are not kept.

        Raises:
            CannotRead: if the file cannot be read, is no archive, or is another one than a moment ago.
            NothingToCheck: if there is no such file.
        """
        members = self._read_headers()
        found = _Found(members, self.terms)
        jobs = self.terms.jobs or os.cpu_count() or 1
        reader = Reader(algorithms, keep, jobs)
        with opened(self.root) as file:
            self._demand_the_same(file)
            with closing(self._readings(reader, file, members)) as readings:
                try:
                    for path, extent, reading in readings:
                        found.take(path, extent, reading)
                except BrokenOff as fault:
                    found.broken_off(fault)
            self._demand_the_same(file)
        found.tell_progress()
        return replace(found.observed(tuple(algorithms)), media_type=self._media_type)

    def _read_headers(self) -> Members:
        if self._members is None:
            members = Members(Meter(self.terms.limits))
            with opened(self.root) as file:
                self._identity = file.identity()
                self._kind = kind_within(file)
                if self._kind is None:
                    raise CannotRead("neither a zip nor a tar", where=str(self.root))
                self._media_type = _media_type(self._kind, file)
                try:
                    self._scan(file, members)
                except BrokenOff as fault:
                    members.faults.add(fault.code, fault.reason)
                    members.whole = False
            members.settle(self.root.name)
            self._members = members
        return self._members

    def _scan(self, file: ArchiveFile, members: Members) -> None:
        if self._kind is Kind.ZIP:
            scan_zip(file, members)
        elif self._kind is Kind.TAR:
            scan_tar(OnDisk(file), members, packed=False)
        else:
            stream = unpacked(file, _magic(file), members.meter, members.faults)
            scan_tar(Streamed(stream), members, packed=True)
            for _ in stream:
                pass  # the checksum of a packed stream stands at its end

    def _readings(self, reader: Reader, file: ArchiveFile, members: Members) -> Generator[tuple[str, Extent, Reading]]:
        if self._kind is not Kind.PACKED:
            return reader.at_any_place(file, members.files())
        return reader.in_order(unpacked(file, _magic(file), None, None), members.files())

    def _demand_the_same(self, file: ArchiveFile) -> None:
        if file.identity() != self._identity:
            raise CannotRead("changed while it was read", where=str(self.root), help="verify it again")


class _Found:
    """What the reading of the contents has given so far."""

    def __init__(self, members: Members, terms: Terms) -> None:
        self.members, self.terms = members, terms
        self.files = Files()
        self.kept: dict[str, bytes] = {}
        self.unreadable = dict(members.unreadable)
        self.whole = members.whole
        self.count = self.octets = 0

    def take(self, path: str, extent: Extent, reading: Reading) -> None:
        for code, reason in reading.faults:
            self.members.faults.add(code, reason, path)
        if reading.unreadable is not None:
            self.unreadable[path] = reading.unreadable
        else:
            self.files.add(path, reading.size, reading.digests, extent.mode)
            if reading.data is not None:
                self.kept[path] = reading.data
        self.count += 1
        self.octets += reading.size
        if self.count >= _TOLD_EVERY or self.octets > 1 << 26:
            self.tell_progress()

    def broken_off(self, fault: BrokenOff) -> None:
        # The headers were read through the same octets: a fault that they met is told already.
        if self.members.whole:
            self.members.faults.add(fault.code, fault.reason)
        self.whole = False

    def tell_progress(self) -> None:
        if self.terms.progress is not None and self.count:
            self.terms.progress(self.count, self.octets)
        self.count = self.octets = 0

    def observed(self, algorithms: tuple[str, ...]) -> Observed:
        return Observed(
            algorithms=algorithms,
            files=self.files,
            irregular=self.members.irregular,
            unreadable=self.unreadable,
            folders=frozenset(self.members.folders),
            kept=self.kept,
            faults=self.members.faults.findings(),
            whole=self.whole,
        )


def _media_type(kind: Kind, file: ArchiveFile) -> str:
    if kind is Kind.PACKED:
        begin = file.read(0, 16)
        return next(name for magic, name in _MEDIA_TYPES.items() if begin.startswith(magic))
    return "application/zip" if kind is Kind.ZIP else "application/x-tar"


def _magic(file: ArchiveFile) -> bytes:
    begin = file.read(0, max(map(len, STREAMS)))
    return next(magic for magic in STREAMS if begin.startswith(magic))
