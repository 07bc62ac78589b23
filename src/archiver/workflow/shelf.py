# SPDX-License-Identifier: Apache-2.0
"""What stands on a shelf: packages by name and version, and the ledger that lists them."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.bag import open_archive
from archiver.errors import CannotRead
from archiver.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from archiver.ledger import LedgerEntry

LEDGER = "LEDGER"

_LEVELS = 3
"""How far above a package its ledger is looked for: name, shelf, and one for luck."""
_ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
_VERSION = re.compile(r"v([1-9][0-9]{0,5})")
_KEY = re.compile(
    r"(?!.*(?:^|/)\.{0,2}/)[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+/" + _VERSION.pattern
)
_RULES = re.compile(r"[0-9]{1,6}", re.ASCII)
# Any one of these makes a folder a bag to be judged: a bag does not escape its judge by losing bagit.txt.
_ENTRY = b'{"digest":"'
_SIGNS = re.compile(r"bagit\.txt|bag-info\.txt|(?:tag)?manifest-[a-z0-9]+\.txt")


@dataclass(slots=True, kw_only=True)
class Survey:
    """What was met in a folder and the folders below it."""

    bags: list[Path] = field(default_factory=list)
    archives: list[Path] = field(default_factory=list)
    """Files that are archives, whatever is in them."""
    ledgers: list[Path] = field(default_factory=list)
    strays: list[tuple[Path, str]] = field(default_factory=list)
    """What was passed over on a shelf, and why."""
    closed: list[tuple[Path, str]] = field(default_factory=list)
    """Folders that could not be listed and archive files that could not be read, and why."""


def survey(folder: Path, *, within: bool = False) -> Survey:
    """Walk a folder without following links, sorted; a bag is not searched for bags inside it.

    `within`: the folder is in a bag, or a bag itself, and is looked into as the shelf that it is too, but not its
    payload.

    Hidden folders and files, and links, are passed over. On a shelf, that is below a LEDGER, they are noted, for nobody
    would expect an archive there; but not what is being staged by a writer. Beside bags that are on no shelf, links,
    special files and hidden bags are noted. What is named like an archive file and is none may be one that rotted.
    """
    found = Survey()
    seen: set[Path] = set()
    waiting = [(folder, bool(ledgers_above(folder)))]
    while waiting:
        here, shelved = waiting.pop()
        entries = _listed(here, found, within=within and here == folder)
        if entries is None:
            continue
        if any(entry.name == LEDGER for entry in entries):
            found.ledgers.append(here / LEDGER)
            shelved = True
        if shelved and _VERSION.fullmatch(here.name):
            found.strays.append((here, "the place of a version that holds no package"))
        for file in (here / entry.name for entry in entries if _may_be_archive(entry)):
            named = file.name.lower().endswith(_ARCHIVES)
            if _is_archive(file, thorough=named):
                found.archives.append(file)
            elif named:
                found.closed.append((file, "named like an archive file, and none that can be read"))
        below = [entry for entry in entries if _leads_on(entry)]
        waiting += [(here / entry.name, shelved) for entry in reversed(below)]
        if shelved:
            found.strays += [(here / entry.name, why) for entry in entries if (why := _stray(entry))]
            seen.add(here)
    above = {os.path.dirname(place) for place in (*found.bags, *found.archives)}  # noqa: PTH120 # there are many
    found.strays += _beside(set(map(Path, above)) - seen - {folder.parent})
    return found


def _is_archive(file: Path, *, thorough: bool) -> bool:
    """Tell whether a file is known to be an archive; what cannot be read may be one, if it is called so."""
    try:
        return open_archive(file, thorough=thorough) is not None
    except CannotRead:
        return False


def _listed(here: Path, found: Survey, *, within: bool) -> list[os.DirEntry[str]] | None:
    """Return what is in a folder, sorted; None if it is a bag or cannot be listed, which is noted.

    `within`: not even a bag is taken for one; all of it is returned but its payload.
    """
    if not within and os.path.lexists(f"{here}/bagit.txt"):  # nearly every bag has it: no need to list what else it has
        found.bags.append(here)
        return None
    try:
        with os.scandir(here) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        found.closed.append((here, error.strerror or str(error)))
        return None
    if not _has_sign(entry.name for entry in entries):
        return entries
    if within:
        return [entry for entry in entries if entry.name != "data"]
    found.bags.append(here)
    return None


def _has_sign(names: Iterable[str]) -> bool:
    return any(name == "bagit.txt" or _SIGNS.fullmatch(name) for name in names)


def _beside(folders: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Give what was passed over in folders that hold bags and no ledger; a hidden folder only if it is a bag itself."""
    for here in sorted(folders):
        with suppress(OSError), os.scandir(here) as listing:
            for entry in sorted(listing, key=lambda entry: entry.name):
                why = _stray(entry)
                if why and (not entry.is_dir(follow_symlinks=False) or looks_like_a_bag(here / entry.name)):
                    yield here / entry.name, why


