# SPDX-License-Identifier: Apache-2.0
"""Proofs that stand alone: one line of a ledger, its way to the root, and the checkpoint. Pure.

The form is that of c2sp.org/tlog-proof@v1, and its `extra` line holds the line of the ledger itself: nothing vouches
for it but the way to the root, which is enough, and whoever has the proof needs no ledger.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.ledger.checkpoint import Checkpoint, parse_checkpoint
from archiver.ledger.note import LONGEST, Note, decoded, format_note, parse_note
from archiver.ledger.tree import MOST_HASHES, OCTETS, leaf_hash, root_by_inclusion

if TYPE_CHECKING:
    from archiver.ledger.tree import Tree

HEAD = b"c2sp.org/tlog-proof@v1\n"
"""How every proof begins."""

SUFFIX = ".tlog-proof"
"""How the file of a proof ends."""

_INDEX = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One line of a log, and what shows that it is in it."""

    line: bytes
    """The line of the ledger, without its line feed."""
    index: int
    """Its number, from 0."""
    hashes: tuple[bytes, ...]
    """From the sibling of the leaf up to the child of the root, 32 octets each."""
    note: Note
    """The checkpoint with its signatures, as the log and its witnesses made it."""

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint that the note says."""
        return parse_checkpoint(self.note.text)

    @property
    def holds(self) -> bool:
        """Whether the way leads from the line to the root of the checkpoint; says nothing of who signed it."""
        checkpoint = self.checkpoint
        root = root_by_inclusion(leaf_hash(self.line), self.index, checkpoint.size, self.hashes)
        return root is not None and root == checkpoint.root


def prove(line: bytes, index: int, tree: Tree, note: Note) -> Proof:
    """Return the proof that a line, counted from 0, was in the log when the checkpoint of the note was made.

    Raises:
        ValueError: if the checkpoint is older than the line, or not one of this log.
    """
    size = parse_checkpoint(note.text).size
    proof = Proof(line=line, index=index, hashes=tree.inclusion(index, size), note=note)
    if not proof.holds:
        raise ValueError("the checkpoint is not one of this ledger")
    return proof


def format_proof(proof: Proof) -> bytes:
    """Write a proof as it is kept beside a package."""
    lines = [f"extra {b64encode(proof.line).decode()}", f"index {proof.index}"]
    lines += [b64encode(octets).decode() for octets in proof.hashes]
    return HEAD + "".join(line + "\n" for line in [*lines, ""]).encode() + format_note(proof.note)


def parse_proof(data: bytes) -> Proof:
    """Read a proof that has the line of the ledger in it.

    Raises:
        ValueError: if it is none; the message says why.
    """
    if len(data) > LONGEST:
        raise ValueError(f"more than {LONGEST} octets")
    if not data.startswith(HEAD):
        raise ValueError("the first line is not " + HEAD.decode().strip())
    head, blank, note = data.removeprefix(HEAD).partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    if not blank or len(lines) < 2 or not lines[0].startswith("extra "):  # noqa: PLR2004 # extra and index
        raise ValueError("no line of a ledger in it (extra)" if blank else "no blank line before the checkpoint")
    if not lines[1].startswith("index ") or not _INDEX.fullmatch(lines[1].removeprefix("index ")):
        raise ValueError("no number of the line in it (index)")
    hashes = tuple(map(decoded, lines[2:]))
    if len(hashes) > MOST_HASHES or any(len(octets) != OCTETS for octets in hashes):
        raise ValueError("the way to the root is not one of up to 64 hashes")
    opened = parse_note(note)
    parse_checkpoint(opened.text)
    index = int(lines[1].removeprefix("index "))
    return Proof(line=decoded(lines[0].removeprefix("extra ")), index=index, hashes=hashes, note=opened)
