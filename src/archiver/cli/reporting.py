# SPDX-License-Identifier: Apache-2.0
"""The end of every command that checks: its report to files, to the screen, to GitHub, and the exit code."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from archiver.cli import files, render
from archiver.cli.report import pieces
from archiver.errors import ArchiverError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archiver.cli.options import ReportFile
    from archiver.findings import Report


def prepare(reports: Sequence[ReportFile], style: str) -> None:
    """Refuse, before anything is checked, to write a report where it would change something.

    Raises:
        UsageError: if a file may not be written, or is named twice.
    """
    seen: set[Path] = set()
    for asked in reports:
        files.demand_place_for_report(asked.path)
        place = files.real(asked.path)
        if place in seen and (place.is_file() or not place.exists()):
            message = f"two reports for {asked.path}"
            raise UsageError(message, where=str(asked.path), help="give each report a file of its own")
        seen.add(place)
    if style == "github" and (step := _step_summary()):
        files.demand_place_for_summary(step)


def conclude(what: Report, *, reports: Sequence[ReportFile], style: str | None, strict: bool) -> NoReturn:
    """Write the report to every file that is asked for and to stdout, and leave with its exit code.

    With no `style` nothing is written to stdout: the command has written its result there.

    What cannot be written hides nothing: the rest is written, and exit 3 takes the place of exit 0 only.
    """
    root = os.environ.get("GITHUB_WORKSPACE") or os.curdir
    stopped = [_tried(partial(_write, what, asked, strict=strict, root=root)) for asked in reports]
    if style is not None:
        render.report(what, style=style, strict=strict, root=root)
    if style == "github" and (step := _step_summary()):
        stopped.append(_tried(partial(_summarise, what, step, strict=strict)))
    for error in filter(None, stopped):
        render.stop(error)
    code = what.exit_code(strict=strict)
    sys.exit(code or (ArchiverError.exit_code if any(stopped) else 0))


def _tried(step: Callable[[], None]) -> ArchiverError | None:
    try:
        step()
    except ArchiverError as error:
        return error
    return None


def _write(what: Report, asked: ReportFile, *, strict: bool, root: str) -> None:
    text = pieces(what, asked.style, strict=strict, root=root)
    files.write_report(asked.path, (piece.encode() for piece in text))


def _step_summary() -> Path | None:
    named = os.environ.get("GITHUB_STEP_SUMMARY")
    return Path(named) if named else None


def _summarise(what: Report, step: Path, *, strict: bool) -> None:
    """Add the summary to the file of the step, as far as GitHub takes more."""
    from archiver.cli.report.github import SUMMARY_LIMIT, summary  # noqa: PLC0415 # for GitHub alone

    left = SUMMARY_LIMIT - (step.stat().st_size if step.is_file() else 0)
    text = summary(what, strict=strict, limit=left).encode("utf-8", "replace")
    if len(text) <= left:
        files.add(step, text)
