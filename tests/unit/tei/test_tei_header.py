# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from archiver import tei
from archiver.model import (
    RULES_VERSION,
    Agent,
    Basis,
    Fact,
    Form,
    Ground,
    Kind,
    Mention,
    Reference,
    Related,
    Rights,
    Span,
    Speaker,
    SpeakerKind,
    Utterance,
)
from archiver.tei.facts import dating
from archiver.tei.stretches import NAMESPACES
from archiver.tei.xml import parse, string
from builders import TEXT, a_record, a_source, a_speaker, a_transcript

if TYPE_CHECKING:
    from lxml import etree

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
UNKNOWN = Fact(value=None, basis=Basis.UNKNOWN)


def header(*, transcript: Any = None, source: Any = None, rules: Any = None, **fields: Any) -> etree._Element:
    encoding = tei.encode(
        transcript or a_transcript(), record=a_record(**fields), source=source or a_source(), rules=rules or {}
    )
    return parse(encoding.data)


def one(root: etree._Element, path: str) -> etree._Element:
    (found,) = root.iterfind(f".//t:teiHeader//{path}", NAMESPACES)
    return found


def every(root: etree._Element, path: str) -> list[str]:
    return [string(found) for found in root.iterfind(f".//t:teiHeader//{path}", NAMESPACES)]


def utterance(**fields: Any) -> Utterance:
    return Utterance(**{"pieces": (Span(0, 5),), "kind": Kind.DIRECT, **fields})


def supplied(value: str, **fields: Any) -> Fact:
    return Fact(**{"value": value, "basis": Basis.SUPPLIED, "by": "desk", "certainty": "low", **fields})


def test_a_fact_of_the_source_is_plain_text() -> None:
    assert every(header(title=Fact(value="Bridges")), "t:titleStmt/t:title[@type='main']") == ["Bridges"]


def test_a_supplied_fact_says_by_whom_how_surely_and_on_what_evidence() -> None:
    root = header(place=supplied("Fordham", evidence="the sign", note="read twice", authority="https://example.org/f"))

    place = one(root, "t:setting/t:name")
    words = one(root, "t:setting/t:name/t:supplied")
    identifier = place.get("{http://www.w3.org/XML/1998/namespace}id")
    assert place.get("ref") == "https://example.org/f"
    assert (words.text, words.get("evidence"), words.get("resp"), words.get("cert")) == (
        "Fordham",
        "external",
        "#desk",
        "low",
    )
    assert one(root, f"t:note[@type='evidence'][@target='#{identifier}']").text == "the sign"
    assert one(root, f"t:note[@type='remark'][@target='#{identifier}']").text == "read twice"


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    root = header(place=UNKNOWN, publisher=UNKNOWN, publication_date=UNKNOWN, occasion=UNKNOWN, language=UNKNOWN)

    assert every(root, "t:setting/t:name") == ["unknown"]
    assert every(root, "t:bibl/t:publisher") == ["unknown"]
    assert every(root, "t:bibl/t:date[@type='published']") == ["unknown"]
    assert every(root, "t:activity") == ["unknown"]
    assert one(root, "t:language").get("ident") == "und"
    assert every(root, "t:titleStmt/t:author") == ["unknown"]


def test_whoever_supplied_or_decided_answers_for_it_and_nobody_else() -> None:
    agents = (
        Agent(id="desk", name="the desk", kind="organisation", authorities=("https://example.org/d",)),
        Agent(id="reader", name="R. Eader", kind="person"),
        Agent(id="idler", name="I. Dler", kind="person"),
    )
    decided = utterance(speaker="brook", ground=Ground.IMPLICIT, decided_by="reader")

    root = header(agents=agents, transcript=a_transcript(utterances=(decided,)))

    assert every(root, "t:respStmt/t:name") == ["archiver", "the desk", "R. Eader"]
    assert every(root, "t:respStmt/t:resp")[1:] == ["supplied facts", "decided on attributions"]


def test_bytes_characters_and_utterances_are_counted() -> None:
    root = header(transcript=a_transcript(utterances=(utterance(ground=Ground.NONE),)))

    measures = root.iterfind("t:teiHeader/t:fileDesc/t:extent/t:measure", NAMESPACES)
    assert [(m.get("unit"), m.get("quantity")) for m in measures] == [
        ("bytes", str(len(TEXT.encode()))),
        ("characters", str(len(TEXT))),
        ("utterances", "1"),
    ]


