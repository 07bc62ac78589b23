# SPDX-License-Identifier: Apache-2.0
"""A history in PROV-O as JSON-LD 1.1, for those who read linked data; the context stands in the document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archiver.provenance.statements import Time, Uri, namespaces, statements

if TYPE_CHECKING:
    from archiver.provenance.history import History
    from archiver.provenance.statements import Statement, Value

_CLASSES = {"entity": "prov:Entity", "activity": "prov:Activity", "agent": "prov:Agent"}
_PROPERTIES = {
    "used": "prov:used",
    "wasGeneratedBy": "prov:wasGeneratedBy",
    "wasAssociatedWith": "prov:wasAssociatedWith",
    "wasDerivedFrom": "prov:wasDerivedFrom",
    "hadMember": "prov:hadMember",
}
_NAMES = {"prov:label": "rdfs:label"}
_TYPES = {
    **{name: {"@type": "@id"} for name in (*_PROPERTIES.values(), "prov:agent", "prov:hadRole", "prov:wasRevisionOf")},
    "prov:startedAtTime": {"@type": "xsd:dateTime"},
}
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"

_Node = dict[str, list[object]]


def prov_jsonld(history: History) -> str:
    """Return a JSON-LD document, indented, ended by a line feed: a node for each thing, deed and actor."""
    nodes: dict[str, _Node] = {}
    for statement in statements(history):
        name = str(statement.arguments[0])
        if statement.term in _CLASSES:
            nodes[name] = _element(statement)
        else:
            _relate(nodes[name], statement)
    context = {**namespaces(history), "rdfs": _RDFS, **_TYPES}
    document = {"@context": context, "@graph": [{"@id": name, **_single(node)} for name, node in nodes.items()]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _single(node: _Node) -> dict[str, object]:
    return {name: values[0] if len(values) == 1 else values for name, values in node.items()}


def _element(statement: Statement) -> _Node:
    node: _Node = {"@type": [_CLASSES[statement.term]]}
    begun = [value.text for value in statement.arguments if isinstance(value, Time)]
    if begun:
        node["prov:startedAtTime"] = [*begun]
    for name, value in statement.attributes:
        if name == "prov:type":
            node["@type"].append(str(value))
        else:
            node.setdefault(_NAMES.get(name, name), []).append(_value(value))
    return node


def _relate(node: _Node, statement: Statement) -> None:
    """Add a relation to the node of its first argument; a role needs a node of its own (PROV-O §3.3)."""
    other = str(statement.arguments[1])
    node.setdefault(_PROPERTIES[statement.term], []).append(other)
    for name, value in statement.attributes:
        if name == "prov:role":
            association = {"@type": "prov:Association", "prov:agent": other, "prov:hadRole": str(value)}
            node.setdefault("prov:qualifiedAssociation", []).append(association)
        else:
            node.setdefault("prov:wasRevisionOf", []).append(other)


def _value(value: Value) -> object:
    if isinstance(value, Uri):
        return {"@value": value.text, "@type": "xsd:anyURI"}
    return str(value)
