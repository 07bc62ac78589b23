# SPDX-License-Identifier: Apache-2.0
"""`jsonl`: a line of JSON for each thing that was checked, and a closing line that sums up.

A file without the closing line was cut short.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from archiver.cli.report.document import REPORT_VERSION, TOOL, subject_values
from archiver.findings import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.findings import Subject


def write(what: Report, *, strict: bool, root: str) -> Iterator[str]:  # noqa: ARG001 # the paths stay as they were given
    """Yield the lines of a report."""
    return stream(what.subjects, strict=strict)


def stream(subjects: Iterable[Subject], *, strict: bool) -> Iterator[str]:
    """Yield a line for each subject as it comes, and keep none: a shelf may be of any length."""
    codes, states, verdicts = Counter[int](), Counter[str](), Counter[str]()
    for subject in subjects:
        codes[Report(subjects=(subject,)).exit_code(strict=strict)] += 1
        states[str(subject.state)] += 1
        verdicts[str(subject.verdict)] += 1
        yield _line("subject", subject_values(subject))
    closing = {
        "tool": TOOL,
        "exit_code": 1 if codes[1] else 3 if codes[3] or not codes else 0,
        "strict": strict,
        "subjects": sum(states.values()),
        "states": dict(sorted(states.items())),
        "verdicts": dict(sorted(verdicts.items())),
    }
    yield _line("summary", closing)


def _line(kind: str, values: dict[str, Any]) -> str:
    return json.dumps({"report_version": REPORT_VERSION, "type": kind, **values}, ensure_ascii=True) + "\n"
