# SPDX-License-Identifier: Apache-2.0
"""What the header counts: characters, utterances and elements (T207)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.findings import Finding
from archiver.tei.encode import tag_usage
from archiver.tei.lossless import lengths
from archiver.tei.stretches import NAMESPACES, role
from archiver.tei.xml import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_MEASURES = "t:teiHeader/t:fileDesc/t:extent/t:measure"
_DIGITS = 15
_USAGE = "t:teiHeader/t:encodingDesc/t:tagsDecl/t:namespace/t:tagUsage"


def faults(root: etree._Element, *, path: str) -> Iterator[Finding]:
    """Say which counts of the header are not true."""
    text = root.find("t:text", NAMESPACES)
    if text is None:
        return
    heads = sum(role(one) == "speech" and one.get("prev") is None for one in text.iter("*"))
    true = {"characters": lengths(text), "utterances": range(heads, heads + 1)}
    for measure in root.iterfind(_MEASURES, NAMESPACES):
        unit = measure.get("unit", "")
        if unit in true:
            yield from _compare(measure, "quantity", unit, true[unit], path)
    yield from _usage(root, text, path)


def _usage(root: etree._Element, text: etree._Element, path: str) -> Iterator[Finding]:
    counted = tag_usage(text)
    for usage in root.iterfind(_USAGE, NAMESPACES):
        tag = usage.get("gi", "")
        yield from _compare(usage, "occurs", tag, range(counted.get(tag, 0), counted.pop(tag, 0) + 1), path)
    for tag, count in sorted(counted.items()):
        namespace = root.find("t:teiHeader/t:encodingDesc/t:tagsDecl/t:namespace", NAMESPACES)
        where = root if namespace is None else namespace
        yield _finding(where, f"no tagUsage for {tag}, of which there are {count}", path)


def _compare(element: etree._Element, attribute: str, what: str, true: range, path: str) -> Iterator[Finding]:
    said = element.get(attribute, "")
    if not (said.isascii() and said.isdigit() and len(said) <= _DIGITS and int(said) in true):
        yield _finding(element, f"{what}: the header says {said[:20]!a}, counted {true[-1]}", path)


def _finding(element: etree._Element, why: str, path: str) -> Finding:
    return Finding(code="T207", path=path, line=element.sourceline, pointer=pointer(element), detail=(why,))
