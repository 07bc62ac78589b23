# SPDX-License-Identifier: Apache-2.0
"""What a bag comes in: a folder, or an archive file that is read as a stream. All are observed alike."""

from __future__ import annotations

from os.path import isfile
from typing import TYPE_CHECKING, Protocol

from archiver.bag.observe import Folder
from archiver.bag.terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from archiver.bag.archive import Archive
    from archiver.bag.contents import Observed
    from archiver.bag.terms import Terms


class Carrier(Protocol):
    """A bag that can be looked at, wherever it lies."""

    def names(self) -> tuple[str, ...]:
        """Return the names at the top of the bag, sorted.

        Raises:
            CannotRead: if it cannot be read.
        """

    def observe(self, *, algorithms: Sequence[str], keep: Callable[[str], int]) -> Observed:
        """Read the bag once: sizes, digests by all `algorithms`, what is not regular or not readable.

        `keep` answers for each path how large a file may be (in octets) for its bytes to be returned too.

        Raises:
            CannotRead: if it cannot be read.
        """


def carrier(root: Path, terms: Terms) -> Carrier:
    """Return the carrier of the bag at a path.

    Raises:
        CannotRead: if it cannot be read.
        NothingToCheck: if there is nothing that can hold a bag.
    """
    return open_archive(root, terms) or Folder(root, terms)


def open_archive(path: Path, terms: Terms = TERMS, *, thorough: bool = True) -> Archive | None:
    """Return the archive file at a path; None if there is none, by its octets and not by its name.

    `thorough`: look for a zip that other octets were put before, too.

    Raises:
        CannotRead: if there is a file that cannot be read.
    """
    if not isfile(path):  # noqa: PTH113 # Path.is_file() raises where a folder above may not be looked into
        return None
    from archiver.bag.archive import Archive, kind_of  # noqa: PLC0415 # most bags are folders

    return Archive(path, terms) if kind_of(path, thorough=thorough) else None
