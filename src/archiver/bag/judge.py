# SPDX-License-Identifier: Apache-2.0
"""Judge a bag: see what is in it, read what it declares, compare. RFC 8493; never writes, never follows a link."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha512
from pathlib import PurePath
from typing import TYPE_CHECKING

from archiver.bag.carrier import carrier
from archiver.bag.columns import Files
from archiver.bag.compare import compare
from archiver.bag.declared import NOT_CANONICAL, largest
from archiver.bag.declared import declared as read_declared
from archiver.bag.hindrance import out_of_reach, without_digests, without_list
from archiver.bag.holes import COMMAND, holes
from archiver.bag.literal import literal, within
from archiver.bag.manifest import algorithm_of, algorithms_of
from archiver.bag.paths import visible
from archiver.bag.portable import obstacles
from archiver.bag.reading import GIT
from archiver.bag.seal import plain_seal, seal_of
from archiver.bag.tags import PROFILE
from archiver.bag.terms import TERMS
from archiver.codes import Aspect, Severity, aspect_of
from archiver.findings import Check, Finding, State, errors_in, in_order, leniently

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from archiver.bag.carrier import Carrier
    from archiver.bag.contents import Declared, Observed
    from archiver.bag.holes import Hole
    from archiver.bag.seal import Seal
    from archiver.bag.tags import Pair
    from archiver.bag.terms import Terms

KEPT = 256 * 1024 * 1024
"""Octets up to which a file is returned that the caller asks for."""


_STRETCH = 2000

_ABSENCES = frozenset({"F101", "F106", "B101", "B103", "B104", "B111", "B113", "B117", "B125"})
"""What is missing, or seems to be where not all was seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was found out about a bag."""

    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    """structure, completeness and fixity, in this order; then one for each profile that is demanded or named."""
    ours: bool
    """Whether the bag names our profile, or the caller demanded it."""
    safe: bool
    """Whether another reader may be let near it: all of it seen and readable, tag files and paths sound."""
    info: tuple[Pair, ...] = ()
    payload: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 in hex of each payload file as found, by its path with `data/`.

    Empty if it was not computed, and for a bag that is not ours and was not to be identified.
    """
    swhids: Mapping[str, str] = field(default_factory=dict)
    """Content SWHID of each payload file as found, by its path below `data/`; empty without `identify`."""
    tagmanifests: Mapping[str, str] = field(default_factory=dict)
    """SHA-512 in hex of each tag manifest as found, by its file name."""
    seal: Seal | None = None
    """The strongest tag manifest as found, by which the bag is signed; None if there is none."""
    contents: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes of the files asked for with `keep`, from the same read as their digests."""
    holes: tuple[Hole, ...] = ()
    """The files that are missing and that fetch.txt says where to get, by their paths."""
    within: tuple[str, ...] = ()
    """The files by which a folder in the bag, or the bag itself, is a shelf or, beside the payload, another bag."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with the bag itself; it may be sound and yet not conform to a profile."""
        return all(aspect_of(finding.code) is Aspect.PROFILE for finding in errors_in(self.findings))


def judge(
    root: Path | Carrier,
    *,
    path: str,
    strict_profile: bool = False,
    identify: bool = False,
    keep: Callable[[str], bool] = lambda _: False,
    needs: Iterable[str] = (),
    terms: Terms = TERMS,
) -> Judgement:
    """Judge the bag in a folder or an archive file, given by its path or as a carrier that was opened already.

    `path` stands for the bag in the findings. With `strict_profile` the profile of our packages is demanded,
    as it is of bags that name it; `needs` are files that such a package must have besides those of a bag. With
    `identify` what the identifiers are made of is computed too. `keep` chooses files (by their path below the
    bag) whose bytes are wanted; one of more than 256 MiB is left out.

    Raises:
        CannotRead: if the folder or the file cannot be read, or the file is no archive.
        NothingToCheck: if there is no such folder or file.
    """
    if isinstance(root, PurePath) and not (strict_profile or identify or _is_particular(terms)):
        judgement = _at_sight(str(root), keep, terms)
        if judgement is not None:
            return judgement
    bag = carrier(root, terms) if isinstance(root, PurePath) else root
    declaring = algorithms_of(bag.names())
    identify = identify or terms.identify
    extra = ([] if "sha256" in declaring else ["sha256"]) + [GIT] if identify else []
    algorithms = [*declaring, *extra]
    observed = bag.observe(
        algorithms=algorithms, keep=lambda name: KEPT if keep(name) else -1 if "/" in name else largest(name)
    )
    known = observed.files.paths if isinstance(observed.files, Files) else ()
    declared, faults = read_declared(observed.kept, strict_profile=strict_profile, needs=tuple(needs), known=known)
    differences = _seen(compare(declared, observed), observed)
    nonconforming, profiles = _by_profiles(declared, observed, terms)
    found = [*_without_echo(faults, differences), *_unread(observed), *observed.faults, *nonconforming]
    findings = in_order(_placed(finding, path) for finding in _on_terms(found, observed, declared, terms))
    return Judgement(
        findings=findings,
        checks=(*_checks(findings, declared, observed), *_portability(findings, terms), *profiles),
        ours=declared.profile,
        safe=observed.whole and not any(_is_unsafe(finding) for finding in findings),
        info=declared.info,
        payload=_hex(_payload(observed, "sha256")) if identify or declared.profile else {},
        swhids={
            name.removeprefix("data/"): f"swh:1:cnt:{value.hex()}" for name, value in _payload(observed, GIT).items()
        },
        tagmanifests=_tagmanifests(observed),
        seal=seal_of(declared, observed.kept),
        contents={name: data for name, data in observed.kept.items() if keep(name)},
        holes=holes(declared, {finding.path for finding in found if finding.code == "F101"}),
        within=_within(observed),
    )


