# SPDX-License-Identifier: Apache-2.0
"""How plain text falls into blocks: paragraphs with the blank lines that follow them."""

from __future__ import annotations

import re
from itertools import pairwise

from archiver.model import Span

# XML's white space only: U+00A0, U+0085 and U+2028 are characters of the text, not separators.
_BLANK_LINES = re.compile(r"(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))+")
_LINE_END = re.compile(r"(?:\r\n|\n|\r)+")


def paragraphs(text: str) -> tuple[Span, ...]:
    """Cut a text into its paragraphs.

    Blank lines part paragraphs; in a text without a blank line each line is one. A separator belongs
    to the paragraph before it, and blank lines at the very beginning to the first one, so that the
    spans cover the text without a gap. The empty text has one empty paragraph.
    """
    start = re.match(r"[ \t\r\n]*", text).end()  # type: ignore[union-attr] # matches always
    separator = _BLANK_LINES if _BLANK_LINES.search(text, start) else _LINE_END
    cuts = [match.end() for match in separator.finditer(text, start)]
    edges = [0, *(cut for cut in cuts if cut < len(text)), len(text)]
    return tuple(Span(a, b) for a, b in pairwise(edges))


def content(text: str, block: Span) -> Span:
    """Return the block without the white space at its end and beginning (XML's white space only)."""
    start, end = block
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    while start < end and text[start] in " \t\r\n":
        start += 1
    return Span(start, end)
