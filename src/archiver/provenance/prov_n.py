# SPDX-License-Identifier: Apache-2.0
"""A history in PROV-N, the notation of W3C PROV for people (W3C Recommendation of 30 April 2013)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.provenance.statements import Name, Statement, Time, Uri, namespaces, statements

if TYPE_CHECKING:
    from archiver.provenance.history import History
    from archiver.provenance.statements import Value

_IMPLIED = frozenset({"prov", "xsd"})
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\b": r"\b", "\f": r"\f"})


def prov_n(history: History) -> str:
    """Return a document of PROV-N (§3.1), a statement a line, ended by a line feed."""
    named = namespaces(history)
    prefixes = [f"  prefix {name} <{uri}>" for name, uri in named.items() if name not in _IMPLIED]
    said = [f"  {_written(statement)}" for statement in statements(history)]
    return "\n".join(["document", *prefixes, "", *said, "endDocument", ""])


def _written(statement: Statement) -> str:
    arguments = ", ".join(_argument(value) for value in statement.arguments)
    attributes = ", ".join(f"{name}={_value(value)}" for name, value in statement.attributes)
    return f"{statement.term}({arguments}{f', [{attributes}]' if attributes else ''})"


def _argument(value: Name | Time | None) -> str:
    if isinstance(value, Time):
        return value.text
    return "-" if value is None else _name(value)


def _name(name: Name) -> str:
    """Return a qualified name; its local part may not end with a full stop as it is (§3.7.1)."""
    return f"{name.prefix}:{name.local[:-1]}\\." if name.local.endswith(".") else str(name)


def _value(value: Value) -> str:
    if isinstance(value, Name):
        return f"'{_name(value)}'"
    return f"{_quoted(value.text)} %% xsd:anyURI" if isinstance(value, Uri) else _quoted(value)


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
