# SPDX-License-Identifier: Apache-2.0
"""`archiver verify BAG` for a small bag of which nothing can be said, before most of Python was imported.

Hooks and loops start a process for each bag: the dataclasses, patterns and paths with which a report is made take
longer to import than such a bag takes to check. All else is for `checking`, which begins anew and says the same of
such a bag.
"""

from __future__ import annotations

import os

from archiver.bag.literal import literal, within
from archiver.cli.stream import result

_LEVELS = 3
"""Folders above a bag in which its ledger would be looked for."""
_RECORD = "data/record.json"


def is_plain_bag(path: str) -> bool:
    """Tell whether this is a bag that is good and no more, and say so on stdout; else nothing is said.

    `path` is what the user typed.
    """
    name = _written(path)
    found = literal(name) if name is not None else None
    # What may be a package of ours, or holds a shelf, has more to be checked.
    if name is None or found is None or _RECORD in found.paths or within(found.paths) or _has_ledger(name):
        return False
    files = f"{len(found.paths)} file{'s' * (len(found.paths) != 1)}"
    algorithms = f"{found.algorithms} algorithm{'s' * (found.algorithms != 1)}"
    result(
        f"{name}: ok\n"
        "  structure: passed (RFC 8493)\n"
        f"  completeness: passed ({files})\n"
        f"  fixity: passed ({files}, {algorithms})"
    )
    return True


def _written(path: str) -> str | None:
    """Return a path as it is shown, which is as `pathlib` writes it; None where it would have to be escaped."""
    if path.startswith("//") or not path.isascii() or not path.isprintable():
        return None
    names = [name for name in path.split("/") if name not in {"", "."}]
    shown = "/" * path.startswith("/") + "/".join(names) or "."
    return None if shown.startswith((":", " ")) else shown


def _has_ledger(path: str) -> bool:
    folder = os.path.abspath(path)  # noqa: PTH100 # pathlib is dear
    for _ in range(_LEVELS):
        folder = os.path.dirname(folder)  # noqa: PTH120 # the same
        if os.path.lexists(f"{folder}/LEDGER"):
            return True
    return False
