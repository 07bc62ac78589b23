# SPDX-License-Identifier: Apache-2.0
"""Which names of a bag do not travel well to other systems. Pure; RFC 8493, section 6.1.2."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from archiver.bag.paths import folded, hazard
from archiver.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_STRETCH = 2000
# Whatever `hazard` may object to; most names are of letters, digits, hyphens and dots, and are never looked at singly.
_ODD = re.compile(r"[^A-Za-z0-9_/.\n -]")
_ODD_PARTS = ("./", " /", ".\n", " \n", "/con", "/prn", "/aux", "/nul", "/com", "/lpt")


def hazards(paths: Sequence[str]) -> Iterator[Finding]:
    """Name the paths that do not travel well, each once, with the reason; `paths` are in ascending order.

    Of paths that are the same where case or normalisation is not told apart all but the first are named.
    """
    reasons: dict[str, str] = {}
    forms: dict[str, list[str] | str] = {}
    for start in range(0, len(paths), _STRETCH):
        stretch = paths[start : start + _STRETCH]
        text = "\n".join(stretch)
        plain = text.isascii() and text.count("\n") == len(stretch) - 1
        lower = text.lower() if plain else ""
        # With a slash before each path its first name is found like any other.
        if not plain or _ODD.search(text) or _has_odd_part("/" + lower.replace("\n", "\n/") + "\n"):
            reasons |= {path: reason for path in stretch if (reason := hazard(path)) is not None}
        if not plain or text != lower:
            _sort_in(forms, stretch, lower.split("\n") if plain else map(folded, stretch))
    reasons |= _collisions(forms, paths)
    for path, reason in reasons.items():
        yield Finding(code="B120", path=path, detail=(reason,))


def _has_odd_part(text: str) -> bool:
    return any(part in text for part in _ODD_PARTS)


def _sort_in(forms: dict[str, list[str] | str], paths: Iterable[str], folds: Iterable[str]) -> None:
    """Note the paths that are not written as they are folded; of the others no two can be the same."""
    for path, form in zip(paths, folds, strict=True):
        if form != path:
            other = forms.setdefault(form, path)
            if isinstance(other, list):
                other.append(path)
            elif other is not path:
                forms[form] = [other, path]


def _collisions(forms: dict[str, list[str] | str], paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    for form, found in forms.items():
        row = bisect_left(paths, form)
        there = row < len(paths) and paths[row] == form
        if there or isinstance(found, list):
            group = sorted([*([found] if isinstance(found, str) else found), *([form] if there else [])])
            for path in group[1:]:
                yield path, f"differs only in case or normalisation from {group[0]}"
