# SPDX-License-Identifier: Apache-2.0
"""The commands by name: one file each, imported only when it is called."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import click

from archiver import __version__
from archiver.cli import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "new": "Write a commented record for a source, to fill in.",
    "validate": "Check a source and its record together.",
    "encode": "Encode a source as TEI with its speakers.",
    "quotes": "Say who said what in a source, without packaging it.",
    "review": "List what is doubtful about who said what, and record what you decide.",
    "package": "Validate, encode, bag, record in the ledger, verify.",
    "show": "Show who said what in a package, in the terminal or as a page.",
    "identify": "Compute the identifiers of a package, a file or a folder.",
    "cite": "Cite a package, or what somebody says in it.",
    "prov": "Tell the history of a package, in words of W3C PROV or as a picture.",
    "diff": "Say what changed between two packages.",
    "reproduce": "Make packages again from what is inside, and demand the same bytes.",
    "bag": "Write a plain BagIt bag from any folder.",
    "update": "Bring a bag up to date: add an algorithm, take in changed files.",
    "verify": "Check packages, shelves and ledgers; nothing is changed.",
    "pin": "Print what packages are, for others to hold them to.",
    "sign": "Sign packages and other bags with an SSH key.",
    "ledger": "Sign, prove and witness the ledger of a shelf.",
    "fetch": "Fetch the files that a bag names and does not hold.",
    "explain": "Say what a code means and what to do.",
    "schema": "Print a file of the rules.",
    "completion": "Print the completion script for a shell.",
}
"""Name of each command and its one line in `--help`, so that listing them imports none."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 # click's signature
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"archiver.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches  # noqa: PLC0415 # only after a slip of the hand

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise click.UsageError(error.message + hint, ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 # the same
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archiver", message="%(prog)s %(version)s")
def archiver() -> None:
    """Package a public statement for the decades.

    A source and its record go in; a checksummed bag with a TEI encoding that says who said which words
    comes out, is recorded in a ledger, and is proved again on every later run.

    Exit codes: 0 all good, 1 the material is wrong, 2 wrong usage, 3 could not do it or found nothing
    to check, 130 interrupted.
    """


def run(args: Sequence[str]) -> Any:
    """Run a command and return its exit code, or anything else where all is well."""
    try:
        return archiver.main(args=args, prog_name="archiver", standalone_mode=False)
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return 2
