# SPDX-License-Identifier: Apache-2.0
"""`archiver ledger checkpoint`: write down what a ledger is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import files, options, render

if TYPE_CHECKING:
    from pathlib import Path


@click.command("checkpoint")
@click.argument("shelf", type=options.PATH)
@options.key
@click.option("--origin", help="Name of the ledger; without it that of the key, or one made of its first line.")
def command(shelf: Path, key: Path | None, origin: str | None) -> None:
    """Write the checkpoint of SHELF beside its LEDGER, as LEDGER.checkpoint, and print it.

    The whole chain is checked first. A ledger that is not the one of the checkpoint before it, grown, is given none.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms
    from archiver.workflow.anchors import CHECKPOINT  # noqa: PLC0415 # the same

    made = workflow.checkpoint(shelf, signer=options.signer(key), origin=origin)
    files.write(shelf / CHECKPOINT, made, replace=True)
    if key is None:
        render.remark("not signed: it is worth as much as the place where it is kept; sign it with --key")
    render.result(made.decode(), newline=False)
