# SPDX-License-Identifier: Apache-2.0
"""`archiver validate`: check a source and its record together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import options, reporting

if TYPE_CHECKING:
    from pathlib import Path


@click.command("validate")
@click.argument("sources", nargs=-1, required=True, type=options.PATH)
@options.record
@options.report_options
def command(
    sources: tuple[Path, ...], record: Path | None, style: str, reports: tuple[options.ReportFile, ...], *, strict: bool
) -> None:
    """Check each of SOURCES and its record together and report every fault.

    A source is the document, with its record beside it, or the folder that holds both; a folder without a
    record stands for all folders below it that have one. Nothing is written.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    reporting.prepare(reports, style)
    report = workflow.validate_all(*sources, record=record)
    reporting.conclude(report, reports=reports, style=style, strict=strict)
