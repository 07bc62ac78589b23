# SPDX-License-Identifier: Apache-2.0
"""Publish a shelf: have all of it judged, and give the pages of a site one after the other."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archiver import __version__, citation, page
from archiver.codes import Severity
from archiver.errors import ArchiverError, InvalidMaterial, NothingToCheck
from archiver.findings import Finding, Report, State, Subject
from archiver.page.about import DATA
from archiver.page.shelf import DATES, INDEX, SPEAKERS, Shelf, pages
from archiver.page.summary import Summary, summary
from archiver.workflow.shelf import version_of
from archiver.workflow.showing import checked_of, facts_of, ledgers_wrong, time_of
from archiver.workflow.verification import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from archiver.page import Beside, Facts
    from archiver.workflow.opened import Opened

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_APART = "by-digest"
"""The folder of those whose place on the shelf is no plain name."""
SUMS = "SHA256SUMS"
"""The name that is left to the list of all files."""
_RESERVED = frozenset({INDEX, SPEAKERS, DATES, SUMS, _APART})
_CRATE = "ro-crate-metadata.json"
_DECLARED = b'<?xml version="1.0" encoding="UTF-8"?>'
_ROOM, _MOST = 4_000_000, 20_000
"""Characters of words that the search of a site looks through, in all and of one package."""
_NOT_OURS = frozenset({"look", "chain"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """Where a package stands on the shelf, and where its page stands in the site."""

    path: Path
    subject: Subject
    key: str
    address: str

    @property
    def group(self) -> str:
        """The key without the version, which the versions of a package share."""
        return self.key.rpartition("/")[0] if version_of(self.key) else self.key


class Publication:
    """A shelf that was verified, and its site, which is made while it is read.

    Of each package only a few lines are kept; the page that was given last is the only one in memory.
    """

    def __init__(
        self, shelf: Path, report: Report, *, when: datetime, ledger: Path | Literal[False] | None, title: str | None
    ) -> None:
        self.report = report
        """What was found of everything on the shelf, and what was found later while it was read."""
        self._shelf, self._when, self._ledger, self._title = shelf, when, ledger, title
        self._archives: dict[str, int] = {}
        packages = [one for one in report.subjects if not _NOT_OURS & {check.name for check in one.checks}]
        self._standing = [_standing(shelf, one) for one in packages]

    def files(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        """Yield the files of the site by their path, the pages of the shelf last."""
        summaries: list[Summary] = []
        others = [one for one in self.report.subjects if "look" in {check.name for check in one.checks}]
        for before, here, after in _with_neighbours(self._standing):
            facts = self._facts(here)
            if isinstance(facts, Subject):
                others.append(facts)
                continue
            place = page.Place(
                up="../" * here.address.count("/"), previous=_link(here, before), following=_link(here, after)
            )
            yield from self._pages(here, facts, place, summaries)
        yield from ((name, _octets(pieces)) for name, pieces in pages(self._whole(summaries, others)))

    def listed(self) -> Iterator[Summary]:
        """Yield what the list says of each package."""
        for here in self._standing:
            facts = self._facts(here)
            if isinstance(facts, page.Checked):
                yield _damaged(here, facts)
            elif isinstance(facts, tuple):
                yield summary(
                    facts[0], key=here.key, group=here.group, version=version_of(here.key), address=here.address
                )

    def _facts(self, here: _Standing) -> tuple[Facts, Opened] | page.Checked | Subject:
        """Open a package; what was found if it is damaged, its subject alone if it is a bag of somebody else."""
        beside = ledgers_wrong(self.report, here.subject) if self._ledger_failed else ()
        checked = checked_of(here.subject, when=self._when, beside=beside)
        try:
            facts, package = facts_of(here.path, here.subject, when=self._when, ledger=self._ledger, beside=beside)
        except NothingToCheck as error:
            if not any(check.name == "tei" for check in here.subject.checks):
                return here.subject
            return replace(checked, subject=self._worse(here, (_unseen(here, error),)))
        except InvalidMaterial as error:
            return replace(checked, subject=self._worse(here, error.findings))
        except ArchiverError as error:
            return replace(checked, subject=self._worse(here, (_unseen(here, error),)))
        return replace(facts, key=here.key), package

    @property
    def _ledger_failed(self) -> bool:
        return any(
            one.state is State.FAILED and "chain" in {c.name for c in one.checks} for one in self.report.subjects
        )

    def _worse(self, here: _Standing, findings: Sequence[Finding]) -> Subject:
        """Return what is to be said of a package that cannot be shown, and say it in the report too."""
        if set(findings) <= set(here.subject.findings):
            return here.subject
        worse = replace(here.subject, findings=tuple(dict.fromkeys((*here.subject.findings, *findings))))
        subjects = tuple(worse if one is here.subject else one for one in self.report.subjects)
        self.report = Report(subjects=subjects)
        return worse

    def _pages(
        self,
        here: _Standing,
        found: tuple[Facts, Opened] | page.Checked,
        place: page.Place,
        summaries: list[Summary],
    ) -> Iterator[tuple[str, Iterable[bytes]]]:
        if isinstance(found, page.Checked):
            summaries.append(_damaged(here, found))
            yield f"{here.address}{INDEX}", _octets([page.write_damaged(here.key, found, place)])
            return
        facts, package = found
        known = summary(
            facts,
            key=here.key,
            group=here.group,
            version=version_of(here.key),
            address=here.address,
            room=min(_MOST, _ROOM // len(self._standing)),
        )
        summaries.append(known)
        archive = facts.record.archive.value or ""
        self._archives[archive] = self._archives.get(archive, 0) + 1
        beside = list(_beside(package, facts))
        whole = replace(place, files=tuple(file for file, _ in beside))
        yield f"{here.address}{INDEX}", _octets([page.write(facts, whole)])
        yield from ((f"{here.address}{file.name}", [data]) for file, data in beside)

    def _whole(self, summaries: list[Summary], others: list[Subject]) -> Shelf:
        most = sorted(self._archives, key=lambda name: (-self._archives[name], name))
        ledgers = [
            checked_of(one, when=self._when) for one in self.report.subjects if "chain" in {c.name for c in one.checks}
        ]
        return Shelf(
            title=self._title or (most[0] if most and most[0] else "Archived statements"),
            when=time_of(self._when),
            tool=f"archiver {__version__}",
            summaries=summaries,
            others=[self._relative(one) for one in others],
            ledgers=ledgers,
        )

    def _relative(self, subject: Subject) -> Subject:
        """Return a subject whose path says nothing of where the shelf stands."""
        return replace(subject, path=_key(self._shelf, subject.path))


def publish(
    shelf: Path, *, when: datetime, ledger: Path | Literal[False] | None = None, title: str | None = None
) -> Publication:
    """Verify all that stands on a shelf, and return its site, ready to be written.

    `when` (with a time zone) stands on every page as the time of the check; `title` is the name of the site,
    without it the name of the archive that keeps most of the packages. A package that is damaged has a page that
    says so and shows nothing of it.

    Raises:
        CannotRead: if the shelf cannot be read.
        NothingToCheck: if there is no package.
    """
    report = verify(shelf, ledger=ledger)
    found = Publication(shelf, report, when=when, ledger=ledger, title=title)
    if all({"look", "chain"} & {check.name for check in one.checks} for one in report.subjects):
        raise NothingToCheck(f"no package in {shelf}", where=str(shelf), help="name a package or a shelf of packages")
    return found


def _standing(shelf: Path, subject: Subject) -> _Standing:
    key = _key(shelf, subject.path)
    parts = key.split("/")
    plain = all(map(_PLAIN.fullmatch, parts)) and parts[0] not in _RESERVED
    digest = sha256(os.fsencode(key)).hexdigest()[:16]
    return _Standing(
        path=Path(subject.path), subject=subject, key=key, address=f"{key}/" if plain else f"{_APART}/{digest}/"
    )


def _key(shelf: Path, path: str) -> str:
    return os.path.relpath(path, shelf)


def _unseen(here: _Standing, error: ArchiverError) -> Finding:
    return Finding(code="F903", path=str(here.path), detail=(error.message,), help=error.help)


def _with_neighbours(
    standing: Sequence[_Standing],
) -> Iterator[tuple[_Standing | None, _Standing, _Standing | None]]:
    """Yield each package between the version before and the version after it on the shelf."""
    groups: dict[str, list[_Standing]] = {}
    for one in standing:
        groups.setdefault(one.group, []).append(one)
    for group in groups.values():
        ordered = sorted(group, key=lambda one: (version_of(one.key), one.key))
        yield from zip([None, *ordered[:-1]], ordered, [*ordered[1:], None], strict=True)


def _link(here: _Standing, other: _Standing | None) -> tuple[str, str] | None:
    return (other.key, f"{'../' * here.address.count('/')}{other.address}{INDEX}") if other else None


def _damaged(here: _Standing, checked: page.Checked) -> Summary:
    subject = checked.subject
    grave = {Severity.ERROR, Severity.UNCHECKED}
    return Summary(
        key=here.key,
        group=here.group,
        version=version_of(here.key),
        address=here.address,
        state=subject.state,
        verdict=str(subject.verdict),
        codes=tuple(dict.fromkeys(finding.code for finding in subject.findings if finding.severity in grave)),
        sound=False,
    )


def _octets(pieces: Iterable[str]) -> Iterator[bytes]:
    return (piece.encode("utf-8", "replace") for piece in pieces)


def _beside(package: Opened, facts: Facts) -> Iterator[tuple[Beside, bytes]]:
    """Yield the files that stand beside the page of a package: what it holds, and what is said of it.

    The source is given as plain text or as octets, whatever it is, and the TEI only if it names no style sheet:
    nothing that a package holds runs in the site.
    """
    tei = package.files["data/transcript.tei.xml"]
    if tei.startswith(_DECLARED) and b"<?xml-stylesheet" not in tei:
        yield _item("transcript.tei.xml", "The TEI encoding", "application/tei+xml"), tei
    yield _item("record.json", "The record", "application/json"), package.files["data/record.json"]
    is_text = facts.record.source_media_type.startswith("text/")
    name, kind = ("source.txt", "text/plain") if is_text else ("source.bin", "application/octet-stream")
    source = replace(_item(name, "The source, octet for octet", kind), path="source")
    yield source, package.source.data
    if crate := package.files.get(f"data/{_CRATE}"):
        described = _item(_CRATE, "The description as an RO-Crate", "application/ld+json")
        yield replace(described, rel="describedby"), crate
    for style, label, file, media_type in DATA:
        beside = page.Beside(name=file, label=label, media_type=media_type, rel="describedby", style=style)
        yield beside, citation.write(facts.citation, style).encode("utf-8", "replace")


def _item(name: str, label: str, media_type: str) -> Beside:
    return page.Beside(name=name, label=label, media_type=media_type, rel="item", path=name)
