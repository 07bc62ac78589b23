# SPDX-License-Identifier: Apache-2.0
"""Walk through a bag once and read every file once: what is there, how large, with which digests.

No link is followed, nothing but regular files is opened, nothing is opened outside the bag and nothing is
written. RFC 8493, section 5.1.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import stat
import sys
import threading
from typing import TYPE_CHECKING, Protocol

from archiver.bag.contents import File, Files, Observed
from archiver.bag.paths import DEEPEST
from archiver.bag.terms import TERMS
from archiver.errors import CannotRead, NothingToCheck

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future, ThreadPoolExecutor
    from pathlib import Path

    from archiver.bag.terms import Terms

GIT = "git"
"""Name of the pseudo algorithm that gives the hash of a git blob: the content SWHID in raw form."""

_LARGE = 256 * 1024
_CHUNK = 512 * 1024
_WORKERS = 2
_PENDING = 8
_PYTHON_NAMES = {"sha3224": "sha3_224", "sha3256": "sha3_256", "sha3384": "sha3_384", "sha3512": "sha3_512"}
_NO_ATIME = getattr(os, "O_NOATIME", 0)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Non-blocking: a FIFO put in the place of a file after it was looked at cannot make us wait.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_KINDS = {
    stat.S_IFLNK: "symbolic link",
    stat.S_IFIFO: "FIFO",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


class _Hash(Protocol):
    def update(self, data: bytes | memoryview, /) -> None: ...
    def digest(self) -> bytes: ...


class Folder:
    """A bag that lies in a folder."""

    def __init__(self, root: Path, terms: Terms = TERMS) -> None:
        self.root, self.terms = root, terms

    def names(self) -> tuple[str, ...]:
        """Return the names at the top of the folder, sorted.

        Raises:
            CannotRead: if the folder cannot be read.
            NothingToCheck: if there is no such folder.
        """
        folder = _open_root(self.root)
        try:
            return tuple(sorted(name for name, _ in _listing(folder)))
        except OSError as error:
            raise CannotRead(error.strerror or str(error), where=str(self.root)) from error
        finally:
            os.close(folder)

    def observe(self, *, algorithms: Sequence[str], keep: Callable[[str], int] = lambda _: -1) -> Observed:
        """Read the bag: sizes, digests by all `algorithms` from one read, what is not regular or not readable.

        `keep` answers for each path how large a file may be (in octets) for its bytes to be returned too, from
        the same read; -1: not at all. Memory does not grow with the size of the files that are not kept.

        Raises:
            CannotRead: if the folder itself cannot be read.
            NothingToCheck: if there is no such folder.
        """
        folder = _open_root(self.root)
        walk = _Walk(tuple(algorithms), keep)
        try:
            walk.folder(folder, "", 0)
            walk.finish()
        except OSError as error:
            raise CannotRead(error.strerror or str(error), where=str(self.root)) from error
        finally:
            walk.close()
            os.close(folder)
        return Observed(
            algorithms=walk.algorithms,
            files=walk.files,
            irregular=walk.irregular,
            unreadable=walk.unreadable,
            folders=frozenset(walk.folders),
            kept=walk.kept,
        )


def _open_root(root: str | os.PathLike[str]) -> int:
    try:
        return os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NothingToCheck("there is no such folder", where=os.fspath(root)) from error
    except OSError as error:
        raise CannotRead(error.strerror or str(error), where=os.fspath(root)) from error


def _listing(folder: int) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            yield _portable(entry.name), entry


def _portable(name: str) -> str:
    """Read a name as UTF-8 whatever the locale says; bytes that do not decode become surrogates."""
    if sys.getfilesystemencoding() == "utf-8":
        return name
    return os.fsencode(name).decode("utf-8", "surrogateescape")


class _Walk:
    """One walk through a bag and what it has found so far."""

    def __init__(self, algorithms: tuple[str, ...], keep: Callable[[str], int]) -> None:
        self.algorithms, self.keep = algorithms, keep
        self.makers = [_maker(name) for name in algorithms]
        self.files = Files()
        self.irregular: dict[str, str] = {}
        self.unreadable: dict[str, str] = {}
        self.folders: list[str] = []
        self.kept: dict[str, bytes] = {}
        self.pool: ThreadPoolExecutor | None = None
        self.pending: list[tuple[str, int, Future[File | str]]] = []
        self.buffers = threading.local()

    def folder(self, descriptor: int, prefix: str, depth: int) -> None:
        """Take in all that is in an open folder; a folder further down is opened from this one."""
        for name, entry in sorted(_listing(descriptor), key=lambda item: item[0]):
            path = prefix + name
            try:
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode):
                    self.subfolder(descriptor, entry.name, path, depth + 1)
                elif stat.S_ISREG(mode):
                    self.file(_open_file(entry.name, descriptor), path)
                else:
                    self.irregular[path] = _KINDS.get(stat.S_IFMT(mode), "special file")
            except OSError as error:
                self.unreadable[path] = error.strerror or str(error)

    def subfolder(self, parent: int, name: str, path: str, depth: int) -> None:
        self.folders.append(path)
        if depth > DEEPEST:
            self.unreadable[path] = f"more than {DEEPEST} folders inside each other"
            return
        descriptor = os.open(name, _FOLDER, dir_fd=parent)
        try:
            self.folder(descriptor, path + "/", depth)
        finally:
            os.close(descriptor)

    def file(self, descriptor: int, path: str) -> None:
        """Take in an open file and close it, now or in a thread."""
        handed_over = False
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                self.irregular[path] = "no regular file when it was opened"
            elif status.st_size <= self.keep(path):
                self.small(descriptor, path, status, keep=True)
            elif status.st_size <= _LARGE:
                self.small(descriptor, path, status, keep=False)
            else:
                handed_over = True
                self.submit(descriptor, path, status)
        finally:
            if not handed_over:
                os.close(descriptor)

    def small(self, descriptor: int, path: str, status: os.stat_result, *, keep: bool) -> None:
        size = status.st_size
        data = _read_all(descriptor, size)
        if len(data) != size:
            self.unreadable[path] = "changed while it was read"
            return
        digests = tuple(_digest(make(size), data) for make in self.makers)
        self.files.add(path, size, digests, stat.S_IMODE(status.st_mode))
        if keep:
            self.kept[path] = data

    def submit(self, descriptor: int, path: str, status: os.stat_result) -> None:
        if self.pool is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 # most bags have no large file

            self.pool = ThreadPoolExecutor(_WORKERS)
        while len(self.pending) >= _PENDING:
            self.collect()
        self.pending.append((path, descriptor, self.pool.submit(self.large, descriptor, status)))

    def large(self, descriptor: int, status: os.stat_result) -> File | str:
        """Read a large file piece by piece, in a thread; hashlib lets the other threads run meanwhile."""
        size = status.st_size
        buffer = self.buffers.__dict__.setdefault("buffer", None) or mmap.mmap(-1, _CHUNK)
        self.buffers.buffer = buffer
        hashes, view, total = [make(size) for make in self.makers], memoryview(buffer), 0
        while total <= size and (got := os.readv(descriptor, [view])):
            total += got
            for digest in hashes:
                digest.update(view[:got])
        if total != size:
            return "changed while it was read"
        return File(size, tuple(digest.digest() for digest in hashes), stat.S_IMODE(status.st_mode))

    def collect(self) -> None:
        path, descriptor, future = self.pending.pop(0)
        try:
            found = future.result()
            if isinstance(found, File):
                self.files.add(path, found.size, found.digests, found.mode)
            else:
                self.unreadable[path] = found
        except OSError as error:
            self.unreadable[path] = error.strerror or str(error)
        finally:
            os.close(descriptor)

    def finish(self) -> None:
        """Wait for the threads."""
        while self.pending:
            self.collect()

    def close(self) -> None:
        """Stop the threads and close what is still open, after a failure or an interruption too."""
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)
        for _, descriptor, _ in self.pending:
            os.close(descriptor)


def _open_file(name: str, folder: int) -> int:
    try:
        return os.open(name, _FILE | _NO_ATIME, dir_fd=folder)
    except PermissionError:
        return os.open(name, _FILE, dir_fd=folder)  # only the owner may read without leaving a trace


def _read_all(descriptor: int, size: int) -> bytes:
    """Read a file of that size; one octet more or less shows in the length of what is returned."""
    data = os.read(descriptor, size + 1)
    if len(data) == size:
        return data
    parts = [data]
    while data and sum(map(len, parts)) <= size:
        data = os.read(descriptor, size + 1)
        parts.append(data)
    return b"".join(parts)


def _maker(algorithm: str) -> Callable[[int], _Hash]:
    if algorithm == GIT:
        return lambda size: hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    name = _PYTHON_NAMES.get(algorithm, algorithm)
    return lambda _: hashlib.new(name, usedforsecurity=False)


def _digest(digest: _Hash, data: bytes) -> bytes:
    digest.update(data)
    return digest.digest()