@pytest.mark.parametrize(
    ("source", "encoding", "status"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", CC0, "free"),
        ("https://creativecommons.org/licenses/by-nc/4.0/", CC0, "restricted"),
        (None, CC0, "restricted"),
    ],
)
def test_source_and_encoding_have_a_licence_each(source: str | None, encoding: str, status: str) -> None:
    def rights(uri: str | None, **fields: Any) -> Rights:
        return Rights(**{"uri": uri, "spdx": None, "statement": None, "holder": None, "basis": UNKNOWN, **fields})

    root = header(
        rights_source=rights(source, holder="E. Pen"), rights_encoding=rights(encoding, statement="As you like")
    )

    said = source or "rights unknown"
    assert one(root, "t:availability").get("status") == status
    assert one(root, "t:licence[@n='source']").get("target") == source
    assert every(root, "t:licence") == [
        f"The source document: {said}; rights holder: E. Pen",
        "The encoding and the metadata: As you like",
    ]


@pytest.mark.parametrize(
    ("text", "bom", "terms"),
    [
        ("One.", False, {"byteOrderMark": "absent", "finalNewline": "absent", "lineEnds": "none"}),
        ("One.\n", True, {"byteOrderMark": "present", "finalNewline": "present", "lineEnds": "LF"}),
        ("One.\r\n\r", False, {"byteOrderMark": "absent", "finalNewline": "present", "lineEnds": "CRLF-CR"}),
    ],
)
def test_the_header_says_how_bytes_became_characters(text: str, bom: bool, terms: dict[str, str]) -> None:
    root = header(transcript=a_transcript(text, bom=bom, encoding="windows-1251"))

    found = {t.get("type"): t.get("key") for t in root.iterfind(".//t:note[@type='encoding']/t:term", NAMESPACES)}
    assert found == {"charset": "windows-1251", **terms}


def test_what_the_record_relates_to_is_listed_with_its_relation() -> None:
    related = Related(relation="IsPartOf", identifier="10.5555/x", identifier_type="DOI", note="the series")

    root = header(related=(related,))

    assert one(root, "t:idno[@type='DOI']").get("subtype") == "IsPartOf"
    assert every(root, "t:note[@type='related']") == ["the series"]


def test_the_elements_of_the_text_are_counted_and_no_others() -> None:
    root = header(transcript=a_transcript(utterances=(utterance(ground=Ground.NONE),)))

    usage = {tag.get("gi"): tag.get("occurs") for tag in root.iterfind(".//t:tagUsage", NAMESPACES)}
    assert usage == {"text": "1", "body": "1", "div": "1", "p": "2", "said": "1"}


def test_only_the_rules_that_were_used_are_listed() -> None:
    transcript = a_transcript(utterances=(utterance(rule="used"), utterance(rule="unheard-of")))

    root = header(transcript=transcript, rules={"used": "It was used.", "unused": "It was not."})

    assert every(root, "t:taxonomy[@{http://www.w3.org/XML/1998/namespace}id='rules']//t:catDesc") == [
        "unheard-of",
        "It was used.",
    ]


def test_the_kind_of_document_is_a_category() -> None:
    root = header(kind="pressConference")

    assert one(root, "t:catRef").get("target") == "#genre.pressConference"
    assert "press conference" in every(root, "t:catDesc")


def test_the_version_is_that_of_the_rules_and_there_is_no_clock() -> None:
    application = one(header(), "t:application")

    assert application.get("ident") == "archiver"
    assert (application.get("version"), application.get("when")) == (RULES_VERSION, None)


def test_everyone_of_the_record_is_declared_with_what_is_known() -> None:
    brook = a_speaker(
        gender="female",
        affiliation="town",
        aliases=("A. B.",),
        authorities=("https://example.org/b",),
        note="in office",
        name=supplied("Ada Brook", evidence="the plate"),
    )
    crew = Speaker(id="crew", name=Fact(value="the crew"), kind=SpeakerKind.GROUP, anonymous=True)
    nobody = Speaker(id="asker", name=UNKNOWN)
    town = Speaker(
        id="town", name=Fact(value="Fordham"), kind=SpeakerKind.ORGANISATION, roles=("town",), affiliation="county"
    )
    county = Speaker(id="county", name=Fact(value="the county"), kind=SpeakerKind.ORGANISATION)
    heard = utterance(speaker="brook", ground=Ground.IMPLICIT)

    root = header(
        transcript=a_transcript(utterances=(heard,)),
        speakers=(brook,),
        participants=(crew, nobody),
        organisations=(town, county),
    )

    roles = {p.get("{http://www.w3.org/XML/1998/namespace}id"): p.get("role") for p in one(root, "t:listPerson")}
    assert roles == {"brook": "speaker", "crew": "participant", "asker": "participant"}
    assert every(root, "t:person/t:persName") == ["Ada Brook", "A. B.", "unknown"]
    assert one(root, "t:personGrp/t:persName").get("type") == "description"
    assert one(root, "t:gender").get("value") == "female"
    assert every(root, "t:occupation") == ["mayor of Fordham"]
    assert one(root, "t:affiliation").get("ref") == "#town"
    assert every(root, "t:person/t:idno") == ["https://example.org/b"]
    assert every(root, "t:person/t:note") == ["in office"]
    assert every(root, "t:org/t:orgName") == ["Fordham", "the county"]
    assert every(root, "t:org/t:desc") == ["town"]
    assert one(root, "t:org/t:ref").get("target") == "#county"
    assert {o.get("role") for o in one(root, "t:listOrg")} == {"mentioned"}


