# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.errors import ArchiverError, InvalidMaterial
from archiver.findings import Check, Finding, Report, State, Subject, errors_in, in_order

PASSED = Check(name="fixity", state=State.PASSED)
NOT_RUN = Check(name="fixity", state=State.NOT_RUN)


def a_report(*codes: str, checks: tuple[Check, ...] = (PASSED,)) -> Report:
    findings = tuple(Finding(code=code, path="p") for code in codes)
    return Report(subjects=(Subject(path="p", checks=checks, findings=findings),))


@pytest.mark.parametrize(
    ("report", "code", "strict"),
    [
        (Report(subjects=()), 3, 3),
        (a_report(), 0, 0),
        (a_report("T302"), 0, 1),
        (a_report("F102"), 1, 1),
        (a_report("F901"), 3, 3),
        (a_report("F901", "F102"), 1, 1),
        (a_report("F901", "T302"), 3, 1),
        (a_report(checks=(NOT_RUN,)), 3, 3),
        (a_report(checks=()), 3, 3),
        (a_report(checks=(NOT_RUN, PASSED)), 0, 0),
    ],
)
def test_exit_code(report: Report, code: int, strict: int) -> None:
    assert (report.exit_code(), report.exit_code(strict=True)) == (code, strict)


def test_report_raises_what_is_wrong_or_unchecked() -> None:
    a_report("T302").raise_for_findings()
    with pytest.raises(InvalidMaterial, match="2 findings") as caught:
        a_report("T302", "F102", "F901").raise_for_findings()
    assert [finding.code for finding in caught.value.findings] == ["F102", "F901"]
    assert str(InvalidMaterial(caught.value.findings[:1])) == "1 finding"


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        ((), State.PASSED),
        (("T302",), State.WARNED),
        (("T302", "F901"), State.NOT_RUN),
        (("F102", "F901"), State.FAILED),
    ],
)
def test_state_of_a_subject_is_its_worst(codes: tuple[str, ...], state: State) -> None:
    assert a_report(*codes).subjects[0].state is state


def test_findings_are_ordered_by_file_and_place_without_repeats() -> None:
    a, b, c = (Finding(code="F102", path=path, line=line) for path, line in [("a", 10), ("a", 9), ("b", 1)])
    assert in_order([c, a, b, a]) == (b, a, c)
    assert errors_in([a, Finding(code="T302", path="a")]) == (a,)


def test_advice_is_that_of_the_table_unless_given() -> None:
    assert Finding(code="F102", path="p").advice.startswith("restore")
    assert Finding(code="F102", path="p", help="other").advice == "other"


def test_error_carries_place_and_help() -> None:
    error = ArchiverError("no", where="here", help="do")
    assert (str(error), error.where, error.help, error.exit_code) == ("no", "here", "do", 3)
