# SPDX-License-Identifier: Apache-2.0
"""Lines and indentation of the header, for people to read; no white space enters a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.tei.xml import local

if TYPE_CHECKING:
    from lxml import etree

_NAMES = """
    TEI teiHeader fileDesc titleStmt respStmt editionStmt extent publicationStmt availability notesStmt sourceDesc bibl
    encodingDesc projectDesc editorialDecl correction normalization quotation hyphenation segmentation interpretation
    punctuation tagsDecl namespace classDecl taxonomy category appInfo application profileDesc abstract langUsage
    textClass keywords particDesc listPerson listOrg person personGrp org settingDesc setting standOff joinGrp
"""
CONTAINERS = frozenset(_NAMES.split())
"""Elements that hold elements only, as we write them; all others hold text, and are left alone."""


def indent(element: etree._Element, *, depth: int = 0) -> None:
    """Put the children of containers on lines of their own, two spaces deeper."""
    if local(element) not in CONTAINERS or not len(element):
        return
    element.text = "\n" + "  " * (depth + 1)
    for inner in element:
        inner.tail = element.text
        indent(inner, depth=depth + 1)
    element[-1].tail = "\n" + "  " * depth
