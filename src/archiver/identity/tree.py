# SPDX-License-Identifier: Apache-2.0
"""The SWHID of what lies on the disk: one walk, every file read once. SWHID 1.2, ISO/IEC 18670.

Links are not followed: what is hashed is where they lead. A file is executable if its owner may execute it, as
git has it. An empty folder counts, which git leaves out.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field

from archiver.errors import CannotRead, NothingToCheck
from archiver.identity.identifiers import (
    CONTENT,
    DIRECTORY,
    EXECUTABLE,
    FOLDER,
    LINK,
    REGULAR,
    Entry,
    folder_id,
    link_id,
)

_PIECE = 1024 * 1024
# A FIFO that took the place of a file would keep us waiting, and a link would lead elsewhere.
_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW
_CHANGED = "it changed while it was read"


def swhid_of(path: str | os.PathLike[str]) -> str:
    """Return the SWHID of a file (`swh:1:cnt:…`) or of a folder (`swh:1:dir:…`).

    A link that is named itself is followed, those inside a folder are not. All that lies in the folder counts,
    hidden files too.

    Raises:
        CannotRead: if something in it cannot be read, is neither file, folder nor link, or changes meanwhile.
        NothingToCheck: if there is no such file or folder.
    """
    named = os.fspath(path)
    try:
        start = os.path.realpath(os.fsencode(named), strict=True)
        mode = os.stat(start).st_mode  # noqa: PTH116 # names are octets here
    except FileNotFoundError as error:
        raise NothingToCheck(f"{named} is not there", where=named) from error
    except (OSError, ValueError) as error:
        raise _cannot(named, error) from error
    if stat.S_ISDIR(mode):
        return DIRECTORY + _folder(start).hex()
    return CONTENT + _file(start)[1].hex()


@dataclass(slots=True)
class _Open:
    """A folder some of whose entries are not hashed yet."""

    path: bytes
    name: bytes
    entries: list[Entry] = field(default_factory=list)
    folders: list[bytes] = field(default_factory=list)


def _folder(path: bytes) -> bytes:
    """Hash a folder, those inside it first; without recursion, for a stranger may have nested them."""
    above: list[_Open] = []
    here = _listed(path, b"")
    while True:
        if here.folders:
            name = here.folders.pop()
            above.append(here)
            here = _listed(here.path + b"/" + name, name)
            continue
        done = Entry(FOLDER, here.name, folder_id(here.entries))
        if not above:
            return done.id
        here = above.pop()
        here.entries.append(done)


def _listed(path: bytes, name: bytes) -> _Open:
    """List a folder and hash the files and links in it."""
    here = _Open(path, name)
    try:
        with os.scandir(path) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    here.folders.append(entry.name)
                elif entry.is_symlink():
                    target = os.readlink(entry.path)  # noqa: PTH115 # names are octets here
                    here.entries.append(Entry(LINK, entry.name, link_id(target)))
                else:
                    if not entry.is_file(follow_symlinks=False):
                        raise _other(os.fsdecode(entry.path))  # not even opened: a device may act on it
                    mode, digest = _file(entry.path)
                    here.entries.append(Entry(mode, entry.name, digest))
    except OSError as error:
        raise _cannot(os.fsdecode(path), error) from error
    return here


def _file(path: bytes) -> tuple[bytes, bytes]:
    """Return the mode and the raw hash of a regular file."""
    where = os.fsdecode(path)
    try:
        descriptor = os.open(path, _FLAGS)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise _other(where)
            digest = _hashed(descriptor, status.st_size, where)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _cannot(where, error) from error
    return EXECUTABLE if status.st_mode & stat.S_IXUSR else REGULAR, digest


def _hashed(descriptor: int, size: int, where: str) -> bytes:
    digest = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    left = size
    while piece := os.read(descriptor, min(left + 1, _PIECE)):
        digest.update(piece)
        left -= len(piece)
        if left < 0:
            break
    if left:
        raise CannotRead(f"{where}: {_CHANGED}", where=where)
    return digest.digest()


def _other(where: str) -> CannotRead:
    return CannotRead(f"{where} is neither a file, a folder nor a link", where=where)


def _cannot(where: str, error: Exception) -> CannotRead:
    why = error.strerror if isinstance(error, OSError) else None
    return CannotRead(f"cannot read {where}: {why or error}", where=where)
