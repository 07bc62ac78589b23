# SPDX-License-Identifier: Apache-2.0
"""The work of `archiver verify`, once it is known what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NoReturn

from archiver import bag, workflow
from archiver.cli import reporting
from archiver.cli.progress import progress, stopped_by_signals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from archiver.cli.options import ReportFile
    from archiver.ledger.note import Verifier


def check(
    paths: Sequence[Path],
    *,
    ledger: Path | Literal[False] | None = None,
    second_opinion: bool = False,
    profiles: Sequence[str] = (),
    checkpoint: Path | None = None,
    verifiers: Sequence[Verifier] = (),
    pinned: Path | None = None,
    style: str = "full",
    reports: Sequence[ReportFile] = (),
    strict: bool = False,
    show_progress: bool = True,
    recorded_at: datetime | None = None,
    **demands: Any,
) -> NoReturn:
    """Verify packages, shelves and ledgers, report, and leave with the exit code.

    `demands` are fields of `bag.Terms`.
    """
    reporting.prepare(reports, style)
    with stopped_by_signals(), progress(lambda: bag.expected_octets(*paths), wanted=show_progress) as counter:
        report = workflow.verify(
            *paths,
            ledger=ledger,
            second_opinion=second_opinion,
            profiles=profiles,
            checkpoint=checkpoint,
            verifiers=verifiers,
            pinned=pinned,
            recorded_at=recorded_at,
            terms=bag.Terms(progress=counter, **demands),
        )
    reporting.conclude(report, reports=reports, style=style, strict=strict)
