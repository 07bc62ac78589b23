# SPDX-License-Identifier: Apache-2.0
"""The forms of reported speech: for each the rule, the pieces, the mention and the cue."""

from __future__ import annotations

import pytest

from archiver.model import Ground, Kind, Span
from archiver.speech import attribute

Row = tuple[str, list[str], str | None, str | None]


def rows(text: str, *, nested: bool = False) -> list[Row]:
    def at(span: Span | None) -> str | None:
        return text[slice(*span)] if span is not None else None

    return [
        (
            each.rule,
            [text[slice(*piece)] for piece in each.pieces],
            at(each.mention.span if each.mention is not None else None),
            at(each.cue),
        )
        for each in attribute(text, nested=nested)
    ]


LATE = ["the boats are late"]

AHEAD: list[tuple[str, Row]] = [
    ("Lind told the crews of the yard on Monday that the boats are late.", ("clause-that", LATE, "Lind", "told")),
    ("Lind assured the anglers in Fordham that the boats are late.", ("clause-that", LATE, "Lind", "assured")),
    ("Lind tells anglers they should wait.", ("clause-bare", ["they should wait"], "Lind", "tells")),
    ("Lind on Monday said the boats are late.", ("clause-bare", LATE, "Lind", "said")),
    ("Lind also late last week said the boats are late.", ("clause-bare", LATE, "Lind", "said")),
    ("Lind told the show “Good Day” the boats are late.", ("clause-bare", LATE, "Lind", "told")),
    ("Lind in 1999 said the boats are late.", ("clause-bare", LATE, "Lind", "said")),
    ("Lind — a pilot from Fordham — said the boats are late.", ("clause-bare", LATE, "Lind", "said")),
    ("Lind -- a pilot from Fordham -- said the boats are late.", ("clause-bare", LATE, "Lind", "said")),
    ("Most of them said the boats are late.", ("clause-bare", LATE, "Most of them", "said")),
    ("Only 24 percent said the boats are late.", ("clause-bare", LATE, "Only 24 percent", "said")),
    ("In all, about 10% said the boats are late.", ("clause-bare", LATE, "about 10%", "said")),
    ("Critics say the boats are late.", ("clause-bare", LATE, "Critics", "say")),
    ("Those nearest to Brook say the boats are late.", ("clause-bare", LATE, "Those nearest to Brook", "say")),
    ("Many anglers argue that the boats are late.", ("clause-that", LATE, "Many anglers", "argue")),
    ("Lind has long said that the boats are late.", ("clause-that", LATE, "Lind", "said")),
    ("Lind noted this week that the boats are late.", ("clause-that", LATE, "Lind", "noted")),
    ("He said there was no tide.", ("clause-bare", ["there was no tide"], "He", "said")),
    (
        "Lind said that, at the request of the yard, the boats wait.",
        ("clause-that", ["at the request of the yard, the boats wait"], "Lind", "said"),
    ),
    ("In a fit of anger, Lind won by saying that the boats are late.", ("clause-participle", LATE, "Lind", "saying")),
    ("Lind sent a letter saying that the boats are late.", ("clause-participle", LATE, "Lind", "saying")),
    ("With Lind saying the boats are late, they went home.", ("clause-participle", LATE, "Lind", "saying")),
]


@pytest.mark.parametrize(("text", "row"), AHEAD, ids=[text for text, _ in AHEAD])
def test_a_clause_behind_its_attribution(text: str, row: Row) -> None:
    assert rows(text) == [row]


