# SPDX-License-Identifier: Apache-2.0
"""The header of the document: `teiHeader`, complete and free of clock, host and own digest (TEI P5 §2)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.tei import declarations, people
from archiver.tei.xml import child

if TYPE_CHECKING:
    from lxml import etree

    from archiver.model import Record, Rights, Source
    from archiver.tei.body import Body
    from archiver.tei.facts import Facts

_OPEN = re.compile(r"https?://creativecommons\.org/(?:publicdomain/(?:zero|mark)|licenses/by(?:-sa)?)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the header tells of."""

    record: Record
    source: Source
    body: Body
    facts: Facts
    rules: dict[str, str]
    """The rules that were used, and what each says."""
    tags: dict[str, int]
    """How often each element stands in `text`."""


def write(parent: etree._Element, header: Header) -> etree._Element:
    """Append the header; it stands before `text`, though it is written after it, since it counts it."""
    element = child(parent, "teiHeader")
    file_desc = child(element, "fileDesc")
    title_statement = _title_statement(file_desc, header)
    _edition(file_desc, header)
    _publication(file_desc, header)
    source_description = _source_description(file_desc, header)
    declarations.write(element, header)
    _profile(element, header)
    header.facts.notes(file_desc, source_description)
    _responsible(title_statement, header)
    return element


def _title_statement(parent: etree._Element, header: Header) -> etree._Element:
    record, facts = header.record, header.facts
    statement = child(parent, "titleStmt")
    facts.write(statement, "title", record.title, "title", type="main")
    child(statement, "title", "TEI encoding with the speakers of what was said", type="sub")
    for number, creator in enumerate(record.creators, start=1):
        facts.write(statement, "author", creator, f"creator.{number}")
    if not record.creators:
        child(statement, "author", "unknown")
    return statement


def _responsible(statement: etree._Element, header: Header) -> None:
    """Say who answers for what; written last, when it is known who was referred to."""
    ids, record = header.body.ids, header.record
    software = child(statement, "respStmt")
    child(software, "resp", "encoding and attribution of speech by rule")
    child(software, "name", "archiver", type="software", ref=f"#{ids.own('archiver')}")
    deciders = {u.decided_by for u in header.body.transcript.utterances}
    for agent in record.agents:
        tasks = {"supplied facts": agent.id in header.facts.suppliers, "decided on attributions": agent.id in deciders}
        if any(tasks.values()):
            element = child(statement, "respStmt", id=agent.id)
            child(element, "resp", " and ".join(task for task, done in tasks.items() if done))
            child(element, "name", agent.name, type=agent.kind, ref=" ".join(agent.authorities) or None)


def _edition(parent: etree._Element, header: Header) -> None:
    text, data = header.body.transcript.text, header.source.data
    edition = child(parent, "editionStmt")
    version = header.record.version
    child(edition, "edition", f"Encoded from a record of version {version}", n=version)
    extent = child(parent, "extent")
    for unit, quantity in (
        ("bytes", len(data)),
        ("characters", len(text)),
        ("utterances", len(header.body.transcript.utterances)),
    ):
        child(extent, "measure", f"{quantity} {unit}", unit=unit, quantity=str(quantity))


def _publication(parent: etree._Element, header: Header) -> None:
    record, facts = header.record, header.facts
    statement = child(parent, "publicationStmt")
    facts.write(statement, "publisher", record.archive, "archive")
    both = [record.rights_source, record.rights_encoding]
    free = all(_OPEN.match(rights.uri or "") for rights in both)
    availability = child(statement, "availability", status="free" if free else "restricted")
    _licence(availability, record.rights_source, "source", facts)
    _licence(availability, record.rights_encoding, "encoding", facts)


_WORKS = {"source": "The source document", "encoding": "The encoding and the metadata"}


