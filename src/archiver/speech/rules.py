# SPDX-License-Identifier: Apache-2.0
"""The attribution rules: what each one says, and how often it is right.

The figures are shares of right output (span and speaker) on the development half of PolNeAR, US news
of 2015 and 2016, rounded to two decimals. Rules that fired less than ten times there have a cautious guess.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from archiver.model import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archiver.model import Mention

_TABLE: tuple[tuple[str, float, str], ...] = (
    ("after-subject", 0.98, "The subject and the verb of saying stand behind the quotation."),
    ("after-inverted", 0.98, "The verb of saying and then its subject stand behind the quotation."),
    ("after-according", 0.90, "Behind the quotation stands whom the words are according to."),
    ("after-name", 0.80, "Somebody stands behind the quotation with another verb than one of saying, or with none."),
    ("before-subject", 0.92, "The subject and the verb of saying stand before the quotation."),
    ("before-participle", 0.86, "A participle such as “adding” leads in; its subject is that of the main verb."),
    ("before-coordinated", 0.99, "A second verb of saying leads in; its subject is that of the first verb."),
    ("before-inverted", 0.90, "The verb of saying and then its subject stand before the quotation."),
    ("before-according", 0.90, "Before the quotation stands whom the words are according to."),
    ("label", 0.60, "The name of the speaker stands before the quotation as a label with a colon."),
    ("label-turn", 0.95, "The line begins with the name of the speaker as a label, as in a transcript."),
    ("colon", 0.75, "The sentence that leads in with a colon has this subject."),
    ("dash-name", 0.96, "A dash and the name of the speaker stand behind the quotation."),
    ("name-beneath", 0.50, "The name of the speaker stands alone on the line beneath, within the same marks."),
    ("continue-paragraph", 0.67, "A further quotation in the paragraph continues the speaker before it."),
    ("continue-previous", 0.85, "A paragraph that is only a quotation continues the speaker of the one before."),
    ("intro-paragraph", 0.85, "The paragraph before leads in with a colon and has this subject."),
    ("lead-cue", 0.89, "The sentence before the quotation has this subject and a verb of saying."),
    ("lead-paragraph", 0.70, "The paragraph before ends with a sentence that has this subject and a verb of saying."),
    ("paragraph-subject", 0.50, "The last sentence of the paragraph before has this subject."),
    ("lead-subject", 0.71, "The sentence before the quotation has this subject."),
    ("sentence-subject", 0.67, "The sentence in which the quotation stands has this subject."),
    ("alternation", 0.50, "Two people take turns as question and answer without being named again."),
    ("fragment", 0.77, "Quoted words within a clause that a verb of saying reports."),
    ("clause-that", 0.75, "A subject, a verb of saying and a clause with a conjunction."),
    ("clause-bare", 0.80, "A subject, a verb of saying and a clause without a conjunction."),
    ("clause-question", 0.81, "A subject, a verb of asking or saying and an indirect question."),
    ("clause-participle", 0.74, "A participle such as “noting” and a clause; its subject is that of the main verb."),
    ("clause-subject", 0.82, "A clause with its subject and verb of saying behind it."),
    ("clause-according", 0.82, "A sentence that is given according to somebody."),
    ("clause-inverted", 0.89, "A clause with the verb of saying and its subject behind it."),
    ("clause-around", 0.89, "A clause with the attribution in its middle."),
    ("clause-as", 0.60, "A clause led in by “as” with a subject and a verb of saying."),
    ("clause-object", 0.67, "A subject, a verb of saying and a noun phrase that is what was said."),
    ("clause-infinitive", 0.59, "A subject, a verb of promising and an infinitive."),
    ("asked-about", 0.67, "Somebody was asked; who asked is not said."),
    ("nested-cue", 0.80, "Within a quotation, a verb of saying and its subject stand beside the quotation in it."),
    ("nested-self", 0.90, "Within a quotation, “I said” gives the quotation in it to whoever says the outer one."),
    ("nested-none", 0.50, "Words in marks within a quotation are speech, and nobody there is said to have said them."),
    ("none", 0.04, "The words are in quotation marks, and no rule finds their speaker."),
    ("corrected", 1.00, "A person decided."),
)

RULES: Mapping[str, str] = MappingProxyType({rule: sentence for rule, _, sentence in _TABLE})
"""Id of each attribution rule and what it says in one sentence."""

CERTAINTY: Mapping[str, float] = MappingProxyType({rule: share for rule, share, _ in _TABLE})
"""Id of each attribution rule and the share of its output that was right."""

AUTO_ACCEPT = 0.94
"""What is said with at least this certainty needs no look: `benchmarks/attribution.py` measures how much is right."""

SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "named": "the mention is a name of a person or an organisation",
        "described": "the mention is a role or a group",
        "pronoun": "the mention is a pronoun, and it is clear whom it means",
        "open": "the mention is a pronoun, and it is not clear whom it means",
        "unnamed": "there is no mention",
        "inside": "the quotation begins in lower case",
        "mixed": "the reported clause has quoted words in it",
    },
)
"""Plain features that tell within a rule how far to trust it; the last two decide before the others."""

_SHARES: Mapping[str, str] = MappingProxyType(
    {
        "after-inverted": "described 0.97, named 0.98",
        "after-subject": "described 0.95, inside 0.93, named 0.98, pronoun 0.99",
        "before-participle": "named 0.86",
        "before-subject": "described 0.90, inside 0.93, named 0.95, pronoun 0.93",
        "clause-according": "described 0.80, named 0.83",
        "clause-around": "described 0.92, named 0.86, pronoun 0.87",
        "clause-bare": "described 0.79, mixed 0.84, named 0.81, open 0.64, pronoun 0.76",
        "clause-object": "described 0.63, mixed 0.70, named 0.72, open 0.63, pronoun 0.58",
        "clause-participle": "described 0.61, mixed 0.82, named 0.77, pronoun 0.70",
        "clause-subject": "described 0.83, mixed 0.83, named 0.83, pronoun 0.81",
        "clause-that": "described 0.69, mixed 0.85, named 0.73, pronoun 0.73",
        "continue-previous": "named 0.82",
        "fragment": "mixed 0.76",
        "sentence-subject": "inside 0.64",
    },
)
"""For rules that fired often: the share that was right by sign, drawn towards the rule's share where cases are few."""


def sign_of(kind: Kind, mention: Mention | None, speaker: str | None, first: str) -> str:
    """Return the sign of an utterance; `first` is the first letter or digit of its quotation."""
    if kind is Kind.MIXED:
        return "mixed"
    if kind is Kind.DIRECT and first.islower():
        return "inside"
    if mention is None:
        return "unnamed"
    if mention.form is Form.PRONOUN:
        return "pronoun" if speaker is not None else "open"
    return "described" if mention.form in {Form.ROLE, Form.GROUP} else "named"


BY_SIGN: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        (rule, pair.partition(" ")[0]): float(pair.partition(" ")[2])
        for rule, pairs in _SHARES.items()
        for pair in pairs.split(", ")
    },
)
"""The same by rule and sign."""


def certainty(rule: str, sign: str) -> float:
    """Return how often an utterance of this rule with this sign was right."""
    return BY_SIGN.get((rule, sign), CERTAINTY[rule])
