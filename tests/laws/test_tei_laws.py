# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from archiver import tei
from archiver.errors import InvalidMaterial
from archiver.findings import Finding, errors_in
from archiver.model import Fact, Record, Speaker, SpeakerKind, Transcript
from archiver.tei.xml import TEI
from builders import a_record
from strategies import records, source_of, transcripts

SCHEMA = (Path(__file__).parents[2] / "schema" / "archiver.rng").read_bytes()
RULES = {"after-subject": "The subject of the cue speaks."}
RECORD = a_record(
    participants=(Speaker(id="ferry-crew", name=Fact(value="the crew"), kind=SpeakerKind.GROUP),),
    organisations=(Speaker(id="fordham", name=Fact(value="Fordham"), kind=SpeakerKind.ORGANISATION),),
)


def encoded(transcript: Transcript, record: Record = RECORD) -> bytes:
    return tei.encode(transcript, record=record, source=source_of(transcript), rules=RULES).data


def checked(data: bytes, transcript: Transcript) -> tuple[Finding, ...]:
    return tei.check(data, path="t.xml", schema=SCHEMA, source=source_of(transcript))


@given(transcripts())
def test_what_was_encoded_decodes_to_itself(transcript: Transcript) -> None:
    assert tei.decode(encoded(transcript)) == transcript


@given(transcripts(), records())
def test_our_own_tei_is_without_fault_whatever_the_record_says(transcript: Transcript, record: Record) -> None:
    data = encoded(transcript, record)

    assert checked(data, transcript) == ()
    assert tei.decode(data) == transcript


@given(transcripts())
def test_the_text_is_the_source(transcript: Transcript) -> None:
    assert tei.text_of(encoded(transcript)) == transcript.text


@given(transcripts(), records())
def test_the_same_inputs_give_the_same_bytes(transcript: Transcript, record: Record) -> None:
    assert encoded(transcript, record) == encoded(transcript, record)


@given(transcripts(), st.data())
def test_a_changed_character_is_found_where_it_is(transcript: Transcript, data: st.DataObject) -> None:
    assume(transcript.text)
    at = data.draw(st.integers(0, len(transcript.text) - 1))
    other = data.draw(st.sampled_from("xyQ—"))
    assume(other != transcript.text[at])
    root = etree.fromstring(encoded(transcript))  # noqa: TID251 # our own bytes, changed and written again
    _replace(root, at, other)

    findings = checked(etree.tostring(root), transcript)

    assert [f.offset for f in findings if f.code == "T301"] == [at]


def _replace(root: etree._Element, at: int, other: str) -> None:
    for node in root.xpath("t:text//text()", namespaces={"t": TEI}):
        if at < len(node):
            parent, words = node.getparent(), str(node)
            words = words[:at] + other + words[at + 1 :]
            if node.is_text:
                parent.text = words
            else:
                parent.tail = words
            return
        at -= len(node)


@given(transcripts(), st.booleans())
def test_a_file_indented_by_others_is_still_intact(transcript: Transcript, remove: bool) -> None:
    parser = etree.XMLParser(remove_blank_text=remove)  # noqa: TID251 # as other people's tools do
    root = etree.fromstring(encoded(transcript), parser)  # noqa: TID251 # the same
    findings = checked(etree.tostring(root, pretty_print=True, encoding="UTF-8"), transcript)

    assert not errors_in(findings)
    assert {f.code for f in findings} <= {"T302"}


@settings(max_examples=300)
@given(st.binary(max_size=200) | st.text("<TEI text/>&;!DOCTYPE[]\"'= x?-", max_size=60).map(str.encode))
def test_no_bytes_make_the_check_fall_over(data: bytes) -> None:
    assert tei.check(data, path="t.xml", schema=SCHEMA) != ()


@settings(max_examples=300)
@given(transcripts(), st.data())
def test_no_damage_to_the_markup_makes_anything_fall_over(transcript: Transcript, data: st.DataObject) -> None:
    root = etree.fromstring(encoded(transcript))  # noqa: TID251 # our own bytes, damaged
    for _ in range(data.draw(st.integers(1, 4))):
        _damage(root, data)
    damaged = etree.tostring(root)

    checked(damaged, transcript)
    with suppress(InvalidMaterial):
        tei.decode(damaged)


def _damage(root: etree._Element, data: st.DataObject) -> None:
    element = data.draw(st.sampled_from(list(root.iter("*"))))
    attribute = data.draw(st.sampled_from([*map(str, element.attrib), ""]))
    parent = element.getparent()
    if attribute:
        element.set(attribute, data.draw(st.sampled_from(["", "#s1", "#p1 #s2", "x", "true"])))
    elif parent is not None and data.draw(st.booleans()):
        parent.remove(element)
    else:
        other = data.draw(st.sampled_from(list(root.iter("*"))))
        element.append(deepcopy(other))
