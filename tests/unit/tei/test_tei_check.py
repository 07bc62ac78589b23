# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from archiver import tei
from archiver.model import Source
from archiver.tei.lossless import decoded

if TYPE_CHECKING:
    from archiver.findings import Finding

PROJECT = Path(__file__).parents[3]
HERE = PROJECT / "tests" / "conformance" / "tei"
SCHEMA = (PROJECT / "schema" / "archiver.rng").read_bytes()
VALID = (HERE / "valid.xml").read_text(encoding="utf-8")
SOURCE = Source(name="bridge.txt", data=(HERE / "bridge.txt").read_bytes())


def check(xml: str, source: Source | None = SOURCE) -> tuple[Finding, ...]:
    return tei.check(xml.encode(), path="t.xml", schema=SCHEMA, source=source)


def codes(xml: str, source: Source | None = SOURCE) -> list[str]:
    return [finding.code for finding in check(xml, source)]


def altered(*pairs: tuple[str, str]) -> str:
    xml = VALID
    for old, new in pairs:
        assert old in xml
        xml = xml.replace(old, new, 1)
    return xml


def test_without_a_source_the_text_is_compared_with_nothing() -> None:
    assert codes(altered(("In a letter", "In a latter")), source=None) == []


def test_all_faults_are_told_in_one_pass() -> None:
    xml = altered(
        ("In a letter", "In a latter"),
        ('subtype="pronoun" ref="#brook">She', 'subtype="nickname" ref="#brok">She'),
        ('role="participant"', 'role="speaker"'),
        ('unit="utterances" quantity="6"', 'unit="utterances" quantity="60"'),
        ("bridge.txt", "tunnel.txt"),
    )

    assert sorted(codes(xml)) == ["T102", "T201", "T206", "T207", "T301", "T303"]


def test_findings_name_the_file_and_come_in_the_order_of_its_lines() -> None:
    findings = check(altered(("bridge.txt", "tunnel.txt"), ('role="participant"', 'role="speaker"'), ("She", "He")))

    assert {finding.path for finding in findings} == {"t.xml"}
    lines = [finding.line for finding in findings if finding.code != "T301"]
    assert lines == sorted(line for line in lines if line is not None)


def test_a_speech_without_ana_breaks_the_schema_and_the_promise() -> None:
    assert set(codes(altered((' ana="#attr.role">the', ">the")))) == {"T102", "T204"}


def test_a_speech_without_an_id_cannot_be_pointed_at() -> None:
    assert {"T102", "T201", "T204"} <= set(codes(altered(('<said xml:id="s6" ', "<said "))))


def test_a_cue_outside_an_attribution_is_a_fault() -> None:
    assert "T205" in codes(altered(("In a letter", 'In a <seg xml:id="c9" type="cue">letter</seg>')))


def test_pieces_of_one_chain_are_elements_of_one_kind() -> None:
    faults = [
        finding.detail[0]
        for finding in check(altered(('next="#s2"', 'next="#a1"'), ('xml:id="a1"', 'xml:id="a1" prev="#s1"')))
        if finding.code in {"T202", "T203"}
    ]

    assert any("#a1 is seg, not said" in fault for fault in faults)


def test_a_document_without_any_text_is_told_so_and_does_not_stop_the_check() -> None:
    xml = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"/>'

    assert set(codes(xml)) == {"T102", "T301", "T303"}
    assert set(codes(xml, source=None)) == {"T102"}


def test_a_document_of_another_kind_is_told_so() -> None:
    findings = check("<html/>", source=None)

    assert [(f.code, f.detail) for f in findings] == [("T102", ("html is no element of the schema",))]


def test_a_header_without_the_encoding_of_the_source_proves_nothing() -> None:
    (finding,) = [f for f in check(altered(('type="charset"', 'type="lineEnds"'))) if f.code == "T301"]

    assert "does not name the character encoding" in finding.detail[0]
    assert finding.offset is None


