# SPDX-License-Identifier: Apache-2.0
"""`archiver cite`: how a package is cited, and what somebody says in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import options, render

if TYPE_CHECKING:
    from pathlib import Path

_STYLES = ("apa", "chicago", "mla", "bibtex", "biblatex", "ris", "csl-json", "cff", "datacite", "dublin-core")


@click.command("cite")
@click.argument("package", type=options.PATH)
@click.option(
    "--quote",
    metavar="N|ID",
    help="Cite an utterance: its number, as `archiver quotes --nested` counts, or an xml:id of the TEI.",
)
@click.option(
    "--style", type=click.Choice(_STYLES), default="apa", show_default=True, help="How the citation is written."
)
def command(package: Path, quote: str | None, style: str) -> None:
    """Cite PACKAGE, a folder or an archive file: its version, its identifier and the archive.

    A quotation is cited with its speaker and its place in the source, in characters and in octets
    (`swh:1:cnt:…;bytes=`), both counted from 0, the last one included. A package that is not whole is not cited.
    """
    from archiver import citation, workflow  # noqa: PLC0415 # --help needs none of the rooms

    render.result(citation.write(workflow.cite(package, quote=quote), style), newline=False)
