# SPDX-License-Identifier: Apache-2.0
"""What a bag becomes when it is brought up to date: which differences are taken in, and its new tag files. Pure.

The digests of the files were computed in the same read in which the old ones were checked; nothing is read
again. What was not accepted by name stays a fault, and a bag with a fault is not blessed with new manifests.
A manifest that is to go is heard like the others first: it may be the only one that tells of a difference.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from archiver.bag.compare import compare
from archiver.bag.contents import File
from archiver.bag.declared import declared as read_declared
from archiver.bag.digest import begin
from archiver.bag.manifest import SIZES, WEAK, Manifest, algorithm_of, manifest_name
from archiver.bag.paths import V1, folders_above, visible
from archiver.bag.tagtext import manifest_text, renewed_info
from archiver.codes import Severity
from archiver.errors import InvalidMaterial, UsageError
from archiver.findings import Finding, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from archiver.bag.contents import Declared, Observed
    from archiver.bag.tags import Pair

_WEIGHTS = frozenset({Severity.ERROR, Severity.UNCHECKED})
_INFO = "bag-info.txt"
_OLD_INFO = "package-info.txt"
_ACCEPT = "; or, if this is meant, take it in by name: --accept {}"
_FIRST = {
    "F101": "restore it from another copy",
    "F102": "restore it from another copy",
    "F103": "move it out of the bag",
    "F104": "give it its old name back",
    "F105": "restore it from another copy",
    "F106": "restore it from another copy",
    "B113": "see why the sum is another one",
}
_HALF = (
    "if an update of this bag was stopped half-way, bring its journal beside it; or restore the manifest from a copy"
)
_GONE = "see what this manifest says; or, if it is to go unheard, name it: --accept {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of an update."""

    add: tuple[str, ...] = ()
    """Algorithms that get manifests."""
    remove: tuple[str, ...] = ()
    """Algorithms whose manifests are taken away."""
    accept: tuple[str, ...] = ()
    """Paths in the bag, of files or of folders, in which a difference is taken in."""
    accept_all: bool = False
    """Whether every difference is taken in, but for those in manifests: each of these has to be named."""
    info: tuple[Pair, ...] = ()
    """Labels of bag-info.txt with the values that take the place of those that are there."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked but that the bag be as it says."""
        return not (self.add or self.remove or self.accept or self.accept_all or self.info)

    def takes(self, path: str) -> bool:
        """Tell whether a difference in this file is to be taken in."""
        if algorithm_of(path) is not None:
            # A manifest is what all else is held against; one that was altered is trusted on a person's word alone.
            return path in self.accept
        return self.accept_all or path in self.accept or any(folder in self.accept for folder in folders_above(path))

    def removes(self, path: str) -> bool:
        """Tell whether this is a manifest, of either kind, that is to be taken away."""
        kind = algorithm_of(path)
        return kind is not None and kind[0] in self.remove


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What an update would write, or why it may not."""

    findings: tuple[Finding, ...]
    """What is wrong with the bag beyond what was accepted, and what deserves a word; paths are below the bag."""
    taken: tuple[tuple[str, str], ...] = ()
    """Path and what is taken in of it (`added`, `changed`, `removed`), sorted."""
    idle: tuple[str, ...] = ()
    """Accepted paths in which nothing differs."""
    unknown: tuple[str, ...] = ()
    """Accepted paths that are neither listed nor there."""
    files: Mapping[str, bytes | None] = field(default_factory=dict)
    """The tag files that get other bytes, None where one is removed; empty if the bag is as asked already."""
    before: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes of the tag files as they were read."""

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """The findings for which nothing may be written."""
        return tuple(finding for finding in self.findings if finding.severity in _WEIGHTS)


def renewal(declared: Declared, faults: Iterable[Finding], observed: Observed, request: Request) -> Renewal:
    """Say what an update makes of a bag, from what it declares and what was found in it.

    `observed` has digests by the algorithms of the bag and those to be added. If `findings` of the result hold
    an error, or something that could not be checked, then nothing may be written.

    Raises:
        UsageError: if no strong algorithm would be left, or one to be removed is not known.
    """
    if declared.profile:
        return Renewal(findings=(Finding(code="B511", path="", detail=("the bag names the profile of packages",)),))
    unheard = {path for path in request.accept if request.removes(path) and path in observed.kept}
    heard = _heard(declared, unheard)
    found = differences(heard, observed)
    taken = {path: kind for path, kind in found.items() if request.takes(path)}
    amended = _amended(heard, observed, taken)
    told = [finding for finding in (*faults, *compare(amended, observed)) if finding.path not in unheard]
    result = Renewal(
        findings=in_order(_advised(finding, request) for finding in told),
        taken=tuple(sorted(taken.items())),
        idle=tuple(path for path in request.accept if not _meets(path, found) and _is_there(path, observed)),
        unknown=tuple(path for path in request.accept if not _meets(path, found) and not _is_there(path, observed)),
        before=observed.kept,
    )
    if result.wrong:
        return result
    _demand_algorithms(declared, request)
    if request.is_empty:
        return result
    try:
        files = _Making(declared, amended, observed, request, set(taken)).files()
    except InvalidMaterial as error:
        return replace(result, findings=in_order([*result.findings, *error.findings]))
    # What deserves a word is said of the bag as it will be.
    return replace(result, files=files, findings=_judged(observed, files) if files else result.findings)


