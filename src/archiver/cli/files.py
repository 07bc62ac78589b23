# SPDX-License-Identifier: Apache-2.0
"""Files that commands write beside the packages: records, TEI on request, reports."""

from __future__ import annotations

import fcntl
import os
import stat
from typing import TYPE_CHECKING

from archiver.errors import CannotWrite, UsageError
from archiver.workflow.shelf import LEDGER, looks_like_a_bag

if TYPE_CHECKING:
    from pathlib import Path

_REPORT = b'{\n  "report_version"'


def write(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file through a temporary one beside it, so that it is whole or not there.

    What is replaced keeps its mode, and a link to it stays a link.

    Raises:
        CannotWrite: if it is there and may not be replaced, or the folder may not be written.
    """
    target = path.resolve() if replace else path
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with temporary.open("xb") as file:
            file.write(data)
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


def renew(path: Path, data: bytes, *, before: bytes) -> None:
    """Replace a file that holds what was read before, and only then: nobody's work is lost.

    Raises:
        CannotWrite: if it was changed meanwhile, is read-only, or cannot be written.
    """
    target = path.resolve()
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
    places = (path.absolute(), path.resolve())
    if any(place.name == LEDGER for place in places):
        raise UsageError(f"{path} is the place of a ledger", where=str(path), help="name another file")
    if any(looks_like_a_bag(folder) for place in places for folder in place.parents):
        raise UsageError(f"{path} lies in a bag", where=str(path), help="write the report beside the packages")
    if path.is_file() and not _is_report(path):
        message = f"{path} is there and is no report"
        raise UsageError(message, where=str(path), help="a report only replaces a report: name another file")


def _is_report(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_REPORT)) in {_REPORT, b""}


def write_report(path: Path, data: bytes) -> None:
    """Write a report: whole or not at all, but straight into what is no regular file (`/dev/stderr`, a pipe).

    Raises:
        CannotWrite: if it cannot be written.
    """
    if not path.exists() or path.is_file():
        write(path, data, replace=True)
        return
    try:
        with path.open("wb", buffering=0) as file:
            file.write(data)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}", where=str(path)) from error
