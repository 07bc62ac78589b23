# SPDX-License-Identifier: Apache-2.0
"""Cite a package, or what somebody says in it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from archiver import bag, citation, identity, rules
from archiver.errors import InvalidMaterial, UsageError
from archiver.findings import errors_in
from archiver.workflow.opened import TEI, Opened, open_package, transcript_of

if TYPE_CHECKING:
    from archiver.citation import Citation, Quotation
    from archiver.model import Span, Transcript

_LARGEST = 1024 * 1024


def cite(path: Path, *, quote: str | None = None) -> Citation:
    """Return the citation of a package in a folder or an archive file.

    `quote` chooses an utterance by its number, as `archiver quotes --nested` counts them, or by an xml:id of
    the TEI. The TEI is read only then, and checked against the source: the words must be in it. The package must be
    whole: a citation vouches for what it names.

    Raises:
        InvalidMaterial: with the findings, if the package, or for a quotation its TEI, is not sound.
        CannotRead: if it cannot be read.
        NothingToCheck: if there is no such package.
        UsageError: if it has no such utterance.
    """
    package = open_package(path)
    return citation_of_package(path, package, quotation=None if quote is None else _quotation(package, quote))


def citation_of_package(path: Path, package: Opened, *, quotation: Quotation | None = None) -> Citation:
    """Return the citation of a package that was opened; the version after it is looked for beside it."""
    return citation.citation_of(
        package.record,
        key=package.key,
        swhid=package.swhid,
        payload=package.payload,
        source=package.source_swhid,
        tei=package.tei_swhid,
        archived=package.info.get("Bagging-Date"),
        previous=_identifier(package.info.get("Previous-Version")),
        following=_following(path, package),
        quotation=quotation,
    )


def _following(path: Path, package: Opened) -> str | None:
    """Return the SWHID of the next version, if it stands beside this one and says that it follows it."""
    info = Path(os.path.abspath(path)).parent / f"v{package.version + 1}" / "bag-info.txt"  # noqa: PTH100 # no link is followed
    try:
        data = info.read_bytes() if info.is_file() and info.stat().st_size < _LARGEST else b""
    except OSError:
        return None  # of another package nothing is said here
    said = dict(bag.parse_info(data)[0])
    return _identifier(said.get("External-Identifier")) if said.get("Previous-Version") == package.swhid else None


def _identifier(said: str | None) -> str | None:
    """Return what a tag file says if it is a SWHID of a folder; tag files are not secured by the identifier."""
    return said if said and re.fullmatch(identity.DIRECTORY + "[0-9a-f]{40}", said) else None


def _quotation(package: Opened, wanted: str) -> Quotation:
    from archiver import tei  # noqa: PLC0415 # only for a quotation
    from archiver.speech.rules import AUTO_ACCEPT  # noqa: PLC0415 # the same

    at = f"{package.path}/{TEI}"
    wrong = errors_in(tei.check(package.files[TEI], path=at, schema=rules.rule("archiver.rng"), source=package.source))
    if wrong:
        raise InvalidMaterial(wrong)
    transcript = transcript_of(package)
    ids = tei.speech_ids(package.files[TEI])
    number = _number(wanted, ids)
    utterance = transcript.utterances[number - 1]
    names = {someone.id: someone.name.value for someone in package.record.everyone}
    return citation.Quotation(
        number=number,
        id=ids[number - 1][0],
        words=tuple(transcript.text[span.start : span.end] for span in utterance.pieces),
        speaker=names.get(utterance.speaker or "", utterance.speaker),
        spans=utterance.pieces,
        locators=_locators(package, transcript, utterance.pieces),
        kind=utterance.kind,
        certainty=utterance.certainty,
        doubtful=utterance.certainty < AUTO_ACCEPT and utterance.decided_by is None,
    )


def _number(wanted: str, ids: tuple[tuple[str, ...], ...]) -> int:
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted[:9]) <= len(ids):
        return int(wanted)
    for number, pieces in enumerate(ids, 1):
        if wanted in pieces:
            return number
    message = f"no utterance {wanted!r}: the package has {len(ids)}"
    raise UsageError(message, help="number them with `archiver quotes SOURCE --nested`, or name an xml:id of the TEI")


def _locators(package: Opened, transcript: Transcript, pieces: tuple[Span, ...]) -> tuple[str, ...]:
    """Return the places of the pieces in the source by octets; none if the octets there are not these words.

    That is so in encodings whose characters depend on what stood before them.
    """
    found = []
    mark = len(package.source.data) - len(_encoded(transcript.text, transcript.encoding)) if transcript.bom else 0
    for span in pieces:
        first = mark + len(_encoded(transcript.text[: span.start], transcript.encoding))
        words = _encoded(transcript.text[span.start : span.end], transcript.encoding)
        if not words or package.source.data[first : first + len(words)] != words:
            return ()
        found.append(identity.qualified(package.source_swhid, first=first, last=first + len(words) - 1))
    return tuple(found)


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return b""
