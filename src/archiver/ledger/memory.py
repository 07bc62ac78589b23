# SPDX-License-Identifier: Apache-2.0
"""What somebody remembers of a ledger, held against the ledger as it is and against the keys that are trusted. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.findings import Finding
from archiver.ledger.note import vouched
from archiver.ledger.tree import is_consistent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver.ledger.checkpoint import Checkpoint
    from archiver.ledger.note import Note, Verifier
    from archiver.ledger.tree import Tree


def against(tree: Tree, remembered: Checkpoint, *, path: str) -> tuple[Finding, ...]:
    """Say whether the ledger only grew since a checkpoint was made (RFC 9162 §2.1.4).

    One that is shorter now was rolled back (L203); whether what is left is what was there, nobody can tell from a
    checkpoint alone. One that has other lines where lines were is a fork (L204). `path` stands for the ledger.
    """
    size = remembered.size
    if tree.size < size:
        detail = (f"lines remembered {size}", f"lines found      {tree.size}")
        return (Finding(code="L203", path=path, detail=detail),)
    root = tree.root(size)
    proof = tree.consistency(size, tree.size) if size else ()
    # The proof is made from the ledger itself, and checked as a stranger would, so that both computations must agree.
    if is_consistent(size, tree.size, proof, roots=(remembered.root, tree.root())):
        return ()
    detail = (f"root of the first {size} lines remembered {remembered.root.hex()}", f"found {root.hex()}")
    return (Finding(code="L204", path=path, detail=detail),)


def signatures(note: Note, verifiers: Iterable[Verifier], *, path: str) -> tuple[Finding, ...]:
    """Say whose signature is missing or wrong (L202) of the keys that all have to vouch for a note.

    Where no key is named, nothing was checked, and that is said (L206).

    Raises:
        ArchiverError: if the extra `sign` is not installed.
    """
    wanted = tuple(verifiers)
    if not wanted:
        state = f"{len(note.signatures)} not checked: no key was named" if note.signatures else "it bears none"
        return (Finding(code="L206", path=path, detail=(f"signatures: {state}",)),)
    missing = [verifier for verifier in wanted if vouched(note, verifier) is None]
    return tuple(Finding(code="L202", path=path, detail=(f"key {verifier}",)) for verifier in missing)
