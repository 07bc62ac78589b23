# SPDX-License-Identifier: Apache-2.0
"""Whatever names and texts a report holds, every format can be read by whom it is for, and is told no lie."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote_to_bytes

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

import reports
from archiver.cli.report import github, words
from archiver.cli.report.places import absolute, octets
from archiver.codes import CODES, Severity, aspect_of
from archiver.findings import Check, Finding, Report, State, Subject

STRICT = st.booleans()
NOTHING = Report(subjects=())


def same(finding: Finding, values: dict[str, Any]) -> None:
    """Assert that the values of JSON are those of the finding."""
    read = {key: reports.unescaped(values[key], escaped=values["escaped"]) for key in ("path", "help")}
    assert read == {"path": finding.path, "help": finding.advice}
    assert [reports.unescaped(line, escaped=values["escaped"]) for line in values["detail"]] == [*finding.detail]
    if finding.pointer is None:
        assert values["pointer"] is None
    else:
        assert reports.unescaped(values["pointer"], escaped=values["escaped"]) == finding.pointer
    told = (values["code"], values["line"], values["column"], values["offset"], values["aspect"])
    assert told == (finding.code, finding.line, finding.column, finding.offset, aspect_of(finding.code))


def same_subject(subject: Subject, values: dict[str, Any]) -> None:
    assert reports.unescaped(values["path"], escaped=values["escaped"]) == subject.path
    assert (values["state"], values["verdict"]) == (subject.state, subject.verdict)
    notes = [reports.unescaped(check["note"], escaped=values["escaped"]) for check in values["checks"]]
    assert notes == [check.note for check in subject.checks]
    for finding, told in zip(subject.findings, values["findings"], strict=True):
        same(finding, told)


@given(report=reports.REPORTS, strict=STRICT)
@example(report=NOTHING, strict=True)
def test_json_loses_nothing(report: Report, strict: bool) -> None:
    text = reports.written(report, "json", strict=strict)
    document = json.loads(text)
    assert text.isascii()
    assert json.dumps(document, ensure_ascii=False).encode()  # no lone surrogate
    assert reports.faults_of_json(document) == []
    assert document["exit_code"] == report.exit_code(strict=strict)
    for subject, values in zip(report.subjects, document["subjects"], strict=True):
        same_subject(subject, values)


@given(report=reports.REPORTS, strict=STRICT)
@example(report=NOTHING, strict=False)
def test_json_lines_lose_nothing_and_end_with_the_sum(report: Report, strict: bool) -> None:
    text = reports.written(report, "jsonl", strict=strict)
    *lines, last = [json.loads(line) for line in text.splitlines()]
    assert [fault for line in [*lines, last] for fault in reports.faults_of_json(line, line=True)] == []
    for subject, values in zip(report.subjects, lines, strict=True):
        same_subject(subject, values)
    assert (last["type"], last["subjects"]) == ("summary", len(lines))
    assert last["exit_code"] == report.exit_code(strict=strict)
    assert sum(last["verdicts"].values()) == sum(last["states"].values()) == len(lines)


@given(report=reports.REPORTS, strict=STRICT)
@example(report=NOTHING, strict=False)
def test_junit_is_valid_and_as_red_as_the_report(report: Report, strict: bool) -> None:
    text = reports.written(report, "junit", strict=strict)
    root = etree.fromstring(text.encode())  # noqa: TID251 # as foreign readers do
    assert reports.junit_schema().validate(root), reports.junit_schema().error_log
    assert {0: root.get("failures") == root.get("errors") == "0", 1: root.get("failures") != "0"}.get(
        report.exit_code(strict=strict), root.get("errors") != "0" and root.get("failures") == "0"
    )
    for attribute, outcome in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        assert root.get(attribute) == str(len(root.findall(f".//{outcome}")))
        assert root.get(attribute) == str(sum(int(suite.get(attribute, "")) for suite in root))


@given(report=reports.REPORTS, strict=STRICT)
@example(report=NOTHING, strict=False)
def test_sarif_is_valid_and_loses_nothing(report: Report, strict: bool) -> None:
    log = json.loads(reports.written(report, "sarif", strict=strict))
    assert reports.faults_of_sarif(log) == []
    (run,) = log["runs"]
    notices = run["invocations"][0]["toolExecutionNotifications"]
    unchecked = [finding for finding in report.findings if finding.severity is Severity.UNCHECKED]
    results = [finding for finding in report.findings if finding.severity is not Severity.UNCHECKED]
    assert run["invocations"][0]["executionSuccessful"] == (not notices)
    assert bool(notices) >= (report.exit_code(strict=strict) == 3)
    for finding, told in [*zip(results, run["results"], strict=True), *zip(unchecked, notices, strict=False)]:
        sarif_says(finding, told)
    for told in run["results"]:
        assert run["tool"]["driver"]["rules"][told["ruleIndex"]]["id"] == told["ruleId"]
    marks = [told["partialFingerprints"]["archiver/v1"] for told in run["results"]]
    assert len(set(marks)) == len(marks)


def sarif_says(finding: Finding, told: dict[str, Any]) -> None:
    (location,) = told["locations"]
    artifact = location["physicalLocation"]["artifactLocation"]
    assert artifact["uri"].isascii()
    if "uriBaseId" in artifact:
        assert not artifact["uri"].startswith(("/", "../"))
        assert ":" not in artifact["uri"]
    else:
        assert artifact["uri"].startswith("file:///")
    path = unquote_to_bytes(artifact["uri"].removeprefix("file://"))
    assert octets(absolute(finding.path)).endswith(path.removeprefix(b"."))
    region = location["physicalLocation"].get("region", {})
    column = finding.column if finding.line else None
    assert (region.get("startLine"), region.get("startColumn")) == (finding.line, column)
    values = told["properties"]
    pointer = location.get("logicalLocations", [{"fullyQualifiedName": finding.pointer}])[0]["fullyQualifiedName"]
    code = told.get("ruleId") or told["descriptor"]["id"]
    same(finding, {**values, "code": code, "pointer": pointer, "line": finding.line, "column": finding.column})


@given(report=reports.REPORTS, strict=STRICT)
def test_no_name_breaks_out_of_a_workflow_command(report: Report, strict: bool) -> None:
    log = reports.written(report, "github", strict=strict)
    found = reports.commands(log)
    assert len(found) == len(report.findings)
    names = {Severity.ERROR: "error", Severity.UNCHECKED: "error", Severity.NOTE: "notice"}
    for finding, (name, properties, message) in zip(report.findings, found, strict=True):
        assert name == names.get(finding.severity, "error" if strict else "warning")
        assert properties["title"] == f"{finding.code} {finding.title}"
        assert properties.keys() <= {"file", "line", "col", "title"}
        assert properties.get("line") == (str(finding.line) if finding.line else None)
        assert message.endswith(f"help: {words.safe(finding.advice)}")
        assert not any(character in log for character in "\r\x1b\u202e")


@given(reports.REPORTS)
def test_no_line_for_people_begins_as_a_workflow_command(report: Report) -> None:
    texts = [words.full(finding) for finding in report.findings] + [words.concise(f) for f in report.findings]
    texts += [words.summary(subject) for subject in report.subjects]
    assert [line for text in texts for line in text.splitlines() if line.lstrip().startswith("::")] == []


@given(reports.REPORTS, st.integers(200, 3000))
def test_summary_of_a_step_keeps_within_its_limit(report: Report, limit: int) -> None:
    text = github.summary(report, strict=False, limit=limit)
    assert len(text.encode()) <= limit
    bare = [re.sub(r"\\.", "", line) for line in text.splitlines() if line.startswith("|")]
    assert all(line.count("|") == 4 and not set(line) & set("<>[]`*_.") for line in bare)
    whole = github.summary(report, strict=False)
    assert text == whole or "more are not shown" in text or len(whole.encode()) > limit


@given(st.sampled_from(list(CODES)), reports.PATHS)
def test_fingerprint_does_not_follow_the_line(code: str, path: str) -> None:
    def mark(line: int) -> str:
        subject = Subject(path="p", checks=(), findings=(Finding(code=code, path=path, line=line),))
        told = json.loads(reports.written(Report(subjects=(subject,)), "sarif"))["runs"][0]["results"]
        return str(told and told[0]["partialFingerprints"])

    assert mark(1) == mark(9)


def test_check_that_failed_is_a_failure_though_its_findings_stand_elsewhere() -> None:
    subject = Subject(path="p", checks=(Check(name="ledger", state=State.FAILED, note="the entry was altered"),))
    assert 'failure message="the entry was altered"' in reports.written(Report(subjects=(subject,)), "junit")
