# SPDX-License-Identifier: Apache-2.0
"""The history of a package as a picture that a person can read: SVG without script, styles or fonts of its own.

Every text stands on a ground of its own and every line has a middle tone, so that the picture is to be read on white and
on black, on a screen and in print. What is meant is told by form and word as well as by colour.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from archiver.provenance.layout import LINE, LOOKS, MARGIN, PADDING, SIZE, layout
from archiver.provenance.lettering import width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.provenance.history import History
    from archiver.provenance.layout import Box, Layout, Link

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that would turn the order of letters around, of a text and of what stands after it."""

_FILLS = {
    "heading": ("#f4f4f2", "#f4f4f2", ""),
    "file": ("#fff6c8", "#8a6d00", ""),
    "outside": ("#ffffff", "#6b6b6b", "5 4"),
    "rules": ("#dfeaf9", "#2f639f", ""),
    "person-did": ("#f0e1f4", "#87409a", ""),
    "check": ("#def2e2", "#2c7a45", ""),
    "failed": ("#fbdcd8", "#b3261e", ""),
    "software": ("#ececec", "#5f5f5f", ""),
    "person": ("#fde6cf", "#a85a10", ""),
    "organisation": ("#f6dfd3", "#8d5138", ""),
}
"""Ground, border and dashes of a box by its look; black stands out from each ground with 15:1 and more."""
_TONES = ("#0a73ad", "#b85c00", "#0b8062", "#a3459a", "#777700", "#b23a3a", "#5a63c8", "#757575")
"""Of the lines; each stands out from white and from black with 3:1 and more."""
_LINKS = {"used": "was used", "made": "was made", "answers": "answers for it", "helps": "took part"}
_DASHED = frozenset({"used", "helps"})
_ROUND = {"person": 16, "person-did": 12, "organisation": 8}


def picture(history: History) -> str:
    """Return an `svg` element, ended by a line feed, that can stand in a page of HTML or by itself in a file.

    It has a title and a description for those who do not see it, and each box tells on hover all that there is to
    say. Many decisions of one person, or checks with one outcome, stand in one box. Ids begin with `history-` and
    a digest of the history, so that several pictures can stand in one page.
    """
    found = layout(history)
    key = f"history-{sha256(repr((history.package, found.boxes)).encode('utf-8', 'replace')).hexdigest()[:12]}"
    legend, height = _legend(found)
    size = f'viewBox="0 0 {_figure(found.width)} {_figure(height)}" width="{_figure(found.width)}" height="{_figure(height)}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="{key}-title {key}-desc"'
        f' font-family="Helvetica, Arial, sans-serif" font-size="{SIZE}" style="max-width:100%;height:auto">',
        f'<title id="{key}-title">{_text(_title(history))}</title>',
        f'<desc id="{key}-desc">{_text(_told(found, history))}</desc>',
        *(line for link in found.links for line in _link(link)),
        *(line for box in (*found.headings, *found.boxes, *legend) for line in _box(box)),
        *(line for link in _samples(legend) for line in _link(link)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _title(history: History) -> str:
    return f"The history of {history.package}" if history.package else "The history of a package"


def _told(found: Layout, history: History) -> str:
    """Tell the history in sentences."""
    names = {actor.id: actor.name for actor in history.actors}
    sentences = []
    for number, deed in enumerate(found.deeds, 1):
        by = ", ".join(names.get(actor, actor) for actor in deed.actors)
        facts = "; ".join(part for part in (by, deed.when, deed.outcome) if part)
        sentences.append(f"{number}. {deed.told}{f' ({facts})' if facts else ''}")
    return "\n".join(sentences)


def _legend(found: Layout) -> tuple[tuple[Box, ...], float]:
    """Return what the looks and lines mean, as far as they occur, in rows below all else; and where it ends."""
    looks = [look for look in LOOKS if any(box.look == look for box in found.boxes)]
    lines = [how for how in _LINKS if any(link.how == how for link in found.links)]
    ...
