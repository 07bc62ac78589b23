# SPDX-License-Identifier: Apache-2.0
"""`archiver explain`: what a code means."""

from __future__ import annotations

import click

from archiver.cli import render
from archiver.codes import CODES


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Say what CODE means, which rule it rests on and what to do; without CODE list them all."""
    if code is None:
        for known, entry in CODES.items():
            render.result(f"{known}  {entry.severity:<9}  {entry.title}")
        return
    if code.upper() not in CODES:
        raise click.UsageError(f"unknown code {code!r}; `archiver explain` lists them all")
    render.result(render.explain(code.upper()))
