# SPDX-License-Identifier: Apache-2.0
"""What was done to make a payload, one function for each kind of deed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from archiver.model import Basis
from archiver.provenance.history import Deed, DeedKind
from archiver.provenance.things import CRATE, ORIGINAL, RECORD, SOURCE, TEI
from archiver.speech.rules import AUTO_ACCEPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.model import Correction, Fact, Record, Transcript, Utterance

ARCHIVER = "software.archiver"
"""Id of the software in a history; no id of a record has a dot."""

_LONGEST_QUOTE = 80


def capture(record: Record) -> Deed:
    """The source was taken from where it was published, as far as the record knows."""
    url, captured = record.source_url, record.source_captured
    known = [f"from {url.value}"] if url.value else []
    if captured.value:
        told = " ".join(("The source was taken", *known, f"on {captured.value}."))
    else:
        told = f"The source was taken {known[0]}; nobody knows when." if known else _UNCAPTURED
    suppliers = (fact.by for fact in (captured, url) if fact.basis is Basis.SUPPLIED and fact.by)
    notes = (("when", captured), ("from where", url))
    return Deed(
        id="deed.capture",
        kind=DeedKind.CAPTURE,
        told=told,
        actors=tuple(dict.fromkeys(suppliers)),
        used=(ORIGINAL,) if url.value else (),
        made=(SOURCE,),
        when=captured.value,
        detail=tuple(f"{what}: {fact.note}" for what, fact in notes if fact.note),
    )


_UNCAPTURED = "The source came without a word on when and from where it was taken."


def description(record: Record) -> Deed:
    """The record was made: which of its facts were supplied, and by whom."""
    supplied = [(name, fact) for name, fact in _facts(record) if fact.basis is Basis.SUPPLIED]
    by = {agent.id: [(name, fact) for name, fact in supplied if fact.by == agent.id] for agent in record.agents}
    names = {agent.id: agent.name for agent in record.agents}
    actors = tuple(agent for agent, facts in by.items() if facts)
    who = _row([names[agent] for agent in actors])
    told = f"{who} supplied {_count(len(supplied), 'fact')} of the record." if actors else _UNSUPPLIED
    return Deed(
        id="deed.description",
        kind=DeedKind.DESCRIPTION,
        told=told,
        actors=actors,
        used=(SOURCE,),
        made=(RECORD,),
        detail=tuple(f"{names[agent]}: {', '.join(_sure(*fact) for fact in by[agent])}" for agent in actors),
    )


_UNSUPPLIED = "The source was described by what stands in it."


def validation(schema: tuple[str, ...]) -> Deed:
    """Record and source were checked; nothing is packaged that did not pass."""
    return Deed(
        id="deed.validation",
        kind=DeedKind.VALIDATION,
        told="The record was checked against its schema and against the source.",
        actors=(ARCHIVER,),
        used=(SOURCE, RECORD, *schema),
        outcome="success",
    )


def attribution(transcript: Transcript) -> Deed:
    """Rules said who said what: how often, on what ground, and how sure."""
    ruled = [utterance for utterance in transcript.utterances if utterance.decided_by is None]
    given = sum(utterance.speaker is not None for utterance in ruled)
    return Deed(
        id="deed.attribution",
        kind=DeedKind.ATTRIBUTION,
        told=f"Rules found {_count(len(ruled), 'utterance')} and gave {given} of them to a speaker.",
        actors=(ARCHIVER,),
        used=(SOURCE, RECORD),
        detail=tuple(_counts(ruled)),
    )


def correction(number: int, decision: Correction, record: Record) -> Deed:
    """A person decided over the rules; `number` counts the decisions of the record from 1."""
    names = {someone.id: someone.name.value for someone in record.everyone}
    agents = {agent.id: agent.name for agent in record.agents}
    words = _quote(decision.quote) if decision.quote is not None else f"characters {_place(decision)}"
    who = names.get(decision.speaker or "") or decision.speaker
    said = f"said by {who}" if who else "said by somebody unknown"
    return Deed(
        id=f"deed.correction.{number}",
        kind=DeedKind.CORRECTION,
        told=f"{agents.get(decision.by, decision.by)} decided: {words}: {said if decision.speech else 'no speech'}.",
        actors=(decision.by,),
        used=(SOURCE,),
        when=decision.date,
        detail=(f"because: {decision.because}",),
    )


def encoding(transcript: Transcript, rules: tuple[str, ...]) -> Deed:
    """The text was written as TEI, every character of it kept."""
    count, attributed = (
        len(transcript.utterances),
        sum(utterance.speaker is not None for utterance in transcript.utterances),
    )
    return Deed(
        id="deed.encoding",
        kind=DeedKind.ENCODING,
        told=f"The text was written as TEI: {_count(count, 'utterance')}, {attributed} with a speaker.",
        actors=(ARCHIVER,),
        used=(SOURCE, RECORD, *rules),
        made=(TEI,),
        detail=(f"{len(transcript.text)} characters, decoded from {transcript.encoding}",),
    )


def validation_of_tei(rules: tuple[str, ...]) -> Deed:
    """The TEI was checked against its schema and rules, and its text against the source."""
    return Deed(
        id="deed.validation.tei",
        kind=DeedKind.VALIDATION,
        told="The TEI was checked against its schema, and its text is that of the source, character for character.",
        actors=(ARCHIVER,),
        used=(SOURCE, TEI, *rules),
        outcome="success",
    )


def crate() -> Deed:
    """The payload was described as an RO-Crate."""
    return Deed(
        id="deed.description.crate",
        kind=DeedKind.DESCRIPTION,
        told="The payload was described as an RO-Crate.",
        actors=(ARCHIVER,),
        used=(SOURCE, RECORD, TEI),
        made=(CRATE,),
    )


def _facts(record: Record) -> Iterator[tuple[str, Fact]]:
    for name in ("title", "language", "statement_date", "publication_date", "place", "occasion", "publisher"):
        yield name, getattr(record, name)
    yield from (("creator", creator) for creator in record.creators)
    yield from ((f"name of {someone.id}", someone.name) for someone in record.everyone)
    yield "rights in the source", record.rights_source.basis
    yield "rights in the encoding", record.rights_encoding.basis
    yield "archive", record.archive
    yield "address of the source", record.source_url
    yield "time of capture", record.source_captured


def _sure(name: str, fact: Fact) -> str:
    return f"{name} ({fact.certainty})" if fact.certainty else name


def _counts(ruled: list[Utterance]) -> Iterator[str]:
    doubtful = sum(utterance.certainty < AUTO_ACCEPT for utterance in ruled)
    yield f"{_count(doubtful, 'utterance')} less certain than {AUTO_ACCEPT}"
    for what, counted in (
        ("ground", Counter(str(utterance.ground) for utterance in ruled)),
        ("rule", Counter(utterance.rule for utterance in ruled)),
    ):
        yield from (f"{what} {name}: {number}" for name, number in sorted(counted.items()))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _row(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _quote(words: str) -> str:
    line = " ".join(words.split())
    return f"“{line[:_LONGEST_QUOTE]}…”" if len(line) > _LONGEST_QUOTE else f"“{line}”"


def _place(decision: Correction) -> str:
    return f"{decision.at.start} to {decision.at.end - 1}" if decision.at else "unknown"
