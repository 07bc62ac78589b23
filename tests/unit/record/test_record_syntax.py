# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import Any

import pytest

from archiver.record.syntax import DEEPEST, LARGEST, Composed, compose, plain_json


def read(text: str | bytes) -> Composed:
    return compose(text if isinstance(text, bytes) else text.encode(), path="record.yaml")


def value_of(text: str | bytes) -> Any:
    composed = read(text)
    assert composed.findings == []
    return composed.value


def codes_of(text: str | bytes) -> list[str]:
    return [finding.code for finding in read(text).findings]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2021-07-12", "2021-07-12"),
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("12:30:45", "12:30:45"),
        ("0x1F", "0x1F"),
        ("007", "007"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("9" * 5000, "9" * 5000),
        ("=", "="),
        ("'true'", "true"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2021", 2021),
        ("-3", -3),
        ("1.50", 1.5),
        ("1e3", 1000.0),
    ],
)
def test_scalars_follow_the_core_schema_and_dates_stay_text(written: str, value: object) -> None:
    found = value_of(f"key: {written}\n")["key"]
    assert found == value
    assert type(found) is type(value)


def test_keys_are_text_whatever_they_look_like() -> None:
    assert value_of("true: 1\n2021: 2\n~: 3\n") == {"true": 1, "2021": 2, "~": 3}


def test_places_are_those_of_an_editor() -> None:
    places = read("title: x\r\nspeakers:\r  - id: a\n    name: b\n").places
    assert places.key(("speakers",)) == (2, 1)
    assert places.value(("speakers", 0, "name")) == (4, 11)
    assert places.key(("speakers", 0, "name")) == (4, 5)
    assert places.value(("speakers", 0, "nothing", 5)) == (3, 5)
    assert places.key(("speakers", 0)) == (3, 5)
    assert places.value(("nothing",)) == (1, 1)


def test_byte_order_mark_is_tolerated() -> None:
    assert value_of(b"\xef\xbb\xbftitle: x") == {"title": "x"}
    assert value_of(b'\xef\xbb\xbf{"title": "x"}') == {"title": "x"}
    assert value_of(b'\xef\xbb\xbf{\t"title": "x"}') == {"title": "x"}
    assert read(b"\xef\xbb\xbftitle: x").places.value(("title",)) == (1, 8)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: [1,\nb: 2\n", 3, 1),
        ("a: 1\n b: 2\n", 2, 3),
        ("a: \x00", 1, 4),
        ("a: b\x01c", 1, 5),
        ("a: 1\n---\nb: 2\n", 2, 1),
        ("a: @x", 1, 4),
        ("a: one\u2028two", 1, 7),
        ("a: one\x85two", 1, 7),
        ('a: "\\UFFFFFFFF"', 1, 7),
        ("%YAML 2.0\n---\na: 1\n", 1, 1),
        ('a: "open', 1, 9),
    ],
)
def test_broken_syntax_is_named_with_its_place(text: str, line: int, column: int) -> None:
    (finding,) = read(text).findings
    assert (finding.code, finding.line, finding.column) == ("R101", line, column)
    assert finding.detail


@pytest.mark.parametrize("data", [b"a: \xff", "a: é".encode("utf-16"), "a: é".encode("latin-1")])
def test_other_encodings_than_utf_8_are_refused(data: bytes) -> None:
    (finding,) = read(data).findings
    assert finding.code == "R101"
    assert finding.help == "save the record as UTF-8"


def test_place_of_a_broken_byte_counts_characters() -> None:
    (finding,) = read("é: 1\né: ".encode() + b"\xff").findings
    assert (finding.line, finding.column) == (2, 4)
    assert finding.detail[1] == "found: byte 0xFF at byte 10"


