# SPDX-License-Identifier: Apache-2.0
"""Judge a bag by BagIt profiles: what they demand against what it declares and holds. Pure; BagIt Profiles 1.4.0.

The specification would have a consumer stop at a version or an archive file that is not accepted. Here every fault
is told, as everywhere: a depositor mends them in one go.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver.bag.manifest import algorithm_of, manifest_name
from archiver.bag.paths import normal
from archiver.bag.profile import IDENTIFIER, Serialization
from archiver.bag.tags import PROFILE
from archiver.codes import Severity
from archiver.findings import Check, Finding, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.bag.contents import Declared, Observed
    from archiver.bag.profile import Profile, Tag
    from archiver.bag.terms import Terms

_IMPLIED = frozenset({"bagit.txt", "bag-info.txt", "fetch.txt"})
"""Tag files that no profile has to allow; the manifests are too, and have rules of their own."""
_VERSION = re.compile(rb"BagIt-Version[ \t]*:[ \t]*([0-9]{1,4}\.[0-9]{1,4})[ \t]*(?:[\r\n]|\Z)")
_SAME_TYPES = (
    {"application/zip", "application/x-zip", "application/x-zip-compressed"},
    {"application/x-tar", "application/tar"},
    {
        "application/gzip",
        "application/x-gzip",
        "application/tar+gzip",
        "application/x-tar+gzip",
        "application/x-gtar-compressed",
        "application/x-compressed-tar",
        "application/x-tgz",
    },
)
"""Media types that mean one kind of archive file; none is registered for a tar, so that many are used."""


def conform(declared: Declared, observed: Observed, terms: Terms) -> tuple[list[Finding], tuple[Check, ...]]:
    """Judge a bag by the profiles that the terms demand, and by those that it names itself and that are known.

    A profile that it names and that nobody knows here is told as a check that was not run: its address is not
    opened. The profile of our packages is not among them, for `declared` says of it what it demands.
    """
    findings: list[Finding] = []
    checks = []
    demanded = {profile.name: profile for profile in terms.profiles}
    for profile in demanded.values():
        found, check = _judged(profile, declared, observed, note=profile.name)
        findings += found
        checks.append(check)
    known = set().union(*(profile.identifiers for profile in demanded.values()))
    for identifier in dict.fromkeys(value.strip() for value in _values(declared, IDENTIFIER)):
        if identifier in known or identifier == PROFILE:
            continue
        named = terms.known_profile(identifier) if terms.known_profile else None
        if named is None:
            checks.append(Check(name="profile", state=State.NOT_RUN, note=_unknown(identifier)))
        else:
            known |= named.identifiers
            found, check = _judged(named, declared, observed, note=f"{named.name}, which the bag names")
            findings += found
            checks.append(check)
    return findings, tuple(checks)


def _unknown(identifier: str) -> str:
    return f"the bag names {identifier}, which was not opened; give it with --profile"


def _judged(profile: Profile, declared: Declared, observed: Observed, *, note: str) -> tuple[list[Finding], Check]:
    conformity = _Conformity(profile, declared, observed)
    findings = list(conformity.findings())
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        state = State.FAILED
    elif hindrance := conformity.hindrance():
        state, note = State.NOT_RUN, f"{note}: {hindrance}"
    else:
        state = State.WARNED if severities else State.PASSED
    return findings, Check(name="profile", state=state, note=note)


def _values(declared: Declared, label: str) -> list[str]:
    wanted = label.casefold()
    return [value for name, value in declared.info if name.casefold() == wanted]


class _Conformity:
    """A bag before one profile."""

    def __init__(self, profile: Profile, declared: Declared, observed: Observed) -> None:
        self.profile, self.declared, self.observed = profile, declared, observed
        self.there = (observed.files, observed.irregular, observed.unreadable)
        version = _VERSION.match(observed.kept.get("bagit.txt", b""))
        self.version = version[1].decode() if version else None

    def findings(self) -> Iterator[Finding]:
        for finding in self.faults():
            yield Finding(
                code=finding.code,
                path=finding.path,
                detail=(*finding.detail, f"profile {self.profile.name}"),
            )

    def faults(self) -> Iterator[Finding]:
        yield from self.serialization()
        yield from self.bagit_version()
        yield from self.identifier()
        yield from self.tags()
        yield from self.manifests(tag=False)
        yield from self.manifests(tag=True)
        yield from self.tag_files()
        yield from self.payload_files()
        yield from self.fetching()

    def hindrance(self) -> str:
        """Say why the profile could not be tried as a whole; empty if it was."""
        if not self.profile.whole:
            return "the profile is malformed"
        if self.observed.unreadable:
            return "not all could be read"
        if not self.info_is_known():
            return "bag-info.txt could not be read"
        return "" if self.version else "bagit.txt does not say which version of BagIt it is"

    def has(self, path: str) -> bool:
        return any(path in kind for kind in self.there)

    def paths(self) -> Iterator[str]:
        for kind in self.there:
            yield from kind

    # How it comes

    def serialization(self) -> Iterator[Finding]:
        kind, wanted = self.observed.media_type, self.profile.serialization
        if kind is None and wanted is Serialization.REQUIRED:
            accepted = ", ".join(self.profile.accept_serialization or ())
            yield Finding(code="B327", path="", detail=("found    a folder", f"accepted {accepted}"))
        elif kind is not None and wanted is Serialization.FORBIDDEN:
            yield Finding(code="B327", path="", detail=(f"found    {kind}", "accepted a folder"))
        elif kind is not None and self.profile.accept_serialization is not None:
            accepted = ", ".join(self.profile.accept_serialization)
            if not {_type(entry) for entry in self.profile.accept_serialization} & {_type(kind)}:
                yield Finding(code="B328", path="", detail=(f"found    {kind}", f"accepted {accepted}"))

    def bagit_version(self) -> Iterator[Finding]:
        accepted = self.profile.accept_bagit_version
        if self.version and accepted and self.version not in accepted:
            detail = (f"found    {self.version}", f"accepted {', '.join(accepted)}")
            yield Finding(code="B329", path="bagit.txt", detail=detail)

    # What it says of itself

    def info_is_known(self) -> bool:
        """Tell whether the tags are known: bag-info.txt was read, or is not there at all."""
        data = self.observed.kept.get("bag-info.txt")
        return not self.has("bag-info.txt") if data is None else bool(self.declared.info or not data.strip())

    def identifier(self) -> Iterator[Finding]:
        wanted = self.profile.identifiers
        if not self.profile.published or not wanted or not self.info_is_known():
            return
        found = _values(self.declared, IDENTIFIER)
        if not found:
            if self.has("bag-info.txt"):
                yield Finding(code="B310", path="bag-info.txt", detail=(f"expected {self.profile.identifier}",))
        elif not wanted & {value.strip() for value in found}:
            detail = (f"expected {self.profile.identifier}", f"found    {', '.join(found)}")
            yield Finding(code="B311", path="bag-info.txt", detail=detail)

    def tags(self) -> Iterator[Finding]:
        if self.profile.published and not self.has("bag-info.txt"):
            yield Finding(code="B312", path="bag-info.txt")
        if not self.info_is_known():
            return
        for tag in self.profile.tags:
            if tag.label.casefold() != IDENTIFIER.casefold():
                yield from self.tag(tag, _values(self.declared, tag.label))

    def tag(self, tag: Tag, found: Sequence[str]) -> Iterator[Finding]:
        path = "bag-info.txt"
        if tag.required and not found:
            detail = (tag.label, tag.description) if tag.description else (tag.label,)
            yield Finding(code="B313", path=path, detail=detail)
        if len(found) > 1 and not tag.repeatable:
            yield Finding(code="B315", path=path, detail=(f"{tag.label}: {len(found)} times",))
        for value in dict.fromkeys(found):
            if tag.values and value not in tag.values:
                detail = (f"{tag.label}: {value}", f"accepted {'; '.join(tag.values)}")
                yield Finding(code="B314", path=path, detail=detail)

    # What it holds

    def manifests(self, *, tag: bool) -> Iterator[Finding]:
        profile = self.profile
        required = profile.tag_manifests_required if tag else profile.manifests_required
        allowed = profile.tag_manifests_allowed if tag else profile.manifests_allowed
        kinds = (algorithm_of(path) for path in self.paths() if "/" not in path)
        found = {kind[0] for kind in kinds if kind is not None and kind[1] is tag}
        for algorithm in dict.fromkeys(required):
            if algorithm not in found:
                yield Finding(code="B318" if tag else "B316", path=manifest_name(algorithm, tag=tag))
        for algorithm in sorted(found):
            if allowed is not None and algorithm not in allowed:
                detail = (f"allowed {', '.join(allowed)}",)
                yield Finding(code="B319" if tag else "B317", path=manifest_name(algorithm, tag=tag), detail=detail)

    def tag_files(self) -> Iterator[Finding]:
        required = {normal(path): path for path in self.profile.tag_files_required}
        if self.profile.tag_files_allowed is None and not required:
            return
        allowed = self.profile.tag_files_allowed
        missing = dict(required)
        for path in self.paths():
            if path.startswith("data/") or path == "data":
                continue
            was_required = missing.pop(normal(path), None) is not None
            if allowed is None or was_required or path in _IMPLIED or algorithm_of(path) is not None:
                continue
            if not allowed.match(path):
                yield Finding(code="B321", path=path)
        for path in missing.values():
            yield Finding(code="B320", path=path)

    def payload_files(self) -> Iterator[Finding]:
        yield from self.emptiness()
        required = {normal(path): path for path in self.profile.payload_files_required}
        allowed = self.profile.payload_files_allowed
        if allowed is None and not required:
            return
        folders = [path for path in required if path.endswith("/")]
        present = set()
        for path in self.payload():
            spelled = normal(path)
            if spelled in required:
                present.add(spelled)
            elif allowed is not None and not allowed.match(path):
                yield Finding(code="B323", path=path)
            present.update(folder for folder in folders if spelled.startswith(folder))
        for path in required.keys() - present:
            detail = ("a folder with a file in it",) if path.endswith("/") else ()
            yield Finding(code="B322", path=required[path].rstrip("/"), detail=detail)

    def payload(self) -> Iterator[str]:
        """Yield the files of the complete bag: those that are still to be fetched are judged as if they were there."""
        for path in self.paths():
            if path.startswith("data/"):
                yield path
        for entry in self.declared.fetch:
            if not self.has(entry.path):
                yield entry.path

    def emptiness(self) -> Iterator[Finding]:
        if not self.profile.data_empty:
            return
        sizes = [file.size for path, file in self.observed.files.items() if path.startswith("data/")]
        if len(sizes) > 1 or any(sizes):
            yield Finding(code="B326", path="data", detail=(f"found    {len(sizes)} files, {sum(sizes)} octets",))

    def fetching(self) -> Iterator[Finding]:
        if self.has("fetch.txt"):
            if not self.profile.allow_fetch:
                yield Finding(code="B324", path="fetch.txt")
        elif self.profile.fetch_required:
            yield Finding(code="B325", path="fetch.txt")


def _type(media_type: str) -> str:
    """Return one name for all media types of a kind of archive file; parameters (`;`) are left out."""
    plain = media_type.partition(";")[0].strip().lower()
    return next((min(kind) for kind in _SAME_TYPES if plain in kind), plain)
