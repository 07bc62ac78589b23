# SPDX-License-Identifier: Apache-2.0
"""Check what lies in a package of ours: rules, record, source and TEI, and how they fit together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from archiver import identity, rules
from archiver.errors import InvalidMaterial
from archiver.findings import Check, Finding, State, errors_in
from archiver.model import Source
from archiver.workflow.own import CITATIONS, SECTIONS, is_content
from archiver.workflow.shelf import misstated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.bag import Judgement
    from archiver.model import Record

NOT_COMPARED = "not compared: the payload is not sound"
NOT_THERE = "not there"
CHANGED = "not compared: a file changed"

_IDENTIFIERS = re.compile(rb"swh:1:dir:[0-9a-f]{40}|ni:///sha-256;[A-Za-z0-9_-]{43}")
_WITH_DIGEST = frozenset({"metadata/datacite.xml", "metadata/citation.csl.json"})
"""Citations that name the payload digest besides the SWHID."""
_PRIMARY = re.compile(rb"<identifier [^<>]{0,99}>\s{0,99}(swh:[!-;=-~]{0,99})")
"""The identifier of a DataCite record, where it is a SWHID and no DOI."""

# What follows from a source that changed: it differs from everything that was made of it.
_CONSEQUENCES = frozenset({"R108", "R109", "R115", "R119", "T301", "T303"})


def check_contents(judged: Judgement, path: str, digest: str | None) -> tuple[tuple[Finding, ...], list[Check]]:
    """Check rules, record, source, TEI and identity of a package whose structure is safe.

    `path` stands for the package in the findings; `digest` is the payload digest of the files as found.
    Returns the findings, those of the judge among them, and the checks that were made. What only follows from
    a changed source or rule is folded into the finding on that file: it is one fault, not five.
    """
    files = _Files(path, judged)
    findings = [*judged.findings, *files.too_large()]
    source = files.source(findings)
    described, of_record = _record(files, source)
    results = (
        _rules(files),
        of_record,
        _tei(files, source),
        _provenance(files, described),
        _identity(files, digest),
    )
    sections = dict(zip(SECTIONS, results, strict=True))
    checks = []
    for name, (found, note) in sections.items():
        kept = [finding for finding in found if not files.follows(finding)]
        folded = CHANGED if len(kept) < len(found) else note
        checks.append(Check(name=name, state=_state(kept, folded), note=folded))
        findings += kept
    differences = [finding for finding in sections["tei"][0] if finding.code == "T301" and files.follows(finding)]
    return tuple(_told(finding, differences, path) for finding in findings), checks


def _told(finding: Finding, differences: Sequence[Finding], path: str) -> Finding:
    """Say of a source that changed where it differs from the TEI, which is as it was."""
    if not differences or finding.code != "F102" or not finding.path.startswith(f"{path}/data/source/"):
        return finding
    return replace(finding, offset=differences[0].offset, detail=finding.detail + differences[0].detail)


class _Files:
    """What the judge read of one package."""

    def __init__(self, path: str, judged: Judgement) -> None:
        self.path = path
        self.judged = judged
        self.read = judged.contents.get
        self._changed = {finding.path for finding in judged.findings if finding.code == "F102"}
        sources = [name for name in self._changed if name.startswith(f"{path}/data/source/")]
        self._source_changed = bool(sources) and f"{path}/data/transcript.tei.xml" not in self._changed

    def follows(self, finding: Finding) -> bool:
        """Tell whether a finding only follows from a source or a rule that changed."""
        if finding.code == "F903":
            return finding.path in self._changed
        return self._source_changed and finding.code in _CONSEQUENCES

    def too_large(self) -> list[Finding]:
        """Say of what was hashed and not kept that nobody looked into it."""
        unseen = [name for name in self.judged.payload if is_content(name) and name not in self.judged.contents]
        reason = ("too large to be looked into; its digest was checked",)
        return [Finding(code="F903", path=f"{self.path}/{name}", detail=reason) for name in unseen]

    def source(self, findings: list[Finding]) -> Source | None:
        """Return the one file in data/source/."""
        found = sorted(name for name in self.judged.contents if name.startswith("data/source/"))
        if not found and not any("data/source/" in finding.path for finding in self.judged.findings):
            findings.append(Finding(code="B117", path=f"{self.path}/data/source/", detail=("expected the source",)))
        if len(found) > 1 and not any(finding.code == "F103" for finding in self.judged.findings):
            # The manifests vouch for all of them: nothing else would say that no source was compared.
            names = tuple(f"found: {name}" for name in found)
            findings.append(
                Finding(code="F103", path=f"{self.path}/data/source/", detail=("expected one file", *names))
            )
        if len(found) != 1:
            return None
        return Source(name=found[0].removeprefix("data/source/"), data=self.judged.contents[found[0]])


_Section = tuple[list[Finding], str]


def _rules(files: _Files) -> _Section:
    """Compare the rules inside with those we know; a package's own copy is never executed unseen."""
    unknown = [
        Finding(
            code="F903", path=f"{files.path}/data/schema/{name}", detail=("these rules are not known to this archiver",)
        )
        for name, known in rules.packaged().items()
        if (data := files.read(f"data/schema/{name}")) is not None and data != known
    ]
    return unknown, f"{len(rules.PACKAGED)} files"


