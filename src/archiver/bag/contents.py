# SPDX-License-Identifier: Apache-2.0
"""What a bag declares and what was found in it: the two sides that are compared. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archiver.bag.columns import File, Files
from archiver.bag.tags import Declaration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archiver.bag.manifest import Manifest
    from archiver.bag.tags import Fetch, Pair
    from archiver.findings import Finding


__all__ = ["Declared", "File", "Files", "Observed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the tag files of a bag say."""

    declaration: Declaration = field(default_factory=Declaration)
    manifests: Mapping[str, Manifest]
    """Payload manifests by algorithm."""
    tagmanifests: Mapping[str, Manifest]
    """Tag manifests by algorithm."""
    broken: frozenset[str] = frozenset()
    """Names of the manifests that have lines which could not be read: their lists are not whole."""
    info: tuple[Pair, ...] = ()
    oxum: tuple[int, int] | None = None
    """Octets and files of the payload."""
    fetch: tuple[Fetch, ...] = ()
    profile: bool = False
    """Whether the bag has to satisfy the profile of our packages."""
    needs: tuple[str, ...] = ()
    """Files that have to be there because the profile says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What one walk through a bag found; paths are relative, with `/`, undecodable bytes as surrogates."""

    algorithms: tuple[str, ...]
    """The order of the digests of each file."""
    files: Mapping[str, File] = field(default_factory=dict)
    irregular: Mapping[str, str] = field(default_factory=dict)
    """Links, FIFOs, sockets and devices, none of them opened, with what they are."""
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """Files and folders that could not be read, with the reason."""
    folders: frozenset[str] = frozenset()
    """All folders."""
    kept: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes of the files that were asked for, from the same read as their digests."""
    faults: tuple[Finding, ...] = ()
    """What is wrong with the archive file that holds the bag; paths are below the bag, empty for the file itself."""
    whole: bool = True
    """False where an archive file broke off or was left at a limit: what was not met is not known to be missing."""
    media_type: str | None = None
    """The kind of the archive file that holds the bag, such as `application/zip`; None: it lies in a folder."""

    def digest(self, path: str, algorithm: str) -> bytes:
        """Return the raw digest of a file by one of the algorithms."""
        return self.files[path].digests[self.algorithms.index(algorithm)]
