# SPDX-License-Identifier: Apache-2.0
"""Make a citation of a record and the identifiers of its package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver.citation.value import Citation, Name
from archiver.model import Basis, SpeakerKind

if TYPE_CHECKING:
    from archiver.citation.value import Quotation
    from archiver.model import Fact, Record, Speaker

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def citation_of(
    record: Record,
    *,
    key: str,
    swhid: str,
    payload: str,
    source: str,
    tei: str,
    archived: str | None = None,
    previous: str | None = None,
    following: str | None = None,
    quotation: Quotation | None = None,
) -> Citation:
    """Return the citation of a package; `key` is its name and version (`name/v3`)."""
    return Citation(
        key=key,
        version=key.rpartition("/v")[2],
        title=_line(record.title.value),
        supplied=record.title.basis is Basis.SUPPLIED,
        genre=_CAPITAL.sub(" ", record.kind).capitalize(),
        kind=record.kind,
        authors=tuple(_name(fact, record) for fact in record.creators if _line(fact.value)),
        published=record.publication_date.value,
        stated=record.statement_date.value,
        captured=record.source_captured.value,
        archived=archived,
        publisher=_line(record.publisher.value),
        archive=_line(record.archive.value),
        place=_line(record.place.value),
        language=record.language.value,
        abstract=_line(record.abstract),
        subjects=tuple(filter(None, map(_line, record.subjects))),
        rights=record.rights_source,
        url=record.source_url.value,
        swhid=swhid,
        payload=payload,
        source=source,
        tei=tei,
        previous=previous,
        following=following,
        related=record.related,
        quotation=quotation,
    )


def _line(text: str | None) -> str | None:
    """Return a text as one line; a citation has no paragraphs."""
    return " ".join(text.split()) if text else None


def _name(fact: Fact, record: Record) -> Name:
    """Return an author: with the parts of the name and the kind if the record describes somebody so called.

    A name is never taken apart by guessing: of "Maria da Silva e Costa" nobody knows where the family name begins.
    """
    text = _line(fact.value) or ""
    given = (fact.authority,) if fact.authority else ()
    for someone in record.everyone:
        if someone.name.value == fact.value:
            return _of_speaker(text, someone, given)
    for agent in record.agents:
        if agent.name == fact.value and agent.kind != "software":
            return Name(text=text, kind=agent.kind, authorities=given or agent.authorities)
    return Name(text=text, authorities=given)


def _of_speaker(text: str, someone: Speaker, given: tuple[str, ...]) -> Name:
    parted = someone.kind is SpeakerKind.PERSON and someone.surname is not None
    return Name(
        text=text,
        family=someone.surname if parted else None,
        given=someone.forename if parted else None,
        kind=str(someone.kind),
        authorities=given or someone.authorities,
    )
