# SPDX-License-Identifier: Apache-2.0
"""Pieces that belong together: T203 for `next`, `prev` and `join`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.findings import Finding
from archiver.tei.stretches import pointers, role
from archiver.tei.xml import XML_ID, local, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from archiver.tei.references import Ids


def faults(root: etree._Element, ids: Ids, *, path: str) -> Iterator[Finding]:
    """Say where a chain is not answered, out of order, of two speakers, or not joined as it is chained.

    Since each link must lead forward in the document and be answered, a chain cannot run in a circle.
    """
    order = {element: at for at, element in enumerate(root.iter("*"))}
    chained = [element for element in order if element.get("next") is not None or element.get("prev") is not None]
    for element in chained:
        for why in _links(element, ids, order):
            yield _finding(element, why, path)
    yield from _joins(root, chained, ids, path)


def _links(element: etree._Element, ids: Ids, order: dict[etree._Element, int]) -> Iterator[str]:
    for attribute, answer, sign in (("next", "prev", 1), ("prev", "next", -1)):
        for identifier in pointers(element, attribute):
            other = ids.elements.get(identifier)
            if other is None:
                continue  # T201 tells of it
            if pointers(other, answer) != [element.get(XML_ID)]:
                yield f"{attribute}=#{identifier}, and #{identifier} does not answer with {answer}"
            if (order[other] - order[element]) * sign <= 0:
                yield f"{attribute}=#{identifier} leads {'back' if sign > 0 else 'forward'}"
            if sign > 0:
                yield from _unlike(element, other, identifier)


def _unlike(element: etree._Element, other: etree._Element, identifier: str) -> Iterator[str]:
    for attribute in ("who", "toWhom", "corresp"):
        mine, theirs = element.get(attribute), other.get(attribute)
        if mine != theirs and (attribute != "corresp" or role(element) == "attribution"):
            yield f"{attribute} is {mine or 'not given'}, and at #{identifier} {theirs or 'not given'}"
    if local(other) != local(element):
        yield f"#{identifier} is {local(other)}, not {local(element)}"


def _joins(root: etree._Element, chained: list[etree._Element], ids: Ids, path: str) -> Iterator[Finding]:
    """A join names all pieces of one chain of speech, in order, and each chain has its join."""
    chains = {
        tuple(_chain(element, ids)) for element in chained if role(element) == "speech" and element.get("prev") is None
    }
    joined: set[tuple[str, ...]] = set()
    for element in root.iter("{*}join"):
        targets = tuple(pointers(element, "target"))
        if targets not in chains or targets in joined:
            yield _finding(element, f"target={element.get('target', '')[:200]} is no chain of next and prev", path)
        joined.add(targets)
    for chain in sorted(chains - joined):
        yield _finding(ids.elements[chain[0]], f"no join in standOff for {' '.join('#' + one for one in chain)}", path)


def _chain(element: etree._Element, ids: Ids) -> list[str]:
    """Return the ids of a chain from its head on, as far as each link is answered: so chains share no piece."""
    chain: dict[str, None] = {element.get(XML_ID, ""): None}
    here = element
    while True:
        after = ids.elements.get("".join(pointers(here, "next")))
        if after is None or pointers(after, "prev") != [here.get(XML_ID, "")] or after.get(XML_ID, "") in chain:
            return list(chain)
        chain[after.get(XML_ID, "")] = None
        here = after


def _finding(element: etree._Element, why: str, path: str) -> Finding:
    return Finding(code="T203", path=path, line=element.sourceline, pointer=pointer(element), detail=(why,))
