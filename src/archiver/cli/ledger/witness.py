# SPDX-License-Identifier: Apache-2.0
"""`archiver ledger witness`: remember what a ledger was, and refuse one that is not that, grown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import files, options, reporting
from archiver.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.ledger.note import Verifier


@click.command("witness")
@click.argument("shelf", type=options.PATH)
@click.option(
    "--state", type=options.PATH, required=True, help="The checkpoint that was seen last; made on the first run."
)
@options.key
@options.verifiers
@options.report_options
def command(
    shelf: Path,
    state: Path,
    key: Path | None,
    verifiers: tuple[Verifier, ...],
    style: str,
    reports: tuple[options.ReportFile, ...],
    *,
    strict: bool,
) -> None:
    """Check that the ledger of SHELF only grew since the last run, and remember it; else say what happened to it.

    Keep the state where whoever keeps the shelf cannot write. With the key of a witness what is remembered bears a
    dated cosignature, which goes into proofs made by it. A ledger that was rolled back or forked leaves the state
    as it was.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms
    from archiver.workflow.anchors import CHECKPOINT  # noqa: PLC0415 # the same

    files.demand_outside(state)
    if files.real(state) == files.real(shelf / CHECKPOINT):
        advice = "keep it where whoever keeps the shelf cannot write"
        raise UsageError(f"{state} is the checkpoint of the shelf itself", where=str(state), help=advice)
    reporting.prepare(reports, style)
    seen = workflow.witness(shelf, state=state, when=options.now(), signer=options.signer(key), verifiers=verifiers)
    if seen.state is not None:
        files.renew(state, seen.state, before=seen.before)
    reporting.conclude(seen.report, reports=reports, style=style, strict=strict)
