# SPDX-License-Identifier: Apache-2.0
"""How tag files fall into characters and lines. Pure; RFC 8493, sections 2.1.1 and 2.3."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from archiver.bag.paths import V1
from archiver.findings import Finding, leniently

if TYPE_CHECKING:
    from archiver.bag.paths import Version

MOST = 1000
"""Findings on the lines of one file; the rest is counted."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_CHARSET = re.compile(
    r"us-ascii|utf-(8|16|16be|16le|32|32be|32le)|iso-8859-(1|2|3|4|5|6|7|8|9|10|13|14|15|16)"
    r"|iso-2022-(jp|jp-2|kr)|windows-(874|125[0-8]|31j)|koi8-(r|u)|shift_jis|euc-(jp|kr)|gb2312|gbk|gb18030"
    r"|hz-gb-2312|big5|big5-hkscs|tis-620|ptcp154|ibm(437|775|85[0257]|86[0-9])|macintosh",
    re.IGNORECASE,
)
"""Character sets of the IANA registry that can be read; what else Python's codecs know is no character set."""
_REGISTERED_ALIASES = {
    "ascii": "us-ascii",
    "ansi_x3.4-1968": "us-ascii",
    "iso646-us": "us-ascii",
    "latin1": "iso-8859-1",
    "l1": "iso-8859-1",
    "iso_8859-1": "iso-8859-1",
    "latin2": "iso-8859-2",
    "l2": "iso-8859-2",
    "iso_8859-2": "iso-8859-2",
    "iso_8859-5": "iso-8859-5",
    "cyrillic": "iso-8859-5",
    "latin-9": "iso-8859-15",
    "iso_8859-15": "iso-8859-15",
    "cp437": "ibm437",
    "cp850": "ibm850",
    "cp866": "ibm866",
    "cp936": "gbk",
    "ms936": "gbk",
    "ms_kanji": "shift_jis",
    "mac": "macintosh",
    "ks_c_5601-1987": "euc-kr",
}
"""Second names that the registry has."""
_UNREADABLE = re.compile(
    r"scsu|bocu-1|cesu-8|utf-7(-imap)?|iso-2022-cn(-ext)?|viscii|tscii|hp-roman8|ebcdic-[a-z-]+|ibm[0-9]+"
    r"|iso-10646-[a-z0-9-]+|iso-8859-(6|8)-[ei]|jis_encoding|unicode-1-1(-utf-7)?",
    re.IGNORECASE,
)
"""Character sets of the registry for which there is no codec here, or none that is safe."""
_LOOSE_NAMES = {
    "utf8": "utf-8",
    "utf_8": "utf-8",
    "utf16": "utf-16",
    "utf_16": "utf-16",
    "latin-1": "iso-8859-1",
    "iso8859-1": "iso-8859-1",
    "iso88591": "iso-8859-1",
    "iso-latin-1": "iso-8859-1",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
}
"""Names that the registry has not, and that can mean one character set only."""
_PYTHON_NAMES = {"macintosh": "mac_roman", "windows-31j": "cp932", "iso-2022-jp-2": "iso2022_jp_2"}
_MARKS = {
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
}
"""The encodings that want a byte order mark: without one, each machine would read its own text."""


def charset(name: str) -> str | None:
    """Return the codec of a registered character set; None if it is not registered or not known here."""
    name = _REGISTERED_ALIASES.get(name.lower(), name.lower())
    return _PYTHON_NAMES.get(name, name) if _CHARSET.fullmatch(name) else None


def is_unreadable_charset(name: str) -> bool:
    """Tell whether a name is registered, and text in it cannot be read here."""
    return charset(name) is None and _UNREADABLE.fullmatch(name) is not None


def loose_charset(name: str) -> str | None:
    """Return the codec of a name that is not registered and can mean one character set only; None for others."""
    return _LOOSE_NAMES.get(name.lower())


def decoded(data: bytes, encoding: str = "utf-8") -> tuple[str | None, str]:
    """Decode strictly; return the text, or None and what is wrong.

    UTF-16 and UTF-32 want a byte order mark, which is no part of the text; any other mark is left in it (§2.3).
    """
    marks = _MARKS.get(encoding)
    if marks and data and not data.startswith(marks):
        return None, f"no byte order mark, which {encoding.upper()} wants"
    try:
        return data.decode(encoding), ""
    except (UnicodeError, ValueError) as error:
        place = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        return None, f"not {encoding.upper()}{place}"


def lines(text: str) -> list[str]:
    """Split at CR, LF and CRLF and nowhere else; the last line need not be ended."""
    parts = _LINE_END.split(text)
    return parts if parts[-1] else parts[:-1]


def is_blank(line: str) -> bool:
    """Tell whether there is nothing in a line but blanks and tabs."""
    return not line.strip(" \t")


class Reading:
    """A tag file being read: its lines, and what is wrong with them, a thousand at most."""

    def __init__(self, data: bytes, *, path: str, encoding: str, malformed: str) -> None:
        """Take the bytes apart.

        A byte order mark that the encoding does not want is passed over and told (B136). What does not decode has
        no lines and is told with the code `malformed`.
        """
        self.path, self.malformed = path, malformed
        self._findings: list[Finding] = []
        self._untold = 0
        text, fault = decoded(data, encoding)
        if text is None:
            self.say(malformed, None, fault)
            text = ""
        if text.startswith("\ufeff"):
            self.say("B136", 1, f"a byte order mark before {encoding.upper()}")
            text = text[1:]
        self.lines = lines(text)

    def say(self, code: str, number: int | None, detail: str) -> None:
        """Note a finding on the line of that number."""
        if len(self._findings) < MOST:
            self._findings.append(Finding(code=code, path=self.path, line=number, detail=(detail,)))
        else:
            self._untold += 1

    def codes(self) -> set[str]:
        """Return the codes of what was noted so far."""
        return {finding.code for finding in self._findings}

    def findings(self, version: Version) -> tuple[Finding, ...]:
        """Return what was noted; before 1.0 as a lenient reader has it."""
        found = tuple(self._findings)
        if self._untold:
            more = f"and {self._untold} more findings on single lines"
            found += (Finding(code=self.malformed, path=self.path, detail=(more,)),)
        return leniently(found) if version < V1 else found
