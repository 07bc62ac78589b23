# SPDX-License-Identifier: Apache-2.0
"""What makes a bag a package of ours, to be known before anything of it is read."""

from __future__ import annotations

from os.path import lexists
from pathlib import PurePath
from typing import TYPE_CHECKING

from archiver.rules import PACKAGED

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.bag.archive import Archive

NEEDED = ("data/record.json", "data/transcript.tei.xml", *(f"data/schema/{name}" for name in PACKAGED))
"""What a package of ours holds besides its source."""

_NEEDED = frozenset(NEEDED)

SECTIONS = ("rules", "record", "tei", "identity")
"""The checks of the contents, in order."""


def is_content(name: str) -> bool:
    """Tell whether a file of a bag is one that is looked into, and not only hashed."""
    return name in _NEEDED or name.startswith("data/source/")


def has_contents(root: Path | Archive) -> bool:
    """Tell whether a bag holds record and TEI, as only a package of ours does."""
    if isinstance(root, PurePath):
        return all(lexists(f"{root}/{name}") for name in NEEDED[:2])
    return all(root.holds(name) for name in NEEDED[:2])
