# SPDX-License-Identifier: Apache-2.0
"""The whole history of a package: what is in it, and what the ledger of its shelf knows besides."""

from __future__ import annotations

from dataclasses import replace
from os.path import lexists
from typing import TYPE_CHECKING, Literal

from archiver.errors import InvalidMaterial
from archiver.findings import Finding
from archiver.provenance import ARCHIVER, PACKAGE, PREVIOUS, Actor, ActorKind, Deed, DeedKind, Thing, history_of, sealed
from archiver.workflow.opened import open_package, transcript_of
from archiver.workflow.shelf import ledgers_above

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from archiver.ledger import LedgerEntry
    from archiver.provenance import History
    from archiver.workflow.opened import Opened

_AGENT = "archiver "
"""How Bag-Software-Agent and the tool of an entry begin, before the release."""


def history(path: Path, *, ledger: Path | Literal[False] | None = None, package: Opened | None = None) -> History:
    """Tell the history of a package in a folder or an archive file, with what became of it after it was written.

    `ledger` is the ledger to be asked; without it LEDGER is looked for in the three folders above the package;
    False: none is asked. It knows the time of packaging to the second, the name of the version before, the later
    versions and the checks that were recorded. The package must be whole, and the one that was recorded; `package` is
    the same one where it was opened already.

    Raises:
        InvalidMaterial: with the findings, if the package is not sound, the ledger has another one in its place
            (L104), or a line of the ledger about it is malformed or altered.
        CannotRead: if package or ledger cannot be read.
        NothingToCheck: if there is no such package.
    """
    package = package or open_package(path)
    files = {name.removeprefix("data/"): data for name, data in package.files.items() if name.startswith("data/")}
    told = history_of(
        package.record, transcript_of(package), files, rules=package.info.get("Archiver-Rules", "unknown")
    )
    entries = _entries(path, package, ledger)
    packaged = next((entry for entry in entries if (entry.event, entry.package) == ("packaged", package.key)), None)
    release = package.info.get("Bag-Software-Agent", "").removeprefix(_AGENT) or None
    whole = sealed(
        told,
        package=package.key,
        swhid=package.swhid,
        payload=package.payload,
        when=packaged.time if packaged else package.info.get("Bagging-Date"),
        release=release,
        previous=package.info.get("Previous-Version"),
    )
    return _with_ledger(whole, entries, packaged, release) if packaged else whole


def _entries(path: Path, package: Opened, asked: Path | Literal[False] | None) -> tuple[LedgerEntry, ...]:
    from archiver.ledger import entries_about  # noqa: PLC0415 # a package alone has none

    if asked is False:
        return ()
    above = [asked] if asked is not None else ledgers_above(path)
    if not above or (asked is None and not lexists(above[0])):
        return ()
    entries = entries_about(above[0], package.key)
    for entry in entries:
        if (entry.event, entry.package) == ("packaged", package.key) and entry.payload != package.payload:
            detail = (f"recorded {entry.payload}", f"found    {package.payload}")
            raise InvalidMaterial([Finding(code="L104", path=package.path, detail=detail)])
    return entries


def _with_ledger(told: History, entries: Iterable[LedgerEntry], packaged: LedgerEntry, release: str | None) -> History:
    """Add what the ledger knows: the name of the version before, the versions after it, and the checks, in order."""
    later = [entry for entry in entries if entry.seq > packaged.seq and _is_told(entry, packaged)]
    own = f"{_AGENT}{release}"
    tools = {entry.tool: f"software.{entry.seq}" for entry in reversed(later) if entry.tool != own}
    ids = {**tools, own: ARCHIVER}
    things = (_named(thing, packaged.supersedes) for thing in told.things)
    return replace(
        told,
        things=(*things, *(_after(entry) for entry in later if entry.supersedes == packaged.package)),
        deeds=(*told.deeds, *(_deed(entry, ids[entry.tool]) for entry in later)),
        actors=(*told.actors, *(_software(tool, name) for tool, name in reversed(tools.items()))),
    )


def _is_told(entry: LedgerEntry, packaged: LedgerEntry) -> bool:
    superseded = entry.event == "packaged" and entry.supersedes == packaged.package
    return superseded or (entry.event == "verified" and entry.package == packaged.package)


def _named(thing: Thing, supersedes: str | None) -> Thing:
    return replace(thing, label=supersedes) if thing.id == PREVIOUS and supersedes else thing


def _after(entry: LedgerEntry) -> Thing:
    return Thing(id=f"{PACKAGE}-after.{entry.seq}", label=entry.package, path=None, uri=entry.swhid)


def _deed(entry: LedgerEntry, actor: str) -> Deed:
    if entry.event == "packaged":
        return Deed(
            id=f"deed.packaging.{entry.seq}",
            kind=DeedKind.PACKAGING,
            told=f"A later version was packaged: {entry.package}.",
            actors=(actor,),
            used=(PACKAGE,),
            made=(f"{PACKAGE}-after.{entry.seq}",),
            when=entry.time,
            outcome="success",
        )
    outcome, *codes = (entry.outcome or "").split(" ")
    return Deed(
        id=f"deed.fixity.{entry.seq}",
        kind=DeedKind.FIXITY,
        told="The package was checked again." if not codes else f"The package was checked again: {', '.join(codes)}.",
        actors=(actor,),
        used=(PACKAGE,),
        when=entry.time,
        outcome=outcome or None,
        detail=(f"entry {entry.seq} of the ledger", *codes),
    )


def _software(tool: str, identifier: str) -> Actor:
    name, blank, version = tool.rpartition(" ")
    return Actor(id=identifier, name=name or tool, kind=ActorKind.SOFTWARE, version=version if blank else None)
