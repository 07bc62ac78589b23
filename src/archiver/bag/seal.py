# SPDX-License-Identifier: Apache-2.0
"""The tag manifest by which a whole bag is signed: it lists the manifests, which list the payload. Pure."""

from __future__ import annotations

from hashlib import sha256, sha512
from typing import TYPE_CHECKING, NamedTuple

from archiver.bag.manifest import manifest_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archiver.bag.contents import Declared

_STRENGTH = (
    "sha512",
    "sha3512",
    "blake2b",
    "sha384",
    "sha3384",
    "sha256",
    "sha3256",
    "blake2s",
    "sha224",
    "sha3224",
    "sha1",
    "md5",
)
"""The algorithms, the strongest first, and of those that are alike the most common one."""


class Seal(NamedTuple):
    """A tag manifest as it was found, from the read by which it was judged."""

    name: str
    """Its file name."""
    sha256: bytes
    """Digests of the file itself: what is signed of it, and no name of the bag."""
    sha512: bytes
    vouches: bool
    """Whether it lists bagit.txt, by which manifests are read, and every payload manifest; there is one at least.

    From 1.0 on it has to list these (RFC 8493 §2.2.1); before, it listed what it liked, and whoever put another
    manifest into the bag put files into the payload with it.
    """

    @property
    def digests(self) -> dict[str, bytes]:
        """The digests by the names of their algorithms."""
        return {"sha256": self.sha256, "sha512": self.sha512}


def seal_of(declared: Declared, texts: Mapping[str, bytes]) -> Seal | None:
    """Return the strongest tag manifest of a bag; None where it has none that could be read.

    `texts` maps the paths of the tag files to their bytes.
    """
    algorithm = _strongest(texts)
    manifest = declared.tagmanifests.get(algorithm) if algorithm else None
    needed = {"bagit.txt", *map(manifest_name, declared.manifests)}
    whole = manifest is not None and bool(declared.manifests) and needed <= manifest.entries.keys()
    return _seal(algorithm, texts, vouches=whole)


def plain_seal(texts: Mapping[str, bytes]) -> Seal | None:
    """Return the strongest of some tag manifests of which it is known that each lists all other tag files."""
    return _seal(_strongest(texts), texts, vouches=True)


def _strongest(texts: Mapping[str, bytes]) -> str | None:
    return next((name for name in _STRENGTH if manifest_name(name, tag=True) in texts), None)


def _seal(algorithm: str | None, texts: Mapping[str, bytes], *, vouches: bool) -> Seal | None:
    if algorithm is None:
        return None
    name = manifest_name(algorithm, tag=True)
    data = texts[name]
    return Seal(name=name, sha256=sha256(data).digest(), sha512=sha512(data).digest(), vouches=vouches)
