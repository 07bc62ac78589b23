# SPDX-License-Identifier: Apache-2.0
"""The holes of a bag: files that are missing and that fetch.txt says where to get. Pure; RFC 8493 §2.2.3."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.bag.manifest import SIZES
from archiver.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from archiver.bag.contents import Declared, Observed
    from archiver.bag.tags import Fetch


COMMAND = "archiver fetch BAG"
"""What fills the holes; who knows where the bag lies puts its path in the place of `BAG`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A payload file that is missing, where it is to be had, and how it is known when it comes."""

    path: str
    """Below the bag, with `data/`."""
    urls: tuple[str, ...]
    """Its addresses, in the order of fetch.txt."""
    length: int | None
    """Its octets as fetch.txt says; None where it does not."""
    digests: Mapping[str, bytes]
    """Raw digests by algorithm, of all payload manifests that list it and can be checked."""


def holes(declared: Declared, missing: Collection[str]) -> tuple[Hole, ...]:
    """Return the holes among the files that are missing, by their paths."""
    return tuple(
        Hole(
            path=path,
            urls=tuple(dict.fromkeys(entry.url for entry in entries)),
            length=next((entry.length for entry in entries if entry.length is not None), None),
            digests=_digests(declared, path),
        )
        for path, entries in sorted(_by_path(declared).items())
        if path in missing
    )


def faults_of_fetch(declared: Declared, observed: Observed) -> Iterator[Finding]:
    """Hold fetch.txt against the manifests and against the files that are there."""
    named = _by_path(declared)
    for path, entries in named.items():
        if len(entries) > 1:
            yield Finding(code="B402", path="fetch.txt", detail=(path,))
        lengths = {entry.length for entry in entries} - {None}
        if len(lengths) > 1:
            yield Finding(code="B122", path="fetch.txt", detail=(f"{path} is given more than one length",))
        elif lengths and path in observed.files and observed.files[path].size not in lengths:
            detail = (f"{path}: recorded {lengths.pop()} octets   found {observed.files[path].size}",)
            yield Finding(code="B401", path="fetch.txt", detail=detail)
    yield from _unlisted(declared, named)
    if "fetch.txt" in observed.files and (observed.files["fetch.txt"].size or declared.profile):
        yield _told(declared, observed, named)


def _by_path(declared: Declared) -> dict[str, list[Fetch]]:
    entries: dict[str, list[Fetch]] = defaultdict(list)
    for entry in declared.fetch:
        entries[entry.path].append(entry)
    return entries


def _digests(declared: Declared, path: str) -> dict[str, bytes]:
    manifests = declared.manifests.items()
    return {name: found.entries[path] for name, found in manifests if path in found.entries and name in SIZES}


def _unlisted(declared: Declared, named: Collection[str]) -> Iterator[Finding]:
    """Every file of fetch.txt is in a payload manifest; which manifest lacks it is told of the manifest."""
    whole = [found.entries for name, found in declared.manifests.items() if _name(name) not in declared.broken]
    for path in named:
        if whole and not any(path in entries for entries in whole):
            yield Finding(code="B122", path="fetch.txt", detail=(f"{path} is in no manifest",))


def _name(algorithm: str) -> str:
    return f"manifest-{algorithm}.txt"


def _told(declared: Declared, observed: Observed, named: Collection[str]) -> Finding:
    count, gone = len(named), sum(path not in observed.files for path in named)
    files = f"{count} file{'' if count == 1 else 's'}"
    if declared.profile:
        return Finding(code="B118", path="fetch.txt", detail=(files,))
    if not gone:
        advice = "all are there and were checked; fetch.txt may go when the bag is made again"
        return Finding(code="B123", path="fetch.txt", detail=(f"{files}, all of them there",), help=advice)
    detail = (f"{files}, {gone} of them not there",)
    return Finding(code="B123", path="fetch.txt", detail=detail, help=f"nothing was fetched: {COMMAND} does that")
