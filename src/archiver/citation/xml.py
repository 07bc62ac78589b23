# SPDX-License-Identifier: Apache-2.0
"""XML as text, for records of a few lines: no tree is built and no parser is needed."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from archiver.citation.words import line

# Also the control characters from U+007F on, which it should not hold.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(name: str, text: str, **attributes: str | None) -> str:
    """Return an element that holds a text; attributes without a value are left out, `xml_lang` is `xml:lang`."""
    return f"<{name}{_attributes(attributes)}>{escape(_legal(text))}</{name}>"


def around(name: str, inner: list[str], **attributes: str | None) -> str:
    """Return an element that holds others, a line each, indented; empty if it holds none."""
    if not inner:
        return ""
    lines = "\n".join(f"  {line}" for each in inner if each for line in each.split("\n"))
    return f"<{name}{_attributes(attributes)}>\n{lines}\n</{name}>"


def _attributes(attributes: dict[str, str | None]) -> str:
    given = ((name.replace("_", ":"), value) for name, value in attributes.items() if value)
    return "".join(f" {name}={quoteattr(_legal(value))}" for name, value in given)


def _legal(text: str) -> str:
    """Return a text with U+FFFD for what no XML document may hold, and without line ends."""
    return line(_FORBIDDEN.sub("\ufffd", text))
