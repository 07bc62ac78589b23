# SPDX-License-Identifier: Apache-2.0
"""Identifiers that anyone can compute again from the bytes alone.

A package is cited by the SWHID of its payload folder (SWHID 1.2, ISO/IEC 18670: the hash of a git tree) and
secured by the SHA-256 of its canonical payload manifest, written as RFC 6920 prescribes. Both are the same
whatever the date, the tag files or the form of the archive.
"""

from __future__ import annotations

import hashlib
import unicodedata
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CONTENT = "swh:1:cnt:"
DIRECTORY = "swh:1:dir:"

REGULAR, EXECUTABLE, LINK, FOLDER = b"100644", b"100755", b"120000", b"40000"
"""The modes that an entry of a folder can have, as git writes them."""

Tree = dict[str, "bytes | Tree"]


class Entry(NamedTuple):
    """An entry of a folder: its mode, its name as octets, and the raw hash of what it holds."""

    mode: bytes
    name: bytes
    id: bytes


def content_swhid(data: bytes) -> str:
    """Return the SWHID of a file with these bytes (`swh:1:cnt:…`, the hash of a git blob)."""
    return CONTENT + _git_object(b"blob", data).hex()


def qualified(swhid: str, *, first: int, last: int) -> str:
    """Return the id of a stretch of a file: `;bytes=` and its first and last octet, counted from 0, both inclusive.

    SWHID 1.2, fragment qualifiers.
    """
    return f"{swhid};bytes={first}-{last}"


def directory_swhid(files: Mapping[str, str]) -> str:
    """Return the SWHID of a folder (`swh:1:dir:…`, the hash of a git tree).

    `files` maps the path of each file below the folder, with `/` between the names, to its content SWHID
    (`swh:1:cnt:…`). Every file counts as a regular one without the executable bit; there are no links and no
    empty folders.

    Raises:
        ValueError: if an id is no content SWHID, a path has an empty name in it, or one path is both a file
            and a folder.
    """
    root: Tree = {}
    for path, swhid in files.items():
        *folders, name = path.split("/")
        node = root
        for folder in folders:
            node = _subfolder(node, folder, path)
        if not name or name in node:
            raise ValueError(f"not a file in a folder: {path!r}")
        node[name] = _raw_id(swhid)
    return DIRECTORY + _tree_id(root).hex()


def payload_digest(manifest: Mapping[str, str]) -> str:
    """Return the digest of a payload as a URI (`ni:///sha-256;…`, RFC 6920).

    `manifest` maps each payload path, `data/` included, to its SHA-256 in hex. What is hashed is the canonical
    payload manifest: a line for each file with the digest in lower case, two blanks and the path in NFC, ended
    by LF and sorted by the bytes of the path. (NFC is safe: no package has names that differ only in it.)
    """
    lines = sorted(
        (unicodedata.normalize("NFC", path).encode("utf-8", "surrogateescape"), digest.lower().encode("ascii"))
        for path, digest in manifest.items()
    )
    text = b"".join(digest + b"  " + path + b"\n" for path, digest in lines)
    digest = hashlib.sha256(text).digest()
    return "ni:///sha-256;" + urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _subfolder(node: Tree, name: str, path: str) -> Tree:
    child = node.setdefault(name, {})
    if not name or not isinstance(child, dict):
        raise ValueError(f"not a file in a folder: {path!r}")
    return child


def _raw_id(swhid: str) -> bytes:
    raw = bytes.fromhex(swhid.removeprefix(CONTENT))
    if not swhid.startswith(CONTENT) or len(raw) != hashlib.sha1(usedforsecurity=False).digest_size:
        raise ValueError(f"no content SWHID: {swhid!r}")
    return raw


def _tree_id(tree: Tree) -> bytes:
    entries = []
    for name, child in tree.items():
        raw = name.encode("utf-8", "surrogateescape")
        if isinstance(child, dict):
            entries.append(Entry(FOLDER, raw, _tree_id(child)))
        else:
            entries.append(Entry(REGULAR, raw, child))
    return folder_id(entries)


def folder_id(entries: Iterable[Entry]) -> bytes:
    """Return the raw hash of a folder: sorted by the octets of the names, that of a folder with a slash after it."""
    ordered = sorted(entries, key=lambda entry: entry.name + b"/" if entry.mode == FOLDER else entry.name)
    return _git_object(b"tree", b"".join(b"%s %s\0%s" % entry for entry in ordered))


def link_id(target: bytes) -> bytes:
    """Return the raw hash of a link: that of a file that holds the path it leads to."""
    return _git_object(b"blob", target)


def _git_object(kind: bytes, body: bytes) -> bytes:
    return hashlib.sha1(b"%s %d\0%s" % (kind, len(body), body), usedforsecurity=False).digest()
