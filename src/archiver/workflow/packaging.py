# SPDX-License-Identifier: Apache-2.0
"""Package a source: find its place, write, judge, record in the ledger."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from hashlib import sha512
from pathlib import Path
from typing import TYPE_CHECKING

from archiver import __version__, bag, ledger
from archiver.bag.write import sweep
from archiver.errors import CannotWrite, InvalidMaterial, UsageError
from archiver.findings import Finding, errors_in
from archiver.model import Package
from archiver.workflow.examination import examine
from archiver.workflow.inputs import gather
from archiver.workflow.payload import Contents, contents_of, info
from archiver.workflow.said import tags_of
from archiver.workflow.shelf import LEDGER, by_package, looks_like_a_bag, version_of, versions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from archiver.workflow.inputs import Inputs

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_UNRECORDED = (
    "it holds something else and was never recorded: package its own source again to record it, or move it away"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What packaging would do."""

    name: str
    version: int
    unchanged: bool
    """True where this version stands there already and holds exactly this."""
    files: tuple[tuple[str, int], ...]
    """Path in the bag and size in bytes of every file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a version of a package stands, and the recorded version before it."""

    shelf: Path
    name: str
    version: int
    before: ledger.LedgerEntry | None

    @property
    def key(self) -> str:
        return f"{self.name}/v{self.version}"

    @property
    def folder(self) -> Path:
        return self.shelf / self.name / f"v{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """A package that stands there already and holds exactly what is to be packaged."""

    place: _Place
    recorded: bool
    tagmanifest: str


def package(
    source: Path, *, shelf: Path, when: datetime, record: Path | None = None, name: str | None = None
) -> Package:
    """Package a source on a shelf: validate, encode, bag, judge, record in the ledger.

    `when` (with a time zone) becomes the bagging date and the time of the ledger entry; nothing else of the
    package depends on it. If the latest version on the shelf holds exactly this payload, nothing is
    written but a ledger entry that was missing. The bag is staged beside its place, judged by our own
    judge and by bagit, and put in place by one rename.

    Raises:
        InvalidMaterial: with all findings, if source or record is wrong, or what stands in the place of
            the latest version is damaged or was never recorded.
        CannotRead: if a file cannot be read.
        CannotWrite: if the shelf cannot be written; what stood there before stands there still.
        UsageError: if there is no record, or the name is no name.
    """
    inputs = gather(source, record_path=record)
    name = _name(inputs, source, name)
    contents = contents_of(inputs)
    with ledger.locked(shelf / LEDGER) as book:
        found = _find(contents, shelf, name, by_package(book.entries_of(name)))
        if isinstance(found, _Standing):
            sweep(found.place.folder.parent)
            if not found.recorded:  # an earlier run was stopped between the rename and the ledger
                _enter(book, contents, found.place, found.tagmanifest, when)
            return _package(contents, found.place, written=False)
        plan = _plan(contents, found, when)
        bag.write(plan, found.folder, judge=partial(_judge, path=str(found.folder)))
        _enter(book, contents, found, sha512(plan.file("tagmanifest-sha512.txt")).hexdigest(), when)
        return _package(contents, found, written=True)


def dry_run(
    source: Path, *, shelf: Path, when: datetime, record: Path | None = None, name: str | None = None
) -> Planned:
    """Say what `package` would do with the same arguments; nothing is written.

    Raises:
        InvalidMaterial: with all findings, as `package` does.
        CannotRead: if a file cannot be read.
        UsageError: if there is no record, or the name is no name.
    """
    inputs = gather(source, record_path=record)
    name = _name(inputs, source, name)
    contents = contents_of(inputs)
    book = shelf / LEDGER
    entries = by_package(ledger.read(book, name=str(book)).entries) if os.path.lexists(book) else {}
    found = _find(contents, shelf, name, entries)
    place = found.place if isinstance(found, _Standing) else found
    files = tuple((path, len(data)) for path, data in _plan(contents, place, when).files)
    return Planned(name=name, version=place.version, unchanged=isinstance(found, _Standing), files=files)


def _find(contents: Contents, shelf: Path, name: str, entries: Mapping[str, ledger.LedgerEntry]) -> _Place | _Standing:
    """Find the place of the next version, or the latest one if it holds exactly this.

    A number that was ever recorded is not given again, even if the package is gone.
    """
    if (shelf / name).is_symlink():
        raise _in_the_way(shelf / name, "is a link")
    recorded = {version_of(key): entry for key, entry in entries.items() if key.startswith(f"{name}/")}
    standing = versions(shelf, name)
    last = max(standing | recorded.keys(), default=0)
    before = recorded.get(max((number for number in recorded if number < last), default=0))
    place = _Place(shelf=shelf, name=name, version=last, before=before)
    if last in standing:
        same = _compare(contents, place, recorded.get(last))
        if same:
            return same
    return replace(place, version=last + 1, before=recorded.get(max(recorded, default=0)))


def _compare(contents: Contents, place: _Place, entry: ledger.LedgerEntry | None) -> _Standing | None:
    """Compare what stands in a place with what is to be packaged; None if it holds something else.

    Raises:
        InvalidMaterial: if it is damaged, so that nobody can say what it held, or something else that was
            never recorded.
        CannotWrite: if it is no package and in the way.
    """
    if place.folder.is_symlink():
        raise _in_the_way(place.folder, "is a link")
    if not looks_like_a_bag(place.folder):
        if entry is None:
            raise _in_the_way(place.folder, "is no package")
        return None
    examined = examine(place.folder, path=str(place.folder), entry=entry)
    wrong = errors_in(examined.findings)
    if wrong:
        raise InvalidMaterial(wrong)
    if examined.digest == contents.digest and examined.tagmanifest is not None:
        return _Standing(place=place, recorded=entry is not None, tagmanifest=examined.tagmanifest)
    if entry is None:
        raise InvalidMaterial([Finding(code="L106", path=str(place.folder), help=_UNRECORDED)])
    return None


def _in_the_way(path: Path, what: str) -> CannotWrite:
    return CannotWrite(f"{path} {what}", where=str(path), help="move it away: a shelf holds packages and their ledger")


def _plan(contents: Contents, place: _Place, when: datetime) -> bag.Plan:
    previous = place.before.swhid if place.before else None
    said = tags_of(contents, key=place.key, previous=previous, when=when)
    return bag.plan(contents.payload, info=info(contents, key=place.key, previous=previous, when=when), tags=said)


def _judge(staged: Path, *, path: str) -> None:
    """Have the staged bag judged by ourselves and by bagit; `path` is where it shall stand."""
    wrong = errors_in(examine(staged, path=path, entry=None).findings)
    if wrong:
        raise InvalidMaterial(wrong)
    complaint = bag.second_opinion(staged)
    if complaint:
        advice = "nothing was written: archives that take bags in with bagit would refuse this one"
        raise CannotWrite(f"bagit refuses the bag: {complaint}", where=path, help=advice)


def _enter(book: ledger.OpenLedger, contents: Contents, place: _Place, tagmanifest: str, when: datetime) -> None:
    book.append(
        event="packaged",
        package=place.key,
        payload=contents.digest,
        swhid=contents.swhid,
        tagmanifest=tagmanifest,
        supersedes=place.before.package if place.before else None,
        time=when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        tool=f"archiver {__version__}",
    )


def _name(inputs: Inputs, given: Path, name: str | None) -> str:
    """Name a package as asked, else after the folder that holds source and record, else after the source."""
    if name is None:
        folder = given.resolve() if given.is_dir() else given.resolve().parent
        together = Path(inputs.record_path).resolve().parent == folder
        name = folder.name if together else given.stem
    if not _NAME.fullmatch(name):
        advice = "letters, digits, dots, hyphens and underscores: name it with --name"
        raise UsageError(f"not a name for a package: {name!r}", help=advice)
    return name


def _package(contents: Contents, place: _Place, *, written: bool) -> Package:
    return Package(
        path=str(place.folder),
        name=place.name,
        version=place.version,
        swhid=contents.swhid,
        payload=contents.digest,
        written=written,
    )
