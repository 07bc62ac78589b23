# SPDX-License-Identifier: Apache-2.0
"""Checkpoints: which log it is, how long it was, and the root of its tree then. Pure.

The form is that of c2sp.org/tlog-checkpoint@v1.0.0.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.ledger.note import Note, decoded, parse_note
from archiver.ledger.tree import OCTETS

if TYPE_CHECKING:
    from archiver.ledger.tree import Tree

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_LEAST = 3
"""Lines: origin, size, root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log was at one time."""

    origin: str
    """Name of the log, the same in all its checkpoints."""
    size: int
    """Number of its lines."""
    root: bytes
    """32 octets."""
    extensions: tuple[str, ...] = ()
    """Further lines; nothing is made of them."""

    @property
    def text(self) -> str:
        """The text of its note, each line with its end."""
        return "\n".join([self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions, ""])


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a note.

    Raises:
        ValueError: if it is no checkpoint; the message says why.
    """
    *lines, rest = text.split("\n")
    if rest or len(lines) < _LEAST or not all(lines):
        raise ValueError("a checkpoint has three lines at least: origin, size and root")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size):
        raise ValueError("the second line is no size")
    octets = decoded(root)
    if len(octets) != OCTETS:
        raise ValueError("the third line is no root of 32 octets")
    return Checkpoint(origin=origin, size=int(size), root=octets, extensions=tuple(extensions))


def open_checkpoint(data: bytes) -> tuple[Checkpoint, Note]:
    """Read a checkpoint, signed or not, with its note; who signed is for `note.vouched` to say.

    Raises:
        ValueError: if it is none; the message says why.
    """
    note = parse_note(data)
    return parse_checkpoint(note.text), note


def of_tree(tree: Tree, origin: str) -> Checkpoint:
    """Return the checkpoint of a log as it is now."""
    return Checkpoint(origin=origin, size=tree.size, root=tree.root())


def default_origin(tree: Tree) -> str:
    """Return what a log is called whose keeper gave it no name: by the hash of its first line, which never changes."""
    return f"archiver-ledger/{tree.leaf(0).hex()}"
