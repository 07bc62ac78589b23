# SPDX-License-Identifier: Apache-2.0
"""Character encodings: which names mean a real one, and how byte order marks tell them.

Python has codecs that are no character sets (rot13, base64, idna, unicode_escape, undefined) and some
that read one text from many byte sequences (utf-7). The list says what is allowed, so that nothing
comes in with a new Python or a codec that a library registers.
"""

from __future__ import annotations

import codecs
import re
from difflib import get_close_matches

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,63}")

BYTE_ORDER_MARKS = (
    # The longer first: the mark of UTF-32 begins as that of UTF-16 does.
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
"""Byte order marks with the encoding that follows each."""

NEED_A_MARK = frozenset({"utf-16", "utf-32"})
"""Encodings whose byte order only a mark tells."""
WIDE = frozenset({"utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be"})
"""Encodings in which NUL bytes are no sign of a binary file."""

_MAC_SCRIPTS = ("arabic", "croatian", "cyrillic", "farsi", "greek", "iceland", "latin2", "romanian", "turkish")
# Name of Python's codec -> name to be recorded: that of IANA where there is one, else Python's own.
_CHARSETS: dict[str, str] = {
    "ascii": "us-ascii",
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    **{f"utf-{width}": f"utf-{width}" for width in (16, 32)},
    **{f"utf-{width}-{order}": f"utf-{width}{order}" for width in (16, 32) for order in ("le", "be")},
    **{f"iso8859-{part}": f"iso-8859-{part}" for part in (*range(1, 12), *range(13, 17))},
    **{f"cp{page}": f"windows-{page}" for page in range(1250, 1259)},
    **{f"cp{page}": f"ibm{page}" for page in (437, 500, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863)},
    **{f"cp{page}": f"ibm{page}" for page in (864, 865, 866, 869, 273, 424, 1026, 1140)},
    **{f"cp{page}": f"cp{page}" for page in (720, 737, 856, 874, 875, 932, 949, 950, 1006, 1125)},
    "cp037": "ibm037",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "koi8-t": "koi8-t",
    "kz1048": "kz1048",
    "ptcp154": "ptcp154",
    "tis-620": "tis-620",
    "hp-roman8": "hp-roman8",
    "mac-roman": "macintosh",
    **{f"mac-{script}": f"mac-{script}" for script in _MAC_SCRIPTS},
    "big5": "big5",
    "big5hkscs": "big5-hkscs",
    "gb2312": "gb2312",
    "gbk": "gbk",
    "gb18030": "gb18030",
    "hz": "hz-gb-2312",
    "shift_jis": "shift_jis",
    "shift_jis_2004": "shift_jis_2004",
    "shift_jisx0213": "shift_jisx0213",
    "euc_jp": "euc-jp",
    "euc_jis_2004": "euc_jis_2004",
    "euc_jisx0213": "euc_jisx0213",
    "euc_kr": "euc-kr",
    "johab": "johab",
    "iso2022_jp": "iso-2022-jp",
    "iso2022_jp_1": "iso2022_jp_1",
    "iso2022_jp_2": "iso-2022-jp-2",
    "iso2022_jp_2004": "iso2022_jp_2004",
    "iso2022_jp_3": "iso2022_jp_3",
    "iso2022_jp_ext": "iso2022_jp_ext",
    "iso2022_kr": "iso-2022-kr",
}


def charset(name: str) -> str | None:
    """Return the name to be recorded for an encoding by any of its names, or None if it is none."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return _CHARSETS.get(codecs.lookup(name).name)
    except LookupError:
        return None


def suggestion(name: str) -> str | None:
    """Return the known name that is most like this one, or None."""
    found = get_close_matches(name[:64].lower(), sorted(set(_CHARSETS.values())), n=1)
    return found[0] if found else None


def byte_order_mark(data: bytes) -> tuple[bytes, str | None]:
    """Return the byte order mark at the beginning with the encoding that it tells, or nothing and None."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return mark, encoding
    return b"", None
