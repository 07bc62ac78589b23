# SPDX-License-Identifier: Apache-2.0
"""How reports and findings look; the only place that prints."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

import click

from archiver import __version__
from archiver.codes import CODES, Severity
from archiver.findings import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archiver.errors import ArchiverError
    from archiver.findings import Finding, Report, Subject

REPORT_VERSION = "1"
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.UNCHECKED: "magenta", Severity.NOTE: "blue"}
STATES = {State.PASSED: "ok", State.WARNED: "ok, with warnings", State.FAILED: "FAILED", State.NOT_RUN: "NOT CHECKED"}

# Control characters and those that turn the direction of writing: a file name must not drive a terminal.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def result(text: str, *, newline: bool = True) -> None:
    """Write a result to stdout as it is."""
    _write(text, sys.stdout, newline=newline)


def remark(text: str) -> None:
    """Write a word for people to stderr."""
    _write(text, sys.stderr, newline=True)


def _write(text: str, stream: TextIO, *, newline: bool) -> None:
    try:
        click.echo(text, file=stream, nl=newline, color=True)  # colours are ours to decide, by _colour_wanted
    except BrokenPipeError:
        # The reader went away (| head). The work goes on, and its exit code is still the true one.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def rows(columns: Iterable[str], values: Iterable[Mapping[str, object]]) -> None:
    """Write rows as CSV to stdout, with a header (RFC 4180, but for the line ends, which are LF)."""
    import csv  # noqa: PLC0415 # for this format alone
    import io  # noqa: PLC0415 # the same

    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, tuple(columns), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(values)
    result(buffer.getvalue(), newline=False)


def safe(text: str) -> str:
    """Return the text with characters that could drive a terminal written as escapes."""
    return _UNSAFE.sub(lambda match: match.group().encode("unicode_escape", "surrogatepass").decode(), text)


def place(finding: Finding) -> str:
    """Return `file:line:column` as far as they are known."""
    parts = [safe(finding.path), *(str(n) for n in (finding.line, finding.column if finding.line else None) if n)]
    return ":".join(parts)


def full(finding: Finding) -> str:
    """Return a finding over several lines: what, where, the two values, what to do."""
    lines = [f"{_heading(finding)}", f"  --> {place(finding)}"]
    if finding.pointer:
        lines.append(f"   |  at {safe(finding.pointer)}")
    if finding.offset is not None:
        lines.append(f"   |  at character {finding.offset}")
    lines += [f"   |  {safe(line)}" for line in finding.detail]
    lines.append(f"   = help: {safe(finding.advice)}")
    return "\n".join(lines)


def concise(finding: Finding) -> str:
    """Return a finding on one line."""
    detail = f" ({safe('; '.join(finding.detail))})" if finding.detail else ""
    return f"{place(finding)}: {finding.code} {finding.title}{detail}"


def findings(found: Iterable[Finding]) -> None:
    """Write findings for people to stderr, with a count at the end."""
    found = tuple(found)
    for finding in found:
        remark(_coloured(full(finding), finding.severity, sys.stderr))
    remark(_count(found))


def stop(error: ArchiverError) -> None:
    """Write to stderr what stopped us and what to do about it."""
    remark(_coloured(f"error: {safe(error.message)}", Severity.ERROR, sys.stderr))
    if error.help:
        remark(f"   = help: {safe(error.help)}")


def report(what: Report, *, style: str, strict: bool) -> None:
    """Write a report to stdout: every finding, then a line for each thing that was checked."""
    if style == "json":
        result(as_json(what, strict=strict), newline=False)
        return
    write = full if style == "full" else concise
    for finding in what.findings:
        result(_coloured(write(finding), finding.severity, sys.stdout))
    if style == "full":
        for subject in what.subjects:
            result(_summary(subject))
        if len(what.subjects) > 1:
            result(_tally(what))


def as_json(what: Report, *, strict: bool) -> str:
    """Return a report as one JSON document after `schema/report.schema.json`."""
    document = {
        "report_version": REPORT_VERSION,
        "tool": {"name": "archiver", "version": __version__},
        "exit_code": what.exit_code(strict=strict),
        "strict": strict,
        "subjects": [_subject(subject) for subject in what.subjects],
    }
    return json.dumps(document, ensure_ascii=True, indent=2) + "\n"


def explain(code: str) -> str:
    """Return what the table says of a code."""
    entry = CODES[code]
    other = f"\nread leniently: {entry.lenient}, a warning" if entry.lenient else ""
    return f"{code} ({entry.severity}): {entry.title}\n\nrule: {entry.clause}\nwhat to do: {entry.help}{other}"


def _heading(finding: Finding) -> str:
    return f"{finding.severity}[{finding.code}]: {finding.title}"


def _coloured(text: str, severity: Severity, stream: TextIO) -> str:
    if not _colour_wanted(stream):
        return text
    first, _, rest = text.partition("\n")
    return click.style(first, fg=COLOURS[severity], bold=True) + (f"\n{rest}" if rest else "")


def _colour_wanted(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def _count(found: tuple[Finding, ...]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    others = len(found) - errors
    return f"{errors} error{'s' * (errors != 1)}" + (f", {others} other finding{'s' * (others != 1)}" if others else "")


def _tally(what: Report) -> str:
    states = [subject.state for subject in what.subjects]
    counts = [f"{states.count(state)} {words}" for state, words in STATES.items() if state in states]
    return f"checked {len(states)}: {', '.join(counts)}"


def _summary(subject: Subject) -> str:
    lines = [f"{safe(subject.path)}: {STATES[subject.state]}"]
    for check in subject.checks:
        note = f" ({safe(check.note)})" if check.note else ""
        lines.append(f"  {check.name}: {check.state}{note}")
    if subject.strict is not subject.lenient:
        lines.append(f"  strictly read: {subject.strict}; leniently read: {subject.lenient}")
    return "\n".join(lines)


def _subject(subject: Subject) -> dict[str, Any]:
    return {
        "path": _printable(subject.path),
        "state": str(subject.state),
        "verdicts": {"strict": str(subject.strict), "lenient": str(subject.lenient)},
        "checks": [{"name": c.name, "state": str(c.state), "note": _printable(c.note)} for c in subject.checks],
        "findings": [_finding(finding) for finding in subject.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    entry = CODES[finding.code]
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "title": finding.title,
        "path": _printable(finding.path),
        "line": finding.line,
        "column": finding.column,
        "offset": finding.offset,
        "pointer": finding.pointer,
        "detail": [_printable(line) for line in finding.detail],
        "clause": entry.clause,
        "help": _printable(finding.advice),
    }


def _printable(text: str) -> str:
    # JSON readers choke on lone surrogates, which stand for the bytes of names that are not UTF-8.
    return text.encode("utf-8", "backslashreplace").decode()
