# SPDX-License-Identifier: Apache-2.0
"""Where each element of `text` begins and ends, counted in code points of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from archiver.model import Span
from archiver.tei.marks import DEEPEST
from archiver.tei.xml import TEI, XML_ID, local, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMESPACES = {"t": TEI}
SPEECH = frozenset({"said", "q"})
MENTIONS = frozenset({"persName", "rs", "orgName"})
PHRASES = frozenset({"soCalled", "title", "mentioned"})

_DEEPEST = 2 * DEEPEST + 20
"""Elements inside each other: each mark may have an attribution around it, and a name has parts."""


class Unfit(Exception):  # says what the document is
    """The document is not what `encode` writes; becomes a finding where it is caught."""

    def __init__(self, element: etree._Element, why: str) -> None:
        super().__init__(why)
        self.line = element.sourceline
        self.pointer = pointer(element)
        self.why = why


class Stretch(NamedTuple):
    """An element of `text` and the part of the text that it holds."""

    element: etree._Element
    span: Span

    @property
    def id(self) -> str:
        """The `xml:id`; empty where there is none."""
        return self.element.get(XML_ID, "")

    @property
    def role(self) -> str:
        """What the element is to us: speech, fragment, attribution, cue, mention or phrase."""
        return role(self.element)

    def pointers(self, attribute: str) -> list[str]:
        """Return the ids that an attribute points at."""
        return pointers(self.element, attribute)


def role(element: etree._Element) -> str:
    """Say what an element of `text` is to us: speech, fragment, attribution, cue, mention, phrase or nothing."""
    tag, kind = local(element), element.get("type", "")
    if tag in SPEECH:
        return "fragment" if kind == "fragment" else "speech"
    if tag == "seg" and kind in {"attribution", "cue"}:
        return kind
    return "mention" if tag in MENTIONS else "phrase" if tag in PHRASES else ""


def pointers(element: etree._Element, attribute: str) -> list[str]:
    """Return the ids that an attribute points at, without their number signs."""
    return [part.removeprefix("#") for part in element.get(attribute, "").split()]


def stretches(root: etree._Element) -> tuple[str, list[Stretch]]:
    """Return the text of all paragraphs and the stretch of each element in them, in document order.

    White space outside the paragraphs does not count: others may have indented the file.

    Raises:
        Unfit: if elements lie too deep inside each other.
    """
    words: list[str] = []
    found: list[Stretch] = []
    at = 0
    for paragraph in root.iterfind("t:text/t:body/t:div/t:p", NAMESPACES):
        at = _paragraph(paragraph, at, words, found)
    return "".join(words), found


def _paragraph(paragraph: etree._Element, at: int, words: list[str], found: list[Stretch]) -> int:
    """Read one paragraph that begins at this offset; return where it ends."""
    opened: list[int] = []
    for event, element in _steps(paragraph):
        text = element.tail
        if event == "start":
            opened.append(len(found))
            found.append(Stretch(element, Span(at, at)))
            text = element.text
        elif event == "end":
            place = opened.pop()
            found[place] = Stretch(element, Span(found[place].span.start, at))
            text = element.tail if opened else None
        if len(opened) > _DEEPEST:
            raise Unfit(element, "elements lie too deep inside each other")
        words.append(text or "")
        at += len(text or "")
    return at


def _steps(paragraph: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    yield from etree.iterwalk(paragraph, events=("start", "end", "comment", "pi"))
