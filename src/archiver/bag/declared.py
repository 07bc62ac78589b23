# SPDX-License-Identifier: Apache-2.0
"""Read all that the tag files of a bag say. Pure: bytes in, values and findings out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.bag.contents import Declared
from archiver.bag.manifest import Manifest, algorithm_of, format_manifest, parse_manifest
from archiver.bag.tags import (
    DECLARATION,
    PROFILE,
    Declaration,
    odd_elements,
    parse_declaration,
    parse_fetch,
    parse_info,
    parse_oxum,
)
from archiver.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archiver.bag.tags import Fetch, Pair

NEEDS = (
    "bag-info.txt",
    "manifest-sha256.txt",
    "manifest-sha512.txt",
    "tagmanifest-sha256.txt",
    "tagmanifest-sha512.txt",
)
"""What every package of ours has, by its profile."""

NOT_CANONICAL = ("not in the one form that archiver writes",)
"""Detail of the finding on a manifest of ours that says the same as before in other bytes."""

_TEXTS = frozenset({"bagit.txt", "bag-info.txt", "package-info.txt", "fetch.txt"})
_INFOS = ("bag-info.txt", "package-info.txt")
"""The latter before 0.96."""
_NAMED = PROFILE.encode()


def largest(path: str) -> int:
    """Return how many octets of a file that declares something are read; -1 for all other files.

    A manifest and fetch.txt take some hundred octets for each file of the payload, the others hold a page.
    """
    if algorithm_of(path) is not None or path == "fetch.txt":
        return 256 * 1024 * 1024
    return 8 * 1024 * 1024 if path in _TEXTS else -1


def declared(
    texts: Mapping[str, bytes],
    *,
    strict_profile: bool = False,
    needs: tuple[str, ...] = (),
    known: Sequence[str] = (),
) -> tuple[Declared, tuple[Finding, ...]]:
    """Read the tag files and say what is wrong with each of them.

    `texts` maps the paths of those that are there to their bytes. With `strict_profile` the bag has to satisfy
    the profile of our packages, and so has one that names it; `needs` are files that it must have besides. `known`
    are the paths of the files that are there, in ascending order, if they are known.
    """
    ours = strict_profile or _names_profile(texts)
    declaration, findings = _declaration(texts, ours=ours)
    info, faults = _info(texts, declaration)
    findings += faults
    findings += odd_elements(info, version=declaration.version)
    oxum, faults = parse_oxum(info)
    fetch, more = _fetch(texts, declaration)
    findings += [*faults, *more]
    manifests, broken, faults = _manifests(texts, declaration, canonical=ours, known=known)
    return (
        Declared(
            declaration=declaration,
            manifests={algorithm: manifest for (algorithm, tag), manifest in manifests.items() if not tag},
            tagmanifests={algorithm: manifest for (algorithm, tag), manifest in manifests.items() if tag},
            broken=broken,
            info=info,
            oxum=oxum,
            fetch=fetch,
            profile=ours,
            needs=(*NEEDS, *needs) if ours else (),
        ),
        (*findings, *faults),
    )


def _names_profile(texts: Mapping[str, bytes]) -> bool:
    # What nearly every bag lacks is looked for before anything is taken apart.
    if not any(_NAMED in texts.get(path, b"") for path in _INFOS):
        return False
    info, _ = _info(texts, Declaration())
    return any(label.casefold() == "bagit-profile-identifier" and value.strip() == PROFILE for label, value in info)


def _declaration(texts: Mapping[str, bytes], *, ours: bool) -> tuple[Declaration, list[Finding]]:
    data = texts.get("bagit.txt")
    if data is None:
        return Declaration(), []
    declaration, findings = parse_declaration(data)
    if ours and data != DECLARATION:
        # A package of ours has one bagit.txt: read by another one, its manifests would seem to list other files.
        fault = Finding(code="B102", path="bagit.txt", detail=("a package declares BagIt 1.0 and UTF-8",))
        return Declaration(), [fault]
    return declaration, list(findings)


def _info(texts: Mapping[str, bytes], declaration: Declaration) -> tuple[tuple[Pair, ...], tuple[Finding, ...]]:
    for path in _INFOS:
        if path in texts:
            version, encoding = declaration.version, declaration.encoding
            return parse_info(texts[path], path=path, version=version, encoding=encoding)
    return (), ()


def _fetch(texts: Mapping[str, bytes], declaration: Declaration) -> tuple[tuple[Fetch, ...], tuple[Finding, ...]]:
    if "fetch.txt" not in texts:
        return (), ()
    return parse_fetch(texts["fetch.txt"], version=declaration.version, encoding=declaration.encoding)


def _manifests(
    texts: Mapping[str, bytes], declaration: Declaration, *, canonical: bool, known: Sequence[str]
) -> tuple[dict[tuple[str, bool], Manifest], frozenset[str], tuple[Finding, ...]]:
    """Read all manifests; say too which of them have lines that could not be read."""
    manifests: dict[tuple[str, bool], Manifest] = {}
    findings: list[Finding] = []
    broken = set()
    for path, data in texts.items():
        kind = algorithm_of(path)
        if kind is None:
            continue
        version, encoding = declaration.version, declaration.encoding
        manifest, faults = parse_manifest(data, path=path, version=version, encoding=encoding, known=known)
        if any(finding.code in {"B105", "B106"} for finding in faults):
            broken.add(path)
        elif canonical and not faults and format_manifest(manifest) != data:
            faults = (Finding(code="B105", path=path, detail=NOT_CANONICAL),)
        manifests[kind] = manifest
        findings += faults
    return manifests, frozenset(broken), tuple(findings)
