# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.bag.paths import decode, encode, folded, has_bare_percent, hazard, obstacle, refusal, visible


def test_only_line_ends_and_the_percent_sign_are_encoded() -> None:
    assert encode("data/100%\r\n é.txt") == "data/100%25%0D%0A é.txt"


def test_decoding_is_one_pass_and_takes_either_case() -> None:
    assert decode("a%250Ab%0a%0D%7E%zz%2") == "a%0Ab\n\r%7E%zz%2"


def test_before_1_0_the_percent_sign_stands_for_itself() -> None:
    assert decode("%7Etest%25%0A", (0, 97)) == "%7Etest%25\n"


@pytest.mark.parametrize(
    ("text", "bare"), [("100%.txt", True), ("%7E", True), ("%25%0a%0D", False), ("a", False), ("%", True)]
)
def test_a_bare_percent_sign_is_seen(text: str, bare: bool) -> None:
    assert has_bare_percent(text) is bare


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("", "an empty name or a dot as a name"),
        ("data/a\0b", "a NUL character"),
        ("/etc/passwd", "an absolute path"),
        ("\\\\server\\share", "an absolute path"),
        ("~/x", "a home folder shortcut"),
        ("~root/x", "a home folder shortcut"),
        ("~root\\x", "a home folder shortcut"),
        ("~", "a home folder shortcut"),
        ("C:\\x", "a drive letter"),
        ("c:x", "a drive letter"),
        ("%HomeDrive%\\x", "a variable of the environment"),
        ("../x", "a step out of the folder"),
        ("data/../../x", "a step out of the folder"),
        ("data/..", "a step out of the folder"),
        ("data\\..\\x", "a step out of the folder"),
        ("data/./x", "an empty name or a dot as a name"),
        ("data//x", "an empty name or a dot as a name"),
        ("data/x/", "an empty name or a dot as a name"),
        ("data/\n/../x", "a step out of the folder"),
    ],
)
def test_a_path_that_may_not_be_used_is_refused_with_a_reason(path: str, reason: str) -> None:
    assert refusal(path) == reason


@pytest.mark.parametrize(
    "path",
    [
        "data/..foo",
        "data/...",
        "data/~x",
        "data/*x",
        "data/a:b?.txt",
        "data/back\\slash",
        "data/con.txt",
        "data/%",
        "~$a",
        "%a%b",
    ],
)
def test_an_odd_path_is_not_refused(path: str) -> None:
    assert refusal(path) is None


@pytest.mark.parametrize(
    "path", ["data/a\tb", "data/a\u202eb", "data/end.", "data/end /x", "data/con.txt", "data/LPT1", "a?"]
)
def test_a_path_that_does_not_travel_is_told(path: str) -> None:
    assert hazard(path) is not None


@pytest.mark.parametrize("path", ["data/*a", "data/.../x", "data/" + "é" * 128, "data/" + "d/" * 130, "data/con.txt"])
def test_a_path_that_not_every_system_takes_is_an_obstacle(path: str) -> None:
    assert obstacle(path) is not None


@pytest.mark.parametrize("path", ["data/*a", "data/.../x", "data/" + "é" * 128, "data/" + "d/" * 130])
def test_what_is_in_use_or_refused_aloud_is_no_hazard(path: str) -> None:
    assert hazard(path) is None


def test_lengths_at_the_limit_are_no_obstacle() -> None:
    assert obstacle("data/" + "n" * 254) is None
    assert obstacle("data/" + "😀" * 63) is None
    assert obstacle("data/" + "😀" * 64) is not None


@pytest.mark.parametrize("path", ["data/a b", "data/contents.txt", "data/日本", "data/.hidden"])
def test_a_plain_path_travels(path: str) -> None:
    assert hazard(path) is None
    assert obstacle(path) is None


def test_nothing_in_a_name_can_steer_a_terminal() -> None:
    assert visible("a\x1b[31m\x9b\u202e\udcffé\ud800") == "a\\x1b[31m\\x9b\\u202e\\xffé\\ud800"


def test_names_that_differ_in_case_or_normalisation_fold_together() -> None:
    assert folded("É") == folded("e\u0301") == "é"
