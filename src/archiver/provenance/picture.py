# SPDX-License-Identifier: Apache-2.0
"""The history of a package as a picture that a person can read: SVG without script, styles or fonts of its own.

Every text stands on a ground of its own and every line has a middle tone, so that the picture is to be read on white
and on black, on a screen and in print. What is meant is told by form and word as well as by colour.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from archiver.provenance.layout import LINE, LOOKS, MARGIN, PADDING, SIZE, Box, Link, layout
from archiver.provenance.lettering import width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.provenance.history import History
    from archiver.provenance.layout import Layout

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that would turn the order of letters around, of a text and of what stands after it."""

_FILLS = {
    "heading": ("#f4f4f2", "#f4f4f2", ""),
    "file": ("#fff6c8", "#8a6d00", ""),
    "outside": ("#ffffff", "#6b6b6b", "5 4"),
    "package": ("#ffe08a", "#8a6d00", ""),
    "deed": ("#dfeaf9", "#2f639f", ""),
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
_SAMPLE = 46
"""How long the line before its words in the legend is, with the room after it."""
_ROW = 34
_GREY = 7
_ROUND = {"person": 16, "person-did": 12, "organisation": 8}


def picture(history: History) -> str:
    """Return an `svg` element, ended by a line feed, that can stand in a page of HTML or by itself in a file.

    It has a title and a description for those who do not see it, and each box tells on hover all that there is to
    say. Many decisions of one person, or checks with one outcome, stand in one box. Ids begin with `history-` and
    a digest of the history, so that several pictures can stand in one page.
    """
    found = layout(history)
    key = f"history-{sha256(repr((history.package, found.boxes)).encode('utf-8', 'replace')).hexdigest()[:12]}"
    legend = _legend(found)
    wide, high = (
        _figure(found.width),
        _figure(max((box.y + box.height for box in legend), default=found.height) + MARGIN),
    )
    size = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    names = f'role="img" aria-labelledby="{key}-title {key}-desc"'
    font = f'font-family="Helvetica, Arial, sans-serif" font-size="{SIZE}"'
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {names} {font} style="max-width:100%;height:auto">',
        f'<title id="{key}-title">{_text(_title(history))}</title>',
        f'<desc id="{key}-desc">{_text(_told(found, history))}</desc>',
        *(line for link in found.links for line in _link(link)),
        *(line for box in (*found.headings, *found.boxes, *legend) for line in _box(box)),
        *(line for link in _samples(legend) for line in _link(link)),
        "</svg>",
    ]
    return "\n".join(drawn) + "\n"


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


def _legend(found: Layout) -> tuple[Box, ...]:
    """Return what the looks and lines mean, as far as they occur, in rows below all else."""
    looks = [(look, words) for look, words in LOOKS.items() if any(box.look == look for box in found.boxes)]
    lines = [(how, words) for how, words in _LINKS.items() if any(link.how == how for link in found.links)]
    boxes: list[Box] = []
    x: float = MARGIN
    y = found.height + MARGIN
    for look, words in (*looks, *lines):
        room = _SAMPLE if look in _LINKS else 0
        wide = width(words, SIZE) + 2 * PADDING + room
        if x + wide > found.width - MARGIN and x > MARGIN:
            x, y = MARGIN, y + _ROW
        drawn = "heading" if look in _LINKS else look
        boxes.append(
            Box(
                id=f"legend-{look}",
                look=drawn,
                x=x + room,
                y=y,
                width=wide - room,
                height=_ROW - 8,
                lines=(words,),
                bold=0,
                told=words,
            )
        )
        x += wide + MARGIN
    return tuple(boxes)


def _samples(legend: tuple[Box, ...]) -> Iterator[Link]:
    """Give the lines that stand before their words in the legend."""
    for box in legend:
        how = box.id.removeprefix("legend-")
        if how in _LINKS:
            y = box.y + box.height / 2
            ends = ((box.x - _SAMPLE, y), (box.x - 8, y))
            yield Link(how=how, lane=_GREY, points=ends)


def _box(box: Box) -> Iterator[str]:
    fill, border, dashes = _FILLS[box.look]
    edge = f' stroke="{border}"' + (f' stroke-dasharray="{dashes}"' if dashes else "") if box.look != "heading" else ""
    place = f'x="{_figure(box.x)}" y="{_figure(box.y)}" width="{_figure(box.width)}" height="{_figure(box.height)}"'
    yield f"<g><title>{_text(box.told)}</title>"
    yield f'<rect {place} rx="{_ROUND.get(box.look, 3)}" fill="{fill}"{edge}/>'
    for number, line in enumerate(box.lines):
        x, y = box.x + PADDING, box.y + PADDING + SIZE - 2 + LINE * number
        bold = ' font-weight="bold"' if number < box.bold else ""
        yield f'<text x="{_figure(x)}" y="{_figure(y)}" fill="#1a1a1a"{bold}>{_text(line)}</text>'
    yield "</g>"


def _link(link: Link) -> Iterator[str]:
    """Draw a line; an arrow points at what was made, or at the deed in which a thing was used."""
    tone = _TONES[link.lane % len(_TONES)]
    points = " ".join(f"{_figure(x)},{_figure(y)}" for x, y in link.points)
    dashes = ' stroke-dasharray="6 3"' if link.how in _DASHED else ""
    yield f'<polyline points="{points}" fill="none" stroke="{tone}" stroke-width="1.5"{dashes}/>'
    (x, y), (beside, _) = (link.points[0], link.points[1]) if link.how == "made" else link.points[:-3:-1]
    if link.how == "answers":
        yield f'<circle cx="{_figure(x)}" cy="{_figure(y)}" r="4" fill="{tone}"/>'
    elif link.how in {"made", "used"}:
        back = x + (9 if beside > x else -9)
        tip = f"{_figure(x)},{_figure(y)} {_figure(back)},{_figure(y - 4)} {_figure(back)},{_figure(y + 4)}"
        yield f'<polygon points="{tip}" fill="{tone}"/>'


def _figure(number: float) -> str:
    """Write a number without more figures than can be seen."""
    return f"{number:.1f}".removesuffix(".0")


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", _TURNING.sub("", text)))
