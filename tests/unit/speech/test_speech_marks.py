# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.blocks import content, paragraphs
from archiver.speech.marks import Quotation, quotations


def found(text: str) -> list[list[Quotation]]:
    return quotations(text, [content(text, block) for block in paragraphs(text)])


def words(text: str) -> list[str]:
    return [text[each.span.start : each.span.end] for row in found(text) for each in row]


def inner(text: str) -> list[str]:
    return [text[one.span.start : one.span.end] for row in found(text) for each in row for one in each.inner]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We wait,” she said.", ["“We wait,”"]),
        ('"We wait," she said.', ['"We wait,"']),
        ("«We wait,» she said.", ["«We wait,»"]),
        ("»We wait,« she said.", ["»We wait,«"]),
        ("« Nous attendons », a dit le maire.", ["« Nous attendons »"]),
        ("„Wir warten,“ sagte sie.", ["„Wir warten,“"]),
        ("”Vi väntar”, sade hon.", ["”Vi väntar”"]),
        ("‘We wait,’ she said.", ["‘We wait,’"]),
        ("'We wait,' she said.", ["'We wait,'"]),
        ("‹We wait,› she said.", ["‹We wait,›"]),
        ("``We wait,'' she said.", ["``We wait,''"]),
        ('“We wait," she said. “We go."', ['“We wait,"', '“We go."']),
        ("“We wait“ she said.", ["“We wait“"]),
        ("”We wait,” she said.", ["”We wait,”"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_style_of_marks_is_known(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It’s the boats’ turn, isn’t it?",
        "It's the boats' turn, isn't it?",
        "In the ’90s and the '80s",
        "Rock ’n’ roll and give ’em tea",
        'The door was 6\'2" high and 32" wide.',
        "Twenty 'unfinished words",
        "A lone ‘ mark and a lone ’ one",
        '“” and "" hold nothing',
    ],
)
def test_apostrophes_primes_and_empty_marks_open_nothing(text: str) -> None:
    assert words(text) == []


def test_an_apostrophe_within_single_marks_does_not_close_them() -> None:
    assert words("‘I don’t think it’s the boats’ turn,’ said Sir Paul.") == ["‘I don’t think it’s the boats’ turn,’"]
    assert words("'It's the boats' turn,' O'Hara said.") == ["'It's the boats' turn,'"]


def test_inches_within_a_quotation_do_not_close_it() -> None:
    assert words('"The plank is 6\'2" long," he said.') == ['"The plank is 6\'2" long,"']


def test_marks_nest() -> None:
    text = "“He told me, ‘Pack your things,’ and I did,” Amina said."
    assert words(text) == ["“He told me, ‘Pack your things,’ and I did,”"]
    assert inner(text) == ["‘Pack your things,’"]


def test_the_same_marks_nest_where_closers_are_left_for_both() -> None:
    text = '"I said "no" and he left," Kim said. "Then I wept."'
    assert words(text) == ['"I said "no" and he left,"', '"Then I wept."']
    assert inner(text) == ['"no"']


def test_a_forgotten_closer_ends_before_the_next_quotation() -> None:
    assert words("“We lost all. “We lost more,” he said. “We wept,” he said.") == [
        "“We lost all.",
        "“We lost more,”",
        "“We wept,”",
    ]


def test_a_quotation_goes_on_where_the_next_block_opens_again() -> None:
    text = "“One.\n\n“Two.\n\n“Three.”\n\nEnd."
    flags = [(each.closed, each.continued) for row in found(text) for each in row]
    assert flags == [(False, True), (False, True), (True, False)]


def test_a_quotation_that_never_closes_runs_to_the_end_of_its_block() -> None:
    text = "“We lost all.\n\nThe end."
    assert words(text) == ["“We lost all."]
    assert [(each.closed, each.continued) for row in found(text) for each in row] == [(False, False)]


def test_an_unclosed_single_mark_within_a_quotation_is_dropped() -> None:
    assert inner("“He said ‘no and left,” Kim said.") == []
    assert words("“He said ‘no and “left” it,” Kim said.") == ["“He said ‘no and “left” it,”"]


def test_depth_is_bounded() -> None:
    text = "“a " * 50 + "” " * 50
    assert len(words(text)) >= 1


def test_in_doubled_apostrophes_nothing_is_a_quotation_of_its_own() -> None:
    text = "''He said, 'Wait for us,' and left,'' Brook said. 'Tide' is late."
    assert [text[slice(*each.span)] for each in found(text)[0]] == ["'Tide'"]


def test_single_marks_of_headings_are_the_editors() -> None:
    text = "Brook: ‘No ferry’\n\n“We have no ferry,” Brook said.\n\n‘No tide’\n\n“It is late,” said Lind."
    assert [len(each) for each in found(text)] == [0, 1, 0, 1]
    assert [len(each) for each in found("\n\n".join(text.split("\n\n")[:2]))] == [1, 1]
