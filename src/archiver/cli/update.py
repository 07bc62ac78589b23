# SPDX-License-Identifier: Apache-2.0
"""`archiver update`: bring a bag up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import options, render
from archiver.cli.progress import stopped_by_signals

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.workflow.updating import Updated


@click.command("update")
@click.argument("bag", type=options.PATH)
@click.option("--add-algorithm", "add", multiple=True, metavar="NAME", help="Add manifests by this algorithm.")
@click.option("--remove-algorithm", "remove", multiple=True, metavar="NAME", help="Take its manifests away.")
@click.option("--accept", multiple=True, metavar="PATH", help="Take in what differs in this file or folder.")
@click.option("--accept-all", is_flag=True, help="Take in everything that differs.")
@options.info
@click.option("--roll-back", is_flag=True, help="Undo an update that was stopped half-way.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def command(
    bag: Path,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    accept: tuple[str, ...],
    info: tuple[tuple[str, str], ...],
    *,
    accept_all: bool,
    roll_back: bool,
    dry_run: bool,
) -> None:
    """Bring BAG, a folder, up to date, reading every file once; print its path.

    The old checksums are checked in the same read in which the new ones are computed. Whatever differs and is
    not accepted by name stops the update: a damaged bag gets no new manifests. Only tag files are written, all
    of them or none; an update that was killed is finished by the next one. Packages of archiver are never
    edited.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms
    from archiver.bag import Request  # noqa: PLC0415 # the same

    request = Request(add=add, remove=remove, accept=accept, accept_all=accept_all, info=info)
    if roll_back:
        if not request.is_empty or dry_run:
            raise click.UsageError("--roll-back goes with nothing else")
        with stopped_by_signals():
            workflow.roll_back(bag)
        render.remark("rolled back the update that had been stopped: the bag is the old one")
        render.result(str(bag))
        return
    with stopped_by_signals():
        updated = workflow.update(bag, request, dry_run=dry_run)
    _tell(updated, dry_run=dry_run)
    render.result(str(bag))


def _tell(updated: Updated, *, dry_run: bool) -> None:
    if updated.recovered:
        render.remark("finished the update that had been stopped")
    for path, kind in updated.taken:
        render.remark(f"taken in: {kind} {render.safe(path)}")
    for path in updated.idle:
        render.remark(f"nothing differs in {render.safe(path)}")
    render.told(updated.findings)
    for name, size in updated.files:
        done = "removed" if size is None else "written"
        octets = "" if size is None else f", {size} octets"
        render.remark(f"{'to be ' if dry_run else ''}{done}: {name}{octets}")
    if not updated.files:
        render.remark("unchanged: the bag is as asked")
    elif dry_run:
        render.remark("nothing was written: a dry run")
