# SPDX-License-Identifier: Apache-2.0
"""`archiver validate`: check a source and its record together."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from archiver.cli import files, options, render

if TYPE_CHECKING:
    from pathlib import Path


@click.command("validate")
@options.source
@options.record
@options.report_options
def command(source: Path, record: Path | None, style: str, report_path: Path | None, *, strict: bool) -> None:
    """Check SOURCE and its record together and report every fault.

    SOURCE is the document, with its record beside it, or the folder that holds both. Nothing is written.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    if report_path:
        files.demand_place_for_report(report_path)
    report = workflow.validate(source, record=record)
    if report_path:
        files.write_report(report_path, render.as_json(report, strict=strict).encode())
    render.report(report, style=style, strict=strict)
    sys.exit(report.exit_code(strict=strict))
