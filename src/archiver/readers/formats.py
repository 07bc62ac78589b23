# SPDX-License-Identifier: Apache-2.0
"""Formats that are no plain text, told by their first bytes.

Only beginnings that no prose has are listed; the others have NUL bytes or do not decode.
"""

from __future__ import annotations

import re

from archiver.readers.charsets import BYTE_ORDER_MARKS

_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (such as DOCX, ODT or EPUB)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an OLE file (such as DOC)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\xfd7zXZ\0", "xz-compressed"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"OggS\0", "an Ogg recording"),
    (b"fLaC\0", "a FLAC recording"),
    (b"\x1a\x45\xdf\xa3", "a Matroska or WebM recording"),
)
_HEAD = 1024
_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:(?P<xml>\?xml\b)|!doctype\b|html\b|head\b|body\b)", re.IGNORECASE | re.DOTALL
)


def other_format(data: bytes) -> str | None:
    """Say what a file is if it is certainly no plain text, else return None."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return f"it is {what}"
    # Without NULs the head of UTF-16 and UTF-32 reads like that of ASCII.
    head = data[:_HEAD]
    for mark, _ in BYTE_ORDER_MARKS:
        head = head.removeprefix(mark)
    if match := _MARKUP.match(head.replace(b"\0", b"")):
        return "it looks like XML" if match["xml"] else "it looks like HTML"
    return None
