# SPDX-License-Identifier: Apache-2.0
"""Reports for people: `full` and `concise`, and the words that other formats borrow from them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver.codes import Severity
from archiver.findings import State

if TYPE_CHECKING:
    from archiver.findings import Finding, Report, Subject

STATES = {State.PASSED: "ok", State.WARNED: "ok, with warnings", State.FAILED: "FAILED", State.NOT_RUN: "NOT CHECKED"}

# Control characters and those that turn the direction of writing: a file name must not drive a terminal.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """Return the text with characters that could drive a terminal written as escapes."""
    return _UNSAFE.sub(lambda match: match.group().encode("unicode_escape", "surrogatepass").decode(), text)


def named(path: str) -> str:
    """Return a path for the beginning of a line, which a CI that reads the log must not take for a command.

    GitHub obeys lines that begin with two colons: a name like `::error::`, and `:` with the colon that follows it.
    """
    return ("./" if path.lstrip().startswith(":") else "") + safe(path)


def place(finding: Finding) -> str:
    """Return `file:line:column` as far as they are known."""
    parts = [named(finding.path), *(str(n) for n in (finding.line, finding.column if finding.line else None) if n)]
    return ":".join(parts)


def full(finding: Finding) -> str:
    """Return a finding over several lines: what, where, the two values, what to do."""
    lines = [heading(finding), f"  --> {place(finding)}", *(f"   |  {line}" for line in particulars(finding))]
    lines.append(f"   = help: {safe(finding.advice)}")
    return "\n".join(lines)


def concise(finding: Finding) -> str:
    """Return a finding on one line."""
    detail = f" ({safe('; '.join(finding.detail))})" if finding.detail else ""
    return f"{place(finding)}: {finding.code} {finding.title}{detail}"


def heading(finding: Finding) -> str:
    """Return severity, code and title."""
    return f"{finding.severity}[{finding.code}]: {finding.title}"


def particulars(finding: Finding) -> list[str]:
    """Return where in the file it is, and what was recorded and found, a line each."""
    lines = [f"at {safe(finding.pointer)}"] if finding.pointer else []
    if finding.offset is not None:
        lines.append(f"at character {finding.offset}")
    return lines + [safe(line) for line in finding.detail]


def count(found: tuple[Finding, ...]) -> str:
    """Return how many findings there are, errors first."""
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    others = len(found) - errors
    return f"{errors} error{'s' * (errors != 1)}" + (f", {others} other finding{'s' * (others != 1)}" if others else "")


def outcome(subject: Subject) -> str:
    """Return how it ended, and the verdict where that says more."""
    state = subject.state
    return STATES[state] + (f" ({subject.verdict})" if state is State.FAILED else "")


def summary(subject: Subject) -> str:
    """Return how it ended for a subject and for each of its checks, a line each."""
    lines = [f"{named(subject.path)}: {outcome(subject)}"]
    for check in subject.checks:
        note = f" ({safe(check.note)})" if check.note else ""
        lines.append(f"  {check.name}: {check.state}{note}")
    if subject.findings and subject.strict is not subject.lenient:
        lines.append(f"  strictly read: {subject.strict}; leniently read: {subject.lenient}")
    return "\n".join(lines)


def tally(what: Report) -> str:
    """Return how many subjects ended how."""
    outcomes = [outcome(subject) for subject in what.subjects]
    order = [words for state in STATES for words in sorted(set(outcomes)) if words.startswith(STATES[state])]
    counts = [f"{outcomes.count(words)} {words}" for words in dict.fromkeys(order)]
    return f"checked {len(outcomes)}: {', '.join(counts)}"
