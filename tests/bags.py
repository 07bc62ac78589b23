# SPDX-License-Identifier: Apache-2.0
"""Bags for tests: their content by hypothesis, their tree as a value, a disk that fails where it is told to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from archiver.bag.plan import Plan, plan
from archiver.bag.tags import PROFILE
from archiver.bag.write import OS, Disk
from archiver.errors import InvalidMaterial

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

INFO = (
    ("BagIt-Profile-Identifier", PROFILE),
    ("Source-Organization", "Fordham Archive"),
    ("Contact-Name", "the desk"),
    ("Contact-Name", "the other desk"),
)
PAYLOAD = {"source/bridge.txt": b"We open the bridge.\r\n", "record.json": b"{}\n", "transcript.tei.xml": b"<TEI/>"}
TAGS = {"metadata/premis.xml": b"<premis/>"}

NAMES = st.one_of(
    st.sampled_from(
        ["a", "b", "c%0A", "100%", "x y", "..foo", "~x", "*a", "#a", "t\tb", "l\nf", "c\rr", "é", "日本", "ß"]
    ),
    st.text(
        st.characters(codec="utf-8", exclude_characters="/\0", exclude_categories=("Cs", "Cn")), min_size=1, max_size=12
    ),
)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
TREES = st.dictionaries(PATHS, st.binary(max_size=40), min_size=1, max_size=5)


BARE = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
"""The environment for programs that limit or watch what is written: coverage writes files too."""


def a_plan(payload: dict[str, bytes] | None = None, tags: dict[str, bytes] | None = None) -> Plan:
    return plan(PAYLOAD if payload is None else payload, info=INFO, tags=TAGS if tags is None else tags)


def plannable(payload: dict[str, bytes]) -> bool:
    try:
        a_plan(payload)
    except InvalidMaterial:
        return False
    return True


def put(plan: Plan, root: Path) -> Path:
    """Write a bag the short way, without the writer under test."""
    for path, data in plan.files:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return root


def tree(root: Path) -> dict[str, tuple[object, ...]]:
    """Everything that a check could change: names, kinds, modes, times, sizes, bytes, without opening a FIFO."""
    found: dict[str, tuple[object, ...]] = {}
    for folder, folders, files in os.walk(os.fsencode(root)):
        for name in [b".", *folders, *files]:
            path = os.path.join(folder, name)  # noqa: PTH118 # names that are not UTF-8
            status = os.lstat(path)
            data = b""
            if os.path.isfile(path) and not os.path.islink(path):  # noqa: PTH113, PTH114 # the same
                with open(path, "rb") as file:  # noqa: PTH123 # the same
                    data = file.read()
            found[repr(path)] = (status.st_mode, status.st_ino, status.st_mtime_ns, status.st_ctime_ns, data)
    return found


class FailingDisk:
    """The disk of the system, with a fault before or after the step of a given number."""

    def __init__(self, step: int, fault: Callable[[], None], *, after: bool = False) -> None:
        self.left, self.fault, self.after = step, fault, after
        self.steps = 0
        self.disk: Disk = OS

    def _step(self, do: Callable[[], None]) -> None:
        due = self.steps == self.left
        self.steps += 1
        if due and not self.after:
            self.fault()
        do()
        if due and self.after:
            self.fault()

    def mkdir(self, path: bytes) -> None:
        self._step(lambda: self.disk.mkdir(path))

    def write(self, path: bytes, data: bytes) -> None:
        self._step(lambda: self.disk.write(path, data))

    def sync(self, path: bytes) -> None:
        self._step(lambda: self.disk.sync(path))

    def rename(self, old: bytes, new: bytes) -> None:
        self._step(lambda: self.disk.rename(old, new))
