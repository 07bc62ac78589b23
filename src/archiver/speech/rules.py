# SPDX-License-Identifier: Apache-2.0
"""The attribution rules: what each one says, and how often it is right.

The figures are shares of right output (span and speaker) on the development half of PolNeAR, US news
of 2015 and 2016, rounded to two decimals. Rules that fired less than ten times there have a cautious guess.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TABLE: tuple[tuple[str, float, str], ...] = (
    ("after-subject", 0.97, "The subject and the verb of saying stand behind the quotation."),
    ("after-inverted", 0.98, "The verb of saying and then its subject stand behind the quotation."),
    ("after-according", 0.90, "Behind the quotation stands whom the words are according to."),
    ("before-subject", 0.88, "The subject and the verb of saying stand before the quotation."),
    ("before-participle", 0.79, "A participle such as “adding” leads in; its subject is that of the main verb."),
    ("before-coordinated", 0.75, "A second verb of saying leads in; its subject is that of the first verb."),
    ("before-inverted", 0.90, "The verb of saying and then its subject stand before the quotation."),
    ("before-according", 0.90, "Before the quotation stands whom the words are according to."),
    ("label", 0.60, "The name of the speaker stands before the quotation as a label with a colon."),
    ("colon", 0.65, "The sentence that leads in with a colon has this subject."),
    ("dash-name", 0.96, "A dash and the name of the speaker stand behind the quotation."),
    ("continue-paragraph", 0.67, "A further quotation in the paragraph continues the speaker before it."),
    ("continue-previous", 0.77, "A paragraph that is only a quotation continues the speaker of the one before."),
    ("intro-paragraph", 0.84, "The paragraph before leads in with a colon and has this subject."),
    ("lead-cue", 0.89, "The sentence before the quotation has this subject and a verb of saying."),
    ("lead-subject", 0.71, "The sentence before the quotation has this subject."),
    ("alternation", 0.50, "Two people take turns as question and answer without being named again."),
    ("fragment", 0.78, "Quoted words within a clause that a verb of saying reports."),
    ("clause-that", 0.69, "A subject, a verb of saying and a clause with a conjunction."),
    ("clause-bare", 0.70, "A subject, a verb of saying and a clause without a conjunction."),
    ("clause-question", 0.76, "A subject, a verb of asking or saying and an indirect question."),
    ("clause-participle", 0.74, "A participle such as “noting” and a clause; its subject is that of the main verb."),
    ("clause-subject", 0.83, "A clause with its subject and verb of saying behind it."),
    ("clause-according", 0.83, "A sentence that is given according to somebody."),
    ("asked-about", 0.61, "Somebody was asked; who asked is not said."),
    ("none", 0.03, "The words are in quotation marks, and no rule finds their speaker."),
    ("corrected", 1.00, "A person decided."),
)

RULES: Mapping[str, str] = MappingProxyType({rule: sentence for rule, _, sentence in _TABLE})
"""Id of each attribution rule and what it says in one sentence."""

CERTAINTY: Mapping[str, float] = MappingProxyType({rule: share for rule, share, _ in _TABLE})
"""Id of each attribution rule and the share of its output that was right."""
