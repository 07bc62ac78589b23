# SPDX-License-Identifier: Apache-2.0
"""Whose signature counts: the list of ssh-keygen(1), ALLOWED SIGNERS, and that of keys that were revoked. Pure.

A line of the former holds identities, options if need be, and a public key. What cannot be read is told, and never
passed over: a key that somebody believes to be revoked would count else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from archiver.findings import Finding
from archiver.signature.wire import Fields, decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

LONGEST = 4 * 1024 * 1024
"""Octets of a list: some ten thousand keys."""
MOST_WRONG = 100
"""Lines that are told to be none; what follows is not read any more, for the list is not used anyway."""
LONGEST_LINE = 32 * 1024
"""Octets of a line; one with the longest RSA key in use takes 3,000."""
LONGEST_PATTERN = 1024
"""Characters of a pattern, as OpenSSH has it."""

_Line = TypeVar("_Line")

_BLANKS = " \t"
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_KEY = re.compile(r"(\S+)[ \t]+(\S+)(?:[ \t].*)?")
# A quotation mark after a backslash does not end what is quoted. Possessive: no way to read it is tried twice.
_OPTION = re.compile(r'([A-Za-z-]+)(?:="((?:\\"|[^"])*+)")?+(,|$)')
_OPTIONS = re.compile(r'((?:[^" \t]|"(?:\\"|[^"])*+")++)[ \t]+(.*)')
_TIME = re.compile(r"([0-9]{8})(?:([0-9]{4})([0-9]{2})?)?(?:Z|UTC)?")
_KRL = b"SSHKRL\n\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A line of the list: a key, whose it is, and what for and when it counts."""

    principals: str
    """Patterns of identities, with commas between them."""
    public: bytes = field(repr=False)
    """The key as SSH serialises it."""
    line: int
    namespaces: str | None = None
    """Patterns of the namespaces for which it counts; None: for all."""
    after: int | None = None
    """The first second, since 1970, at which it counts."""
    before: int | None = None
    """The last one."""
    authority: bool = False
    """Whether it signs certificates, and no bags."""

    def counts_for(self, namespace: str) -> bool:
        """Tell whether it may be used for a namespace."""
        return self.namespaces is None or matches(self.namespaces, namespace)

    def counts_at(self, time: int) -> bool:
        """Tell whether it may be used at a time, in seconds since 1970."""
        return (self.after is None or self.after <= time) and (self.before is None or time <= self.before)


def parse_allowed(data: bytes, *, path: str) -> tuple[tuple[Signer, ...], tuple[Finding, ...]]:
    """Read a list of allowed signers; say of each line that is none that it cannot be read (L240).

    A time without a time zone is in UTC, wherever it is read. `path` stands for the list in the findings.
    """
    return _parse(data, _signer, path=path)


def parse_revoked(data: bytes, *, path: str) -> tuple[frozenset[bytes], tuple[Finding, ...]]:
    """Read a list of public keys, one a line; say of each line that is none that it cannot be read (L240).

    A key revocation list in binary form is not read, and that is said.
    """
    if data.startswith(_KRL):
        detail = ("a binary key revocation list is not read here: list the public keys, one a line",)
        return frozenset(), (Finding(code="L240", path=path, line=1, detail=detail),)
    keys, findings = _parse(data, lambda text, _: _key(text), path=path)
    return frozenset(keys), findings


def by_key(signers: Iterable[Signer]) -> Mapping[bytes, Sequence[Signer]]:
    """Return the lines of a list by the key that is in them."""
    found: dict[bytes, list[Signer]] = {}
    for signer in signers:
        found.setdefault(signer.public, []).append(signer)
    return found


def matches(patterns: str, text: str) -> bool:
    """Tell whether a text fits a list of patterns (ssh_config(5), PATTERNS): `*`, `?`, `!` for what must not fit."""
    fitting = False
    for pattern in patterns.split(","):
        negated = pattern.startswith("!")
        if _fits(pattern[negated:], text):
            if negated:
                return False
            fitting = True
    return fitting


def _fits(pattern: str, text: str) -> bool:
    """Match `*` and `?`. Only the last star is gone back to: the time is at most the product of the lengths."""
    at = in_text = 0
    star, resume = -1, 0
    while in_text < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, resume, at = at, in_text, at + 1
        elif at < len(pattern) and pattern[at] in {"?", text[in_text]}:
            at, in_text = at + 1, in_text + 1
        elif star >= 0:
            resume += 1
            at, in_text = star + 1, resume
        else:
            return False
    return not pattern[at:].strip("*")


