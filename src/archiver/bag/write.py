# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH101,PTH102,PTH104,PTH106,PTH118,PTH120,PTH123
# (names on disk are UTF-8 whatever the locale says, and a Path cannot hold bytes)
"""Write a planned bag so that the target is never half there.

The bag is staged in a hidden folder beside the target, made durable, judged, and moved into place by one
rename. The only module of the room that changes a disk.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from errno import EEXIST, EISDIR, ENOTDIR, ENOTEMPTY, errorcode
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from archiver.errors import CannotWrite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archiver.bag.plan import Plan

STAGING = ".archiver-staging-"
"""How the name of a staging folder begins; what bears it is no package."""

_FILE_MODE = 0o644
_FOLDER_MODE = 0o755
_TAKEN = frozenset({EEXIST, ENOTEMPTY, ENOTDIR, EISDIR})
_NO_ROOM = "make room and run the command again; nothing was left behind"
_NO_RIGHT = "see to the permissions, or write elsewhere"
_REASONS = {
    "ENOSPC": ("the disk is full", _NO_ROOM),
    "EDQUOT": ("the quota is used up", _NO_ROOM),
    "EFBIG": ("the file is larger than the system allows", _NO_ROOM),
    "EROFS": ("the disk is read-only", _NO_RIGHT),
    "EACCES": ("no permission to write here", _NO_RIGHT),
    "EPERM": ("no permission to write here", _NO_RIGHT),
    "ENAMETOOLONG": ("a name is too long for this disk", "choose a shorter name"),
}


class Disk(Protocol):
    """The steps that change a disk; the tests put one in its place that fails at a step of their choice."""

    def mkdir(self, path: bytes) -> None:
        """Make a folder that was not there, with mode 0755."""

    def write(self, path: bytes, data: bytes) -> None:
        """Write a file that was not there, with mode 0644."""

    def sync(self, path: bytes) -> None:
        """Wait until a file or folder is on the medium."""

    def rename(self, old: bytes, new: bytes) -> None:
        """Move a folder to a name that is not taken."""


class SystemDisk:
    """The disk as the operating system gives it; modes do not depend on the umask."""

    def mkdir(self, path: bytes) -> None:
        """Make a folder that was not there, with mode 0755."""
        os.mkdir(path)
        os.chmod(path, _FOLDER_MODE)

    def write(self, path: bytes, data: bytes) -> None:
        """Write a file that was not there, with mode 0644."""
        with open(path, "xb", buffering=0) as file:
            os.fchmod(file.fileno(), _FILE_MODE)
            view = memoryview(data)
            while view:
                view = view[file.write(view) :]

    def sync(self, path: bytes) -> None:
        """Wait until a file or folder is on the medium."""
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def rename(self, old: bytes, new: bytes) -> None:
        """Move a folder to a name that is not taken."""
        os.rename(old, new)


OS: Disk = SystemDisk()


def write(plan: Plan, target: Path, *, judge: Callable[[Path], None] | None = None, disk: Disk = OS) -> None:
    """Write the bag to `target`, whole or not at all: `put_in_place` with the files of the plan.

    Raises:
        CannotWrite: as `put_in_place` does.
    """
    put_in_place(target, lambda staged: _lay_out(plan, staged, disk), judge=judge, disk=disk)


def put_in_place(
    target: Path, lay_out: Callable[[bytes], None], *, judge: Callable[[Path], None] | None = None, disk: Disk = OS
) -> None:
    """Have a bag laid out in a staging folder and put it in place, whole or not at all.

    `lay_out` is given the path of the folder that it is to make, in which it writes every file and waits until
    all of it is on the medium. `judge` is called with the staged bag before it is moved into place; whatever it
    raises goes on to the caller and nothing is left behind. Folders above the target are made as needed. What
    stands at the target already is never replaced. (An empty folder that somebody else makes there in the very
    moment of the rename gives way to the bag: it held nothing.) Staging folders of killed writers in the same
    folder are swept away.

    Raises:
        CannotWrite: if the target exists or the folder it is to stand in is a link, or the disk is full,
            read-only or not ours to write to. Folders further up may be reached through a link.
    """
    place = os.fsencode(target.absolute())
    _refuse_link(target.absolute().parent, target)
    with told(target), _folders_above(place, disk):
        _refuse_existing(place, target)
        with staging(os.path.dirname(place), disk) as folder:
            staged = os.path.join(folder, b"bag")
            lay_out(staged)
            if judge is not None:
                judge(Path(os.fsdecode(staged)))
            _refuse_existing(place, target)
            _publish(staged, place, disk)


def is_staging(name: str) -> bool:
    """Tell whether a file name is that of a staging folder, which no check takes for a package."""
    return name.startswith(STAGING)


def _lay_out(plan: Plan, staged: bytes, disk: Disk) -> None:
    files = [(os.path.join(staged, path.encode()), data) for path, data in plan.files]
    folders = {staged: None}
    for path, _ in files:
        folders |= dict.fromkeys(_between(staged, os.path.dirname(path)))
    for folder in folders:
        disk.mkdir(folder)
    for path, data in files:
        disk.write(path, data)
    # All files are written before the first one is waited for: the disk then does the work in one go.
    for path, _ in files:
        disk.sync(path)
    for folder in reversed(folders):
        disk.sync(folder)


def _between(top: bytes, folder: bytes) -> list[bytes]:
    """Return the folders below `top` down to `folder`, the outermost first."""
    found = []
    while folder != top:
        found.append(folder)
        folder = os.path.dirname(folder)
    return found[::-1]


def _publish(staged: bytes, place: bytes, disk: Disk) -> None:
    identity = os.lstat(staged)
    try:
        disk.rename(staged, place)
        disk.sync(os.path.dirname(place))
    except BaseException:
        # Whatever happened after the rename, an interruption included: either all is done or nothing.
        if not os.path.lexists(staged) and os.path.samestat(identity, os.lstat(place)):
            os.rename(place, staged)
        raise


def _refuse_existing(place: bytes, target: Path) -> None:
    if os.path.lexists(place):
        raise _taken(target)


def _refuse_link(folder: Path, target: Path) -> None:
    if folder.is_symlink():
        advice = "the versions of a package stand in a folder of their own: put it there itself, or write elsewhere"
        raise CannotWrite(f"{folder} is a link", where=str(target), help=advice)


def _taken(target: Path) -> CannotWrite:
    return CannotWrite("the target exists", where=str(target), help="nothing is ever replaced: name another place")


@contextmanager
def told(target: Path) -> Iterator[None]:
    """Turn an error of the operating system into one that says where and what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _TAKEN and error.filename2 is not None:
            raise _taken(target) from error
        reason = error.strerror or str(error)
        message, help_ = _REASONS.get(errorcode.get(error.errno or 0, ""), (reason, None))
        raise CannotWrite(message, where=str(target), help=help_) from error


