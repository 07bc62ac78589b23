# SPDX-License-Identifier: Apache-2.0
"""`archiver fetch`: complete a bag that names files which lie elsewhere."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import click

from archiver.cli import files, options, render

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.bag.holes import Hole

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class _Octets(click.ParamType):  # type: ignore[type-arg] # generic only in newer versions of click
    name = "octets"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        match = re.fullmatch(r"([0-9]{1,18})([KMGT]?)", str(value).upper())
        if match is None:
            self.fail(f"{value!r} is no number of octets, as 500, 20M, 4G", param, ctx)
        return int(match[1]) * _UNITS[match[2]]


OCTETS = _Octets()


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
    "--max-octets", type=OCTETS, default="256G", show_default=True, help="How much may come in all; K, M, G, T."
)
@click.option("--max-file-octets", type=OCTETS, default="64G", show_default=True, help="How large one file may be.")
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
    report_path: Path | None,
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
    if report_path:
        files.demand_place_for_report(report_path)
    if dry_run:
        planned = workflow.plan_fetch(bag, terms=terms)
        report = planned.report
        if report.findings:
            render.findings(report.findings)
        for hole in planned.holes:
            _list(hole)
        render.remark(_sum(planned.holes) if planned.holes else f"nothing would be fetched: {planned.reason}")
    else:
        report = workflow.fetch(bag, terms=terms)
        render.report(report, style=style, strict=strict)
    if report_path:
        files.write_report(report_path, render.as_json(report, strict=strict).encode())
    sys.exit(report.exit_code(strict=strict))


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
