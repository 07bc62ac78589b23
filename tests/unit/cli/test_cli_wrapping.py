# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.cli.wrapping import Wrapped, columns_of, wrapped


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("橋 ab", 5), ("e\u0301", 1), ("\u200d", 0), ("ＡＢ", 4), ("", 0)]
)
def test_columns_are_those_of_a_terminal(text: str, columns: int) -> None:
    assert columns_of(text) == columns


def test_line_is_broken_at_blanks() -> None:
    assert wrapped("one two three four", 9) == ["one two", "three", "four"]


def test_word_that_fits_in_no_line_is_broken() -> None:
    assert wrapped("ab " + "c" * 12, 5) == ["ab", "ccccc", "ccccc", "cc"]
    assert wrapped("橋" * 5, 4) == ["橋橋", "橋橋", "橋"]


def test_line_ends_of_the_text_are_kept() -> None:
    assert wrapped("a\n\nb\r\nc", 10) == ["a", "", "b", "c"]


def test_what_could_drive_a_terminal_is_escaped() -> None:
    assert wrapped("\x1b[31m\u202eb\rc\td", 60) == ["\\x1b[31m\\u202eb\\rc\\td"]


def test_mark_clings_to_its_word_and_is_noted_at_its_line() -> None:
    filled = Wrapped(8)
    filled.add("one two ", None)
    filled.mark("[7:", "red", opens=7)
    filled.add("three", "red")
    filled.mark("]", "red")
    first, second, third = filled.done()
    assert "".join(text for text, _ in first.pieces) == "one two "
    assert second.opened == [7]
    assert second.pieces == [("[7:", "red"), ("three", "red")]
    assert third.pieces == [("]", "red")]


def test_blank_that_has_no_room_is_left_at_the_end_of_the_line() -> None:
    assert wrapped("abcd efgh", 4) == ["abcd", "efgh"]