def test_every_repeated_key_is_named_and_the_first_is_kept() -> None:
    composed = read("a: {b: 1, b: 2}\nc: 3\na: {d: 4}\n")
    assert [(finding.pointer, finding.line, finding.column) for finding in composed.findings] == [
        ("$.a.b", 1, 11),
        ("$.a", 3, 1),
    ]
    assert composed.findings[1].detail == ("first given in line 1, column 1",)
    assert composed.value == {"a": {"b": 1}, "c": 3}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: &x 1", "found: an anchor"),
        ("a: *x", "found: an alias"),
        ("a: !!python/object/apply:os.system [x]", "found: a tag"),
        ("a: ! x", "found: a tag"),
        ("<<: {}", "found: a merge key"),
        ("? [a]\n: 1", "expected: a word as the key"),
        ("? {a: 1}\n: 1", "expected: a word as the key"),
    ],
)
def test_yaml_beyond_plain_data_is_refused(text: str, found: str) -> None:
    (finding,) = read(text).findings
    assert (finding.code, finding.detail) == ("R120", (found,))


def test_quoted_double_less_than_is_a_key() -> None:
    assert value_of('"<<": 1') == {"<<": 1}


def test_laughs_are_counted_and_not_multiplied() -> None:
    lines = ["a: &a [x]"] + [
        f"{new}: &{new} [*{old}, *{old}, *{old}]" for old, new in zip("abcdef", "bcdefg", strict=True)
    ]
    assert set(codes_of("\n".join(lines))) == {"R120"}


def test_depth_and_size_have_limits() -> None:
    assert codes_of("[" * DEEPEST + "]" * DEEPEST) == []
    assert codes_of("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)) == ["R117"]
    assert codes_of("[" * 500_000) == ["R117"]
    assert codes_of("- " * 500_000) == ["R117"]
    assert codes_of(b" " * LARGEST) == []
    assert codes_of(b" " * (LARGEST + 1)) == ["R117"]


def test_many_faults_end_the_reading() -> None:
    assert len(codes_of("a: 1\n" * 5000)) == 1000


@pytest.mark.parametrize("escape", ['"\\ud800"', '"\\x01"', '"\\uffff"', '"\\0"'])
def test_characters_that_xml_forbids_are_named(escape: str) -> None:
    (finding,) = read(f"title: {escape}").findings
    assert (finding.code, finding.pointer, finding.column) == ("R105", "$.title", 8)
    assert codes_of(f"{{{escape}: 1}}") == ["R105"]


def test_surrogate_pairs_of_json_are_joined() -> None:
    assert value_of('{"a": "\\ud83d\\ude00"}') == {"a": "😀"}


@pytest.mark.parametrize(
    "value",
    [
        {"a": "one\u2028two\x85three\x7ffour\ufeff"},
        {"a": " \u2029 "},
        {"a": [1, 1.5, True, None, "/", "\t", "\\", '"']},
        {},
        {"": {"": []}},
    ],
)
@pytest.mark.parametrize("indent", [None, 2, "\t"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_means_what_json_means(value: dict[str, Any], indent: int | str | None, ascii_only: bool) -> None:
    assert value_of(json.dumps(value, indent=indent, ensure_ascii=ascii_only)) == value


def test_flow_yaml_is_not_taken_for_json() -> None:
    assert value_of("{a: b, c: [no]}") == {"a": "b", "c": ["no"]}
    assert codes_of("[" + "[" * 3000) == ["R117"]


def test_plain_json_is_read_without_the_parser_only_if_beyond_doubt() -> None:
    assert plain_json(b'{"a": [1, "\xc3\xa9"]}') == {"a": [1, "é"]}
    for doubtful in (
        b"a: 1",
        b'{"a": 1, "a": 2}',
        b'{"a": "\\u0001"}',
        b'{"a": "\xff"}',
        b'{"a": "\x7f\xef\xbf\xbf"}',
        b"{",
    ):
        assert plain_json(doubtful) is None
    assert plain_json(b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}") is None
    assert plain_json(b'{"a": "' + b"x" * LARGEST + b'"}') is None
