# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys
import warnings
from datetime import date
from typing import Any

import pytest

from archiver.record.dates import bounds, certainly_before, check_dates, is_edtf
from archiver.record.places import Places
from archiver.record.shape import Note

LEVEL_0 = "2021 2021-07 2021-07-12 0000 2024-02-29 2021-07-12T09:30:00 2021-07-12T00:00:00Z 2021-07-12T24:00:00"
LEVEL_0_MORE = "2021-07-12T09:30:00+03:00 2021-07-12T09:30:00-14:00 2021/2022 2021-07-12/2021-07-14 2021-07/2022"
LEVEL_1 = "2021? 2021-07~ 2021-07-12% 202X 20XX 2021-XX 2021-07-XX 2021-XX-XX 2021-21 Y17000 -0044 2021?/2022~"
LEVEL_1_OPEN = "2021/.. ../2021 2021/ /2021 ../.. 2021-21/2021-22"
LEVEL_2 = (
    "2021-25 1950S2 Y17E7 Y171010000S3 [2021,2022] {2021,2022} 2021-?07 ?2021 2021-XX-12 202X/2022 X021 156X-12-25"
)
NEITHER = (
    "now 12.07.2021 2021-7-12 2021-13 2021-00 2021-07-32 2021-02-29 1900-02-29 2021-04-31 20210712 2021-07-12T9:30"
)
NEITHER_MORE = (
    "2021-07-12T25:00:00 2021-07-12T09:30Z 2021-07-12T09:30:00.5Z 2021-07-12T09:30:00+15:00 -0000 / .. ² ٢٠٢١"
)
NEITHER_LAST = "2021T09:30:00 2021-02-29/.. 2021-07-12/2021-02-30 2021-02-29? 2021-07-12T24:00:01"


@pytest.mark.parametrize("text", f"{LEVEL_0} {LEVEL_0_MORE} {LEVEL_1} {LEVEL_1_OPEN}".split())
def test_levels_0_and_1_are_taken(text: str) -> None:
    assert is_edtf(text)


@pytest.mark.parametrize("text", f"{LEVEL_2} {NEITHER} {NEITHER_MORE} {NEITHER_LAST}".split())
def test_level_2_and_what_is_no_date_are_refused(text: str) -> None:
    assert not is_edtf(text)


@pytest.mark.parametrize("text", ["", " 2021", "2021 ", "2021\n", "2021-07-12\n", "9" * 65, "2021/" * 20_000])
def test_nothing_around_a_date_and_nothing_endless(text: str) -> None:
    assert not is_edtf(text)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-07-12", "2021-07-12", "2021-07-12"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("2021-XX", "2021-01-01", "2021-12-31"),
        ("2021-02-XX", "2021-02-01", "2021-02-28"),
        ("2021-XX-XX", "2021-01-01", "2021-12-31"),
        ("2021-07-12/2021-08", "2021-07-12", "2021-08-31"),
        ("2021/..", "2021-01-01", None),
        ("2021/", "2021-01-01", None),
        ("../2021", None, "2021-12-31"),
        ("/2021", None, "2021-12-31"),
        ("2021?/2022", None, "2022-12-31"),
        ("2021-07-12T09:30:00Z", "2021-07-12", "2021-07-12"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("2021?", None, None),
        ("2021-21", None, None),
        ("Y17000", None, None),
        ("-0044", None, None),
        ("0000", None, None),
        ("000X", None, None),
    ],
)
def test_bounds_are_the_days_that_a_date_can_mean(text: str, first: str | None, last: str | None) -> None:
    assert bounds(text) == (day(first), day(last))


@pytest.mark.parametrize(
    ("one", "other", "certain"),
    [
        ("2021-07-11", "2021-07-12", True),
        ("2021-07-12", "2021-07-12", False),
        ("2021-07", "2021-07-12", False),
        ("2020", "2021-07-12", True),
        ("2021-07-11~", "2021-07-12", False),
        ("../2020", "2021-07-12", True),
        ("2020/..", "2021-07-12", False),
        ("2021-07-11T23:00:00Z", "2021-07-12", False),
        ("2021-07-10T23:00:00Z", "2021-07-12", True),
        ("2021-07-10", "9999-12-31", True),
    ],
)
def test_only_what_is_certain_is_a_contradiction(one: str, other: str, certain: bool) -> None:
    assert certainly_before(one, other) is certain


def told(**value: Any) -> list[tuple[str, str | None]]:
    note = Note(Places(), "record.yaml")
    check_dates(value, note)
    return [(finding.code, finding.pointer) for finding in note.findings]


def test_dates_of_a_record_are_in_order() -> None:
    assert told(statement_date="2021", publication_date="2021-07", source={"captured": "2021-07-13T09:30:00Z"}) == []
    assert told(statement_date="2021", publication_date="2020") == [("R110", "$.publication_date")]
    assert told(statement_date={"value": "2021"}, source={"captured": {"value": "2020"}}) == [
        ("R110", "$.source.captured.value")
    ]
    assert told(publication_date="2021", source={"captured": "2020"}) == [("R110", "$.source.captured")]
    assert told(statement_date="2021-07-14/2021-07-12") == [("R110", "$.statement_date")]


def test_dates_that_are_none_are_named_where_they_stand() -> None:
    assert told(
        statement_date={"value": "July", "supplied_by": "desk"},
        publication_date={"unknown": True},
        source={"captured": 5},
        corrections=[{"date": "2021"}, {"date": "soon"}, {"date": 5}, {}],
    ) == [("R112", "$.statement_date.value"), ("R112", "$.corrections[1].date")]
    assert told(source=None, statement_date=None) == []


def test_warnings_of_the_library_stay_inside() -> None:
    script = (
        "import sys, warnings; warnings.simplefilter('error'); from archiver.record.dates import is_edtf;"
        "assert is_edtf('2021-07-12'); assert 'edtf' not in sys.modules; assert is_edtf('2021?'); print('fine')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("fine\n", "")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert is_edtf("202X")
