# SPDX-License-Identifier: Apache-2.0
"""`archiver verify`: prove that nothing changed, or say what did."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from archiver.cli import files, options, render

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
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="FILE|NAME",
    help="A BagIt profile that every bag must satisfy, a JSON file or a bundled one; can be given again.",
)
@click.option("--second-opinion", is_flag=True, help="Ask bagit too; a different verdict is a finding.")
@options.report_options
def command(
    paths: tuple[Path, ...],
    ledger: Path | None,
    profiles: tuple[str, ...],
    style: str,
    report_path: Path | None,
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

    if report_path:
        files.demand_place_for_report(report_path)
    report = workflow.verify(
        *paths, ledger=False if no_ledger else ledger, second_opinion=second_opinion, profiles=profiles
    )
    if report_path:
        files.write_report(report_path, render.as_json(report, strict=strict).encode())
    render.report(report, style=style, strict=strict)
    sys.exit(report.exit_code(strict=strict))
