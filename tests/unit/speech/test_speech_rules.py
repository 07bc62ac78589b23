# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re

from archiver.model import Form, Kind, Mention, Span
from archiver.speech import CERTAINTY, RULES, attribute, rules


def test_every_rule_says_what_it_does_and_how_often_it_is_right() -> None:
    assert list(RULES) == list(CERTAINTY)
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule) for rule in RULES)
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in RULES.values())
    assert all(0 <= share <= 1 and share == round(share, 2) for share in CERTAINTY.values())
    assert CERTAINTY["corrected"] == 1


def test_the_shares_by_sign_are_of_known_rules_and_signs() -> None:
    assert {rule for rule, _ in rules.BY_SIGN} <= set(RULES)
    assert {sign for _, sign in rules.BY_SIGN} <= set(rules.SIGNS)
    assert all(0 < share < 1 for share in rules.BY_SIGN.values())


def test_a_pronoun_behind_the_quotation_is_surer_than_a_description_before_it() -> None:
    (sure,) = attribute("Ada Brook came. “We wait,” she said.")
    (doubtful,) = attribute("The head of the yard said: “We wait.”")
    assert sure.certainty >= rules.AUTO_ACCEPT > doubtful.certainty


def test_signs() -> None:
    name = Mention(span=Span(0, 1), form=Form.NAME)
    pronoun = Mention(span=Span(0, 1), form=Form.PRONOUN)
    role = Mention(span=Span(0, 1), form=Form.ROLE)
    assert rules.sign_of(Kind.DIRECT, name, "x", "A") == "named"
    assert rules.sign_of(Kind.DIRECT, role, "x", "A") == "described"
    assert rules.sign_of(Kind.INDIRECT, pronoun, "x", "a") == "pronoun"
    assert rules.sign_of(Kind.INDIRECT, pronoun, None, "a") == "open"
    assert rules.sign_of(Kind.DIRECT, None, None, "A") == "unnamed"
    assert rules.sign_of(Kind.DIRECT, name, "x", "a") == "inside"
    assert rules.sign_of(Kind.MIXED, name, "x", "a") == "mixed"
    assert rules.certainty("alternation", "named") == CERTAINTY["alternation"]
