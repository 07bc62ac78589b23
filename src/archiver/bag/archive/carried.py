# SPDX-License-Identifier: Apache-2.0
"""A bag that lies in an archive file, looked at twice: the headers first, then the contents."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.bag.archive.disk import opened
from archiver.bag.archive.faults import BrokenOff
from archiver.bag.archive.kinds import Kind, kind_within, magic_of
from archiver.bag.archive.members import Members
from archiver.bag.archive.meter import Meter
from archiver.bag.archive.reading import OnDisk, Reader, Streamed
from archiver.bag.archive.tar import scan as scan_tar
from archiver.bag.archive.unpacking import unpacked
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
_MEDIA_TYPES = {b"\x1f\x8b": "application/gzip", b"BZh": "application/x-bzip2", b"\xfd7zXZ\x00": "application/x-xz"}


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
        self._magic = b""

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
        found = _Found(members, self.terms, keep)
        jobs = self.terms.jobs or os.cpu_count() or 1
        reader = Reader(algorithms, found.most, jobs)
        with opened(self.root) as file:
            file.demand(self._identity)
            with closing(self._readings(reader, file, members)) as readings:
                try:
                    for path, extent, reading in readings:
                        found.take(path, extent, reading)
                except BrokenOff as fault:
                    found.broken_off(fault)
            file.demand(self._identity)
        found.take_links()
        found.tell_progress()
        return replace(found.observed(tuple(algorithms)), media_type=self._media_type())

    def _read_headers(self) -> Members:
        if self._members is None:
            members = Members(Meter(self.terms.limits))
            with opened(self.root) as file:
                self._identity = file.identity
                self._kind, self._magic = kind_within(file), magic_of(file)
                if self._kind is None or (self._kind is Kind.PACKED and not self._magic):
                    file.demand(self._identity)
                    raise CannotRead("neither a zip nor a tar", where=str(self.root))
                try:
                    self._scan(file, members)
                except BrokenOff as fault:
                    members.faults.add(fault.code, fault.reason)
                    members.whole = False
                file.demand(self._identity)  # a file that is being written is no damaged one
            members.settle(self.root.name)
            self._members = members
        return self._members

    def _scan(self, file: ArchiveFile, members: Members) -> None:
        if self._kind is Kind.ZIP:
            scan_zip(file, members)
        elif self._kind is Kind.TAR:
            scan_tar(OnDisk(file), members, packed=False)
        else:
            stream = unpacked(file, self._magic, members.meter, members.faults)
            scan_tar(Streamed(stream), members, packed=True)
            for _ in stream:
                pass  # the checksum of a packed stream stands at its end

    def _readings(self, reader: Reader, file: ArchiveFile, members: Members) -> Generator[tuple[str, Extent, Reading]]:
        if self._kind is not Kind.PACKED:
            return reader.at_any_place(file, members.files())
        return reader.in_order(unpacked(file, self._magic, None, None), members.files())

    def _media_type(self) -> str:
        if self._kind is Kind.PACKED:
            return _MEDIA_TYPES[self._magic]
        return "application/zip" if self._kind is Kind.ZIP else "application/x-tar"


class _Found:
    """What the reading of the contents has given so far."""

    def __init__(self, members: Members, terms: Terms, keep: Callable[[str], int]) -> None:
        self.members, self.terms, self.keep = members, terms, keep
        self.links = members.links()
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

    def most(self, path: str) -> int:
        """Return how large a file may be to be kept, under its own name or that of a hard link."""
        return max(map(self.keep, (path, *self.links.get(path, ()))))

    def take_links(self) -> None:
        """Take in each hard link as the file that it is a second name of."""
        for target, names in self.links.items():
            for name in names:
                if target in self.unreadable:
                    self.unreadable[name] = self.unreadable[target]
                elif target in self.files:
                    file = self.files[target]
                    self.files.add(name, file.size, file.digests, file.mode)
                    if target in self.kept:
                        self.kept[name] = self.kept[target]

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
