# SPDX-License-Identifier: Apache-2.0
"""Promise 2 in the document: every speech has an id and a ground, and every speaker speaks (T204 to T206)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.tei.decode import served
from archiver.tei.fault import Fault
from archiver.tei.references import PEOPLE
from archiver.tei.stretches import pointers, role
from archiver.tei.xml import TEI, XML_ID, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_NEEDS_NO_WORDS = frozenset({"attr.continued", "attr.implicit", "attr.label"})
_SPEAKING = frozenset({"speaker", "reported"})


def faults(root: etree._Element) -> Iterator[Fault]:
    """Say which speech lacks an id, a ground or the words for it, and which declared speaker is silent."""
    text = root.find(f"{{{TEI}}}text")
    marked = [] if text is None else [(element, said) for element in text.iter("*") if (said := role(element))]
    speech = [element for element, said in marked if said == "speech"]
    for element in speech:
        yield from _bare(element)
    yield from _groundless(root, marked, speech)
    yield from _stray(marked)
    yield from _silent(root, speech)


def _bare(element: etree._Element) -> Iterator[Fault]:
    if element.get(XML_ID) is None:
        yield Fault("T204", element, (f"{local(element)} without xml:id",))
    grounds = [one for one in pointers(element, "ana") if one.startswith("attr.")]
    if len(grounds) != 1:
        why = f"ana names {len(grounds)} grounds of the taxonomy of attribution, not 1"
        yield Fault("T204", element, (why,))


def _groundless(
    root: etree._Element, marked: list[tuple[etree._Element, str]], speech: list[etree._Element]
) -> Iterator[Fault]:
    attributed = served(element for element, said in marked if said in {"cue", "mention"})
    decided = _decided(root)
    for element in speech:
        identifier = element.get(XML_ID, "")
        grounds = pointers(element, "ana")
        excused = identifier in decided or element.get("who") is None or not _NEEDS_NO_WORDS.isdisjoint(grounds)
        if not excused and identifier not in attributed:
            why = f"ana={' '.join(grounds)[:200]}, and no attribution names #{identifier[:100]}"
            yield Fault("T205", element, (why,))


def _decided(root: etree._Element) -> set[str]:
    """Return the ids of the speech that a person attributed in the record: that is its ground."""
    software = {one.get(XML_ID, "") for one in root.iter(f"{{{TEI}}}application")}
    return {
        identifier
        for one in root.iterfind(f"{{{TEI}}}standOff/{{{TEI}}}certainty")
        if software.isdisjoint(pointers(one, "resp"))
        for identifier in pointers(one, "target")
    }


def _stray(marked: list[tuple[etree._Element, str]]) -> Iterator[Fault]:
    for element, said in marked:
        parent = element.getparent() if said == "cue" else None
        if said == "cue" and (parent is None or role(parent) != "attribution"):
            yield Fault("T205", element, ("a cue stands in an attribution",))
        if said == "attribution" and not _has_words(element):
            yield Fault("T205", element, ("an attribution without a cue and without a mention",))


def _has_words(attribution: etree._Element) -> bool:
    return any(role(inner) in {"cue", "mention"} for inner in attribution)


def _silent(root: etree._Element, speech: list[etree._Element]) -> Iterator[Fault]:
    heard = {one for element in speech for one in pointers(element, "who")}
    for element in root.iter(*(f"{{{TEI}}}{tag}" for tag in sorted(PEOPLE))):
        if element.get("role") in _SPEAKING and element.get(XML_ID, "") not in heard:
            why = f"role={element.get('role')}, and no who names #{element.get(XML_ID, '')[:100]}"
            yield Fault("T206", element, (why,))
