# SPDX-License-Identifier: Apache-2.0
"""Compare what a bag declares with what is in it, all of it, and name each fault once. Pure.

RFC 8493, section 3, and where `Declared.profile` is set the profile of our packages.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from archiver.bag.columns import Files
from archiver.bag.hazards import hazards
from archiver.bag.holes import COMMAND, faults_of_fetch
from archiver.bag.lists import MOST_LINES, Sheaf, disagreements
from archiver.bag.manifest import WEAK, algorithm_of
from archiver.bag.paths import V1, folders_above, normal
from archiver.bag.settled import unsettled
from archiver.findings import Finding, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from archiver.bag.contents import Declared, Observed

_Key = tuple[bytes | None, ...]

_TAG_FILES = {"bag-info.txt": "B112", "fetch.txt": "B122"}
"""Tag files that may be missing, and the code for one that is malformed."""

_ODD_MODE = 0o7111
"""Executable, setuid, setgid and sticky; who may read or write is for each place to say (git keeps it not)."""


def compare(declared: Declared, observed: Observed) -> tuple[Finding, ...]:
    """Return everything in which the two sides differ, in the order of the paths.

    Paths are relative to the bag. A changed, missing, added or renamed file is one finding; a manifest that
    was altered is one finding too, and one more says how it disagrees with the others.
    """
    return in_order(_Comparison(declared, observed).findings())


class _Comparison:
    """The two sides, and what each step of the comparison needs of them."""

    def __init__(self, declared: Declared, observed: Observed) -> None:
        self.listed, self.met = declared, observed
        self.files = (
            observed.files.in_order() if isinstance(observed.files, Files) else Files(observed.files).in_order()
        )
        declared, observed = unsettled(declared, observed, self.files)
        self.declared = declared
        self.left = observed.files
        self.respelling = _respelling(declared, observed)
        self.observed = _spelled_as_listed(observed, self.respelling)
        broken = declared.broken
        self.tags = Sheaf(declared.tagmanifests, self.observed, tag=True, broken=broken)
        altered = self.tags.changed.keys()
        self.payload = Sheaf(declared.manifests, self.observed, tag=False, broken=broken, altered=altered)
        self.fetchable = {entry.path for entry in declared.fetch}

    def findings(self) -> Iterator[Finding]:
        yield from self.moved_lost_or_added()
        yield from self.changed()
        yield from disagreements(self.payload, whole=self.declared.declaration.version >= V1 or self.declared.profile)
        yield from disagreements(self.tags, whole=self.declared.profile)
        yield from self.manifests_not_vouched_for()
        yield from self.not_looked_at()
        yield from self.structure()
        yield from self.portability()
        yield from self.modes()
        yield from self.fetching()
        yield from self.oxum()

    # What became of each file

    @cached_property
    def missing(self) -> set[str]:
        listed = self.payload.reference | self.tags.reference
        if not self.has_payload_folder():
            listed = self.tags.reference
        gone = listed - self.observed.files.keys() - self.observed.irregular.keys() - self.observed.unreadable.keys()
        # bagit.txt has a code of its own; what lies in a folder that cannot be read is not known to be missing.
        return {path for path in gone if path != "bagit.txt" and not self.hidden(path)} - self.respelt.keys()

    @cached_property
    def respelt(self) -> dict[str, str]:
        """Second spellings of a listed file, equal in NFC, that tools before 1.0 wrote, with the file meant."""
        if self.declared.declaration.version >= V1:
            return {}
        absent = {
            algorithm: [path for path in manifest.entries if path not in self.observed.files]
            for algorithm, manifest in self.declared.manifests.items()
        }
        if not any(absent.values()):
            return {}
        spelt = {normal(path): path for path in self.all_files() if not path.isascii()}
        return {
            path: other
            for algorithm, paths in absent.items()
            for path in paths
            if (other := spelt.get(normal(path), path)) != path
            and self.listed.manifests[algorithm].entries.get(other) == self.listed.manifests[algorithm].entries[path]
        }

    def all_files(self) -> Sequence[str]:
        """Return the paths of all files in order, each as it is listed."""
        if self.respelling:
            return sorted(self.respelling.get(path, path) for path in self.files)
        return self.files.paths

    def is_settled(self, path: str) -> bool:
        """Tell whether this is a file that needed no second look."""
        return path in self.files and path not in self.left

    def hidden(self, path: str) -> bool:
        closed = self.observed.irregular.keys() | self.observed.unreadable.keys()
        return bool(closed) and any(folder in closed for folder in folders_above(path))

    @cached_property
    def added(self) -> set[str]:
        if not self.payload.has_whole_list():
            return set()
        files = {path for path in self.observed.files if path.startswith("data/")}
        return files - self.payload.reference

    @cached_property
    def unlisted_tags(self) -> set[str]:
        files = {path for path in self.observed.files if not path.startswith("data/") and not _is_tagmanifest(path)}
        if not self.tags.has_whole_list():
            return set()
        return files - self.tags.reference - {"bagit.txt"} - {f"{name}" for name in self.payload.names()}

    def moved_lost_or_added(self) -> Iterator[Finding]:
        missing, added, unlisted = set(self.missing), set(self.added), set(self.unlisted_tags)
        for old, new in self.renamed(missing, added | unlisted):
            missing.discard(old)
            added.discard(new)
            unlisted.discard(new)
            yield Finding(code="F104", path=old, detail=(f"found as {new}",))
        for path in missing:
            yield self.lost(path)
        for path in added:
            yield Finding(code="F103", path=path, detail=(f"{self.observed.files[path].size} octets",))
        for path in unlisted:
            yield Finding(code="B114" if self.declared.profile else "B124", path=path)
        yield from self.empty_folders()

    def lost(self, path: str) -> Finding:
        if path in self.fetchable:
            elsewhere = ("incomplete: fetch.txt says where it is to be had",)
            advice = f"{COMMAND} gets it, or restore it from a copy"
            return Finding(code="F101", path=path, detail=elsewhere, help=advice)
        detail = ("a folder stands there: manifests list files only",) if path in self.observed.folders else ()
        return Finding(code="F101" if path.startswith("data/") else "F106", path=path, detail=detail)

    def renamed(self, missing: set[str], added: set[str]) -> Iterator[tuple[str, str]]:
        """Pair what is missing with what was added where all digests agree and the pairing is certain."""
        if not missing or not added:
            return
        wanted: dict[_Key, list[str]] = defaultdict(list)
        for path in sorted(missing):
            wanted[self.listed_digests(path)].append(path)
        places: dict[tuple[bool, ...], dict[_Key, list[str]]] = {}
        for key, olds in wanted.items():
            mask = tuple(digest is not None for digest in key)
            if mask not in places:
                places[mask] = self.by_digests(added, mask)
            news = places[mask].get(key, [])
            if any(mask) and len(olds) == len(news):
                yield from zip(olds, news, strict=True)

    def by_digests(self, paths: set[str], mask: tuple[bool, ...]) -> dict[_Key, list[str]]:
        """Group files by their digests, by those algorithms only that the mask lets through."""
        groups: dict[_Key, list[str]] = defaultdict(list)
        for path in sorted(paths):
            digests = self.observed.files[path].digests
            key = tuple(value if wanted else None for value, wanted in zip(digests, mask, strict=True))
            groups[key].append(path)
        return groups

    def listed_digests(self, path: str) -> _Key:
        sheaf = self.payload if path.startswith("data/") else self.tags
        return tuple(sheaf.digest(path, algorithm) for algorithm in self.observed.algorithms)

    def changed(self) -> Iterator[Finding]:
        for path, detail in self.payload.changed.items():
            yield Finding(code="F102", path=path, detail=detail)
        for path, detail in self.tags.changed.items():
            yield Finding(code="F105", path=path, detail=detail)

    def empty_folders(self) -> Iterator[Finding]:
        """In our packages a folder is there for the files in it: an empty one was added by somebody."""
        if not self.declared.profile:
            return
        things = (self.all_files(), self.observed.irregular, self.observed.unreadable)
        used = {folder for kind in things for path in kind for folder in folders_above(path)}
        there = self.observed.folders
        lost = {folder for path in self.missing for folder in folders_above(path) if folder in there}
        for folder in there - used - lost - self.observed.unreadable.keys() - {"data"}:
            code = "F103" if folder.startswith("data/") else "B114"
            yield Finding(code=code, path=folder, detail=("an empty folder",))

    # What could not be looked at

    def not_looked_at(self) -> Iterator[Finding]:
        for path, kind in self.observed.irregular.items():
            yield Finding(code="B110", path=path, detail=(kind,))
        for path, reason in self.observed.unreadable.items():
            yield Finding(code="F901", path=path, detail=(reason,))
        for path in self.observed.folders - self.missing:
            if (code := _code_of_tag_file(path)) and not self.declared.profile:
                yield Finding(code=code, path=path, detail=("a folder stands there, where other tools read a file",))

    # What belongs to every bag

    def has_payload_folder(self) -> bool:
        return "data" in self.observed.folders

    def structure(self) -> Iterator[Finding]:
        files = self.observed.files
        if "bagit.txt" not in files and "bagit.txt" not in self.observed.irregular.keys() | self.observed.unreadable:
            yield Finding(code="B101", path="bagit.txt")
        if not self.has_payload_folder() and "data" not in self.observed.irregular:
            listed = self.payload.reference
            count = len(listed) + len(self.files) - len(self.left)
            all_elsewhere = bool(listed) and listed <= self.fetchable
            advice = f"make an empty folder data, then {COMMAND} gets its files" if all_elsewhere else None
            yield Finding(code="B103", path="data", detail=(f"{count} files are listed",), help=advice)
        met = [*files, *self.observed.irregular, *self.observed.unreadable]
        names = [name for path in met if "/" not in path and (name := algorithm_of(path)) is not None]
        if not any(not tag for _, tag in names):
            yield Finding(code="B104", path="manifest-sha512.txt", detail=self.ill_named())
        for path in files:
            kind = algorithm_of(path)
            if kind is not None and kind[0] not in self.observed.algorithms:
                yield Finding(code="B115", path=path, detail=(kind[0],))
        yield from self.profile()

    def ill_named(self) -> tuple[str, ...]:
        near = [path for path in self.observed.files if path.lower().startswith("manifest-")]
        return tuple(f"{path}: an algorithm is written in lower-case letters and digits" for path in sorted(near))

    def profile(self) -> Iterator[Finding]:
        present = self.observed.files
        if not self.declared.profile:
            met = [*present, *self.observed.irregular, *self.observed.unreadable]
            if not self.declared.tagmanifests and not any(map(_is_tagmanifest, met)):
                yield Finding(code="B125", path="tagmanifest-sha512.txt")
            algorithms = self.declared.manifests.keys()
            if algorithms and algorithms <= WEAK:
                yield Finding(code="B126", path=f"manifest-{min(algorithms)}.txt")
            return
        known = {*self.tags.reference, *self.payload.reference}
        for path in self.declared.needs:
            there = (
                path in present
                or self.is_settled(path)
                or path in self.observed.irregular
                or path in self.observed.unreadable
            )
            if not there and (_is_tagmanifest(path) or path not in known):
                yield Finding(code="B111" if _is_tagmanifest(path) else "B117", path=path)

    def manifests_not_vouched_for(self) -> Iterator[Finding]:
        """Each tag manifest lists every payload manifest, and should list what the others do (§2.2.1)."""
        manifests = {path for path in self.observed.files if (kind := algorithm_of(path)) and not kind[1]}
        for name, manifest in self.tags.by_name():
            left_out = manifests - manifest.entries.keys()
            # Where the lists of an own package differ, the disagreement has been told already.
            if left_out and name not in self.declared.broken and not self.told(left_out):
                # Before 1.0 a tag manifest might list what it liked.
                code = "B108" if self.declared.declaration.version >= V1 else "B147"
                yield Finding(code=code, path=name, detail=tuple(sorted(left_out)))
            others = (self.tags.reference & self.observed.files.keys()) - manifest.entries.keys() - manifests
            if others and name not in self.declared.broken and not self.declared.profile:
                yield Finding(code="B147", path=name, detail=tuple(sorted(others)[:MOST_LINES]))

    def told(self, paths: set[str]) -> bool:
        return self.declared.profile and paths <= self.tags.reference

    # What may be and yet deserves a word

    def portability(self) -> Iterator[Finding]:
        for path, other in self.respelt.items():
            yield Finding(code="B121", path=path, detail=(f"the same in NFC: {other}",))
        for path in self.respelling.values():
            yield Finding(code="B144", path=path, detail=("the same in NFC, and no other file is",))
        yield from hazards(self.all_files())

    def modes(self) -> Iterator[Finding]:
        if self.declared.profile:
            for path, mode in zip(self.files.paths, self.files.modes, strict=True):
                if mode & _ODD_MODE:
                    name = self.respelling.get(path, path)
                    yield Finding(code="B127", path=name, detail=(f"mode {mode:04o}",))

    def fetching(self) -> Iterator[Finding]:
        yield from faults_of_fetch(self.listed, _spelled_as_listed(self.met, self.respelling))
        absent = (self.fetchable & self.payload.reference) - self.observed.files.keys()
        yield from self.fetched_and_not_listed_by_all(absent)

    def fetched_and_not_listed_by_all(self, absent: set[str]) -> Iterator[Finding]:
        """From 1.0 on every manifest lists what is to be fetched too (§2.2.3); what is there is compared elsewhere."""
        if not absent or self.declared.declaration.version < V1:
            return
        for name, manifest in self.payload.by_name():
            left_out = sorted(absent - manifest.entries.keys())
            if left_out and name not in self.declared.broken:
                yield Finding(code="B108", path=name, detail=tuple(f"does not list {path}" for path in left_out))

    def oxum(self) -> Iterator[Finding]:
        """Compare Payload-Oxum where the findings on single files do not explain the difference already."""
        if self.declared.oxum is None or not self.has_payload_folder():
            return
        if self.missing or self.added or self.payload.changed or self.unread_payload():
            return
        sizes = self.files.sizes[slice(*self.files.below("data/"))]
        found = (sum(sizes), len(sizes))
        if found != self.declared.oxum:
            recorded = "{}.{}".format(*self.declared.oxum)
            detail = (f"recorded {recorded}   found {found[0]}.{found[1]}",)
            yield Finding(code="B113", path="bag-info.txt", detail=detail)

    def unread_payload(self) -> bool:
        closed = (*self.observed.irregular, *self.observed.unreadable)
        return any(path == "data" or path.startswith("data/") for path in closed)


def _respelling(declared: Declared, observed: Observed) -> dict[str, str]:
    """Map files that went through another system's normalisation to the spelling of the manifest.

    Only where nothing is uncertain: a listed path that is not on disk, and exactly one unlisted file whose name
    is the same in NFC. A search by normalised names alone would let one file vouch for another.
    """
    if all(map(str.isascii, observed.files)):
        return {}
    manifests = [*declared.manifests.values(), *declared.tagmanifests.values()]
    listed = {path for manifest in manifests for path in manifest.entries}
    absent = _by_normal_form(path for path in listed - observed.files.keys() if not path.isascii())
    unlisted = _by_normal_form(path for path in observed.files.keys() - listed if not path.isascii())
    return {
        unlisted[form][0]: absent[form][0]
        for form in absent.keys() & unlisted.keys()
        if len(absent[form]) == len(unlisted[form]) == 1
    }


def _spelled_as_listed(observed: Observed, respelling: Mapping[str, str]) -> Observed:
    if not respelling:
        return observed
    return replace(observed, files={respelling.get(path, path): file for path, file in observed.files.items()})


def _by_normal_form(paths: Iterable[str]) -> Mapping[str, list[str]]:
    forms: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        forms[normal(path)].append(path)
    return forms


def _code_of_tag_file(path: str) -> str | None:
    """Return the code for a file of this name that declares something and is malformed; None for all others."""
    return "B105" if algorithm_of(path) is not None else _TAG_FILES.get(path)


def _is_tagmanifest(path: str) -> bool:
    kind = algorithm_of(path)
    return kind is not None and kind[1]