def _heard(declared: Declared, unheard: set[str]) -> Declared:
    """Return what the bag declares without the manifests that the user named and wants to go."""
    return replace(
        declared,
        manifests=_but(declared.manifests, unheard, tag=False),
        tagmanifests=_but(declared.tagmanifests, unheard, tag=True),
    )


def _but(manifests: Mapping[str, Manifest], unheard: set[str], *, tag: bool) -> dict[str, Manifest]:
    return {name: manifest for name, manifest in manifests.items() if manifest_name(name, tag=tag) not in unheard}


def _demand_algorithms(declared: Declared, request: Request) -> None:
    strange = [name for name in request.remove if name not in SIZES and name not in declared.manifests]
    if strange:
        raise UsageError(f"unknown checksum algorithm: {strange[0]!r}", help=f"known are {', '.join(SIZES)}")
    left = {*declared.manifests, *request.add} - set(request.remove)
    if request.remove and not left & SIZES.keys() - WEAK:
        advice = "add a strong one in the same run: --add-algorithm sha512"
        raise UsageError("no strong checksum algorithm would be left", help=advice)


def differences(declared: Declared, observed: Observed) -> dict[str, str]:
    """Return what differs between the manifests and the files: `added`, `changed` or `removed` by path.

    What is there but could not be looked at is no difference that anybody could take in.
    """
    payload = {path for path in observed.files if path.startswith("data/")}
    tags = {path for path in observed.files.keys() - payload if not _is_tagmanifest(path)} - {"bagit.txt"}
    strict = declared.declaration.version >= V1
    found = dict(_differing(declared.manifests.values(), payload, observed, strict=strict))
    if declared.tagmanifests:
        found |= _differing(declared.tagmanifests.values(), tags, observed, strict=False)
    if declared.oxum is not None and not any(path.startswith("data/") for path in found):
        sizes = [observed.files[path].size for path in payload]
        if declared.oxum != (sum(sizes), len(sizes)):
            found.setdefault(_INFO, "changed")
    return found


def _differing(
    manifests: Iterable[Manifest], present: set[str], observed: Observed, *, strict: bool
) -> Iterator[tuple[str, str]]:
    """Compare the manifests of one kind with the files; `strict`: a file that one of them leaves out is new to it."""
    manifests = tuple(manifests)
    closed = observed.irregular.keys() | observed.unreadable.keys()
    listed = {path for manifest in manifests for path in manifest.entries}
    for path in listed:
        file = observed.files.get(path)
        if file is None:
            if closed.isdisjoint([path, *folders_above(path)]):
                yield path, "removed"
        elif not all(_agrees(manifest, path, observed) for manifest in manifests):
            yield path, "changed"
        elif strict and not all(path in manifest.entries for manifest in manifests):
            yield path, "added"
    for path in present - listed:
        yield path, "added"


def _agrees(manifest: Manifest, path: str, observed: Observed) -> bool:
    recorded = manifest.entries.get(path)
    if recorded is None or manifest.algorithm not in observed.algorithms:
        return True
    return recorded == observed.digest(path, manifest.algorithm)


def _amended(declared: Declared, observed: Observed, taken: Mapping[str, str]) -> Declared:
    """Return what the bag would declare if its manifests were true of what is taken in."""
    if not taken:
        return declared

    def amend(manifest: Manifest, paths: Sequence[str]) -> Manifest:
        entries = {path: digest for path, digest in manifest.entries.items() if taken.get(path) != "removed"}
        if manifest.algorithm in observed.algorithms:
            entries |= {path: observed.digest(path, manifest.algorithm) for path in paths}
        return replace(manifest, entries=entries)

    kept = [path for path, kind in taken.items() if kind != "removed"]
    payload = [path for path in kept if path.startswith("data/")]
    tags = [path for path in kept if not path.startswith("data/")]
    stale = _INFO in taken or any(path.startswith("data/") for path in taken)
    return replace(
        declared,
        manifests={name: amend(manifest, payload) for name, manifest in declared.manifests.items()},
        tagmanifests={name: amend(manifest, tags) for name, manifest in declared.tagmanifests.items()},
        oxum=None if stale else declared.oxum,
    )


