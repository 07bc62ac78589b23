# SPDX-License-Identifier: Apache-2.0
"""Recognise a small bag of which nothing can be said: what is in it is to the letter what it says of itself.

A manifest is not taken apart here. Its lines are made from the files that were met, and are to be the very same: then
it lists all of them and no others, once, with their digests. At the slightest doubt the answer is None, which means
nothing: the judge looks at the bag anew, from its first file, and has all the words. Only `os` and `hashlib` are
imported. RFC 8493, sections 2 and 3; decision 0024.
"""

from __future__ import annotations

import hashlib
import os
import sys

from archiver.bag.opening import (
    Large,
    Unread,
    demand_folder_there,
    open_folder,
    open_root,
    read_at_once,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from hashlib import _Hash

    Digest = Callable[[bytes], _Hash]

MOST_FILES = 1000
"""Files up to which a bag is small: more are read by several processes."""

MOST_OCTETS = 8 << 20
"""Octets up to which it is: what was read in vain is to be little."""

_DEEPEST = 32
_DECLARATIONS = (
    b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n",
)
_STRONG = ("sha256", "sha512")
_INFO = "bag-info.txt"
_ELSEWHERE = frozenset({"fetch.txt", "package-info.txt"})
"""Files that are for the judge alone."""
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Neither encoded nor refused nor odd to any system, wherever in a name they stand; blanks and dots have rules
_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_- ./\n()[],+=@&'!#;"
_ODD_ENDS = ("./", " /", "/ ")
_SMALL = frozenset("\u00b9\u00b2\u00b3")
"""Digits that Windows takes for those of a device."""
_DEVICE_PARTS = ("/con", "/prn", "/aux", "/nul", "/com", "/lpt")
_DEVICES = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))])


class Doubt(Exception):
    """It is not certain that nothing can be said of the bag."""


class Literal:
    """A bag of which nothing can be said, and what is known of it."""

    __slots__ = ("algorithms", "info", "kept", "octets", "paths", "tagmanifests")

    def __init__(
        self,
        paths: list[str],
        octets: int,
        algorithms: int,
        info: tuple[tuple[str, str], ...],
        tagmanifests: dict[str, bytes],
        kept: dict[str, bytes],
    ) -> None:
        self.paths = paths
        """All files."""
        self.octets = octets
        """Of all files together."""
        self.algorithms = algorithms
        """How many algorithms the manifests are of."""
        self.info = info
        """Labels and values of bag-info.txt."""
        self.tagmanifests = tagmanifests
        """The bytes of the tag manifests by their names."""
        self.kept = kept
        """The bytes of the files that were asked for, by their paths."""


def _none(_: str) -> bool:
    return False


def literal(root: str, keep: Callable[[str], bool] = _none) -> Literal | None:
    """Return what is known of a bag of which nothing can be said; None where the judge has to look.

    `root` is its folder; `keep` chooses files, by their paths below it, whose bytes are wanted. A bag that names a
    profile, or that could be read in two ways, is never taken here. No file is called good that was not read whole, and
    unchanged from before to after. Nothing is raised: what cannot be opened is for the judge to tell.
    """
    try:
        folder = open_root(root)
    except (OSError, ValueError):
        return None
    try:
        return _looked_at(folder, keep)
    except (Doubt, OSError, ValueError, Unread, Large):
        return None
    finally:
        os.close(folder)


