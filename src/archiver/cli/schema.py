# SPDX-License-Identifier: Apache-2.0
"""`archiver schema`: the rules as files."""

from __future__ import annotations

import click

from archiver.cli import render
from archiver.rules import RULE_FILES, rule


@click.command("schema")
@click.argument("name", type=click.Choice(RULE_FILES), required=False)
def command(name: str | None) -> None:
    """Print the file NAME of the rules; without NAME list them."""
    if name is None:
        render.result("\n".join(RULE_FILES))
    else:
        render.result(rule(name).decode(), newline=False)
