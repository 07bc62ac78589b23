# SPDX-License-Identifier: Apache-2.0
"""The members of an archive by their names: what is refused, what collides, which folder is the bag. Pure."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.bag.archive.faults import Faults, quoted
from archiver.bag.paths import DEEPEST, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.bag.archive.meter import Meter

LONGEST = 4096
"""Characters of a name; systems take no longer path."""

_SIGN = re.compile(r"bagit\.txt|bag-info\.txt|(?:tag)?manifest-[a-z0-9]+\.txt")
_LEAVINGS = re.compile(r"__MACOSX|\._.*|\.DS_Store|Thumbs\.db|desktop\.ini", re.IGNORECASE)
_SUSPECT = re.compile(r"\A[/\\~%.]|\A[A-Za-z]:|\x00|[/\\][/\\.]|[/\\]\Z|\A\Z")
"""What every refused name has, and few others: one search where the table of reasons takes seven."""
_HERE = re.compile(r"\A(?:\./+)+")
_ENDING = re.compile(r"(?:\.zip|\.tar|\.tgz|\.tbz2?|\.txz|\.tar\.(?:gz|bz2|xz))\Z", re.IGNORECASE)
_FOLDER, _FILE, _OTHER, _CLOSED = "a folder", "a file", "no regular file", "a file that is not read"


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the octets of a regular file lie in an archive, and what its header says of them."""

    place: int
    packed: int
    size: int
    method: int = 0
    crc: int | None = None
    mode: int = 0o644
    runs: Sequence[int] = ()
    """Of a file that is stored without its holes: place and length of each run of octets."""


