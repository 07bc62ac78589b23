# SPDX-License-Identifier: Apache-2.0
"""Say what changed from one package to another."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver import changes
from archiver.workflow.opened import RECORD, TEI, Opened, open_package, transcript_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from archiver.changes import AttributionChange, FieldChange, TextChange
    from archiver.model import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A payload file that was added, removed or changed."""

    path: str
    old: str | None
    """SHA-256 in hex; None where there is none."""
    new: str | None

    @property
    def kind(self) -> str:
        """Whether it was added, removed or changed."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What changed between two packages."""

    old: Opened
    new: Opened
    rules: tuple[str | None, str | None]
    """The versions of the rules."""
    files: tuple[FileChange, ...]
    record: tuple[FieldChange, ...]
    text: tuple[TextChange, ...]
    attributions: tuple[AttributionChange, ...]

    @property
    def same(self) -> bool:
        """Whether both hold the same payload, to the byte."""
        return not self.files


def diff(old: Path, new: Path) -> Compared:
    """Compare two packages, in folders or archive files: record, attributions, text, rules, files.

    Both must be whole. The TEI is read only where text or attributions can differ.

    Raises:
        InvalidMaterial: with the findings, if one of them is not sound.
        CannotRead: if one of them cannot be read.
        NothingToCheck: if one of them is no package.
    """
    before, after = open_package(old), open_package(new)
    text: tuple[TextChange, ...] = ()
    attributions: tuple[AttributionChange, ...] = ()
    if before.files[TEI] != after.files[TEI]:
        one, other = transcript_of(before), transcript_of(after)
        text = changes.text_changes(one.text, other.text)
        attributions = changes.attribution_changes(
            one, other, old_names=names_of(before.record), new_names=names_of(after.record)
        )
    return Compared(
        old=before,
        new=after,
        rules=(before.info.get("Archiver-Rules"), after.info.get("Archiver-Rules")),
        files=file_changes(before.sums, after.sums),
        record=changes.field_changes(json.loads(before.files[RECORD]), json.loads(after.files[RECORD])),
        text=text,
        attributions=attributions,
    )


def file_changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[FileChange, ...]:
    """Return the files whose digests differ, by their paths."""
    paths = sorted({*old, *new})
    found = (FileChange(path=path, old=old.get(path), new=new.get(path)) for path in paths)
    return tuple(one for one in found if one.old != one.new)


def names_of(record: Record) -> dict[str, str | None]:
    """Return the names of all who take part, by their ids."""
    return {someone.id: someone.name.value for someone in record.everyone}
