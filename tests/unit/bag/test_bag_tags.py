# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.bag.lines import MOST, charset
from archiver.bag.tags import (
    DECLARATION,
    Declaration,
    Fetch,
    format_info,
    odd_elements,
    parse_declaration,
    parse_fetch,
    parse_info,
    parse_oxum,
)
from archiver.errors import InvalidMaterial
from archiver.findings import leniently

VERSION = b"BagIt-Version: 1.0\n"
ENCODING = b"Tag-File-Character-Encoding: UTF-8\n"
OLD = (0, 97)


def test_our_own_declaration_reads_back() -> None:
    assert parse_declaration(DECLARATION) == (Declaration(version=(1, 0), encoding="utf-8"), ())


@pytest.mark.parametrize(
    "text",
    [
        "BagIt-Version : {}\nTag-File-Character-Encoding :  ISO-8859-1 \n",
        "BagIt-Version: {}\nTag-File-Character-Encoding:\tISO-8859-1",
        "BagIt-Version: {} \nTag-File-Character-Encoding: ISO-8859-1\n",
        "BagIt-Version: {}\nTag-File-Character-Encoding: iso8859-1\n",
    ],
)
def test_a_loose_declaration_is_told_and_taken_as_it_is_meant(text: str) -> None:
    for version, number, code in (("0.97", OLD, "B141"), ("1.0", (1, 0), "B140")):
        declaration, findings = parse_declaration(text.format(version).encode())
        assert declaration == Declaration(version=number, encoding="iso-8859-1")
        assert [finding.code for finding in findings] == [code]


def test_blank_lines_after_the_declaration_are_told() -> None:
    declaration, findings = parse_declaration(VERSION + b"Tag-File-Character-Encoding: ISO-8859-1\n\n \n")
    assert declaration.encoding == "iso-8859-1"
    assert [(finding.code, finding.line) for finding in findings] == [("B134", 4), ("B134", 3)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        VERSION,
        ENCODING + VERSION,
        VERSION + ENCODING + ENCODING,
        VERSION + b"\n" + ENCODING,
        b"\xef\xbb\xbf" + VERSION + ENCODING,
        b"BagIt-Version: one\n" + ENCODING,
        "BagIt-Version: １.０\n".encode() + ENCODING,
        b"BagIt-Version: 1.00\n" + ENCODING,
        b"BagIt-Version: 01.0\n" + ENCODING,
        b"bagit-version: 1.0\n" + ENCODING,
        VERSION + b"\xff\n",
        *(
            VERSION + b"Tag-File-Character-Encoding: " + name + b"\n"
            for name in (b"rot13", b"idna", b"undefined", b"x")
        ),
        b"BagIt-Version: 0.97\nTag-File-Character-Encoding: unicode_escape\n",
    ],
)
def test_a_malformed_declaration_is_one_finding_and_the_bag_is_read_as_1_0(data: bytes) -> None:
    declaration, findings = parse_declaration(data)
    assert declaration == Declaration()
    assert [finding.code for finding in findings] == ["B102"]
    assert findings[0].detail[0]


@pytest.mark.parametrize("version", [b"1.1", b"2.0", b"0.98", b"0.50", b"0.9"])
def test_a_version_without_known_rules_is_not_judged_but_told(version: bytes) -> None:
    assert [finding.code for finding in parse_declaration(b"BagIt-Version: " + version + b"\n" + ENCODING)[1]] == [
        "F903"
    ]


@pytest.mark.parametrize("name", [b"SCSU", b"utf-7", b"IBM037", b"ISO-8859-8-I"])
def test_a_registered_character_set_without_a_codec_is_not_called_wrong(name: bytes) -> None:
    declaration, findings = parse_declaration(VERSION + b"Tag-File-Character-Encoding: " + name + b"\n")
    assert declaration == Declaration()
    assert [(finding.code, finding.line) for finding in findings] == [("F903", 2)]


