# SPDX-License-Identifier: Apache-2.0
"""`archiver validate`: check a source and its record together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import options, reporting

if TYPE_CHECKING:
    from pathlib import Path


@click.command("validate")
@options.source
@options.record
@options.report_options
def command(
    source: Path, record: Path | None, style: str, reports: tuple[options.ReportFile, ...], *, strict: bool
) -> None:
    """Check SOURCE and its record together and report every fault.

    SOURCE is the document, with its record beside it, or the folder that holds both. Nothing is written.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    reporting.prepare(reports, style)
    report = workflow.validate(source, record=record)
    reporting.conclude(report, reports=reports, style=style, strict=strict)
