# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from archiver import provenance, tei
from archiver.identity import content_swhid
from archiver.model import Agent, Basis, Correction, Fact, Ground, Kind, Span, Utterance
from archiver.provenance import Deed, DeedKind, History, history_of, sealed
from archiver.workflow.encoding import encode_inputs
from archiver.workflow.inputs import gather
from archiver.workflow.payload import contents_of
from builders import RECORD, TEXT, a_folder, a_record, a_transcript
from strategies import records, transcripts

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.model import Record, Transcript

FILES = {
    "transcript.tei.xml": b"<TEI/>",
    "schema/record.schema.json": b"{}",
    "schema/archiver.rng": b"<grammar/>",
    "record.json": b"{}\n",
    "source/a b.txt": TEXT.encode(),
}
NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*\Z")


def deed(history: History, identifier: str) -> Deed:
    return next(one for one in history.deeds if one.id == identifier)


def of(**fields: object) -> History:
    return history_of(a_record(**fields), a_transcript(), FILES)


def test_deeds_stand_in_the_order_in_which_they_are_done() -> None:
    assert [one.kind for one in of().deeds] == [
        DeedKind.CAPTURE,
        DeedKind.DESCRIPTION,
        DeedKind.VALIDATION,
        DeedKind.ATTRIBUTION,
        DeedKind.ENCODING,
        DeedKind.VALIDATION,
    ]


def test_files_are_things_whatever_their_order_and_the_source_is_first() -> None:
    history = of()
    assert history == history_of(a_record(), a_transcript(), dict(reversed(FILES.items())))
    assert [(thing.id, thing.label, thing.media_type) for thing in history.things] == [
        ("file.source", "source", "text/plain"),
        ("file.record.json", "record", "application/json"),
        ("file.schema.archiver.rng", "rules: archiver.rng", "application/xml"),
        ("file.schema.record.schema.json", "rules: record.schema.json", "application/schema+json"),
        ("file.transcript.tei.xml", "TEI", "application/tei+xml"),
    ]
    assert history.things[0].uri == content_swhid(TEXT.encode())
    assert {thing.path: thing.data for thing in history.things} == FILES


def test_odd_names_of_files_give_ids_that_differ() -> None:
    names = ["é b", "é_b", "e/b", "e.b", "é_20_b"]
    assert len({provenance.things.id_of(name) for name in names}) == 4  # "/" and "." are one; no file of ours does that
    assert all(NCNAME.match(provenance.things.id_of(name)) for name in names)


def test_capture_says_what_the_record_knows_and_who_supplied_it() -> None:
    nothing = deed(of(), "deed.capture")
    assert nothing.told == "The source came without a word on when and from where it was taken."
    assert (nothing.when, nothing.used, nothing.actors, nothing.made) == (None, (), (), ("file.source",))
    url = Fact(value="https://example.org/a", basis=Basis.SUPPLIED, by="desk")
    where = of(source_url=url, source_captured=Fact(value=None, basis=Basis.UNKNOWN, note="lost"))
    assert deed(where, "deed.capture").told == "The source was taken from https://example.org/a; nobody knows when."
    assert deed(where, "deed.capture").actors == ("desk",)
    assert deed(where, "deed.capture").detail == ("when: lost",)
    assert deed(where, "deed.capture").used == ("thing.original",)
    assert where.things[0].uri == "https://example.org/a"
    both = deed(of(source_url=url, source_captured=Fact(value="2024-05-04")), "deed.capture")
    assert both.told == "The source was taken from https://example.org/a on 2024-05-04."
    assert both.when == "2024-05-04"
    only = deed(of(source_captured=Fact(value="2024-05~")), "deed.capture")
    assert only.told == "The source was taken on 2024-05~."


def test_description_names_those_who_supplied_facts_and_which() -> None:
    found = deed(of(), "deed.description")
    assert found.told == "the cataloguing desk supplied 3 facts of the record."
    assert found.detail == ("the cataloguing desk: title (high), statement_date (high), rights in the encoding",)
    two = of(
        agents=(Agent(id="desk", name="A", kind="organisation"), Agent(id="cole", name="B", kind="person")),
        publisher=Fact(value="x", basis=Basis.SUPPLIED, by="cole", certainty="low"),
    )
    assert deed(two, "deed.description").told == "A and B supplied 4 facts of the record."
    assert deed(two, "deed.description").actors == ("desk", "cole")
    plain = Fact(value="x")
    rights = a_record().rights_source
    none = of(title=plain, statement_date=plain, rights_encoding=rights)
    assert deed(none, "deed.description").told == "The source was described by what stands in it."
    assert deed(none, "deed.description").actors == ()


def utterance(**fields: object) -> Utterance:
    given: dict[str, object] = {"pieces": (Span(0, 21),), "kind": Kind.DIRECT, **fields}
    return Utterance(**given)  # type: ignore[arg-type]


