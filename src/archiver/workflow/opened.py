# SPDX-License-Identifier: Apache-2.0
"""A package of ours, opened to be cited, compared or made again: judged as a bag, its record read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archiver import bag, identity, record, rules
from archiver.errors import InvalidMaterial, NothingToCheck
from archiver.findings import Finding, errors_in
from archiver.model import Source
from archiver.workflow.own import NEEDED, has_contents, is_content
from archiver.workflow.shelf import misstated, version_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from archiver.model import Record, Transcript

TEI = "data/transcript.tei.xml"
RECORD = "data/record.json"
_SOURCE = "data/source/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A package whose bytes are those that its manifests record."""

    path: str
    files: Mapping[str, bytes]
    """Bytes of what a package of ours holds, by the path with `data/`."""
    sums: Mapping[str, str]
    """SHA-256 in hex of every payload file."""
    info: Mapping[str, str]
    record: Record
    source: Source
    source_swhid: str
    tei_swhid: str
    swhid: str
    payload: str

    @property
    def key(self) -> str:
        """Name and version, as the package says."""
        return self.info["Archiver-Package"]

    @property
    def version(self) -> int:
        """The number of the version."""
        return version_of(self.key)


def open_package(path: Path) -> Opened:
    """Open a package in a folder or an archive file.

    It is judged as a bag first: what is said of a package is said of the bytes that were recorded. The TEI is
    not read, nor is lxml imported.

    Raises:
        InvalidMaterial: with the findings, if the bag or its record is not sound.
        CannotRead: if it cannot be read.
        NothingToCheck: if there is no such package.
    """
    root = bag.open_archive(path) or path
    if not has_contents(root):
        advice = "name the folder of a package, or an archive file that holds one"
        raise NothingToCheck(f"{path} is no package of archiver", where=str(path), help=advice)
    judged = bag.judge(root, path=str(path), strict_profile=True, identify=True, keep=is_content, needs=NEEDED)
    wrong = [*errors_in(judged.findings), *(found for found in judged.findings if found.code in {"F901", "F903"})]
    sources = [name for name in judged.contents if name.startswith(_SOURCE)]
    wrong += misstated(dict(judged.info), f"{path}/bag-info.txt") if not wrong else []
    if len(sources) != 1:
        wrong.append(Finding(code="B117", path=f"{path}/{_SOURCE}", detail=("expected the source, one file",)))
    if wrong:
        raise InvalidMaterial(wrong)
    loaded = record.load(judged.contents[RECORD], path=f"{path}/{RECORD}", schema=rules.rule("record.schema.json"))
    if loaded.record is None:
        raise InvalidMaterial(loaded.findings)
    return Opened(
        path=str(path),
        files=judged.contents,
        sums=judged.payload,
        info=dict(judged.info),
        record=loaded.record,
        source=Source(name=sources[0].removeprefix(_SOURCE), data=judged.contents[sources[0]]),
        source_swhid=judged.swhids[sources[0].removeprefix("data/")],
        tei_swhid=judged.swhids[TEI.removeprefix("data/")],
        swhid=identity.directory_swhid(judged.swhids),
        payload=identity.payload_digest(judged.payload),
    )


def transcript_of(package: Opened) -> Transcript:
    """Return the transcript that the TEI of a package holds.

    Raises:
        InvalidMaterial: if the TEI cannot be read.
    """
    from archiver import tei  # noqa: PLC0415 # lxml is dear

    try:
        return tei.decode(package.files[TEI])
    except InvalidMaterial as error:
        at = f"{package.path}/{TEI}"
        raise InvalidMaterial([replace(finding, path=at) for finding in error.findings]) from error
