# SPDX-License-Identifier: Apache-2.0
"""`archiver show`: who said what in a package, in the terminal or as a page; a shelf as a site."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

from archiver.cli import options, render

if TYPE_CHECKING:
    from pathlib import Path


@click.command("show")
@click.argument("path", metavar="PACKAGE|SHELF", type=options.PATH)
@click.option(
    "--ledger",
    type=options.PATH,
    envvar="ARCHIVER_LEDGER",
    help="The ledger; without it LEDGER in the folders above a package.",
)
@click.option("--no-ledger", is_flag=True, help="Ask no ledger, for a package far from its shelf.")
def command(path: Path, ledger: Path | None, *, no_ledger: bool) -> None:
    """Show who said what in a package, on what ground, and what else is known of it.

    The package is verified first. One that is damaged is not shown: exit 1, with what is wrong.
    """
    if no_ledger and ledger:
        raise click.UsageError("--ledger and --no-ledger contradict each other")
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms
    from archiver.cli.shown import lines  # noqa: PLC0415 # the same

    shown = workflow.show(path, when=options.now(), ledger=False if no_ledger else ledger)
    width = shutil.get_terminal_size().columns
    for line in lines(shown.facts, width=width, paint=render.paint):
        render.result(line.rstrip(" "))
    sys.exit(shown.report.exit_code())
