# SPDX-License-Identifier: Apache-2.0
"""`archiver ledger check-proof`: what a stranger does with a package, its proof and a public key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli import options, reporting

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.ledger.note import Verifier


@click.command("check-proof")
@click.argument("package", type=options.PATH)
@click.argument("proof", type=options.PATH)
@options.verifiers
@click.option("--name", help="What the package has to be, such as bridge/v2.")
@options.report_options
def command(
    package: Path,
    proof: Path,
    name: str | None,
    verifiers: tuple[Verifier, ...],
    style: str,
    reports: tuple[options.ReportFile, ...],
    *,
    strict: bool,
) -> None:
    """Check PACKAGE, a folder or an archive file, against PROOF alone: no ledger is asked, and no network.

    Everything is computed again from the bytes of the package. Name the key of the ledger with --verifier, and those
    of the witnesses who have to have seen it.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    reporting.prepare(reports, style)
    report = workflow.check_proof(package, proof, verifiers=verifiers, name=name)
    reporting.conclude(report, reports=reports, style=style, strict=strict)
