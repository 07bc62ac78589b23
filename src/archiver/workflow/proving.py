# SPDX-License-Identifier: Apache-2.0
"""Check a package by its proof alone: no ledger, no shelf, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.bag import open_archive
from archiver.errors import CannotRead
from archiver.findings import Check, Finding, Report, State, Subject, errors_in
from archiver.ledger import parse_entry
from archiver.ledger.memory import signatures
from archiver.ledger.proof import Proof, parse_proof
from archiver.workflow.examination import examine
from archiver.workflow.given import octets_of
from archiver.workflow.shelf import looks_like_a_bag, own_key, version_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from archiver.bag.archive import Archive
    from archiver.ledger import LedgerEntry
    from archiver.ledger.note import Verifier


def check_proof(package: Path, proof: Path, *, verifiers: Sequence[Verifier], name: str | None = None) -> Report:
    """Check that a package, a folder or an archive file, is the one that a proof is about, and the proof itself.

    Each of `verifiers`, of the log and of witnesses, must have signed the checkpoint in the proof. The package is
    judged from its own bytes, as `verify` does it, and held against the line of the ledger in the proof. `name` is
    what the package has to be (`name/v2`); without it a folder that is called like a version (`v2`) stands for that.

    Raises:
        CannotRead: if the package or the proof cannot be read.
        ArchiverError: if the extra `sign` is not installed.
    """
    try:
        opened = parse_proof(octets_of(proof))
        entry = parse_entry(opened.line)
    except ValueError as error:
        return Report(subjects=(_failed(proof, "L211", str(error)),))
    findings = signatures(opened.note, verifiers, path=str(proof))
    if not opened.holds:
        findings += (Finding(code="L212", path=str(proof), detail=(f"root {opened.checkpoint.root.hex()}",)),)
    if opened.index != entry.seq:
        findings += (Finding(code="L212", path=str(proof), detail=(f"entry {entry.seq} as line {opened.index}",)),)
    findings += _named(package, proof, entry, name)
    told = Subject(path=str(proof), checks=(_proved(opened, entry, findings),), findings=findings)
    return Report(subjects=(told, _examined(package, entry)))


def _proved(proof: Proof, entry: LedgerEntry, findings: Sequence[Finding]) -> Check:
    state = State.FAILED if errors_in(findings) else State.WARNED if findings else State.PASSED
    checkpoint = proof.checkpoint
    note = f"{entry.package}, entry {entry.seq} of {checkpoint.size} in {checkpoint.origin}"
    return Check(name="proof", state=state, note=note)


def _named(package: Path, proof: Path, entry: LedgerEntry, name: str | None) -> tuple[Finding, ...]:
    """Say whether the proof is for a package of another name, and so an old one in the place of a new one."""
    own = own_key(package)
    wanted = name or (own if version_of(own) else None)
    if wanted in {None, entry.package}:
        return ()
    return (Finding(code="L213", path=str(proof), detail=(f"package {wanted}", f"proof of {entry.package}")),)


def _examined(package: Path, entry: LedgerEntry) -> Subject:
    root: Path | Archive = open_archive(package) or package
    if root is package and not looks_like_a_bag(package):
        raise CannotRead(f"{package} is no package", where=str(package), help="name its folder or its archive file")
    found = examine(root, path=str(package), entry=entry)
    return Subject(path=str(package), checks=found.checks, findings=found.findings)


def _failed(path: Path, code: str, why: str) -> Subject:
    check = Check(name="proof", state=State.FAILED, note=why)
    return Subject(path=str(path), checks=(check,), findings=(Finding(code=code, path=str(path), detail=(why,)),))
