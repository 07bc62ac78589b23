# SPDX-License-Identifier: Apache-2.0
"""Show a package: have it judged, open it, and gather what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Literal

from archiver import __version__, identity
from archiver.errors import CannotRead, InvalidMaterial, NothingToCheck
from archiver.findings import Report, errors_in
from archiver.page import Checked, Facts, File
from archiver.workflow.citing import citation_of_package
from archiver.workflow.opened import Opened, open_package, transcript_of
from archiver.workflow.shelf import LEDGER, looks_like_a_bag
from archiver.workflow.telling import history
from archiver.workflow.verification import verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from archiver.findings import Finding, Subject
    from archiver.model import Span, Transcript
    from archiver.provenance import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A package that can be shown, and what was found of it and of its ledger."""

    facts: Facts
    report: Report


def is_shelf(path: Path) -> bool:
    """Tell whether a path is a folder that is no bag itself: a shelf, or what is to be looked through as one."""
    return path.is_dir() and not looks_like_a_bag(path)


def show(path: Path, *, when: datetime, ledger: Path | Literal[False] | None = None) -> Shown:
    """Verify a package in a folder or an archive file, and return what is to be shown of it.

    `when` (with a time zone) is written down as the time of the check; `ledger` is as for `verify`.

    Raises:
        InvalidMaterial: with the findings, if the package is damaged: its words are not shown as if they were
            those that were archived.
        CannotRead: if it cannot be read, or changed while it was.
        NothingToCheck: if it is no package of ours.
    """
    if path.name == LEDGER and path.is_file():
        raise NothingToCheck(f"{path} is a ledger", where=str(path), help="name a package, or a shelf of packages")
    report = verify(path, ledger=ledger)
    subject = next((subject for subject in report.subjects if subject.path == str(path)), None)
    if subject is None:
        raise NothingToCheck(f"{path} is no package", where=str(path), help="name a package, or an archive file of one")
    beside = ledgers_wrong(report, subject)
    facts, _ = facts_of(path, subject, when=when, ledger=ledger, beside=beside)
    return Shown(facts=facts, report=report)


def ledgers_wrong(report: Report, subject: Subject) -> tuple[Finding, ...]:
    """Return what is wrong with the ledgers that were asked about a package."""
    ledgers = (other for other in report.subjects if other is not subject and "chain" in {c.name for c in other.checks})
    return errors_in(finding for other in ledgers for finding in other.findings)


def facts_of(
    path: Path,
    subject: Subject,
    *,
    when: datetime,
    ledger: Path | Literal[False] | None = None,
    beside: tuple[Finding, ...] = (),
) -> tuple[Facts, Opened]:
    """Open a package that was judged, and gather what is to be shown of it.

    `beside` are the errors of its ledger. Returned with the facts is the package with its bytes.

    Raises:
        InvalidMaterial, CannotRead, NothingToCheck: as `show` does.
    """
    if errors_in(subject.findings):
        raise InvalidMaterial(subject.findings)
    package = open_package(path)
    judged = {check.name: check.note for check in subject.checks}
    if judged.get("identity") != package.swhid:
        raise CannotRead(f"{path} changed while it was read", where=str(path), help="run the command again")
    from archiver import provenance, speech, tei  # noqa: PLC0415 # lxml is dear, and a damaged package needs none

    transcript = transcript_of(package)
    told = history(path, ledger=False if beside else ledger, package=package)
    facts = Facts(
        key=package.key,
        record=package.record,
        transcript=transcript,
        citation=citation_of_package(path, package),
        checked=checked_of(subject, when=when, beside=beside),
        files=_files(package),
        ids=tuple(pieces[0] for pieces in tei.speech_ids(package.files[_TEI])),
        locators=locators(package.source.data, transcript, package.source_swhid),
        rules=speech.RULES,
        picture=provenance.write(told, "svg"),
        history=_sentences(told),
    )
    return facts, package


def _sentences(told: History) -> tuple[str, ...]:
    """Return what was done, a sentence each, with when and by whom."""
    names = {actor.id: f"{actor.name} {actor.version or ''}".rstrip() for actor in told.actors}
    return tuple(
        "".join(
            (
                f"{deed.when}: " if deed.when else "",
                deed.told,
                f" ({', '.join(names.get(actor, actor) for actor in deed.actors)})" if deed.actors else "",
            )
        )
        for deed in told.deeds
    )


_TEI = "data/transcript.tei.xml"


def checked_of(subject: Subject, *, when: datetime, beside: tuple[Finding, ...] = ()) -> Checked:
    """Return what the judge said of a package, with the time at which it was asked."""
    return Checked(subject=subject, when=time_of(when), tool=f"archiver {__version__}", ledger=beside)


def time_of(when: datetime) -> str:
    """Return a time in UTC, ISO 8601."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _files(package: Opened) -> tuple[File, ...]:
    return tuple(
        File(path=path, octets=len(package.files[path]) if path in package.files else None, sha256=digest)
        for path, digest in sorted(package.sums.items())
    )


def locators(data: bytes, transcript: Transcript, source: str) -> tuple[tuple[str, ...], ...]:
    """Return for each utterance the places of its pieces in the source by octets, encoding the text once.

    An utterance has none if the octets there are not its words: the source is no plain text, or in an encoding
    whose characters depend on what stood before them.
    """
    edges = sorted({edge for utterance in transcript.utterances for span in utterance.pieces for edge in span})
    places = dict(_places(data, transcript, edges))

    def locator(span: Span) -> str | None:
        first, end = places.get(span.start), places.get(span.end)
        if first is None or end is None or first >= end:
            return None
        same = data[first:end] == _encoded(transcript, span.start, span.end)
        return identity.qualified(source, first=first, last=end - 1) if same else None

    found = []
    for utterance in transcript.utterances:
        pieces = [locator(span) for span in utterance.pieces]
        found.append(() if None in pieces else tuple(piece for piece in pieces if piece))
    return tuple(found)


def _places(data: bytes, transcript: Transcript, edges: list[int]) -> Iterator[tuple[int, int]]:
    """Yield for each place in the text its place in the source."""
    whole = _encoded(transcript, 0, len(transcript.text))
    octets, here = (len(data) - len(whole) if transcript.bom else 0), 0
    for edge in edges:
        octets += len(_encoded(transcript, here, edge))
        here = edge
        yield edge, octets


def _encoded(transcript: Transcript, start: int, end: int) -> bytes:
    try:
        return transcript.text[start:end].encode(transcript.encoding)
    except (LookupError, UnicodeEncodeError):
        return b""
