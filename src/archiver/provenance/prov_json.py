# SPDX-License-Identifier: Apache-2.0
"""A history in PROV-JSON (W3C Member Submission of 24 April 2013), for programs that read provenance."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archiver.provenance.statements import Name, Time, Uri, namespaces, statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.provenance.history import History
    from archiver.provenance.statements import Statement, Value

_IMPLIED = frozenset({"prov", "xsd"})
_ELEMENTS = {"entity": (), "activity": ("startTime", "endTime"), "agent": ()}
"""What follows the name of an element, by the names of PROV-JSON (§3.1)."""
_RELATIONS = {
    "used": ("activity", "entity", "time"),
    "wasGeneratedBy": ("entity", "activity", "time"),
    "wasAssociatedWith": ("activity", "agent", "plan"),
    "wasDerivedFrom": ("generatedEntity", "usedEntity", "activity", "generation", "usage"),
    "hadMember": ("collection", "entity"),
}
"""The arguments of a relation (§3.2)."""

_Fields = dict[str, object]


def prov_json(history: History) -> str:
    """Return a document of PROV-JSON, indented, ended by a line feed; relations are numbered as blank nodes."""
    prefixes = {name: uri for name, uri in namespaces(history).items() if name not in _IMPLIED}
    document: dict[str, dict[str, object]] = {"prefix": dict(prefixes)}
    for number, statement in enumerate(statements(history), 1):
        key, fields = _element(statement) if statement.term in _ELEMENTS else _relation(statement, number)
        document.setdefault(statement.term, {})[key] = fields
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _element(statement: Statement) -> tuple[str, _Fields]:
    name, *rest = statement.arguments
    return str(name), _fields(_ELEMENTS[statement.term], rest, statement)


def _relation(statement: Statement, number: int) -> tuple[str, _Fields]:
    return f"_:r{number}", _fields(_RELATIONS[statement.term], statement.arguments, statement)


def _fields(names: tuple[str, ...], values: Sequence[Name | Time | None], statement: Statement) -> _Fields:
    given: dict[str, list[object]] = {}
    for name, value in zip(names, values, strict=True):
        if value is not None:
            given[f"prov:{name}"] = [value.text if isinstance(value, Time) else str(value)]
    for name, said in statement.attributes:
        given.setdefault(name, []).append(_value(said))
    return {name: values[0] if len(values) == 1 else values for name, values in given.items()}


def _value(value: Value) -> object:
    if isinstance(value, Name):
        return {"$": str(value), "type": "prov:QUALIFIED_NAME"}
    return {"$": value.text, "type": "xsd:anyURI"} if isinstance(value, Uri) else value
