# SPDX-License-Identifier: Apache-2.0
"""The command line: one file per command, found by name and imported only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

import click

from archiver import __version__
from archiver.errors import ArchiverError, InvalidMaterial

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "new": "Write a commented record for a source, to fill in.",
    "validate": "Check a source and its record together.",
    "encode": "Encode a source as TEI with its speakers.",
    "quotes": "Say who said what in a source, without packaging it.",
    "review": "List what is doubtful about who said what, and record what you decide.",
    "package": "Validate, encode, bag, record in the ledger, verify.",
    "bag": "Write a plain BagIt bag from any folder.",
    "update": "Bring a bag up to date: add an algorithm, take in changed files.",
    "verify": "Check packages, shelves and ledgers; nothing is changed.",
    "pin": "Print what packages are, for others to hold them to.",
    "ledger": "Sign, prove and witness the ledger of a shelf.",
    "fetch": "Fetch the files that a bag names and does not hold.",
    "explain": "Say what a code means and what to do.",
    "schema": "Print a file of the rules.",
    "completion": "Print the completion script for a shell.",
}
"""Name of each command and its one line in `--help`, so that listing them imports none."""

INTERRUPTED = 130


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


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    _open_streams()
    _speak_utf8()
    try:
        code: Any = archiver.main(args=args, prog_name="archiver", standalone_mode=False)
    except click.Abort:
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = 2
    except ArchiverError as error:
        code = _complain(error)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError as error:  # the result cannot be written: the disk of stdout is full
        _let_go(sys.stdout)
        code = ArchiverError.exit_code
        with suppress(OSError):  # the disk may be that of stderr too
            _complain(ArchiverError(f"stopped: {error.strerror or error}"))
        _let_go(sys.stderr)
    sys.exit(code if isinstance(code, int) else 0)


def _complain(error: ArchiverError) -> int:
    from archiver.cli import render  # noqa: PLC0415 # only when something went wrong
    from archiver.codes import Severity  # noqa: PLC0415 # the same

    if isinstance(error, InvalidMaterial):
        render.findings(error.findings)
        # Where nothing was proved wrong and something could not be looked at, nobody knows.
        weights = {finding.severity for finding in error.findings}
        unknown = Severity.UNCHECKED in weights and Severity.ERROR not in weights
        return ArchiverError.exit_code if unknown else error.exit_code
    render.stop(error)
    return error.exit_code


def _open_streams() -> None:
    # A stream that the caller closed leaves its number to the next file that is opened: what is meant for the
    # screen must not get into that one.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 # open to the end


def _let_go(stream: TextIO) -> None:
    # What is left in the buffer would be tried again while the interpreter ends, and its failure be the exit code.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _speak_utf8() -> None:
    # Results hold the source's characters; a C locale must neither fail on them nor change them.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
