# SPDX-License-Identifier: Apache-2.0
"""What a rule has to say of an element, cheap enough to be said a million times; the first become findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from archiver.findings import Finding
from archiver.tei.xml import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

MOST = 100
"""Findings of one code that are told one by one."""


class Fault(NamedTuple):
    """An element that breaks a rule, and how."""

    code: str
    element: etree._Element
    detail: tuple[str, ...]
    attribute: str = ""


def findings(faults: Iterable[Fault], *, path: str) -> Iterator[Finding]:
    """Make findings of faults; after a hundred of one code, one more says how many others there are."""
    counts: Counter[str] = Counter()
    beyond: dict[str, Fault] = {}
    for fault in faults:
        counts[fault.code] += 1
        if counts[fault.code] <= MOST:
            at = pointer(fault.element) + (f"/@{fault.attribute}" if fault.attribute else "")
            yield _finding(fault, path, fault.detail, at)
        else:
            beyond.setdefault(fault.code, fault)
    for code, first in beyond.items():
        yield _finding(first, path, (further(counts[code] - MOST),), None)


def further(count: int) -> str:
    """Say that not all findings of a code are told."""
    return f"and {count:,} more of this code, which are not listed"


def _finding(fault: Fault, path: str, detail: tuple[str, ...], at: str | None) -> Finding:
    return Finding(code=fault.code, path=path, line=fault.element.sourceline, pointer=at, detail=detail)
