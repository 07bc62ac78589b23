# SPDX-License-Identifier: Apache-2.0
"""Files that a caller names beside the material: checkpoints, proofs, pins, keys."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO

from archiver.errors import CannotRead

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 1024 * 1024
"""Octets of a checkpoint, a proof or a key; the same as `ledger.note.LONGEST`."""


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file, also behind a link; nothing else, on which one might wait or read for ever.

    Raises:
        CannotRead: if it is none, or cannot be opened.
    """
    try:
        _demand_regular(path.stat().st_mode, path)  # to open a device may be enough to set it going
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        file = os.fdopen(descriptor, "rb")
        try:
            _demand_regular(os.fstat(descriptor).st_mode, path)
        except CannotRead:
            file.close()
            raise
    except OSError as error:
        raise CannotRead(f"cannot read {path}: {error.strerror}", where=str(path)) from error
    return file


def octets_of(path: Path) -> bytes:
    """Return what a small regular file holds, and no more than just too much of a large one.

    Raises:
        CannotRead: if it is no regular file, or cannot be read.
    """
    with open_regular(path) as file:
        try:
            return file.read(LONGEST + 1)
        except OSError as error:
            raise CannotRead(f"cannot read {path}: {error.strerror}", where=str(path)) from error


def _demand_regular(mode: int, path: Path) -> None:
    if not stat.S_ISREG(mode):
        raise CannotRead(f"{path} is no regular file", where=str(path))
