# SPDX-License-Identifier: Apache-2.0
"""Where the pointers of a document lead: T201, T202, and T208 for ids given twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.tei.fault import Fault
from archiver.tei.stretches import role
from archiver.tei.xml import XML_ID, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

PEOPLE = frozenset({"person", "personGrp", "org"})
_ANSWERABLE = frozenset({"respStmt", "application"})
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "who": PEOPLE,
    "toWhom": PEOPLE,
    "corresp": frozenset({"speech"}),
    "ana": frozenset({"category"}),
    "resp": _ANSWERABLE,
    "source": frozenset({"bibl"}),
    "scheme": frozenset({"taxonomy"}),
}
"""The kinds of element that a pointer of this name may lead to."""

_OF_ELEMENTS: dict[tuple[str, str], frozenset[str]] = {
    ("persName", "ref"): PEOPLE,
    ("orgName", "ref"): PEOPLE,
    ("rs", "ref"): PEOPLE,
    ("affiliation", "ref"): frozenset({"org"}),
    ("ref", "target"): frozenset({"org"}),
    ("name", "ref"): _ANSWERABLE,
    ("catRef", "target"): frozenset({"category"}),
    ("certainty", "target"): frozenset({"speech"}),
    ("join", "target"): frozenset({"speech"}),
    ("note", "target"): frozenset(),
}
"""The same, where the element matters; empty: anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """The elements of a document by their id, the first of each."""

    elements: dict[str, etree._Element]
    kinds: dict[str, str]
    """What each of them is: its role, or else its name."""
    repeated: tuple[etree._Element, ...]


def collect(root: etree._Element) -> Ids:
    """Collect the ids of a document."""
    elements: dict[str, etree._Element] = {}
    kinds: dict[str, str] = {}
    repeated: list[etree._Element] = []
    for element in root.iter("*"):
        given = element.get(XML_ID)
        if given is None:
            continue
        if elements.setdefault(given, element) is element:
            kinds[given] = _kind(element)
        else:
            repeated.append(element)
    return Ids(elements=elements, kinds=kinds, repeated=tuple(repeated))


def faults(root: etree._Element, ids: Ids) -> Iterator[Fault]:
    """Say which ids are given twice and which pointers lead nowhere or to the wrong kind of element."""
    for element in ids.repeated:
        given = element.get(XML_ID, "")
        twice = (f"xml:id {given[:100]!a}", f"first given at line {ids.elements[given].sourceline}")
        yield Fault("T208", element, twice)
    for element in root.iter("*"):
        for attribute, kinds in _pointing(element):
            for given in element.get(attribute, "").split():
                code, why = _wrong(element, attribute, given, kinds, ids)
                if code:
                    yield Fault(code, element, (f"{attribute}: {given[:100]!a}", why), attribute)


def _pointing(element: etree._Element) -> Iterator[tuple[str, frozenset[str]]]:
    """Return the attributes of an element that point into the document, and where they may lead."""
    tag = local(element)
    for name, value in element.attrib.items():
        if name in {"next", "prev"}:
            yield str(name), frozenset({_kind(element)})
        elif (tag, name) in _OF_ELEMENTS:
            if tag != "name" or str(value).startswith("#"):
                yield str(name), _OF_ELEMENTS[tag, str(name)]
        elif name in _ATTRIBUTES:
            yield str(name), _ATTRIBUTES[str(name)]


def _kind(element: etree._Element) -> str:
    return role(element) or local(element)


def _wrong(element: etree._Element, attribute: str, given: str, kinds: frozenset[str], ids: Ids) -> tuple[str, str]:
    """Return the code and what is wrong with one pointer; nothing if it is right."""
    target = ids.elements.get(given[1:]) if given.startswith("#") else None
    if target is None:
        return "T201", "there is no element with this xml:id in the document"
    kind = ids.kinds[given[1:]]
    if kinds and kind not in kinds:
        return "T202", f"that is {kind} (line {target.sourceline}), not {_either(kinds)}"
    if attribute == "ana" and not _fits_taxonomy(element, target):
        return "T202", "that is a category of another taxonomy"
    return "", ""


def _either(kinds: frozenset[str]) -> str:
    return " or ".join(sorted(kinds))


def _fits_taxonomy(element: etree._Element, category: etree._Element) -> bool:
    """Tell whether a category says what it should: speech has a ground and a kind, a certainty its rule."""
    family = category.get(XML_ID, "").partition(".")[0]
    return family == "rule" if local(element) == "certainty" else family in {"attr", "speech"}
