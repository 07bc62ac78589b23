# SPDX-License-Identifier: Apache-2.0
"""Verify packages, shelves and ledgers; nothing is changed."""

from __future__ import annotations

from os.path import lexists
from typing import TYPE_CHECKING, Literal

from archiver.bag import TERMS, is_interrupted
from archiver.errors import ArchiverError, CannotRead, NothingToCheck
from archiver.findings import Check, Finding, Report, State, Subject, errors_in
from archiver.workflow.books import Books
from archiver.workflow.examination import examine
from archiver.workflow.shelf import LEDGER, Survey, looks_like_a_bag, survey

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from archiver.bag import Terms
    from archiver.workflow.books import Book


def verify(
    *paths: Path,
    ledger: Path | Literal[False] | None = None,
    second_opinion: bool = False,
    terms: Terms = TERMS,
) -> Report:
    """Check packages and shelves of packages, and the ledgers that list them; report every fault.

    A folder that is a bag is checked as one; in any other folder all bags below it are checked, and for each
    LEDGER met there, that every recorded package is there and every package is recorded; a LEDGER itself is
    checked alone. `ledger` names the ledger that speaks for the packages; without it LEDGER is looked for in
    the three folders above each; False: none is asked. With `second_opinion` bagit is asked too, and a
    different verdict is a finding. `terms` say what is demanded of a bag and how much it may take.

    What cannot be read, or holds nothing to check, is a finding (F903), so that it hides nothing else.
    """
    books = Books(ledger)
    subjects: list[Subject] = []
    for path in paths:
        try:
            subjects += _verify_path(path, books, second_opinion=second_opinion, terms=terms)
        except ArchiverError as error:
            subjects.append(_unseen(str(path), error.message, error.help))
    return Report(subjects=(*books.subjects(), *subjects))


def _verify_path(path: Path, books: Books, *, second_opinion: bool, terms: Terms) -> list[Subject]:
    if path.name == LEDGER and path.is_file():
        books.at(path)
        return []
    if not path.is_dir():
        message = f"{path} is not a folder" if lexists(path) else f"{path} is not there"
        raise CannotRead(message, where=str(path), help="name a package, a shelf of packages, or a LEDGER")
    if looks_like_a_bag(path):
        return [_package(path, books, second_opinion=second_opinion, terms=terms)]
    met = survey(path)
    # The shelf was listed first and its ledger is read now: what stood there then is recorded by now.
    subjects = [_package(root, books, second_opinion=second_opinion, terms=terms) for root in met.bags]
    for shelf in _shelves(path, met, books):
        subjects += _missing(shelf, books.at(shelf / LEDGER) if books.named is None else books.at(books.named))
    subjects += [_unseen(str(folder), reason, None) for folder, reason in met.closed]
    subjects += [_stray(stray, why) for stray, why in met.strays]
    if not met.bags and not subjects and not met.ledgers:
        raise NothingToCheck(f"no package in {path}", where=str(path), help="name a package or a shelf of packages")
    return subjects


def _shelves(path: Path, met: Survey, books: Books) -> Iterable[Path]:
    """Return the folders whose ledger says what must be there."""
    if not books.wanted:
        return []
    if books.named is None:
        return [ledger.parent for ledger in met.ledgers]
    return [path] if all(root.parent.parent == path for root in met.bags) else []


def _package(root: Path, books: Books, *, second_opinion: bool, terms: Terms) -> Subject:
    book = books.governing(root)
    key = books.key(root, book) if book else None
    entry = book.packages.get(key) if book and key else None
    examined = examine(root, path=str(root), entry=entry, second_opinion=second_opinion, terms=terms)
    checks, findings = examined.checks, examined.findings
    if errors_in(findings) and is_interrupted(root):
        findings = (*findings, Finding(code="B512", path=str(root)))
    if entry is None and books.wanted and (examined.ours or book):
        found, check = _unrecorded(root, key, book)
        checks, findings = (*checks, check), (*findings, *found)
    return Subject(path=str(root), checks=checks, findings=findings)


def _unrecorded(root: Path, key: str | None, book: Book | None) -> tuple[list[Finding], Check]:
    if book is None:
        note = "no ledger was found"
        return [Finding(code="L109", path=str(root))], Check(name="ledger", state=State.NOT_RUN, note=note)
    if not book.read:
        return [], Check(name="ledger", state=State.NOT_RUN, note="the ledger could not be read")
    if key in book.altered:
        return [], Check(name="ledger", state=State.FAILED, note="the entry was altered")
    finding = Finding(code="L106", path=str(root), detail=(f"ledger: {book.path}",))
    return [finding], Check(name="ledger", state=State.FAILED, note="no entry")


def _missing(shelf: Path, book: Book) -> list[Subject]:
    """Say of each recorded package that is not on the shelf that it is missing."""
    return [
        Subject(
            path=str(shelf / key),
            checks=(Check(name="completeness", state=State.FAILED, note=f"recorded in entry {entry.seq}"),),
            findings=(Finding(code="L105", path=str(shelf / key), detail=(f"recorded {entry.time}, {entry.swhid}",)),),
        )
        for key, entry in sorted(book.packages.items())
        if not looks_like_a_bag(shelf / key)
    ]


def _unseen(path: str, reason: str, advice: str | None) -> Subject:
    """Say of a path that nothing could be checked there."""
    return Subject(
        path=path,
        checks=(Check(name="look", state=State.NOT_RUN, note=reason),),
        findings=(Finding(code="F903", path=path, detail=(reason,), help=advice),),
    )


def _stray(path: Path, why: str) -> Subject:
    return Subject(
        path=str(path),
        checks=(Check(name="look", state=State.WARNED, note=why),),
        findings=(Finding(code="L112", path=str(path), detail=(why,)),),
    )
