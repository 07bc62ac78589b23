# SPDX-License-Identifier: Apache-2.0
"""Walk through a bag once and read every file once: what is there, how large, with which digests.

No link is followed, nothing but regular files is opened, nothing is opened outside the bag and nothing is
written. RFC 8493, section 5.1.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from archiver.bag.contents import Observed
from archiver.bag.intake import Intake
from archiver.bag.opening import Large, Unread, demand_folder_there, open_folder, open_root
from archiver.bag.paths import DEEPEST
from archiver.bag.reading import GIT, read_small, reason
from archiver.bag.terms import TERMS
from archiver.errors import CannotRead, NothingToCheck

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from archiver.bag.terms import Terms

__all__ = ["GIT", "Folder"]

_KINDS = {
    stat.S_IFLNK: "symbolic link",
    stat.S_IFIFO: "FIFO",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


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
            return tuple(sorted(map(_portable, os.listdir(folder))))  # noqa: PTH208 # an open folder has no path
        except OSError as error:
            raise CannotRead(error.strerror or str(error), where=str(self.root)) from error
        finally:
            os.close(folder)

    def observe(self, *, algorithms: Sequence[str], keep: Callable[[str], int] = lambda _: -1) -> Observed:
        """Read the bag: sizes, digests by all `algorithms` from one read, what is not regular or not readable.

        `keep` answers for each path how large a file may be (in octets) for its bytes to be returned too, from
        the same read; -1: not at all. Memory does not grow with the size of the files that are not kept. What
        vanishes or changes meanwhile, or is at hand of a worker that is killed, is unreadable; all else is read.

        Raises:
            CannotRead: if the folder itself cannot be read.
            NothingToCheck: if there is no such folder.
        """
        folder = _open_root(self.root)
        try:
            with closing(Intake(folder, tuple(algorithms), self.terms)) as intake:
                walk = _Walk(intake, keep)
                walk.folder(folder, "", 0)
                intake.finish()
            demand_folder_there(folder)
        except OSError as error:
            raise CannotRead(error.strerror or str(error), where=str(self.root)) from error
        finally:
            os.close(folder)
        return Observed(
            algorithms=intake.algorithms,
            files=intake.files.in_order(),
            irregular=intake.irregular,
            unreadable=intake.unreadable,
            folders=frozenset(walk.folders),
            kept=walk.kept,
        )


def _open_root(root: str | os.PathLike[str]) -> int:
    try:
        return open_root(root)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NothingToCheck("there is no such folder", where=os.fspath(root)) from error
    except OSError as error:
        raise CannotRead(error.strerror or str(error), where=os.fspath(root)) from error


def _portable(name: str) -> str:
    """Read a name as UTF-8 whatever the locale says; bytes that do not decode become surrogates."""
    if sys.getfilesystemencoding() == "utf-8":
        return name
    return os.fsencode(name).decode("utf-8", "surrogateescape")


class _Walk:
    """One walk through a bag: it finds the files, reads those whose bytes are wanted, and hands on the others."""

    def __init__(self, intake: Intake, keep: Callable[[str], int]) -> None:
        self.intake, self.keep = intake, keep
        self.summers = intake.reader.summers
        self.folders: list[str] = []
        self.kept: dict[str, bytes] = {}

    def folder(self, descriptor: int, place: str, depth: int) -> None:
        """Take in all that is in an open folder, in the order of the paths.

        `place` is its path as the system has it, with a slash at the end, empty for the bag itself; a folder
        further down is opened from this one.
        """
        prefix = _portable(place)
        plain = prefix == place and sys.getfilesystemencoding() == "utf-8"
        for name in self.names(descriptor, place, prefix):
            path = prefix + (name if plain else _portable(name))
            if name[-1] == "/":
                self.subfolder(descriptor, place + name, path[:-1], depth + 1)
            elif (most := self.keep(path)) < 0 or not self.read(descriptor, name, path, most):
                self.intake.file(place, prefix, name)

    def names(self, descriptor: int, place: str, prefix: str) -> list[str]:
        """Return the names of the files and, with a slash at the end, of the folders in an open folder, sorted."""
        names: list[str] = []
        try:
            with os.scandir(descriptor) as entries:
                for entry in entries:
                    if entry.is_file(follow_symlinks=False):
                        names.append(entry.name)
                    elif entry.is_dir(follow_symlinks=False):
                        names.append(entry.name + "/")
                    else:
                        kind = stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)
                        self.intake.irregular[prefix + _portable(entry.name)] = _KINDS.get(kind, "special file")
            demand_folder_there(descriptor)
        except OSError as error:
            if not place:
                raise
            self.intake.unreadable[prefix[:-1]] = reason(error)
        names.sort()
        return names

    def subfolder(self, parent: int, place: str, path: str, depth: int) -> None:
        self.folders.append(path)
        if depth > DEEPEST:
            self.intake.unreadable[path] = f"more than {DEEPEST} folders inside each other"
            return
        try:
            descriptor = open_folder(place[:-1].rpartition("/")[2], parent)
        except OSError as error:
            self.intake.unreadable[path] = reason(error)
            return
        try:
            self.folder(descriptor, place, depth)
        finally:
            os.close(descriptor)

    def read(self, folder: int, name: str, path: str, most: int) -> bool:
        """Read a file whose bytes are wanted, at once; tell whether it is not too large for that."""
        try:
            read = read_small(name, folder, self.summers, most)
        except OSError as error:
            self.intake.unreadable[path] = reason(error)
        except Unread as error:
            self.intake.refuse(path, error)
        except Large:
            return False
        else:
            self.kept[path] = read.data
            self.intake.add(path, read)
        return True
