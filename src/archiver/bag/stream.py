# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH118
# (names on disk are UTF-8 whatever the locale says, and a Path cannot hold bytes)
"""Lay out a bag from files of any size: each is copied and hashed by all algorithms in one read.

Memory does not grow with the size of the files. RFC 8493, sections 2.1 and 2.2.
"""

from __future__ import annotations

import mmap
import os
import stat
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from archiver.bag.digest import begin
from archiver.bag.gather import located, stamp
from archiver.bag.manifest import Manifest, format_manifest, manifest_name
from archiver.bag.paths import folders_above
from archiver.bag.tags import DECLARATION, format_info
from archiver.bag.write import Disk, SystemDisk
from archiver.errors import InvalidMaterial
from archiver.findings import Finding, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future, ThreadPoolExecutor

    from archiver.bag.digest import Hash
    from archiver.bag.gather import Gathered, Member
    from archiver.bag.tags import Pair

_LARGE = 256 * 1024
_CHUNK = 512 * 1024
_MOST_JOBS = 4
_PENDING = 4
"""Large files waiting for a thread, for each thread; each holds a descriptor."""
_SINGLY = 64
"""Files up to which each is waited for by itself; for more the whole file system is waited for once."""
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NO_ATIME = getattr(os, "O_NOATIME", 0)
_FILE_MODE = 0o644
_FOLDER_MODE = 0o755


class CopyingDisk(Disk, Protocol):
    """The steps that change a disk while files are copied."""

    def copy(self, path: bytes, pieces: Iterator[bytes | memoryview], modified: int, mode: int) -> None:
        """Write a file that was not there, piece by piece, with a time of change in nanoseconds and a mode."""

    def narrow(self, folder: bytes, mode: int) -> None:
        """Set the permissions of a folder that is still empty."""

    def sync_all(self, folder: bytes) -> bool:
        """Wait until the whole file system of a folder is on the medium; False if the system cannot do that."""


