# SPDX-License-Identifier: Apache-2.0
"""Validity against a RELAX NG schema, with a place and a hint for each fault."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from archiver.findings import Finding
from archiver.tei.vocabulary import Known, strangers, vocabulary
from archiver.tei.xml import local, parse, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 100
_NAMED = re.compile(r"(?:[Ee]lement|for) \{?([A-Za-z][\w.-]*)")
_TWICE = re.compile(r"ID .* redefined")
_OF_ID = re.compile(r"Invalid attribute id for element")
_HINTS = (
    (
        re.compile(r"Element (\S+) has extra content: (\S+)"),
        "from the first {1} on, something in {0} is not allowed there or lacks an attribute",
    ),
    (
        re.compile(r"Did not expect element (\S+) there"),
        "{0} has no place here: take it out, or see what stands before it",
    ),
    (re.compile(r"Expecting an element (\S*), got nothing"), "something that must follow is missing {0}"),
    (re.compile(r"Expecting element (\S+), got (\S+)"), "write {0} here, not {1}"),
    (
        re.compile(r"Invalid attribute (\S+) for element (\S+)"),
        "{1} may not have this {0}: its name or its value is not allowed",
    ),
    (
        re.compile(r"Element (\S+) failed to validate attributes"),
        "an attribute of {0} is missing, or its value is not allowed",
    ),
    (re.compile(r"Did not expect text in element (\S+) content"), "{0} holds elements only: take the loose text out"),
    (re.compile(r"Element (\S+) failed to validate content"), "see what stands in {0}, and in which order"),
)


def breaches(root: etree._Element, schema: bytes, *, path: str) -> Iterator[Finding]:
    """Say where a document breaks a schema (RELAX NG in XML syntax).

    What the schema does not know at all is named first; then comes what libxml2 says of other lines. Ids
    given twice are left to T208.

    Raises:
        InvalidMaterial: if the schema itself is no XML.
        lxml.etree.RelaxNGParseError: if it is no RELAX NG.
    """
    grammar, known = _compiled(schema)
    if grammar.validate(root):
        return
    explained: set[int] = set()
    for element, why in islice(strangers(root, known), _MOST):
        # libxml2 repeats itself on the lines around it, and sometimes without a line.
        explained.update(one.sourceline or 0 for one in (element, *element.iterancestors()))
        explained.add(0)
        yield Finding(code="T102", path=path, line=element.sourceline, pointer=pointer(element), detail=(why,))
    remarks = list(_remarks(root, grammar, explained, path))
    yield from remarks
    if not explained and not remarks and not any(_TWICE.match(entry.message) for entry in grammar.error_log):
        detail = ("the validator refuses the document and does not say why",)
        yield Finding(code="T102", path=path, line=root.sourceline, pointer=pointer(root), detail=detail)


def _remarks(root: etree._Element, grammar: etree.RelaxNG, explained: set[int], path: str) -> Iterator[Finding]:
    by_line: dict[int, list[etree._Element]] = {}
    for element in root.iter("*"):
        by_line.setdefault(element.sourceline or 0, []).append(element)
    told = {(entry.line, entry.message): None for entry in grammar.error_log if entry.line not in explained}
    twice = {line for line, message in told if _TWICE.match(message)}
    for line, message in islice(told, _MOST):
        if not (_TWICE.match(message) or (line in twice and _OF_ID.match(message))):
            yield _finding(line or root.sourceline or 1, message, by_line.get(line, []), path)


@lru_cache(maxsize=8)
def _compiled(schema: bytes) -> tuple[etree.RelaxNG, dict[str, Known]]:
    root = parse(schema, path="schema")
    return etree.RelaxNG(root), vocabulary(root)


def _finding(line: int, message: str, here: list[etree._Element], path: str) -> Finding:
    named = _NAMED.findall(message)
    element = next((one for tag in named for one in here if local(one) == tag), here[0] if here else None)
    return Finding(
        code="T102",
        path=path,
        line=line,
        pointer=None if element is None else pointer(element),
        detail=(message,),
        help=_hint(message),
    )


def _hint(message: str) -> str | None:
    """Say in plain words what to do; libxml2 says only what it stumbled over."""
    for pattern, words in _HINTS:
        if match := pattern.match(message):
            return words.format(*match.groups()).rstrip()
    return None
