# SPDX-License-Identifier: Apache-2.0
"""Examine one package: by itself, against its entry in the ledger, and by the second judge."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from archiver import bag
from archiver.findings import Check, Finding, State, in_order
from archiver.workflow.own import NEEDED, SECTIONS, has_contents, is_content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archiver.bag.archive import Archive
    from archiver.ledger import LedgerEntry

_SEAL = "tagmanifest-sha512.txt"
_TRACES_IN_TAGS = frozenset({"F105", "F106", "B111"})
_TRACES_IN_PAYLOAD = frozenset({"F101", "F102", "F103", "F104", "F901", "B103", "B110"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found in one package."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    digest: str | None
    """Payload digest as the files on disk have it; None where not all could be read."""
    tagmanifest: str | None
    """SHA-512 of `tagmanifest-sha512.txt` as found."""
    ours: bool
    seal: bag.Seal | None = None
    """The tag manifest by which the bag is signed, as found."""
    within: tuple[str, ...] = ()
    """The files by which a folder in the bag, or the bag itself, is a shelf or, beside the payload, another bag."""


def examine(
    root: Path | Archive,
    *,
    path: str,
    entry: LedgerEntry | None,
    recorded: Callable[[str, str | None], LedgerEntry | None] = lambda *_: None,
    second_opinion: bool = False,
    terms: bag.Terms = bag.TERMS,
) -> Examined:
    """Check one package by itself and against what the ledger recorded of it.

    `path` is how the package is called in the findings; `entry` is the ledger's entry, or None where it has
    none. A package that stands in no place which the ledger knows, as one in an archive file, is looked for
    with `recorded`, by its payload digest and the SHA-512 of its tag manifest.
    """
    # What was recorded, or holds what only a package of ours holds, is ours whatever it says of itself now.
    ours = entry is not None or has_contents(root)
    judged = bag.judge(root, path=path, strict_profile=ours, identify=ours, keep=is_content, needs=NEEDED, terms=terms)
    findings, checks = list(judged.findings), list(judged.checks)
    digest = _payload_digest(judged)
    if entry is None and digest is not None:
        entry = recorded(digest, judged.tagmanifests.get(_SEAL))
    if judged.ours and judged.safe:
        from archiver.workflow.contents import check_contents  # noqa: PLC0415 # most bags are not ours

        contents, made = check_contents(judged, path, digest)
        findings = list(contents)
        checks += made
    elif judged.ours:
        checks += [Check(name=name, state=State.NOT_RUN, note="the bag is not safe to be read") for name in SECTIONS]
    if entry is not None:
        found, check = _against(entry, judged, digest, path)
        findings += found
        checks.append(check)
    if second_opinion:
        found, check = _second(root, path, judged)
        findings += found
        checks.append(check)
    return Examined(
        checks=tuple(checks),
        findings=in_order(findings),
        digest=digest,
        tagmanifest=judged.tagmanifests.get(_SEAL),
        ours=judged.ours,
        seal=judged.seal,
        within=judged.within,
    )


def _payload_digest(judged: bag.Judgement) -> str | None:
    if not judged.payload:
        return None
    from archiver.identity import payload_digest  # noqa: PLC0415 # most bags are not ours

    return payload_digest(judged.payload)


def _against(entry: LedgerEntry, judged: bag.Judgement, digest: str | None, path: str) -> tuple[list[Finding], Check]:
    """Compare a package with its ledger entry.

    Manifests certify themselves: changes that left no trace inside the bag show here, and only here. What
    did leave a trace is said already, file by file.
    """
    codes = {finding.code for finding in judged.findings}
    told_of_payload, told_of_tags = bool(codes & _TRACES_IN_PAYLOAD), bool(codes & _TRACES_IN_TAGS)
    seal = judged.tagmanifests.get(_SEAL)
    note = f"entry {entry.seq}"
    if digest is not None and not told_of_payload and digest != entry.payload:
        return [_differs("L104", path, entry.payload, digest)], Check(name="ledger", state=State.FAILED, note=note)
    if seal is not None and not told_of_tags and seal != entry.tagmanifest:
        return [_differs("L108", path, entry.tagmanifest, seal)], Check(name="ledger", state=State.FAILED, note=note)
    if told_of_payload and (told_of_tags or seal is None):
        return [], Check(name="ledger", state=State.NOT_RUN, note=f"{note}; not compared: the package is not whole")
    if told_of_payload:
        note += "; the manifests are those recorded"
    return [], Check(name="ledger", state=State.PASSED, note=note)


def _differs(code: str, path: str, recorded: str, found: str) -> Finding:
    return Finding(code=code, path=path, detail=(f"recorded {recorded}", f"found    {found}"))


def _second(root: Path | Archive, path: str, judged: bag.Judgement) -> tuple[list[Finding], Check]:
    if not isinstance(root, PurePath):
        return [], Check(name="second opinion", state=State.NOT_RUN, note="bagit reads no archive files")
    if not judged.safe:
        return [], Check(name="second opinion", state=State.NOT_RUN, note="the bag is not safe to be read")
    complaint = bag.second_opinion(root)
    if judged.sound == (complaint is None):
        return [], Check(name="second opinion", state=State.PASSED, note="bagit agrees")
    detail = (f"archiver: {'sound' if judged.sound else 'not sound'}", f"bagit: {complaint or 'valid'}")
    disagreement = Finding(code="F902", path=path, detail=detail)
    return [disagreement], Check(name="second opinion", state=State.NOT_RUN, note="bagit disagrees")
