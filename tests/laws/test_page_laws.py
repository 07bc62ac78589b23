# SPDX-License-Identifier: Apache-2.0
"""Whatever a package holds, its page shows the characters of the source and nothing of it becomes markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.citation import citation_of
from archiver.cli.shown import lines
from archiver.findings import Finding, State
from archiver.model import Fact
from archiver.page import text, write, write_damaged
from archiver.page.markup import outside
from archiver.page.shelf import INDEX, Shelf, pages
from archiver.page.summary import summary
from builders import a_record, a_speaker, a_transcript
from pages import WHEN, by_class, by_id, checked, facts, parsed, said, shape, transcript_words, words
from strategies import records, transcripts

if TYPE_CHECKING:
    from archiver.citation import Citation
    from archiver.model import Record, Transcript

FEW = settings(max_examples=15)
"""Whole pages are read back by a parser that takes its time."""

HOSTILE = st.one_of(
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "</script><script>alert(1)</script>",
            "</title><img src=x onerror=alert(1)>",
            "</style><style>*{}",
            "--><b>",
            "\"' onmouseover=alert(1) x='",
            "javascript:alert(1)",
            "https://example.org/\" onclick='x",
            "\u202egnp.exe\u2066\u2069\u2069",
            "\x1b[31m\x07\x9b2J\r\n::error::",
            "&lt;&#0;&notin;",
            "\ud800\udfff\ufffe\x00",
            "]]>",
            "a" * 300,
            "\u0301" * 50,
        ]
    ),
    st.text(max_size=40),
)
SAFE_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
DRIVING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@st.composite
def hostile_records(draw: st.DrawFn) -> Record:
    fact = st.builds(
        Fact, value=HOSTILE, evidence=st.none() | HOSTILE, note=st.none() | HOSTILE, authority=st.none() | HOSTILE
    )
    mayor = a_speaker(
        name=draw(fact),
        roles=(draw(HOSTILE),),
        aliases=(draw(HOSTILE),),
        authorities=(draw(HOSTILE),),
        note=draw(HOSTILE),
    )
    described = a_record()
    return replace(
        described,
        title=draw(fact),
        kind=draw(HOSTILE),
        language=draw(fact),
        statement_date=draw(fact),
        place=draw(fact),
        abstract=draw(HOSTILE),
        subjects=(draw(HOSTILE),),
        speakers=(mayor,),
        creators=(draw(fact),),
        publisher=draw(fact),
        archive=draw(fact),
        source_url=draw(fact),
        source_media_type=draw(HOSTILE),
        rights_source=replace(described.rights_source, uri=draw(HOSTILE), spdx=draw(HOSTILE), holder=draw(HOSTILE)),
        agents=(replace(described.agents[0], name=draw(HOSTILE)),),
    )


def cited(record: Record, key: str = "bridge/v2", payload: str = "ni:///sha-256;AAAA") -> Citation:
    return citation_of(
        record,
        key=key,
        swhid="swh:1:dir:" + "ab" * 20,
        payload=payload,
        source="swh:1:cnt:" + "cd" * 20,
        tei="swh:1:cnt:00",
    )


@given(transcripts())
def test_visible_text_is_the_text_and_its_marks_are_as_many_as_its_pieces(transcript: Transcript) -> None:
    root = parsed(text.transcript(facts(transcript=transcript)).markup)
    assert transcript_words(root) == transcript.text
    pieces = [piece for utterance in transcript.utterances for piece in utterance.pieces]
    assert len(by_class(root, "said")) == len(by_class(root, "mark")) == len(pieces)


@FEW
@given(transcripts())
def test_visible_text_of_a_whole_page_is_the_text(transcript: Transcript) -> None:
    assert transcript_words(parsed(write(facts(transcript=transcript)))) == transcript.text


@FEW
@given(records(), transcripts())
def test_page_is_the_same_each_time(record: Record, transcript: Transcript) -> None:
    shown = facts(record, transcript, citation=cited(record))
    assert write(shown) == write(shown)


@FEW
@given(hostile_records(), HOSTILE, HOSTILE)
def test_nothing_of_the_material_becomes_an_element_or_an_attribute(record: Record, rule: str, key: str) -> None:
    harmless = facts(
        a_record(
            abstract="a",
            subjects=("a",),
            creators=(Fact(value="a", evidence="a", note="a", authority="https://example.org/"),),
            speakers=(a_speaker(authorities=("https://example.org/",), note="a", roles=("a",), aliases=("a",)),),
        ),
        history=("a\u202e",),
        picture="<svg/>",
        rules={"r": "s"},
    )
    known = set(shape(parsed(write(harmless))))
    tags = {tag for tag, _ in known} | {"em", "q"}
    names = {name for _, attributes in known for name in attributes} | {"rel", "lang", "data-code"}
    utterance = said(rule=rule, certainty=0.5)
    shown = facts(record, a_transcript(utterances=(utterance,)), key=key, citation=cited(record, key), ids=(rule,))
    root = parsed(write(shown))
    for tag, attributes in shape(root):
        assert tag in tags
        assert set(attributes) <= names
    for element in root.iter():
        target = element.get("href") or element.get("src")
        ours = target is None or re.match(
            r"#|data:|swh:1:|urn:x-archiver:unknown|https://schema\.org/|http://purl\.org/dc", target
        )
        assert ours or outside(target)
    assert [script.get("type") for script in root.iter("script")] == ["application/ld+json"]
    assert json.loads(words(by_id(root, "json-ld")))["@type"] == "CreativeWork"
    assert len(list(root.iter("style"))) == 1


@FEW
@given(HOSTILE, HOSTILE, hostile_records())
def test_pages_of_a_shelf_and_of_damage_hold_any_text(key: str, detail: str, record: Record) -> None:
    wrong = checked(Finding(code="F102", path=key, detail=(detail,)), state=State.FAILED, path=key)
    root = parsed(write_damaged(key, wrong))
    assert not list(root.iter("script"))
    assert not list(root.iter("img"))
    shown = facts(record, citation=cited(record))
    known = summary(shown, key=key, group=key, version=0, address="bridge/v1/", room=1000)
    shelf = Shelf(title=key, when=WHEN, tool="archiver 0", summaries=[known], others=[wrong.subject], ledgers=[wrong])
    for name, pieces in pages(shelf):
        root = parsed("".join(pieces))
        assert len(list(root.iter("script"))) == (2 if name == INDEX else 0)
        assert not list(root.iter("img"))
        assert not [e for e in root.iter() for attribute in e.attrib if str(attribute).startswith("on")]


@FEW
@given(hostile_records(), transcripts(), HOSTILE, st.integers(1, 200))
def test_lines_for_the_terminal_drive_nothing(record: Record, transcript: Transcript, key: str, width: int) -> None:
    shown = facts(record, transcript, key=key, citation=cited(record))
    for line in lines(shown, width=width, paint=lambda part, _: part):
        assert not DRIVING.search(line.replace("\n", "\x00"))


@given(SAFE_TEXT, st.integers(20, 120))
def test_lines_for_the_terminal_lose_no_character_of_the_text(source: str, width: int) -> None:
    shown = facts(transcript=a_transcript(source))
    told = "".join(lines(shown, width=width, paint=lambda part, _: part))
    visible = "".join(source.split())
    escaped = "".join(c if not DRIVING.search(c) else c.encode("unicode_escape").decode() for c in visible)
    assert escaped in "".join(told.split())
