# SPDX-License-Identifier: Apache-2.0
"""Files that commands write beside the packages: records, TEI on request, reports."""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.cli.report import HEADS
from archiver.errors import CannotRead, CannotWrite, UsageError
from archiver.workflow.shelf import LEDGER, looks_like_a_bag

if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import RawIOBase


def write(path: Path, data: bytes | Iterable[bytes], *, replace: bool, mode: int | None = None) -> None:
    """Write a file through a temporary one beside it, so that it is whole or not there.

    What is replaced keeps its mode, and a link to it stays a link. With `mode` the file never has another one, not
    even while it is written.

    Raises:
        CannotWrite: if it is there and may not be replaced, or the folder may not be written.
    """
    target = real(path) if replace else path
    if replace and target.is_symlink():
        raise CannotWrite(f"{path} is a link that leads round in a circle", where=str(path), help="take it away")
    # In a container every run may have the same number: one that was killed must not stand in the way for ever.
    temporary = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with open(temporary, "xb", opener=None if mode is None else partial(os.open, mode=mode)) as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            temporary.replace(target)
        else:
            os.link(temporary, path)  # fails where something stands already, unlike a rename
    except FileExistsError as error:
        advice = "move it away, or write elsewhere"
        raise CannotWrite(f"{path} is there already", where=str(path), help=advice) from error
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}", where=str(path)) from error
    finally:
        temporary.unlink(missing_ok=True)


def real(path: Path) -> Path:
    """Return where a path leads; one that leads round in a circle stays as it is, and fails where it is opened."""
    return Path(os.path.realpath(path))  # resolve() has an error of its own for a circle


def renew(path: Path, data: bytes, *, before: bytes | None) -> None:
    """Replace a file that holds what was read before, and only then: nobody's work is lost.

    Raises:
        CannotWrite: if it was changed meanwhile, or is there now where nothing was (None), is read-only, or cannot be
            written.
    """
    if before is None:
        write(path, data, replace=False)
        return
    target = real(path)
    if not target.stat().st_mode & 0o222:
        raise CannotWrite(f"{path} is read-only", where=str(path), help="make it writable: chmod u+w")
    folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # of two runs the second sees what the first one wrote
        if target.read_bytes() != before:
            advice = "nothing was written: run the command again"
            raise CannotWrite(f"{path} was changed meanwhile", where=str(path), help=advice)
        write(path, data, replace=True)
    finally:
        os.close(folder)


def demand_place_for_report(path: Path) -> None:
    """Refuse to write a report where it would change what is checked, or anything else that is no report.

    Raises:
        UsageError: if the path lies in a bag or is that of a ledger, also by a link, or something stands there
            that is not an earlier report.
    """
    demand_outside(path)
    if path.is_file() and not _is_report(path):
        message = f"{path} is there and is no report"
        raise UsageError(message, where=str(path), help="a report only replaces a report: name another file")


def demand_place_of(path: Path, heads: tuple[bytes, ...], what: str) -> None:
    """Refuse to write where something else stands, in a bag, or over a ledger.

    `heads` are how that begins which may be replaced.

    Raises:
        UsageError: if the path lies in a bag, is that of a ledger, or holds something else.
        CannotRead: if what stands there cannot be read.
    """
    demand_outside(path)
    if os.path.lexists(path) and not (path.is_file() and _begins(path, heads)):
        raise UsageError(f"{path} is there and is no {what}", where=str(path), help="name another file")


def demand_outside(path: Path) -> None:
    """Refuse a place in a bag or that of a ledger.

    Raises:
        UsageError: if the path is such a place, also by a link.
    """
    # `..` is taken out of the path as it is written: what it leads through on the way does not count.
    places = (Path(os.path.normpath(path.absolute())), real(path))
    if any(place.name == LEDGER for place in places):
        raise UsageError(f"{path} is the place of a ledger", where=str(path), help="name another file")
    if any(looks_like_a_bag(folder) for place in places for folder in place.parents):
        raise UsageError(f"{path} lies in a bag", where=str(path), help="write it beside the packages")


def _is_report(path: Path) -> bool:
    """Tell whether a file begins as a report of ours does, in any format, or is empty."""
    return _begins(path, HEADS)


def _begins(path: Path, heads: tuple[bytes, ...]) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(max(map(len, heads)))
    except OSError as error:
        raise CannotRead(f"cannot read {path}: {error.strerror}", where=str(path)) from error
    return not start or start.startswith(heads)


def write_report(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a report: whole or not at all, but straight into what is no regular file (`/dev/stderr`, a pipe).

    Raises:
        CannotWrite: if it cannot be written.
    """
    if not path.exists() or path.is_file():
        write(path, pieces, replace=True)
        return
    try:
        with path.open("wb", buffering=0) as file:
            _write_through(file, pieces)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}", where=str(path)) from error


def _write_through(file: RawIOBase, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        left = memoryview(piece)
        while left:  # a pipe takes as much as it has room for
            left = left[file.write(left) or 0 :]


def demand_place_for_summary(path: Path) -> None:
    """Refuse to add to what is checked; anything else may be added to.

    Raises:
        UsageError: if the path lies in a bag or is that of a ledger, also by a link.
    """
    demand_outside(path)


def add(path: Path, data: bytes) -> None:
    """Add to the end of a file, in one write.

    Raises:
        CannotWrite: if it cannot be written.
    """
    try:
        with path.open("ab", buffering=0) as file:
            _write_through(file, [data])
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}", where=str(path)) from error
