# SPDX-License-Identifier: Apache-2.0
"""Make a plain bag of any folder: see what is in it, copy, judge, put in place."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from archiver import __version__
from archiver.bag import (
    ALGORITHMS,
    SIZES,
    Gathered,
    Terms,
    format_info,
    gather,
    judge,
    lay_out,
    parse_info,
    put_in_place,
    second_opinion,
)
from archiver.codes import Severity
from archiver.errors import CannotWrite, InvalidMaterial, UsageError
from archiver.findings import Finding, errors_in
from archiver.workflow.inputs import read
from archiver.workflow.shelf import looks_like_a_bag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_MEND = "a label has no colon, and neither label nor value has a line break: mend what you say in bag-info.txt"
_INFO_LIMIT = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Bagged:
    """What was made a bag, or would be."""

    path: str
    octets: int
    files: tuple[tuple[str, int], ...]
    """Path in the bag and size in octets of every payload file."""
    excluded: tuple[str, ...]
    """Paths below the folder of what was left out as asked; a folder ends in `/`."""
    findings: tuple[Finding, ...]
    """What deserves a word: empty folders that are not kept, names that do not travel."""
    unasked: str | None = None
    """Why bagit was not asked about the bag; None where it was, or nothing was written."""


def bag(
    folder: Path,
    target: Path,
    *,
    when: datetime,
    algorithms: Sequence[str] = (),
    info: Sequence[tuple[str, str]] = (),
    exclude: Sequence[str] = (),
    bag_in_bag: bool = False,
    strict: bool = False,
    verify: bool = True,
    jobs: int | None = None,
) -> Bagged:
    """Make a BagIt 1.0 bag of a folder at `target`, whole or not at all; the folder is only read.

    Its manifests are by `algorithms`, sha256 and sha512 where none is named. `info` goes into bag-info.txt in
    its order, before Bagging-Date (of `when`, in UTC, unless `info` has one), Bag-Software-Agent (the same) and
    Payload-Oxum. `exclude` are glob patterns, as `gather` takes them. A folder that is a bag already is refused
    without `bag_in_bag`. With `strict` a warning refuses too. The staged bag is read again and judged by our
    judge, and its form by bagit; without `verify` by nobody. `jobs` large files are copied at once.

    The bytes of the bag are a function of the files and of these arguments.

    Raises:
        InvalidMaterial: with all findings, if something in the folder cannot be kept or the source changed
            while it was copied; nothing is written.
        CannotRead: if the folder cannot be read.
        CannotWrite: if the target exists or cannot be written.
        UsageError: if target and folder lie in one another, or an algorithm or a label is not to be had.
    """
    names = tuple(algorithms) or ALGORITHMS
    demand_known(names)
    pairs = _described(info, when)
    gathered = _gathered(folder, target, exclude=exclude, bag_in_bag=bag_in_bag, strict=strict)
    unasked = _unreadable(gathered, names, target)
    judges = partial(_judge, path=str(target), form=unasked is None, jobs=jobs)
    out = partial(lay_out, gathered, algorithms=names, info=pairs, jobs=jobs)
    put_in_place(target, out, judge=judges if verify else None)
    return replace(_bagged(gathered, target), unasked=unasked if verify else "the copies were not read again")


def dry_bag(
    folder: Path, target: Path, *, exclude: Sequence[str] = (), bag_in_bag: bool = False, strict: bool = False
) -> Bagged:
    """Say what `bag` would put into a bag with the same arguments; nothing is written and no file is read.

    Raises:
        InvalidMaterial: as `bag` does, but for what only shows when the files are read.
        CannotRead: if the folder cannot be read.
        CannotWrite: if the target exists.
        UsageError: if target and folder lie in one another.
    """
    if os.path.lexists(target):
        raise CannotWrite(
            f"{target} exists already", where=str(target), help="nothing is ever replaced: name another place"
        )
    return _bagged(_gathered(folder, target, exclude=exclude, bag_in_bag=bag_in_bag, strict=strict), target)


def read_info(path: Path) -> tuple[tuple[str, str], ...]:
    """Read labels and values from a file in the form of bag-info.txt (RFC 8493 §2.2.2, UTF-8), in its order.

    Raises:
        InvalidMaterial: B112 for every line that is none.
        CannotRead: if the file cannot be read.
    """
    pairs, faults = parse_info(read(path, _INFO_LIMIT), path=str(path))
    if faults:
        raise InvalidMaterial([replace(fault, help="mend this line") for fault in faults])
    return pairs


def demand_known(algorithms: Sequence[str]) -> None:
    """Demand that checksums can be computed by all these algorithms.

    Raises:
        UsageError: if not.
    """
    unknown = [name for name in algorithms if name not in SIZES]
    if unknown:
        raise UsageError(f"unknown checksum algorithm: {unknown[0]!r}", help=f"known are {', '.join(SIZES)}")


def _gathered(folder: Path, target: Path, *, exclude: Sequence[str], bag_in_bag: bool, strict: bool) -> Gathered:
    _demand_apart(folder, target)
    if looks_like_a_bag(folder) and not bag_in_bag:
        raise InvalidMaterial([Finding(code="B508", path=str(folder))])
    gathered = gather(folder, exclude=exclude)
    weights = {Severity.ERROR, Severity.UNCHECKED} | ({Severity.WARNING} if strict else set())
    if any(finding.severity in weights for finding in gathered.findings):
        raise InvalidMaterial(gathered.findings)
    return gathered


def _demand_apart(folder: Path, target: Path) -> None:
    """Demand that neither lies in the other: a bag would hold itself, or its source would be taken for its payload."""
    here, there = os.path.realpath(folder), os.path.realpath(target)
    if os.path.commonpath([here, there]) in {here, there}:
        message = f"{target} and {folder} lie in one another" if here != there else f"{target} is the folder itself"
        raise UsageError(message, where=str(target), help="name a place for the bag outside the folder")
    if any(looks_like_a_bag(above) for above in Path(there).parents):
        raise UsageError(f"{target} lies in a bag", where=str(target), help="name a place for the bag outside of it")


def _described(info: Sequence[tuple[str, str]], when: datetime) -> list[tuple[str, str]]:
    labels = {label.casefold() for label, _ in info}
    if "payload-oxum" in labels:
        raise UsageError("Payload-Oxum is computed", help="leave it out of what you say in bag-info.txt")
    own = (
        ("Bagging-Date", when.astimezone(UTC).strftime("%Y-%m-%d")),
        ("Bag-Software-Agent", f"archiver {__version__}"),
    )
    pairs = [*info, *(pair for pair in own if pair[0].casefold() not in labels)]
    try:
        format_info(pairs)  # what cannot be written is told before anything is copied
    except InvalidMaterial as error:
        raise InvalidMaterial([replace(each, help=_MEND) for each in error.findings]) from error
    return pairs


def _unreadable(gathered: Gathered, algorithms: Sequence[str], target: Path) -> str | None:
    """Say why bagit 1.9.0 cannot read a bag of this; None if it can. Its opinion would be known beforehand."""
    if any(finding.code == "B505" for finding in gathered.findings):
        return "it loses names that are in the bag"
    if "tagmanifest-" in str(target.absolute()):
        return "it takes a path with tagmanifest- in it for that of a tag manifest"
    if all(name.startswith("sha3") and name != "sha384" for name in algorithms):
        return "it does not know SHA-3 by the names of BagIt"
    return None


def _judge(staged: Path, *, path: str, form: bool, jobs: int | None) -> None:
    """Have the staged bag judged by ourselves, and its `form` by bagit; `path` is where it shall stand."""
    wrong = errors_in(judge(staged, path=path, terms=Terms(jobs=jobs)).findings)
    if wrong:
        raise InvalidMaterial(wrong)
    complaint = second_opinion(staged, hashing=False) if form else None
    if complaint:
        raise CannotWrite(f"bagit refuses the bag: {complaint}", where=path, help="nothing was written")


def _bagged(gathered: Gathered, target: Path) -> Bagged:
    return Bagged(
        path=str(target),
        octets=gathered.octets,
        files=tuple((f"data/{member.path}", member.size) for member in gathered.members),
        excluded=gathered.excluded,
        findings=gathered.findings,
    )
