# SPDX-License-Identifier: Apache-2.0
"""The ledgers that are met in one run: which one speaks for a package, and what it says."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from archiver.errors import CannotRead
from archiver.findings import Check, Finding, State, Subject, errors_in, in_order
from archiver.workflow.shelf import by_package, key_of, ledgers_above, own_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from archiver.ledger import LedgerEntry
    from archiver.ledger.tree import Tree
    from archiver.workflow.pins import Pins
    from archiver.workflow.signatures import Signatories


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A ledger as it was read."""

    path: Path
    packages: Mapping[str, LedgerEntry] = field(default_factory=dict)
    altered: frozenset[str] = frozenset()
    """Packages that an altered line names: said already, and no reason to call them unrecorded."""
    findings: tuple[Finding, ...] = ()
    check: Check
    read: bool = True
    """False where it could not be read."""
    tree: Tree | None = None
    """The tree over its lines, to be held against a checkpoint; None where a line is malformed."""

    def recorded(self, payload: str, tagmanifest: str | None) -> LedgerEntry | None:
        """Return the entry of a package with that payload digest, if there is one; of several, that of its tags."""
        same = [entry for entry in self.packages.values() if entry.payload == payload]
        return next((entry for entry in same if entry.tagmanifest == tagmanifest), same[0] if same else None)


class Books:
    """The ledgers of one run, each read once.

    `asked` is the ledger that the caller names, False if none is to be asked, None to look for LEDGER in the
    folders above each package. `pins` are those that a consumer holds the packages to, `signatories` those whose
    signatures are demanded.
    """

    def __init__(
        self, asked: Path | Literal[False] | None, *, pins: Pins | None = None, signatories: Signatories | None = None
    ) -> None:
        self._asked = asked
        self.pins = pins
        self.signatories = signatories
        self._read: dict[Path, Book] = {}
        self._above: dict[str, list[Path]] = {}
        self.checks: list[tuple[Book, LedgerEntry, Subject]] = []
        """How the check of each recorded package ended, in the order in which they were made."""

    @property
    def named(self) -> Path | None:
        """The ledger that the caller named."""
        return self._asked or None

    @property
    def wanted(self) -> bool:
        """Whether a package without a ledger is worth a word."""
        return self._asked is not False

    def checked(self, book: Book | None, entry: LedgerEntry | None, subject: Subject) -> Subject:
        """Keep how the check of a package ended if the ledger has it, for it may be recorded; return it as it is."""
        if book is not None and entry is not None:
            self.checks.append((book, entry, subject))
        return subject

    def governing(self, package: Path) -> Book | None:
        """Return the ledger that speaks for a package: the one named, else the outermost above it."""
        if self._asked is False:
            return None
        if self._asked is not None:
            return self.at(self._asked)
        folder = os.path.dirname(package)  # noqa: PTH120 # there may be very many
        if folder not in self._above:
            self._above[folder] = ledgers_above(package)
        above = self._above[folder]
        return self.at(above[0]) if above else None

    def key(self, package: Path, book: Book) -> str | None:
        """Return the name under which a ledger knows a package; a copy kept elsewhere knows it by its place."""
        return own_key(package) if self._asked is not None else key_of(package, book.path)

    def at(self, path: Path) -> Book:
        """Return the ledger at a path."""
        known = path.absolute()
        if known not in self._read:
            self._read[known] = _read(path)
        return self._read[known]

    def all(self) -> tuple[Book, ...]:
        """Return the ledgers that were met, in the order in which they were."""
        return tuple(self._read.values())

    def subjects(self) -> tuple[Subject, ...]:
        """Return what is to be said of the ledgers themselves."""
        return tuple(
            Subject(path=str(book.path), checks=(book.check,), findings=book.findings) for book in self._read.values()
        )


def _read(path: Path) -> Book:
    from archiver import ledger  # noqa: PLC0415 # many bags have none

    overruled = _overruled(path)
    try:
        book = ledger.read(path, name=str(path))
    except CannotRead as error:
        unread = Finding(code="F903", path=str(path), detail=(error.message,), help=error.help)
        check = Check(name="chain", state=State.NOT_RUN, note=error.message)
        return Book(path=path, findings=(unread, *overruled), check=check, read=False)
    findings = in_order([*book.findings, *overruled])
    state = State.FAILED if errors_in(findings) else State.WARNED if findings else State.PASSED
    count = len(book.entries)
    return Book(
        path=path,
        packages=by_package(book.entries),
        altered=frozenset(entry.package for entry in book.altered),
        findings=findings,
        check=Check(name="chain", state=state, note=f"{count} {'entry' if count == 1 else 'entries'}"),
        tree=book.tree,
    )


def _overruled(path: Path) -> tuple[Finding, ...]:
    """Say of a ledger that another one stands above it: it speaks for nothing."""
    above = ledgers_above(path.parent)
    return (Finding(code="L111", path=str(path), detail=(f"the ledger above it: {above[0]}",)),) if above else ()