def test_attribution_counts_grounds_rules_and_doubts_of_what_rules_decided() -> None:
    spoken = (
        utterance(speaker="brook", ground=Ground.NAME, rule="after-subject", certainty=0.98),
        utterance(speaker="brook", ground=Ground.PRONOUN, rule="after-subject", certainty=0.94),
        utterance(rule="none", certainty=0.04),
        utterance(speaker="brook", rule="corrected", decided_by="desk"),
    )
    history = history_of(a_record(), a_transcript(utterances=spoken), FILES)
    found = deed(history, "deed.attribution")
    assert found.told == "Rules found 3 utterances and gave 2 of them to a speaker."
    assert found.detail == (
        "1 utterance less certain than 0.94",
        "ground name: 1",
        "ground none: 1",
        "ground pronoun: 1",
        "rule after-subject: 2",
        "rule none: 1",
    )
    assert deed(history, "deed.encoding").told == "The text was written as TEI: 4 utterances, 3 with a speaker."


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"speaker": "brook"}, "the cataloguing desk decided: “We open it”: said by Ada Brook."),
        ({"speaker": None}, "the cataloguing desk decided: “We open it”: said by somebody unknown."),
        ({"speech": False, "speaker": None}, "the cataloguing desk decided: “We open it”: no speech."),
        (
            {"quote": None, "at": Span(3, 9), "speaker": "brook"},
            "the cataloguing desk decided: characters 3 to 8: said by Ada Brook.",
        ),
        (
            {"quote": "word " * 30, "speaker": "brook"},
            f"the cataloguing desk decided: “{'word ' * 16}…”: said by Ada Brook.",
        ),
        ({"speaker": "brook", "by": "cole"}, "cole decided: “We open it”: said by Ada Brook."),
    ],
)
def test_each_decision_of_a_person_is_told_with_its_reason(fields: dict[str, object], told: str) -> None:
    values = {"quote": "We\nopen  it", "at": None, "speech": True, "by": "desk", "because": "heard", **fields}
    history = of(corrections=(Correction(**values, date="2024-06"),))  # type: ignore[arg-type]
    found = deed(history, "deed.correction.1")
    assert found.told == told
    assert (found.when, found.detail, found.actors) == ("2024-06", ("because: heard",), (values["by"],))


def test_crate_is_made_where_there_is_one() -> None:
    history = history_of(a_record(), a_transcript(), {**FILES, "ro-crate-metadata.json": b"{}"})
    assert history.deeds[-1].made == (provenance.CRATE,)


def test_sealing_adds_what_only_a_run_knows() -> None:
    plain = of()
    assert plain.package is None
    history = sealed(
        plain, package="bridge/v2", swhid="swh:1:dir:00", payload="ni:///x", when="2024-06-01T12:30:00Z",
        release="0.1.0", previous="swh:1:dir:11",
    )  # fmt: skip
    assert history.package == "bridge/v2"
    assert [one.kind for one in history.deeds[-2:]] == [DeedKind.DIGEST, DeedKind.PACKAGING]
    assert history.deeds[:-2] == plain.deeds
    assert history.deeds[-2].detail == ("SHA-256 and SHA-512 of 5 files", "swh:1:dir:00", "ni:///x")
    assert history.deeds[-1].made == ("thing.package",)
    assert history.deeds[-1].used[-1] == "thing.package-before"
    assert history.actors[0].version == f"0.1.0, {plain.actors[0].version}"
    first = sealed(plain, package="bridge/v1", swhid="s", payload="p", when=None, release=None)
    assert first.actors == plain.actors
    assert [thing.id for thing in first.things[len(plain.things) :]] == ["thing.package"]


def test_rules_of_an_old_package_are_named() -> None:
    assert history_of(a_record(), a_transcript(), FILES, rules="2").actors[0].version == "rules 2"


@given(record=records(), transcript=transcripts())
def test_ids_are_unique_names_and_every_pointer_leads_somewhere(record: Record, transcript: Transcript) -> None:
    history = sealed(
        history_of(record, transcript, FILES),
        package="a/v1", swhid="s", payload="p", when=None, release="1", previous="q",
    )  # fmt: skip
    things, actors = {one.id for one in history.things}, {one.id for one in history.actors}
    everything = [one.id for group in (history.things, history.deeds, history.actors) for one in group]
    assert len(set(everything)) == len(everything)
    assert all(NCNAME.match(one) for one in everything)
    for one in history.deeds:
        assert {*one.used, *one.made} <= things
        assert set(one.actors) <= actors
    made = [thing for one in history.deeds for thing in one.made]
    assert len(set(made)) == len(made)


def test_agents_may_be_called_as_deeds_and_things_are() -> None:
    agents = tuple(Agent(id=name, name=name, kind="person") for name in ("capture", "encoding", "original", "package"))
    history = sealed(
        history_of(a_record(agents=agents, source_url=Fact(value="https://example.org/a")), a_transcript(), FILES),
        package="a/v1", swhid="s", payload="p", when=None, release="1",
    )  # fmt: skip
    everything = [one.id for group in (history.things, history.deeds, history.actors) for one in group]
    assert len(set(everything)) == len(everything)


def test_history_is_the_same_from_the_transcript_and_from_its_tei(tmp_path: Path) -> None:
    decided = f"{RECORD}corrections:\n  - {{quote: Nobody told us, speaker: dorn, by: desk, because: heard}}\n"
    inputs = gather(a_folder(tmp_path, record=decided))
    encoding, transcript = encode_inputs(inputs)
    record, payload = contents_of(inputs).record, contents_of(inputs).payload
    again = tei.decode(encoding.data)
    assert history_of(record, transcript, payload) == history_of(record, again, payload)
