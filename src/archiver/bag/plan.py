# SPDX-License-Identifier: Apache-2.0
"""The layout of a new bag, every byte of it, before anything is written. Pure; RFC 8493 and our profile."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.bag.manifest import Manifest, algorithm_of, format_manifest, manifest_name
from archiver.bag.paths import folded, refusal, visible
from archiver.bag.tags import DECLARATION, format_info
from archiver.errors import InvalidMaterial
from archiver.findings import Finding, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ALGORITHMS = ("sha256", "sha512")
"""The algorithms of our manifests, of both kinds."""

_LONGEST_NAME = 255
"""Octets in one name, on every file system in use."""
_OWN_NAMES = frozenset({"bagit.txt", "bag-info.txt", "fetch.txt", "data"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole bag that is not written yet."""

    files: tuple[tuple[str, bytes], ...]
    """Path below the bag and bytes of every file, sorted by the bytes of the path."""
    payload: Mapping[str, bytes]
    """The payload alone; the paths are relative to `data/`."""

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of each payload file in hex, by its path with `data/`: what the payload digest is made of."""
        return {f"data/{path}": hashlib.sha256(data).hexdigest() for path, data in self.payload.items()}

    def file(self, path: str) -> bytes:
        """Return the bytes of one file of the bag.

        Raises:
            KeyError: if the plan has no such file.
        """
        return dict(self.files)[path]


def plan(
    payload: Mapping[str, bytes], *, info: Sequence[tuple[str, str]], tags: Mapping[str, bytes] | None = None
) -> Plan:
    """Lay out a BagIt 1.0 bag with sha256 and sha512 manifests of both kinds.

    `payload` maps paths relative to `data/` to bytes, `tags` maps paths relative to the bag (`metadata/…`) to
    bytes; the order of neither matters. `info` is bag-info.txt in its order; Payload-Oxum is added if it is
    not there.

    Raises:
        InvalidMaterial: B116 for every name that is unsafe or taken and for a payload without files; B112 if
            `info` cannot be written.
    """
    tags = tags or {}
    content = {f"data/{path}": data for path, data in payload.items()}
    _refuse(_faults(payload, content, tags))
    described = {"bagit.txt": DECLARATION, "bag-info.txt": format_info(_with_oxum(info, payload)), **tags}
    described |= {manifest_name(name): _manifest(name, content) for name in ALGORITHMS}
    sealed = {manifest_name(name, tag=True): _manifest(name, described) for name in ALGORITHMS}
    files = content | described | sealed
    return Plan(
        files=tuple(sorted(files.items(), key=lambda item: item[0].encode())),
        payload=dict(sorted(payload.items())),
    )


def _manifest(algorithm: str, files: Mapping[str, bytes]) -> bytes:
    entries = {path: hashlib.new(algorithm, data).digest() for path, data in files.items()}
    return format_manifest(Manifest(algorithm=algorithm, entries=entries))


def _with_oxum(info: Sequence[tuple[str, str]], payload: Mapping[str, bytes]) -> list[tuple[str, str]]:
    if any(label.casefold() == "payload-oxum" for label, _ in info):
        return list(info)
    return [*info, ("Payload-Oxum", f"{sum(map(len, payload.values()))}.{len(payload)}")]


def _refuse(faults: Iterable[tuple[str, str]]) -> None:
    findings = in_order(Finding(code="B116", path=visible(path), detail=(why,)) for path, why in faults)
    if findings:
        raise InvalidMaterial(findings)


def _faults(
    payload: Mapping[str, bytes], content: Mapping[str, bytes], tags: Mapping[str, bytes]
) -> Iterator[tuple[str, str]]:
    if not payload:
        yield "data", "a package without payload keeps nothing"
    yield from ((f"data/{path}", why) for path in payload if (why := _unsafe(path)))
    for path in tags:
        top = folded(path).split("/")[0]
        if (why := _unsafe(path)) is not None:
            yield path, why
        elif path[0] in " \t":
            yield path, "a blank at the beginning, which no manifest can tell from the blanks before the path"
        elif top in _OWN_NAMES or algorithm_of(top) is not None:
            yield path, "the name belongs to the bag itself"
    yield from _collisions([*content, *tags])


def _unsafe(path: str) -> str | None:
    why = refusal(path)
    if why is not None:
        return why
    try:
        names = path.encode().split(b"/")
    except UnicodeEncodeError:
        return "a name that is not Unicode text"
    return "a name of more than 255 octets" if max(map(len, names)) > _LONGEST_NAME else None


def _collisions(paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Find files and folders whose names some file system takes for one, and files that are folders too."""
    spellings: dict[str, str] = {}
    folders = {folder for path in paths for folder in _parents(path)}
    for path in sorted({*paths, *folders}):
        other = spellings.setdefault(folded(path), path)
        if other != path:
            yield path, f"differs only in case or normalisation from {visible(other)}"
    for path in folders.intersection(paths):
        yield path, "is a file and a folder"


def _parents(path: str) -> Iterator[str]:
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)
