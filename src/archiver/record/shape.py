# SPDX-License-Identifier: Apache-2.0
"""Look into a record that may have faults: what is not of the right shape is passed over.

The schema reports the shape; the other checks look at what can be looked at, so that one run tells
everything that is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archiver.findings import Finding
from archiver.record.places import Path, Places, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator


def mappings(value: Any, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the mappings in a list of the record, each with its path."""
    items = value.get(key) if isinstance(value, dict) else None
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield (key, index), item


def text_at(fact: Any) -> str | None:
    """Return the text of a fact in any of its forms, or None."""
    if isinstance(fact, dict):
        fact = fact.get("value")
    return fact if isinstance(fact, str) else None


def text_path(path: Path, fact: Any) -> Path:
    """Return where the text of a fact stands."""
    return (*path, "value") if isinstance(fact, dict) else path


def within(value: Any, path: Path) -> Any:
    """Return what stands at a path of keys, or None."""
    for step in path:
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


class Note:
    """Collects the findings on one record; called with a code and the path of the value."""

    def __init__(self, places: Places, path: str) -> None:
        self.findings: list[Finding] = []
        self._places = places
        self._path = path

    def __call__(self, code: str, at: Path, detail: tuple[str, ...], help: str | None = None) -> None:
        """Note a finding at a value."""
        line, column = self._places.value(at)
        self.findings.append(
            Finding(code=code, path=self._path, line=line, column=column, pointer=pointer(at), detail=detail, help=help)
        )

    def where(self, at: Path) -> str:
        """Say where another value stands."""
        return f"line {self._places.value(at).line}, {pointer(at)}"
