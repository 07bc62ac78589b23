# SPDX-License-Identifier: Apache-2.0
"""The command line, from its first word to the exit code; what is called is imported, and nothing else."""

from __future__ import annotations

import os
import sys

from archiver.errors import ArchiverError, InvalidMaterial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TextIO

INTERRUPTED = 130


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    _open_streams()
    _speak_utf8()
    try:
        code = _run(list(sys.argv[1:] if args is None else args))
    except ArchiverError as error:
        code = _complain(error)
    except KeyboardInterrupt:
        from archiver.cli import render  # noqa: PLC0415 # only when it was stopped

        render.remark("")  # the line on which the terminal showed ^C ends, as click ends it
        code = INTERRUPTED
    except MemoryError:
        code = _complain(ArchiverError("stopped: out of memory"))
    except OSError as error:  # the result cannot be written: the disk of stdout is full
        _let_go(sys.stdout)
        code = ArchiverError.exit_code
        _complain_of_streams(error)
    sys.exit(code if isinstance(code, int) else 0)


def _run(args: list[str]) -> Any:
    if _is_plain_check(args):
        from archiver.cli.at_sight import is_plain_bag  # noqa: PLC0415 # only here

        if len(args) == 2 and is_plain_bag(args[1]):  # noqa: PLR2004 # the command and a path
            return 0
        from pathlib import Path  # noqa: PLC0415 # dearer than a small bag

        from archiver.cli.checking import check  # noqa: PLC0415 # only here

        check([Path(path) for path in args[1:]])
    from archiver.cli.commands import run  # noqa: PLC0415 # click takes longer to import than a bag to check

    return run(args)


def _is_plain_check(args: list[str]) -> bool:
    """Tell whether packages are to be checked and nothing else is said, on the line or in the environment.

    Hooks and loops start one process a package: in those the reader of options would be most of the work.
    """
    plain = args[:1] == ["verify"] and len(args) > 1 and all(path and path[0] != "-" for path in args[1:])
    return plain and not any(name.startswith(("ARCHIVER_", "_ARCHIVER_")) for name in os.environ)


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


def _complain_of_streams(error: OSError) -> None:
    from contextlib import suppress  # noqa: PLC0415 # only when something went wrong

    with suppress(OSError):  # the disk may be that of stderr too
        _complain(ArchiverError(f"stopped: {error.strerror or error}"))
    _let_go(sys.stderr)


def _open_streams() -> None:
    # A stream that the caller closed leaves its number to the next file that is opened: what is meant for the
    # screen must not get into that one.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 # open to the end


def _let_go(stream: TextIO) -> None:
    # What is left in the buffer would be tried again while the interpreter ends, and its failure be the exit code.
    from contextlib import suppress  # noqa: PLC0415 # only when something went wrong

    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _speak_utf8() -> None:
    # Results hold the source's characters; a C locale must neither fail on them nor change them.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
