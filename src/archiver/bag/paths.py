# SPDX-License-Identifier: Apache-2.0
"""Paths as they stand in manifests: percent-encoding, what is refused, what is not portable, how to show them.

Pure: nothing here looks at a disk. RFC 8493, sections 2.1.3, 5.1 and 6.1.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Version = tuple[int, int]

V1: Version = (1, 0)
"""BagIt 1.0, the version of RFC 8493."""

DEEPEST = 200
"""Folders inside each other that a walk goes into; each costs a descriptor while the walk is below it."""

LONGEST_NAME = 255
"""Octets of a name that every file system in use takes."""

LONGEST_PATH = 259
"""UTF-16 units of a path that Windows takes without being told to, the one below the bag being all of it."""

_LONGEST_RUN = 30
_ENCODED = re.compile(r"%(0A|0D|25)", re.IGNORECASE)
_BARE_PERCENT = re.compile(r"%(?!0A|0D|25)", re.IGNORECASE)
_CODES = {"0A": "\n", "0D": "\r", "25": "%"}
_REFUSED = {
    reason: re.compile(pattern)
    for reason, pattern in {
        "a NUL character": r"\x00",
        "an absolute path": r"\A[/\\]",
        "a home folder shortcut": r"\A~(?:[^/\\]*[/\\]|\Z)",
        "a drive letter": r"\A[A-Za-z]:",
        "a variable of the environment": r"\A%\w+%[/\\]",
        "a step out of the folder": r"(?:\A|[/\\])\.\.(?:[/\\]|\Z)",
        "an empty name or a dot as a name": r"(?:\A|/)\.?(?:/|\Z)",
    }.items()
}
_ANY_REFUSED = re.compile("|".join(pattern.pattern for pattern in _REFUSED.values()))
_BIDI = "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(rf"[\x00-\x1f\x7f-\x9f{_BIDI}\ud800-\udfff]")
_WINDOWS_CHARACTER = re.compile(r'[<>:"\\|?]')
_WINDOWS_DEVICE = re.compile(r"(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]) *(\.|$)", re.IGNORECASE)


def encode(path: str) -> str:
    """Write a path as BagIt 1.0 does: CR, LF and `%` as `%0D`, `%0A` and `%25`, all else literally."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def decode(text: str, version: Version = V1) -> str:
    """Read a path of a manifest back, in one pass.

    Before 1.0 nothing was said about `%25`, so that a bag of that time holds `%` as itself.
    """
    known = _CODES if version >= V1 else {"0A": "\n", "0D": "\r"}
    return _ENCODED.sub(lambda match: known.get(match[1].upper(), match[0]), text)


def has_bare_percent(text: str) -> bool:
    """Tell whether an encoded path has a `%` that begins none of the three codes (a fault in 1.0)."""
    return _BARE_PERCENT.search(text) is not None


def refusal(path: str) -> str | None:
    """Say why a path may not be used inside a bag; None if it may.

    The rule does not depend on the platform: what escapes on one system is refused on all.
    """
    if _ANY_REFUSED.search(path) is None:
        return None
    return next(reason for reason, pattern in _REFUSED.items() if pattern.search(path))


def hazard(path: str) -> str | None:
    """Say why a legal path does not travel well to other systems or to a screen; None if it does (§6.1.2).

    What Windows refuses aloud and what is in use elsewhere, an asterisk and a name of dots, is left to `obstacle`.
    """
    if _UNSEEN.search(path):
        return "control or direction characters"
    for name in path.split("/"):
        if name != name.rstrip(" .\u00a0") and name.strip("."):
            return "a blank or a dot at the end of a name"
        if _WINDOWS_CHARACTER.search(name) or _WINDOWS_DEVICE.match(name):
            return "a name that Windows does not allow"
    return None


def obstacle(path: str) -> str | None:
    """Say why a path cannot be written on every system in use; None if it can (§6.1)."""
    reason = hazard(path)
    if reason is not None:
        return reason
    if utf16_units(path) > LONGEST_PATH:
        return f"a path of {utf16_units(path)} UTF-16 units, where Windows takes {LONGEST_PATH}"
    for name in path.split("/"):
        if "*" in name or not name.strip("."):
            return "a name that Windows does not allow"
        if len(name.encode("utf-8", "surrogateescape")) > LONGEST_NAME:
            return f"a name of more than {LONGEST_NAME} octets"
    return None


def utf16_units(text: str) -> int:
    """Return how many units of UTF-16 a text takes; some systems count a length so."""
    return len(text) + sum(character > "\uffff" for character in text)


def visible(text: str) -> str:
    r"""Return the text with control, direction and undecodable characters written as `\xNN` or `\uNNNN`.

    What a bag is called may not steer the terminal it is shown on.
    """
    return _UNSEEN.sub(_escape, text)


def folders_above(path: str) -> Iterator[str]:
    """Give the folders above a path, the outermost first, as many as a walk can meet.

    A manifest may list a path of a million names: all the folders above it would take its length squared.
    """
    end = path.find("/")
    for _ in range(DEEPEST + 1):
        if end < 0:
            return
        yield path[:end]
        end = path.find("/", end + 1)


def normal(path: str) -> str:
    """Return the path in NFC, but for one with more than 30 combining characters on end, which stays as it is.

    No name that people write has as many (UAX #15, Stream-Safe Text Format), and to put a million of them in order
    would take hours.
    """
    if path.isascii() or _is_unsafe(path):
        return path
    return unicodedata.normalize("NFC", path)


def _is_unsafe(path: str) -> bool:
    run = 0
    for character in path if len(path) > _LONGEST_RUN else "":
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _LONGEST_RUN:
            return True
    return False


def folded(path: str) -> str:
    """Return the path as a file system would see it that knows neither case nor normalisation."""
    return normal(normal(path).casefold())


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 # where surrogateescape puts a byte that does not decode
        code -= 0xDC00
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 # two hex digits
