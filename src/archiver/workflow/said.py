# SPDX-License-Identifier: Apache-2.0
"""What is said about a package in its folder `metadata/`: it may name the package, its identifiers and the time."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from archiver import __version__, citation, identity
from archiver.workflow.own import CITATIONS, PREMIS
from archiver.workflow.payload import date_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from archiver.workflow.payload import Contents


def tags_of(contents: Contents, *, key: str, previous: str | None, when: datetime) -> Mapping[str, bytes]:
    """Return the tag files of a package by their path below the bag, each of them in `metadata/`.

    `key` is its name and version; `previous` the SWHID of the version before; `when` has a time zone. They are
    no part of what the package is identified by: to package the same again compares the payload alone.
    """
    from archiver import provenance  # noqa: PLC0415 # brings the rules of speech, which few commands need
    from archiver.provenance import premis  # noqa: PLC0415 # the same

    history = provenance.sealed(
        provenance.history_of(contents.record, contents.transcript, contents.payload),
        package=key,
        swhid=contents.swhid,
        payload=contents.digest,
        when=when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        release=__version__,
        previous=previous,
    )
    cited = _citations(contents, key=key, previous=previous, when=when)
    return {PREMIS: premis.write(history), **dict(cited)}


def _citations(contents: Contents, *, key: str, previous: str | None, when: datetime) -> Iterator[tuple[str, bytes]]:
    """Give the citations of the package, as `archiver cite` prints them."""
    (source,) = (data for path, data in contents.payload.items() if path.startswith("source/"))
    one = citation.citation_of(
        contents.record,
        key=key,
        swhid=contents.swhid,
        payload=contents.digest,
        source=identity.content_swhid(source),
        tei=identity.content_swhid(contents.payload["transcript.tei.xml"]),
        archived=date_of(when),
        previous=previous,
    )
    for path, style in CITATIONS.items():
        yield path, citation.write(one, style).encode("utf-8", "replace")