def test_character_sets_are_registered_ones() -> None:
    assert charset("Windows-1251") == "windows-1251"
    assert charset("macintosh") == "mac_roman"
    assert charset("latin1") == "iso-8859-1"
    assert charset("Big5-HKSCS") == "big5-hkscs"
    for name in ("zlib", "utf8", "utf-7", "unicode_escape", ""):
        assert charset(name) is None


def test_bag_info_keeps_order_and_repeats_and_is_not_folded() -> None:
    pairs = [("B", "2"), ("A", "x" * 200), ("B", " 1"), ("C", "")]
    assert format_info(pairs) == b"B: 2\nA: " + b"x" * 200 + b"\nB:  1\nC: \n"


@pytest.mark.parametrize(
    "pair",
    [
        ("", "v"),
        ("a:b", "v"),
        (" a", "v"),
        ("a ", "v"),
        ("a\nb", "v"),
        ("a", "b\nc"),
        ("a", "b\r"),
        ("a", "b\u2028c"),
        ("a", "\0"),
        ("a", "\ud800"),
    ],
)
def test_what_bag_info_cannot_hold_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(InvalidMaterial) as caught:
        format_info([("Good", "one"), pair])
    assert [finding.code for finding in caught.value.findings] == ["B112"]


def test_folded_lines_go_on_with_the_value() -> None:
    data = b"A: one\n two\n\tthree\nB: four\n"
    assert parse_info(data) == ((("A", "one two three"), ("B", "four")), ())


def test_before_1_0_blanks_around_the_colon_do_not_count() -> None:
    assert parse_info(b"A   :   b\nC:d\n", version=OLD) == ((("A", "b"), ("C", "d")), ())


@pytest.mark.parametrize(("line", "pair"), [(b"A :  b", ("A", " b")), (b"A:b", ("A", "b")), (b"A\t: b", ("A", "b"))])
def test_from_1_0_on_label_and_value_are_parted_by_a_colon_and_one_blank(line: bytes, pair: tuple[str, str]) -> None:
    pairs, findings = parse_info(line + b"\n")
    assert pairs == (pair,)
    assert [(finding.code, finding.line) for finding in findings] == [("B138", 1)]
    assert [finding.code for finding in leniently(findings)] == ["B139"]


def test_a_label_without_a_value_may_lack_the_blank_that_editors_take_away() -> None:
    pairs, (finding,) = parse_info(b"A:\nB: c\n")
    assert (pairs, finding.code, finding.line) == ((("A", ""), ("B", "c")), "B139", 1)


def test_the_blank_after_the_colon_may_be_a_tab_and_more_blanks_belong_to_the_value() -> None:
    assert parse_info(b"A:\tb\nC:  d \nE: \n") == ((("A", "b"), ("C", " d "), ("E", "")), ())


def test_a_blank_line_of_bag_info_is_told() -> None:
    assert [(finding.code, finding.line) for finding in parse_info(b"A: b\n\nC: d\n")[1]] == [("B134", 2)]
    assert [finding.code for finding in parse_info(b"A: b\n\nC: d\n", version=OLD)[1]] == ["B135"]


def test_findings_on_lines_are_bounded_in_every_tag_file() -> None:
    assert len(parse_info(b"broken\n" * (MOST + 5))[1]) == MOST + 1
    assert len(parse_fetch(b"broken\n" * (MOST + 5))[1]) == MOST + 1
    assert len(odd_elements([("Bagging-Date", "")] * (MOST + 5))) == MOST


