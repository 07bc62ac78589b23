# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.blocks import content, paragraphs
from archiver.model import Span


def pieces(text: str) -> list[str]:
    return [text[a:b] for a, b in paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [""]),
        ("one", ["one"]),
        ("one\n", ["one\n"]),
        ("one\n\ntwo", ["one\n\n", "two"]),
        ("one\r\n \t\r\n\r\ntwo\r\n", ["one\r\n \t\r\n\r\n", "two\r\n"]),
        ("soft\nwrap\n\ntwo", ["soft\nwrap\n\n", "two"]),
        ("one\ntwo\nthree", ["one\n", "two\n", "three"]),
        ("\n\n one\n\ntwo", ["\n\n one\n\n", "two"]),
        ("one\r\rtwo", ["one\r\r", "two"]),
        ("one\n\u00a0\ntwo\n\nthree", ["one\n\u00a0\ntwo\n\n", "three"]),
        ("\n\n", ["\n\n"]),
    ],
)
def test_paragraphs_keep_their_separators(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@given(st.text(st.sampled_from("a \t\r\n\u00a0\u0085\u2028.")))
def test_paragraphs_cover_the_text_without_a_gap(text: str) -> None:
    assert "".join(pieces(text)) == text
    assert all(pieces(text)) or text == ""


@given(st.text(st.sampled_from("a \t\r\n\u00a0")))
def test_content_has_no_blank_at_its_ends(text: str) -> None:
    start, end = content(text, Span(0, len(text)))
    assert text[start:end] == text.strip(" \t\r\n")
