# SPDX-License-Identifier: Apache-2.0
"""Which elements, attributes and values a RELAX NG schema knows at all, wherever they may stand.

A validator says that a paragraph is wrong; this says that it is for an attribute that no `said` has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archiver.tei.xml import TEI, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_PREFIXES = {"xml:": "{http://www.w3.org/XML/1998/namespace}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a schema knows of the elements of one name."""

    attributes: dict[str, frozenset[str]] = field(default_factory=dict)
    """Attributes with their closed list of values; an empty one where any value of its type will do."""
    children: set[str] = field(default_factory=set)


def vocabulary(grammar: etree._Element) -> dict[str, Known]:
    """Read the vocabulary out of a schema that gives its elements and attributes by `@name`."""
    defines = {str(one.get("name")): one for one in grammar.iter("{*}define")}
    known: dict[str, Known] = {}
    for element in grammar.iter("{*}element"):
        entry = known.setdefault(str(element.get("name")), Known())
        for inner in _below(element, defines):
            if local(inner) == "element":
                entry.children.add(str(inner.get("name")))
            elif local(inner) == "attribute":
                _add(entry, inner, defines)
    return known


def _below(start: etree._Element, defines: dict[str, etree._Element]) -> Iterator[etree._Element]:
    """Return all patterns below one, through references, but not below elements and attributes."""
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        pattern = waiting.pop()
        yield pattern
        tag, name = local(pattern), pattern.get("name", "")
        if tag == "ref" and name in defines and name not in seen:
            seen.add(name)
            waiting.extend(defines[name])
        elif tag not in {"element", "attribute", "ref"}:
            waiting.extend(pattern)


def _add(entry: Known, attribute: etree._Element, defines: dict[str, etree._Element]) -> None:
    name = str(attribute.get("name"))
    for prefix, namespace in _PREFIXES.items():
        name = name.replace(prefix, namespace)
    patterns = list(_below(attribute, defines))
    is_open = any(local(one) in {"data", "text", "list"} for one in patterns) or not patterns
    values = frozenset() if is_open else frozenset(one.text or "" for one in patterns if local(one) == "value")
    if name not in entry.attributes:
        entry.attributes[name] = values
    else:
        closed = bool(values) and bool(entry.attributes[name])
        entry.attributes[name] = entry.attributes[name] | values if closed else frozenset()


def strangers(root: etree._Element, known: dict[str, Known]) -> Iterator[tuple[etree._Element, str]]:
    """Say which elements, attributes and values of a document the schema does not know."""
    entries: dict[object, Known] = {f"{{{TEI}}}{tag}": entry for tag, entry in known.items()}
    for element in root.iter("*"):
        entry, parent = entries.get(element.tag), element.getparent()
        if entry is None:
            yield element, f"{local(element)} is no element of the schema"
            continue
        around = None if parent is None else entries.get(parent.tag)
        if parent is not None and around is not None and local(element) not in around.children:
            yield element, f"{local(element)} has no place in {local(parent)}"
        for name, value in element.attrib.items():
            why = _stranger(entry, str(name), str(value))
            if why:
                yield element, f"{local(element)} {why}"


def _stranger(known: Known, name: str, value: str) -> str:
    values = known.attributes.get(name)
    if values is None:
        return f"has no attribute {name.rpartition('}')[2][:50]}"
    if not values or value in values:
        return ""
    return f"{name.rpartition('}')[2]}: {value[:50]!a} is not one of {', '.join(sorted(values))}"