@pytest.mark.parametrize(
    ("pairs", "details"),
    [
        ([("Bagging-Date", "2024-02-29"), ("Bag-Count", "1 of ?"), ("Bag-Size", "2 MB")], []),
        ([("bagging-date", "2023-02-29")], ["bagging-date: 2023-02-29"]),
        ([("Bagging-Date", "29.2.2024")], ["Bagging-Date: 29.2.2024"]),
        ([("Bag-Count", "one")], ["Bag-Count: one"]),
        ([("Bag-Size", "2 MB"), ("bag-size", "2 MB")], ["bag-size is given twice"]),
        ([("Contact-Name", "a"), ("Contact-Name", "b")], []),
    ],
)
def test_odd_reserved_elements_are_told(pairs: list[tuple[str, str]], details: list[str]) -> None:
    findings = odd_elements(pairs)
    assert {finding.code for finding in findings} <= {"B146"}
    assert [finding.detail[0] for finding in findings] == details


def test_before_1_0_every_element_might_be_repeated() -> None:
    assert odd_elements([("Bag-Size", "2 MB")] * 2, version=OLD) == ()


@pytest.mark.parametrize("line", [b"no colon", b" continues nothing", b": no label"])
def test_a_malformed_line_of_bag_info_is_told(line: bytes) -> None:
    pairs, findings = parse_info(line + b"\nA: b\n")
    assert pairs == (("A", "b"),)
    assert [(finding.code, finding.line) for finding in findings] == [("B112", 1)]


def test_bag_info_in_another_encoding_than_declared_is_told() -> None:
    assert [finding.code for finding in parse_info(b"A: \xe9\n")[1]] == ["B112"]


def test_the_label_of_payload_oxum_is_read_in_any_case() -> None:
    assert parse_oxum([("payload-OXUM", "12.3")]) == ((12, 3), ())
    assert parse_oxum([("A", "12.3")]) == (None, ())


@pytest.mark.parametrize("value", ["", "1", "-1.1", "one.two", "1.2.3", "²．1", "1,000.1", "1" * 5000 + ".1", "1.1\n"])
def test_a_malformed_payload_oxum_is_told(value: str) -> None:
    oxum, findings = parse_oxum([("Payload-Oxum", value)])
    assert (oxum, [finding.code for finding in findings]) == (None, ["B112"])


def test_payload_oxum_is_given_once() -> None:
    oxum, findings = parse_oxum([("Payload-Oxum", "1.1"), ("payload-oxum", "1.1")])
    assert (oxum, [finding.code for finding in findings]) == (None, ["B112"])


def test_fetch_lines_are_read_and_nothing_is_fetched() -> None:
    data = b"https://example.org/a - data/a b\nfile:///x\t12\tdata/c%0A\n"
    entries, findings = parse_fetch(data)
    assert findings == ()
    assert entries == (
        Fetch(url="https://example.org/a", length=None, path="data/a b"),
        Fetch(url="file:///x", length=12, path="data/c\n"),
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "B134"),
        ("https://example.org/a data/a", "B122"),
        ("/no/uri - data/a", "B122"),
        ("https://example.org/a -1 data/a", "B122"),
        ("https://example.org/a ١ data/a", "B122"),
        ("https://example.org/a - bagit.txt", "B122"),
        ("https://example.org/a - ../a", "B106"),
        ("https://example.org/a - data/../../a", "B106"),
        ("https://example.org/a - ~/a", "B106"),
    ],
)
def test_a_malformed_fetch_line_is_told(line: str, code: str) -> None:
    entries, findings = parse_fetch(f"{line}\n".encode())
    assert (entries, [(finding.code, finding.line) for finding in findings]) == ((), [(code, 1)])


def test_loose_paths_of_fetch_lines_are_told_and_taken_as_they_are_meant() -> None:
    data = b"https://example.org/a - ./data/a\nhttps://example.org/b - data/100%\n"
    entries, findings = parse_fetch(data)
    assert [entry.path for entry in entries] == ["data/a", "data/100%"]
    assert [(finding.code, finding.line) for finding in findings] == [("B131", 1), ("B142", 2)]
    assert [finding.code for finding in parse_fetch(data, version=OLD)[1]] == ["B132"]


def test_a_fetch_file_that_does_not_decode_is_told() -> None:
    assert [finding.code for finding in parse_fetch(b"\xff")[1]] == ["B122"]
