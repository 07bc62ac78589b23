# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.model import Correction, Fact, Span, Speaker
from archiver.speech import attribute, interpret
from archiver.speech.composed import _CHANGING, Composed
from builders import a_transcript

LETTERS = st.text(
    st.sampled_from("aeioné ñÅô\u0301\u0308\u0303\u0327\u0958\u1112\u1161\u11ab\u212b\U0001d15e. \n“”"), max_size=40
)
STORY = (
    "“The bridge is open,” said José Díaz, the minister.\n\n“We closed it,” said Zoë Müller. “Why?” asked Díaz.\n\n"
    "The minister said that Müller’s crew had been late.\n"
)


def decomposed(text: str) -> str:
    return normalize("NFD", text)


def test_every_character_with_another_form_is_looked_at() -> None:
    selectors = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}  # they join and change nothing
    others = (
        code for code in range(0x110000) if normalize("NFC", chr(code)) != chr(code) or category(chr(code))[0] == "M"
    )
    missed = [code for code in others if not _CHANGING.match(chr(code))]
    assert set(missed) <= selectors


@given(LETTERS)
def test_composed_text_is_nfc_where_that_is_not_longer(text: str) -> None:
    read = Composed(text)
    assert normalize("NFC", read.text) == normalize("NFC", text)
    assert read.differs is (read.text != text)
    if "\u0958" not in text and "\U0001d15e" not in text:  # these two have a longer form only
        assert read.text == normalize("NFC", text)


@given(LETTERS)
def test_offsets_go_there_and_back(text: str) -> None:
    read = Composed(text)
    there = [read.source(offset) for offset in range(len(read.text) + 1)]
    assert there == sorted(set(there))
    assert (there[0], there[-1]) == (0, len(text))
    assert [read.place(offset) for offset in there] == list(range(len(read.text) + 1))
    back = [read.place(offset) for offset in range(len(text) + 1)]
    assert back == sorted(back)


def test_text_is_left_alone_where_it_is_composed() -> None:
    read = Composed(STORY)
    assert read.text is STORY
    assert not read.differs


def test_hostile_run_of_marks_is_no_letter() -> None:
    text = "e" + "\u0301\u0327" * 50_000
    assert Composed(text).text is text


@pytest.mark.parametrize("aliases", [(), ("José Díaz", "Díaz")])
def test_decomposed_text_is_read_as_the_composed_one(aliases: tuple[str, ...]) -> None:
    people = [Speaker(id="diaz", name=Fact(value="José Díaz"), aliases=aliases, roles=("minister",))]
    plain = attribute(STORY, participants=people)
    assert [each.speaker for each in plain] == ["diaz", "Zoë Müller", "diaz", "diaz"]
    text = decomposed(STORY)
    for record in (people, [replace(people[0], name=Fact(value=decomposed("José Díaz")))]):
        found = attribute(text, participants=record)
        assert [(each.speaker, each.rule, each.certainty) for each in found] == [
            (each.speaker, each.rule, each.certainty) for each in plain
        ]
        for one, other in zip(found, plain, strict=True):
            for span, same in zip((*one.pieces, one.cue), (*other.pieces, other.cue), strict=True):
                assert span is not None
                assert same is not None
                assert text[span.start : span.end] == decomposed(STORY[same.start : same.end])


def test_references_and_corrections_are_those_of_the_text_as_it_is() -> None:
    text = decomposed("José Díaz came late. “Crème brûlée,” said Zoë Müller.")
    people = [Speaker(id=name, name=Fact(value=name)) for name in ("José Díaz", "Zoë Müller")]
    quote = decomposed("“Crème brûlée,”")
    decided = Correction(quote=quote, at=None, speech=True, speaker="José Díaz", by="ann", because="heard it")
    found = interpret(a_transcript(text), participants=people, corrections=[decided])
    (said,) = found.utterances
    assert (said.speaker, said.decided_by) == ("José Díaz", "ann")
    assert text[said.pieces[0].start : said.pieces[0].end] == quote
    names = [text[each.mention.span.start : each.mention.span.end] for each in found.references]
    assert names[0] == decomposed("José Díaz")
    assert found.references[0].mention.span == Span(0, len(decomposed("José Díaz")))


def test_word_does_not_end_at_a_sign_that_has_no_composed_form() -> None:
    text = "“The bridge is open,” said Q\u0303uen Tal."
    (said,) = attribute(text)
    assert said.speaker == "Q\u0303uen Tal"
