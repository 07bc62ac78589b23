# SPDX-License-Identifier: Apache-2.0
"""A folder of files that is written whole or not at all, and that replaces nothing but an earlier one of ours.

A list of all files with their digests stands in the folder, as `sha256sum -c` reads it. By it we know what we wrote:
whatever else stands there, or was changed since, keeps the folder from being replaced.
"""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from archiver.cli.files import demand_outside
from archiver.errors import CannotWrite, UsageError
from archiver.workflow.publishing import SUMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIST = SUMS
"""Name of the list, which does not list itself."""

_FOLDER, _FILE = 0o755, 0o644
_ADVICE = "name another folder, or move away what is there"
_CHUNK = 1 << 20


def demand_place(target: Path, *, apart_from: Path) -> None:
    """Refuse a place that holds what we did not write, or lies where packages are.

    Raises:
        UsageError: if it lies in a bag, on the shelf `apart_from` or around it.
        CannotWrite: if something stands there that is no folder written by `write`, as it was written.
    """
    demand_outside(target)
    place, shelf = target.resolve(), apart_from.resolve()
    if place.is_relative_to(shelf) or shelf.is_relative_to(place):
        message = f"{target} and {apart_from} lie in each other"
        raise UsageError(message, where=str(target), help="write the site beside the shelf")
    if target.is_symlink() or (os.path.lexists(target) and not target.is_dir()):
        raise CannotWrite(f"{target} is there and no folder", where=str(target), help=_ADVICE)
    if target.is_dir():
        _demand_ours(target)


def _demand_ours(target: Path) -> None:
    try:
        found = sorted(_files(target))
        if not found:
            return
        listed = dict(_listed(target / LIST)) if LIST in found else {}
    except OSError as error:
        raise CannotWrite(f"cannot read {target}: {error.strerror}", where=str(target)) from error
    strange = [name for name in found if name not in listed and name != LIST]
    if strange or not listed:
        message = f"{target} holds what archiver did not write: {(strange or found)[0]}"
        raise CannotWrite(message, where=str(target), help=_ADVICE)
    changed = next((name for name in found if name != LIST and listed[name] != _digest(target / name)), None)
    if changed:
        raise CannotWrite(f"{target / changed} was changed since it was written", where=str(target), help=_ADVICE)


def _files(folder: Path) -> Iterator[str]:
    """Yield what stands in a folder but folders, by its path; a folder that is a link is given as one."""
    for here, below, names in os.walk(folder, onerror=_raise):
        links = [name for name in below if os.path.islink(os.path.join(here, name))]  # noqa: PTH114,PTH118 # os.walk gives strings
        yield from (os.path.relpath(os.path.join(here, name), folder) for name in (*names, *links))  # noqa: PTH118 # as above


def _raise(error: OSError) -> None:
    raise error


def _listed(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_symlink():
        return
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            digest, _, name = line.rstrip("\n").partition("  ")
            yield name, digest


def _digest(path: Path) -> str | None:
    if path.is_symlink() or not path.is_file():
        return None
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def write(target: Path, files: Iterable[tuple[str, Iterable[bytes]]]) -> int:
    """Write files into a new folder beside the target and put it in the target's place; return how many there are.

    The paths are relative and plain, and made by us. If anything stops the writing, what stood there stands there
    still. Between the two renames by which an earlier folder is replaced there is a moment in which there is none.

    Raises:
        CannotWrite: if the folder cannot be written.
    """
    staged = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
        staged.chmod(_FOLDER)
        count = _lay_out(staged, files)
        _put_in_place(staged, target)
    except OSError as error:
        raise CannotWrite(f"cannot write {target}: {error.strerror}", where=str(target)) from error
    finally:
        if staged is not None:
            shutil.rmtree(staged, ignore_errors=True)
    return count


def _lay_out(staged: Path, files: Iterable[tuple[str, Iterable[bytes]]]) -> int:
    count = 0
    with (staged / LIST).open("x", encoding="utf-8") as listing:
        for name, pieces in files:
            digest = sha256()
            place = staged / name
            place.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
            with place.open("xb") as file:
                os.fchmod(file.fileno(), _FILE)
                for piece in pieces:
                    digest.update(piece)
                    file.write(piece)
            listing.write(f"{digest.hexdigest()}  {name}\n")
            count += 1
        os.fchmod(listing.fileno(), _FILE)
    return count


def _put_in_place(staged: Path, target: Path) -> None:
    if not target.exists() or not any(target.iterdir()):
        staged.rename(target)
        return
    before = staged.with_suffix(".before")
    target.rename(before)
    try:
        staged.rename(target)
    except OSError:
        before.rename(target)
        raise
    shutil.rmtree(before)
