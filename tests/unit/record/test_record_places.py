# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.record.places import Path, Places, pointer
from archiver.record.words import nearest, show


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ((), "$"),
        (("speakers", 0, "id"), "$.speakers[0].id"),
        (("a-b",), '$["a-b"]'),
        (('"\n', "é"), '$["\\"\\n"]["\\u00e9"]'),
    ],
)
def test_pointer_is_a_json_path(path: Path, written: str) -> None:
    assert pointer(path) == written


def test_places_are_found_when_they_are_asked_for() -> None:
    asked = []

    def find() -> Places:
        asked.append(1)
        places = Places("a: 1\nb: 2")
        places.note(("b",), 8, key=5)
        places.note(("b",), 0, key=0)
        return places

    places = Places(later=find)
    assert asked == []
    assert places.value(("b",)) == (2, 4)
    assert places.key(("b",)) == (2, 1)
    assert asked == [1]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "nothing"),
        ({}, "an empty mapping"),
        ({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}, 'a mapping with "a", "b", "c", "d"'),
        ([1, 2], "a list of 2"),
        (True, "true"),
        (2021, "2021"),
        ("é", '"é"'),
        ("a\x1b[31m\u202e", '"a\\u001b[31m\\u202e"'),
    ],
)
def test_values_are_shown_on_one_line_without_control_characters(value: object, shown: str) -> None:
    assert show(value) == shown


def test_long_values_are_cut() -> None:
    assert show("x" * 59) == '"' + "x" * 59 + "…"
    assert show("x" * 100_000) == '"' + "x" * 59 + "…"
    assert show("x" * 58) == '"' + "x" * 58 + '"'


def test_nearest_disregards_case_and_gives_up_on_what_is_too_much() -> None:
    assert nearest("NEWSREPORT", ["debate", "newsReport"]) == "newsReport"
    assert nearest("xyz", ["debate", "newsReport"]) is None
    assert nearest("a" * 65, ["a" * 65]) is None
    assert nearest("desk", [f"desk{number}" for number in range(201)]) is None
