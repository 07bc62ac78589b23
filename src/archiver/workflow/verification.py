# SPDX-License-Identifier: Apache-2.0
"""Verify packages, shelves and ledgers; nothing is changed."""

from __future__ import annotations

from dataclasses import replace
from os.path import lexists
from typing import TYPE_CHECKING, Literal

from archiver.bag import TERMS, open_archive
from archiver.errors import ArchiverError, CannotRead, NothingToCheck
from archiver.findings import Check, Finding, Report, State, Subject, errors_in
from archiver.workflow.abreast import examine_each
from archiver.workflow.books import Books
from archiver.workflow.shelf import LEDGER, Survey, is_ledger, looks_like_a_bag, survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from archiver.bag import Terms
    from archiver.bag.archive import Archive
    from archiver.bag.profile import Profile
    from archiver.ledger import LedgerEntry
    from archiver.ledger.note import Verifier
    from archiver.workflow.books import Book
    from archiver.workflow.examination import Examined
    from archiver.workflow.pins import Pins
    from archiver.workflow.signatures import Demand, Signatories


_BAG_IN_BAG = "among the tag files of a bag, and not checked by itself"
_SHELF_IN_PAYLOAD = "a ledger in the payload of a bag: its packages were not checked; verify the folder that it is in"


def verify(
    *paths: Path,
    ledger: Path | Literal[False] | None = None,
    second_opinion: bool = False,
    profiles: Iterable[str | Path] = (),
    checkpoint: Path | None = None,
    verifiers: Sequence[Verifier] = (),
    pinned: Path | None = None,
    signed: Demand | None = None,
    recorded_at: datetime | None = None,
    terms: Terms = TERMS,
) -> Report:
    """Check packages and shelves of packages, and the ledgers that list them; report every fault.

    A folder that is a bag is checked as one, and so is an archive file (zip, tar, tar.gz, tar.bz2, tar.xz), which
    is not unpacked; in any other folder all bags below it are checked, those in archive files too, and for each
    LEDGER met there, that every recorded package is there and every package is recorded; a LEDGER itself is
    checked alone. `ledger` names the ledger that speaks for the packages; without it LEDGER is looked for in
    the three folders above each; False: none is asked. With `second_opinion` bagit is asked too, and a
    different verdict is a finding. `profiles` are BagIt profiles that every bag has to satisfy, JSON files or names
    of bundled ones; a bag that names a bundled one is judged by it in any case. `terms` say what is demanded of a
    bag and how much it may take.

    `checkpoint` is one that somebody kept elsewhere: the ledgers that are met must have grown from it, and each of
    `verifiers` must have signed it. `pinned` is a file of pins: what is pinned must be what it was, and be there if
    a whole shelf is checked. `signed` says by whom every package that is met has to be signed.

    With `recorded_at`, a time with its zone, the ledger of the shelf gets an entry for each recorded package that was
    checked to the end, whether it was found sound or not; nothing else is ever written.

    What cannot be read, or holds nothing to check, is a finding (F903), so that it hides nothing else.

    Raises:
        UsageError: if there is no such profile, or checks are to be recorded that are made by terms of the caller's
            own, or of packages on no shelf.
        CannotRead: if the file of a profile, of pins, of signers or the checkpoint cannot be read.
        InvalidMaterial: if a pin (L224), a line of signers (L240) or the checkpoint (L201) is malformed.
        ArchiverError: if there are verifiers or signatures and the extra `sign` is not installed.
    """
    if recorded_at is not None:
        _demand_recordable(paths, plain=ledger is None and not profiles, terms=terms)
    terms, told = _with_profiles(terms, profiles)
    books = Books(ledger, pins=_pins(pinned), signatories=_signatories(signed))
    if books.pins:
        terms = replace(terms, identify=True)
    subjects: list[Subject] = []
    for path in paths:
        try:
            subjects += _verify_path(path, books, second_opinion=second_opinion, terms=terms)
        except ArchiverError as error:
            subjects.append(_unseen(str(path), error.message, error.help))
    subjects += books.pins.missing() if books.pins else ()
    subjects += books.signatories.unasked() if books.signatories else ()
    if checkpoint:
        from archiver.workflow.anchors import anchored  # noqa: PLC0415 # most runs have none

        subjects.append(anchored(checkpoint, verifiers, books))
    if recorded_at is not None:
        from archiver.workflow.recording import record_checks  # noqa: PLC0415 # most runs record nothing

        return Report(subjects=(*told, *record_checks(books, subjects, recorded_at), *subjects))
    return Report(subjects=(*told, *books.subjects(), *subjects))


def _demand_recordable(paths: Iterable[Path], *, plain: bool, terms: Terms) -> None:
    from archiver.workflow.recording import demand_recordable  # noqa: PLC0415 # the same

    demand_recordable(paths, plain=plain, terms=terms)


def _pins(path: Path | None) -> Pins | None:
    if path is None:
        return None
    from archiver.workflow.pins import read_pins  # noqa: PLC0415 # most runs have none

    return read_pins(path)


