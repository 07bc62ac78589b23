# SPDX-License-Identifier: Apache-2.0
"""Manifests as text: a checksum and a path a line. Pure; RFC 8493, sections 2.1.3, 2.2.1 and 2.4."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from archiver.bag.lines import Reading, is_blank
from archiver.bag.paths import V1, Version, decode, encode, has_bare_percent, refusal
from archiver.bag.plain import plain_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archiver.findings import Finding

SIZES = {
    "md5": 16,
    "sha1": 20,
    "sha224": 28,
    "sha256": 32,
    "sha384": 48,
    "sha512": 64,
    "sha3224": 28,
    "sha3256": 32,
    "sha3384": 48,
    "sha3512": 64,
    "blake2b": 64,
    "blake2s": 32,
}
"""The algorithms that can be checked, as BagIt writes their names, with the octets of a digest."""

WEAK = frozenset({"md5", "sha1"})
"""Algorithms for which a second file with the same digest can be made."""

_NAME = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(r"(\\?)([0-9A-Fa-f]+)([ \t]+)([^ \t].*)", re.DOTALL)
_ESCAPED = re.compile(r"\\(\\|n|r)")
_ESCAPES = {"\\": "\\", "n": "\n", "r": "\r"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The digests of files by one algorithm; `entries` maps each decoded path to its raw digest."""

    algorithm: str
    entries: Mapping[str, bytes]


def manifest_name(algorithm: str, *, tag: bool = False) -> str:
    """Return the file name of a payload manifest, or of a tag manifest."""
    return f"{'tag' if tag else ''}manifest-{algorithm}.txt"


@lru_cache(1024)
def algorithm_of(name: str) -> tuple[str, bool] | None:
    """Return the algorithm of a manifest and whether it is a tag manifest; None if the name is no manifest's."""
    match = _NAME.fullmatch(name)
    return (match[2], match[1] is not None) if match else None


def algorithms_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the known algorithms of all manifests among these file names, sorted."""
    found = {manifest[0] for name in names if (manifest := algorithm_of(name))}
    return tuple(sorted(found & SIZES.keys()))


def format_manifest(manifest: Manifest) -> bytes:
    """Write a manifest in the one canonical form: two blanks, LF, sorted by the bytes of the path, UTF-8."""
    entries = sorted((path.encode(), path, digest) for path, digest in manifest.entries.items())
    return "".join(f"{digest.hex()}  {encode(path)}\n" for _, path, digest in entries).encode()


def parse_manifest(
    data: bytes, *, path: str, version: Version = V1, encoding: str = "utf-8", known: Sequence[str] = ()
) -> tuple[Manifest, tuple[Finding, ...]]:
    """Read a manifest and say what is wrong with its lines.

    `path` is the file name, which gives the algorithm and the kind; findings carry it with the line. Lines may end
    in LF, CR or CRLF. A line that can be meant in one way only is told and taken in; one that is wrong is left out
    of the entries.

    Raises:
        ValueError: if the file name is not that of a manifest.
    """
    kind = algorithm_of(path)
    if kind is None:
        raise ValueError(f"no manifest is called {path!r}")
    width = SIZES.get(kind[0])
    if width is not None and not kind[1] and encoding == "utf-8":
        entries = plain_entries(data, width=width, known=known)
        if entries is not None:
            return Manifest(algorithm=kind[0], entries=entries), ()
    reading = _Reading(data, path=path, encoding=encoding, malformed="B105")
    reading.begin(algorithm=kind[0], tag=kind[1], version=version)
    for number, line in enumerate(reading.lines, 1):
        reading.take(number, line)
    return Manifest(algorithm=kind[0], entries=reading.entries), reading.findings(version)


class _Reading(Reading):
    """A manifest being read, line by line."""

    def begin(self, *, algorithm: str, tag: bool, version: Version) -> None:
        self.algorithm, self.tag, self.version = algorithm, tag, version
        self.size = SIZES.get(algorithm)
        self.entries: dict[str, bytes] = {}

    def take(self, number: int, line: str) -> None:
        match = _LINE.fullmatch(line)
        if match is None or len(match[2]) % 2:
            if is_blank(line):
                self.say("B134", number, "nothing stands in this line")
            else:
                self.say("B105", number, "a line is a checksum in hex, blanks and a path")
            return
        digest = bytes.fromhex(match[2])
        if self.size is not None and len(digest) != self.size:
            expected = f"{self.algorithm} has {2 * self.size} hex digits, found {len(match[2])}"
            self.say("B105", number, expected)
            return
        text = match[4]
        if text[0] in "*.":
            text = self.as_meant(number, text, single=match[3] == " ")
        path = self.unescaped(number, text) if match[1] else self.unencoded(number, text)
        reason = refusal(path) or self.misplaced(path)
        if reason is None:
            self.enter(number, sys.intern(path), digest)
        else:
            self.say("B106", number, f"{reason}: {path}")

    def as_meant(self, number: int, text: str, *, single: bool) -> str:
        """Return a path without what old tools put before it: md5sum an asterisk, `find` a dot and a slash."""
        if text.startswith("*") and (single if self.tag else text.startswith(("*data/", "*./data/"))):
            self.say("B130", number, "an asterisk stands before the path")
            text = text[1:]
        if text.startswith("./"):
            self.say("B131", number, "the path begins with ./")
            text = text[2:]
        return text

    def unescaped(self, number: int, text: str) -> str:
        r"""Read a path in which md5sum wrote `\\` and `\n`, as it says by a backslash before the checksum (§6.1.3)."""
        self.say("B130", number, "a backslash stands before the checksum")
        return _ESCAPED.sub(lambda match: _ESCAPES[match[1]], text)

    def unencoded(self, number: int, text: str) -> str:
        if "%" not in text:
            return text
        if self.version >= V1 and has_bare_percent(text):
            self.say("B142", number, text)
        return decode(text, self.version)

    def misplaced(self, path: str) -> str | None:
        if not self.tag:
            return None if path.startswith("data/") else "a payload manifest lists only files in data/"
        kind = algorithm_of(path)
        if kind is not None and kind[1]:
            return "a tag manifest lists no tag manifest"
        return "a tag manifest lists no payload" if path.startswith("data/") else None

    def enter(self, number: int, path: str, digest: bytes) -> None:
        before = self.entries.setdefault(path, digest)
        if before is not digest:
            self.say("B133" if before == digest else "B107", number, path)
