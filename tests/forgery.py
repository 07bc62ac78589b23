# SPDX-License-Identifier: Apache-2.0
"""Packages that somebody changed together with their manifests: valid bags, and not what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver import bag
from archiver.model import RULES_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TEI = "transcript.tei.xml"


def rewritten(
    package: Path,
    where: Path,
    *,
    rules: str = RULES_VERSION,
    more: Mapping[str, bytes] | None = None,
    **changed: tuple[bytes, bytes],
) -> Path:
    """Write the package anew with its manifests, as somebody would who wants nobody to see what was changed."""
    data = {path.relative_to(package / "data").as_posix(): path.read_bytes() for path in files(package / "data")}
    for name, (old, new) in changed.items():
        path = {"tei": TEI, "record": "record.json", "source": "source/bridge.txt"}[name]
        assert old in data[path]
        data[path] = data[path].replace(old, new)
    data |= more or {}
    pairs, _ = bag.parse_info((package / "bag-info.txt").read_bytes())
    kept = [(label, rules if label == "Archiver-Rules" else value) for label, value in pairs]
    for path, octets in bag.plan(data, info=[pair for pair in kept if pair[0] != "Payload-Oxum"]).files:
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_bytes(octets)
    return where


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
