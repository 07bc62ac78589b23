# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.model import Fact, Form, PhraseKind, Speaker, SpeakerKind
from archiver.speech import interpret
from builders import a_speaker, a_transcript


def phrases(text: str) -> list[tuple[str, PhraseKind]]:
    return [(text[slice(*each.span)], each.kind) for each in interpret(a_transcript(text)).phrases]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The so-called “experts” met at noon.", [("“experts”", PhraseKind.SO_CALLED)]),
        ("After reading “War and Peace” she slept.", [("“War and Peace”", PhraseKind.TITLE)]),
        ("She stars in the play “Seagull” now.", [("“Seagull”", PhraseKind.TITLE)]),
        ("They never use the word “late” here.", [("“late”", PhraseKind.MENTIONED)]),
        ("“The boats are ‘late’ again,” Lind said.", [("‘late’", PhraseKind.SO_CALLED)]),
    ],
)
def test_marks_without_speech_are_phrases(text: str, expected: list[tuple[str, PhraseKind]]) -> None:
    assert phrases(text) == expected


PEOPLE = (
    a_speaker(),
    a_speaker(
        id="amin",
        name=Fact(value="Sara Al-Amin"),
        forename="Sara",
        surname="Al-Amin",
        roles=("Foreign Minister of Sudan",),
    ),
    Speaker(id="board", name=Fact(value="The Harbour Board"), kind=SpeakerKind.ORGANISATION),
    a_speaker(id="press", name=Fact(value="a man"), forename=None, surname=None, roles=(), anonymous=True),
)


def references(text: str) -> list[tuple[str, str, Form]]:
    found = interpret(a_transcript(text), participants=PEOPLE).references
    return [(text[slice(*each.mention.span)], each.speaker, each.mention.form) for each in found]


def test_mentions_outside_attributions_are_references() -> None:
    text = (
        "“We thank Ada Brook,” Brook said with Foreign Minister of Sudan Sara Al-Amin "
        "in the rooms of the Harbour Board."
    )
    assert references(text) == [
        ("Ada Brook", "brook", Form.NAME),
        ("Foreign Minister of Sudan Sara Al-Amin", "amin", Form.NAME),
        ("the Harbour Board", "board", Form.ORGANISATION),
    ]


def test_a_full_role_is_a_reference_and_a_description_is_none() -> None:
    assert references("A man met the mayor of Fordham by the brook.") == [("mayor of Fordham", "brook", Form.ROLE)]


def test_words_that_mean_two_are_left_alone() -> None:
    twin = a_speaker(id="paul", name=Fact(value="Paul Brook"), forename="Paul", roles=())
    found = interpret(a_transcript("Brook met Paul Brook."), participants=(PEOPLE[0], twin)).references
    assert [each.speaker for each in found] == ["paul"]


def test_without_a_record_there_are_no_references() -> None:
    assert interpret(a_transcript("Ada Brook came.")).references == ()
