# SPDX-License-Identifier: Apache-2.0
"""bagit.txt, bag-info.txt and fetch.txt as text. Pure; RFC 8493, sections 2.1.1, 2.2.2 and 2.2.3."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.bag.lines import MOST, Reading, charset, is_blank, is_unreadable_charset, loose_charset
from archiver.bag.paths import V1, Version, decode, has_bare_percent, refusal
from archiver.errors import InvalidMaterial
from archiver.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""The whole of the bagit.txt that we write."""

PROFILE = "urn:x-archiver:profile:package:1"
"""The BagIt-Profile-Identifier of our packages."""

Pair = tuple[str, str]

PUBLISHED = frozenset({(0, 93), (0, 94), (0, 95), (0, 96), (0, 97), V1})
"""The versions of BagIt whose rules are known."""

ONCE = frozenset({"bagging-date", "bag-size", "bag-group-identifier", "bag-count"})
"""Elements that should not be repeated (§2.2.2); Payload-Oxum must not."""

_NUMBER = r"(0|[1-9][0-9]{0,3})"
_VERSION = re.compile(rf"BagIt-Version[ \t]*:[ \t]*{_NUMBER}\.{_NUMBER}[ \t]*")
_ENCODING = re.compile(r"Tag-File-Character-Encoding[ \t]*:[ \t]*(\S+)[ \t]*")
_DECLARED = re.compile(r"BagIt-Version: \S+\nTag-File-Character-Encoding: \S+")
_ENCODING_LINE = "Tag-File-Character-Encoding: NAME"
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_COUNT = re.compile(r"[0-9]{1,30} of ([0-9]{1,30}|\?)")
_BLANKS = " \t"
_SHOWN = 80
_OXUM = re.compile(r"([0-9]{1,30})\.([0-9]{1,30})")
_FETCH = re.compile(r"(\S+)[ \t]+(\S+)[ \t]+([^ \t].*)", re.DOTALL)
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

    Blanks around the colons, blank lines at the end and everyday names of a character set are told and taken as
    they are meant. With a fault the declaration is that of BagIt 1.0 in UTF-8, so that all else can still be checked.
    """
    reading = Reading(data, path=path, encoding="utf-8", malformed="B102")
    rows = _without_blank_end(reading)
    version = _VERSION.fullmatch(rows[0]) if rows else None
    encoding = _ENCODING.fullmatch(rows[1]) if len(rows) == 2 else None  # noqa: PLR2004 # the two lines of §2.1.1
    if version is None or encoding is None:
        return Declaration(), _malformed(reading, "two lines are needed: BagIt-Version: M.N and " + _ENCODING_LINE)
    codec = charset(encoding[1]) or loose_charset(encoding[1])
    if is_unreadable_charset(encoding[1]):
        reading.say("F903", 2, f"text in {encoding[1]} cannot be read by this tool")
        return Declaration(), reading.findings(V1)
    if codec is None or "B136" in reading.codes():
        return Declaration(), _malformed(reading, f"the encoding is no registered character set: {encoding[1]}")
    if not _DECLARED.fullmatch("\n".join(rows)):
        reading.say("B140", None, "blanks other than one after each colon")
    if charset(encoding[1]) is None:
        reading.say("B140", 2, f"not a registered name: {encoding[1]}; meant is {codec.upper()}")
    number = (int(version[1]), int(version[2]))
    if number not in PUBLISHED:
        what = "is newer than this tool" if number > V1 else "was never published"
        reading.say("F903", 1, f"BagIt {number[0]}.{number[1]} {what}")
    return Declaration(version=min(number, V1), encoding=codec), reading.findings(number)


def _without_blank_end(reading: Reading) -> list[str]:
    rows = list(reading.lines)
    while len(rows) > 2 and is_blank(rows[-1]):  # noqa: PLR2004 # the two lines of §2.1.1
        reading.say("B134", len(rows), "nothing stands in this line")
        rows.pop()
    return rows


def _malformed(reading: Reading, fault: str) -> tuple[Finding, ...]:
    """Say the one thing that is wrong with bagit.txt: what does not decode needs no second finding."""
    if "B136" in reading.codes():
        fault = "a byte order mark before UTF-8"
    told = [finding for finding in reading.findings(V1) if finding.code == "B102"]
    return tuple(told) or (Finding(code="B102", path=reading.path, detail=(fault,)),)


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

    A line that begins with a blank or a tab goes on with the value before it. In 1.0 one blank or tab follows the
    colon; before, blanks on both sides of it are no part of label or value.
    """
    reading = Reading(data, path=path, encoding=encoding, malformed="B112")
    pairs: list[tuple[str, list[str]]] = []
    for number, line in enumerate(reading.lines, 1):
        label, colon, value = line.partition(":")
        if not line:
            reading.say("B134", number, "nothing stands in this line")
        elif line[0] in _BLANKS and pairs:
            pairs[-1][1].append(line.strip(_BLANKS))
        elif line[0] in _BLANKS or not colon or not label.strip():
            reading.say("B112", number, "a line is a label, a colon and a value")
        elif version < V1:
            pairs.append((label.strip(_BLANKS), [value.strip(_BLANKS)]))
        else:
            if label[-1] in _BLANKS or value[:1] not in {" ", "\t"}:
                # A blank before nothing is what editors take away.
                bare = not value and label[-1] not in _BLANKS
                reading.say("B139" if bare else "B138", number, f"{label}:{value[:1]}")
            pairs.append((label.rstrip(_BLANKS), [value[1:] if value[:1] in {" ", "\t"} else value]))
    return tuple((label, " ".join(parts)) for label, parts in pairs), reading.findings(version)