def _is_particular(terms: Terms) -> bool:
    return bool(terms.identify or terms.portable or terms.profiles)


def _at_sight(root: str, keep: Callable[[str], bool], terms: Terms) -> Judgement | None:
    """Return the judgement on a small bag of which nothing can be said; None where it takes a closer look."""
    found = literal(root, keep)
    if found is None:
        return None
    if terms.progress:
        terms.progress(len(found.paths), found.octets)
    return Judgement(
        findings=(),
        checks=_passed(len(found.paths), found.algorithms),
        ours=False,
        safe=True,
        info=found.info,
        tagmanifests={name: sha512(data).hexdigest() for name, data in found.tagmanifests.items()},
        seal=plain_seal(found.tagmanifests),
        contents=found.kept,
        within=within(found.paths),
    )


def _within(observed: Observed) -> tuple[str, ...]:
    if not isinstance(observed.files, Files):
        return within(observed.files)
    paths = observed.files.paths
    stretches = (paths[start : start + _STRETCH] for start in range(0, len(paths), _STRETCH))
    return tuple(mark for stretch in stretches if _has_mark("\n".join(stretch)) for mark in within(stretch))


def _has_mark(text: str) -> bool:
    return "LEDGER" in text or "/bagit.txt" in text  # nearly no name has either, and none need be looked at singly


@lru_cache(64)
def _passed(files: int, algorithms: int) -> tuple[Check, ...]:
    return tuple(Check(name=name, state=State.PASSED, note=note) for name, note in _notes(files, algorithms).items())


def _notes(files: int, algorithms: int) -> dict[str, str]:
    """Return the checks and what each of them looked at."""
    seen = _count(files, "file")
    return {"structure": "RFC 8493", "completeness": seen, "fixity": f"{seen}, {_count(algorithms, 'algorithm')}"}


def _by_profiles(declared: Declared, observed: Observed, terms: Terms) -> tuple[list[Finding], tuple[Check, ...]]:
    names = (value.strip() for label, value in declared.info if label.casefold() == "bagit-profile-identifier")
    if not terms.profiles and all(name == PROFILE for name in names):
        return [], ()
    from archiver.bag.conformity import conform  # noqa: PLC0415 # most bags have no profile

    return conform(declared, observed, terms)


def _payload(observed: Observed, algorithm: str) -> dict[str, bytes]:
    if algorithm not in observed.algorithms:
        return {}
    return {path: observed.digest(path, algorithm) for path in observed.files if path.startswith("data/")}


def _hex(digests: Mapping[str, bytes]) -> dict[str, str]:
    return {path: value.hex() for path, value in digests.items()}


def _tagmanifests(observed: Observed) -> dict[str, str]:
    kinds = ((name, algorithm_of(name)) for name in observed.kept)
    return {name: sha512(observed.kept[name]).hexdigest() for name, kind in kinds if kind is not None and kind[1]}


def _without_echo(faults: Sequence[Finding], differences: Sequence[Finding]) -> list[Finding]:
    """Put the findings together; that a manifest has other bytes need not be said beside what they changed."""
    told = {finding.path for finding in differences}
    kept = [finding for finding in faults if finding.detail != NOT_CANONICAL or finding.path not in told]
    return [*kept, *differences]


def _on_terms(found: list[Finding], observed: Observed, declared: Declared, terms: Terms) -> Iterable[Finding]:
    """Weigh the findings as the caller demands: read leniently, with names that all systems take.

    A package of ours has one form and is never read leniently.
    """
    if terms.portable:
        fetched = (entry.path for entry in declared.fetch)
        names = (*observed.files, *observed.irregular, *observed.unreadable, *observed.folders, *fetched)
        found = [finding for finding in found if finding.code != "B120"] + list(obstacles(names))
    return leniently(found) if terms.lenient and not declared.profile else found


def _portability(findings: Sequence[Finding], terms: Terms) -> tuple[Check, ...]:
    if not terms.portable:
        return ()
    failed = any(finding.code == "B145" for finding in findings)
    return (Check(name="portability", state=State.FAILED if failed else State.PASSED, note="RFC 8493 §6.1"),)


def _seen(differences: Iterable[Finding], observed: Observed) -> list[Finding]:
    """Leave out what is told already, or was only not seen: a manifest that cannot be read is not missing."""
    told = {fault.path for fault in observed.faults}
    closed = map(algorithm_of, [*observed.irregular, *observed.unreadable])
    there = {"B125" if kind[1] else "B104" for kind in closed if kind is not None}
    return [
        finding
        for finding in differences
        if not (finding.code == "F901" and finding.path in told)
        and (observed.whole or not (finding.code in _ABSENCES or finding.path in observed.folders))
        and finding.code not in there
    ]


def _unread(observed: Observed) -> list[Finding]:
    """Tell which files that declare something were too large to be read: nothing is passed over."""
    names = [name for name in observed.files if "/" not in name and largest(name) >= 0 and name not in observed.kept]
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
    used = [name for name in declared.manifests.keys() | declared.tagmanifests.keys() if name in observed.algorithms]
    unseen = None if observed.whole else "the archive was not read to its end"
    hindrances = {
        "completeness": unseen or without_list(declared) or out_of_reach(declared, observed),
        "fixity": unseen or without_digests(declared, observed) or out_of_reach(declared, observed),
    }
    checks = []
    for name, note in _notes(len(observed.files), len(used)).items():
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
