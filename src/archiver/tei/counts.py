# SPDX-License-Identifier: Apache-2.0
"""What the header counts: characters, utterances and elements (T207)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.tei.encode import tag_usage
from archiver.tei.fault import Fault
from archiver.tei.lossless import lengths
from archiver.tei.stretches import NAMESPACES, SPEECH, role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_MEASURES = "t:teiHeader/t:fileDesc/t:extent/t:measure"
_DIGITS = 15
_USAGE = "t:teiHeader/t:encodingDesc/t:tagsDecl/t:namespace/t:tagUsage"


def faults(root: etree._Element) -> Iterator[Fault]:
    """Say which counts of the header are not true."""
    text = root.find("t:text", NAMESPACES)
    if text is None:
        return
    heads = sum(
        one.get("prev") is None and role(one) == "speech" for one in text.iter(*(f"{{*}}{tag}" for tag in SPEECH))
    )
    true = {"characters": lengths(text), "utterances": range(heads, heads + 1)}
    for measure in root.iterfind(_MEASURES, NAMESPACES):
        unit = measure.get("unit", "")
        if unit in true:
            yield from _compare(measure, "quantity", unit, true[unit])
    yield from _usage(root, text)


def _usage(root: etree._Element, text: etree._Element) -> Iterator[Fault]:
    counted = tag_usage(text)
    for usage in root.iterfind(_USAGE, NAMESPACES):
        tag = usage.get("gi", "")
        yield from _compare(usage, "occurs", tag, range(counted.get(tag, 0), counted.pop(tag, 0) + 1))
    namespace = root.find("t:teiHeader/t:encodingDesc/t:tagsDecl/t:namespace", NAMESPACES)
    where = root if namespace is None else namespace
    for tag, count in sorted(counted.items()):
        yield Fault("T207", where, (f"no tagUsage for {tag}, of which there are {count}",))


def _compare(element: etree._Element, attribute: str, what: str, true: range) -> Iterator[Fault]:
    said = element.get(attribute, "")
    if not (said.isascii() and said.isdigit() and len(said) <= _DIGITS and int(said) in true):
        yield Fault("T207", element, (f"{what[:100]}: the header says {said[:20]!a}, counted {true[-1]}",))
