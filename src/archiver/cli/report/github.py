# SPDX-License-Identifier: Apache-2.0
"""`github`: findings as workflow commands, which GitHub shows at the file, and a summary of the step in Markdown.

A name in a package must not become a command of its own: what a command holds is escaped as the runner wants it,
and no other line can begin as a command.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver.cli.report import places, words
from archiver.codes import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.findings import Finding, Report

SUMMARY_LIMIT = 1024 * 1024
"""Bytes of Markdown that GitHub takes for one step; it drops a longer summary whole."""

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.UNCHECKED: "error",
    Severity.NOTE: "notice",
}
_MARKS = re.compile(r"([!-,:-@\[-`{-~.])")
"""ASCII punctuation that means something in Markdown or makes a link of an address (CommonMark §2.4)."""


def write(what: Report, *, strict: bool, root: str) -> Iterator[str]:
    """Yield a command for each finding, then for the log how each subject ended."""
    for finding in what.findings:
        yield _command(finding, strict=strict, root=root) + "\n"
    for subject in what.subjects:
        yield "".join(f"{_inert(line)}\n" for line in words.summary(subject).splitlines())
    if len(what.subjects) > 1:
        yield words.tally(what) + "\n"


def _command(finding: Finding, *, strict: bool, root: str) -> str:
    as_error = strict and finding.severity is Severity.WARNING
    properties = {"file": words.safe(places.below(finding.path, root) or finding.path)}
    if finding.line:
        properties["line"] = str(finding.line)
        if finding.column:
            properties["col"] = str(finding.column)
    properties["title"] = f"{finding.code} {finding.title}"
    lines = [words.place(finding), *words.particulars(finding), f"help: {words.safe(finding.advice)}"]
    said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{'error' if as_error else _COMMANDS[finding.severity]} {said}::{_data(chr(10).join(lines))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _inert(line: str) -> str:
    """Return a line that is no command: the older form `##[name]` is one anywhere in a line."""
    return line.replace("##[", r"##\x5b")


def summary(what: Report, *, strict: bool, limit: int = SUMMARY_LIMIT) -> str:
    """Return the summary in Markdown, in at most `limit` bytes of UTF-8; what is left out is counted.

    Subjects that are not all right come first.
    """
    verdict = {0: "all good", 1: "wrong", 3: "could not check"}[what.exit_code(strict=strict)]
    subjects = sorted(what.subjects, key=lambda subject: not subject.findings)
    head = [f"### archiver: {verdict}", ""]
    first = (
        f"| {_cell(s.path)} | {_cell(words.outcome(s))} | {_cell(', '.join(_codes(s.findings)))} |" for s in subjects
    )
    second = (
        f"| {f.code} | {_cell(words.place(f))} | {_cell('; '.join([f.title, *f.detail]))} |" for f in what.findings
    )
    tables = [
        (["| checked | verdict | findings |", "|---|---|---|"], first, len(subjects)),
        (["", "| code | file | what |", "|---|---|---|"], second, len(what.findings)),
    ]
    room = limit - len("\n".join(head).encode()) - 1
    for title, rows, number in tables:
        kept, room = _fitting(title, rows, number, room)
        head += kept
    return "\n".join(head) + "\n"


def _fitting(title: list[str], rows: Iterable[str], number: int, room: int) -> tuple[list[str], int]:
    """Return as many lines of a table as there is room for, and the room that is left."""
    if not number:
        return [], room
    spare = 64  # for the line that says how many are left out
    kept: list[str] = []
    for line in [*title, *rows]:
        size = len(line.encode("utf-8", "replace")) + 1
        if size > room - spare:
            break
        kept.append(line)
        room -= size
    shown = max(0, len(kept) - len(title))
    if shown == number:
        return kept, room
    rest = f"\n{number - shown} more are not shown"
    return [*kept, rest], room - spare


def _codes(findings: Iterable[Finding]) -> list[str]:
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
    return [code if number == 1 else f"{code} × {number}" for code, number in counts.items()]  # noqa: RUF001 # times


def _cell(text: str) -> str:
    return _MARKS.sub(r"\\\1", words.safe(text))
