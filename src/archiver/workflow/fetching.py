# SPDX-License-Identifier: Apache-2.0
"""Fetch what a bag names and does not hold: judge it, fetch, judge it again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archiver import bag
from archiver.bag.paths import visible
from archiver.errors import CannotRead, NothingToCheck
from archiver.findings import Check, Finding, Report, State, Subject, errors_in, in_order
from archiver.workflow.own import has_contents

if TYPE_CHECKING:
    from pathlib import Path

    from archiver import fetch as fetching
    from archiver.bag.holes import Hole

_NAME = "fetch"
_WHOLE = "nothing is missing that fetch.txt names"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What would be fetched for a bag."""

    report: Report
    """What keeps it from being fetched: of the bag, or of single addresses (B413)."""
    holes: tuple[Hole, ...]
    """What would be asked for; empty if nothing would."""
    reason: str
    """What is to be said of it in a word: why nothing would be fetched, or how much is missing."""


def plan_fetch(root: Path, *, terms: fetching.Terms | None = None) -> Wanted:
    """Say what would be fetched for a bag, without asking anybody: not even for the address of a host.

    Raises:
        CannotRead, NothingToCheck: as `fetch`.
    """
    from archiver import fetch as fetching  # noqa: PLC0415 # brings the network's modules

    judged = _judged(root)
    hindrance = _hindrance(judged)
    if hindrance is not None:
        report = _report(root, judged, judged.findings, hindrance)
        return Wanted(report=report, holes=(), reason=hindrance.note)
    found = []
    for hole in judged.holes:
        for url in hole.urls:
            try:
                fetching.vet(url, terms or fetching.TERMS)
            except fetching.Failed as failure:
                found.append(Finding(code=failure.code, path=hole.path, detail=failure.at(url).detail))
    note = f"{len(judged.holes)} missing" if judged.holes else _WHOLE
    check = Check(name=_NAME, state=State.WARNED if found else State.PASSED, note=note)
    report = _report(root, judged, _placed(found, root), check)
    return Wanted(report=report, holes=judged.holes, reason=note)


def fetch(root: Path, *, terms: fetching.Terms | None = None) -> Report:
    """Fetch the files that are missing in a bag and that its fetch.txt names; report on each, and on the bag.

    A bag that is unsafe is not written to, and a package of ours is whole: its fetch.txt is a finding, and
    nothing is fetched. The bag is judged once more when something has come; fetch.txt stays as it is.

    Raises:
        CannotRead: if the bag is no folder, or cannot be read.
        CannotWrite: if another run fetches for this bag, or the disk does not take what comes.
        NothingToCheck: if there is no such folder, or no fetch.txt in it.
    """
    judged = _judged(root)
    hindrance = _hindrance(judged)
    if hindrance is not None:
        return _report(root, judged, judged.findings, hindrance)
    if not judged.holes:
        check = Check(name=_NAME, state=State.PASSED, note=_WHOLE)
        return _report(root, judged, judged.findings, check)
    from archiver import fetch as fetching  # noqa: PLC0415 # brings the network's modules

    filled = fetching.fill(root, judged.holes, terms or fetching.TERMS)
    came = sum(finding.code == "B411" for finding in filled.findings)
    again = _judged(root) if came else judged
    # Why a file did not come is said in its own finding; that it is missing need not be said beside it.
    failed = {f"{_shown(root)}/{visible(finding.path)}" for finding in filled.findings if finding.code != "B411"}
    rest = [finding for finding in again.findings if finding.code != "F101" or finding.path not in failed]
    state = State.PASSED if not failed else State.FAILED if errors_in(filled.findings) else State.NOT_RUN
    check = Check(name=_NAME, state=state, note=f"{came} of {len(judged.holes)} files, {filled.octets} octets")
    return _report(root, again, (*rest, *_placed(filled.findings, root)), check)


def _judged(root: Path) -> bag.Judgement:
    if root.exists() and not root.is_dir():
        advice = "unpack it, and name the folder"
        raise CannotRead(f"{root} is not a folder", where=str(root), help=advice)
    if not (root / "fetch.txt").is_file() and root.is_dir():
        raise NothingToCheck(f"no fetch.txt in {root}", where=str(root), help="name a bag that has one")
    return bag.judge(root, path=str(root), strict_profile=has_contents(root))


def _hindrance(judged: bag.Judgement) -> Check | None:
    if judged.ours:
        return Check(name=_NAME, state=State.NOT_RUN, note="fetch.txt has no place in a package of archiver")
    if not judged.safe:
        return Check(name=_NAME, state=State.NOT_RUN, note="the bag is not safe to be written to")
    return None


def _shown(root: Path) -> str:
    return visible(str(root).rstrip("/"))


def _placed(findings: list[Finding] | tuple[Finding, ...], root: Path) -> tuple[Finding, ...]:
    return tuple(
        replace(
            finding,
            path=f"{_shown(root)}/{visible(finding.path)}",
            detail=tuple(map(visible, finding.detail)),
        )
        for finding in findings
    )


def _report(root: Path, judged: bag.Judgement, findings: tuple[Finding, ...], check: Check) -> Report:
    subject = Subject(path=str(root), checks=(*judged.checks, check), findings=in_order(findings))
    return Report(subjects=(subject,))
