# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH208
# (all is done from open folders, which a Path cannot)
"""Where files lie until they are whole, and how they get into the bag.

Beside the bag, in a hidden folder, so that a run which is killed leaves the bag as it was: nothing half there is
ever below `data/`, and no check meets a stray file. Each file is moved in from open folders, none of which is a
link, and takes no place that is taken.
"""

from __future__ import annotations

import fcntl
import json
import os
import stat
from contextlib import contextmanager, suppress
from errno import ELOOP, ENOSYS, ENOTDIR, EOPNOTSUPP, EPERM
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.errors import CannotWrite
from archiver.fetch.failure import NO_PLACE, Failed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from archiver.bag.holes import Hole

STAGING = ".archiver-fetch-"
"""How the folder is called in which files wait; the name of the bag follows."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_LONGEST_NAME = 200
_NOTE = ".json"
_WITHOUT_LINKS = frozenset({EPERM, EOPNOTSUPP, ENOSYS})


class Waiting:
    """The folder beside a bag in which files wait until they are whole, and the bag itself. Both are open."""

    def __init__(self, folder: int, bag: int) -> None:
        self.folder, self.bag = folder, bag
        self.in_use = False
        """Whether a thread that could not be waited for may still write here."""

    def part(self, hole: Hole) -> Part:
        """Return the waiting place of one file."""
        return Part(self, hole)

    def clear(self, holes: Collection[Hole] = ()) -> None:
        """Take away what belongs to none of these holes."""
        kept = {name_of(hole) for hole in holes}
        for name in os.listdir(self.folder):
            if name.removesuffix(_NOTE) not in kept:
                with suppress(OSError):  # a folder that somebody put there: it is in nobody's way
                    os.unlink(name, dir_fd=self.folder)


class Part:
    """One file that is on its way."""

    def __init__(self, waiting: Waiting, hole: Hole) -> None:
        self.waiting, self.path, self.name = waiting, hole.path, name_of(hole)

    def open(self) -> int:
        """Open the file for reading and appending; what is no file of ours alone is begun anew."""
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        for _ in range(2):
            with suppress(OSError):
                descriptor = os.open(self.name, flags, 0o600, dir_fd=self.waiting.folder)
                status = os.fstat(descriptor)
                # A second name means that a killed run moved it into the bag: nothing is written into that.
                if stat.S_ISREG(status.st_mode) and status.st_nlink == 1:
                    return descriptor
                os.close(descriptor)
            self.discard()
        return os.open(self.name, flags | os.O_EXCL, 0o600, dir_fd=self.waiting.folder)

    def discard(self) -> None:
        """Forget what has come."""
        for name in (self.name + _NOTE, self.name):
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=self.waiting.folder)

    def note(self) -> dict[str, str]:
        """Return what was noted of the file when its first octets came; empty if nothing is certain."""
        try:
            descriptor = os.open(self.name + _NOTE, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self.waiting.folder)
            with os.fdopen(descriptor, "rb") as file:
                found = json.loads(file.read(1 << 16))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) and all(isinstance(value, str) for value in found.values()) else {}

    def write_note(self, note: dict[str, str]) -> None:
        """Note of which file the octets are that come now."""
        fresh = self.name + _NOTE + ".new"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(fresh, flags, 0o600, dir_fd=self.waiting.folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(note).encode())
        folder = self.waiting.folder
        os.rename(fresh, self.name + _NOTE, src_dir_fd=folder, dst_dir_fd=folder)

    def put_in_place(self, descriptor: int) -> None:
        """Move the file, which is whole and verified, to its place in the bag.

        Raises:
            Failed: B417, if something stands there, or a folder above it is a link.
        """
        *folders, name = self.path.encode("utf-8", "surrogateescape").split(b"/")
        os.fchmod(descriptor, 0o644)
        os.fsync(descriptor)
        with _folder_for(self.waiting.bag, folders) as place:
            _move(os.fsencode(self.name), self.waiting.folder, name, place)
            os.fsync(place)
        self.discard()


def _move(old: bytes, folder: int, new: bytes, place: int) -> None:
    try:
        os.link(old, new, src_dir_fd=folder, dst_dir_fd=place)
    except FileExistsError as error:
        raise Failed(NO_PLACE, "something stands there") from error
    except OSError as error:
        if error.errno not in _WITHOUT_LINKS:
            raise
        # A disk without hard links: only a rename is left, which would replace what comes in the same moment.
        if new in map(os.fsencode, os.listdir(place)):
            raise Failed(NO_PLACE, "something stands there") from error
        os.rename(old, new, src_dir_fd=folder, dst_dir_fd=place)


def name_of(hole: Hole) -> str:
    """Return the name of a file that waits: another for each path and each content that is wanted."""
    wanted = sorted((name, digest.hex()) for name, digest in hole.digests.items())
    return sha256(repr((hole.path, wanted)).encode("utf-8", "surrogateescape")).hexdigest()


@contextmanager
def waiting(root: Path, holes: Collection[Hole]) -> Iterator[Waiting]:
    """Open the bag and the folder beside it, for one run at a time.

    Afterwards the folder is removed if nothing is waiting in it.

    Raises:
        CannotWrite: if another run is at work on the bag, or the folder cannot be made.
    """
    bag = Path(os.path.realpath(root))
    place = bag.with_name(STAGING + _short(bag.name))
    with _told(root), _opened(bag) as top:
        room = Waiting(_locked(place, root), os.dup(top))
        try:
            _demand_one_disk(room, root)
            room.clear(holes)
            yield room
        finally:
            if not room.in_use:
                with suppress(OSError):  # not empty: what waits is for the next run
                    place.rmdir()
                os.close(room.folder)
                os.close(room.bag)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, _FOLDER)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _demand_one_disk(room: Waiting, root: Path) -> None:
    if os.fstat(room.folder).st_dev != os.fstat(room.bag).st_dev:
        advice = "move the bag into a folder of its own disk: files are moved into it, never copied"
        raise CannotWrite("the folder beside the bag lies on another disk", where=str(root), help=advice)


def _short(name: str) -> str:
    raw = os.fsencode(name)
    return name if len(raw) <= _LONGEST_NAME else sha256(raw).hexdigest()


def _locked(place: Path, root: Path) -> int:
    while True:
        with suppress(FileExistsError):
            place.mkdir(0o700)
        try:
            folder = os.open(place, _FOLDER)
        except FileNotFoundError:
            continue  # another run has just removed it
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_ours(folder, place, root):
                return folder
        except BlockingIOError as error:
            os.close(folder)
            advice = "wait until it is done, and run the command again"
            raise CannotWrite("another run fetches for this bag", where=str(root), help=advice) from error
        except BaseException:
            os.close(folder)
            raise
        os.close(folder)


def _is_ours(folder: int, place: Path, root: Path) -> bool:
    """Tell whether the open folder still stands in its place; refuse one that belongs to somebody else."""
    status = os.fstat(folder)
    if status.st_uid != os.geteuid():
        raise CannotWrite(f"{place} belongs to somebody else", where=str(root), help="move it away")
    try:
        return os.path.samestat(status, os.lstat(place))
    except FileNotFoundError:
        return False


@contextmanager
def _folder_for(bag: int, names: list[bytes]) -> Iterator[int]:
    """Open a folder of the bag, step by step and through no link; make what is missing of it."""
    here = os.dup(bag)
    try:
        for name in names:
            made = False
            with suppress(FileExistsError):
                os.mkdir(name, 0o755, dir_fd=here)
                made = True
            try:
                below = os.open(name, _FOLDER, dir_fd=here)
            except OSError as error:
                if error.errno not in {ENOTDIR, ELOOP}:
                    raise
                raise Failed(NO_PLACE, f"{os.fsdecode(name)} is a link or no folder") from error
            if made:
                os.fsync(here)
            here = _closed(here, below)
        yield here
    finally:
        os.close(here)


def _closed(old: int, new: int) -> int:
    os.close(old)
    return new


@contextmanager
def _told(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        advice = "see to the permissions and the room on the disk, and run the command again: what has come is kept"
        raise CannotWrite(error.strerror or str(error), where=str(root), help=advice) from error
