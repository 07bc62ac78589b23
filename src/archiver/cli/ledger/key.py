# SPDX-License-Identifier: Apache-2.0
"""`archiver ledger key`: make a key."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import click

from archiver.cli import files, options, render
from archiver.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("key")
@click.argument("file", type=options.PATH)
@click.option("--name", required=True, help="Whose key it is, such as example.org/ledger: the origin of checkpoints.")
@click.option("--witness", is_flag=True, help="A key for a witness, who signs checkpoints of others.")
def command(file: Path, name: str, *, witness: bool) -> None:
    """Write a new private key to FILE, which only you may read, and print the public key.

    Nothing is ever replaced. Give the public key to those who are to check your checkpoints and proofs, by a way on
    which nobody changes it. The file is of the form of golang.org/x/mod/sumdb/note.
    """
    from archiver.ledger.note import Kind, Signer, format_signer, is_new_key_name  # noqa: PLC0415 # not for --help

    if not is_new_key_name(name):
        raise UsageError(f"no name for a key: {name!r}", help="no blanks and no plus signs")
    files.demand_outside(file)
    signer = Signer(name=name, kind=Kind.WITNESS if witness else Kind.LOG, seed=secrets.token_bytes(32))
    verifier = signer.verifier
    files.write(file, (format_signer(signer) + "\n").encode(), replace=False, mode=0o600)
    render.remark(f"wrote the private key to {render.safe(str(file))}: keep it off the shelf, and safe")
    render.result(str(verifier))
