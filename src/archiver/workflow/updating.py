# SPDX-License-Identifier: Apache-2.0
"""Bring a bag up to date: finish what was stopped, read it once, refuse what is wrong, replace its tag files."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archiver import bag
from archiver.errors import CannotRead, InvalidMaterial, NothingToCheck, UsageError
from archiver.findings import Finding
from archiver.workflow.bagging import demand_known
from archiver.workflow.own import has_contents
from archiver.workflow.shelf import ledgers_above, looks_like_a_bag

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.bag import Renewal, Request, Terms


_UNBEGUN = "the bag is as it was before that update, or the journal beside it was made for another bag"
_ASK = "run archiver update with --roll-back, which takes the journal of this bag away, and ask for the update anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """What an update did, or would do."""

    path: str
    recovered: bool = False
    """Whether an earlier update that had been stopped was finished, or rolled back."""
    taken: tuple[tuple[str, str], ...] = ()
    """Path in the bag and what was taken in of it: `added`, `changed` or `removed`."""
    idle: tuple[str, ...] = ()
    """Accepted paths in which nothing differed."""
    files: tuple[tuple[str, int | None], ...] = ()
    """Tag files with their new size in octets, None for one that is removed; empty if the bag was as asked."""
    findings: tuple[Finding, ...] = ()
    """What deserves a word, none of it an error."""


def update(path: Path, request: Request, *, dry_run: bool = False, terms: Terms = bag.TERMS) -> Updated:
    """Bring the bag in a folder up to date; payload is read once and never written.

    An update that was stopped half-way is finished first; if nothing of it was written yet, that is not done
    unasked (B512). Then every file is read once: its old digests are checked, those of manifests that are to go
    too, and the new ones computed. Any difference that `request` does not accept refuses the update. The tag files
    are replaced all together, or not at all. With `dry_run` nothing is written.

    Raises:
        InvalidMaterial: with all findings, if the bag is wrong in something that was not accepted, could not be
            looked at, or is a package of ours (B511); nothing is written.
        CannotRead: if there is no such folder.
        CannotWrite: if another update is at work, or the disk does not take the tag files.
        NothingToCheck: if the folder is no bag.
        UsageError: if an algorithm is not known, no strong one would be left, or an accepted path does not exist.
    """
    demand_known(request.add)
    if set(request.add) & set(request.remove):
        raise UsageError("an algorithm is to be added and removed", help="leave one of the two out")
    if any(label.casefold() == "payload-oxum" for label, _ in request.info):
        raise UsageError("Payload-Oxum is computed", help="leave it out of what you say in bag-info.txt")
    _demand_bag(path)
    request = replace(request, accept=tuple(_inside(path, accepted) for accepted in request.accept))
    with bag.alone(path):
        recovered = _finished(path, dry_run=dry_run)
        renewal = bag.prepare(path, path=str(path), request=request, terms=terms)
        _demand_sound(renewal)
        if renewal.files and not dry_run:
            bag.replace(path, renewal.files, before=renewal.before)
    return Updated(
        path=str(path),
        recovered=recovered,
        taken=renewal.taken,
        idle=renewal.idle,
        files=tuple((name, None if data is None else len(data)) for name, data in renewal.files.items()),
        findings=renewal.findings,
    )


def roll_back(path: Path) -> Updated:
    """Give a bag its old tag files back after an update that was stopped half-way.

    Raises:
        CannotRead: if there is no such folder, or the journal cannot be read.
        CannotWrite: if another update is at work, or somebody else changed a tag file.
        NothingToCheck: if no update was stopped.
    """
    _demand_bag(path)
    with bag.alone(path):
        if not bag.recover(path, forward=False):
            raise NothingToCheck("no update of this bag was stopped half-way", where=str(path))
    return Updated(path=str(path), recovered=True)


def _finished(path: Path, *, dry_run: bool) -> bool:
    """Finish an update that was stopped half-way; tell whether there was one."""
    if bag.is_interrupted(path):
        if dry_run:
            raise InvalidMaterial([Finding(code="B512", path=str(path))])
        if not bag.is_begun(path):
            raise InvalidMaterial([Finding(code="B512", path=str(path), detail=(_UNBEGUN,), help=_ASK)])
    return bag.recover(path, forward=True)


def _demand_bag(path: Path) -> None:
    if not path.is_dir():
        message = f"{path} is not a folder" if os.path.lexists(path) else f"{path} is not there"
        raise CannotRead(message, where=str(path), help="name a bag that lies in a folder")
    if not looks_like_a_bag(path):
        raise NothingToCheck(f"{path} is no bag", where=str(path), help="archiver bag makes one of a folder")
    if has_contents(path) or ledgers_above(path):
        raise InvalidMaterial([Finding(code="B511", path=str(path))])


def _demand_sound(renewal: Renewal) -> None:
    if renewal.wrong:
        raise InvalidMaterial(renewal.findings)
    if renewal.unknown:
        message = f"neither in the bag nor in its manifests: {renewal.unknown[0]}"
        raise UsageError(message, help="paths are those in the bag, such as data/letter.txt")


def _inside(path: Path, accepted: str) -> str:
    """Return a path in the bag, which may have been given as findings show it: with the bag before it."""
    return accepted.removeprefix(f"{path}/").removeprefix("./").rstrip("/")
