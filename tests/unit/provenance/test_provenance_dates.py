# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.model import RULES_DATE, Basis, Fact
from archiver.provenance.dates import earliest, moment, published
from builders import a_record

UNKNOWN = Fact(value=None, basis=Basis.UNKNOWN)


@pytest.mark.parametrize(
    ("edtf", "iso"),
    [
        ("2021-07-12", "2021-07-12"),
        ("2021-07", "2021-07"),
        ("2021", "2021"),
        ("2021-07-12T09:30:00Z", "2021-07-12"),
        ("2021?", "2021"),
        ("2021-07~", "2021-07"),
        ("2021-07-12%", "2021-07-12"),
        ("202X", "2020"),
        ("20XX", "2000"),
        ("2021-XX", "2021"),
        ("2021-07-XX", "2021-07"),
        ("2021-XX-XX", "2021"),
        ("2021-22", "2021"),
        ("2021-07-12/2021-07-14", "2021-07-12"),
        ("../2021", "2021"),
        ("/2021-05", "2021-05"),
        ("2021/..", "2021"),
        ("XXXX", None),
        ("-0043", None),
        ("Y12345", None),
        ("../..", None),
    ],
)
def test_earliest_date_of_an_edtf_date(edtf: str, iso: str | None) -> None:
    assert earliest(edtf) == iso


def test_date_is_that_of_publication_then_statement_then_capture() -> None:
    known = {
        "publication_date": Fact(value="2021-07-13"),
        "statement_date": Fact(value="2021-07~"),
        "source_captured": Fact(value="2021-08-01T10:00:00Z"),
    }
    assert published(a_record(**known)).iso == "2021-07-13"
    assert published(a_record(**known)).told == "The date is that of the publication, 2021-07-13."
    less = published(a_record(**{**known, "publication_date": UNKNOWN}))
    assert less.iso == "2021-07"
    assert (
        less.told
        == "The date is that of the statement, 2021-07~ in EDTF; when the document was published is not known."
    )
    least = published(a_record(**{**known, "publication_date": Fact(value="XXXX"), "statement_date": UNKNOWN}))
    assert least.iso == "2021-08-01"
    assert least.told.startswith("The date is that of the capture, 2021-08-01T10:00:00Z in EDTF;")


def test_where_nothing_is_known_it_is_the_first_day_that_is_possible() -> None:
    found = published(a_record(statement_date=UNKNOWN))
    assert found.iso == RULES_DATE
    assert found.told.startswith("When the document was published is not known;")


@pytest.mark.parametrize(
    ("edtf", "iso"),
    [
        ("2024-06-01", "2024-06-01"),
        ("2024-06-01T10:00:00Z", "2024-06-01T10:00:00Z"),
        ("2024-06-01T10:00:00+02:00", "2024-06-01T10:00:00+02:00"),
        ("2024-06", None),
        ("2024-06-01?", None),
        ("2024-06-01\n", None),
        (None, None),
    ],
)
def test_moment_is_a_certain_day_or_time(edtf: str | None, iso: str | None) -> None:
    assert moment(edtf) == iso