def _leads_on(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")


def _may_be_archive(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) and entry.name != LEDGER and not entry.name.startswith(".")


def _stray(entry: os.DirEntry[str]) -> str | None:
    from archiver.bag.write import is_staging  # noqa: PLC0415 # only on a shelf

    if entry.name == LEDGER or is_staging(entry.name):
        return None
    if entry.is_symlink():
        return "a link is not followed"
    if entry.is_dir(follow_symlinks=False):
        return "a hidden folder is not looked into" if entry.name.startswith(".") else None
    return None if entry.is_file(follow_symlinks=False) else "neither a file nor a folder"


def versions(shelf: Path, name: str) -> frozenset[int]:
    """Return the numbers of all that stands in the place of a version of a package."""
    folder = shelf / name
    standing = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    return frozenset(int(match.group(1)) for found in standing if (match := _VERSION.fullmatch(found)))


def version_of(key: str) -> int:
    """Return the number in a key `name/v1`; 0 if there is none."""
    match = _VERSION.fullmatch(key.rpartition("/")[2])
    return int(match.group(1)) if match else 0


def is_ledger(path: Path) -> bool:
    """Tell whether a file called LEDGER begins as a ledger does; other people keep ledgers of other kinds."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return os.read(descriptor, len(_ENTRY)) == _ENTRY
    except OSError:
        return False
    finally:
        os.close(descriptor)


def looks_like_a_bag(folder: Path) -> bool:
    """Tell whether a folder is a bag, or was one before something was taken from it."""
    try:
        with os.scandir(folder) as entries:
            return _has_sign(entry.name for entry in entries)
    except OSError:
        return False


def ledgers_above(path: Path) -> list[Path]:
    """Return what is named LEDGER in the three folders above a path, the outermost first.

    The paths are relative if the path is. What is no regular file is named too: a shelf does not lose its
    ledger by its being replaced.
    """
    folders = list(_absolute(path).parents)[:_LEVELS]
    found = [folder / LEDGER for folder in reversed(folders) if os.path.lexists(folder / LEDGER)]
    return found if path.is_absolute() else [Path(os.path.relpath(ledger)) for ledger in found]


def key_of(package: Path, ledger: Path) -> str | None:
    """Return the name under which a ledger knows a package: its path relative to the ledger's folder."""
    here, shelf = _absolute(package), _absolute(ledger.parent)
    return here.relative_to(shelf).as_posix() if here.is_relative_to(shelf) else None


def own_key(package: Path) -> str:
    """Return the name of a package by its place alone: its folder's name and the version."""
    return "/".join(_absolute(package).parts[-2:])


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 # resolve() would follow links


def by_package(entries: Iterable[LedgerEntry]) -> dict[str, LedgerEntry]:
    """Return for each package the entry that says how it was packaged.

    It is the first one: a version never changes, and who adds another entry for it rewrites history.
    """
    first: dict[str, LedgerEntry] = {}
    for entry in entries:
        if entry.event == "packaged":
            first.setdefault(entry.package, entry)
    return first


def misstated(info: Mapping[str, str], path: str) -> list[Finding]:
    """Say what a package calls itself that none of ours is called (P101); `path` stands for bag-info.txt.

    Name and version go into citations and the version of the rules decides what `reproduce` demands.
    """
    forms = (("Archiver-Package", _KEY, "NAME/vN"), ("Archiver-Rules", _RULES, "a number"))
    return [
        Finding(code="P101", path=path, detail=(f"{label}: {info.get(label)}", f"expected: {wanted}"))
        for label, form, wanted in forms
        if not form.fullmatch(info.get(label, ""))
    ]
