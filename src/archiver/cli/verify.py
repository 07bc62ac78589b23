# SPDX-License-Identifier: Apache-2.0
"""`archiver verify`: prove that nothing changed, or say what did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archiver.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.ledger.note import Verifier


@click.command("verify")
@click.argument("paths", nargs=-1, required=True, type=options.PATH)
@click.option(
    "--ledger",
    type=options.PATH,
    envvar="ARCHIVER_LEDGER",
    help="The ledger; without it LEDGER in the folders above a package.",
)
@click.option("--no-ledger", is_flag=True, help="Ask no ledger, for a package far from its shelf.")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="FILE|NAME",
    help="A BagIt profile that every bag must satisfy, a JSON file or a bundled one; can be given again.",
)
@click.option("--checkpoint", type=options.PATH, help="A checkpoint from which the ledger must have grown.")
@options.verifiers
@click.option("--pinned", type=options.PATH, help="Pins, as archiver pin writes them: what is pinned must be the same.")
@click.option("--second-opinion", is_flag=True, help="Ask bagit too; a different verdict is a finding.")
@click.option("--lenient", is_flag=True, help="Take what can be meant in one way only, in a bag of 1.0 too.")
@click.option("--portable", is_flag=True, help="Demand names that every system in use takes.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    envvar="ARCHIVER_JOBS",
    help="Processes and threads that read at once; without it as many as the machine and the disk can use.",
)
@click.option("--record", is_flag=True, help="Add to the ledger of the shelf how the check of each package ended.")
@click.option("--no-progress", is_flag=True, help="Say nothing of how far a long check is.")
@options.limit_options
@options.report_options
def command(
    paths: tuple[Path, ...],
    ledger: Path | None,
    profiles: tuple[str, ...],
    style: str,
    reports: tuple[options.ReportFile, ...],
    *,
    checkpoint: Path | None,
    verifiers: tuple[Verifier, ...],
    pinned: Path | None,
    no_ledger: bool,
    second_opinion: bool,
    lenient: bool,
    record: bool,
    no_progress: bool,
    strict: bool,
    **terms: Any,
) -> None:
    """Check each of PATHS, a package, a shelf of packages or a LEDGER, and report every fault in one pass.

    A package may also come in an archive file (zip, tar, tar.gz, tar.bz2, tar.xz), which is read without being
    unpacked. Nothing is ever changed, nothing outside the packages is opened but their ledger, and the network is
    not used. A run that finds nothing to check is not green: exit 3.

    With --record alone something is written: the ledger of the shelf gets a line for each of its packages that was
    checked to the end, found sound or not. The packages stay as they are.
    """
    if no_ledger and ledger:
        raise click.UsageError("--ledger and --no-ledger contradict each other")
    if lenient and strict:
        raise click.UsageError("--lenient and --strict contradict each other")
    if verifiers and not checkpoint:
        raise click.UsageError("--verifier goes with --checkpoint")
    from archiver.cli.checking import check  # noqa: PLC0415 # --help needs none of the rooms

    check(
        paths,
        ledger=False if no_ledger else ledger,
        second_opinion=second_opinion,
        profiles=profiles,
        checkpoint=checkpoint,
        verifiers=verifiers,
        pinned=pinned,
        style=style,
        reports=reports,
        strict=strict,
        show_progress=not no_progress,
        lenient=lenient,
        recorded_at=options.now() if record else None,
        **options.terms(**terms),
    )
