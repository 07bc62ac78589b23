# SPDX-License-Identifier: Apache-2.0
"""`archiver ledger`: what is done with a ledger as a whole, one file for each command."""

from __future__ import annotations

import importlib

import click

STEPS = {
    "key": "Make a key to sign checkpoints with.",
    "checkpoint": "Write down what the ledger of a shelf is now, signed or not.",
    "prove": "Write the proof that a package is in its ledger, beside it.",
    "check-proof": "Check a package by its proof alone, without any ledger.",
    "witness": "Hold a ledger against what was seen of it last.",
}
"""Name of each command and its one line in `--help`."""


class _Steps(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # click's signature
        return list(STEPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 # click's signature
        if cmd_name not in STEPS:
            return None
        name = cmd_name.replace("-", "_")
        step: click.Command = importlib.import_module(f"archiver.cli.ledger.{name}").command
        return step

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 # the same
        with formatter.section("Commands"):
            formatter.write_dl(list(STEPS.items()))


@click.group("ledger", cls=_Steps)
def command() -> None:
    """Sign, prove and witness the ledger of a shelf.

    The lines of a LEDGER are the leaves of a Merkle tree (RFC 9162), and a checkpoint is its size and its root
    (C2SP tlog-checkpoint). Whoever keeps one can tell later whether lines were taken from the ledger or rewritten.
    It does not show that what was recorded was true, nor when: only that it is unchanged since it was seen.
    """