BEHIND: list[tuple[str, Row]] = [
    (
        "The tide will turn at noon, said Ada Brook, the mayor.",
        ("clause-inverted", ["The tide will turn at noon"], "Ada Brook", "said"),
    ),
    ("The plan, Lind said, is ready.", ("clause-around", ["The plan", "is ready"], "Lind", "said")),
    ("The boats, she added, would wait.", ("clause-around", ["The boats", "would wait"], "she", "added")),
    ("A “ruin,” Lind said, is what it is.", ("clause-around", ["A “ruin,”", "is what it is"], "Lind", "said")),
    ("As Lind noted, the tide is low.", ("clause-as", ["the tide is low"], "Lind", "noted")),
    (
        "As the Harbour Board has reported, two boats sank.",
        ("clause-as", ["two boats sank"], "the Harbour Board", "reported"),
    ),
    ("But the tide is low, Lind said.", ("clause-subject", ["the tide is low"], "Lind", "said")),
    (
        "The boats are late, the Harbour Board reported.",
        ("clause-subject", ["The boats are late"], "the Harbour Board", "reported"),
    ),
    (
        "If the tide is low, the boats wait, Lind said.",
        ("clause-subject", ["If the tide is low, the boats wait"], "Lind", "said"),
    ),
    ("The pier is “a ruin,” Brook said in June.", ("clause-subject", ["The pier is “a ruin,”"], "Brook", "said")),
    (
        "The boats, according to Ada Brook, are late.",
        ("clause-according", ["The boats", "are late"], "Ada Brook", "according to"),
    ),
    (
        "The boats are late — according to the mayor.",
        ("clause-according", ["The boats are late"], "the mayor", "according to"),
    ),
    (
        "The boats are late, according to harbour records.",
        ("clause-according", ["The boats are late"], "harbour records", "according to"),
    ),
    (
        "According to harbour records, the boats are late.",
        ("clause-according", LATE, "harbour records", "According to"),
    ),
    (
        "The boats were “very late,” according to Brook.",
        ("clause-according", ["The boats were “very late,”"], "Brook", "according to"),
    ),
]


@pytest.mark.parametrize(("text", "row"), BEHIND, ids=[text for text, _ in BEHIND])
def test_a_clause_before_or_around_its_attribution(text: str, row: Row) -> None:
    assert rows(text) == [row]


NAMED: list[tuple[str, Row]] = [
    ("Lind criticized the plan on Monday.", ("clause-object", ["the plan"], "Lind", "criticized")),
    ("Lind called for a new pier.", ("clause-object", ["a new pier"], "Lind", "called for")),
    (
        "Lind described the pier as a ruin in an interview.",
        ("clause-object", ["the pier as a ruin"], "Lind", "described"),
    ),
    ("Lind spoke for an hour, calling the pier a ruin.", ("clause-object", ["the pier a ruin"], "Lind", "calling")),
    (
        "Lind accused Brook, who was out, of sleeping.",
        ("clause-object", ["Brook, who was out, of sleeping"], "Lind", "accused"),
    ),
    (
        "Lind called on the board, which met, to act.",
        ("clause-object", ["the board, which met, to act"], "Lind", "called on"),
    ),
    ("Lind praised the crews, while the anglers laughed.", ("clause-object", ["the crews"], "Lind", "praised")),
    ("Lind called the pier “a ruin,” and she left.", ("clause-object", ["the pier “a ruin,”"], "Lind", "called")),
    ("Lind praised the pier; the anglers laughed.", ("clause-object", ["the pier"], "Lind", "praised")),
    ("With Lind calling for a pier, the crews cheered.", ("clause-object", ["a pier"], "Lind", "calling for")),
    ("Lind vowed to build a pier, and the crews cheered.", ("clause-infinitive", ["to build a pier"], "Lind", "vowed")),
    ("Lind has vowed never to sail.", ("clause-infinitive", ["never to sail"], "Lind", "vowed")),
]


@pytest.mark.parametrize(("text", "row"), NAMED, ids=[text for text, _ in NAMED])
def test_an_object_that_is_what_was_said(text: str, row: Row) -> None:
    assert rows(text) == [row]


