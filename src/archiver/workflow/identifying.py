# SPDX-License-Identifier: Apache-2.0
"""Say what a package is called, and what is in it; or any file or folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from archiver import bag, identity
from archiver.bag.observe import GIT, Folder
from archiver.bag.tags import PROFILE
from archiver.codes import Severity
from archiver.errors import CannotRead
from archiver.workflow.own import has_contents

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.bag.archive import Archive
    from archiver.bag.contents import Observed

_TEI = "data/transcript.tei.xml"
_INFO = "bag-info.txt"
_LARGEST = 1024 * 1024
_GRAVE = frozenset({Severity.ERROR, Severity.UNCHECKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """What a path is called."""

    path: str
    ids: tuple[tuple[str, str], ...]
    """What is meant (`data/`, `data/source/…`, `payload`; empty for the path itself) and its identifier."""
    kind: str
    """file, folder or package."""
    stated: tuple[tuple[str, str], ...] = ()
    """What bag-info.txt says and is not so: label and identifier."""


def identify(path: Path, *, plain: bool = False) -> Identified:
    """Compute the identifiers of a package, or of any file or folder.

    A package of ours, in a folder or in an archive file, has the SWHID of `data/`, by which it is cited, those
    of its source and of its TEI, and the digest of its payload. It is taken as it is found: whether it is whole
    is for `verify` to say. With `plain` no package is looked for.

    Raises:
        CannotRead: if something cannot be read, or is neither file, folder nor link.
        NothingToCheck: if there is no such file or folder.
    """
    package = None if plain else _package_at(path)
    if package is not None:
        return _of_package(package, str(path))
    swhid = identity.swhid_of(path)
    kind = "folder" if swhid.startswith(identity.DIRECTORY) else "file"
    return Identified(path=str(path), kind=kind, ids=(("", swhid),))


def _package_at(path: Path) -> Path | Archive | None:
    archive = bag.open_archive(path, thorough=False)
    if archive is not None:
        return archive if has_contents(archive) else None
    return path if has_contents(path) else None


def _of_package(root: Path | Archive, path: str) -> Identified:
    carried = Folder(root) if isinstance(root, PurePath) else root
    observed = carried.observe(algorithms=("sha256", GIT), keep=lambda name: _LARGEST if name == _INFO else -1)
    _demand_whole(observed, path)
    payload = [name for name in observed.files if name.startswith("data/")]
    swhids = {name: f"{identity.CONTENT}{observed.digest(name, GIT).hex()}" for name in payload}
    sums = {name: observed.digest(name, "sha256").hex() for name in payload}
    whole = identity.directory_swhid({name.removeprefix("data/"): swhid for name, swhid in swhids.items()})
    digest = identity.payload_digest(sums)
    parts = [(name, swhids[name]) for name in sorted(payload) if name.startswith("data/source/") or name == _TEI]
    ids = (("data/", whole), *parts, ("payload", digest))
    stated = {"External-Identifier": whole, "Archiver-Payload-Digest": digest}
    return Identified(path=path, kind="package", ids=ids, stated=_untrue(observed, stated))


def _demand_whole(observed: Observed, path: str) -> None:
    """Give no identifier to what was seen in part."""
    wrong = {**observed.irregular, **observed.unreadable}
    for name, what in sorted(wrong.items()):
        raise CannotRead(f"{path}/{name}: {what}", where=f"{path}/{name}")
    if not observed.whole or any(fault.severity in _GRAVE for fault in observed.faults):
        raise CannotRead(f"{path} is not whole", where=path, help="see what is wrong with it: archiver verify")


def _untrue(observed: Observed, found: dict[str, str]) -> tuple[tuple[str, str], ...]:
    pairs, _ = bag.parse_info(observed.kept.get(_INFO, b""))
    if not any(label == "BagIt-Profile-Identifier" and value == PROFILE for label, value in pairs):
        return ()
    return tuple((label, value) for label, value in pairs if found.get(label, value) != value)