def _signatories(demand: Demand | None) -> Signatories | None:
    if demand is None:
        return None
    from archiver.workflow.signatures import read_demand  # noqa: PLC0415 # most runs demand none

    return read_demand(demand)


def _with_profiles(terms: Terms, profiles: Iterable[str | Path]) -> tuple[Terms, tuple[Subject, ...]]:
    """Add the profiles to the terms; return too what is to be told of their files."""
    wanted = tuple(profiles)
    found, told = _demanded(wanted) if wanted else ((), ())
    lookup = terms.known_profile or _known_profile
    return replace(terms, profiles=(*terms.profiles, *found), known_profile=lookup), told


def _demanded(profiles: Iterable[str | Path]) -> tuple[tuple[Profile, ...], tuple[Subject, ...]]:
    from archiver.workflow.profiles import demanded  # noqa: PLC0415 # most runs demand none

    return demanded(profiles)


def _known_profile(identifier: str) -> Profile | None:
    from archiver.workflow.profiles import known  # noqa: PLC0415 # most bags name none

    return known(identifier)


def _verify_path(path: Path, books: Books, *, second_opinion: bool, terms: Terms) -> list[Subject]:
    if path.name == LEDGER and path.is_file():
        books.at(path)
        return []
    archive = open_archive(path, terms)
    if archive is not None:
        return [_archived(archive, books, set(), second_opinion=second_opinion, terms=terms)]
    if not path.is_dir():
        raise _not_looked_into(path)
    if looks_like_a_bag(path):
        return _packages([path], books, second_opinion=second_opinion, terms=terms)
    return _shelf(path, survey(path), books, second_opinion=second_opinion, terms=terms)


def _shelf(
    path: Path, met: Survey, books: Books, *, second_opinion: bool, terms: Terms, within: bool = False
) -> list[Subject]:
    """Check all that was met in a folder that is no bag, or not only one; `within`: it lies in a bag."""
    if books.pins:
        books.pins.whole = True
    archives, unseen = _with_bags(met.archives, terms)
    # The shelf was listed first and its ledger is read now: what stood there then is recorded by now.
    subjects = _packages(met.bags, books, second_opinion=second_opinion, terms=terms, within=within)
    packed: set[str] = set()
    subjects += [_archived(archive, books, packed, second_opinion=second_opinion, terms=terms) for archive in archives]
    subjects += unseen
    for shelf in _shelves(path, met, books):
        book = books.at(shelf / LEDGER) if books.named is None else books.at(books.named)
        subjects += _missing(shelf, book, packed, books)
    subjects += [_unseen(str(folder), reason, None) for folder, reason in met.closed]
    subjects += [_stray(stray, why) for stray, why in met.strays]
    if not subjects and not met.ledgers:
        raise NothingToCheck(f"no package in {path}", where=str(path), help="name a package or a shelf of packages")
    return subjects


def _not_looked_into(path: Path) -> CannotRead:
    from archiver.bag.archive import unread_kind_of  # noqa: PLC0415 # a path that is neither folder nor archive is rare

    if kind := unread_kind_of(path):
        advice = "unpack it and verify the folder, or pack the bag as zip or tar (gzip, bzip2, xz)"
        return CannotRead(f"{path} is packed with {kind}, which is not read here", where=str(path), help=advice)
    message = f"{path} is not a folder" if lexists(path) else f"{path} is not there"
    return CannotRead(message, where=str(path), help="name a package, a shelf of packages, or a LEDGER")


def _shelves(path: Path, met: Survey, books: Books) -> Iterable[Path]:
    """Return the folders whose ledger says what must be there."""
    if not books.wanted:
        return []
    if books.named is None:
        return [ledger.parent for ledger in met.ledgers]
    return [path] if all(root.parent.parent == path for root in met.bags) else []


def _packages(
    roots: Sequence[Path], books: Books, *, second_opinion: bool, terms: Terms, within: bool = False
) -> list[Subject]:
    ruled = [_ruled(root, books) for root in roots]
    asked = [(root, entry) for root, (_, _, entry) in zip(roots, ruled, strict=True)]
    found = examine_each(asked, second_opinion=second_opinion, terms=terms)
    subjects: list[Subject] = []
    marks: list[Path] = []
    payload: list[Path] = []
    for root, examined, rule in zip(roots, found, ruled, strict=True):
        subjects.append(_package(root, examined, books, *rule))
        if not isinstance(examined, ArchiverError):
            marks += [root / path for path in examined.within if not path.startswith("data/")]
            payload += [root / path for path in examined.within if path.startswith("data/")]
    subjects += [_stray(mark, _SHELF_IN_PAYLOAD) for mark in payload if is_ledger(mark)]
    return subjects + _in_bags(marks, books, second_opinion=second_opinion, terms=terms, within=within)


