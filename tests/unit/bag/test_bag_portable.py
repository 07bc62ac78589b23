# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.bag.portable import obstacles


def told(*paths: str) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.path, finding.detail[0]) for finding in obstacles(paths)]


def test_plain_names_are_no_obstacle() -> None:
    assert told("bagit.txt", "data/a", "data/b/a", "data/c/a", "data/日本") == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("data/con", "a name that Windows does not allow"),
        ("data/a*", "a name that Windows does not allow"),
        ("data/...", "a name that Windows does not allow"),
        ("data/a ", "a blank or a dot at the end of a name"),
        ("data/" + "é" * 128, "a name of more than 255 octets"),
        ("data/" + "d/" * 128, "a path of 261 UTF-16 units, where Windows takes 259"),
        ("data/a\u202eb", "control or direction characters"),
        ("data/\udcff", "control or direction characters"),
    ],
)
def test_an_obstacle_is_told_with_its_reason(path: str, reason: str) -> None:
    assert told(path) == [("B145", path, reason)]


def test_files_that_fall_together_are_told_but_for_the_first() -> None:
    assert told("data/b", "data/B", "data/É", "data/e\u0301") == [
        ("B145", "data/b", "data/b differs only in case or normalisation from data/B"),
        ("B145", "data/É", "data/É differs only in case or normalisation from data/e\u0301"),
    ]


def test_a_folder_and_a_file_that_fall_together_are_told_once() -> None:
    assert told("data/X/1", "data/x", "data/Y/1", "data/y/2", "data/y/3") == [
        ("B145", "data/x", "data/x differs only in case or normalisation from data/X"),
        ("B145", "data/y/2", "data/y differs only in case or normalisation from data/Y"),
    ]
