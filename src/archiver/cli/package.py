# SPDX-License-Identifier: Apache-2.0
"""`archiver package`: the main job."""

from __future__ import annotations

from pathlib import Path

import click

from archiver.cli import options, render


@click.command("package")
@options.source
@options.record
@click.option(
    "--shelf",
    type=options.PATH,
    default=Path("packages"),
    envvar="ARCHIVER_SHELF",
    show_default=True,
    help="The folder of packages with its LEDGER; made if it is not there.",
)
@click.option("--name", help="Name of the package; without it that of the source's folder.")
@click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
def command(source: Path, record: Path | None, shelf: Path, name: str | None, *, dry_run: bool) -> None:
    """Validate SOURCE and its record, encode, bag, record in the ledger and verify; print the package's path.

    SOURCE is the document, with its record beside it, or the folder that holds both. Packaging the same
    thing again changes nothing; a changed source or record becomes the next version beside the others.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    when = options.now()
    if dry_run:
        planned = workflow.dry_run(source, record=record, shelf=shelf, name=name, when=when)
        for path, size in planned.files:
            render.result(f"{size:>10}  {render.safe(path)}")
        state = "unchanged" if planned.unchanged else "to be archived"
        render.remark(f"{state}: {planned.name} version {planned.version}; nothing was written")
        return
    package = workflow.package(source, record=record, shelf=shelf, name=name, when=when)
    if package.written:
        render.remark(f"archived {package.name} version {package.version}, {package.swhid}")
    else:
        render.remark(f"unchanged: {package.name} version {package.version} holds exactly this, {package.swhid}")
    render.result(package.path)