def _record(files: _Files, source: Source | None) -> tuple[Record | None, _Section]:
    path = f"{files.path}/data/record.json"
    data = files.read("data/record.json")
    if data is None:
        return None, ([], NOT_THERE)
    from archiver import record  # noqa: PLC0415 # a foreign bag needs none

    loaded = record.load(data, path=path, schema=rules.rule("record.schema.json"))
    findings = list(loaded.findings)
    if loaded.record is None:
        return None, (findings, "")
    if loaded.record.canonical != data:
        findings.append(Finding(code="P102", path=path))
    if source is not None:
        findings += record.check_source(loaded, source=source, text=_text(source, loaded.record))
    return loaded.record, (findings, "")


def _text(source: Source, described: Record) -> str | None:
    from archiver import readers  # noqa: PLC0415 # the same

    try:
        return readers.read(source, encoding=described.source_encoding, media_type=described.source_media_type).text
    except InvalidMaterial:
        return None  # the TEI is compared with the bytes and says where they part


def _tei(files: _Files, source: Source | None) -> _Section:
    data = files.read("data/transcript.tei.xml")
    if data is None:
        return [], NOT_THERE
    from archiver import tei  # noqa: PLC0415 # lxml is dear and a foreign bag needs none

    path = f"{files.path}/data/transcript.tei.xml"
    findings = list(tei.check(data, path=path, schema=rules.rule("archiver.rng"), source=source))
    text = {f.code for f in findings} & {"T301", "T302"}
    return findings, "text identical to the source" if source is not None and not text and not errors_in(
        findings
    ) else ""


def _provenance(files: _Files, described: Record | None) -> _Section:
    """Compare what the package says of its history with its payload, only where the bag is sound in itself."""
    if not files.judged.sound:
        return [], NOT_COMPARED
    from archiver.workflow.descriptions import check_descriptions  # noqa: PLC0415 # a foreign bag needs none

    findings, seen = check_descriptions(files.judged, described, files.path)
    return findings, ", ".join(seen) or NOT_THERE


def _identity(files: _Files, digest: str | None) -> _Section:
    """Compare the identifiers in bag-info.txt with those of the payload as found.

    Only where the bag is sound in itself: a file that changed has been named, and changes every identifier.
    """
    judged = files.judged
    if digest is None or not judged.sound:
        return [], NOT_COMPARED
    swhid = identity.directory_swhid(judged.swhids)
    stated = dict(judged.info)
    wrong = misstated(stated, f"{files.path}/bag-info.txt") + [
        Finding(
            code="P101", path=f"{files.path}/bag-info.txt", detail=(f"{label}: {stated.get(label)}", f"found: {value}")
        )
        for label, value in (
            ("BagIt-Profile-Identifier", rules.PROFILE),
            ("External-Identifier", swhid),
            ("Archiver-Payload-Digest", digest),
        )
        if stated.get(label) != value
    ]
    # What names the package that bag-info.txt names is told with bag-info.txt.
    said = (stated.get("External-Identifier", ""), stated.get("Archiver-Payload-Digest", ""))
    wrong += [
        Finding(code="P105", path=f"{files.path}/{path}", detail=detail)
        for path in CITATIONS
        if (data := files.read(path)) is not None
        and (detail := _misnamed(path, data, swhid, digest))
        and _misnamed(path, data, *said)
    ]
    return wrong, swhid


def _misnamed(path: str, data: bytes, swhid: str, digest: str) -> tuple[str, ...]:
    """Say what identifiers a citation names in the place of those of the package; nothing if it names these.

    It may name others besides: the version before, or what the record says is related.
    """
    primary = _PRIMARY.search(data)
    if primary and primary[1].decode() != swhid:
        return f"identifier: {primary[1].decode()}", f"found: {swhid}"
    found = {match.decode() for match in _IDENTIFIERS.findall(data)}
    wanted = (swhid, digest) if path in _WITH_DIGEST else (swhid,)
    return tuple(f"not named: {own}" for own in wanted if own not in found)


def _state(findings: Sequence[Finding], note: str) -> State:
    if errors_in(findings):
        return State.FAILED
    if note in {NOT_COMPARED, NOT_THERE, CHANGED} or any(f.code == "F903" for f in findings):
        return State.NOT_RUN
    return State.WARNED if findings else State.PASSED
