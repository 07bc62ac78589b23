# SPDX-License-Identifier: Apache-2.0
"""Sign packages and other bags, for `archiver verify --signers` and for ssh-keygen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.bag import open_archive
from archiver.codes import Severity
from archiver.errors import CannotRead, InvalidMaterial, UsageError
from archiver.findings import Finding
from archiver.signature.sshsig import NAMESPACE, SUFFIX, Signature, format_signature, signed_octets
from archiver.workflow.books import Books
from archiver.workflow.examination import examine
from archiver.workflow.shelf import looks_like_a_bag
from archiver.workflow.signatures import sidecar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from archiver.bag import Seal
    from archiver.signature.keys import PrivateKey

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._-]{0,63}")
_GRAVE = frozenset({Severity.ERROR, Severity.UNCHECKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature that was made, and where it belongs."""

    path: Path
    data: bytes
    """Armored, as `ssh-keygen -Y sign` writes it."""


def sign(packages: Sequence[Path], *, key: PrivateKey, name: str = "") -> tuple[Signed, ...]:
    """Sign the strongest tag manifest of each package, a folder or an archive file, and write nothing yet.

    Each is judged first, and held against its ledger if there is one: what is not sound is not signed, and neither is
    anything else then. `name` tells several signatures over one package apart.

    Raises:
        InvalidMaterial: with what is wrong with the packages, or if one has no tag manifest to be signed (L241).
        UsageError: if the name cannot be that of a file.
        CannotRead: if it is no package or cannot be read.
    """
    if name and (not _NAME.fullmatch(name) or SUFFIX in name):
        raise UsageError(f"no name for a file: {name!r}", help="letters, digits and @ . _ -, and no .sshsig")
    packages = tuple(dict.fromkeys(packages))
    seals: list[Seal] = []
    wrong: list[Finding] = []
    for package in packages:
        seal, findings = _sealed(package)
        seals += [seal] if seal else []
        wrong += findings
    if wrong:
        raise InvalidMaterial(wrong)
    return tuple(
        Signed(path=sidecar(package, name), data=_signed(seal, key))
        for package, seal in zip(packages, seals, strict=True)
    )


def _signed(seal: Seal, key: PrivateKey) -> bytes:
    octets = signed_octets(seal.sha512, hash_name="sha512")
    made = key.sign(octets)
    return format_signature(Signature(public=key.public, namespace=NAMESPACE, hash_name="sha512", made=made))


def _sealed(package: Path) -> tuple[Seal | None, list[Finding]]:
    """Return the tag manifest to be signed as it was judged, and what keeps the package from being signed.

    Where nothing does there is a tag manifest.
    """
    archive = open_archive(package)
    if archive is None and not looks_like_a_bag(package):
        raise CannotRead(f"{package} is no package", where=str(package), help="name its folder or its archive file")
    books = Books(None)
    book = books.governing(package)
    key = books.key(package, book) if book else None
    entry = book.packages.get(key) if book and key and archive is None else None
    recorded = book.recorded if book and archive else lambda *_: None
    examined = examine(archive or package, path=str(package), entry=entry, recorded=recorded)
    wrong = [finding for finding in examined.findings if finding.severity in _GRAVE]
    seal = examined.seal
    if not wrong and (seal is None or not seal.vouches):
        lacking = (
            "no tag manifest" if seal is None else f"{seal.name} does not list bagit.txt and all payload manifests"
        )
        wrong.append(Finding(code="L241", path=str(package), detail=(lacking,)))
    return seal, wrong