class _Making:
    """The new tag files of a bag in the making."""

    def __init__(
        self, declared: Declared, amended: Declared, observed: Observed, request: Request, taken: set[str]
    ) -> None:
        self.declared, self.amended, self.observed, self.request = declared, amended, observed, request
        self.taken = taken
        known = [name for name in declared.manifests if name not in request.remove]
        self.algorithms = sorted({*known, *request.add})
        self.changes: dict[str, bytes | None] = {}

    def files(self) -> dict[str, bytes | None]:
        """Return the tag files that get other bytes.

        Raises:
            InvalidMaterial: if they cannot be written in the version and encoding of the bag, or would say nothing.
        """
        paths = {path for manifest in self.amended.manifests.values() for path in manifest.entries}
        self.demand_found(paths)
        for name in self.algorithms:
            entries = {path: self.observed.digest(path, name) for path in paths}
            self.manifest(Manifest(algorithm=name, entries=entries), self.declared.manifests.get(name), tag=False)
        self.info(paths)
        self.remove(self.declared.manifests, tag=False)
        tags = self.tag_files()
        for name in self.algorithms:
            entries = {path: self.digest(path, name) for path in tags}
            self.manifest(Manifest(algorithm=name, entries=entries), self.declared.tagmanifests.get(name), tag=True)
        self.remove(self.declared.tagmanifests, tag=True)
        return self.changes

    def demand_found(self, paths: set[str]) -> None:
        lost = sorted(paths - self.observed.files.keys())
        if lost:
            why = "on this disk it is spelled otherwise than in the manifest"
            raise InvalidMaterial([Finding(code="B513", path=path, detail=(why,)) for path in lost])

    def manifest(self, new: Manifest, old: Manifest | None, *, tag: bool) -> None:
        """Write a manifest; one that says what it said keeps its bytes, whatever its form."""
        if old is None or old.entries != new.entries:
            name = manifest_name(new.algorithm, tag=tag)
            self.changes[name] = manifest_text(new, self.declared.declaration, path=name)

    def remove(self, manifests: Iterable[str], *, tag: bool) -> None:
        self.changes |= {manifest_name(name, tag=tag): None for name in manifests if name not in self.algorithms}

    def info(self, paths: set[str]) -> None:
        """Write bag-info.txt: what was asked for, and a Payload-Oxum that is true."""
        name = _OLD_INFO if _OLD_INFO in self.observed.kept and _INFO not in self.observed.kept else _INFO
        data = self.observed.kept.get(name, b"")
        pairs = list(self.request.info)
        if self.declared.oxum is not None and self.amended.oxum is None:
            octets = sum(self.observed.files[path].size for path in paths)
            pairs.append(("Payload-Oxum", f"{octets}.{len(paths)}"))
        if pairs and (new := renewed_info(data, pairs, self.declared.declaration, path=name)) != data:
            self.changes[name] = new

    def tag_files(self) -> list[str]:
        """Return what the new tag manifests list: what the old ones did, or all if there were none."""
        there = {path for path in self.observed.files if not path.startswith("data/") and not _is_tagmanifest(path)}
        listed = {path for manifest in self.amended.tagmanifests.values() for path in manifest.entries}
        certain = {path for path in there if path in {"bagit.txt", _INFO, _OLD_INFO} or algorithm_of(path)}
        chosen = (listed & there) | certain if self.declared.tagmanifests else there
        new = {name for name, data in self.changes.items() if data is not None}
        return sorted((chosen | new) - {name for name, data in self.changes.items() if data is None})

    def digest(self, path: str, algorithm: str) -> bytes:
        data = self.changes.get(path)
        return self.observed.digest(path, algorithm) if data is None else begin(algorithm, data).digest()


def _judged(observed: Observed, changes: Mapping[str, bytes | None]) -> tuple[Finding, ...]:
    """Have the judge compare the new tag files, as their bytes read, with what was found in the bag."""
    new = {path: data for path, data in changes.items() if data is not None}
    texts = {path: data for path, data in observed.kept.items() if path not in changes} | new
    files = {path: file for path, file in observed.files.items() if path not in changes}
    for path, data in new.items():
        files[path] = File(len(data), tuple(begin(name, data).digest() for name in observed.algorithms))
    declared, faults = read_declared(texts)
    return in_order([*faults, *compare(declared, replace(observed, files=files, kept=texts))])


def _meets(path: str, found: Mapping[str, str]) -> bool:
    return path in found or any(other.startswith(f"{path}/") for other in found)


def _is_there(path: str, observed: Observed) -> bool:
    return path in observed.files or path in observed.folders


def _advised(finding: Finding, request: Request) -> Finding:
    name = visible(finding.path)
    if request.removes(finding.path):
        return replace(finding, help=_GONE.format(name))
    first = _FIRST.get(finding.code)
    if first is None:
        return finding
    return replace(finding, help=(_HALF if algorithm_of(finding.path) else first) + _ACCEPT.format(name))


def _is_tagmanifest(path: str) -> bool:
    kind = algorithm_of(path)
    return kind is not None and kind[1]
