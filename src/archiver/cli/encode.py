# SPDX-License-Identifier: Apache-2.0
"""`archiver encode`: the TEI of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import files, options, render

if TYPE_CHECKING:
    from pathlib import Path


@click.command("encode")
@options.source
@options.record
@click.option("-o", "--output", type=options.PATH, help="Write to this file; it must not be there yet.")
def command(source: Path, record: Path | None, output: Path | None) -> None:
    """Encode SOURCE as TEI P5 with its speakers and write it to stdout.

    The text inside the TEI is the text of the source, character for character.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    encoding = workflow.encode(source, record=record)
    if output:
        files.write(output, encoding.data, replace=False)
    else:
        render.result(encoding.data.decode(), newline=False)
    render.remark(f"{encoding.utterances} utterances, {encoding.attributed} with a speaker")