def test_a_header_without_the_name_of_the_source_says_nothing_of_it() -> None:
    (finding,) = [f for f in check(altered(('<idno type="file">', '<idno type="folder">'))) if f.code == "T303"]

    assert finding.detail == ("file name of the source bridge.txt", "file name in the header nothing")


def test_elements_that_the_header_does_not_count_are_told_without_a_tags_declaration_too() -> None:
    start, end = VALID.index("<tagsDecl"), VALID.index("</tagsDecl>") + len("</tagsDecl>")

    assert "T207" in codes(VALID[:start] + VALID[end:])


@pytest.mark.parametrize("quantity", ["", "x", "٣", "9" * 5000, "-1"])
def test_a_count_that_is_no_number_is_not_true(quantity: str) -> None:
    xml = altered(('unit="utterances" quantity="6"', f'unit="utterances" quantity="{quantity}"'))

    assert "T207" in codes(xml)


def test_a_difference_is_shown_on_both_sides_with_control_characters_escaped() -> None:
    xml = altered(("bridge,”</said>", "bridge,”\u200b</said>"))
    (finding,) = [finding for finding in check(xml) if finding.code == "T301"]

    assert (finding.code, finding.line, finding.offset) == ("T301", None, 21)
    assert finding.detail[0].startswith("source, line 1, column 22: We open the bridge,” |  Ada Brook said.")
    assert finding.detail[1].startswith("TEI: We open the bridge,” | \\u200b Ada Brook")


def test_a_text_cut_short_ends_where_the_other_goes_on() -> None:
    longer = Source(name=SOURCE.name, data=SOURCE.data + b"More.\n")
    (finding,) = [f for f in check(VALID, longer) if f.code == "T301"]

    assert finding.offset == len(SOURCE.data.decode())
    assert finding.detail[1].endswith("| (end)")


def test_a_hundred_of_the_same_faults_are_enough() -> None:
    findings = check(altered(("In a letter", "In a letter" + "<hi/>" * 500)), source=None)

    unknown = [finding for finding in findings if finding.code == "T102"]
    assert len(unknown) == 101
    assert ("and 400 more of this code, which are not listed",) in {finding.detail for finding in unknown}


def test_many_indentations_that_could_be_text_do_not_take_for_ever() -> None:
    hostile = altered(("<body>", "<body>" + "\n<!-- -->" * 3000))
    source = Source(name="bridge.txt", data=b"\n" * 6000)

    assert "T301" in codes(hostile, source)


@pytest.mark.parametrize(
    "start", ["<seg>", "<q>", "<said>", "<orgName x=''>", "<rs>", '<q xml:id="x" type="x">', "<title>"]
)
@pytest.mark.parametrize("inside", ["", "<hi/>", "<seg/>"])
def test_what_is_wrong_at_every_depth_does_not_take_for_ever(start: str, inside: str) -> None:
    end = f"</{start.strip('<>').split()[0]}>"

    assert "T102" in codes(altered(("In a letter", start * 200 + inside + end * 200)), source=None)


def test_a_join_given_twice_is_one_too_many() -> None:
    join = '<join xml:id="j1" scope="branches" target="#s1 #s2"/>'
    findings = check(altered((join, join + join.replace("j1", "j2"))))

    assert [(f.code, f.pointer) for f in findings] == [("T203", "//join[@xml:id='j2']")]


def test_a_chain_goes_forward_and_not_to_itself() -> None:
    for old, new in (('next="#s2"', 'next="#s1" prev="#s1"'), ('prev="#s1"', 'next="#s1"')):
        faults = [finding.detail[0] for finding in check(altered((old, new))) if finding.code == "T203"]

        assert any("leads back" in fault for fault in faults)


def test_a_long_chain_of_heads_is_followed_only_where_it_is_answered() -> None:
    heads = "".join(
        f'<said xml:id="h{i}" direct="true" aloud="true" next="#s2" ana="#attr.none">x</said>' for i in range(50)
    )

    assert "T203" in codes(altered(("In a letter", heads)))  # fmt: skip


