# SPDX-License-Identifier: Apache-2.0
"""Pieces that belong together: T203 for `next`, `prev` and `join`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from archiver.tei.fault import Fault
from archiver.tei.stretches import pointers, role
from archiver.tei.xml import XML_ID, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from archiver.tei.references import Ids

_SHOWN = 200


class _Link(NamedTuple):
    """A piece that names its neighbours in a chain."""

    element: etree._Element
    id: str | None
    next: list[str]
    prev: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Links:
    """Everything that has `next` or `prev`, each attribute read once: many may point at one."""

    links: tuple[_Link, ...]
    by_id: dict[str, _Link]
    order: dict[str, int]
    """The place of every id in the document."""

    def answers(self, link: _Link, other: str, *, forward: bool) -> bool:
        """Tell whether the other piece names this one, and it alone, as its neighbour."""
        there = self.by_id.get(other)
        return there is not None and (there.prev if forward else there.next) == [link.id]

    def leads(self, here: str, there: str, *, forward: bool) -> bool:
        """Tell whether one id lies before the other in the document, or behind it."""
        return self.order[here] < self.order[there] if forward else self.order[here] > self.order[there]


def faults(root: etree._Element, ids: Ids) -> Iterator[Fault]:
    """Say where a chain is not answered, out of order, of two speakers, or not joined as it is chained.

    Since each link must lead forward in the document and be answered, a chain cannot run in a circle.
    """
    chained = _collected(root, ids)
    for link in chained.links:
        for why in _broken(link, chained, ids):
            yield Fault("T203", link.element, (why,))
    yield from _joins(root, chained, ids)


def _collected(root: etree._Element, ids: Ids) -> _Links:
    links = tuple(
        _Link(element, element.get(XML_ID), pointers(element, "next"), pointers(element, "prev"))
        for element in root.iter("*")
        if element.get("next") is not None or element.get("prev") is not None
    )
    by_id = {link.id: link for link in links if link.id is not None and ids.elements[link.id] is link.element}
    return _Links(links=links, by_id=by_id, order={one: at for at, one in enumerate(ids.elements)})


def _broken(link: _Link, chained: _Links, ids: Ids) -> Iterator[str]:
    for attribute, targets, forward in (("next", link.next, True), ("prev", link.prev, False)):
        for identifier in targets:
            other = ids.elements.get(identifier)
            if other is None:
                continue  # T201 tells of it
            shown = f"#{identifier[:_SHOWN]}"
            answered = chained.answers(link, identifier, forward=forward)
            if not answered:
                yield f"{attribute}={shown}, and {shown} does not answer with {'prev' if forward else 'next'}"
            if link.id is not None and not chained.leads(link.id, identifier, forward=forward):
                yield f"{attribute}={shown} leads {'back' if forward else 'forward'}"
            if forward and answered:
                yield from _unlike(link.element, other, shown)


def _unlike(element: etree._Element, other: etree._Element, shown: str) -> Iterator[str]:
    for attribute in ("who", "toWhom", "corresp"):
        mine, theirs = element.get(attribute), other.get(attribute)
        if mine != theirs and (attribute != "corresp" or role(element) == "attribution"):
            yield f"{attribute} is {_said(mine)}, and at {shown} {_said(theirs)}"
    if local(other) != local(element):
        yield f"{shown} is {local(other)}, not {local(element)}"


def _said(value: str | None) -> str:
    return value[:_SHOWN] if value else "not given"


def _joins(root: etree._Element, chained: _Links, ids: Ids) -> Iterator[Fault]:
    """A join names all pieces of one chain of speech, in order, and each chain has its join."""
    chains = {
        tuple(_chain(link, chained))
        for link in chained.links
        if role(link.element) == "speech" and link.element.get("prev") is None
    }
    joined: set[tuple[str, ...]] = set()
    for element in root.iter("{*}join"):
        targets = tuple(pointers(element, "target"))
        if targets not in chains or targets in joined:
            why = f"target={element.get('target', '')[:_SHOWN]} is no chain of next and prev"
            yield Fault("T203", element, (why,))
        joined.add(targets)
    for chain in sorted(chains - joined):
        if chain[0] in ids.elements:
            named = " ".join("#" + one for one in chain)[:_SHOWN]
            yield Fault("T203", ids.elements[chain[0]], (f"no join in standOff for {named}",))


def _chain(head: _Link, chained: _Links) -> list[str]:
    """Return the ids of a chain from its head on, as far as each link is answered: so chains share no piece."""
    chain: dict[str, None] = {head.id or "": None}
    here = head
    while True:
        after = here.next[0] if len(here.next) == 1 else ""
        if after in chain or not chained.answers(here, after, forward=True):
            return list(chain)
        chain[after] = None
        here = chained.by_id[after]
