# SPDX-License-Identifier: Apache-2.0
"""`archiver prov`: the history of a package as W3C PROV, and as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import options, render

if TYPE_CHECKING:
    from pathlib import Path

_FORMATS = ("provn", "json", "jsonld", "svg", "dot")


@click.command("prov")
@click.argument("package", type=options.PATH)
@click.option(
    "--format",
    "style",
    type=click.Choice(_FORMATS),
    default="provn",
    show_default=True,
    help="PROV-N, PROV-JSON, PROV-O as JSON-LD, a picture, or a graph for Graphviz.",
)
@click.option(
    "--ledger",
    type=options.PATH,
    envvar="ARCHIVER_LEDGER",
    help="The ledger; without it LEDGER in the folders above the package.",
)
@click.option("--no-ledger", is_flag=True, help="Ask no ledger: tell what the package itself says.")
def command(package: Path, style: str, ledger: Path | None, *, no_ledger: bool) -> None:
    """Tell the history of PACKAGE, a folder or an archive file: what was done to make it, with what, and by whom.

    What the ledger of its shelf knows is told too: when it was packaged, which version came after it, and how the
    checks ended that `verify --record` recorded. A package that is not whole has no history told.
    """
    if no_ledger and ledger:
        raise click.UsageError("--ledger and --no-ledger contradict each other")
    from archiver import provenance, workflow  # noqa: PLC0415 # --help needs none of the rooms

    history = workflow.history(package, ledger=False if no_ledger else ledger)
    escape = "&#x{:x};" if style in {"svg", "dot"} else "\\u{:04x}"
    render.document(provenance.write(history, style), escape=escape)
