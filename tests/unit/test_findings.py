# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.codes import CODES, Severity, severity_of
from archiver.errors import ArchiverError, InvalidMaterial
from archiver.findings import Check, Finding, Report, State, Subject, Verdict, errors_in, in_order, leniently

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


@pytest.mark.parametrize(
    ("codes", "plain", "strict", "lenient"),
    [
        ((), Verdict.VALID, Verdict.VALID, Verdict.VALID),
        (("B120",), Verdict.VALID, Verdict.VALID, Verdict.VALID),
        (("B119",), Verdict.VALID, Verdict.MALFORMED, Verdict.VALID),
        (("B130",), Verdict.MALFORMED, Verdict.MALFORMED, Verdict.VALID),
        (("B130", "F102"), Verdict.MALFORMED, Verdict.MALFORMED, Verdict.CORRUPT),
        (("B130", "F101"), Verdict.MALFORMED, Verdict.MALFORMED, Verdict.INCOMPLETE),
        (("B130", "F901"), Verdict.MALFORMED, Verdict.MALFORMED, Verdict.UNCHECKED),
        (("B119", "F901"), Verdict.UNCHECKED, Verdict.MALFORMED, Verdict.UNCHECKED),
        (("B145",), Verdict.NONCONFORMING, Verdict.NONCONFORMING, Verdict.NONCONFORMING),
        (("L104",), Verdict.ANOTHER, Verdict.ANOTHER, Verdict.ANOTHER),
    ],
)
def test_strict_and_lenient_are_two_verdicts(
    codes: tuple[str, ...], plain: Verdict, strict: Verdict, lenient: Verdict
) -> None:
    subject = a_report(*codes).subjects[0]
    assert (subject.verdict, subject.strict, subject.lenient) == (plain, strict, lenient)


def test_what_was_not_run_has_no_verdict_in_either_reading() -> None:
    subject = a_report(checks=(NOT_RUN,)).subjects[0]
    assert subject.verdict is subject.strict is subject.lenient is Verdict.UNCHECKED


def test_each_lenient_code_is_a_warning_of_one_strict_error() -> None:
    pairs = {code: entry.lenient for code, entry in CODES.items() if entry.lenient}
    assert len(set(pairs.values())) == len(pairs) == 8
    for strict, lenient in pairs.items():
        assert (CODES[strict].severity, CODES[lenient].severity) == (Severity.ERROR, Severity.WARNING)
        assert CODES[lenient].lenient == ""
        for code in (strict, lenient):
            assert severity_of(code, lenient=False) is Severity.ERROR
            assert severity_of(code, lenient=True) is Severity.WARNING


def test_findings_read_leniently_keep_their_place() -> None:
    findings = (Finding(code="B134", path="p", line=3, detail=("x",)), Finding(code="F102", path="p"))
    assert leniently(findings) == (Finding(code="B135", path="p", line=3, detail=("x",)), findings[1])
