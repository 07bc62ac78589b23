# SPDX-License-Identifier: Apache-2.0
"""Bags with holes for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.bag.paths import encode
from archiver.bag.plan import plan
from bags import put

if TYPE_CHECKING:
    from pathlib import Path

KEPT = {"kept.txt": b"We open the bridge.\n"}


def holey(root: Path, lacking: dict[str, tuple[bytes, str, str]]) -> Path:
    """Write a bag that lacks files: by path below `data/` their bytes, their URL and their length as stated."""
    put(plan(KEPT | {path: data for path, (data, _, _) in lacking.items()}, info=()), root)
    rows = []
    for path, (_, url, length) in lacking.items():
        file = root / "data" / path
        file.unlink()
        if file.parent.name != "data":
            file.parent.rmdir()
        rows.append(f"{url} {length} data/{encode(path)}\n")
    (root / "fetch.txt").write_text("".join(rows))
    return root
