# SPDX-License-Identifier: Apache-2.0
"""`archiver new`: a record to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from archiver.cli import files, options, render


@click.command("new")
@options.source
@click.option("-o", "--output", type=options.PATH, help="Where to write; - for stdout.  [record.yaml beside SOURCE]")
def command(source: Path, output: Path | None) -> None:
    """Write a commented record for SOURCE, to fill in; what is not known yet stands there as unknown."""
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    text = workflow.new(source)
    if output == Path("-"):
        render.result(text, newline=False)
        return
    target = output or source.with_name("record.yaml")
    files.write(target, text.encode(), replace=False)
    render.remark("fill it in, then: archiver validate " + render.safe(str(source)))
    render.result(str(target))
