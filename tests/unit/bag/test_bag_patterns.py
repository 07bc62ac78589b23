# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.bag.patterns import Patterns
from work import growth


@pytest.mark.parametrize(
    ("entry", "path", "matches"),
    [
        ("*", "a", True),
        ("*", "a/b/.c", True),
        ("meta/*", "meta/a", True),
        ("meta/*", "meta/a/b", True),
        ("meta/*", "meta", False),
        ("meta/*", "metadata", False),
        ("meta*", "metadata/x", True),
        ("*.xml", "a/b.xml", True),
        ("*.xml", "a/b.xml.bak", False),
        ("a*b*c", "a-b-c", True),
        ("a*b*c", "a-c-b", False),
        ("a?", "ab", True),
        ("a?", "a", False),
        ("a?", "abc", False),
        ("[ab].txt", "a.txt", True),
        ("[!ab].txt", "a.txt", False),
        ("[ab].txt", "[ab].txt", True),
        ("a.b", "aXb", False),
        ("README", "readme", False),
        ("l\nf*", "l\nf1", True),
        ("*x", "a\nx", True),
        ("é*", "e\u0301a", True),
        ("e\u0301", "é", True),
        ("[", "[", True),
        ("", "", True),
    ],
)
def test_an_entry_is_a_path_or_a_pattern(entry: str, path: str, matches: bool) -> None:
    assert Patterns([entry]).match(path) is matches
    assert Patterns(["other", entry, "oth?r"]).match(path) is matches


def test_no_entry_matches_nothing() -> None:
    assert not Patterns([]).match("a")


def test_hostile_patterns_cost_no_more_than_their_length() -> None:
    def match(size: int) -> None:
        assert not Patterns(["*a" * 20 + "b"]).match("a" * size)

    assert growth(match, 1000) < 2.5
    match(20_000)
