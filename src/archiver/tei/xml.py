# SPDX-License-Identifier: Apache-2.0
"""The one XML parser and the one serialiser of the house: nothing is fetched, expanded or added."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from archiver.errors import InvalidMaterial
from archiver.findings import Finding
from archiver.tei.limits import excesses

TEI = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 §2.2 has no place for: most controls, surrogates, U+FFFE and U+FFFF."""

_DECLARED = re.compile(rb"""<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([^"'>]{0,40})["']""")
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def parse(data: bytes, *, path: str = "transcript.tei.xml") -> etree._Element:
    """Parse XML that may be hostile, and return its root element.

    No entity is expanded, no DTD read, nothing fetched; libxml2's limits on depth and size hold.
    Duplicate ids are let through, since the check has a finding of its own for them.

    Raises:
        InvalidMaterial: T103 for a document type declaration, T104 for nesting without end, T105 for more
            markup than `limits` allows, T101 for what else is no well-formed XML in UTF-8.
    """
    root = _parsed(data, path)
    too_much = tuple(excesses(root, data, path=path))
    if too_much:
        raise InvalidMaterial(too_much)
    return root


def _parsed(data: bytes, path: str) -> etree._Element:
    doctype = _doctype(data)
    if doctype is not None:
        raise _invalid("T103", path, line=data.count(b"\n", 0, doctype) + 1)
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in {b"utf-8", b"utf8"}:
        raise _invalid("T101", path, line=1, detail=f"declared encoding: {declared[1].decode('ascii', 'replace')}")
    try:
        return etree.fromstring(data, _parser())  # noqa: TID251 # the one place that parses
    except etree.XMLSyntaxError as error:
        code = "T104" if "depth" in str(error).casefold() else "T101"
        line, column = error.position
        raise _invalid(code, path, line=line or None, column=column or None, detail=error.msg or "no XML") from error


def _parser() -> etree.XMLParser:  # noqa: TID251 # the one parser
    return etree.XMLParser(  # noqa: TID251 # the one parser
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        collect_ids=False,
    )


def _doctype(data: bytes) -> int | None:
    """Return where the prolog has a DOCTYPE, without parsing: its entities are never even declared."""
    at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    while True:
        while data[at : at + 1] in {b" ", b"\t", b"\r", b"\n"}:
            at += 1
        end = b"?>" if data.startswith(b"<?", at) else b"-->" if data.startswith(b"<!--", at) else None
        if end is None:
            return at if data.startswith(b"<!", at) else None
        closed = data.find(end, at + 2)
        if closed < 0:
            return None
        at = closed + len(end)


def _invalid(
    code: str, path: str, *, line: int | None = None, column: int | None = None, detail: str | None = None
) -> InvalidMaterial:
    details = (detail,) if detail else ()
    return InvalidMaterial([Finding(code=code, path=path, line=line, column=column, detail=details)])


def serialise(root: etree._Element, *, instructions: tuple[str, ...] = ()) -> bytes:
    """Write a document as UTF-8 with line feeds; the same tree always gives the same bytes.

    lxml would write the XML declaration with single quotes, so the first line is our own. A carriage
    return in the text is written as `&#13;`, or every XML parser would read a line feed (XML 1.0 §2.11).
    """
    head = _HEAD + b"".join(f"<?{instruction}?>\n".encode() for instruction in instructions)
    return b"".join((head, etree.tostring(root, encoding="UTF-8", xml_declaration=False), b"\n"))


def name(tag: str) -> str:
    """Return the name of a TEI element with its namespace."""
    return f"{{{TEI}}}{tag}"


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; empty for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def root(language: str) -> etree._Element:
    """Make the TEI element of a document in this language (a BCP 47 tag)."""
    element: etree._Element = etree.Element(name("TEI"), nsmap={None: TEI})
    element.set(XML_LANG, language)
    return element


_SPECIAL = {"id": XML_ID, "lang": XML_LANG, "space": XML_SPACE}


def child(parent: etree._Element, tag: str, text: str | None = None, **attributes: str | None) -> etree._Element:
    """Append a TEI element and return it.

    Attributes that are None are left out; `id`, `lang` and `space` are those of the XML namespace, and
    a closing underscore keeps off Python's keywords (`from_`).
    """
    element: etree._Element = etree.SubElement(parent, name(tag))
    for key, value in attributes.items():
        if value is not None:
            element.set(_SPECIAL.get(key, key.rstrip("_")), value)
    element.text = text
    return element


def append_text(parent: etree._Element, text: str) -> None:
    """Append text after whatever the element holds already."""
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def string(element: etree._Element) -> str:
    """Return the string value of an element: its text without comments and processing instructions."""
    return str(element.xpath("string()"))


_LONGEST_ID = 100
_FARTHEST = 1000


def pointer(element: etree._Element) -> str:
    """Return an XPath-like place for people: `/TEI/text/body/div/p[2]/said`, or by id where there is one.

    Among all its siblings, and those of the elements around it, only so many are counted.
    """
    steps: list[str] = []
    node: etree._Element | None = element
    left = _FARTHEST
    while node is not None:
        given = node.get(XML_ID)
        if given is not None:
            steps.append(f"//{local(node)}[@xml:id='{given[:_LONGEST_ID]}']")
            return "/".join(reversed(steps))
        parent = node.getparent()
        if left <= 0 and parent is not None:
            return "//" + "/".join(reversed(steps))
        step, counted = _step(node, parent, left)
        steps.append(step)
        left -= counted
        node = parent
    return "/" + "/".join(reversed(steps))


def _step(node: etree._Element, parent: etree._Element | None, most: int) -> tuple[str, int]:
    """Return one step of a path, and how many siblings were looked at; a far place is not counted out."""
    if parent is None:
        return local(node), 0
    before = [one.tag for one in islice(node.itersiblings("*", preceding=True), most)]
    same = before.count(node.tag)
    if len(before) == most:
        return f"{local(node)}[position() > {same}]", most
    if same:
        return f"{local(node)}[{same + 1}]", len(before)
    after = [one.tag for one in islice(node.itersiblings("*"), most - len(before))]
    return local(node) + ("[1]" if node.tag in after else ""), len(before) + len(after)
