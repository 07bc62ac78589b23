# SPDX-License-Identifier: Apache-2.0
"""How tag files fall into characters and lines. Pure; RFC 8493, sections 2.1.1 and 2.3."""

from __future__ import annotations

import codecs
import re

_LINE_END = re.compile(r"\r\n|\r|\n")
_CHARSET = re.compile(
    r"us-ascii|utf-(8|16|16be|16le|32|32be|32le)|iso-8859-(1|2|3|4|5|6|7|8|9|10|13|14|15|16)|iso-2022-(jp|kr)"
    r"|windows-(874|125[0-8])|koi8-(r|u)|shift_jis|euc-(jp|kr)|gb2312|gbk|gb18030|big5|ibm(437|850|866)|macintosh",
    re.IGNORECASE,
)
"""Character sets of the IANA registry that can be read; what else Python's codecs know is no character set."""
_PYTHON_NAMES = {"macintosh": "mac_roman"}


def charset(name: str) -> str | None:
    """Return the codec of a registered character set; None if it is not registered or not known here."""
    return _PYTHON_NAMES.get(name.lower(), name.lower()) if _CHARSET.fullmatch(name) else None


def decoded(data: bytes, encoding: str = "utf-8") -> tuple[str | None, str]:
    """Decode strictly; return the text, or None and what is wrong.

    A byte order mark is allowed only where the encoding needs one, which UTF-8 never does (§2.3).
    """
    if encoding == "utf-8" and data.startswith(codecs.BOM_UTF8):
        return None, "a byte order mark before UTF-8"
    try:
        return data.decode(encoding), ""
    except UnicodeError as error:
        place = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        return None, f"not {encoding.upper()}{place}"


def lines(text: str) -> list[str]:
    """Split at CR, LF and CRLF and nowhere else; the last line need not be ended."""
    parts = _LINE_END.split(text)
    return parts if parts[-1] else parts[:-1]
