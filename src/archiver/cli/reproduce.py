# SPDX-License-Identifier: Apache-2.0
"""`archiver reproduce`: make packages again from what is inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import options, reporting

if TYPE_CHECKING:
    from pathlib import Path


@click.command("reproduce")
@click.argument("packages", nargs=-1, required=True, type=options.PATH)
@options.report_options
def command(packages: tuple[Path, ...], style: str, reports: tuple[options.ReportFile, ...], *, strict: bool) -> None:
    """Make each of PACKAGES again from its own source and record, and demand the same bytes.

    A file that comes out otherwise is an error if the package names the rules of this archiver. If it names
    others, what would be written now is told and the package stays sound: a warning, and an error with --strict.
    Nothing is written.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    reporting.prepare(reports, style)
    reporting.conclude(workflow.reproduce(*packages), reports=reports, style=style, strict=strict)
