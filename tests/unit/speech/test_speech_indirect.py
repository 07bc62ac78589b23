# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.model import Ground, Kind, Utterance
from archiver.speech import attribute


def shown(text: str) -> list[tuple[str, str, str | None, str | None]]:
    def one(each: Utterance) -> tuple[str, str, str | None, str | None]:
        mention = text[slice(*each.mention.span)] if each.mention is not None else None
        cue = text[slice(*each.cue)] if each.cue is not None else None
        return each.rule, text[slice(*each.pieces[0])], mention, cue

    return [one(each) for each in attribute(text)]


CASES = [
    ("Lind said that the boats are late.", ("clause-that", "the boats are late", "Lind", "said")),
    ("The pilot replied publicly that he would not go.", ("clause-that", "he would not go", "The pilot", "replied")),
    ("Lind said the boats are late.", ("clause-bare", "the boats are late", "Lind", "said")),
    (
        "Lind noted on Monday in Fordham that moving the boats is slow.",
        ("clause-that", "moving the boats is slow", "Lind", "noted"),
    ),
    ("Lind told reporters that the boats are late.", ("clause-that", "the boats are late", "Lind", "told")),
    ("Lind told the harbour board that the boats are late.", ("clause-that", "the boats are late", "Lind", "told")),
    ("Lind asked whether the boats are late.", ("clause-question", "whether the boats are late", "Lind", "asked")),
    ("The boats are late again, Lind said on Monday.", ("clause-subject", "The boats are late again", "Lind", "said")),
    ("According to him, the boats are late.", ("clause-according", "the boats are late", "him", "According to")),
    (
        "The boats are late, according to Ada Brook.",
        ("clause-according", "The boats are late", "Ada Brook", "according to"),
    ),
    (
        "Brook acknowledged the boats would be late.",
        ("clause-bare", "the boats would be late", "Brook", "acknowledged"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_reported_clauses_stand_without_conjunction_and_full_stop(text: str, expected: tuple[str, ...]) -> None:
    assert shown(text) == [expected]
    assert attribute(text)[0].kind is Kind.INDIRECT


def test_a_participle_shares_the_subject_of_the_main_verb() -> None:
    text = "“We wait,” Lind said, noting that the boats are late."
    assert shown(text) == [
        ("after-subject", "“We wait,”", "Lind", "said"),
        ("clause-participle", "the boats are late", "Lind", "noting"),
    ]
    text = "The minister also questioned the plan, asking what the yard hoped for."
    assert shown(text) == [
        ("clause-object", "the plan", "The minister", "questioned"),
        ("clause-participle", "what the yard hoped for", "The minister", "asking"),
    ]


def test_a_clause_ends_where_another_report_begins() -> None:
    text = "Lind said the boats are late, adding that the tide is low, but he named no crews."
    assert [each[1] for each in shown(text)] == ["the boats are late", "the tide is low"]
    text = "Lind said the boats are late and added that the tide is low."
    assert [each[1] for each in shown(text)] == ["the boats are late", "the tide is low"]
    text = "Lind said the boats are late, and Brook said the tide is low."
    assert [each[2] for each in shown(text)] == ["Lind", "Brook"]


def test_a_question_by_somebody_unnamed() -> None:
    text = "Asked about the late boats, Ada Brook said they would come."
    asked, answered = attribute(text)
    assert (asked.rule, asked.speaker, asked.addressee) == ("asked-about", None, "Ada Brook")
    assert (asked.ground, asked.mention) == (Ground.IMPLICIT, None)
    assert text[slice(*asked.pieces[0])] == "the late boats"
    assert answered.speaker == "Ada Brook"
    nodded = "When asked whether the boats are late, Brook nodded and left."
    assert shown(nodded) == [("asked-about", "whether the boats are late", None, "asked")]
    assert shown("Asked whether the boats are late, Brook said nothing of them.")[0][1] == "whether the boats are late"


@pytest.mark.parametrize(
    "text",
    [
        "Lind did not say that the boats are late.",
        "Lind was told that the boats are late.",
        "The boat that Lind announced last week sank.",
        "Lind said last week in Fordham.",
        "The United States of the north are late.",
        "Brook mentioned that was late.",
        "To say that the boats are late helps nobody.",
    ],
)
def test_what_is_no_report_stays_alone(text: str) -> None:
    assert [each for each in shown(text) if each[0] != "clause-that" or each[2] is None] == []
    assert len(shown(text)) <= (text.startswith("Brook mentioned"))


def test_a_quoted_fragment_makes_the_clause_mixed() -> None:
    text = "Lind said the boats were “awfully late” again."
    (utterance,) = attribute(text)
    assert (utterance.kind, utterance.rule) == (Kind.MIXED, "clause-bare")
    assert [text[slice(*part)] for part in utterance.quoted] == ["“awfully late”"]
    text = "He called the ruling “a stain” on the court."
    (utterance,) = attribute(text)
    assert (utterance.kind, utterance.rule) == (Kind.MIXED, "clause-object")
    assert text[slice(*utterance.pieces[0])] == "the ruling “a stain” on the court"


def test_a_fragment_that_is_all_that_was_said_is_direct() -> None:
    text = "Lind called it, in her letter to the yard, “late”."
    kinds = {each.kind for each in attribute(text)}
    assert kinds <= {Kind.MIXED, Kind.DIRECT}
    (only,) = attribute("Lind said “no way” again.")
    assert only.kind in {Kind.MIXED, Kind.DIRECT}


def test_reports_within_a_quotation_need_a_named_subject() -> None:
    text = "“The harbour board says they would like more boats. He says we wait,” Lind said."
    outer, nested = attribute(text, nested=True)
    assert outer.pieces[0].holds(nested.pieces[0])
    assert text[slice(*nested.pieces[0])] == "they would like more boats"
    assert nested.speaker == "the harbour board"
