# SPDX-License-Identifier: Apache-2.0
"""Record in the ledger of a shelf how a check of its packages ended; the packages are not touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from archiver import __version__
from archiver.codes import Severity
from archiver.errors import ArchiverError, UsageError
from archiver.findings import Check, Finding, State, errors_in
from archiver.workflow.contents import NOT_THERE
from archiver.workflow.shelf import LEDGER, ledgers_above, looks_like_a_bag, survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from archiver.bag import Terms
    from archiver.findings import Subject
    from archiver.ledger import LedgerEntry
    from archiver.workflow.books import Book, Books

_AT_ONCE = 1000
"""Entries that are written together."""
_MOST_TOLD = 20
_MOST_CODES = 99
_BESIDE = frozenset({"second opinion", "pin"})
"""Checks that are none of the package itself."""
_ANCHORS = "L2"
"""How the codes begin of what somebody holds the package to from outside."""


def demand_recordable(paths: Iterable[Path], *, plain: bool, terms: Terms) -> None:
    """Refuse, before anything is checked, to record what would not be the plain check of packages on their shelf.

    Raises:
        UsageError: if the check is made by other terms than any other check (not `plain`, or as `terms` say), or
            something in `paths` is on no shelf.
    """
    if not plain or terms.profiles or terms.lenient or terms.portable:
        advice = (
            "leave out --ledger, --no-ledger, --profile, --lenient and --portable: the next reader knows none of them"
        )
        raise UsageError("only a plain check is recorded", help=advice)
    for path in paths:
        if not _has_ledger(path):
            advice = "record checks where the package stands on its shelf, below its LEDGER"
            raise UsageError(f"no ledger to record a check of {path} in", where=str(path), help=advice)


def _has_ledger(path: Path) -> bool:
    if path.name == LEDGER or ledgers_above(path / LEDGER) or ledgers_above(path):
        return True
    return path.is_dir() and not looks_like_a_bag(path) and bool(survey(path).ledgers)


def record_checks(books: Books, subjects: Sequence[Subject], when: datetime) -> tuple[Subject, ...]:
    """Add to each ledger that was met how the checks of its packages ended; return what is to be said of the ledgers.

    A check that did not come to its end is not recorded, and none where a ledger is wrong, or is not what a
    checkpoint of it said: who adds to such a ledger covers up what happened to it.
    """
    ledgers = {str(book.path) for book in books.all()}
    wrong = {finding.path for subject in subjects for finding in errors_in(subject.findings)} & ledgers
    return tuple(
        _recorded(subject, book, books, when, sound=str(book.path) not in wrong)
        for subject, book in zip(books.subjects(), books.all(), strict=True)
    )


def _recorded(subject: Subject, book: Book, books: Books, when: datetime, *, sound: bool) -> Subject:
    """Record the checks of the packages of one ledger; return its subject with a check that says so."""
    made = [(entry, found) for of, entry, found in books.checks if of is book]
    of_entry: dict[LedgerEntry, list[str | None]] = {}
    for entry, found in made:
        of_entry.setdefault(entry, []).append(outcome_of(found))
    ended = [(entry, outcome) for entry, outcomes in of_entry.items() if (outcome := worst_of(outcomes))]
    left = [found.path for _, found in made if not outcome_of(found)]
    if not sound or not book.read or errors_in(book.findings):
        return _with(subject, 0, ("the ledger is not sound",))
    try:
        _write(book.path, [_entry(entry, outcome, when) for entry, outcome in ended])
    except ArchiverError as error:
        return _with(subject, 0, (error.message,))
    more = [f"and {len(left) - _MOST_TOLD} more"] if len(left) > _MOST_TOLD else []
    told = [f"{path}: the check did not come to its end" for path in left[:_MOST_TOLD]]
    return _with(subject, len(ended), (*told, *more))


def outcome_of(subject: Subject) -> str | None:
    """Return how the check of a package ended, as an entry of the ledger says it; None if it did not come to its end.

    What somebody holds a package to from outside, such as a pin, is not what the package is.
    """
    findings = [finding for finding in subject.findings if not finding.code.startswith(_ANCHORS)]
    wrong = _codes(findings, Severity.ERROR)
    if _codes(findings, Severity.UNCHECKED) or (not wrong and any(map(_is_open, subject.checks))):
        return None
    doubtful = _codes(findings, Severity.WARNING)
    if wrong:
        return " ".join(["failure", *wrong])
    return " ".join(["warning", *doubtful]) if doubtful else "success"


def worst_of(outcomes: Iterable[str | None]) -> str | None:
    """Return one outcome for a package that was met more than once, as its folder and a copy in an archive file.

    A sound copy does not make the other one sound: what is wrong with any of them is said of the package, and one
    that was not checked to its end leaves no outcome but a failure.
    """
    found = list(outcomes)
    for kind in ("failure", None, "warning"):
        of_kind = [outcome for outcome in found if (outcome and outcome.partition(" ")[0]) == kind]
        if of_kind:
            codes = sorted({code for outcome in of_kind if outcome for code in outcome.split()[1:]})
            return " ".join([kind, *codes[:_MOST_CODES]]) if kind else None
    return "success"


def _is_open(check: Check) -> bool:
    """Tell whether a check was to be made and was not; older packages hold less, and there is less to be checked."""
    return check.state is State.NOT_RUN and check.name not in _BESIDE and check.note != NOT_THERE


def _codes(findings: Iterable[Finding], severity: Severity) -> list[str]:
    return sorted({finding.code for finding in findings if finding.severity is severity})[:_MOST_CODES]


def _entry(entry: LedgerEntry, outcome: str, when: datetime) -> LedgerEntry:
    """Return the entry of a check: of the package as it was recorded, whatever stands in its place now."""
    from archiver.ledger.entry import VERIFIED  # noqa: PLC0415 # only if there is a ledger

    time = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    tool = f"archiver {__version__}"
    return replace(entry, event=VERIFIED, supersedes=None, time=time, tool=tool, outcome=outcome)


def _write(path: Path, entries: Sequence[LedgerEntry]) -> None:
    from archiver import ledger  # noqa: PLC0415 # the same

    if not entries:
        return
    with ledger.locked(path) as book:
        for start in range(0, len(entries), _AT_ONCE):
            book.extend(entries[start : start + _AT_ONCE])


def _with(subject: Subject, count: int, reasons: Sequence[str]) -> Subject:
    note = f"{count} check{'' if count == 1 else 's'} recorded"
    check = Check(name="recording", state=State.NOT_RUN if reasons else State.PASSED, note=note)
    left = [Finding(code="L113", path=subject.path, detail=tuple(reasons))] if reasons else []
    return replace(subject, checks=(*subject.checks, check), findings=(*subject.findings, *left))
