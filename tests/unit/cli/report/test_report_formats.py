# SPDX-License-Identifier: Apache-2.0
"""What each format says, on small reports; what holds of every report is in tests/laws/test_report_laws.py."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import reports
from archiver.cli.report import FILE_FORMATS, HEADS, github, lines, places
from archiver.codes import CODES, Severity
from archiver.findings import Check, Finding, Report, State, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHANGED = Finding(code="F102", path="shelf/a b/v1/data/é.xml", line=3, column=7, pointer="/TEI", detail=("recorded 1",))
UNREAD = Finding(code="F901", path="shelf/a b/v1/data/x", detail=("permission denied",))
WARNED = Finding(code="B119", path="shelf/a b/v1/manifest-md5.txt", line=2)
CHECKS = (
    Check(name="structure", state=State.WARNED),
    Check(name="fixity", state=State.FAILED, note="2 files"),
    Check(name="tei", state=State.NOT_RUN, note="the bag is not safe to be read"),
)


def a_report(*findings: Finding) -> Report:
    return Report(subjects=(Subject(path="shelf/a b/v1", checks=CHECKS, findings=findings),))


def the_run(report: Report, **options: Any) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(reports.written(report, "sarif", **options))["runs"][0]
    return run


@pytest.mark.parametrize("style", FILE_FORMATS.values())
@pytest.mark.parametrize("report", [Report(subjects=()), a_report(), a_report(CHANGED)])
def test_report_begins_as_no_other_file_does(style: str, report: Report) -> None:
    assert reports.written(report, style).encode().startswith(HEADS)


@pytest.mark.parametrize("style", FILE_FORMATS.values())
def test_same_report_gives_the_same_bytes(style: str) -> None:
    assert reports.written(a_report(CHANGED), style) == reports.written(a_report(CHANGED), style)


def test_json_tells_verdict_and_aspect() -> None:
    (subject,) = json.loads(reports.written(a_report(CHANGED, WARNED), "json"))["subjects"]
    assert subject["verdict"] == "corrupt"
    assert [finding["aspect"] for finding in subject["findings"]] == ["fixity", "structure"]


def test_json_lines_stream() -> None:
    taken = []

    def shelf() -> Iterator[Subject]:
        for number in range(3):
            taken.append(number)
            yield Subject(path=str(number), checks=())

    stream = lines.stream(shelf(), strict=False)
    assert json.loads(next(stream))["path"] == "0"
    assert taken == [0]
    assert json.loads([*stream][-1])["exit_code"] == 3


def test_junit_has_a_case_for_each_check() -> None:
    text = reports.written(a_report(CHANGED, UNREAD, WARNED), "junit")
    assert 'tests="3" failures="1" errors="0" skipped="1"' in text
    assert '<testcase name="structure" classname="shelf/a b/v1"><system-out>warning[B119]' in text
    assert 'type="F102">error[F102]' in text
    assert '<testcase name="tei" classname="shelf/a b/v1"><skipped message="the bag is not safe to be read">' in text


def test_junit_counts_what_could_not_be_checked_as_an_error() -> None:
    report = Report(subjects=(Subject(path="p", checks=(), findings=(UNREAD,)),))
    assert '<testcase name="fixity" classname="p"><error message=' in reports.written(report, "junit")


def test_strict_turns_warnings_into_errors() -> None:
    report = Report(subjects=(Subject(path="p", checks=CHECKS[:1], findings=(WARNED,)),))
    assert "<failure" not in reports.written(report, "junit")
    assert "<failure" in reports.written(report, "junit", strict=True)
    assert [the_run(report, strict=strict)["results"][0]["level"] for strict in (False, True)] == ["warning", "error"]
    assert [reports.written(report, "github", strict=s).split()[0] for s in (False, True)] == ["::warning", "::error"]


def test_sarif_of_what_is_clean_has_no_results() -> None:
    run = the_run(Report(subjects=(Subject(path="p", checks=(Check(name="fixity", state=State.PASSED),)),)))
    assert run["results"] == run["invocations"][0]["toolExecutionNotifications"] == []
    assert run["invocations"][0]["executionSuccessful"] is True


def test_sarif_of_nothing_was_not_successful() -> None:
    (invocation,) = the_run(Report(subjects=()))["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 3)


def test_sarif_says_where() -> None:
    (result,) = the_run(a_report(CHANGED))["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "shelf/a%20b/v1/data/%C3%A9.xml", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 3, "startColumn": 7},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "/TEI"}]
    assert result["message"]["text"].splitlines()[:3] == [
        "File changed since it was archived.",
        "at /TEI",
        "recorded 1",
    ]


def test_sarif_notes_what_could_not_be_checked() -> None:
    run = the_run(a_report(UNREAD))
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert run["results"] == []
    assert run["tool"]["driver"]["notifications"][notice["descriptor"]["index"]]["id"] == "F901"
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_of_more_than_github_takes_loses_nothing_and_says_so() -> None:
    many = [replace(CHANGED, line=line + 1) for line in range(25_001)]
    run = the_run(a_report(*many))
    assert len(run["results"]) == 25_001
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notice["level"] == "warning"
    assert "25001 results, and GitHub takes 25000" in notice["message"]["text"]
    assert run["invocations"][0]["executionSuccessful"] is True
    assert reports.faults_of_sarif(json.loads(reports.written(a_report(*many[:3]), "sarif"))) == []
    assert the_run(a_report(*many[1:]))["invocations"][0]["toolExecutionNotifications"] == []


def test_sarif_knows_every_code() -> None:
    driver = the_run(a_report())["tool"]["driver"]
    described = {entry["id"] for entry in [*driver["rules"], *driver["notifications"]]}
    assert described == set(CODES)
    levels = {entry["id"]: entry["defaultConfiguration"]["level"] for entry in driver["rules"]}
    assert levels == {c: str(e.severity) for c, e in CODES.items() if e.severity is not Severity.UNCHECKED}


def test_sarif_has_no_placeholder_and_no_link_of_a_files_making() -> None:
    hostile = Finding(code="F102", path="x", detail=("{0} [click](https://example.org)",))
    (result,) = the_run(a_report(hostile))["results"]
    assert "{{0}} [click] (https://example.org)" in result["message"]["text"]


def test_fingerprints_are_the_same_wherever_the_shelf_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        here = Finding(code="F102", path=str(tmp_path / name / "x"))
        marks.append(the_run(a_report(here))["results"][0]["partialFingerprints"])
    assert marks[0] == marks[1]


def test_equal_findings_have_fingerprints_of_their_own() -> None:
    twice = [Finding(code="B105", path="m", line=line) for line in (1, 2)]
    first, second = the_run(a_report(*twice))["results"]
    assert first["partialFingerprints"] != second["partialFingerprints"]


def test_github_command_says_file_and_place() -> None:
    log = reports.written(a_report(CHANGED), "github").splitlines()
    assert log[0].startswith("::error file=shelf/a b/v1/data/é.xml,line=3,col=7,title=F102 file changed")
    assert "%0Aat /TEI%0Arecorded 1%0Ahelp: restore" in log[0]
    assert log[1] == "shelf/a b/v1: FAILED (corrupt)"


def test_github_escapes_as_the_runner_reads() -> None:
    finding = Finding(code="F102", path="a,b:c%0A::d\n", detail=("100%\r\n",))
    ((name, properties, message),) = reports.commands(reports.written(a_report(finding), "github"))
    assert (name, properties["file"]) == ("error", r"a,b:c%0A::d\n")
    assert message.splitlines()[:2] == [r"a,b:c%0A::d\n", r"100%\r\n"]


def test_older_form_of_a_command_is_inert() -> None:
    report = Report(subjects=(Subject(path="##[set-env name=PATH]x", checks=()),))
    assert reports.commands(reports.written(report, "github")) == []
    assert reports.commands("##[set-env name=PATH]x") != []


def test_summary_of_a_step_shows_verdicts_and_findings() -> None:
    text = github.summary(a_report(CHANGED, UNREAD, CHANGED), strict=False)
    assert text.startswith("### archiver: wrong\n")
    assert r"| shelf/a b/v1 | FAILED \(corrupt\) | F102 × 2\, F901 |" in text  # times
    assert r"| F102 | shelf/a b/v1/data/é\.xml\:3\:7 | file changed since it was archived\; recorded 1 |" in text


def test_summary_counts_what_it_leaves_out() -> None:
    subjects = tuple(Subject(path=f"p{n}", checks=(), findings=(CHANGED,)) for n in range(20_000))
    text = github.summary(Report(subjects=subjects), strict=False)
    assert len(text.encode()) <= 1024 * 1024
    assert "more are not shown" in text


@pytest.mark.parametrize(
    ("path", "root", "expected"),
    [
        ("a/b", ".", "a/b"),
        ("./a/../b//c", ".", "b/c"),
        (".", ".", "."),
        ("../x", ".", None),
        ("/etc/x", "/etc", "x"),
        ("/etc/x", "/", "etc/x"),
        ("/etcetera/x", "/etc", None),
    ],
)
def test_path_is_counted_from_the_root(path: str, root: str, expected: str | None) -> None:
    assert places.below(path, root) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a:b", "a%3Ab"),
        ("a b%", "a%20b%25"),
        ("\udcff", "%FF"),
        ("//x", "file:///x"),
        ("/é", "file:///%C3%A9"),
        ("\ud800", "%ED%A0%80"),
    ],
)
def test_uri_of_a_path(path: str, expected: str) -> None:
    assert places.uri(path) == expected
