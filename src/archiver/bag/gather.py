# SPDX-License-Identifier: Apache-2.0
"""See what a folder holds before it is made a bag: its files, and what of it no bag can keep.

Nothing is written, no file is opened, no link is followed. RFC 8493, sections 2.1.3 and 6.1.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from archiver.bag.paths import DEEPEST, folded, folders_above, hazard, refusal, visible
from archiver.errors import CannotRead
from archiver.findings import Finding, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Stamp = tuple[int, ...]
"""Device, inode, octets, times of change of content and of inode, mode, group: by these a file is known again."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_KINDS = {
    stat.S_IFLNK: "symbolic link",
    stat.S_IFIFO: "FIFO",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}
# bagit 1.9.0 does not decode %25, strips blanks from the ends of lines, and splits lines at more than line ends.
_LOST = re.compile("[%\x00-\x1f\x7f-\x9f\u2028\u2029]|\\s\\Z")


@dataclass(frozen=True, slots=True)
class Member:
    """A file to be taken in: its path below the folder and what it was like when it was met."""

    path: str
    stamp: Stamp

    @property
    def size(self) -> int:
        """Octets."""
        return self.stamp[2]

    def mode(self, most: int, group: int) -> int:
        """Return the permissions for a copy that belongs to a `group`: none that the original does not give.

        Those of the owner in `most` are given to the one who makes the copy, and no others than those in `most`.
        To another group than that of the original the copy is as closed as the original is to everyone.
        """
        given = self.stamp[5]
        if self.stamp[6] != group:
            given = (given & ~0o070) | (given & 0o007) << 3
        return given & most


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a folder holds."""

    root: Path
    members: tuple[Member, ...]
    """The files, sorted by the bytes of their paths."""
    folders: tuple[Member, ...]
    """The folder itself (its path is empty) and all folders below it."""
    excluded: tuple[str, ...]
    """Paths of what was left out as asked, sorted; a folder ends in `/` and stands for all that is in it."""
    findings: tuple[Finding, ...]
    """What cannot be taken in, and what deserves a word."""

    @property
    def octets(self) -> int:
        """Octets of all files together."""
        return sum(member.size for member in self.members)


def gather(root: Path, *, exclude: Sequence[str] = ()) -> Gathered:
    """Walk through a folder and say what a bag of it would hold.

    `exclude` are glob patterns: one without `/` is held against the name of each file and folder, one with `/`
    against the path below the folder, `./` before it or not; one that ends in `/` means folders alone. Capitals
    matter on every system. A pattern that leaves nothing out is told (B514).

    Raises:
        CannotRead: if the folder is not there or cannot be read.
    """
    walk = _Walk(root, tuple(exclude))
    try:
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise CannotRead(f"cannot read {root}: {error.strerror}", where=str(root), help="name a folder") from error
    try:
        walk.folder(descriptor, "", 0)
    except OSError as error:
        raise CannotRead(f"cannot read {root}: {error.strerror}", where=str(root)) from error
    finally:
        os.close(descriptor)
    walk.findings += [Finding(code="B514", path=located(root, ""), detail=(glob,)) for glob in walk.unused()]
    members = tuple(sorted(walk.members, key=lambda member: _raw(member.path)))
    if not members:
        walk.say("B507", "", f"{len(walk.excluded)} excluded" if walk.excluded else "no file in it")
    walk.findings += _empty(walk)
    walk.findings += _named(root, [member.path for member in members], [folder.path for folder in walk.folders])
    return Gathered(
        root=root,
        members=members,
        folders=tuple(walk.folders),
        excluded=tuple(sorted(walk.excluded)),
        findings=in_order(walk.findings),
    )


def stamp(status: os.stat_result) -> Stamp:
    """Return what tells that a file or folder is still the one that was seen, and unchanged."""
    return (
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_mode,
        status.st_gid,
    )


def located(root: Path, path: str) -> str:
    """Return the path of a file below a folder, as it is shown."""
    return visible(f"{root}/{path}" if path else str(root))


class _Walk:
    """One walk through a folder and what it has met so far."""

    def __init__(self, root: Path, exclude: tuple[str, ...]) -> None:
        self.root = root
        self.patterns = [_Pattern(glob) for glob in dict.fromkeys(exclude)]
        self.members: list[Member] = []
        self.folders: list[Member] = []
        self.excluded: list[str] = []
        self.closed: list[str] = []
        self.findings: list[Finding] = []

    def say(self, code: str, path: str, detail: str) -> None:
        self.findings.append(Finding(code=code, path=located(self.root, path), detail=(detail,)))
        self.closed.append(path)

    def folder(self, descriptor: int, prefix: str, depth: int) -> None:
        # Looked at before it is listed: what comes or goes from then on changes the stamp.
        self.folders.append(Member(prefix.rstrip("/"), stamp(os.fstat(descriptor))))
        with os.scandir(descriptor) as listing:
            entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
        for entry in entries:
            raw = os.fsencode(entry.name)
            path = prefix + raw.decode("utf-8", "surrogateescape")
            try:
                self.entry(descriptor, entry, path, depth)
            except OSError as error:
                self.say("B502", path, error.strerror or str(error))

    def entry(self, parent: int, entry: os.DirEntry[str], path: str, depth: int) -> None:
        status = entry.stat(follow_symlinks=False)
        is_folder = stat.S_ISDIR(status.st_mode)
        if self.is_excluded(path, is_folder=is_folder):
            self.excluded.append(path + "/" if is_folder else path)
        elif is_folder:
            self.subfolder(parent, entry.name, path, depth + 1)
        elif not stat.S_ISREG(status.st_mode):
            self.say("B501", path, _KINDS.get(stat.S_IFMT(status.st_mode), "special file"))
        elif not os.access(entry.name, os.R_OK, dir_fd=parent, effective_ids=True):
            self.say("B502", path, "Permission denied")
        else:
            self.members.append(Member(path, stamp(status)))

    def subfolder(self, parent: int, name: str, path: str, depth: int) -> None:
        if depth > DEEPEST - 1:  # one more will be data/
            self.say("B503", path, f"more than {DEEPEST - 1} folders inside each other")
            return
        descriptor = os.open(name, _FOLDER, dir_fd=parent)
        try:
            self.folder(descriptor, path + "/", depth)
        finally:
            os.close(descriptor)

    def is_excluded(self, path: str, *, is_folder: bool) -> bool:
        # Each pattern is asked, so that none of two that mean the same file is called idle.
        return sum(pattern.takes(path, is_folder=is_folder) for pattern in self.patterns) > 0

    def unused(self) -> list[str]:
        """Return the patterns that left nothing out."""
        return [visible(pattern.glob) for pattern in self.patterns if not pattern.used]


class _Pattern:
    """A pattern of what is to be left out, as it was given, and whether it met anything."""

    def __init__(self, glob: str) -> None:
        self.glob, self.used = glob, False
        text = glob.rstrip("/")
        self.folders_only = text != glob
        self.by_path = "/" in text
        while text.startswith("./"):
            text = text[2:].lstrip("/")
        self.text = text

    def takes(self, path: str, *, is_folder: bool) -> bool:
        if self.folders_only and not is_folder:
            return False
        taken = fnmatchcase(path if self.by_path else path.rpartition("/")[2], self.text)
        self.used |= taken
        return taken


def _empty(walk: _Walk) -> Iterator[Finding]:
    """Name the folders that hold nothing that is kept, the innermost of each; what was told already is not empty."""
    kept = [member.path for member in walk.members] + walk.closed
    used = {folder for path in kept for folder in folders_above(path)} | set(walk.closed)
    empty = [folder.path for folder in walk.folders if folder.path and folder.path not in used]
    above = {folder for path in empty for folder in folders_above(path)}
    for path in empty:
        if path not in above:
            yield Finding(code="B506", path=located(walk.root, path + "/"))


def _named(root: Path, files: Sequence[str], folders: Sequence[str]) -> Iterator[Finding]:
    for path in files:
        for code, why in _faults(path):
            yield Finding(code=code, path=located(root, path), detail=(why,))
    yield from _collisions(root, [*files, *filter(None, folders)])


def _faults(path: str) -> Iterator[tuple[str, str]]:
    if not _is_text(path):
        yield "B503", "a name that is not UTF-8"
        return
    inside = f"data/{path}"
    reason = refusal(inside)
    if reason is not None:
        yield "B503", reason
    if (lost := _LOST.search(path)) is not None:
        yield "B505", f"U+{ord(lost[0]):04X} at character {lost.start()}"
    if (reason := hazard(inside)) is not None:
        yield "B120", reason


def _collisions(root: Path, paths: Sequence[str]) -> Iterator[Finding]:
    """Find names that some file system takes for one: in another normalisation, or but for their case."""
    normal: dict[str, str] = {}
    caseless: dict[str, str] = {}
    for path in sorted(filter(_is_text, paths)):
        twin = normal.setdefault(unicodedata.normalize("NFC", path), path)
        other = caseless.setdefault(folded(path), path)
        if twin != path:
            yield Finding(code="B504", path=located(root, path), detail=(f"the same in NFC: {visible(twin)}",))
        elif other != path:
            detail = f"differs only in case from {visible(other)}"
            yield Finding(code="B120", path=located(root, path), detail=(detail,))


def _is_text(path: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in path)


def _raw(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
