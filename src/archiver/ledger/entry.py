# SPDX-License-Identifier: Apache-2.0
"""An entry of the ledger as a value and as a line of canonical JSON. Pure.

Each line carries its number, the digest of the line before it and a digest of itself, so that an edit, a lost
line and an added one show, in the last line too.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

LONGEST = 64 * 1024
"""Octets of a line, its end included."""

PACKAGED = "packaged"
"""The event that says what a package is; there is one for each package."""
VERIFIED = "verified"
"""The event that says how a later check of a package ended; it alone has an outcome."""

_SHORTEST = 256
"""Octets that no entry does with less: the digests, the identifiers and the time alone take more."""

_PATTERNS = {
    "event": r"[a-z]+(-[a-z]+)*",
    "package": r"(?!/)(?!.*(^|/)\.{0,2}(/|$))[^\x00-\x1f\x7f\\]+",
    "payload": r"ni:///sha-256;[A-Za-z0-9_-]{43}",
    "swhid": r"swh:1:dir:[0-9a-f]{40}",
    "tagmanifest": r"[0-9a-f]{128}",
    "time": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
    "tool": r"[^\x00-\x1f\x7f]+",
}
_OPTIONAL_PATTERNS = {
    "outcome": r"success|(?:warning|failure)(?: [A-Z][0-9]{3}){1,99}",
    "previous": r"[0-9a-f]{64}",
    "supersedes": _PATTERNS["package"],
}
_COMPILED = {name: re.compile(pattern) for name, pattern in (_PATTERNS | _OPTIONAL_PATTERNS).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One thing that happened to a package."""

    seq: int
    """Number of the entry, from 0."""
    previous: str | None
    """SHA-256 in hex of the line before, without its end; None in the first one."""
    event: str
    """packaged, verified, deposited."""
    package: str
    """Path of the package from the folder of the ledger, with `/` (`name/v1`)."""
    payload: str
    """`ni:///sha-256;…` of the canonical payload manifest."""
    swhid: str
    """`swh:1:dir:…` of `data/`."""
    tagmanifest: str
    """SHA-512 in hex of `tagmanifest-sha512.txt`."""
    supersedes: str | None
    """Path of the version before this one."""
    time: str
    """RFC 3339, in UTC, to the second."""
    tool: str
    """Name and version of what wrote the entry."""
    outcome: str | None = None
    """Of a check: success, or warning or failure with the codes of what was found. Any other line has no such key, so
    that it reads as it did before there were checks."""


_ALWAYS = frozenset({*LedgerEntry.__slots__, "digest"} - {"outcome"})
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGEST = len('{"digest":"",') + 64
"""Octets of a line before what its digest was made of."""
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class AlteredLine(ValueError):
    """A line that reads well but does not bear out its own digest; `entry` is what it says now."""

    def __init__(self, entry: LedgerEntry) -> None:
        super().__init__("the digest does not fit")
        self.entry = entry


def format_entry(entry: LedgerEntry) -> bytes:
    """Write an entry as a line with its end: sorted keys, no blanks, UTF-8.

    Raises:
        ValueError: if a value is not of the form that a reader demands.
    """
    fields = asdict(entry)
    _demand(fields)
    if entry.outcome is None:
        del fields["outcome"]
    fields["digest"] = sha256(_canonical(fields)).hexdigest()
    line = _canonical(fields) + b"\n"
    if len(line) > LONGEST:
        raise ValueError("the entry is too long for a line")
    return line


def parse_entry(line: bytes) -> LedgerEntry:
    """Read a line without its end.

    Raises:
        AlteredLine: if it is not, octet for octet, what its digest was made of.
        ValueError: if it is no entry; the message says why.
    """
    if len(line) < _SHORTEST:
        raise ValueError("too short for an entry")
    try:
        fields = json.loads(line.decode(), object_pairs_hook=_without_repeats, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(fields, dict) or fields.keys() - {"outcome"} != _ALWAYS:
        raise ValueError(
            "an entry has exactly the keys " + ", ".join(sorted(_ALWAYS)) + ", and outcome if it is a check"
        )
    canonical = _canonical(fields)
    digest = fields.pop("digest")
    if fields.get("outcome", "") is None:
        raise ValueError("outcome is left out where there is none")
    fields.setdefault("outcome", None)
    _demand(fields)
    entry = LedgerEntry(**fields)
    # The digest comes first in a line as it is written, so that what it was made of need not be written out again.
    if canonical != line or digest != sha256(b"{" + line[_DIGEST:]).hexdigest():
        raise AlteredLine(entry)
    return entry


def differences(entry: LedgerEntry, other: LedgerEntry) -> tuple[str, ...]:
    """Return the names of the fields in which two entries say that a package is not the same one."""
    return tuple(name for name in ("payload", "swhid", "tagmanifest") if getattr(entry, name) != getattr(other, name))


def line_digest(line: bytes) -> str:
    """Return what the next line has to give as `previous`."""
    return sha256(line).hexdigest()


def _canonical(fields: dict[str, Any]) -> bytes:
    return _ENCODER.encode(fields).encode("utf-8", "surrogatepass")


def _demand(fields: dict[str, Any]) -> None:
    if type(fields["seq"]) is not int or fields["seq"] < 0:
        raise ValueError("seq is a number from 0")
    if fields["outcome"] is not None and fields["event"] != VERIFIED:
        raise ValueError("a check has an outcome, and nothing else has")
    for name, pattern in _COMPILED.items():
        value = fields[name]
        if value is None and name in _OPTIONAL_PATTERNS:
            continue
        if not isinstance(value, str) or not pattern.fullmatch(value) or not _is_text(value):
            raise ValueError(f"{name} is not of the form that it should have")


def _is_text(value: str) -> bool:
    return value.isascii() or not _SURROGATE.search(value)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key is given twice")
    return fields


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
