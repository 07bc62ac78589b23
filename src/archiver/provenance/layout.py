# SPDX-License-Identifier: Apache-2.0
"""Where everything stands in the picture of a history: things left, deeds in the middle going down, actors right.

Each thing and each actor has a lane of its own between the columns, a vertical line from which short lines lead
to the deeds. So no line runs behind a text, and no two lines run in one another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archiver.provenance.history import ActorKind, DeedKind
from archiver.provenance.lettering import wrapped
from archiver.provenance.of import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from archiver.provenance.history import Actor, Deed, History, Thing

SIZE = 13
"""Height of the font, in the units of the picture."""
LINE = 17
PADDING = 9
MARGIN = 12
_THINGS, _DEEDS, _ACTORS = 220, 320, 200
"""How wide the boxes are."""
_GAP = 18
_LANE = 10
_GUTTER = 34
"""Beside the lanes: room for the arrowheads."""
_GRID = 4
_STUB = 12
"""Between two lines that lead to one deed."""
_FIRST = MARGIN + 44
"""Where the columns begin, below their headings."""
_MOST = 3
"""So many deeds that differ only in what is told of them stand by themselves."""
_FOLDED = frozenset({DeedKind.CORRECTION, DeedKind.DESCRIPTION, DeedKind.FIXITY})

_BY_PEOPLE = frozenset({DeedKind.DESCRIPTION, DeedKind.CORRECTION})
_CHECKS = frozenset({DeedKind.VALIDATION, DeedKind.FIXITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle with lines of text."""

    id: str
    look: str
    """What it is, which decides how it is drawn; a key of `LOOKS`."""
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    bold: int
    """How many lines, from the first, are a heading."""
    told: str
    """All that there is to say of it."""

    @property
    def middle(self) -> float:
        """Return where a line leads to it: on a grid on which no line to a deed runs."""
        return (self.y + self.height / 2) // _GRID * _GRID


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A line between a deed and a thing or an actor."""

    how: str
    """used, made, answers or helps."""
    lane: int
    """Number of the lane, which decides the colour."""
    points: tuple[tuple[float, float], ...]
    """From the thing or actor to the deed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The picture before it is drawn."""

    width: float
    height: float
    headings: tuple[Box, ...]
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    deeds: tuple[Deed, ...]
    """Those that are shown, each with all that it stands for in `told` and `detail`."""


LOOKS = {
    "file": "file in the package",
    "outside": "outside of the package",
    "package": "the package itself",
    "deed": "deed",
    "person-did": "supplied or decided by people",
    "check": "check",
    "failed": "check that failed",
    "software": "software",
    "person": "person",
    "organisation": "organisation",
}
"""The looks of boxes and what they mean."""


def layout(history: History) -> Layout:
    """Return where everything stands; nothing depends on anything but the history."""
    deeds = fold(history.deeds)
    things, actors = history.things, history.actors
    left = MARGIN + _THINGS + 2 * _GUTTER + _LANE * len(things)
    right = left + _DEEDS + 2 * _GUTTER + _LANE * len(actors)
    people = frozenset(actor.id for actor in actors if actor.kind is not ActorKind.SOFTWARE)
    middle = _stack(deeds, left, people)
    rows = {deed.id: box for deed, box in zip(deeds, middle, strict=True)}
    beside = _beside([(_of_thing(thing), _rows(thing.id, deeds, middle)) for thing in things])
    across = _beside([(_of_actor(actor, right), _rows(actor.id, deeds, middle)) for actor in actors])
    ends = {box.id: box for box in (*beside, *across)}
    lanes = _lanes(beside, left - _GUTTER, -_LANE) | _lanes(across, left + _DEEDS + _GUTTER, _LANE)
    boxes = (*beside, *middle, *across)
    return Layout(
        width=right + _ACTORS + MARGIN,
        height=max((box.y + box.height for box in boxes), default=_FIRST) + MARGIN,
        headings=_headings(left, right),
        boxes=boxes,
        links=tuple(link for deed in deeds for link in _links(deed, rows[deed.id], ends, lanes)),
        deeds=deeds,
    )


def fold(deeds: Iterable[Deed]) -> tuple[Deed, ...]:
    """Make one of many deeds that differ only in what is told of them, such as the corrections of one person."""
    groups: list[list[Deed]] = []
    places: dict[object, int] = {}
    for deed in deeds:
        key = (deed.kind, deed.actors, deed.used, deed.made, deed.outcome)
        place = places.get(key) if deed.kind in _FOLDED else None
        if place is None or (deed.kind is DeedKind.FIXITY and place != len(groups) - 1):
            places[key] = len(groups)
            groups.append([])
        groups[places[key]].append(deed)
    return tuple(deed for group in groups for deed in _one(group))


def _one(group: Sequence[Deed]) -> Sequence[Deed]:
    if len(group) <= _MOST:
        return group
    first, last = group[0], group[-1]
    dates = sorted({deed.when for deed in group if deed.when})
    when = "/".join(dict.fromkeys([dates[0], dates[-1]])) if dates else None
    words = {DeedKind.FIXITY: "checks", DeedKind.CORRECTION: "decisions"}.get(first.kind, "statements")
    told = f"{len(group)} {words}. The first: {first.told} The last: {last.told}"
    return [replace(first, told=told, when=when, detail=tuple(deed.told for deed in group))]


def _headings(left: float, right: float) -> tuple[Box, ...]:
    columns = (
        ("things", MARGIN, _THINGS, "Things"),
        ("deeds", left, _DEEDS, "What was done"),
        ("actors", right, _ACTORS, "By whom"),
    )
    return tuple(
        Box(
            id=f"heading-{name}",
            look="heading",
            x=x,
            y=MARGIN,
            width=wide,
            height=_line_height(1),
            lines=(text,),
            bold=1,
            told=text,
        )
        for name, x, wide, text in columns
    )


def _stack(deeds: Sequence[Deed], x: float, people: frozenset[str]) -> tuple[Box, ...]:
    boxes: list[Box] = []
    y: float = _FIRST
    for deed in deeds:
        box = _of_deed(deed, x, y, people)
        boxes.append(box)
        y += box.height + _GAP
    return tuple(boxes)


def _beside(found: Sequence[tuple[Box, Sequence[Box]]]) -> tuple[Box, ...]:
    """Place each box beside the first deed that it has to do with, and below the one before it."""
    wanted = [(rows[0].middle if rows else float("inf"), place) for place, (_, rows) in enumerate(found)]
    boxes: list[Box] = []
    y: float = _FIRST
    for height, place in sorted(wanted):
        box = found[place][0]
        y = max(y, height - box.height / 2) if height < float("inf") else y
        boxes.append(replace(box, y=y))
        y += box.height + _GAP
    return tuple(boxes)


def _rows(name: str, deeds: Sequence[Deed], middle: Sequence[Box]) -> list[Box]:
    pairs = zip(deeds, middle, strict=True)
    return [box for deed, box in pairs if name in deed.made or name in deed.used or name in deed.actors]


def _of_thing(thing: Thing) -> Box:
    place = thing.uri if thing.path is None else f"data/{thing.path}"
    told = "\n".join(dict.fromkeys(part for part in (thing.label, place, thing.media_type, thing.uri) if part))
    look = "package" if thing.id == PACKAGE else "outside" if thing.path is None else "file"
    return _box(f"thing-{thing.id}", look, (MARGIN, 0, _THINGS), ((thing.label, 2), (place, 3)), told)


def _of_deed(deed: Deed, x: float, y: float, people: frozenset[str]) -> Box:
    when = deed.when.replace("T", " ").replace("Z", " UTC") if deed.when else None
    heading = " · ".join(part for part in (deed.kind.capitalize(), when, deed.outcome) if part)
    told = "\n".join((heading, deed.told, *deed.detail))
    if deed.outcome == "failure":
        look = "failed"
    elif deed.kind in _CHECKS:
        look = "check"
    else:
        look = "person-did" if deed.kind in _BY_PEOPLE and people & {*deed.actors} else "deed"
    box = _box(f"deed-{deed.id}", look, (x, y, _DEEDS), ((heading, 2), (deed.told, 4)), told)
    lines = max(len({*deed.used}) + len({*deed.made}), len({*deed.actors}))
    return replace(box, height=max(box.height, _STUB * (lines + 1)))


def _of_actor(actor: Actor, x: float) -> Box:
    what = ", ".join(part for part in (actor.kind, actor.version) if part)
    told = "\n".join((actor.name, what, *actor.uris))
    return _box(f"actor-{actor.id}", str(actor.kind), (x, 0, _ACTORS), ((actor.name, 3), (what, 2)), told)


def _box(
    name: str, look: str, place: tuple[float, float, float], texts: Iterable[tuple[str | None, int]], told: str
) -> Box:
    x, y, wide = place
    (heading, most), *rest = texts
    bold = wrapped(heading or "", wide - 2 * PADDING, SIZE, most=most, bold=True)
    more = (line for text, lines in rest if text for line in wrapped(text, wide - 2 * PADDING, SIZE, most=lines))
    found = (*bold, *more)
    height = _line_height(len(found))
    return Box(id=name, look=look, x=x, y=y, width=wide, height=height, lines=found, bold=len(bold), told=told)


def _line_height(lines: int) -> float:
    return LINE * lines + 2 * PADDING - (LINE - SIZE)


def _lanes(boxes: Sequence[Box], start: float, step: float) -> dict[str, tuple[int, float]]:
    """Give each box a lane, the first the nearest to the deeds: number and x."""
    return {box.id: (number, start + step * number) for number, box in enumerate(boxes)}


def _links(deed: Deed, row: Box, ends: Mapping[str, Box], lanes: Mapping[str, tuple[int, float]]) -> Iterator[Link]:
    made = [(f"thing-{name}", "made") for name in dict.fromkeys(deed.made)]
    used = [(f"thing-{name}", "used") for name in dict.fromkeys(deed.used)]
    did = [(f"actor-{name}", "helps" if n else "answers") for n, name in enumerate(dict.fromkeys(deed.actors))]
    for side, edge in (([*used, *made], row.x), (did, row.x + row.width)):
        start = row.middle + _GRID // 2 - _STUB * (len(side) - 1) // 2 // _GRID * _GRID
        known = [(ends[name], how) for name, how in side if name in ends]
        for place, (end, how) in enumerate(sorted(known, key=lambda pair: pair[0].y)):
            lane, x = lanes[end.id]
            y = start + _STUB * place
            near = end.x + end.width if end.x < edge else end.x
            yield Link(how=how, lane=lane, points=((near, end.middle), (x, end.middle), (x, y), (edge, y)))
