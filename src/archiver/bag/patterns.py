# SPDX-License-Identifier: Apache-2.0
"""Paths and patterns of paths as BagIt profiles list them. Pure; BagIt Profiles 1.4.0, Tag-Files-Allowed.

An asterisk stands for any characters, `/` among them: the specification gives `*` as the pattern for all tag
files, wherever they lie. `?` and `[…]` are those of glob(7), to which it refers. An entry is tried as a plain path
first, so that a file with a bracket in its name can be listed.
"""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING

from archiver.bag.paths import normal

if TYPE_CHECKING:
    from collections.abc import Iterable

_WILD = re.compile(r"[*?[]")


class Patterns:
    """Some entries, any of which a path may match; plain paths and `folder/*` cost no more for being many."""

    def __init__(self, entries: Iterable[str]) -> None:
        listed = [normal(entry) for entry in entries]
        self._paths = frozenset(listed)
        wild = [entry for entry in listed if _WILD.search(entry)]
        beginnings = {entry[:-1] for entry in wild if entry.endswith("*") and not _WILD.search(entry[:-1])}
        self._beginnings = tuple(beginnings)
        others = [fnmatch.translate(entry) for entry in wild if entry[:-1] not in beginnings]
        self._others = tuple(map(re.compile, others))

    def match(self, path: str) -> bool:
        """Tell whether the path is one of the entries or matches one; case counts, normalisation (NFC) does not."""
        path = normal(path)
        if path in self._paths or path.startswith(self._beginnings):
            return True
        return any(pattern.match(path) for pattern in self._others)

    def cover(self, entry: str) -> bool:
        """Tell whether a required entry can be there at all: it matches, or is a folder in which something may lie."""
        folder = normal(entry)
        below = [*self._paths, *self._beginnings]
        return self.match(entry) or (folder.endswith("/") and any(path.startswith(folder) for path in below))
