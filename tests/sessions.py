# SPDX-License-Identifier: Apache-2.0
"""Console sessions in Markdown: read them, run them in a sandbox, compare or record what they print.

A session is every fenced block marked `console` of a file. A line that begins with `$ ` is a command, run
by sh in the sandbox; the lines after it are what it prints, stdout and stderr as they come. `…` stands for
any characters of a line, and a line of `…` alone for any lines.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command with the output that the document shows."""

    command: str
    shown: str


def environment(sandbox: Path) -> dict[str, str]:
    """Return an environment in which every machine prints the same."""
    kept = {key: value for key, value in os.environ.items() if key.startswith(("COV", "LD_", "SYSTEMROOT"))}
    return kept | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(sandbox),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": "1700000000",
        "COLUMNS": "100",
    }


def steps(document: str) -> Iterator[Step]:
    """Yield the commands of a document in order."""
    for block in _BLOCK.finditer(document):
        yield from _steps_of(block.group(1))


def _steps_of(block: str) -> Iterator[Step]:
    for chunk in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = chunk.partition("\n")
        yield Step(command=command, shown=shown)


def run(command: str, sandbox: Path) -> str:
    """Run a command in the sandbox and return what it prints."""
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=sandbox,
        env=environment(sandbox),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
        check=False,
    )
    return done.stdout.decode()


def agrees(shown: str, printed: str) -> bool:
    """Tell whether the output is the one shown, `…` standing for anything."""
    parts = [
        r"(?:.*\n)*?" if line == "…\n" else ".*".join(re.escape(part) for part in line.split("…"))
        for line in shown.splitlines(keepends=True)
    ]
    return re.fullmatch("".join(parts), printed) is not None


def recorded(document: str, sandbox: Path) -> str:
    """Return the document with what its commands print now; what still agrees stays as it is."""

    def renew(block: re.Match[str]) -> str:
        lines = ["```console\n"]
        for step in _steps_of(block.group(1)):
            printed = run(step.command, sandbox)
            lines += [f"$ {step.command}\n", step.shown if agrees(step.shown, printed) else printed]
        return "".join([*lines, "```"])

    return _BLOCK.sub(renew, document)
