# SPDX-License-Identifier: Apache-2.0
"""Where the keys and values of a record stand in its file, and how a place is written as a JSON path."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Path: TypeAlias = tuple[str | int, ...]
"""The way from the root of a record to a value: keys and indices."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Place(NamedTuple):
    """A line and a column of a file, both from 1."""

    line: int
    column: int


class Places:
    """The places of all keys and values of one record.

    With `later` they are found when the first one is asked for: a record without faults needs none.
    Lines end as editors see it (LF, CR LF, CR): YAML 1.1 has line ends that no editor shows.
    """

    __slots__ = ("_keys", "_later", "_lines", "_values")

    def __init__(self, text: str = "", *, later: Callable[[], Places] | None = None) -> None:
        self._later = later
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._keys: dict[Path, int] = {}
        self._values: dict[Path, int] = {}

    def at(self, index: int) -> Place:
        """Return the place of a code point of the file."""
        line = bisect_right(self._lines, index)
        return Place(line, index - self._lines[line - 1] + 1)

    def note(self, path: Path, index: int, *, key: int | None = None) -> None:
        """Keep where the value (and its key) begins; the first place noted for a path is kept."""
        self._values.setdefault(path, index)
        if key is not None:
            self._keys.setdefault(path, key)

    def value(self, path: Path) -> Place:
        """Return where the value stands, or the nearest value around it that is in the file."""
        self._find()
        while path and path not in self._values:
            path = path[:-1]
        return self.at(self._values.get(path, 0))

    def key(self, path: Path) -> Place:
        """Return where the key of the value stands, or the value itself where it has none."""
        self._find()
        return self.at(self._keys[path]) if path in self._keys else self.value(path)

    def _find(self) -> None:
        """Find the places, if that was put off until somebody asks."""
        if self._later is not None:
            found, self._later = self._later(), None
            self._lines, self._keys, self._values = found._lines, found._keys, found._values  # noqa: SLF001 # its own class


def pointer(path: Path) -> str:
    """Write a path as a JSON path (RFC 9535 §2.7): `$.speakers[0].id`."""
    steps = []
    for step in path:
        if isinstance(step, int):
            steps.append(f"[{step}]")
        elif _PLAIN_KEY.fullmatch(step):
            steps.append(f".{step}")
        else:
            steps.append(f"[{json.dumps(step, ensure_ascii=True)}]")
    return "$" + "".join(steps)