def _in_bags(marks: Sequence[Path], books: Books, *, second_opinion: bool, terms: Terms, within: bool) -> list[Subject]:
    """Check the shelves that lie in a bag beside its payload, as its tag files; say of bags there that nobody did.

    Else a few files would make a shelf one bag, and all its packages files that somebody vouches for: whatever
    became of them, the bag would be whole.
    """
    subjects: list[Subject] = []
    shelves = {mark.parent for mark in marks if mark.name == LEDGER}
    for shelf in sorted(shelves):
        if shelves.isdisjoint(shelf.parents):  # what is below another one is met there
            if within:  # each level would be read once more
                subjects.append(_unseen(str(shelf), "a shelf in a bag, on a shelf that is in a bag", None))
            else:
                met = survey(shelf, within=True)
                subjects += _shelf(shelf, met, books, second_opinion=second_opinion, terms=terms, within=True)
    bags = [mark.parent for mark in marks if mark.name != LEDGER]
    alone = [bag for bag in bags if shelves.isdisjoint([bag, *bag.parents])]
    return subjects + [_stray(bag, _BAG_IN_BAG) for bag in alone]


def _ruled(root: Path, books: Books) -> tuple[Book | None, str | None, LedgerEntry | None]:
    """Return the ledger that speaks for a package, the package's name in it, and its entry."""
    book = books.governing(root)
    key = books.key(root, book) if book else None
    return book, key, book.packages.get(key) if book and key else None


def _package(
    root: Path,
    examined: Examined | ArchiverError,
    books: Books,
    book: Book | None,
    key: str | None,
    entry: LedgerEntry | None,
) -> Subject:
    if isinstance(examined, ArchiverError):
        return books.checked(book, entry, _unseen(str(root), examined.message, examined.help))
    checks, findings = examined.checks, examined.findings
    if errors_in(findings):
        from archiver.bag import is_interrupted  # noqa: PLC0415 # few bags have errors

        findings = (*findings, *[Finding(code="B512", path=str(root))] * is_interrupted(root))
    if entry is None and books.wanted and (examined.ours or book):
        unrecorded, check = _unrecorded(root, key, book)
        checks, findings = (*checks, check), (*findings, *unrecorded)
    subject = Subject(path=str(root), checks=checks, findings=findings)
    return books.checked(book, entry, _held(subject, root, examined, books))


def _held(subject: Subject, root: Path, examined: Examined, books: Books) -> Subject:
    if books.signatories:
        subject = books.signatories.held(subject, root, examined.seal)
    return books.pins.held(subject, root, examined.digest) if books.pins else subject


def _with_bags(paths: Iterable[Path], terms: Terms) -> tuple[list[Archive], list[Subject]]:
    """Return the archive files that hold a bag, or of which nobody can say that they hold none, and what is no file."""
    found, unseen = [], []
    for path in paths:
        try:
            archive = open_archive(path, terms)
            if archive is not None and archive.may_be_a_bag():
                found.append(archive)
        except ArchiverError as error:
            unseen.append(_unseen(str(path), error.message, error.help))
    return found, unseen


def _archived(archive: Archive, books: Books, packed: set[str], *, second_opinion: bool, terms: Terms) -> Subject:
    """Check the package in an archive file; the ledger knows it by what it is, for it stands in no place of its own.

    The name under which the ledger has it is added to `packed`.
    """
    root = archive.root
    book = books.governing(root)
    known: LedgerEntry | None = None

    def recorded(payload: str, tagmanifest: str | None) -> LedgerEntry | None:
        nonlocal known
        known = book.recorded(payload, tagmanifest) if book else None
        packed.update([known.package] if known else [])
        return known

    from archiver.workflow.examination import examine  # noqa: PLC0415 # most shelves hold no archive file

    examined = examine(
        archive, path=str(root), entry=None, recorded=recorded, second_opinion=second_opinion, terms=terms
    )
    beside = [mark for mark in examined.within if not mark.startswith("data/")]
    strays = [Finding(code="L112", path=f"{root}/{mark}", detail=(_BAG_IN_BAG,)) for mark in beside]
    checks, findings = examined.checks, (*examined.findings, *strays)
    if books.wanted and (examined.ours or book) and all(check.name != "ledger" for check in checks):
        if book is not None and errors_in(findings):
            check = Check(name="ledger", state=State.NOT_RUN, note="not compared: the package is not whole")
            return _held(Subject(path=str(root), checks=(*checks, check), findings=findings), root, examined, books)
        found, check = _unrecorded(root, None, book)
        checks, findings = (*checks, check), (*findings, *found)
    subject = Subject(path=str(root), checks=checks, findings=findings)
    return books.checked(book, known, _held(subject, root, examined, books))


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


def _missing(shelf: Path, book: Book, packed: set[str], books: Books) -> list[Subject]:
    """Say of each recorded package that is not on the shelf, nor in an archive file there, that it is missing."""
    return [
        books.checked(book, entry, _gone(str(shelf / key), entry))
        for key, entry in sorted(book.packages.items())
        if key not in packed and not looks_like_a_bag(shelf / key)
    ]


def _gone(path: str, entry: LedgerEntry) -> Subject:
    check = Check(name="completeness", state=State.FAILED, note=f"recorded in entry {entry.seq}")
    missing = Finding(code="L105", path=path, detail=(f"recorded {entry.time}, {entry.swhid}",))
    return Subject(path=path, checks=(check,), findings=(missing,))


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
