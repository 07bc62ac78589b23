# SPDX-License-Identifier: Apache-2.0
"""Validity against a RELAX NG schema, with a place and a hint for each fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from archiver.findings import Finding
from archiver.tei.fault import MOST, Fault, findings
from archiver.tei.thinning import MOST_LEFT, framed, frames
from archiver.tei.vocabulary import Known, strangers, vocabulary
from archiver.tei.xml import local, parse, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG = 1_000
"""Elements of a document that is validated in parts."""
_SILENT = "the validator refuses this and does not say why"
_MOST_ON_A_LINE = 100
"""Elements among which the one is sought that a remark is about."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """A schema, compiled for whole documents and for the parts of long ones."""

    document: etree.RelaxNG
    part: etree.RelaxNG
    known: dict[str, Known]


def breaches(root: etree._Element, data: bytes, schema: bytes, *, path: str) -> Iterator[Finding]:
    """Say where a document breaks a schema (RELAX NG in XML syntax); `root` was parsed from `data`, and is spent.

    What the schema does not know at all is named first; then comes what libxml2 says of other lines, if
    there is not too much of the first. Ids given twice are left to T208.

    Raises:
        InvalidMaterial: if the schema itself is no XML.
        lxml.etree.RelaxNGParseError: if it is no RELAX NG.
    """
    rules = _compiled(schema)
    explained: set[int] = set()
    unknown = tuple(findings(_unknown(root, rules.known, explained), path=path))
    yield from unknown
    if len(unknown) <= MOST:
        yield from _remarks(root, data, rules, explained, path)


def _unknown(root: etree._Element, known: dict[str, Known], explained: set[int]) -> Iterator[Fault]:
    for count, (element, why) in enumerate(strangers(root, known)):
        if count < MOST:
            # libxml2 repeats itself on the lines around it, and sometimes without a line.
            explained.update(one.sourceline or 0 for one in (element, *element.iterancestors()))
            explained.add(0)
        yield Fault("T102", element, (why,))


def _remarks(root: etree._Element, data: bytes, rules: _Rules, explained: set[int], path: str) -> Iterator[Finding]:
    told: dict[tuple[int, str], None] = {}
    wrong, complete = 0, True
    left: list[int] = []
    for part in _messages(root, rules, left):
        told.update(dict.fromkeys(one for one in part if one[0] not in explained))
        wrong += bool(part)
        if len(told) > MOST or wrong > MOST:
            complete = False
            break
    twice = {line for line, message in told if _TWICE.match(message)}
    remarks = [one for one in told if not (_TWICE.match(one[1]) or (one[0] in twice and _OF_ID.match(one[1])))]
    by_line = _by_line(data, {line for line, _ in remarks})
    for line, message in remarks[:MOST]:
        yield _finding(line or 1, message, by_line.get(line, []), path)
    for count in left:
        found = (f"expected: at most {MOST_LEFT:,} elements that are not repeated", f"found: {count:,}")
        yield Finding(code="T105", path=path, line=1, detail=found)
    if not complete:
        detail = ("the validator had so much to say that it was not asked further: there is more",)
        yield Finding(code="T102", path=path, line=1, detail=detail)


def _messages(root: etree._Element, rules: _Rules, left: list[int]) -> Iterator[list[tuple[int, str]]]:
    """Return what libxml2 says of each part, and on which line; nothing if the part is valid.

    The number of elements that could not be taken apart goes into `left` if they are too many to be validated.
    """
    if next(islice(root.iter("*"), _LONG, None), None) is None:
        yield _log(rules.document, root, 0)
        return
    for part, line in frames(root, rules.known):
        yield _log(rules.part, part, line)
    count = sum(1 for _ in root.iter("*"))
    if count > MOST_LEFT:
        left.append(count)
    else:
        yield _log(rules.document, root, 0)


def _log(grammar: etree.RelaxNG, element: etree._Element, line: int) -> list[tuple[int, str]]:
    """Validate an element; `line` is where it begins, for what libxml2 says without a line."""
    if grammar.validate(element):
        return []
    return [(entry.line or line, entry.message) for entry in grammar.error_log] or [(line, _SILENT)]


def _by_line(data: bytes, lines: set[int]) -> dict[int, list[etree._Element]]:
    """Return the elements of some lines, in the order of the document."""
    found: dict[int, list[etree._Element]] = {line: [] for line in lines}
    for element in parse(data).iter("*") if lines else ():
        here = found.get(element.sourceline or 0)
        if here is not None and len(here) < _MOST_ON_A_LINE:
            here.append(element)
    return found


@lru_cache(maxsize=8)
def _compiled(schema: bytes) -> _Rules:
    root = parse(schema, path="schema")
    document = etree.RelaxNG(root)
    return _Rules(document=document, part=etree.RelaxNG(framed(root)), known=vocabulary(root))


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
