# SPDX-License-Identifier: Apache-2.0
"""Dates in EDTF (ISO 8601-2, levels 0 and 1) as citations write them, with what is not certain about them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SEASONS = {21: "Spring", 22: "Summer", 23: "Autumn", 24: "Winter"}

_ONE = re.compile(r"(?:Y(?=-?[0-9]{5}))?(-?[0-9X]{4,})(?:-([0-9]{2}|XX))?(?:-([0-9]{2}|XX))?(?:T[0-9:.Z+-]*)?([?~%]?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date as far as it is known."""

    first: int
    """The first year that it can be; with `last` the same in most dates."""
    last: int
    month: int | None = None
    day: int | None = None
    season: int | None = None
    uncertain: bool = False
    approximate: bool = False

    @property
    def year(self) -> str:
        """The year in figures: `2021`, `2020s`, `2000–2099`, `44 CE`, `44 BCE`, `200–101 BCE`."""
        if self.first == self.last:
            return _era(self.first)
        if self.first > 0 and self.last == self.first + 9:
            return f"{self.first}s"
        return f"{self.first}–{self.last}" if self.first > 0 else f"{1 - self.first}–{_era(self.last)}"

    @property
    def day_of_year(self) -> str:
        """The month and the day, or the season, in words: `July 3`, `July`, `Summer`; empty where neither is known."""
        if self.season:
            return SEASONS[self.season]
        return " ".join(filter(None, (MONTHS[self.month - 1], str(self.day or "")))) if self.month else ""

    @property
    def parts(self) -> list[int]:
        """Year, month and day as far as they are known."""
        return [part for part in (self.first, self.month, self.day) if part is not None]

    @property
    def doubtful(self) -> bool:
        """Whether it is uncertain or approximate."""
        return self.uncertain or self.approximate

    def marked(self, text: str) -> str:
        """Return words for the date with their doubt: `ca. 2021`, `2021?`."""
        return f"{'ca. ' if self.approximate else ''}{text}{'?' if self.uncertain else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date or an interval; a side that is open or unknown is None."""

    begin: Moment | None
    end: Moment | None
    interval: bool

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The sides that are known."""
        return tuple(side for side in (self.begin, self.end) if side is not None)


def when(edtf: str | None) -> When | None:
    """Read a date; None for one that is unknown, or of a form that no citation can use."""
    if not edtf:
        return None
    begin, slash, end = edtf.partition("/")
    sides = (_moment(begin), _moment(end))
    if sides == (None, None):
        return None
    return When(begin=sides[0], end=sides[1], interval=bool(slash))


def _moment(text: str) -> Moment | None:
    match = _ONE.fullmatch(text)
    if match is None:
        return None
    year, month, day, doubt = match.groups()
    first, last = sorted((int(year.replace("X", "0")), int(year.replace("X", "9"))))
    month_number = _number(month)
    season = month_number if month_number in SEASONS else None
    return Moment(
        first=first,
        last=last,
        month=month_number if season is None and month_number in range(1, 13) else None,
        day=_number(day) if month_number in range(1, 13) else None,
        season=season,
        uncertain=doubt in {"?", "%"},
        approximate=doubt in {"~", "%"},
    )


def _era(year: int) -> str:
    """Return a year with its era where that does not go without saying; the year 0 of ISO 8601 is 1 BCE."""
    if year < 1:
        return f"{1 - year} BCE"
    return str(year) if year > 999 else f"{year} CE"  # noqa: PLR2004 # a year of three figures may be taken for a page


def _number(text: str | None) -> int | None:
    return int(text) if text and text != "XX" else None


def joined(date: When, write: Callable[[Moment], str]) -> str:
    """Write a date, or both sides of an interval with a dash between them; `write` writes one moment."""
    begin = write(date.begin) if date.begin else ""
    if not date.interval:
        return begin
    end = write(date.end) if date.end else ""
    return begin if begin == end else f"{begin}–{end}"


def within_a_year(date: When) -> tuple[Moment, Moment] | None:
    """Return both ends of an interval if they are days, months or seasons of one year; else None."""
    begin, end = date.begin, date.end
    if begin is None or end is None or begin.year != end.year or not (begin.day_of_year and end.day_of_year):
        return None
    return begin, end


def days(begin: Moment, end: Moment) -> str:
    """Write days of one year: `July 3–9`, `July 31–August 1`."""
    same = begin.month == end.month and begin.day and end.day
    return f"{begin.day_of_year}–{end.day if same else end.day_of_year}"


def year(date: When) -> str:
    """Return the year or years of a date with their doubt: `2021`, `2021?`, `ca. 2021`, `2020s`, `2021–2022`."""
    sides = date.moments
    if len(sides) > 1 and sides[0].year == sides[1].year:  # only one end of a year need be in doubt
        return replace(
            sides[0],
            uncertain=any(side.uncertain for side in sides),
            approximate=any(side.approximate for side in sides),
        ).marked(sides[0].year)
    return joined(date, lambda moment: moment.marked(moment.year))


def iso(moment: Moment, *, zero: bool = False) -> str | None:
    """Return a moment in ISO 8601; None if not even the year is known, or it has not four figures.

    With `zero` the years up to 0 are written too, for programs that know them: 0 is 1 BCE.
    """
    least = -9999 if zero else 1
    if moment.first != moment.last or not least <= moment.first <= 9999:  # noqa: PLR2004 # years of four figures
        return None
    return "-".join([four_figures(moment.first), *(f"{part:02}" for part in moment.parts[1:])])


def four_figures(year: int) -> str:
    """Return a year in four figures or more, the sign before them."""
    return f"{'-' if year < 0 else ''}{abs(year):04}"
