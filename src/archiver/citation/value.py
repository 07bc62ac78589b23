# SPDX-License-Identifier: Apache-2.0
"""What there is to be cited: the package, the document in it, and perhaps words of somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.model import Kind

if TYPE_CHECKING:
    from archiver.model import Related, Rights, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """The name of an author; its parts are given only where the record gives them."""

    text: str
    family: str | None = None
    given: str | None = None
    kind: str | None = None
    """person, organisation or group; None where the record does not say."""
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words of the document that somebody said or wrote, and where they stand."""

    number: int
    """Its number among the utterances, from 1, as `archiver quotes --nested` counts."""
    id: str
    """The xml:id of its first piece in the TEI."""
    words: tuple[str, ...]
    """The words of each piece, with their quotation marks."""
    speaker: str | None
    spans: tuple[Span, ...]
    """The pieces, in code points of the text."""
    locators: tuple[str, ...]
    """The SWHID of the source with `;bytes=` for each piece; empty where the source is not plain text."""
    kind: Kind = Kind.DIRECT
    """Whether these are the words that were said, or those in which the document reports them."""
    certainty: float = 1.0
    """Share of attributions of this sort that are right."""
    doubtful: bool = False
    """Whether a person should look at the attribution, and none has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A package as it is cited. Dates are EDTF, as the record has them."""

    key: str
    """Name and version of the package: `name/v3`."""
    version: str
    title: str | None
    supplied: bool
    """Whether the title is the archive's and not the document's: it goes into brackets."""
    genre: str
    """What sort of document it is, in words."""
    kind: str
    """The same as the record has it."""
    authors: tuple[Name, ...]
    published: str | None
    stated: str | None
    captured: str | None
    archived: str | None
    publisher: str | None
    archive: str | None
    place: str | None
    language: str | None
    abstract: str | None
    subjects: tuple[str, ...]
    rights: Rights
    url: str | None
    swhid: str
    """`swh:1:dir:` of `data/`."""
    payload: str
    source: str
    """`swh:1:cnt:` of the source."""
    tei: str
    """`swh:1:cnt:` of the TEI."""
    previous: str | None
    """`swh:1:dir:` of the version before."""
    following: str | None
    """`swh:1:dir:` of the version after, where the shelf has one."""
    related: tuple[Related, ...]
    quotation: Quotation | None

    @property
    def date(self) -> str | None:
        """When the document was published; where nobody knows, when the statement was made."""
        return self.published or self.stated

    @property
    def label(self) -> str:
        """Return the title, in brackets if it is not the document's own."""
        title = self.title or self.genre
        return f"[{title}]" if self.supplied or not self.title else title
