# SPDX-License-Identifier: Apache-2.0
"""The nouns of the trade: what a source, a record, an utterance and a package are.

Everything here is a frozen value without behaviour that reads or writes. Offsets count Unicode code
points from the beginning of the text; ends are exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

RULES_VERSION = "4"
"""Version of the rules that shape the payload: attribution, TEI, canonical record, schemas, RO-Crate.

It stands in the TEI instead of the release of the tool, so that a release that changes no rule
writes the same bytes (promise 3).
"""

RULES_DATE = "2026-11-25"
"""Day on which this version of the rules was fixed: nothing that it shaped is older."""


class Span(NamedTuple):
    """A stretch of the text, from `start` up to but without `end`."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Tell whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


class Kind(StrEnum):
    """How the words are given: in quotation marks, reported, or reported with quoted fragments."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Mode(StrEnum):
    """Whether the words were spoken or written."""

    SPOKEN = "spoken"
    WRITTEN = "written"


class Ground(StrEnum):
    """Why the words are given to their speaker (the taxonomy of `@ana` in the TEI)."""

    NAME = "name"
    ROLE = "role"
    PRONOUN = "pronoun"
    LABEL = "label"
    CONTINUED = "continued"
    IMPLICIT = "implicit"
    NONE = "none"


class Form(StrEnum):
    """How a mention refers: by a name, a role, a pronoun, as a group or as an organisation."""

    NAME = "name"
    ROLE = "role"
    PRONOUN = "pronoun"
    GROUP = "group"
    ORGANISATION = "organisation"


class PhraseKind(StrEnum):
    """What a marked phrase that is no speech is; the values are TEI element names."""

    SO_CALLED = "soCalled"
    TITLE = "title"
    MENTIONED = "mentioned"


class SpeakerKind(StrEnum):
    """What sort of agent a speaker is."""

    PERSON = "person"
    GROUP = "group"
    ORGANISATION = "organisation"


class Basis(StrEnum):
    """Where a fact of the record comes from."""

    SOURCE = "source"
    SUPPLIED = "supplied"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of the text that refer to somebody."""

    span: Span
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One act of saying or writing, as the text reports it.

    Its pieces lie in the order of the text, none crosses a block, and quotation marks belong to them.
    """

    pieces: tuple[Span, ...]
    kind: Kind
    mode: Mode = Mode.SPOKEN
    quoted: tuple[Span, ...] = ()
    """The fragments in quotation marks inside the pieces; only for `Kind.MIXED`."""
    speaker: str | None = None
    """Id of a speaker of the record, else the fullest name in the document, else None."""
    addressee: str | None = None
    ground: Ground = Ground.NONE
    mention: Mention | None = None
    """The words that name the speaker; they may stand before, after or far from the pieces."""
    cue: Span | None = None
    """The reporting verb or phrase."""
    certainty: float = 1.0
    """Share of attributions with this ground and rule that are right, between 0 and 1."""
    rule: str = "given"
    """Id of the attribution rule that decided."""
    decided_by: str | None = None
    """Id of the agent of the record who decided, where a person did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words in quotation marks that are no speech: a scare quote, a title, a word as a word."""

    span: Span
    kind: PhraseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A mention of a speaker of the record that grounds no attribution."""

    mention: Mention
    speaker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The text of a source with what was said in it, by whom, and on what ground.

    The blocks cover the text without a gap; the blank lines after a paragraph belong to it.
    """

    text: str
    blocks: tuple[Span, ...]
    encoding: str = "utf-8"
    bom: bool = False
    utterances: tuple[Utterance, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source document: its original file name and its bytes as they came."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A statement of the record together with the ground on which it is made."""

    value: str | None
    basis: Basis = Basis.SOURCE
    by: str | None = None
    """Id of the agent who supplied it."""
    certainty: str | None = None
    """high, medium or low."""
    evidence: str | None = None
    note: str | None = None
    authority: str | None = None
    """URI of the thing named, where the record gives one (a place, a publisher)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Somebody or something that decided or supplied a part of the record."""

    id: str
    name: str
    kind: str
    """person, organisation or software."""
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who takes part in the document: a person, a group or an organisation."""

    id: str
    name: Fact
    kind: SpeakerKind = SpeakerKind.PERSON
    forename: str | None = None
    surname: str | None = None
    aliases: tuple[str, ...] = ()
    """Other names, transliterations, abbreviations: words that mean nobody else here."""
    roles: tuple[str, ...] = ()
    """Offices and descriptions: "Russian Foreign Minister", "spokesperson"."""
    gender: str | None = None
    """female, male or other; None where it is not known."""
    affiliation: str | None = None
    """Id of an organisation of the record."""
    authorities: tuple[str, ...] = ()
    """URIs at Wikidata, VIAF, ORCID and the like."""
    speaks: bool = True
    """False for those who are present or mentioned only."""
    anonymous: bool = False
    """True where `name` is a description and not a name."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What may be done with a work, and who says so."""

    uri: str | None
    """A licence or rights statement; made from `spdx` where the record gives only that."""
    spdx: str | None
    statement: str | None
    holder: str | None
    basis: Fact
    """Ground for the statement; its value repeats the URI, the SPDX id or the statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """An identifier of something related, in DataCite's words."""

    relation: str
    identifier: str
    identifier_type: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person decided about a stretch of the text; it overrides the rules."""

    quote: str | None
    """The words meant, exactly as in the text; None where `at` is given."""
    at: Span | None
    speech: bool
    """False: these words are no speech."""
    speaker: str | None
    """Id of a speaker of the record; None with `speech` true: the speaker is unknown."""
    by: str
    because: str
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The metadata record of a source, checked against `schema/record.schema.json`."""

    version: str
    title: Fact
    kind: str
    language: Fact
    statement_date: Fact
    publication_date: Fact
    place: Fact
    occasion: Fact
    abstract: str | None
    subjects: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    participants: tuple[Speaker, ...]
    organisations: tuple[Speaker, ...]
    creators: tuple[Fact, ...]
    publisher: Fact
    rights_source: Rights
    rights_encoding: Rights
    archive: Fact
    """Who keeps and publishes the package."""
    source_file: str
    source_encoding: str | None
    """Character encoding declared in the record; None: to be recognised."""
    source_media_type: str
    source_url: Fact
    source_captured: Fact
    related: tuple[Related, ...]
    corrections: tuple[Correction, ...]
    agents: tuple[Agent, ...]
    canonical: bytes
    """The record as canonical JSON, UTF-8, as it stands in the package."""

    @property
    def everyone(self) -> tuple[Speaker, ...]:
        """Speakers, other participants and organisations, in the order of the record."""
        return self.speakers + self.participants + self.organisations


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A transcript as TEI: the bytes of the file and what it counts."""

    data: bytes
    utterances: int
    attributed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package on the shelf, as it was written or found."""

    path: str
    name: str
    version: int
    swhid: str
    """`swh:1:dir:` of `data/`."""
    payload: str
    """`ni:///sha-256;` of the canonical payload manifest (RFC 6920)."""
    written: bool
    """False where the same package stood there already."""