def odd_elements(pairs: Sequence[Pair], *, path: str = "bag-info.txt", version: Version = V1) -> tuple[Finding, ...]:
    """Say which reserved elements are not as §2.2.2 has them: a date that is none, a count, one given twice."""
    findings = []
    seen = set()
    for label, value in pairs:
        name = label.lower()
        if name in ONCE and name in seen and version >= V1:
            findings.append(Finding(code="B146", path=path, detail=(f"{label} is given twice",)))
        seen.add(name)
        if (name == "bagging-date" and not _is_date(value)) or (name == "bag-count" and not _COUNT.fullmatch(value)):
            findings.append(Finding(code="B146", path=path, detail=(f"{label}: {value[:_SHOWN]}",)))
    return tuple(findings[:MOST])


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = map(int, match.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= len(days) and 1 <= day <= days[month - 1]


def parse_oxum(
    pairs: Sequence[Pair], *, path: str = "bag-info.txt"
) -> tuple[tuple[int, int] | None, tuple[Finding, ...]]:
    """Return the octets and the files that Payload-Oxum states, or None, and what is wrong with it (§2.2.2)."""
    values = [value for label, value in pairs if label.lower() == "payload-oxum"]
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
    reading = Reading(data, path=path, encoding=encoding, malformed="B122")
    entries = []
    for number, line in enumerate(reading.lines, 1):
        if is_blank(line):
            reading.say("B134", number, "nothing stands in this line")
            continue
        match = _FETCH.fullmatch(line)
        if match is None:
            reading.say("B122", number, "a line is a URI, a length or - and a path")
            continue
        url, length, text = match.groups()
        target = _target(reading, number, text, version)
        fault = _fault(url, length, target)
        if fault:
            reading.say("B106" if refusal(target) else "B122", number, fault)
        else:
            if not is_uri(url):
                reading.say("B403", number, url)
            entries.append(Fetch(url=url, length=None if length == "-" else int(length), path=target))
    return tuple(entries), reading.findings(version)


def is_uri(text: str) -> bool:
    """Tell whether an address has no character that a URI may not have (RFC 3986 §2)."""
    return _URI.fullmatch(text) is not None


def _target(reading: Reading, number: int, text: str, version: Version) -> str:
    if text.startswith("./"):
        reading.say("B131", number, "the path begins with ./")
        text = text[2:]
    if version >= V1 and has_bare_percent(text):
        reading.say("B142", number, text)
    return decode(text, version)


def _fault(url: str, length: str, target: str) -> str | None:
    reason = refusal(target)
    if reason is not None:
        return f"{reason}: {target}"
    if not target.startswith("data/"):
        return f"only payload is fetched: {target}"
    if not _SCHEME.match(url):
        return f"not an absolute URI: {url}"
    if length != "-" and not re.fullmatch(r"[0-9]{1,30}", length):
        return f"not a length: {length}"
    return None
