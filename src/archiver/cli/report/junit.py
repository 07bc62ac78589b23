# SPDX-License-Identifier: Apache-2.0
"""`junit`: a suite for each thing that was checked, a case for each check (the XSD of Jenkins, junit-10).

What is wrong is a failure, what could not be checked an error, what was not run for another reason skipped.
A warning fails its case under `--strict` only, and is told in `system-out` otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.cli.report import words
from archiver.codes import Severity, aspect_of
from archiver.findings import Check, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.findings import Finding, Report, Subject

_CHECKS = {"S": "source", "R": "record", "T": "tei", "P": "identity", "L": "ledger"}
"""The check that a finding belongs to, by the letter of its code; those of bags go by their aspect."""
_OWN = {"F902": "second opinion", "F903": "look", "L112": "look", "L105": "completeness"} | dict.fromkeys(
    ("L221", "L222", "L223"), "pin"
)
_LEDGER = ("ledger", "chain", "checkpoint", "witness", "proof")
_WEIGHTS = {"failure": Severity.ERROR, "error": Severity.UNCHECKED}
"""What makes a case end in other than success, the worst first."""
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_NO_CHARACTER = re.compile("[\ufffe\uffff]")  # what XML 1.0 §2.2 forbids and `safe` lets pass


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    name: str
    outcome: str
    """failure, error, skipped; empty if it passed."""
    message: str = ""
    kind: str = ""
    text: str = ""


def write(what: Report, *, strict: bool, root: str) -> Iterator[str]:  # noqa: ARG001 # the paths stay as they were given
    """Yield the document, a suite a piece. There is no time in it: the same report gives the same bytes."""
    totals = [0, 0, 0]
    for subject in what.subjects:
        cases = _cases(subject, strict=strict)
        numbers = (len(cases), _number(cases, "failure"), _number(cases, "error"))
        totals = [total + number for total, number in zip(totals, numbers, strict=True)]
    nothing = () if what.subjects else (_Case(name="checked", outcome="error", message="nothing was checked"),)
    tests, failures, errors = (total + len(nothing) * n for total, n in zip(totals, (1, 0, 1), strict=True))
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="archiver" tests="{tests}" failures="{failures}" errors="{errors}">\n'
    )
    if nothing:
        yield _suite("archiver", None, nothing)
    for subject in what.subjects:
        yield _suite(subject.path, str(subject.verdict), _cases(subject, strict=strict))
    yield "</testsuites>\n"


def _suite(path: str, verdict: str | None, cases: Iterable[_Case]) -> str:
    cases = tuple(cases)
    numbers = " ".join(
        f'{attribute}="{_number(cases, outcome)}"'
        for attribute, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    )
    lines = [f'  <testsuite name={_quoted(path)} tests="{len(cases)}" {numbers}>']
    if verdict is not None:
        lines.append(f'    <properties><property name="verdict" value={_quoted(verdict)}/></properties>')
    lines += [_written(case, path) for case in cases]
    return "\n".join([*lines, "  </testsuite>\n"])


def _written(case: _Case, path: str) -> str:
    start = f"    <testcase name={_quoted(case.name)} classname={_quoted(path)}"
    if not case.outcome:
        told = f"><system-out>{_escaped(case.text)}</system-out></testcase>" if case.text else "/>"
        return start + told
    kind = f" type={_quoted(case.kind)}" if case.kind else ""
    inner = f"<{case.outcome} message={_quoted(case.message)}{kind}>{_escaped(case.text)}</{case.outcome}>"
    return f"{start}>{inner}</testcase>"


def _cases(subject: Subject, *, strict: bool) -> list[_Case]:
    """Return a case for each check, and for each kind of finding that belongs to no check which was made."""
    checks = {check.name: check for check in subject.checks}
    found: dict[str, list[Finding]] = {name: [] for name in checks}
    for finding in subject.findings:
        found.setdefault(_check_of(finding, checks), []).append(finding)
    cases = [_case(name, checks.get(name), findings, strict=strict) for name, findings in found.items()]
    unseen = subject.state is State.NOT_RUN and not any(case.outcome in _WEIGHTS for case in cases)
    return [*cases, _Case(name="checked", outcome="error", message="nothing was checked")] if unseen else cases


def _check_of(finding: Finding, checks: Iterable[str]) -> str:
    name = _OWN.get(finding.code) or _CHECKS.get(finding.code[0]) or str(aspect_of(finding.code))
    return next((other for other in _LEDGER if other in checks), name) if name == "ledger" else name


def _case(name: str, check: Check | None, findings: list[Finding], *, strict: bool) -> _Case:
    outcome = _outcome(check, findings, strict=strict)
    weights = _weights(outcome, strict=strict)
    worst = [finding for finding in findings if finding.severity in weights]
    message = (check.note or str(check.state)) if check else ""
    if worst:
        more = f" and {len(worst) - 1} more" if len(worst) > 1 else ""
        message = words.concise(worst[0]) + more
    return _Case(
        name=name,
        outcome=outcome,
        message=message,
        kind=" ".join(dict.fromkeys(finding.code for finding in worst)),
        text="\n".join(words.full(finding) for finding in findings),
    )


def _outcome(check: Check | None, findings: list[Finding], *, strict: bool) -> str:
    severities = {finding.severity for finding in findings}
    for outcome in _WEIGHTS:
        if severities & _weights(outcome, strict=strict):
            return outcome
    return {State.FAILED: "failure", State.NOT_RUN: "skipped"}.get(check.state, "") if check else ""


def _weights(outcome: str, *, strict: bool) -> set[Severity]:
    weights = {_WEIGHTS[outcome]} if outcome in _WEIGHTS else set[Severity]()
    return weights | ({Severity.WARNING} if strict and outcome == "failure" else set())


def _number(cases: Iterable[_Case], outcome: str) -> int:
    return sum(case.outcome == outcome for case in cases)


def _quoted(text: str) -> str:
    return f'"{_escaped(words.safe(text))}"'


def _escaped(text: str) -> str:
    return _NO_CHARACTER.sub(lambda match: f"\\u{ord(match.group()):04x}", text).translate(_ENTITIES)