def _parse(
    data: bytes, read: Callable[[str, int], _Line], *, path: str
) -> tuple[tuple[_Line, ...], tuple[Finding, ...]]:
    found: list[_Line] = []
    wrong: list[Finding] = []
    for number, octets in _lines(data):
        line = octets.strip(b" \t\r")
        if not line or line.startswith(b"#"):
            continue
        try:
            found.append(read(_text(line), number))
        except ValueError as error:
            wrong.append(Finding(code="L240", path=path, line=number, detail=(str(error),)))
            if len(wrong) == MOST_WRONG:
                break
    if not found and not wrong:
        wrong.append(Finding(code="L240", path=path, detail=("there is no key in it",)))
    return tuple(found), tuple(wrong)


def _text(line: bytes) -> str:
    """Return a line as text; a comment behind a key may be in any encoding."""
    if len(line) > LONGEST_LINE:
        raise ValueError(f"more than {LONGEST_LINE} octets")
    text = line.decode(errors="surrogateescape")
    if _CONTROL.search(text):
        raise ValueError("a control character in it")
    return text


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    if len(data) > LONGEST:
        yield 1, b"x" * (LONGEST_LINE + 1)
        return
    yield from enumerate(data.split(b"\n"), 1)


def _signer(text: str, number: int) -> Signer:
    principals, rest = _principals(text)
    if any(len(pattern) > LONGEST_PATTERN for pattern in principals.split(",")):
        raise ValueError(f"an identity of more than {LONGEST_PATTERN} characters")
    try:
        return Signer(principals=principals, public=_key(rest), line=number)
    except ValueError:
        match = _OPTIONS.fullmatch(rest)
        if match is None:
            raise
    return Signer(principals=principals, public=_key(match[2]), line=number, **_options(match[1]))


def _principals(text: str) -> tuple[str, str]:
    """Part the identities, in quotation marks if they begin with one, from what follows."""
    if text.startswith('"'):
        principals, mark, rest = text[1:].partition('"')
        if not mark:
            raise ValueError("a quotation mark is not closed")
    else:
        principals, *more = re.split(r"[ \t]+", text, maxsplit=1)
        rest = more[0] if more else ""
    if not principals.isprintable():
        raise ValueError("an identity that cannot be printed")
    if principals and all(pattern.startswith("!") for pattern in principals.split(",")):
        raise ValueError("an identity that nobody has: it says only who is not meant")
    if not principals or not rest.strip(_BLANKS):
        raise ValueError("write identities, options if need be, and a public key")
    return principals, rest.lstrip(_BLANKS)


def _key(text: str) -> bytes:
    """Return the public key that a text begins with: its kind, its octets in base64, and perhaps a comment."""
    match = _KEY.fullmatch(text)
    if match is None:
        raise ValueError("no public key in it")
    try:
        public = decoded(match[2])
        kind = Fields(public).name()
    except ValueError as error:
        raise ValueError("no public key in it") from error
    if kind != match[1]:
        raise ValueError(f"a key of kind {kind}, called {match[1]}"[:LONGEST_PATTERN])
    return public


def _options(text: str) -> dict[str, Any]:
    options: dict[str, Any] = {}
    at = 0
    while at < len(text):
        match = _OPTION.match(text, at)
        if match is None or (match[3] and match.end() == len(text)):
            raise ValueError("an option that cannot be read")
        name, value = match[1].lower(), match[2]
        field_name, taken = _option(name, value.replace('\\"', '"') if value is not None else None)
        if field_name in options and field_name != "authority":
            raise ValueError(f"{name} is given twice")
        options[field_name] = taken
        at = match.end()
    if "after" in options and "before" in options and options["before"] <= options["after"]:
        raise ValueError("valid-before is before valid-after")
    return options


def _option(name: str, value: str | None) -> tuple[str, Any]:
    if name == "cert-authority" and value is None:
        return "authority", True
    if name == "namespaces" and value is not None:
        if any(len(pattern) > LONGEST_PATTERN for pattern in value.split(",")):
            raise ValueError(f"a namespace of more than {LONGEST_PATTERN} characters")
        return "namespaces", value
    if name in {"valid-after", "valid-before"} and value is not None:
        return name.removeprefix("valid-"), _seconds(value)
    raise ValueError(f"unknown option {name}"[:LONGEST_PATTERN])


def _seconds(text: str) -> int:
    """Return a time as seconds since 1970: `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, in UTC with or without Z."""
    match = _TIME.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)  # noqa: TRY301 # one message for both
        day, minutes, seconds = match[1], match[2] or "0000", match[3] or "00"
        time = int(datetime.strptime(f"{day}{minutes}{seconds}", "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp())
    except ValueError as error:
        raise ValueError("no time: write YYYYMMDD or YYYYMMDDHHMM[SS], and Z after it") from error
    if time <= 0:
        raise ValueError("a time before 1970")
    return time
