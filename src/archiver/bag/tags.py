# SPDX-License-Identifier: Apache-2.0
"""bagit.txt, bag-info.txt and fetch.txt as text. Pure; RFC 8493, sections 2.1.1, 2.2.2 and 2.2.3."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.bag.lines import charset, decoded, lines
from archiver.bag.paths import V1, Version, decode, refusal
from archiver.errors import InvalidMaterial
from archiver.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""The whole of the bagit.txt that we write."""

PROFILE = "urn:x-archiver:profile:package:1"
"""The BagIt-Profile-Identifier of our packages."""

Pair = tuple[str, str]

_VERSION = re.compile(r"BagIt-Version: ([0-9]{1,4})\.([0-9]{1,4})")
_ENCODING = re.compile(r"Tag-File-Character-Encoding: (\S+)")
_OLD_VERSION = re.compile(r"BagIt-Version\s*:\s*([0-9]{1,4})\.([0-9]{1,4})\s*", re.ASCII)
_OLD_ENCODING = re.compile(r"Tag-File-Character-Encoding\s*:\s*(\S+)\s*", re.ASCII)
_OXUM = re.compile(r"([0-9]{1,30})\.([0-9]{1,30})")
_FETCH = re.compile(r"(\S+)[ \t]+(\S+)[ \t]+(.+)", re.DOTALL)
_URI = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What bagit.txt declares: the version of BagIt and the codec of the tag files."""

    version: Version = V1
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """A line of fetch.txt: where a payload file is to be had, its length if known, and its path."""

    url: str
    length: int | None
    path: str


def parse_declaration(data: bytes, *, path: str = "bagit.txt") -> tuple[Declaration, tuple[Finding, ...]]:
    """Read bagit.txt: exactly two lines, UTF-8 without a byte order mark (§2.1.1).

    With a fault the declaration is that of BagIt 1.0 in UTF-8, so that all else can still be checked.
    """
    text, fault = decoded(data)
    rows = lines(text) if text is not None else []
    version, encoding = _declared(rows)
    codec = charset(encoding[1]) if encoding else None
    if text is not None and (version is None or encoding is None):
        fault = "two lines are needed: BagIt-Version: M.N and Tag-File-Character-Encoding: NAME"
    elif text is not None and codec is None:
        fault = "the encoding is no registered character set"
    if version is None or codec is None:
        return Declaration(), (Finding(code="B102", path=path, detail=(fault,)),)
    number = (int(version[1]), int(version[2]))
    if number > V1:
        detail = f"BagIt {number[0]}.{number[1]} is newer than this tool"
        return Declaration(encoding=codec), (Finding(code="F903", path=path, detail=(detail,)),)
    return Declaration(version=number, encoding=codec), ()


def _declared(rows: list[str]) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    if len(rows) != 2:  # noqa: PLR2004 # the two lines of §2.1.1
        return None, None
    old = _OLD_VERSION.fullmatch(rows[0])
    if old is not None and (int(old[1]), int(old[2])) < V1:
        return old, _OLD_ENCODING.fullmatch(rows[1])
    return _VERSION.fullmatch(rows[0]), _ENCODING.fullmatch(rows[1])


def format_info(pairs: Sequence[Pair], *, path: str = "bag-info.txt") -> bytes:
    """Write bag-info.txt: a line for each label and value, in the order given, without folding.

    Raises:
        InvalidMaterial: B112, if a label is empty, has a colon in it or blanks at its ends, or if a label or a
            value has a line break (of any kind that some reader takes for one).
    """
    faults = [_unwritable(label, value) for label, value in pairs]
    findings = [Finding(code="B112", path=path, detail=(fault,)) for fault in faults if fault]
    if findings:
        raise InvalidMaterial(findings)
    return "".join(f"{label}: {value}\n" for label, value in pairs).encode()


def _unwritable(label: str, value: str) -> str | None:
    if not label or ":" in label or label != label.strip():
        return f"not a label: {label!r}"
    for text in (label, value):
        if text.splitlines() not in ([text], []) or not _is_text(text):
            return f"{label!r} has a line break or a character that is no text"
    return None


def _is_text(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def parse_info(
    data: bytes, *, path: str = "bag-info.txt", version: Version = V1, encoding: str = "utf-8"
) -> tuple[tuple[Pair, ...], tuple[Finding, ...]]:
    """Read bag-info.txt into its labels and values, in order and with repeats.

    A line that begins with a blank or a tab goes on with the value before it. In 1.0 one blank follows the
    colon; before, blanks on both sides of it are no part of label or value.
    """
    text, fault = decoded(data, encoding)
    if text is None:
        return (), (Finding(code="B112", path=path, detail=(fault,)),)
    reading: list[tuple[str, list[str]]] = []
    findings = []
    for number, line in enumerate(lines(text), 1):
        label, colon, value = line.partition(":")
        if line[:1] in {" ", "\t"} and reading:
            reading[-1][1].append(line.strip(" \t"))
        elif line[:1] in {" ", "\t"} or not colon or not label.strip():
            if line or version >= V1:
                detail = ("a line is a label, a colon and a value",)
                findings.append(Finding(code="B112", path=path, line=number, detail=detail))
        elif version >= V1:
            reading.append((label, [value.removeprefix(" ")]))
        else:
            reading.append((label.strip(), [value.strip(" \t")]))
    return tuple((label, " ".join(parts)) for label, parts in reading), tuple(findings)


def parse_oxum(
    pairs: Sequence[Pair], *, path: str = "bag-info.txt"
) -> tuple[tuple[int, int] | None, tuple[Finding, ...]]:
    """Return the octets and the files that Payload-Oxum states, or None, and what is wrong with it (§2.2.2)."""
    values = [value for label, value in pairs if label.casefold() == "payload-oxum"]
    if not values:
        return None, ()
    match = _OXUM.fullmatch(values[0].strip(" \t"))
    if len(values) > 1 or match is None:
        fault = "Payload-Oxum is given twice" if len(values) > 1 else "Payload-Oxum is octets.files, both in digits"
        return None, (Finding(code="B112", path=path, detail=(fault,)),)
    return (int(match[1]), int(match[2])), ()


def parse_fetch(
    data: bytes, *, path: str = "fetch.txt", version: Version = V1, encoding: str = "utf-8"
) -> tuple[tuple[Fetch, ...], tuple[Finding, ...]]:
    """Read fetch.txt: an absolute URI, a length or `-`, a payload path (§2.2.3). Nothing is ever fetched."""
    text, fault = decoded(data, encoding)
    if text is None:
        return (), (Finding(code="B122", path=path, detail=(fault,)),)
    entries, findings = [], []
    for number, line in enumerate(lines(text), 1):
        match = _FETCH.fullmatch(line)
        entry = _fetch(match, version) if match else "a line is a URI, a length or - and a path"
        if isinstance(entry, Fetch):
            entries.append(entry)
            findings += [Finding(code="B403", path=path, line=number, detail=(entry.url,))] * (not is_uri(entry.url))
        else:
            code = "B106" if match and refusal(decode(match[3], version)) else "B122"
            findings.append(Finding(code=code, path=path, line=number, detail=(entry,)))
    return tuple(entries), tuple(findings)


def is_uri(text: str) -> bool:
    """Tell whether an address has no character that a URI may not have (RFC 3986 §2)."""
    return _URI.fullmatch(text) is not None


def _fetch(match: re.Match[str], version: Version) -> Fetch | str:
    url, length, text = match.groups()
    path = decode(text, version).removeprefix("./")
    reason = refusal(path)
    if reason is not None:
        return f"{reason}: {path}"
    if not path.startswith("data/"):
        return f"only payload is fetched: {path}"
    if not _SCHEME.match(url):
        return f"not an absolute URI: {url}"
    if length != "-" and not re.fullmatch(r"[0-9]{1,30}", length):
        return f"not a length: {length}"
    return Fetch(url=url, length=None if length == "-" else int(length), path=path)
