# SPDX-License-Identifier: Apache-2.0
"""The proof that nothing was lost: the text of the TEI against the bytes of the source."""

from __future__ import annotations

import codecs
import hashlib
import re
from typing import TYPE_CHECKING

from lxml import etree

from archiver.findings import Finding
from archiver.tei.decode import characters
from archiver.tei.stretches import NAMESPACES, Unfit
from archiver.tei.xml import local, string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.model import Source

_CHARSET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,39}\Z")
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
"""Codecs of Python that turn bytes into text and are no character encodings; some take quadratic time."""

_STRUCTURE = frozenset({"text", "body", "div"})
_INDENTATION = re.compile(r"[ \t]*(?:\r?\n[ \t]*)+\Z")
_BLANK = " \t\r\n"
_AROUND = 20
_MOST_PLACES = 20


def losses(root: etree._Element, source: Source, *, path: str) -> Iterator[Finding]:
    """Compare the document with its source: the header (T303), then the text (T301, T302)."""
    yield from _header(root, source, path)
    text = root.find("t:text", NAMESPACES)
    if text is None:
        yield Finding(code="T301", path=path, line=1, detail=("there is no text element",))
        return
    try:
        encoding, bom = characters(root)
        original = decoded(source.data, encoding, bom=bom)
    except (Unfit, LookupError, UnicodeError) as error:
        yield Finding(code="T301", path=path, line=text.sourceline, detail=(_why(error),))
        return
    yield from _compared(text, original, path)


def decoded(data: bytes, encoding: str, *, bom: bool) -> str:
    """Decode a source as the header says it was decoded; the byte order mark is no part of the text.

    Raises:
        LookupError: if there is no such character encoding.
        UnicodeError: if the bytes are not in it, or do not begin with the mark that they should.
    """
    if not _CHARSET.match(encoding) or codecs.lookup(encoding).name.replace("-", "_") in _NO_CHARSETS:
        raise LookupError(f"unknown encoding: {encoding[:40]!a}")
    if bom and not data.startswith((codecs.BOM_UTF8, *_MARKS)):
        raise UnicodeError("the header tells of a byte order mark, and the source has none")
    text = data.decode(encoding)
    return text.removeprefix("\ufeff") if bom else text


_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def _why(error: Exception) -> str:
    return error.why if isinstance(error, Unfit) else f"the source does not decode as the header says: {error}"


def _header(root: etree._Element, source: Source, path: str) -> Iterator[Finding]:
    """Compare file name, digest and size in the header with those of the source."""
    bibl = root.find("t:teiHeader/t:fileDesc/t:sourceDesc/t:bibl", NAMESPACES)
    told = {} if bibl is None else {one.get("type"): one for one in bibl.iterfind("t:idno", NAMESPACES)}
    measure = None if bibl is None else bibl.find("t:extent/t:measure[@unit='bytes']", NAMESPACES)
    facts = (
        ("file name", told.get("file"), source.name, None),
        ("sha256", told.get("sha256"), hashlib.sha256(source.data).hexdigest(), None),
        ("bytes", measure, str(len(source.data)), "quantity"),
    )
    for what, element, true, attribute in facts:
        said = None if element is None else element.get(attribute) if attribute else string(element)
        if said != true:
            line = None if element is None else element.sourceline
            shown = "nothing" if said is None else _shown(said)
            detail = (f"{what} of the source {_shown(true)}", f"{what} in the header {shown}")
            yield Finding(code="T303", path=path, line=line, detail=detail)


def _compared(text: etree._Element, original: str, path: str) -> Iterator[Finding]:
    strict = string(text)
    if strict == original:
        return
    if _fits(text, original):
        yield Finding(code="T302", path=path, line=text.sourceline)
        return
    lenient = "".join(words for words, parent in _nodes(text) if not _in_structure(words, parent))
    offset, changed = max((_common(original, one), one) for one in (strict, lenient))
    # The place is one of the source, and the path that of the TEI: so it stands in the detail.
    line, column = _place(original, offset)
    detail = (
        f"source, line {line}, column {column}: {_excerpt(original, offset)}",
        f"TEI: {_excerpt(changed, offset)}",
    )
    yield Finding(code="T301", path=path, offset=offset, detail=detail)


_LINE_END = re.compile(r"\r\n|\n|\r")


def _place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both counted from 1, with the line ends that readers know."""
    line, start = 1, 0
    for end in _LINE_END.finditer(text):
        if end.end() > offset:
            break
        line, start = line + 1, end.end()
    return line, offset - start + 1


def _nodes(text: etree._Element) -> Iterator[tuple[str, etree._Element | None]]:
    """Return the text nodes in order, each with the element that it stands in."""
    for event, element in etree.iterwalk(text, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield element.text or "", element
        elif element is not text:
            yield element.tail or "", element.getparent()


def _in_structure(words: str, parent: etree._Element | None) -> bool:
    return bool(words) and not words.strip(_BLANK) and parent is not None and local(parent) in _STRUCTURE


def _fits(text: etree._Element, original: str) -> bool:
    """Tell whether the text is the original once white space is dropped that an indenter may have added.

    Since such white space may also be the source's own, both ways are followed.
    """
    places = {0}
    for words, optional in _joined(_pieces(text)):
        ahead = {at + len(words) for at in places if original.startswith(words, at)}
        places = ahead | places if optional else ahead
        if not places or len(places) > _MOST_PLACES:
            return False
    return len(original) in places


def _joined(pieces: Iterator[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Put together what lies between two pieces that may be an indenter's: it is there or it is not."""
    kept: list[str] = []
    for words, optional in pieces:
        if not optional:
            kept.append(words)
        elif words:
            yield "".join(kept), False
            kept.clear()
            yield words, True
    yield "".join(kept), False


def _pieces(text: etree._Element) -> Iterator[tuple[str, bool]]:
    """Return the text nodes in order, and whether an indenter may have made them.

    That is white space right below text, body and div, and a line break with blanks in an element that has
    no other text.
    """
    blank: dict[etree._Element | None, bool] = {}
    for words, parent in _nodes(text):
        yield words, _in_structure(words, parent) or (bool(_INDENTATION.match(words)) and _blank(parent, blank))


def lengths(text: etree._Element) -> range:
    """Return how many characters the text may have had before others indented the file; as a rule, one number."""
    strict = len(string(text))
    if not _indented(text):
        return range(strict, strict + 1)
    return range(sum(len(words) for words, optional in _pieces(text) if not optional), strict + 1)


def _indented(text: etree._Element) -> bool:
    """Tell whether there is white space right below text, body or div."""
    structures = text.iter(*(f"{{*}}{tag}" for tag in sorted(_STRUCTURE)))
    return any(
        _in_structure(words or "", one) for one in structures for words in (one.text, *(inner.tail for inner in one))
    )


def _blank(parent: etree._Element | None, known: dict[etree._Element | None, bool]) -> bool:
    """Tell whether an element has elements and white space only; each is looked at once."""
    if parent is not None and parent not in known:
        known[parent] = not any(words.strip(_BLANK) for words in (parent.text or "", *(x.tail or "" for x in parent)))
    return known.get(parent, False)


def _common(one: str, other: str) -> int:
    """Return the length of the common beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _excerpt(text: str, offset: int) -> str:
    before, after = text[max(0, offset - _AROUND) : offset], text[offset : offset + _AROUND]
    return f"{_shown(before)} | {_shown(after) if after else '(end)'}"


def _shown(words: str) -> str:
    """Return text for a screen: control and invisible characters as escapes."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in words[:200])