class SystemCopyingDisk(SystemDisk):
    """The disk as the operating system gives it."""

    def copy(self, path: bytes, pieces: Iterator[bytes | memoryview], modified: int, mode: int) -> None:
        """Write a file that was not there, piece by piece, with a time of change in nanoseconds and a mode."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            os.fchmod(descriptor, mode)
            for piece in pieces:
                done = os.write(descriptor, piece)
                while done < len(piece):
                    done += os.write(descriptor, memoryview(piece)[done:])
            os.utime(descriptor, ns=(modified, modified))
        finally:
            os.close(descriptor)

    def narrow(self, folder: bytes, mode: int) -> None:
        """Set the permissions of a folder that is still empty."""
        os.chmod(folder, mode)  # noqa: PTH101 # bytes

    def sync_all(self, folder: bytes) -> bool:
        """Wait until the whole file system of a folder is on the medium; False if the system cannot do that."""
        import ctypes  # noqa: PLC0415 # for large bags only

        syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if syncfs is None:
            return False
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            if syncfs(descriptor) != 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        finally:
            os.close(descriptor)
        return True


COPYING: CopyingDisk = SystemCopyingDisk()


class _NotTakenError(Exception):
    """A file of the source could not be taken in; the code and the reason."""


def lay_out(
    gathered: Gathered,
    staged: bytes,
    *,
    algorithms: Sequence[str],
    info: Sequence[Pair],
    jobs: int | None = None,
    disk: CopyingDisk = COPYING,
) -> None:
    """Write the bag of a folder that was walked through into a new folder, and wait until it is on the medium.

    `algorithms` are those of the manifests of both kinds; `info` is bag-info.txt in its order, to which
    Payload-Oxum is added. `jobs` large files are copied at once. Copies keep the time of change of their
    originals. Files get mode 0644 and folders 0755, less what their originals do not give; the bag itself and `data`
    are as closed as the folder.

    Raises:
        InvalidMaterial: with B502 and B509 for every file that could not be read or was not the one that had been
            seen, and for every folder that was changed meanwhile; B112 if `info` cannot be written.
        OSError: if the disk does not take the bag.
    """
    algorithms = sorted(set(algorithms))
    pairs = [*info, ("Payload-Oxum", f"{gathered.octets}.{len(gathered.members)}")]
    tags = {"bagit.txt": DECLARATION, "bag-info.txt": format_info(pairs)}
    folders = _folders(gathered)
    group = _make_folders(gathered, staged, folders, disk)
    copying = _Copying(gathered, staged, algorithms, jobs or min(_MOST_JOBS, os.cpu_count() or 1), disk, group)
    digests = copying.run()
    for name, manifest in _manifests(algorithms, digests):
        tags[manifest_name(name)] = manifest
    sealed = {name: tuple(begin(algorithm, data).digest() for algorithm in algorithms) for name, data in tags.items()}
    for name, manifest in _manifests(algorithms, sealed):
        tags[manifest_name(name, tag=True)] = manifest
    for name in sorted(tags):
        disk.write(_below(staged, name), tags[name])
    _sync(staged, [*(f"data/{member.path}" for member in gathered.members), *tags], folders, disk)


def _folders(gathered: Gathered) -> list[str]:
    """Return the folders that hold files, the outer ones before the inner ones."""
    used = {folder for member in gathered.members for folder in folders_above(f"data/{member.path}")}
    return sorted({"data"} | used)


def _make_folders(gathered: Gathered, staged: bytes, folders: Sequence[str], disk: CopyingDisk) -> int:
    """Make the folders of the bag, none open to more than its original; return the group they belong to."""
    originals = {f"data/{folder.path}".rstrip("/"): folder for folder in gathered.folders}
    originals[""] = originals["data"]
    disk.mkdir(staged)
    group = os.stat(staged).st_gid  # noqa: PTH116 # bytes
    for folder in ("", *folders):
        if folder:
            disk.mkdir(_below(staged, folder))
        mode = originals[folder].mode(_FOLDER_MODE, group) | 0o700
        if mode != _FOLDER_MODE:
            disk.narrow(_below(staged, folder), mode)
    return group


def _manifests(algorithms: Sequence[str], digests: dict[str, tuple[bytes, ...]]) -> Iterator[tuple[str, bytes]]:
    for place, algorithm in enumerate(algorithms):
        entries = {path: found[place] for path, found in digests.items()}
        yield algorithm, format_manifest(Manifest(algorithm=algorithm, entries=entries))


def _sync(staged: bytes, files: Sequence[str], folders: Sequence[str], disk: CopyingDisk) -> None:
    # All files are written before the first one is waited for: the disk then does the work in one go.
    if len(files) > _SINGLY and disk.sync_all(staged):
        return
    for path in files:
        disk.sync(_below(staged, path))
    for folder in (*reversed(folders), ""):
        disk.sync(_below(staged, folder))


def _below(folder: bytes, path: str) -> bytes:
    return os.path.join(folder, path.encode()) if path else folder


class _Copying:
    """The files of a folder on their way into a bag."""

    def __init__(
        self,
        gathered: Gathered,
        staged: bytes,
        algorithms: Sequence[str],
        jobs: int,
        disk: CopyingDisk,
        group: int,
    ) -> None:
        self.gathered, self.target, self.disk, self.jobs = gathered, os.path.join(staged, b"data"), disk, jobs
        self.algorithms, self.group = algorithms, group
        self.digests: dict[str, tuple[bytes, ...]] = {}
        self.findings: list[Finding] = []
        self.pending: list[tuple[Member, Future[tuple[bytes, ...]]]] = []
        self.pool: ThreadPoolExecutor | None = None
        self.stopped = threading.Event()
        self.buffers = threading.local()
        self.root = os.open(gathered.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def run(self) -> dict[str, tuple[bytes, ...]]:
        """Copy all files and return their digests by the paths in the bag."""
        try:
            for member in self.gathered.members:
                self.member(member)
            while self.pending:
                self.collect()
            self.look_again()
        finally:
            self.stopped.set()  # after a failure or an interruption no thread goes on with a large file
            if self.pool is not None:
                self.pool.shutdown(cancel_futures=True)
            os.close(self.root)
        if self.findings:
            raise InvalidMaterial(in_order(self.findings))
        return self.digests

    def member(self, member: Member) -> None:
        if member.size > _LARGE and self.jobs > 1:
            self.submit(member)
            return
        try:
            self.take(member, self.copy(member))
        except _NotTakenError as error:
            self.say(member, *error.args)

    def submit(self, member: Member) -> None:
        if self.pool is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 # most folders have no large file

            self.pool = ThreadPoolExecutor(self.jobs)
        while len(self.pending) >= self.jobs * _PENDING:
            self.collect()
        self.pending.append((member, self.pool.submit(self.copy, member)))

    def collect(self) -> None:
        member, future = self.pending.pop(0)
        try:
            self.take(member, future.result())
        except _NotTakenError as error:
            self.say(member, *error.args)

    def take(self, member: Member, digests: tuple[bytes, ...]) -> None:
        self.digests[f"data/{member.path}"] = digests

    def say(self, member: Member, code: str, reason: str) -> None:
        self.findings.append(Finding(code=code, path=located(self.gathered.root, member.path), detail=(reason,)))

    def copy(self, member: Member) -> tuple[bytes, ...]:
        """Copy a file and return its digests."""
        hashes = [begin(name) for name in self.algorithms]
        source = self.open(member)
        try:
            self.same(source, member)
            modified = member.stamp[3]
            pieces = self.pieces(source, member, hashes)
            mode = member.mode(_FILE_MODE, self.group) | 0o400
            self.disk.copy(os.path.join(self.target, member.path.encode()), pieces, modified, mode)
            self.same(source, member)
        finally:
            os.close(source)
        return tuple(digest.digest() for digest in hashes)

    def open(self, member: Member) -> int:
        path = member.path.encode()
        try:
            with suppress(PermissionError):  # only the owner may read without leaving a trace
                return os.open(path, _FILE | _NO_ATIME, dir_fd=self.root)
            return os.open(path, _FILE, dir_fd=self.root)
        except FileNotFoundError as error:
            raise _NotTakenError("B509", "it is gone") from error
        except OSError as error:
            raise _NotTakenError("B502", error.strerror or str(error)) from error

    def same(self, source: int, member: Member) -> None:
        """Demand that an open file is the one that was seen, and as it was."""
        status = os.fstat(source)
        if not stat.S_ISREG(status.st_mode) or stamp(status) != member.stamp:
            raise _NotTakenError("B509", "it is not as it was when the folder was listed")

    def pieces(self, source: int, member: Member, hashes: Sequence[Hash]) -> Iterator[bytes | memoryview]:
        """Read a file and hash what goes on to the disk; hashlib lets the other threads run meanwhile."""
        left = member.size
        while left and not self.stopped.is_set():
            try:
                piece = os.read(source, left) if member.size <= _LARGE else self.fill(source)
            except OSError as error:
                raise _NotTakenError("B502", error.strerror or str(error)) from error
            left -= len(piece)
            if left < 0 or not piece:
                raise _NotTakenError("B509", "its size changed")
            for digest in hashes:
                digest.update(piece)
            yield piece

    def fill(self, source: int) -> memoryview:
        """Read the next octets into the one buffer of this thread, aligned to pages (half as long to copy)."""
        if not hasattr(self.buffers, "view"):
            self.buffers.view = memoryview(mmap.mmap(-1, _CHUNK))
        view: memoryview = self.buffers.view
        return view[: os.readv(source, [view])]

    def look_again(self) -> None:
        """Tell which folders had something added to them or taken from them while their files were copied."""
        for folder in self.gathered.folders:
            try:
                path = folder.path.encode("utf-8", "surrogateescape") or b"."
                now = stamp(os.stat(path, dir_fd=self.root, follow_symlinks=False))
            except OSError:
                now = ()
            if now != folder.stamp:
                self.say(folder, "B509", "something was added to the folder or taken from it")
