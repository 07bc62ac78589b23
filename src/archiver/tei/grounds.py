# SPDX-License-Identifier: Apache-2.0
"""Promise 2 in the document: every speech has an id and a ground, and every speaker speaks (T204 to T206)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.findings import Finding
from archiver.tei.decode import serves
from archiver.tei.references import PEOPLE
from archiver.tei.stretches import pointers, role
from archiver.tei.xml import TEI, XML_ID, local, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_NEEDS_NO_WORDS = frozenset({"attr.continued", "attr.implicit", "attr.label"})
_SPEAKING = frozenset({"speaker", "reported"})


def faults(root: etree._Element, *, path: str) -> Iterator[Finding]:
    """Say which speech lacks an id, a ground or the words for it, and which declared speaker is silent."""
    text = root.find(f"{{{TEI}}}text")
    marked = [] if text is None else [element for element in text.iter("*") if role(element)]
    speech = [element for element in marked if role(element) == "speech"]
    for element in speech:
        yield from _bare(element, path)
    yield from _groundless(root, marked, speech, path)
    yield from _stray(marked, path)
    yield from _silent(root, speech, path)


def _bare(element: etree._Element, path: str) -> Iterator[Finding]:
    if element.get(XML_ID) is None:
        yield _finding("T204", element, f"{local(element)} without xml:id", path)
    grounds = [one for one in pointers(element, "ana") if one.startswith("attr.")]
    if len(grounds) != 1:
        yield _finding("T204", element, f"ana names {len(grounds)} grounds of the taxonomy of attribution, not 1", path)


def _groundless(
    root: etree._Element, marked: list[etree._Element], speech: list[etree._Element], path: str
) -> Iterator[Finding]:
    attributed = {one for element in marked if role(element) in {"cue", "mention"} for one in serves(element)}
    decided = _decided(root)
    for element in speech:
        identifier = element.get(XML_ID, "")
        grounds = pointers(element, "ana")
        excused = identifier in decided or element.get("who") is None or not _NEEDS_NO_WORDS.isdisjoint(grounds)
        if not excused and identifier not in attributed:
            yield _finding("T205", element, f"ana={' '.join(grounds)}, and no attribution names #{identifier}", path)


def _decided(root: etree._Element) -> set[str]:
    """Return the ids of the speech that a person attributed in the record: that is its ground."""
    software = {one.get(XML_ID, "") for one in root.iter(f"{{{TEI}}}application")}
    return {
        identifier
        for one in root.iterfind(f"{{{TEI}}}standOff/{{{TEI}}}certainty")
        if software.isdisjoint(pointers(one, "resp"))
        for identifier in pointers(one, "target")
    }


def _stray(marked: list[etree._Element], path: str) -> Iterator[Finding]:
    for element in marked:
        parent = element.getparent()
        if role(element) == "cue" and (parent is None or role(parent) != "attribution"):
            yield _finding("T205", element, "a cue stands in an attribution", path)
        if role(element) == "attribution" and not _has_words(element):
            yield _finding("T205", element, "an attribution without a cue and without a mention", path)


def _has_words(attribution: etree._Element) -> bool:
    return any(role(inner) in {"cue", "mention"} for inner in attribution)


def _silent(root: etree._Element, speech: list[etree._Element], path: str) -> Iterator[Finding]:
    heard = {one for element in speech for one in pointers(element, "who")}
    for element in root.iter(*(f"{{{TEI}}}{tag}" for tag in sorted(PEOPLE))):
        if element.get("role") in _SPEAKING and element.get(XML_ID, "") not in heard:
            yield _finding(
                "T206", element, f"role={element.get('role')}, and no who names #{element.get(XML_ID)}", path
            )


def _finding(code: str, element: etree._Element, why: str, path: str) -> Finding:
    return Finding(code=code, path=path, line=element.sourceline, pointer=pointer(element), detail=(why,))
