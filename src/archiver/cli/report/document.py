# SPDX-License-Identifier: Apache-2.0
"""`json`: a report as one document after `schema/report.schema.json`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from archiver import __version__
from archiver.codes import CODES, aspect_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archiver.findings import Finding, Report, Subject

REPORT_VERSION = "2"
TOOL = {"name": "archiver", "version": __version__}

_BYTES = range(0xDC80, 0xDD00)
"""The surrogates by which Python writes bytes of names that are not UTF-8."""


def write(what: Report, *, strict: bool, root: str) -> Iterator[str]:  # noqa: ARG001 # the paths stay as they were given
    """Yield the document, with every path as it was given."""
    document = {
        "report_version": REPORT_VERSION,
        "tool": TOOL,
        "exit_code": what.exit_code(strict=strict),
        "strict": strict,
        "subjects": [subject_values(subject) for subject in what.subjects],
    }
    yield json.dumps(document, ensure_ascii=True, indent=2) + "\n"


def subject_values(subject: Subject) -> dict[str, Any]:
    """Return a subject as plain values; the verdicts stand together after its path."""
    text, escaped = spelling(subject.path, *(check.note for check in subject.checks))
    return {
        "path": text(subject.path),
        "escaped": escaped,
        "state": str(subject.state),
        "verdict": str(subject.verdict),
        "verdicts": {"strict": str(subject.strict), "lenient": str(subject.lenient)},
        "checks": [{"name": c.name, "state": str(c.state), "note": text(c.note)} for c in subject.checks],
        "findings": [finding_values(finding) for finding in subject.findings],
    }


def finding_values(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values."""
    text, escaped = spelling(finding.path, finding.pointer or "", finding.advice, *finding.detail)
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "aspect": str(aspect_of(finding.code)),
        "title": finding.title,
        "path": text(finding.path),
        "escaped": escaped,
        "line": finding.line,
        "column": finding.column,
        "offset": finding.offset,
        "pointer": None if finding.pointer is None else text(finding.pointer),
        "detail": [text(line) for line in finding.detail],
        "clause": CODES[finding.code].clause,
        "help": text(finding.advice),
    }


def spelling(*texts: str) -> tuple[Callable[[str], str], bool]:
    r"""Return how these texts are to be spelt in JSON, and whether that is other than they are.

    JSON readers choke on lone surrogates, which stand for the bytes of names that are not UTF-8. If a text has
    one, all are escaped: `\\` for a backslash, `\xNN` for such a byte, `\uNNNN` for any other surrogate.
    """
    escaped = any(re.search("[\ud800-\udfff]", text) for text in texts)
    return (_escape if escaped else str), escaped


def _escape(text: str) -> str:
    return re.sub("[\\\\\ud800-\udfff]", lambda match: _escaped(match.group()), text)


def _escaped(character: str) -> str:
    point = ord(character)
    if character == "\\":
        return r"\\"
    return f"\\x{point - 0xDC00:02x}" if point in _BYTES else f"\\u{point:04x}"
