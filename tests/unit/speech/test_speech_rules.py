# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re

from archiver.speech import CERTAINTY, RULES


def test_every_rule_says_what_it_does_and_how_often_it_is_right() -> None:
    assert list(RULES) == list(CERTAINTY)
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule) for rule in RULES)
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in RULES.values())
    assert all(0 <= share <= 1 and share == round(share, 2) for share in CERTAINTY.values())
    assert CERTAINTY["corrected"] == 1
