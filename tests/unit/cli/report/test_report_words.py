# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.cli.report import words
from archiver.findings import Check, Finding, Report, State, Subject

FINDING = Finding(
    code="F102", path="a\x1b[2J\u202e.txt", line=3, column=7, offset=40, pointer="$.x", detail=("one", "two")
)


def a_subject(*codes: str) -> Subject:
    check = Check(name="fixity", state=State.FAILED if codes else State.PASSED, note="1 file")
    return Subject(path="p", checks=(check,), findings=tuple(Finding(code=code, path="p/x") for code in codes))


def test_finding_in_full_says_what_where_and_what_to_do() -> None:
    lines = words.full(FINDING).splitlines()
    assert lines[0] == "error[F102]: file changed since it was archived"
    assert lines[1] == r"  --> a\x1b[2J\u202e.txt:3:7"
    assert lines[2:6] == ["   |  at $.x", "   |  at character 40", "   |  one", "   |  two"]
    assert lines[6].startswith("   = help: restore this file")


def test_finding_concisely_is_one_line() -> None:
    assert words.concise(FINDING) == r"a\x1b[2J\u202e.txt:3:7: F102 file changed since it was archived (one; two)"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ((), "ok"),
        (("B119",), "ok, with warnings"),
        (("F901",), "NOT CHECKED"),
        (("F102",), "FAILED (corrupt)"),
        (("F101",), "FAILED (incomplete)"),
        (("F101", "F102"), "FAILED (corrupt)"),
        (("B105", "F102", "F901"), "FAILED (malformed)"),
        (("L104",), "FAILED (not the one recorded)"),
        (("P101",), "FAILED (not the one recorded)"),
        (("P103",), "FAILED (malformed)"),
        (("P104", "L104"), "FAILED (malformed)"),
    ],
)
def test_summary_says_the_verdict_where_it_says_more(codes: tuple[str, ...], said: str) -> None:
    assert words.summary(a_subject(*codes)).splitlines()[0] == f"p: {said}"


def test_tally_counts_the_verdicts_apart() -> None:
    subjects = [a_subject("F102"), a_subject(), a_subject("F901"), a_subject("F101"), a_subject("F102")]
    assert words.tally(Report(subjects=tuple(subjects))) == (
        "checked 5: 1 ok, 2 FAILED (corrupt), 1 FAILED (incomplete), 1 NOT CHECKED"
    )


@pytest.mark.parametrize("path", ["::error::x", ":", " :", "\u2003::x", ":x"])
def test_no_path_makes_a_line_that_a_ci_obeys(path: str) -> None:
    subject = Subject(path=path, checks=(), findings=(Finding(code="S101", path=path),))
    told = [words.concise(subject.findings[0]), words.full(subject.findings[0]), words.summary(subject)]
    assert [line for text in told for line in text.splitlines() if line.lstrip().startswith("::")] == []
