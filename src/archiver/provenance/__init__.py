# SPDX-License-Identifier: Apache-2.0
"""How a package came to be: one history, and a module for each form in which it is written.

Pure: values in, bytes or text out. What is inside the payload is written without a clock and without its own
identifiers; what stands in `metadata/` may name both.
"""

from __future__ import annotations

from archiver.provenance.deeds import ARCHIVER
from archiver.provenance.history import Actor, ActorKind, Deed, DeedKind, History, Thing
from archiver.provenance.of import PACKAGE, PREVIOUS, history_of, sealed
from archiver.provenance.things import CRATE, ORIGINAL, RECORD, SOURCE, TEI

__all__ = [
    "ARCHIVER",
    "CRATE",
    "ORIGINAL",
    "PACKAGE",
    "PREVIOUS",
    "RECORD",
    "SOURCE",
    "TEI",
    "Actor",
    "ActorKind",
    "Deed",
    "DeedKind",
    "History",
    "Thing",
    "history_of",
    "sealed",
    "write",
]

_NOTATIONS = {"provn": "prov_n", "json": "prov_json", "jsonld": "prov_jsonld", "svg": "picture", "dot": "dot"}
"""The notations that can be asked for, and the module and function of each."""


def write(history: History, notation: str) -> str:
    """Return a history as `provn`, `json`, `jsonld`, `svg` or `dot`, ended by a line feed.

    Raises:
        ValueError: if there is no such notation.
    """
    from importlib import import_module  # noqa: PLC0415 # one notation is asked for at a time

    if notation not in _NOTATIONS:
        raise ValueError(f"no notation of provenance: {notation!r}")
    name = _NOTATIONS[notation]
    written: str = getattr(import_module(f"archiver.provenance.{name}"), name)(history)
    return written
