# SPDX-License-Identifier: Apache-2.0
"""`archiver ledger prove`: write the proof of a package beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import files, options, render
from archiver.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("prove")
@click.argument("package", type=options.PATH)
@click.option(
    "--checkpoint", type=options.PATH, help="The checkpoint to prove it by; without it the one beside the ledger."
)
def command(package: Path, checkpoint: Path | None) -> None:
    """Write the proof that PACKAGE is in its ledger beside it, as PACKAGE.tlog-proof, and print its path.

    The proof holds the line of the ledger, its way to the root of the tree, and the checkpoint with all signatures on
    it, of the ledger and of its witnesses. It can go with the package to whoever has the public keys.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms
    from archiver.ledger.proof import HEAD  # noqa: PLC0415 # the same
    from archiver.workflow.anchors import proof_path  # noqa: PLC0415 # the same

    proof = workflow.prove_package(package, note=checkpoint)
    path = proof_path(package)
    if path.is_symlink():
        raise UsageError(f"{path} is a link", where=str(path), help="put a regular file in its place, or nothing")
    files.demand_place_of(path, (HEAD,), "proof")
    files.write(path, proof, replace=True)
    render.result(str(path))