ENDS: list[tuple[str, list[str]]] = [
    ("Lind said the boats are late but declined to name them.", LATE),
    ("Lind said the boats are late but she named none.", LATE),
    ("Lind said the boats are late, and she named none.", LATE),
    ("Lind said the boats are late, which pleased the anglers.", LATE),
    ("Lind said the boats are late, while the anglers laughed.", LATE),
    ("Lind said the boats are late; the anglers laughed.", LATE),
    ("Lind said the boats, which are old, are late.", ["the boats, which are old, are late"]),
    ("When Lind said the boats are late, the crews went home.", LATE),
    ("But after Lind said the boats are late, “the crews” went.", [*LATE, "“the crews”"]),
    ("When Lind said the boats are late, pilots could go.", LATE),
    ("Lind, who said the boats are late, went home.", LATE),
    ("Lind said the boats are late and quickly praised the tide.", [*LATE, "the tide"]),
    ("Lind said the boats are late (all of them).", ["the boats are late (all of them)"]),
    ("(Lind said the boats are late.)", LATE),
    ("Lind said the boats were “late,” while we laughed.", ["the boats were “late,”"]),
    ("Lind said the boats are late, according to.", LATE),
    ("Lind praised the pier (a ruin), a stain.", ["the pier (a ruin)"]),
    ("Lind praised the pier last week.", ["the pier"]),
    ("Lind praised the pier on March.", ["the pier"]),
    ("Lind praised the pier in the town.", ["the pier in the town"]),
    ("Lind praised the pier and quickly asked: “Is it late?”", ["“Is it late?”"]),
    ("Lind praised the pier, calling: “It is late.”", ["“It is late.”"]),
    ("Lind accused Brook: “You made it of sand,” she said.", ["“You made it of sand,”"]),
    ("Lind said he rarely sails, “except for fun.”", ["he rarely sails, “except for fun.”"]),
]


@pytest.mark.parametrize(("text", "pieces"), ENDS, ids=[text for text, _ in ENDS])
def test_where_reported_speech_ends(text: str, pieces: list[str]) -> None:
    assert [piece for row in rows(text) for piece in row[1]] == pieces


@pytest.mark.parametrize(
    "text",
    [
        "Lind told the story of a boat that sank.",
        "Lind did not criticize the plan.",
        "Lind will never say that the boats are late.",
        "Lind called Brook.",
        "A yard called Lindholm burned.",
        "The crews thanked them.",
        "Lind won by urging them to wait.",
        "Brook also sailed to coastal states that are poor.",
        "Let critics say the boats are late.",
        "Did Lind say the boats are late?",
        "After the vote in Fordham, Lind said.",
        "He left, according to plan.",
        "The boats left, according to",
        "Lind rejected that, too.",
        "Lind said that night.",
        "Lind said no to them.",
        "Lind tells anglers.",
    ],
)
def test_what_reports_nothing(text: str) -> None:
    assert rows(text) == []


def test_a_question_whose_asker_is_not_named() -> None:
    text = "Lind was later asked whether the boats are late."
    (asked,) = attribute(text)
    assert (asked.rule, asked.speaker, asked.addressee, asked.ground) == ("asked-about", None, "Lind", Ground.IMPLICIT)
    assert rows("Brook smiled when asked about the late boats, which sank.") == [
        ("asked-about", ["the late boats"], None, "asked about")
    ]
    assert rows("Brook was asked for money.") == []


def test_within_a_quotation_only_somebody_named_reports() -> None:
    def nested(text: str) -> list[str]:
        return [row[1][0] for row in rows(text, nested=True)[1:]]

    assert nested("“Lind says the boats are late,” Brook said.") == LATE
    assert nested("“The harbour board says the boats are late,” Brook said.") == LATE
    assert nested("“The critics say the boats are late,” Brook said.") == []
    assert nested("“Lind would say the boats are late,” Brook said.") == []
    assert nested("“A pilot says the boats are late,” Brook said.") == []
    assert nested("“I’ve said the boats are late,” Brook said.") == []
    assert nested("“The Harbour Board called it a ruin,” Brook said.") == []


def test_a_quotation_that_goes_on_a_clause_is_part_of_it() -> None:
    text = "The country “has changed for the better,” Brook said in June."
    (only,) = attribute(text)
    assert (only.kind, only.rule) == (Kind.MIXED, "clause-subject")
    assert [text[slice(*part)] for part in only.quoted] == ["“has changed for the better,”"]


def test_a_quotation_around_its_attribution_keeps_its_fragments() -> None:
    text = "The “old” boats, according to Brook, are “very” late."
    (only,) = attribute(text)
    assert only.kind is Kind.MIXED
    assert [text[slice(*part)] for part in only.quoted] == ["“old”", "“very”"]


def test_what_somebody_called_is_only_the_words_in_the_marks() -> None:
    assert rows("What Lind called “a stain” was paint.") == [("clause-object", ["“a stain”"], "Lind", "called")]
    assert rows("Lind praised the crew, adding: “We wait.”") == [
        ("before-participle", ["“We wait.”"], "Lind", "adding")
    ]
