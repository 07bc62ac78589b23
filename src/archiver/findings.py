# SPDX-License-Identifier: Apache-2.0
"""What a check has to say: findings, the checks that were made, and the report over all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from archiver.codes import CODES, Aspect, Severity, aspect_of, severity_of
from archiver.errors import InvalidMaterial

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with the user's material, or that could not be checked.

    `path` is the file as the user typed it, or its place below the package that was checked;
    `line` and `column` count from 1, `offset` counts code points from 0.
    """

    code: str
    path: str
    line: int | None = None
    column: int | None = None
    offset: int | None = None
    pointer: str | None = None
    """JSON path (`$.speakers[0].id`) or XPath inside the file."""
    detail: tuple[str, ...] = ()
    """What was recorded, expected and found, a line each."""
    help: str | None = None
    """What to do here; None: what the table of codes says."""

    @property
    def severity(self) -> Severity:
        """The severity that the table of codes gives."""
        return CODES[self.code].severity

    @property
    def title(self) -> str:
        """The sentence that the table of codes gives."""
        return CODES[self.code].title

    @property
    def advice(self) -> str:
        """What to do about it."""
        return self.help if self.help is not None else CODES[self.code].help

    @property
    def sort_key(self) -> tuple[str, int, int, int, str, str, tuple[str, ...]]:
        """By file, then by place in the file, then by code; two findings that differ never tie."""
        place = (self.line or 0, self.column or 0, self.offset or 0)
        return (self.path, *place, self.code, self.pointer or "", self.detail)


class State(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    WARNED = "warned"
    NOT_RUN = "not run"


class Verdict(StrEnum):
    """What is to be said of a bag in one word, the worst that holds."""

    VALID = "valid"
    UNCHECKED = "could not check"
    NONCONFORMING = "not conforming"
    """A valid bag that does not satisfy a profile which was demanded."""
    ANOTHER = "not the one recorded"
    """A valid bag, and not the one that the ledger has."""
    INCOMPLETE = "incomplete"
    CORRUPT = "corrupt"
    MALFORMED = "malformed"


_VERDICTS = {
    Aspect.PROFILE: Verdict.NONCONFORMING,
    Aspect.IDENTITY: Verdict.ANOTHER,
    Aspect.COMPLETENESS: Verdict.INCOMPLETE,
    Aspect.FIXITY: Verdict.CORRUPT,
    Aspect.CONTENTS: Verdict.MALFORMED,
    Aspect.STRUCTURE: Verdict.MALFORMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check that was made, or was not made and why."""

    name: str
    """structure, completeness, fixity, record, tei, ledger, second opinion."""
    state: State
    note: str = ""
    """What was checked (`9 files, 2 algorithms`), or why it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing that was checked: a record, a package, a ledger."""

    path: str
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def state(self) -> State:
        """The worst of its findings and checks."""
        severities = {finding.severity for finding in self.findings}
        if Severity.ERROR in severities:
            return State.FAILED
        if Severity.UNCHECKED in severities or all(c.state is State.NOT_RUN for c in self.checks):
            return State.NOT_RUN
        return State.WARNED if Severity.WARNING in severities else State.PASSED

    @property
    def verdict(self) -> Verdict:
        """The worst that the findings say, in one word."""
        return self._worst({finding.code for finding in self.findings if finding.severity is Severity.ERROR})

    @property
    def strict(self) -> Verdict:
        """The verdict of a reader who takes nothing but what the version of the bag provides for."""
        return self._read(lenient=False)

    @property
    def lenient(self) -> Verdict:
        """The verdict of a reader who takes what can be meant in one way only, whatever the version."""
        return self._read(lenient=True)

    def _read(self, *, lenient: bool) -> Verdict:
        codes = {finding.code for finding in self.findings}
        return self._worst({code for code in codes if severity_of(code, lenient=lenient) is Severity.ERROR})

    def _worst(self, errors: Iterable[str]) -> Verdict:
        aspects = {aspect_of(code) for code in errors}
        if Aspect.FIXITY in aspects:
            aspects.discard(Aspect.CONTENTS)  # that a changed file does not read well follows from its change
        if aspects:
            return max((_VERDICTS[aspect] for aspect in aspects), key=list(Verdict).index)
        if any(finding.severity is Severity.UNCHECKED for finding in self.findings):
            return Verdict.UNCHECKED
        return Verdict.UNCHECKED if all(check.state is State.NOT_RUN for check in self.checks) else Verdict.VALID


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that one run checked and found."""

    subjects: tuple[Subject, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, in the order of the subjects."""
        return tuple(finding for subject in self.subjects for finding in subject.findings)

    def exit_code(self, *, strict: bool = False) -> int:
        """0 all good, 1 the material is wrong, 3 something could not be checked or nothing was.

        Wrong material outweighs a check that could not run. With `strict` a warning counts as wrong.
        """
        severities = {finding.severity for finding in self.findings}
        if Severity.ERROR in severities or (strict and Severity.WARNING in severities):
            return 1
        if not self.subjects or any(s.state is State.NOT_RUN for s in self.subjects):
            return 3
        return 0

    def raise_for_findings(self) -> None:
        """Raise `InvalidMaterial` if an error was found or something could not be checked.

        Raises:
            InvalidMaterial: with the findings that are errors or say what could not be checked.
        """
        bad = [f for f in self.findings if f.severity in {Severity.ERROR, Severity.UNCHECKED}]
        if bad:
            raise InvalidMaterial(bad)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings without repeats, by file and place."""
    found = set(findings)
    return tuple(sorted(found, key=lambda finding: finding.sort_key)) if found else ()


def errors_in(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are errors."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def leniently(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings as a lenient reader has them: what can be meant in one way only is a warning."""
    found = ((finding, CODES[finding.code].lenient) for finding in findings)
    return tuple(replace(finding, code=code) if code else finding for finding, code in found)
