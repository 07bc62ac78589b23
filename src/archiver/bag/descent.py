# SPDX-License-Identifier: Apache-2.0
"""Open folders below an open one, a name at a time, so that no link leads anywhere else. RFC 8493, section 5.1."""

from __future__ import annotations

import os

from archiver.bag.opening import open_folder


class Descent:
    """The way down from an open folder to the one last asked for; it stays open for the next one."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._steps: list[tuple[str, int]] = []

    def folder(self, path: str) -> int:
        """Return an open folder by its path below the root, empty for the root; it is open until the next call.

        Raises:
            OSError: if it is not there any more, is a link, or may not be opened.
        """
        names = path.split("/") if path else []
        kept = 0
        for (name, _), wanted in zip(self._steps, names, strict=False):
            if name != wanted:
                break
            kept += 1
        self._back_to(kept)
        for name in names[kept:]:
            self._steps.append((name, open_folder(name, self._steps[-1][1] if self._steps else self._root)))
        return self._steps[-1][1] if self._steps else self._root

    def _back_to(self, depth: int) -> None:
        while len(self._steps) > depth:
            os.close(self._steps.pop()[1])

    def close(self) -> None:
        """Close all but the root."""
        self._back_to(0)
