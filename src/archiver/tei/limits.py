# SPDX-License-Identifier: Apache-2.0
"""How much markup a document may have before anything looks at it closely (T105).

Each check takes time in proportion to the document, or to one of these numbers. They are far beyond
what `encode` writes for the longest source that a reader takes.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from archiver.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ELEMENTS = 2_000_000
SHORTEST_ELEMENT = 12
"""Bytes that an element takes at least, on the average: its tag, and as a rule an id."""
FEW_ELEMENTS = 2_000
"""So many need not keep to that average."""
MOST_ATTRIBUTES = 50
MOST_NAMESPACES = 5_000
MOST_REMARKS = 10_000
"""Comments and processing instructions; `encode` writes one."""
LONGEST_NAME = 200
"""Characters of the name of an element or attribute with its namespace."""
LONGEST_VALUE = 10_000
"""Characters of an attribute that is no list of pointers: many elements may have to ask for it."""
_LISTS = frozenset({"corresp", "target"})

_NAMESPACE = re.compile(rb"\sxmlns(?::[^\s=]{1,200})?\s*=")


def excesses(root: etree._Element, data: bytes, *, path: str) -> Iterator[Finding]:
    """Say, for each kind of markup, where there is more of it than the limit."""
    for line, detail in (*_elements(root, data), *_attributes(root), *_namespaces(root, data), *_remarks(root)):
        yield Finding(code="T105", path=path, line=line, detail=detail)


def _excess(line: int | None, most: int, what: str, found: str) -> tuple[int, tuple[str, ...]]:
    return line or 1, (f"expected: at most {most:,} {what}", f"found: {found}")


def _elements(root: etree._Element, data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    most = min(MOST_ELEMENTS, max(FEW_ELEMENTS, len(data) // SHORTEST_ELEMENT))
    count = sum(1 for _ in root.iter("*"))
    if count > most:
        yield _excess(root.sourceline, most, f"elements in {len(data):,} bytes", f"{count:,}")


def _attributes(root: etree._Element) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Look at names and attributes up to the first that is too much."""
    for element in root.iter("*"):
        if len(str(element.tag)) > LONGEST_NAME:
            yield _excess(element.sourceline, LONGEST_NAME, "characters in a name", f"{len(str(element.tag)):,}")
            return
        if len(element.attrib) > MOST_ATTRIBUTES:
            found = f"{len(element.attrib):,}"
            yield _excess(element.sourceline, MOST_ATTRIBUTES, "attributes of an element", found)
            return
        for name, value in element.attrib.items():
            if len(name) > LONGEST_NAME:
                yield _excess(element.sourceline, LONGEST_NAME, "characters in a name", f"{len(name):,}")
                return
            if len(value) > LONGEST_VALUE and name not in _LISTS:
                found = f"{len(value):,} in {name!s}"
                yield _excess(element.sourceline, LONGEST_VALUE, "characters in an attribute", found)
                return


def _namespaces(root: etree._Element, data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    # What looks like a declaration may be text, so they are counted exactly where there are many.
    if next(islice(_NAMESPACE.finditer(data), MOST_NAMESPACES, None), None) is None:
        return
    count = sum(1 for _ in etree.iterwalk(root, events=("start-ns",)))
    if count > MOST_NAMESPACES:
        yield _excess(root.sourceline, MOST_NAMESPACES, "declarations of namespaces", f"{count:,}")


def _remarks(root: etree._Element) -> Iterator[tuple[int, tuple[str, ...]]]:
    count = sum(1 for _ in root.iter(etree.Comment, etree.ProcessingInstruction, etree.Entity))
    if count > MOST_REMARKS:
        yield _excess(root.sourceline, MOST_REMARKS, "comments and processing instructions", f"{count:,}")
