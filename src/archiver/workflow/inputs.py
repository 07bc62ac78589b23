# SPDX-License-Identifier: Apache-2.0
"""A source and its record, found on disk and read."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver import readers, record, rules
from archiver.errors import CannotRead, InvalidMaterial, UsageError
from archiver.findings import Finding, errors_in, in_order
from archiver.model import Source
from archiver.workflow.shelf import looks_like_a_bag

if TYPE_CHECKING:
    from archiver.model import Record, Transcript

RECORD_NAMES = ("record.yaml", "record.yml", "record.json")
RECORD_LIMIT = 2 * 1024 * 1024
SOURCE_LIMIT = 256 * 1024 * 1024
# bagit 1.9.0 does not decode %25, strips blanks from the ends of names, and splits lines at more than line ends.
_LOST = re.compile("[%\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|^\\s|\\s$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What goes in: the source, its record, the text that was read, and what is wrong with them."""

    source_path: str
    record_path: str
    source: Source | None
    record: Record | None
    transcript: Transcript | None
    findings: tuple[Finding, ...]
    stopped: CannotRead | None = None
    """Why the source could not be read."""

    def sound(self) -> tuple[Source, Record, Transcript]:
        """Return source, record and transcript, if nothing is wrong with them.

        Raises:
            InvalidMaterial: with the findings, if one of them is an error.
            CannotRead: if the source could not be read.
        """
        wrong = errors_in(self.findings)
        if self.stopped and not wrong:
            raise self.stopped
        if wrong or self.source is None or self.record is None or self.transcript is None:
            raise InvalidMaterial(wrong or self.findings)
        return self.source, self.record, self.transcript


def gather(where: Path, *, record_path: Path | None = None) -> Inputs:
    """Find and read a source and its record, and check them together.

    `where` is the source, with `record.yaml` (or `.yml`, `.json`) beside it unless `record_path` names
    another, or a folder with a record whose `source.file` names the source.

    A source that cannot be read is a finding (F903), so that the faults of the record are told too.

    Raises:
        CannotRead: if the record is not there or cannot be read.
        UsageError: if there is no record, or several.
    """
    folder = where if where.is_dir() else where.parent
    record_path = record_path or _record_in(folder)
    loaded = record.load(
        read(record_path, RECORD_LIMIT), path=str(record_path), schema=rules.rule("record.schema.json")
    )
    claims = _claims(loaded.value)
    findings = list(loaded.findings)
    if where.is_dir():
        if "file" not in claims:
            return _stopped(where, record_path, findings)
        where = folder / _plain_name(claims["file"], record_path)
    try:
        source = Source(name=where.name, data=read(where, SOURCE_LIMIT))
    except CannotRead as error:
        unread = Finding(code="F903", path=str(where), detail=(error.message,), help=error.help)
        return replace(_stopped(where, record_path, [*findings, unread]), record=loaded.record, stopped=error)
    findings += _named(where)
    transcript = _text(source, claims, str(where), findings)
    text = transcript.text if transcript else None
    findings += record.check_source(loaded, source=source, text=text)
    return Inputs(
        source_path=str(where),
        record_path=str(record_path),
        source=source,
        record=loaded.record,
        transcript=transcript,
        findings=in_order(findings),
    )


def _named(where: Path) -> list[Finding]:
    """Say of a file name that tools in use would lose the file under it."""
    lost = _LOST.search(where.name)
    if lost is None:
        return []
    found = f"found: U+{ord(lost.group()):04X} at character {lost.start()} of the name"
    return [Finding(code="S108", path=str(where), detail=(found,))]


def has_record(where: Path) -> bool:
    """Tell whether a source has a record beside it; a folder always needs one."""
    return where.is_dir() or any((where.parent / name).is_file() for name in RECORD_NAMES)


def described(where: Path) -> list[Path]:
    """Return the folders below a folder that hold a record, sorted; empty if the folder itself has one.

    Bags, hidden folders and links are passed over: what is archived is not to be validated again.

    Raises:
        CannotRead: if a folder cannot be listed.
    """
    if not where.is_dir() or any((where / name).is_file() for name in RECORD_NAMES):
        return []
    found = []
    for here, folders, files in os.walk(where, onerror=_closed):
        bag = looks_like_a_bag(Path(here))
        folders[:] = [] if bag else sorted(name for name in folders if not name.startswith("."))
        if not bag and not set(files).isdisjoint(RECORD_NAMES):
            found.append(Path(here))
    return found


def _closed(error: OSError) -> None:
    raise CannotRead(f"cannot list {error.filename}: {reason(error)}", where=str(error.filename)) from error


def read(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes.

    Raises:
        CannotRead: if it is not there, not a regular file, too large, or may not be read.
    """
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "is not there" if not path.exists() else "is no regular file"
            raise CannotRead(f"{path} {what}", where=str(path), help="check the path")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise CannotRead(f"cannot read {path}: {reason(error)}", where=str(path)) from error
    if len(data) > limit:
        raise CannotRead(
            f"{path} is larger than {limit} bytes", where=str(path), help="check that the right file was given"
        )
    return data


def reason(error: Exception) -> str:
    """Say in words what the operating system complained about."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _record_in(folder: Path) -> Path:
    found = [folder / name for name in RECORD_NAMES if (folder / name).is_file()]
    if len(found) == 1:
        return found[0]
    if not found:
        advice = "write one with `archiver new SOURCE`, or name it with --record"
        raise UsageError(f"no record beside the source in {folder}", where=str(folder), help=advice)
    names = ", ".join(path.name for path in found)
    raise UsageError(f"several records in {folder}: {names}", where=str(folder), help="name one with --record")


def _plain_name(name: str, record_path: Path) -> str:
    # A record may come from a stranger: it names a file beside itself and nothing else.
    if not name or name in {".", ".."} or Path(name).name != name or "\\" in name or "\0" in name:
        message = f"source.file is not a plain file name: {name!r}"
        raise UsageError(
            message, where=str(record_path), help="name the source itself: archiver package SOURCE --record RECORD"
        )
    return name


def _claims(record: Any) -> dict[str, str]:
    """Return what a record says of its source file, though it may be wrong in other places."""
    source = record.get("source") if isinstance(record, dict) else None
    claimed = source if isinstance(source, dict) else {}
    return {key: value for key, value in claimed.items() if isinstance(value, str)}


def _text(source: Source, claims: dict[str, str], path: str, findings: list[Finding]) -> Transcript | None:
    try:
        return readers.read(source, encoding=claims.get("encoding"), media_type=claims.get("media_type"))
    except InvalidMaterial as error:
        findings += [_at(finding, path) for finding in error.findings]
        return None


def _at(finding: Finding, path: str) -> Finding:
    return replace(finding, path=path)


def _stopped(where: Path, record_path: Path, findings: list[Finding]) -> Inputs:
    return Inputs(
        source_path=str(where),
        record_path=str(record_path),
        source=None,
        record=None,
        transcript=None,
        findings=in_order(findings),
    )
