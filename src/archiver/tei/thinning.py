# SPDX-License-Identifier: Apache-2.0
"""A long document as many short ones, which are valid for the schema if, and only if, it is.

libxml2 takes time in the square of the number of equal faults below one element, and cannot be stopped.
So whatever may be repeated without end is taken out by the hundred and put into a frame of its own:
paragraphs into a `div`, and the content of an element of `text`, which each may hold all that the others
may, into a `p`. What is left is short. Elements are moved and not copied, for a copy forgets the lines
after the 65,535th; so the document is spent afterwards.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from archiver.tei.xml import TEI, child, local

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from archiver.tei.vocabulary import Known

LARGEST = 500
"""Elements that go into one frame."""
MOST_LEFT = 20_000
"""Elements that may be left when everything repeated is taken out."""

_RNG = "http://relaxng.org/ns/structure/1.0"
_RUNS = {
    "div": frozenset({"p"}),
    "standOff": frozenset({"certainty"}),
    "joinGrp": frozenset({"join"}),
    "listPerson": frozenset({"person", "personGrp"}),
    "listOrg": frozenset({"org"}),
}
"""What may follow itself any number of times, and where."""
_TYPES = {"div": "report", "listPerson": "declared", "listOrg": "declared"}


def framed(schema: etree._Element) -> etree._Element:
    """Return the schema of the frames: the same, but it begins at the elements that frames begin with."""
    grammar = deepcopy(schema)
    start = grammar.find(f"{{{_RNG}}}start")
    patterns = [deepcopy(one) for one in grammar.iter(f"{{{_RNG}}}element") if one.get("name") in _RUNS]
    if start is not None and patterns:
        del start[:]
        etree.SubElement(start, f"{{{_RNG}}}choice").extend(patterns)
    return grammar


def frames(root: etree._Element, known: dict[str, Known]) -> Iterator[tuple[etree._Element, int]]:
    """Take apart a document and return the frames, each with the line where its content begins.

    Afterwards `root` is what is left.
    """
    inline = frozenset(tag for tag, one in known.items() if "said" in one.children)
    weights: list[list[int]] = [[]]
    text = 0
    for event, element in etree.iterwalk(root, events=("start", "end"), tag="*"):
        tag = local(element)
        if event == "start":
            text += tag == "text"
            weights.append([])
            continue
        text -= tag == "text"
        inner = weights.pop()
        size = sum(inner)
        if size > LARGEST and (tag in _RUNS or (text and tag in inline)):
            size = yield from _emptied(element, tag, inner)
        weights[-1].append(size + 1)


def _emptied(element: etree._Element, tag: str, weights: list[int]) -> Generator[tuple[etree._Element, int], None, int]:
    """Move the children of an element into frames; return how many elements stay.

    Where their order matters, one of each run stays in its place.
    """
    wanted = _RUNS.get(tag)
    stay, size, before = 0, 0, ""
    frame, holder = _frame(tag)
    for inner, weight in zip(list(element.iterchildren("*")), weights, strict=True):
        repeated = weight <= LARGEST and (wanted is None or (local(inner) in wanted and before in wanted))
        before = local(inner)
        if not repeated:
            stay += weight
            continue
        if size and size + weight > LARGEST:
            yield frame, holder[0].sourceline or 0
            size, (frame, holder) = 0, _frame(tag)
        size += weight
        holder.append(inner)
    if size:
        yield frame, holder[0].sourceline or 0
    return stay


def _frame(tag: str) -> tuple[etree._Element, etree._Element]:
    """Return an empty frame for the content of such an element, and the element of it that is to be filled."""
    if tag in _RUNS:
        frame = _element(tag)
        return frame, frame
    frame = _element("div")
    paragraph = child(frame, "p", id="archiver.frame")
    return frame, child(paragraph, tag) if tag == "persName" else paragraph


def _element(tag: str) -> etree._Element:
    element: etree._Element = etree.Element(f"{{{TEI}}}{tag}", nsmap={None: TEI})
    if tag in _TYPES:
        element.set("type", _TYPES[tag])
    if tag == "joinGrp":
        element.set("result", "said")
    return element
