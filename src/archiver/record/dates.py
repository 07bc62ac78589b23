# SPDX-License-Identifier: Apache-2.0
"""Dates of a record: EDTF (ISO 8601-2) level 0 and 1, and their order (R112, R110)."""

from __future__ import annotations

import io
import re
import warnings
from calendar import monthrange
from contextlib import redirect_stdout
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from archiver.record.shape import mappings, text_at, text_path, within
from archiver.record.words import show

if TYPE_CHECKING:
    from archiver.record.places import Path
    from archiver.record.shape import Note

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DATE = re.compile(r"([0-9X]{4})(?:-([0-9]{2}|XX))?(?:-([0-9]{2}|XX))?")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]|24:00:00)"
    r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
)
# Without S, E, brackets and ^, which only level 2 has; the parser takes some of them for level 0.
_CHARACTERS = re.compile(r"[0-9XYTZ:+.?~%/-]{1,64}")
_LEVELS_0_AND_1 = {"Date", "Interval", "UncertainOrApproximate", "Unspecified", "Level1Interval", "LongYear", "Season"}
_SINGLE: tuple[tuple[str, ...], ...] = (("statement_date",), ("publication_date",), ("source", "captured"))
_WORDS = ("the statement", "the publication", "the capture")
_WAY_OUT = "mend the date that is wrong; one that is not certain is marked as such (2021-07-12~)"

Bounds = tuple[date | None, date | None]
"""The first and the last day that a date can mean; None where nothing is certain."""


def check_dates(value: Any, note: Note) -> None:
    """Note dates that are not EDTF level 0 or 1, and dates that certainly contradict each other."""
    known: list[tuple[str, Path, str]] = []
    for word, path in zip(_WORDS, _SINGLE, strict=True):
        fact = within(value, path)
        text = text_at(fact)
        if text is not None and _well_formed(text, text_path(path, fact), note):
            known.append((word, text_path(path, fact), text))
    for at, item in mappings(value, "corrections"):
        if isinstance(item.get("date"), str):
            _well_formed(item["date"], (*at, "date"), note)
    for (word, _, text), (later_word, at, later) in ((a, b) for i, a in enumerate(known) for b in known[i + 1 :]):
        if certainly_before(later, text):
            note("R110", at, (f"{word}: {text}", f"{later_word}: {later}"), _WAY_OUT)


def _well_formed(text: str, path: Path, note: Note) -> bool:
    if not is_edtf(text):
        note("R112", path, (f"found: {show(text)}",))
        return False
    first, last = bounds(text)
    if first is not None and last is not None and last < first:
        note("R110", path, (f"found: {show(text)}",), "write the earlier end of the interval first")
        return False
    return True


def is_edtf(text: str) -> bool:
    """Tell whether a text is a date, a date with a time, or an expression of EDTF level 0 or 1.

    A whole day needs no parser; the parser also lets 29 February pass in every year.
    """
    if any(not _exists(*map(int, match.groups())) for match in _DAY.finditer(text)):
        return False
    if _DAY.fullmatch(text) or _TIME.fullmatch(text):
        return True
    return _CHARACTERS.fullmatch(text) is not None and _level_0_or_1(text)


def _exists(year: int, month: int, day: int) -> bool:
    # Years before the calendar of `date` begins repeat every 400 years.
    return 1 <= month <= 12 and 1 <= day <= monthrange(year + 400, month)[1]  # noqa: PLR2004 # months


def _level_0_or_1(text: str) -> bool:
    # What edtf and pyparsing deprecate is no matter of the user's, nor what edtf prints when it stumbles.
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        from edtf import parse_edtf  # noqa: PLC0415 # 0.1 s, and most dates are plain days

        try:
            parsed = parse_edtf(text)
        except Exception:  # noqa: BLE001 # beside its own error it lets through whatever its classes raise
            return False
    return type(parsed).__name__ in _LEVELS_0_AND_1


def bounds(text: str) -> Bounds:
    """Return the first and last day that a well-formed date can mean.

    Taken from the text and not from the parser, which makes up ten years for an unknown end. What is
    uncertain, approximate, a season, or beyond the years 1 to 9999 has no bounds: nothing certain
    follows from it.
    """
    if "/" in text:
        begin, _, end = text.partition("/")
        return bounds(begin)[0], bounds(end)[1]
    if match := _TIME.fullmatch(text):
        return bounds(match[1])
    match = _DATE.fullmatch(text)
    if match is None or text.startswith("0000"):
        return None, None
    year, month, day = match.groups()
    first = (year.replace("X", "0"), *(_part(part, "01") for part in (month, day)))
    last_year, last_month = int(year.replace("X", "9")), int(_part(month, "12"))
    if int(first[0]) == 0 or last_month > 12:  # noqa: PLR2004 # months; above are seasons
        return None, None
    last_day = int(_part(day, str(monthrange(last_year, last_month)[1])))
    return date(*map(int, first)), date(last_year, last_month, last_day)


def _part(part: str | None, otherwise: str) -> str:
    return otherwise if part is None or part == "XX" else part


def certainly_before(one: str, other: str) -> bool:
    """Tell whether a date lies before another one whatever they leave open.

    A time of day is given for some zone and a date for the place: between the two a day is allowed.
    """
    last, first = bounds(one)[1], bounds(other)[0]
    if last is None or first is None:
        return False
    leeway = timedelta(days=1 if "T" in one + other else 0)
    return last < first and first - last > leeway
