# SPDX-License-Identifier: Apache-2.0
"""The reference pages are made from the tables of the program; --record-sessions writes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from archiver.cli.commands import COMMANDS, archiver
from archiver.cli.ledger import STEPS
from archiver.codes import (
    ANCHORS,
    ARCHIVE,
    BAG,
    FETCH,
    FIXITY,
    LEDGER,
    MAKING,
    PROFILE,
    PROVENANCE,
    RECORD,
    SIGNATURES,
    SOURCE,
    TEI,
)

if TYPE_CHECKING:
    from collections.abc import Callable

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
ROOMS = {
    "Source": SOURCE,
    "Record": RECORD,
    "TEI": TEI,
    "Bag structure": BAG,
    "Archive files": ARCHIVE,
    "BagIt profile": PROFILE,
    "Files fetched from elsewhere": FETCH,
    "Making and updating bags": MAKING,
    "Fixity": FIXITY,
    "Provenance": PROVENANCE,
    "Ledger": LEDGER,
    "Checkpoints, proofs and pins": ANCHORS,
    "Signatures": SIGNATURES,
}


def codes_page() -> str:
    lines = [
        "# Codes of findings",
        "",
        "`archiver explain CODE` says the same. An *error* means that the material is wrong (exit 1), a *warning* that",
        "it is sound but worth a look, *unchecked* that something could not be looked at (exit 3).",
    ]
    for room, codes in ROOMS.items():
        lines += ["", f"## {room}"]
        for code, entry in codes.items():
            weight = entry.severity.capitalize()
            lines += ["", f"### {code}: {entry.title}", ""]
            lines += [f"{weight}. Rule: {entry.clause}. What to do: {entry.help}."]
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    lines = ["# Commands", "", "What `--help` says of each command."]
    runner = CliRunner()
    for name in ("", *COMMANDS):
        args = [name, "--help"] if name else ["--help"]
        done = runner.invoke(archiver, args, prog_name="archiver", terminal_width=96, env={"COLUMNS": "96"})
        assert done.exit_code == 0, done.output
        lines += ["", f"## archiver {name}".rstrip(), "", "```", done.output.rstrip("\n"), "```"]
        for step in STEPS if name == "ledger" else ():
            done = runner.invoke(archiver, [name, step, "--help"], prog_name="archiver", terminal_width=96)
            lines += ["", f"### archiver {name} {step}", "", "```", done.output.rstrip("\n"), "```"]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("file", "page"), [("codes.md", codes_page), ("commands.md", commands_page)])
def test_page_is_what_the_program_says(file: str, page: Callable[[], str], request: pytest.FixtureRequest) -> None:
    path = REFERENCE / file
    if request.config.getoption("--record-sessions"):
        path.write_text(page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("name", COMMANDS)
def test_listing_of_commands_says_what_the_command_says(name: str) -> None:
    command = archiver.get_command(click.Context(archiver), name)
    assert command is not None
    assert command.help
    assert COMMANDS[name].endswith(".")
