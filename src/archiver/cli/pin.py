# SPDX-License-Identifier: Apache-2.0
"""`archiver pin`: say what packages are, for a consumer to hold them to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import options, render

if TYPE_CHECKING:
    from pathlib import Path


@click.command("pin")
@click.argument("packages", nargs=-1, required=True, type=options.PATH)
def command(packages: tuple[Path, ...]) -> None:
    """Print a line for each of PACKAGES, folders or archive files: its name, payload digest and SWHID, as JSON.

    Keep the lines in a file of your own, and `archiver verify --pinned FILE` says whether a package is still the one
    that you pinned. What is not whole is not pinned.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms
    from archiver.ledger.pin import fields  # noqa: PLC0415 # the same

    for pin in [fields(workflow.pin(package)) for package in packages]:
        render.data(pin, separators=(",", ":"))
