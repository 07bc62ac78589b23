# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.errors import InvalidMaterial
from archiver.tei.xml import FORBIDDEN, append_text, child, name, parse, pointer, root, serialise, string


def codes(data: bytes) -> list[tuple[str, int | None]]:
    with pytest.raises(InvalidMaterial) as error:
        parse(data)
    return [(finding.code, finding.line) for finding in error.value.findings]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no xml",
        b"<TEI>",
        b"<TEI>&unknown;</TEI>",
        b"<a/><b/>",
        b"<a>\xff</a>",
        b"<a>\x00</a>",
        "<a>é</a>".encode("utf-16"),
        b"<?xml version='1.0'",
        b"<!-- never closed",
        b"<a xmlns:x='u' x:b='1' x:b='2'/>",
        b"<a>&#0;</a>",
    ],
)
def test_what_is_no_xml_in_utf_8_is_a_finding(data: bytes) -> None:
    assert [code for code, _ in codes(data)] == ["T101"]


def test_the_place_of_the_fault_is_given() -> None:
    with pytest.raises(InvalidMaterial) as error:
        parse(b"<a>\n<b></c>\n</a>", path="x.xml")

    (finding,) = error.value.findings
    assert (finding.path, finding.line, finding.column) == ("x.xml", 2, 8)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"<!DOCTYPE a><a/>", 1),
        (b'<?xml version="1.0"?>\n<!-- c -->\n<?p i?> \t\r\n<!DOCTYPE a SYSTEM "http://example.org/x"><a/>', 4),
        (b"\xef\xbb\xbf\n<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", 2),
        (b"<!doctype html><p>", 1),
    ],
)
def test_a_document_type_declaration_is_refused_before_it_is_read(data: bytes, line: int) -> None:
    assert codes(data) == [("T103", line)]


def test_another_declared_encoding_is_refused_although_we_could_read_it() -> None:
    assert codes(b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>') == [("T101", 1)]


def test_utf_8_may_be_declared_in_any_case_and_with_a_byte_order_mark() -> None:
    assert parse(b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><a/>").tag == "a"


def test_nesting_without_end_is_refused() -> None:
    assert [code for code, _ in codes(b"<a>" * 5000 + b"</a>" * 5000)] == ["T104"]


def test_ids_given_twice_can_be_read() -> None:
    assert len(parse(b'<a><b xml:id="x"/><b xml:id="x"/></a>')) == 2


def test_attributes_that_are_none_are_left_out_and_names_of_xml_are_known() -> None:
    element = child(root("en"), "p", "x", id="p1", from_="2021", resp=None)

    assert b'xml:id="p1" from="2021">x</p>' in serialise(element)
    assert "resp" not in element.attrib


def test_text_is_appended_after_what_is_there() -> None:
    element = root("en")
    for words in ("a", "", "b"):
        append_text(element, words)
    child(element, "p", "c")
    for words in ("d", "e"):
        append_text(element, words)

    assert string(element) == "abcde"


def test_every_character_that_xml_forbids_is_known_and_no_other() -> None:
    forbidden = {code for code in range(0x110000) if FORBIDDEN.match(chr(code))}

    assert forbidden == (
        {*range(0x20)} - {9, 10, 13} | {*range(0xD800, 0xE000)} | {0xFFFE, 0xFFFF}
    )  # fmt: skip


def test_a_pointer_leads_through_names_and_places() -> None:
    top = root("en")
    body = child(child(top, "text"), "body")
    for _ in range(2):
        child(body, "p")

    assert pointer(body[1]) == "/TEI/text/body/p[2]"
    assert pointer(body[0]) == "/TEI/text/body/p[1]"


def test_a_pointer_begins_at_the_nearest_id() -> None:
    paragraph = child(root("en"), "p", id="p1")

    assert pointer(child(paragraph, "seg")) == "//p[@xml:id='p1']/seg"


def test_a_pointer_does_not_count_for_ever() -> None:
    top = root("en")
    for _ in range(1500):
        child(top, "p")

    assert pointer(top[1499]) == "/TEI/p[position() > 1000]"


def test_names_have_the_namespace_of_tei() -> None:
    assert name("p") == "{http://www.tei-c.org/ns/1.0}p"


def test_a_pointer_counts_no_more_siblings_for_being_deep() -> None:
    top = root("en")
    for _ in range(1500):
        child(top, "p")
    inner = child(top[700], "q")
    for _ in range(1500):
        child(inner, "rs")

    assert pointer(inner[1200]) == "//rs[position() > 1000]"
    assert pointer(inner[900]) == "/TEI/p[position() > 100]/q/rs[901]"


def test_a_pointer_shows_no_more_than_the_beginning_of_an_id() -> None:
    assert pointer(child(root("en"), "p", id="x" * 5000)) == f"//p[@xml:id='{'x' * 100}']"
