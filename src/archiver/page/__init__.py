# SPDX-License-Identifier: Apache-2.0
"""A package as people read it: one page that needs nothing else, and the pages of a shelf.

Pure: values in, text out. Everything in a package is hostile; what comes from it passes `markup.element` or
`markup.text`, which escape it, and no name of an element or attribute comes from it.
"""

from __future__ import annotations

from archiver.page.facts import DOUBTFUL, Checked, Facts, File, doubtful
from archiver.page.place import INDEX, Beside, Place

__all__ = ["DOUBTFUL", "INDEX", "Beside", "Checked", "Facts", "File", "Place", "doubtful", "write", "write_damaged"]


def write(facts: Facts, place: Place | None = None) -> str:
    """Return the page of a sound package as HTML; `place` says where it stands in a site, if it stands in one."""
    from archiver.page import package  # noqa: PLC0415 # who shows a package in the terminal needs no page

    return package.write(facts, place)


def write_damaged(key: str, checked: Checked, place: Place | None = None) -> str:
    """Return the page of a damaged package, `name/v1`: what was found, and none of its words."""
    from archiver.page import package  # noqa: PLC0415 # as above

    return package.damaged(key, checked, place)
