# SPDX-License-Identifier: Apache-2.0
"""Print: results to stdout, words for people to stderr; the only place that does."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

from archiver.cli.report import pieces
from archiver.cli.report.words import concise, count, full, safe, summary, tally
from archiver.cli.stream import progress, remark, result
from archiver.codes import CODES, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archiver.errors import ArchiverError
    from archiver.findings import Finding, Report

__all__ = ["data", "explain", "findings", "paint", "progress", "remark", "report", "result", "rows", "safe", "stop"]

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.UNCHECKED: "magenta", Severity.NOTE: "blue"}


# What JSON need not escape, and a terminal may obey (see `safe`).
_DRIVING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def data(value: object, *, indent: int | None = None, **how: Any) -> None:
    """Write a value to stdout as JSON; what would drive a terminal is escaped in it, which programs read alike."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, **how)
    result(_DRIVING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def document(text: str, *, escape: str) -> None:
    """Write a document to stdout; `escape` is how its format writes what would drive a terminal: `&#x{:x};`."""
    result(_DRIVING.sub(lambda found: escape.format(ord(found[0])), text), newline=False)


def rows(columns: Iterable[str], values: Iterable[Mapping[str, object]]) -> None:
    """Write rows as CSV to stdout, with a header (RFC 4180, but for the line ends, which are LF)."""
    import csv  # noqa: PLC0415 # for this format alone
    import io  # noqa: PLC0415 # the same

    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, tuple(columns), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(values)
    result(buffer.getvalue(), newline=False)


def findings(found: Iterable[Finding]) -> None:
    """Write findings for people to stderr, with a count at the end."""
    found = tuple(found)
    for finding in found:
        remark(_coloured(full(finding), finding.severity, sys.stderr))
    remark(count(found))


def told(found: Iterable[Finding]) -> None:
    """Write to stderr, a line each, findings that did not keep a result from being made."""
    for finding in found:
        remark(_coloured(f"{finding.severity}: {concise(finding)}", finding.severity, sys.stderr))


def stop(error: ArchiverError) -> None:
    """Write to stderr what stopped us and what to do about it."""
    remark(_coloured(f"error: {safe(error.message)}", Severity.ERROR, sys.stderr))
    if error.help:
        remark(f"   = help: {safe(error.help)}")


def paint(text: str, colour: str | None) -> str:
    """Return a text in a colour (or `bold`) for stdout, or as it is where no colour is wanted."""
    if colour is None or not _colour_wanted(sys.stdout):
        return text
    from click import style  # noqa: PLC0415 # only on a terminal

    return style(text, bold=True) if colour == "bold" else style(text, fg=colour)


def report(what: Report, *, style: str, strict: bool, root: str = ".") -> None:
    """Write a report to stdout; for people every finding, then a line for each thing that was checked."""
    if style not in {"full", "concise"}:
        for piece in pieces(what, style, strict=strict, root=root):
            result(piece, newline=False)
        return
    write = full if style == "full" else concise
    for finding in what.findings:
        result(_coloured(write(finding), finding.severity, sys.stdout))
    if style == "full":
        for subject in what.subjects:
            result(summary(subject))
        if len(what.subjects) > 1:
            result(tally(what))


def explain(code: str) -> str:
    """Return what the table says of a code."""
    entry = CODES[code]
    other = f"\nread leniently: {entry.lenient}, a warning" if entry.lenient else ""
    return f"{code} ({entry.severity}): {entry.title}\n\nrule: {entry.clause}\nwhat to do: {entry.help}{other}"


def _coloured(text: str, severity: Severity, stream: TextIO) -> str:
    if not _colour_wanted(stream):
        return text
    first, _, rest = text.partition("\n")
    from click import style  # noqa: PLC0415 # only on a terminal, and only where something is wrong

    return style(first, fg=COLOURS[severity], bold=True) + (f"\n{rest}" if rest else "")


def _colour_wanted(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()
