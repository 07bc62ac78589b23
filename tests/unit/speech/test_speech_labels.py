# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.model import Fact, Form, Ground, Kind, Speaker
from archiver.speech import attribute
from builders import a_speaker

BROOK = a_speaker()
ASKER = a_speaker(id="asker", name=Fact(value="a journalist"), forename=None, surname=None, roles=(), anonymous=True)


def turns(text: str, participants: tuple[Speaker, ...] = ()) -> list[tuple[str | None, str | None, list[str]]]:
    found = attribute(text, participants=participants)
    assert all(each.rule == "label-turn" and each.kind is Kind.DIRECT for each in found)
    return [
        (
            text[slice(*each.mention.span)] if each.mention is not None else None,
            each.speaker,
            [text[slice(*piece)] for piece in each.pieces],
        )
        for each in found
    ]


def test_a_press_conference() -> None:
    text = "Ada Brook: Good day.\n\nQuestion: Is the ferry late?\n\nAda Brook: Yes.\n\nIt comes at noon."
    assert turns(text) == [
        ("Ada Brook", "Ada Brook", ["Good day."]),
        ("Question", "Question", ["Is the ferry late?"]),
        ("Ada Brook", "Ada Brook", ["Yes.", "It comes at noon."]),
    ]
    assert [speaker for _, speaker, _ in turns(text, (BROOK, ASKER))] == ["brook", "asker", "brook"]


def test_question_and_answer() -> None:
    text = "Q. Is it late?\nA. Yes.\nQ. Very?\nA. Very."
    assert [label for label, _, _ in turns(text)] == ["Q", "A", "Q", "A"]
    assert [speaker for _, speaker, _ in turns(text, (BROOK, ASKER))] == ["asker", "brook", "asker", "brook"]


def test_affiliations_and_stage_directions_belong_to_nobody() -> None:
    text = "LIND: Hello.\n[Applause]\nADA BROOK, HARBOUR RADIO (voice-over): The ferry left.\n\n(END)\n\nLIND: Thanks."
    assert [(label, words) for label, _, words in turns(text)] == [
        ("LIND", ["Hello."]),
        ("ADA BROOK", ["The ferry left."]),
        ("LIND", ["Thanks."]),
    ]


def test_lines_of_one_paragraph_are_one_piece() -> None:
    text = "Lind: The ferry\nis late.\n\nVale: It is.\n\n>> Brook: Yes.\n\n<v Ada Lind> No."
    assert turns(text)[0][2] == ["The ferry\nis late."]
    assert [label for label, _, _ in turns(text)] == ["Lind", "Vale", "Brook", "Ada Lind"]


def test_a_label_with_nothing_behind_it_waits_for_the_next_line() -> None:
    assert turns("LIND:\nThe ferry is late.\nVALE:\nIt is.")[0][2] == ["The ferry is late."]


def test_a_heading_may_stand_before_where_the_record_names_who_speaks() -> None:
    text = "Talk at the harbour\n\nAda Brook: Good day.\n\nVale: Good day."
    assert turns(text) == []
    assert [speaker for _, speaker, _ in turns(text, (BROOK,))] == ["brook", "Vale"]


@pytest.mark.parametrize(
    "text",
    [
        "Note: the ferry is late.\n\nUpdate: it came.",
        "the mayor: a life\n\nthe ferry: a death",
        "Ferry: a history.\n\nThe boats came first. Then came the bridge.\n\nThe town grew.",
        "Brook: No ferry.\n\nThe boats lay still.\n\nThe sea rose.\n\nNobody came.",
    ],
)
def test_what_only_looks_like_labels(text: str) -> None:
    assert not any(each.rule == "label-turn" for each in attribute(text))


def test_the_ground_is_the_label() -> None:
    first, second = attribute("Q: Late?\n\nAda Brook: Yes.")
    assert first.mention is not None
    assert (first.ground, first.mention.form) == (Ground.LABEL, Form.ROLE)
    assert second.mention is not None
    assert (second.ground, second.mention.form) == (Ground.LABEL, Form.NAME)
