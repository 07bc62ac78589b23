# SPDX-License-Identifier: Apache-2.0
"""`archiver verify`: prove that nothing changed, or say what did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import options, reporting

if TYPE_CHECKING:
    from pathlib import Path


@click.command("verify")
@click.argument("paths", nargs=-1, required=True, type=options.PATH)
@click.option(
    "--ledger",
    type=options.PATH,
    envvar="ARCHIVER_LEDGER",
    help="The ledger; without it LEDGER in the folders above a package.",
)
@click.option("--no-ledger", is_flag=True, help="Ask no ledger, for a package far from its shelf.")
@click.option("--second-opinion", is_flag=True, help="Ask bagit too; a different verdict is a finding.")
@options.report_options
def command(
    paths: tuple[Path, ...],
    ledger: Path | None,
    style: str,
    reports: tuple[options.ReportFile, ...],
    *,
    no_ledger: bool,
    second_opinion: bool,
    strict: bool,
) -> None:
    """Check each of PATHS, a package, a shelf of packages or a LEDGER, and report every fault in one pass.

    Nothing is ever changed, nothing outside the packages is opened but their ledger, and the network is
    not used. A run that finds nothing to check is not green: exit 3.
    """
    if no_ledger and ledger:
        raise click.UsageError("--ledger and --no-ledger contradict each other")
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    reporting.prepare(reports, style)
    report = workflow.verify(*paths, ledger=False if no_ledger else ledger, second_opinion=second_opinion)
    reporting.conclude(report, reports=reports, style=style, strict=strict)