def within(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the files that make a folder a shelf, and the tag files that make one another bag.

    Whoever is to check those is not to miss them. A bag in the payload of another one is common.
    """
    found = [path for path in paths if path.endswith(("LEDGER", "/bagit.txt"))]
    named = [path for path in found if path.rpartition("/")[2] in {"LEDGER", "bagit.txt"}]
    return tuple(sorted(path for path in named if path.endswith("LEDGER") or not path.startswith("data/")))


def _looked_at(folder: int, keep: Callable[[str], bool]) -> Literal:
    names, folders = _listed(folder)
    # A folder in the place of a tag file is for the judge to tell.
    if "data" not in folders or not _ELSEWHERE.isdisjoint(names) or any(name.endswith(".txt") for name in folders):
        raise Doubt
    algorithms, sealing = _algorithms(names)
    tops = _read(folder, names)
    manifests = {name: tops[f"manifest-{name}.txt"] for name in algorithms}
    tagmanifests = {name: tops[f"tagmanifest-{name}.txt"] for name in sealing}
    sealed = {f"tagmanifest-{name}.txt": data for name, data in tagmanifests.items()}
    if tops.get("bagit.txt") not in _DECLARATIONS or any(text.count(b"\n") > MOST_FILES for text in manifests.values()):
        raise Doubt
    info, oxum = _info(tops[_INFO]) if _INFO in tops else ((), "")
    kept = {name: data for name, data in tops.items() if keep(name)}
    payload, tags = _Files(manifests, keep, kept), _Files(tagmanifests, keep, kept)
    for name, data in tops.items():
        if name not in sealed:
            tags.add(name, data)
    for name in folders:
        (payload if name == "data" else tags).walk(folder, name, name, 1)
    if oxum and oxum != f"{payload.octets}.{len(payload.paths)}":
        raise Doubt
    payload.demand_lines()
    tags.demand_lines()
    paths = [*payload.paths, *tags.paths, *sealed]
    _demand_plain(paths)
    demand_folder_there(folder)
    octets = payload.octets + tags.octets + sum(map(len, sealed.values()))
    return Literal(paths, octets, len({*algorithms, *sealing}), info, sealed, kept)


def _listed(folder: int) -> tuple[list[str], list[str]]:
    """Return the names of the files and of the folders in an open folder."""
    files, folders = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                files.append(entry.name)
            elif entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            else:
                raise Doubt
    demand_folder_there(folder)
    if len(files) > MOST_FILES:
        raise Doubt
    return files, folders


def _algorithms(names: list[str]) -> tuple[list[str], list[str]]:
    """Return the algorithms of the manifests and of the tag manifests."""
    payload: list[str] = []
    tags: list[str] = []
    for name in names:
        kind, found, rest = name.partition("manifest-")
        if found:
            algorithm = rest.removesuffix(".txt")
            if kind not in {"", "tag"} or algorithm not in _DIGESTS or rest == algorithm:
                raise Doubt
            (tags if kind else payload).append(algorithm)
    if not tags or not any(algorithm in _STRONG for algorithm in payload):
        raise Doubt
    return payload, tags


def _read(folder: int, names: list[str]) -> dict[str, bytes]:
    """Read the files at the top of the bag."""
    tops, octets = {}, 0
    for name in names:
        tops[name] = data = read_at_once(name, folder)[0]
        octets += len(data)
        if octets > MOST_OCTETS:
            raise Doubt
    return tops


def _info(data: bytes) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the labels and values of bag-info.txt, and the Payload-Oxum, empty if there is none."""
    pairs, seen = [], {}
    *lines, rest = data.decode().split("\n")
    for line in lines:
        label, _, value = line.partition(": ")
        if not label or not value or label != label.strip() or value != value.strip() or not line.isprintable():
            raise Doubt
        if ":" in label or not label.isascii():
            raise Doubt
        name = label.lower()
        if name in _RESERVED:
            if name in seen or not _RESERVED[name](value):
                raise Doubt
            seen[name] = value
        pairs.append((label, value))
    if rest:
        raise Doubt
    return tuple(pairs), seen.get("payload-oxum", "")


def _is_date(text: str) -> bool:
    """Tell whether this is a date, without the 29th of February."""
    year, month, day = text[:4], text[5:7], text[8:]
    if len(text) != 10 or text[4::3] != "--" or not text.isascii() or not f"{year}{month}{day}".isdigit():  # noqa: PLR2004 # YYYY-MM-DD
        return False
    return 1 <= int(month) <= len(_DAYS) and 1 <= int(day) <= _DAYS[int(month) - 1]


_RESERVED: dict[str, Callable[[str], object]] = {
    "bag-count": lambda _: False,
    "bag-group-identifier": lambda _: True,
    "bag-size": lambda _: True,
    "bagging-date": _is_date,
    "bagit-profile-identifier": lambda _: False,
    "payload-oxum": lambda value: value.find(".") < len(str(MOST_OCTETS)) + 1,
}
"""The elements that are to be given once, and when a value is not for the judge alone."""


class _Files:
    """The files of the payload, or the tag files, and the lines that their manifests are to have."""

    def __init__(self, manifests: dict[str, bytes], keep: Callable[[str], bool], kept: dict[str, bytes]) -> None:
        self.manifests, self.keep, self.kept = manifests, keep, kept
        self.digests = [_DIGESTS[name] for name in manifests]
        self.lines: list[list[str]] = [[] for _ in manifests]
        self.paths: list[str] = []
        self.octets = 0

    def walk(self, parent: int, name: str, path: str, depth: int) -> None:
        """Read all files in a folder and in the folders below it."""
        folder = open_folder(name, parent)
        try:
            names, folders = _listed(folder)
            for file in names:
                data = read_at_once(file, folder)[0]
                self.add(f"{path}/{file}", data)
                if self.keep(f"{path}/{file}"):
                    self.kept[f"{path}/{file}"] = data
            if folders and depth == _DEEPEST:
                raise Doubt
            for below in folders:
                self.walk(folder, below, f"{path}/{below}", depth + 1)
        finally:
            os.close(folder)

    def add(self, path: str, data: bytes) -> None:
        self.paths.append(path)
        self.octets += len(data)
        if self.octets > MOST_OCTETS or len(self.paths) > MOST_FILES:
            raise Doubt
        for digest, lines in zip(self.digests, self.lines, strict=True):
            lines.append(f"{digest(data).hexdigest()}  {path}\n")

    def demand_lines(self) -> None:
        """Demand that each manifest is made of these lines, in whatever order."""
        for data, lines in zip(self.manifests.values(), self.lines, strict=True):
            text = data.decode()
            if text != "".join(lines) and sorted(text.splitlines(keepends=True)) != sorted(lines):
                raise Doubt


def _demand_plain(paths: list[str]) -> None:
    """Demand names that mean the same in a manifest and on every system, none the same as another but for its case."""
    text = "\n" + "\n".join(paths) + "\n"
    if not text.isascii():
        text = _without_others(text, paths)
        lower = text.lower()
    elif (lower := text.lower()) != text and len(set(lower.split("\n"))) <= len(paths):
        raise Doubt
    if text.count("\n") != len(paths) + 1 or text.strip(_CHARACTERS):
        raise Doubt
    names = lower.replace("\n", "/")
    for odd in _ODD_ENDS:
        if odd in names:
            raise Doubt
    for part in _DEVICE_PARTS:
        if part in names and any(map(_is_device, names.split("/"))):
            raise Doubt


def _without_others(text: str, paths: list[str]) -> str:
    """Return the names with a _ for each character that ASCII has not, if none of them means anything but itself."""
    from archiver.bag.paths import folded  # noqa: PLC0415 # dearer than a small bag, and for these names alone

    if sys.getfilesystemencoding() != "utf-8" or not "".join(paths).isprintable() or not _SMALL.isdisjoint(text):
        raise Doubt
    if len(set(map(folded, paths))) < len(paths):
        raise Doubt
    return "".join([character if character.isascii() else "_" for character in text])


def _is_device(name: str) -> bool:
    return name.partition(".")[0].rstrip(" ") in _DEVICES


def _weak(name: str) -> Digest:
    return lambda data: hashlib.new(name, data, usedforsecurity=False)


_DIGESTS: dict[str, Digest] = {
    "md5": _weak("md5"),
    "sha1": _weak("sha1"),
    "sha256": hashlib.sha256,
    "sha512": hashlib.sha512,
}
