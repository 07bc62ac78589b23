# SPDX-License-Identifier: Apache-2.0
"""`archiver fetch`: complete a bag that names files which lie elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import options, render, reporting
from archiver.cli.progress import stopped_by_signals

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.bag.holes import Hole


@click.command("fetch")
@click.argument("bag", type=options.PATH)
@click.option("--dry-run", is_flag=True, help="Only list what would be fetched, as lines of fetch.txt; ask nobody.")
@click.option(
    "--allow-scheme",
    "schemes",
    multiple=True,
    type=click.Choice(["https", "http"]),
    help="Fetch by this scheme; may be repeated.  [default: both]",
)
@click.option("--allow-private", is_flag=True, help="Ask hosts of private networks and this machine too.")
@click.option(
    "--max-octets", type=options.OCTETS, default="256G", show_default=True, help="How much may come in all; K, M, G, T."
)
@click.option(
    "--max-file-octets", type=options.OCTETS, default="64G", show_default=True, help="How large one file may be."
)
@click.option("--jobs", type=click.IntRange(1, 64), default=4, show_default=True, help="Files fetched at once.")
@click.option("--tries", type=click.IntRange(1, 100), default=4, show_default=True, help="How often one is tried.")
@click.option(
    "--timeout", type=click.IntRange(1, 3600), default=30, show_default=True, help="Seconds to wait for a host."
)
@options.report_options
def command(  # noqa: PLR0917 # click gives them by name
    bag: Path,
    schemes: tuple[str, ...],
    max_octets: int,
    max_file_octets: int,
    jobs: int,
    tries: int,
    timeout: int,
    style: str,
    reports: tuple[options.ReportFile, ...],
    *,
    dry_run: bool,
    allow_private: bool,
    strict: bool,
) -> None:
    """Fetch the files that BAG, a folder, lacks and its fetch.txt names.

    Each file is put into the bag when it is whole and has the digests of all manifests, and never before;
    nothing that stands there is replaced, and fetch.txt stays as it is. What has come of a file when a run
    breaks off is kept beside the bag, and the next run goes on from there. The network is used by no other
    command.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms
    from archiver.fetch.terms import SCHEMES, Terms  # noqa: PLC0415 # the same

    terms = Terms(
        schemes=frozenset(schemes or SCHEMES),
        private=allow_private,
        octets=max_octets,
        file_octets=max_file_octets,
        jobs=jobs,
        tries=tries,
        connect=timeout,
        stall=timeout,
    )
    reporting.prepare(reports, style)
    if not dry_run:
        with stopped_by_signals():
            report = workflow.fetch(bag, terms=terms)
        reporting.conclude(report, reports=reports, style=style, strict=strict)
    planned = workflow.plan_fetch(bag, terms=terms)
    if planned.report.findings:
        render.findings(planned.report.findings)
    for hole in planned.holes:
        _list(hole)
    render.remark(_sum(planned.holes) if planned.holes else f"nothing would be fetched: {planned.reason}")
    reporting.conclude(planned.report, reports=reports, style=None, strict=strict)


def _list(hole: Hole) -> None:
    from archiver.bag.paths import encode  # noqa: PLC0415 # as above

    for url in hole.urls:
        length = "-" if hole.length is None else str(hole.length)
        render.result(render.safe(f"{url} {length} {encode(hole.path)}"))


def _sum(holes: tuple[Hole, ...]) -> str:
    known = [hole.length for hole in holes if hole.length is not None]
    unknown = len(holes) - len(known)
    files = f"{len(holes)} file{'' if len(holes) == 1 else 's'}"
    rest = f", {unknown} of a length that is not stated" if unknown else ""
    return f"would fetch {files}: {sum(known)} octets{rest}"