def test_a_supplied_fact_need_not_say_by_whom() -> None:
    fact = Fact(value="Fordham", basis=Basis.SUPPLIED)

    assert one(header(place=fact), "t:setting/t:name/t:supplied").get("resp") is None


def test_where_nobody_takes_part_nobody_is_declared() -> None:
    assert not every(header(speakers=()), "t:particDesc")


@pytest.mark.parametrize(
    ("form", "tag"), [(Form.NAME, "person"), (Form.GROUP, "personGrp"), (Form.ORGANISATION, "org")]
)
def test_who_is_found_in_the_text_only_is_declared_apart(form: Form, tag: str) -> None:
    reference = Reference(mention=Mention(span=Span(0, 2), form=form), speaker="Some One")

    root = header(transcript=a_transcript(references=(reference,)), speakers=())

    (found,) = root.iterfind(f".//t:particDesc/*[@type='found']/t:{tag}", NAMESPACES)
    assert (string(found).strip(), found.get("source"), found.get("role")) == ("Some One", "#src", "mentioned")


def test_an_organisation_that_speaks_under_a_group_name_is_an_organisation() -> None:
    forms = (Form.ORGANISATION, Form.GROUP)
    references = tuple(
        Reference(mention=Mention(span=Span(i, i + 1), form=form), speaker="They") for i, form in enumerate(forms)
    )

    assert len(one(header(transcript=a_transcript(references=references)), "t:listOrg[@type='found']")) == 1


def test_white_space_and_line_breaks_in_facts_are_kept() -> None:
    root = header(abstract="  Two\n lines ", title=supplied(" a  b "))

    assert every(root, "t:abstract/t:p") == ["  Two\n lines "]
    assert every(root, "t:titleStmt/t:title")[0] == " a  b "


@pytest.mark.parametrize(
    ("edtf", "attributes"),
    [
        ("2021-07-12", {"when": "2021-07-12"}),
        ("2021-07", {"when": "2021-07"}),
        ("2021", {"when": "2021"}),
        ("2021-07-12T10:20:30Z", {"when": "2021-07-12T10:20:30Z"}),
        ("2021-07-12T10:20:30+02:00", {"when": "2021-07-12T10:20:30+02:00"}),
        ("2021-07T10:20:30Z", {}),
        ("2021?", {"when": "2021", "cert": "low"}),
        ("2021-07~", {"when": "2021-07", "precision": "low"}),
        ("2021%", {"when": "2021", "cert": "low", "precision": "low"}),
        ("202X", {"notBefore": "2020", "notAfter": "2029"}),
        ("20XX", {"notBefore": "2000", "notAfter": "2099"}),
        ("000X", {}),
        ("2021-07-12/2021-07-14", {"from_": "2021-07-12", "to": "2021-07-14"}),
        ("../2021", {"to": "2021"}),
        ("2021-02-28/..", {"from_": "2021-02-28"}),
        ("2021-02-30/2021", {"to": "2021"}),
        ("2020-02-29", {"when": "2020-02-29"}),
        ("2000-02-29", {"when": "2000-02-29"}),
        ("1900-02-29", {}),
        ("2021-02-29", {}),
        ("2021-04-31", {}),
        ("2021-21", {}),
        ("0000", {}),
        ("some day", {}),
    ],
)
def test_a_date_has_the_attributes_that_tei_has_for_it(edtf: str, attributes: dict[str, str]) -> None:
    assert dict(dating(edtf)) == attributes


def test_a_date_is_written_with_its_words_its_attributes_and_its_ground() -> None:
    date = one(header(statement_date=supplied("2021?", certainty="high")), "t:setting/t:date")

    assert (date.text, date.get("when"), date.get("cert"), date.get("evidence")) == (
        "2021?",
        "2021",
        "high",
        "external",
    )