def test_a_schema_that_is_none_is_not_taken_for_one() -> None:
    with pytest.raises(etree.RelaxNGParseError):
        tei.check(VALID.encode(), path="t.xml", schema=b"<grammar/>")


@pytest.mark.parametrize(
    "encoding",
    [
        *("zlib", "rot13", "hex", "idna", "punycode", "unicode_escape", "raw-unicode-escape", "undefined"),
        *("no such", "", "x" * 99, "../evil", "utf-8\n", "os"),
    ],
)
def test_a_codec_that_is_no_character_encoding_is_refused(encoding: str) -> None:
    with pytest.raises((LookupError, UnicodeError)):
        decoded(b"abc", encoding, bom=False)


@pytest.mark.parametrize(
    ("data", "encoding", "bom", "text"),
    [
        (b"abc", "utf-8", False, "abc"),
        (codecs.BOM_UTF8 + b"abc", "utf-8", True, "abc"),
        (codecs.BOM_UTF8 + b"abc", "utf-8", False, "\ufeffabc"),
        (codecs.BOM_UTF16_BE + "é".encode("utf-16-be"), "utf-16-be", True, "é"),
        (codecs.BOM_UTF16_LE + "é".encode("utf-16-le"), "utf-16", True, "é"),
        ("Привет".encode("cp1251"), "windows-1251", False, "Привет"),
    ],
)
def test_a_source_is_decoded_as_the_header_says(data: bytes, encoding: str, bom: bool, text: str) -> None:
    assert decoded(data, encoding, bom=bom) == text


def test_a_byte_order_mark_that_is_gone_is_noticed() -> None:
    xml = altered(('type="byteOrderMark" key="absent"', 'type="byteOrderMark" key="present"'))
    (finding,) = [finding for finding in check(xml) if finding.code == "T301"]

    assert "byte order mark" in finding.detail[0]


def test_the_place_of_a_difference_is_that_of_the_source_and_stands_in_the_detail() -> None:
    at = VALID.rindex("</p>")
    changed = VALID[:at] + "x" + VALID[at:]
    (finding,) = [f for f in check(changed) if f.code == "T301"]
    text = SOURCE.data.decode()

    assert finding.offset is not None
    before = text[: finding.offset].split("\n")
    assert finding.line is None
    assert finding.detail[0].startswith(f"source, line {len(before)}, column {len(before[-1]) + 1}: ")


def test_a_source_that_does_not_decode_differs_nowhere_in_particular() -> None:
    (finding,) = [f for f in check(VALID, Source(name="bridge.txt", data=b"\xff")) if f.code == "T301"]

    assert finding.offset is None
    assert finding.detail[0].startswith("the source does not decode as the header says")


def test_a_chain_that_begins_without_an_id_is_told_and_does_not_stop_the_check() -> None:
    assert "T203" in codes(altered(("In a letter", '<said next="#s2">In</said> a letter')))


def test_a_piece_that_is_its_own_neighbour_leads_nowhere() -> None:
    details = {f.detail[0] for f in check(altered(('prev="#s1"', 'prev="#s2"'))) if f.code == "T203"}

    assert "prev=#s2 leads forward" in details


def test_what_a_mention_adds_to_its_attribution_counts_as_a_ground() -> None:
    attribution = '<seg xml:id="y" type="attribution" corresp="#s1"><rs type="person" subtype="role" {}>x</rs></seg>'
    corresp = 'corresp="#k"'
    said = '<said xml:id="k" who="#brook" direct="true" aloud="true" ana="#attr.role">x</said>'

    without = codes(altered(("In a letter", said + attribution.format(""))))
    assert without.count("T205") == 1
    assert "T205" not in codes(altered(("In a letter", said + attribution.format(corresp))))
