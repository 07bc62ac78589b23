# SPDX-License-Identifier: Apache-2.0
"""`archiver completion`: words for the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from archiver.cli import render

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for SHELL: eval "$(archiver completion bash)"."""
    complete = get_completion_class(shell)
    if complete is None:  # pragma: no cover # click knows the three
        raise click.UsageError(f"no completion for {shell}")
    render.result(complete(ctx.find_root().command, {}, "archiver", "_ARCHIVER_COMPLETE").source())
