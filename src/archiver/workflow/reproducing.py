# SPDX-License-Identifier: Apache-2.0
"""Make a package again from what is inside it, and demand the same bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from archiver import changes, readers, record, rules
from archiver.errors import InvalidMaterial
from archiver.findings import Check, Finding, Report, State, Subject, errors_in, in_order
from archiver.model import RULES_VERSION
from archiver.workflow.comparing import file_changes, names_of
from archiver.workflow.inputs import Inputs
from archiver.workflow.opened import RECORD, TEI, Opened, open_package, transcript_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from archiver.workflow.comparing import FileChange
    from archiver.workflow.payload import Contents

_MOST_TOLD = 20
"""Attributions that one finding tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Again:
    """A package and what the rules of today make of its source and its record."""

    package: Opened
    contents: Contents

    @property
    def named(self) -> str:
        """The rules that the package names."""
        return self.package.info.get("Archiver-Rules", "unknown")

    @property
    def payload(self) -> Mapping[str, bytes]:
        """Bytes of the payload as it is made now, by the path with `data/`."""
        return {f"data/{path}": data for path, data in self.contents.payload.items()}


def reproduce(*paths: Path) -> Report:
    """Make each package again from its own source and record, and compare every byte.

    A file that differs is wrong (P201) if the package names the rules of this archiver. If it names others,
    nobody says so: the package is sound as its own rules made it, and what would be written now is told (P202,
    a warning). Packages stand in folders or archive files; nothing is written.

    Raises:
        CannotRead: if a package cannot be read.
        NothingToCheck: if something is no package.
    """
    return Report(subjects=tuple(map(_subject, paths)))


def _subject(path: Path) -> Subject:
    try:
        package = open_package(path)
    except InvalidMaterial as error:
        findings = in_order(error.findings)
        return Subject(path=str(path), checks=(Check(name="sound", state=State.FAILED),), findings=findings)
    sound = Check(name="sound", state=State.PASSED, note=f"{len(package.sums)} files, {package.swhid}")
    try:
        again = _Again(package=package, contents=_made(package))
    except InvalidMaterial as error:
        return _refused(package, sound, error)
    sums = {name: sha256(data).hexdigest() for name, data in again.payload.items()}
    differing = file_changes(package.sums, sums)
    findings = in_order(_finding(again, change) for change in differing)
    return Subject(path=package.path, checks=(sound, _check(again, differing)), findings=findings)


def _made(package: Opened) -> Contents:
    """Make the payload from source and record, as packaging does."""
    from archiver.workflow.payload import contents_of  # noqa: PLC0415 # brings the reader of speech and lxml

    at = f"{package.path}/{RECORD}"
    loaded = record.load(package.files[RECORD], path=at, schema=rules.rule("record.schema.json"))
    described = package.record
    transcript = readers.read(
        package.source, encoding=described.source_encoding, media_type=described.source_media_type
    )
    findings = record.check_source(loaded, source=package.source, text=transcript.text)
    inputs = Inputs(
        source_path=f"{package.path}/data/source/{package.source.name}",
        record_path=at,
        source=package.source,
        record=described,
        transcript=transcript,
        findings=in_order(findings),
    )
    return contents_of(inputs)


def _refused(package: Opened, sound: Check, error: InvalidMaterial) -> Subject:
    """Say that the rules of today take this source or record no more; wrong only if they are the package's own."""
    named = package.info.get("Archiver-Rules", "unknown")
    reasons = tuple(f"{finding.code}: {finding.title}" for finding in errors_in(error.findings))
    code = "P201" if named == RULES_VERSION else "P202"
    finding = Finding(code=code, path=f"{package.path}/data", detail=(_ruled(named), "not made:", *reasons))
    state = State.FAILED if code == "P201" else State.WARNED
    return Subject(
        path=package.path,
        checks=(sound, Check(name="reproduced", state=state, note="source and record are refused")),
        findings=(finding,),
    )


def _check(again: _Again, differing: tuple[FileChange, ...]) -> Check:
    if not differing:
        note = f"identical, {_ruled(again.named)}"
        return Check(name="reproduced", state=State.PASSED, note=note)
    state = State.FAILED if again.named == RULES_VERSION else State.WARNED
    return Check(name="reproduced", state=state, note=f"{len(differing)} differ, {_ruled(again.named)}")


def _ruled(named: str) -> str:
    return f"rules {named}" if named == RULES_VERSION else f"rules {named}, those of this archiver are {RULES_VERSION}"


def _finding(again: _Again, change: FileChange) -> Finding:
    code = "P201" if again.named == RULES_VERSION else "P202"
    name = change.path
    old, new = again.package.files.get(name), again.payload.get(name)
    detail = [_ruled(again.named), f"sha256 recorded {change.old or '-'}   made {change.new or '-'}"]
    if old is not None and new is not None:
        detail.append(f"the bytes part at octet {changes.alike(old, new)}")
    if name == TEI and new is not None:
        detail += _attributions(again, new)
    return Finding(code=code, path=f"{again.package.path}/{name}", detail=tuple(detail))


def _attributions(again: _Again, made: bytes) -> list[str]:
    """Say which attributions would be others now."""
    try:
        one = transcript_of(again.package)
    except InvalidMaterial:
        return ["the TEI inside cannot be read"]
    other = transcript_of(replace(again.package, files={TEI: made}))
    names = names_of(again.package.record)
    found = changes.attribution_changes(one, other, old_names=names, new_names=names)
    lines = [line for change in found[:_MOST_TOLD] for line in _told(change)]
    more = [f"and {len(found) - _MOST_TOLD} more"] if len(found) > _MOST_TOLD else []
    return [f"{len(found)} of {max(len(one.utterances), len(other.utterances))} attributions differ", *lines, *more]


def _told(change: changes.AttributionChange) -> Iterator[str]:
    pieces = change.new or change.old or ()
    place = ", ".join(f"{span.start}-{span.end}" for span in pieces)
    if change.kind == "changed":
        told = "; ".join(f"{name}: {old or '-'} -> {new or '-'}" for name, old, new in change.fields)
        yield f"{place}: {told or 'other bounds'}"
    else:
        yield f"{place}: would be {change.kind}, {change.speaker or 'unknown speaker'}"