class Members:
    """All that the headers of an archive name, in columns: an archive may have millions of members.

    After `settle` all paths are relative to the folder that is the bag.
    """

    def __init__(self, meter: Meter) -> None:
        self.meter = meter
        self.faults = Faults()
        self.whole = True
        """False where the reading broke off."""
        self.irregular: dict[str, str] = {}
        self.unreadable: dict[str, str] = {}
        self.folders: set[str] = set()
        self._paths: list[str] = []
        self._columns = (array("Q"), array("Q"), array("Q"), array("H"), array("q"), array("H"))
        self._runs: dict[int, Sequence[int]] = {}
        self._links: dict[str, tuple[str, str]] = {}
        self._kinds: dict[str, str] = {}
        self._collisions: dict[str, str] = {}
        self._told: list[tuple[str, str, str]] = []
        self._tops: dict[str, str] = {}
        self._signs: set[str] = set()

    def file(self, name: str, extent: Extent) -> None:
        """Take in a regular file.

        Raises:
            BrokenOff: at a limit, as do the other three.
        """
        path = self._take(name, _FILE)
        if path:
            crc = -1 if extent.crc is None else extent.crc
            row = (extent.place, extent.packed, extent.size, extent.method, crc, extent.mode)
            for column, value in zip(self._columns, row, strict=True):
                column.append(value)
            if extent.runs:
                self._runs[len(self._paths)] = extent.runs
            self._paths.append(path)

    def link(self, name: str, target: str, kind: str) -> None:
        """Take in a hard link: a second name of a regular file that came before it, else no regular file."""
        origin = _HERE.sub("", target)
        known = self._kinds.get(origin)
        if known is _CLOSED:
            self.closed(name, "B210", "a hard link to a file that is not read")
        elif known is not _FILE:
            self.other(name, kind)
        elif path := self._take(name, _FILE):
            self._links[path] = (self._links.get(origin, (origin, ""))[0], kind)

    def folder(self, name: str) -> None:
        """Take in a folder."""
        path = self._take(name, _FOLDER)
        if path:
            self._imply(path)

    def other(self, name: str, kind: str) -> None:
        """Take in what is neither file nor folder: links, FIFOs, devices."""
        path = self._take(name, _OTHER)
        if path:
            self.irregular[path] = kind

    def closed(self, name: str, code: str, reason: str) -> None:
        """Take in a file that cannot be read, with the finding that says so."""
        path = self._take(name, _CLOSED)
        if path:
            self.unreadable[path] = reason
            self._told.append((code, reason, path))

    def tell(self, code: str, reason: str, name: str) -> None:
        """Take in a finding on a member by the name that the archive gives it."""
        self._told.append((code, reason, _plain(name)))

    def signs(self) -> bool:
        """Tell whether a bag was met, at the top or in a folder that is no payload."""
        return bool(self._signs)

    def names(self) -> list[str]:
        """Return the names at the top of the bag, sorted."""
        kinds = (self._paths, self._links, self.irregular, self.unreadable, self.folders)
        return sorted({path for kind in kinds for path in kind if path and "/" not in path})

    def holds(self, path: str) -> bool:
        """Tell whether a regular file with that path is there."""
        return path in self._kinds

    def files(self) -> Iterator[tuple[str, Extent]]:
        """Give the regular files of the bag and where they lie, in the order of the archive."""
        for number, (path, *row) in enumerate(zip(self._paths, *self._columns, strict=True)):
            if path:
                place, packed, size, method, crc, mode = row
                runs = self._runs.get(number, ())
                yield path, Extent(place, packed, size, method, None if crc < 0 else crc, mode, runs)

    def links(self) -> dict[str, list[str]]:
        """Return the regular files of the bag that have further names, with these."""
        found: dict[str, list[str]] = {}
        for path, (target, _) in self._links.items():
            found.setdefault(target, []).append(path)
        return found

    def settle(self, name: str) -> None:
        """Decide which folder is the bag, given the file name of the archive, and say what lies beside it."""
        base = self._choose(_ENDING.sub("", name))
        begin = f"{base}/" if base else ""
        length = len(begin)
        for path in self.folders & self._kinds.keys():
            if self._kinds[path] is not _FOLDER:
                self._collisions.setdefault(path, f"{self._kinds[path]} and a folder")
        for path, reason in self._collisions.items():
            self._tell("B203", reason, path, begin)
        for code, reason, path in self._told:
            self._tell(code, reason, path, begin)
        self._kinds = {}
        self._paths = [path[length:] if path.startswith(begin) else "" for path in self._paths]
        for path, (target, kind) in self._links.items():
            if not target.startswith(begin):
                self.irregular[path] = kind
        self._links = {
            path[length:]: (target[length:], kind)
            for path, (target, kind) in self._links.items()
            if path.startswith(begin) and target.startswith(begin)
        }
        self._kinds = dict.fromkeys((*self._paths, *self._links), _FILE)
        self.irregular = _below(begin, self.irregular)
        self.unreadable = _below(begin, self.unreadable)
        self.folders = {path[length:] for path in self.folders if path.startswith(begin)}

    def _take(self, name: str, kind: str) -> str:
        """Return the path that a name stands for; "" if it is refused, taken, or the top itself."""
        self.meter.name(name)
        path = _plain(name) if kind is not _FILE else _HERE.sub("", name) if name[:1] == "." else name
        if not path and kind is _FOLDER:
            return ""
        reason = f"a name of {len(path):,} characters" if len(path) > LONGEST else None
        if _SUSPECT.search(path):
            reason = reason or refusal(path)
        if reason is not None:
            self.faults.add("B204", f"{quoted(name)}: {reason}")
            return ""
        known = self._kinds.get(path)
        if known is not None:
            if known is not _FOLDER or kind is not _FOLDER:
                self._collisions[path] = "two members" if known is kind else f"{known} and {kind}"
            return ""
        if path.count("/") > DEEPEST + 1:
            self._too_deep(path)
            return ""
        self._kinds[path] = kind
        self._at_top(path, kind)
        self._imply(path.rpartition("/")[0])
        return path

    def _too_deep(self, path: str) -> None:
        folder = "/".join(path.split("/")[: DEEPEST + 2])
        self._imply(folder)
        self.unreadable[folder] = f"more than {DEEPEST} folders inside each other"
        self._at_top(path, _FILE)

    def _imply(self, folder: str) -> None:
        while folder and folder not in self.folders:
            self.meter.name(folder)
            self.folders.add(folder)
            folder = folder.rpartition("/")[0]

    def _at_top(self, path: str, kind: str) -> None:
        top, slash, _ = path.partition("/")
        if slash:
            self._tops[top] = _FOLDER
        else:
            self._tops.setdefault(top, kind)
        if path.endswith(".txt"):
            folder, _, name = path.rpartition("/")
            # What lies below a payload folder is payload, be it a bag.
            if _SIGN.fullmatch(name) and "/data/" not in f"{folder}/":
                self._signs.add(folder)

    def _choose(self, stem: str) -> str:
        folders = [top for top, kind in self._tops.items() if kind is _FOLDER and not _LEAVINGS.fullmatch(top)]
        candidates = [top for top in folders if top in self._signs] or folders
        if "" in self._signs or not candidates:
            if self._tops:
                self.faults.add("B213", "its files lie at the top of the archive")
            elif self.whole:
                self.faults.add("B212", "the archive is empty")
            return ""
        base = stem if stem in candidates else min(candidates)
        for top, kind in self._tops.items():
            if top != base:
                self.faults.add("B219" if _LEAVINGS.fullmatch(top) else "B212", f"{quoted(top)}: {kind}")
        deeper = [folder for folder in self._signs if folder.startswith(f"{base}/")]
        if base not in self._signs and deeper:
            base = min(deeper, key=lambda folder: (folder.count("/"), folder))
            self.faults.add("B220", f"the bag is in the folder {quoted(base)}")
            return base
        if base != stem:
            self.faults.add("B214", f"the bag is in the folder {quoted(base)}")
        return base

    def _tell(self, code: str, reason: str, path: str, begin: str) -> None:
        if path.startswith(begin):
            self.faults.add(code, reason, path[len(begin) :])
        else:
            self.faults.add(code, f"{quoted(path)}: {reason}")


def _plain(name: str) -> str:
    path = _HERE.sub("", name) if name.startswith("./") else name
    return "" if path == "." else path.rstrip("/") or path[:1]


def _below(begin: str, things: dict[str, str]) -> dict[str, str]:
    return {path[len(begin) :]: what for path, what in things.items() if path.startswith(begin)}