@contextmanager
def _folders_above(place: bytes, disk: Disk) -> Iterator[None]:
    """Make the folders above the target, and take away those that were made if the block fails."""
    made: list[bytes] = []
    try:
        for folder in _missing(os.path.dirname(place)):
            _make(folder, disk, made)
            disk.sync(os.path.realpath(os.path.dirname(folder)))  # the shelf may be reached through a link
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):  # not empty: somebody else uses it
                os.rmdir(folder)
        raise


def _make(folder: bytes, disk: Disk, made: list[bytes]) -> None:
    try:
        disk.mkdir(folder)
    except FileExistsError:
        return  # another writer was quicker, and it is theirs to take away
    except BaseException:
        made.append(folder)  # it may be there all the same
        raise
    made.append(folder)


def _missing(folder: bytes) -> list[bytes]:
    found = []
    while not os.path.lexists(folder):
        found.append(folder)
        folder = os.path.dirname(folder)
    return found[::-1]


@contextmanager
def staging(shelf: bytes, disk: Disk) -> Iterator[bytes]:
    """Give a fresh folder in `shelf`, locked while it lives and removed afterwards.

    Staging folders of killed writers in the same folder are swept away.
    """
    _sweep(shelf)
    folder, lock = _fresh_folder(shelf, disk)
    try:
        yield folder
    finally:
        _remove(folder)
        os.close(lock)


def _fresh_folder(shelf: bytes, disk: Disk) -> tuple[bytes, int]:
    """Make a staging folder and lock it; a sweeper that is quicker than the lock takes it for abandoned."""
    for number in count():
        folder = os.path.join(shelf, f"{STAGING}{os.getpid()}-{number}".encode())
        try:
            disk.mkdir(folder)
            lock = _lock(folder)
        except FileExistsError:
            continue
        except FileNotFoundError:
            if not os.path.lexists(shelf):
                raise
            continue  # swept away before it had its mode
        except BaseException:
            _sweep_one(folder)
            raise
        if lock is not None:
            return folder, lock
    raise AssertionError  # count() does not end


def _lock(folder: bytes) -> int | None:
    """Lock a staging folder; None if another process holds it or has removed it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(descriptor), os.lstat(folder)):
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def sweep(folder: Path) -> None:
    """Remove what killed writers left of their staging in a folder, as far as possible."""
    with suppress(OSError):
        _sweep(os.fsencode(folder))


def _sweep(shelf: bytes) -> None:
    """Remove the staging folders that no living writer holds."""
    with os.scandir(shelf) as entries:
        names = sorted(entry.name for entry in entries if entry.name.startswith(STAGING.encode()))
    for name in names:
        _sweep_one(os.path.join(shelf, name))


def _sweep_one(folder: bytes) -> None:
    lock = _lock(folder)
    if lock is not None:
        _remove(folder)
        os.close(lock)


def _remove(folder: bytes) -> None:
    """Remove a folder with all that is in it, as far as possible; never through a link."""
    import shutil  # noqa: PLC0415 # brings the compression modules with it; needed only here

    shutil.rmtree(folder, ignore_errors=True)