def _licence(parent: etree._Element, rights: Rights, work: str, facts: Facts) -> None:
    said = rights.statement or rights.spdx or rights.uri or "rights unknown"
    holder = f"; rights holder: {rights.holder}" if rights.holder else ""
    child(
        parent,
        "licence",
        f"{_WORKS[work]}: {said}{holder}",
        id=facts.note(rights.basis, f"rights.{work}"),
        n=work,
        target=rights.uri,
        **facts.responsibility(rights.basis),
    )


def _source_description(parent: etree._Element, header: Header) -> etree._Element:
    record, facts, data = header.record, header.facts, header.source.data
    description = child(parent, "sourceDesc")
    bibl = child(description, "bibl", id=header.body.ids.own("src"), type=record.kind)
    child(bibl, "title", record.title.value or "untitled")
    for creator in record.creators:
        child(bibl, "author", creator.value or "unknown")
    facts.write(bibl, "publisher", record.publisher, "publisher")
    facts.date(bibl, record.publication_date, "published")
    facts.date(bibl, record.source_captured, "captured")
    child(bibl, "textLang", record.language.value or "unknown", mainLang=language(record))
    child(child(bibl, "extent"), "measure", f"{len(data)} bytes", unit="bytes", quantity=str(len(data)))
    child(bibl, "idno", header.source.name, type="file")
    child(bibl, "idno", record.source_media_type, type="mediaType")
    child(bibl, "idno", hashlib.sha256(data).hexdigest(), type="sha256")
    facts.plain(bibl, "idno", record.source_url, "url", type="URL")
    for related in record.related:
        child(bibl, "idno", related.identifier, type=related.identifier_type, subtype=related.relation)
        if related.note is not None:
            child(bibl, "note", related.note, type="related")
    _characters(bibl, header)
    return description


def _characters(parent: etree._Element, header: Header) -> None:
    """Say how the bytes became characters; this is read again to prove the text against the source."""
    transcript = header.body.transcript
    last = transcript.text[-1:] in {"\n", "\r"}
    terms = (
        ("charset", transcript.encoding, f"character encoding {transcript.encoding}"),
        ("byteOrderMark", *(("present", "a byte order mark") if transcript.bom else ("absent", "no byte order mark"))),
        ("finalNewline", *(("present", "a line end at the end") if last else ("absent", "no line end at the end"))),
        ("lineEnds", *_line_ends(transcript.text)),
    )
    note = child(parent, "note", type="encoding")
    for kind, key, words in terms:
        if len(note):
            note[-1].tail = ", "
        child(note, "term", words, type=kind, key=key)


def _line_ends(text: str) -> tuple[str, str]:
    both = text.count("\r\n")
    counts = {"CRLF": both, "LF": text.count("\n") - both, "CR": text.count("\r") - both}
    kinds = [kind for kind, count in counts.items() if count]
    return ("none", "no line ends") if not kinds else ("-".join(kinds), f"line ends {' and '.join(kinds)}")


def _profile(parent: etree._Element, header: Header) -> None:
    record, facts = header.record, header.facts
    profile = child(parent, "profileDesc")
    if record.abstract is not None:
        child(child(profile, "abstract"), "p", record.abstract)
    usage = child(profile, "langUsage")
    facts.plain(usage, "language", record.language, "language", ident=language(record))
    text_class = child(profile, "textClass")
    genre = header.body.ids.own("genre")
    child(text_class, "catRef", scheme=f"#{genre}", target=f"#{genre}.{record.kind}")
    if record.subjects:
        keywords = child(text_class, "keywords")
        for subject in record.subjects:
            child(keywords, "term", subject)
    people.write(profile, record, header.body, facts)
    setting = child(child(profile, "settingDesc"), "setting")
    facts.write(setting, "name", record.place, "place", type="place")
    facts.date(setting, record.statement_date, "statement")
    facts.plain(setting, "activity", record.occasion, "occasion")


def language(record: Record) -> str:
    """Return the language of the document as BCP 47, `und` where it is not known."""
    return record.language.value or "und"
