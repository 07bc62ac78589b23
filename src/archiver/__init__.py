# SPDX-License-Identifier: Apache-2.0
"""Package a public statement for the decades: record, TEI with speakers, BagIt bag, fixity, ledger.

The names below are the public ones; everything else may change without notice. They are imported when
they are first used, so that `import archiver` costs next to nothing.
"""

from __future__ import annotations

# `typing` would be most of what is imported on the way to one small bag.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from archiver.errors import ArchiverError, InvalidMaterial
    from archiver.findings import Finding, Report
    from archiver.model import Encoding, Package, Record, Source, Speaker, Transcript, Utterance
    from archiver.speech import attribute
    from archiver.workflow import encode, package, validate, verify

__version__ = "0.1.0"

__all__ = [
    "ArchiverError",
    "Encoding",
    "Finding",
    "InvalidMaterial",
    "Package",
    "Record",
    "Report",
    "Source",
    "Speaker",
    "Transcript",
    "Utterance",
    "__version__",
    "attribute",
    "encode",
    "package",
    "validate",
    "verify",
]

_ROOMS = {
    "errors": ("ArchiverError", "InvalidMaterial"),
    "findings": ("Finding", "Report"),
    "model": ("Encoding", "Package", "Record", "Source", "Speaker", "Transcript", "Utterance"),
    "speech": ("attribute",),
    "workflow": ("encode", "package", "validate", "verify"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415 # only on the first use of a name

    for room, names in _ROOMS.items():
        if name in names:
            value = globals()[name] = getattr(import_module(f"archiver.{room}"), name)
            return value
    message = f"module 'archiver' has no attribute {name!r}"
    raise AttributeError(message)
