# SPDX-License-Identifier: Apache-2.0
"""Judge a bag: see what is in it, read what it declares, compare. RFC 8493; never writes, never follows a link."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha512
from typing import TYPE_CHECKING

from archiver.bag.carrier import carrier
from archiver.bag.compare import compare
from archiver.bag.declared import NOT_CANONICAL, largest
from archiver.bag.declared import declared as read_declared
from archiver.bag.hindrance import out_of_reach, without_digests, without_list
from archiver.bag.holes import COMMAND, holes
from archiver.bag.manifest import algorithm_of, algorithms_of
from archiver.bag.observe import GIT
from archiver.bag.paths import visible
from archiver.bag.terms import TERMS
from archiver.codes import Aspect, Severity, aspect_of
from archiver.findings import Check, Finding, State, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from archiver.bag.contents import Declared, Observed
    from archiver.bag.holes import Hole
    from archiver.bag.tags import Pair
    from archiver.bag.terms import Terms

KEPT = 256 * 1024 * 1024
"""Octets up to which a file is returned that the caller asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was found out about a bag."""

    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    """structure, completeness and fixity, in this order."""
    ours: bool
    """Whether the bag names our profile, or the caller demanded it."""
    safe: bool
    """Whether another reader may be let near it: nothing irregular or unreadable, tag files and paths sound."""
    info: tuple[Pair, ...] = ()
    payload: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 in hex of each payload file as found, by its path with `data/`; empty if it was not computed."""
    swhids: Mapping[str, str] = field(default_factory=dict)
    """Content SWHID of each payload file as found, by its path below `data/`; empty without `identify`."""
    tagmanifests: Mapping[str, str] = field(default_factory=dict)
    """SHA-512 in hex of each tag manifest as found, by its file name."""
    contents: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes of the files asked for with `keep`, from the same read as their digests."""
    holes: tuple[Hole, ...] = ()
    """The files that are missing and that fetch.txt says where to get, by their paths."""


def judge(
    root: Path,
    *,
    path: str,
    strict_profile: bool = False,
    identify: bool = False,
    keep: Callable[[str], bool] = lambda _: False,
    needs: Iterable[str] = (),
    terms: Terms = TERMS,
) -> Judgement:
    """Judge the bag in a folder or an archive file.

    `path` stands for the bag in the findings. With `strict_profile` the profile of our packages is demanded,
    as it is of bags that name it; `needs` are files that such a package must have besides those of a bag. With
    `identify` what the identifiers are made of is computed too. `keep` chooses files (by their path below the
    bag) whose bytes are wanted; one of more than 256 MiB is left out.

    Raises:
        CannotRead: if the folder cannot be read.
        NothingToCheck: if there is no such folder.
    """
    bag = carrier(root, terms)
    known = algorithms_of(bag.names())
    extra = ([] if "sha256" in known else ["sha256"]) + [GIT] if identify else []
    algorithms = [*known, *extra]
    observed = bag.observe(algorithms=algorithms, keep=lambda name: KEPT if keep(name) else largest(name))
    declared, faults = read_declared(observed.kept, strict_profile=strict_profile, needs=tuple(needs))
    found = [*_without_echo(faults, compare(declared, observed)), *_unread(observed), *observed.faults]
    findings = in_order(_placed(finding, path) for finding in found)
    return Judgement(
        findings=findings,
        checks=_checks(findings, declared, observed),
        ours=declared.profile,
        safe=not any(_is_unsafe(finding) for finding in findings),
        info=declared.info,
        payload={name: value.hex() for name, value in _payload(observed, "sha256").items()},
        swhids={
            name.removeprefix("data/"): f"swh:1:cnt:{value.hex()}" for name, value in _payload(observed, GIT).items()
        },
        tagmanifests=_tagmanifests(observed),
        contents={name: data for name, data in observed.kept.items() if keep(name)},
        holes=holes(declared, {finding.path for finding in found if finding.code == "F101"}),
    )


def _payload(observed: Observed, algorithm: str) -> dict[str, bytes]:
    if algorithm not in observed.algorithms:
        return {}
    return {path: observed.digest(path, algorithm) for path in observed.files if path.startswith("data/")}


def _tagmanifests(observed: Observed) -> dict[str, str]:
    kinds = ((name, algorithm_of(name)) for name in observed.kept)
    return {name: sha512(observed.kept[name]).hexdigest() for name, kind in kinds if kind is not None and kind[1]}


def _without_echo(faults: Sequence[Finding], differences: Sequence[Finding]) -> list[Finding]:
    """Put the findings together; that a manifest has other bytes need not be said beside what they changed."""
    told = {finding.path for finding in differences}
    kept = [finding for finding in faults if finding.detail != NOT_CANONICAL or finding.path not in told]
    return [*kept, *differences]


def _unread(observed: Observed) -> list[Finding]:
    """Tell which files that declare something were too large to be read: nothing is passed over."""
    names = [name for name in observed.files if largest(name) >= 0 and name not in observed.kept]
    return [Finding(code="F903", path=name, detail=("too large to be read",)) for name in names]


def _is_unsafe(finding: Finding) -> bool:
    """Tell whether the finding is on structure: bagit 1.9.0 follows paths out of the bag and waits for FIFOs."""
    if finding.code in {"F901", "F903"}:
        return True
    return aspect_of(finding.code) is Aspect.STRUCTURE and finding.severity is Severity.ERROR


def _placed(finding: Finding, root: str) -> Finding:
    """Put the path of the bag before that of the file, and let no name steer a terminal."""
    path = f"{root.rstrip('/')}/{finding.path}" if finding.path else root
    advice = finding.help
    if advice and COMMAND in advice:
        from shlex import quote  # noqa: PLC0415 # few bags have holes

        advice = advice.replace(COMMAND, COMMAND.replace("BAG", visible(quote(root))))
    return replace(finding, path=visible(path), detail=tuple(map(visible, finding.detail)), help=advice)


def _checks(findings: Sequence[Finding], declared: Declared, observed: Observed) -> tuple[Check, ...]:
    """Say how each check ended; one that found nothing wrong because it could not look was not run."""
    files = _count(len(observed.files), "file")
    used = [name for name in declared.manifests.keys() | declared.tagmanifests.keys() if name in observed.algorithms]
    notes = {
        "structure": "RFC 8493",
        "completeness": files,
        "fixity": f"{files}, {_count(len(used), 'algorithm')}",
    }
    hindrances = {
        "completeness": without_list(declared) or out_of_reach(declared, observed),
        "fixity": without_digests(declared, observed) or out_of_reach(declared, observed),
    }
    checks = []
    for name, note in notes.items():
        state = _state({finding.severity for finding in findings if aspect_of(finding.code) == name})
        hindrance = hindrances.get(name)
        if hindrance and state in {State.PASSED, State.WARNED}:
            state, note = State.NOT_RUN, hindrance  # noqa: PLW2901 # the note says why
        checks.append(Check(name=name, state=state, note=note))
    return tuple(checks)


def _state(severities: set[Severity]) -> State:
    if Severity.ERROR in severities:
        return State.FAILED
    if Severity.UNCHECKED in severities:
        return State.NOT_RUN
    return State.WARNED if Severity.WARNING in severities else State.PASSED


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
