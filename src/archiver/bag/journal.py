# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH101,PTH104,PTH108,PTH118,PTH119,PTH120,PTH123
# (names on disk are UTF-8 whatever the locale says, and a Path cannot hold bytes)
"""Replace several tag files of a bag so that it is always the old bag, the new one, or known to be in between.

The new and the old tag files are written into a journal, a hidden folder beside the bag, which one rename
makes valid. From that moment the update is decided: whoever comes next finishes it, or rolls it back. Payload
is never written, moved or linked.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from archiver.bag.write import Disk, SystemDisk, staging, told
from archiver.errors import CannotRead, CannotWrite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_PREFIX = b".archiver-update-"
_LIST = b"journal.json"
_OLD, _NEW, _NEXT = b"old", b"new", b"next"
_NAME = re.compile(r"(?:bag|package)-info\.txt|fetch\.txt|bagit\.txt|(?:tag)?manifest-[a-z0-9]+\.txt")
_MOST = 64 * 1024
_FINISH = "run archiver update on the bag to finish what was begun, or with --roll-back to have the old bag back"
_ANOTHER = "see who works on the bag, or whether the journal beside it is another bag's; nothing was overwritten"
_DAMAGED = "restore the tag files of the bag from another copy, verify it, and remove the journal"


class TagDisk(Disk, Protocol):
    """The steps that change a disk while tag files are replaced."""

    def link(self, old: bytes, new: bytes) -> None:
        """Give a file a second name that was not taken."""

    def remove(self, path: bytes) -> None:
        """Remove a file."""

    def mode(self, path: bytes, mode: int) -> None:
        """Set the permissions of a file."""


class SystemTagDisk(SystemDisk):
    """The disk as the operating system gives it."""

    def link(self, old: bytes, new: bytes) -> None:
        """Give a file a second name that was not taken."""
        os.link(old, new, follow_symlinks=False)

    def remove(self, path: bytes) -> None:
        """Remove a file."""
        os.unlink(path)

    def mode(self, path: bytes, mode: int) -> None:
        """Set the permissions of a file."""
        os.chmod(path, mode)


TAGS: TagDisk = SystemTagDisk()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """A tag file of the bag: SHA-512 of what it was and of what it is to be; None: it is not there."""

    name: str
    old: str | None
    new: str | None

    @property
    def stays(self) -> bool:
        """Whether it is only written down so that the bag is known by it."""
        return self.old == self.new


def is_interrupted(bag: Path) -> bool:
    """Tell whether an update of the bag was stopped half-way, by what lies beside it."""
    return os.path.lexists(_journal(_real(bag)))


def is_begun(bag: Path) -> bool:
    """Tell whether a tag file of the bag is already the one that the journal beside it wants.

    If none is, the bag is the old one, or another one that came to stand where the old one stood; to finish the
    update would be to do something that this bag's owner need not have asked for. Call it inside `alone`.

    Raises:
        CannotRead: if the journal cannot be read.
        CannotWrite: if a tag file is neither the old nor the new one.
    """
    root = _real(bag)
    changes = _read(_journal(root), bag)
    with told(bag):
        _demand(root, changes, bag)
        moved = [change for change in changes if not change.stays]
        return any(_sum_on_disk(os.path.join(root, change.name.encode())) == change.new for change in moved)


@contextmanager
def alone(bag: Path) -> Iterator[None]:
    """Keep every other update away from a bag while the block runs; nothing is written for it.

    Raises:
        CannotWrite: if another update is at work on it.
        CannotRead: if the bag cannot be opened.
    """
    try:
        descriptor = os.open(bag, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise CannotRead(f"cannot read {bag}: {error.strerror}", where=str(bag)) from error
    try:
        _lock(descriptor, bag)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, bag: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        message = "another update is at work on this bag"
        if not isinstance(error, BlockingIOError):
            message = f"the bag cannot be locked: {error.strerror}"
        raise CannotWrite(message, where=str(bag), help="wait for it and run the command again") from error


def replace(bag: Path, files: Mapping[str, bytes | None], *, before: Mapping[str, bytes], disk: TagDisk = TAGS) -> None:
    """Replace tag files at the top of a bag, all of them or none; None: the file is removed.

    `before` are the bytes that the update was made from, of every file that is there: if one of them is another
    one now, nothing is written. Call it inside `alone`. New files get the mode of those they replace, or 0644.

    Raises:
        CannotWrite: if the disk does not take them, or a file was changed meanwhile. What stood there stands
            there still; if even that could not be had, the message says so, and `is_interrupted`.
    """
    root = _real(bag)
    shelf = os.path.dirname(root)
    changes = [_Change(name=name, old=_sum(before.get(name)), new=_sum(data)) for name, data in files.items()]
    changes += [
        _Change(name=name, old=_sum(data), new=_sum(data)) for name, data in before.items() if name not in files
    ]
    with told(bag):
        if os.lstat(root).st_dev != os.lstat(shelf).st_dev:
            advice = "no rename leads from a journal beside it to it: update a copy on one disk"
            raise CannotWrite("the bag is a mount point", where=str(bag), help=advice)
        _demand(root, changes, bag)
        with staging(shelf, disk) as folder:
            staged = os.path.join(folder, b"update")
            _write_down(root, staged, changes, files, disk)
            _demand(root, changes, bag)
            _decide(staged, _journal(root), disk)
            try:
                _carry_out(root, _journal(root), changes, _NEW, disk)
            except BaseException:
                _take_back(root, changes, folder, bag)
                raise
            _discard(_journal(root), folder, disk)


def _decide(staged: bytes, journal: bytes, disk: TagDisk) -> None:
    """Make the journal valid by one rename."""
    try:
        disk.rename(staged, journal)
        disk.sync(os.path.dirname(journal))
    except BaseException:
        # Whatever happened after the rename, an interruption included: it is not known to last, so it is undone.
        if not os.path.lexists(staged) and os.path.lexists(journal):
            os.rename(journal, staged)
        raise


def _take_back(root: bytes, changes: list[_Change], folder: bytes, bag: Path) -> None:
    """Give the bag its old tag files back after a failure."""
    try:
        _carry_out(root, _journal(root), changes, _OLD, TAGS)
        _discard(_journal(root), folder, TAGS)
    except (OSError, CannotWrite) as error:
        message = f"the update is half done: {error.strerror if isinstance(error, OSError) else error.message}"
        raise CannotWrite(message, where=str(bag), help=_FINISH) from error


def recover(bag: Path, *, forward: bool, disk: TagDisk = TAGS) -> bool:
    """Finish an update that was stopped half-way, or roll it back; False if there is none. Call it inside `alone`.

    Raises:
        CannotWrite: if the disk does not let us, or a tag file is neither the old nor the new one.
        CannotRead: if the journal cannot be read.
    """
    root = _real(bag)
    journal = _journal(root)
    if not os.path.lexists(journal):
        return False
    changes = _read(journal, bag)
    with told(bag), staging(os.path.dirname(root), disk) as folder:
        _demand(root, changes, bag)
        _carry_out(root, journal, changes, _NEW if forward else _OLD, disk)
        _discard(journal, folder, disk)
    return True


def _write_down(
    root: bytes, staged: bytes, changes: list[_Change], files: Mapping[str, bytes | None], disk: TagDisk
) -> None:
    """Write the journal: what changes, the old files and the new ones, with the modes they are to have."""
    folders = [staged, os.path.join(staged, _OLD), os.path.join(staged, _NEW)]
    for folder in folders:
        disk.mkdir(folder)
    written = []
    for change in changes:
        if change.stays:
            continue
        name, data = change.name.encode(), files[change.name]
        place = os.path.join(root, name)
        if change.old is not None:
            _double(place, os.path.join(staged, _OLD, name), disk)
        if data is not None:
            written.append(os.path.join(staged, _NEW, name))
            disk.write(written[-1], data)
            if change.old is not None:
                disk.mode(written[-1], stat.S_IMODE(os.lstat(place).st_mode))
    document = {
        "journal_version": "1",
        "bag": os.path.basename(root).decode("utf-8", "backslashreplace"),
        "files": [{"name": change.name, "old": change.old, "new": change.new} for change in changes],
    }
    written.append(os.path.join(staged, _LIST))
    disk.write(written[-1], (json.dumps(document, indent=2) + "\n").encode())
    for path in [*written, *reversed(folders)]:
        disk.sync(path)


def _demand(root: bytes, changes: list[_Change], bag: Path) -> None:
    """Demand that every file is the old one or the new one: what somebody else wrote is never overwritten."""
    for change in changes:
        if _sum_on_disk(os.path.join(root, change.name.encode())) not in {change.old, change.new}:
            message = f"{change.name} is neither what it was nor what it is to be: somebody else changed it"
            raise CannotWrite(message, where=str(bag), help=_ANOTHER)


def _carry_out(root: bytes, journal: bytes, changes: list[_Change], side: bytes, disk: TagDisk) -> None:
    """Put the files of one side of the journal in place; what is in place already is left alone."""
    moving = os.path.join(journal, _NEXT)
    for change in changes:
        name = change.name.encode()
        place, wanted = os.path.join(root, name), change.new if side == _NEW else change.old
        found = _sum_on_disk(place)
        if found == wanted:
            continue
        if wanted is None:
            disk.remove(place)
            continue
        source = os.path.join(journal, side, name)
        if _sum_on_disk(source) != wanted:
            raise CannotWrite("the journal of the update is damaged", where=os.fsdecode(journal), help=_DAMAGED)
        if os.path.lexists(moving):
            disk.remove(moving)
        _double(source, moving, disk)
        disk.rename(moving, place)
    disk.sync(root)


def _double(source: bytes, copy: bytes, disk: TagDisk) -> None:
    """Have a file twice: by a second name, which takes no room, or by its bytes where the disk knows no links."""
    try:
        disk.link(source, copy)
    except OSError:
        with open(source, "rb") as file:
            disk.write(copy, file.read())
        disk.mode(copy, stat.S_IMODE(os.lstat(source).st_mode))
        disk.sync(copy)


def _discard(journal: bytes, folder: bytes, disk: TagDisk) -> None:
    """Move a journal that has done its work into a staging folder by one rename; the rest is sweeping."""
    disk.rename(journal, os.path.join(folder, b"done"))
    disk.sync(os.path.dirname(journal))


def _read(journal: bytes, bag: Path) -> list[_Change]:
    try:
        with open(os.path.join(journal, _LIST), "rb") as file:
            document: Any = json.loads(file.read(_MOST))
        files = document["files"]
        changes = [_Change(name=each["name"], old=each["old"], new=each["new"]) for each in files]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"the journal of an update beside {bag} cannot be read"
        raise CannotRead(message, where=os.fsdecode(journal), help=_DAMAGED) from error
    if any(not _NAME.fullmatch(change.name) for change in changes):
        raise CannotRead("the journal names what is no tag file", where=os.fsdecode(journal), help=_DAMAGED)
    return changes


def _sum(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha512(data).hexdigest()


def _sum_on_disk(path: bytes) -> str | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with open(descriptor, "rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()


def _real(bag: Path) -> bytes:
    """Return the place of the bag itself; a link to it is not where its journal lies."""
    return os.path.realpath(os.fsencode(bag))


def _journal(root: bytes) -> bytes:
    return os.path.join(os.path.dirname(root), _PREFIX + os.path.basename(root))
