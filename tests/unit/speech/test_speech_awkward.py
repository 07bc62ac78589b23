# SPDX-License-Identifier: Apache-2.0
"""Sentences that are hard to read for rules: what is found in them, as rule, mention and first piece."""

from __future__ import annotations

import pytest

from archiver.speech import attribute

CASES: list[tuple[str, tuple[tuple[str, str | None, str], ...]]] = [
    (
        "The yard’s spokesman, Paul Vale of Fordham, told the press: “We wait.”",
        (("before-subject", "The yard’s spokesman", "“We wait.”"),),
    ),
    ("Paul Vale (who once sailed) said: “We wait.”", (("before-subject", "Paul Vale", "“We wait.”"),)),
    ("In Fordham [the old town], Vale said: “We wait.”", (("before-subject", "Vale", "“We wait.”"),)),
    ("Paul Vale (left), the pilot, said: “We wait.”", (("before-subject", "Paul Vale", "“We wait.”"),)),
    (
        "The harbour’s old pilot Paul Vale Jr. said: “We wait.”",
        (("before-subject", "pilot Paul Vale Jr.", "“We wait.”"),),
    ),
    (
        "“We wait,” the Harbour Board’s lawyer Ada Brook said.",
        (("after-subject", "the Harbour Board’s lawyer Ada Brook", "“We wait,”"),),
    ),
    (
        "“We wait,” the head of the office of the mayor said.",
        (("after-subject", "the head of the office of the mayor", "“We wait,”"),),
    ),
    (
        "“We wait,” said the head of the office of the mayor of Fordham.",
        (("after-inverted", "the head of the office of the mayor of Fordham", "“We wait,”"),),
    ),
    (
        "“We wait,” said a pilot from the island in the north.",
        (("after-inverted", "a pilot from the island in the north", "“We wait,”"),),
    ),
    ("“We wait,” said Brook in an interview with the paper.", (("after-inverted", "Brook", "“We wait,”"),)),
    (
        "“We wait,” said Ada van Brook III of Fordham.",
        (("after-inverted", "Ada van Brook III of Fordham", "“We wait,”"),),
    ),
    ("“We wait,” said Ada Brook and Paul Vale.", (("after-inverted", "Ada Brook and Paul Vale", "“We wait,”"),)),
    ("“We wait,” said later the mayor.", (("after-inverted", "the mayor", "“We wait,”"),)),
    ("“We wait,” according to them.", (("after-according", "them", "“We wait,”"),)),
    ("“We wait.” — Ada Brook, 1999", (("dash-name", "Ada Brook", "“We wait.”"),)),
    (
        "“We shall all wait for the tide to turn.”\n\n— Ada Brook.",
        (("dash-name", "Ada Brook", "“We shall all wait for the tide to turn.”"),),
    ),
    (
        "“We shall all wait for the tide to turn.”\n\n— and so on.",
        (("none", None, "“We shall all wait for the tide to turn.”"),),
    ),
    (
        "“We wait.” Brook said that the tide was low.",
        (("none", None, "“We wait.”"), ("clause-that", "Brook", "the tide was low")),
    ),
    ("“We wait.” Brook said, “We go.”", (("none", None, "“We wait.”"), ("before-subject", "Brook", "“We go.”"))),
    ("Said Weber, “We wait.”", (("before-inverted", "Weber", "“We wait.”"),)),
    (
        "The pilot who mended the boat and said, “We wait,” went home.",
        (("before-coordinated", "The pilot", "“We wait,”"),),
    ),
    ("They gave out bottles that said, “We wait.”", (("before-subject", "that", "“We wait.”"),)),
    ("Vale, speaking softly, said: “We wait.”", (("before-subject", "Vale", "“We wait.”"),)),
    ("FORDHAM, Dec. 8 (AP) — Vale thanked them, saying: “We wait.”", (("before-participle", "Vale", "“We wait.”"),)),
    ("When the storm came, the mayor rose, saying: “We wait.”", (("before-participle", "the mayor", "“We wait.”"),)),
    ("Thank you, he said to them, adding, “We wait.”", (("before-participle", "he", "“We wait.”"),)),
    ("“We wait,” she emails.", (("after-name", "she", "“We wait,”"),)),
    ("Vale emails that the boats are late.", ()),
    ("They say the boats are late.", (("clause-bare", "They", "the boats are late"),)),
    ("Vale was saying that the boats are late.", (("clause-that", "Vale", "the boats are late"),)),
    ("Vale has said that the boats are late.", (("clause-that", "Vale", "the boats are late"),)),
    ("Vale would say that the boats are late.", (("clause-that", "Vale", "the boats are late"),)),
    ("Having said that the boats are late, Vale left.", ()),
    (
        "“I was asked if the boats are late,” Vale said.",
        (("after-subject", "Vale", "“I was asked if the boats are late,”"),),
    ),
    ("Asked about that.", ()),
    (
        "Asked why, Vale said the tide was low.",
        (("asked-about", None, "why"), ("clause-bare", "Vale", "the tide was low")),
    ),
    ("According to the plan.", ()),
    ("According to him the boats are late.", ()),
    ("He left, according to plan.", ()),
    ("Vale told the crews, the boats are late.", ()),
    ("Vale noted in the yard; that was it.", ()),
    ("Vale noted in the yard that was built last year.", ()),
    ("Vale said so.", ()),
    ("Vale said “yes”.", (("fragment", "Vale", "“yes”"),)),
    ("Vale said it was fine, according to Brook.", (("clause-according", "Brook", "Vale said it was fine"),)),
    ("Vale said yes and told them to go.", ()),
    ("The boats, Vale said, are late.", (("clause-around", "Vale", "The boats"),)),
    ("On Monday in Fordham at noon, Vale said.", ()),
    ("It rained, Vale said, and the crews of the yard went home to sleep until the next morning came.", ()),
    ("Vale did not say “yes” to them.", ()),
    ("Vale thinks the plan is “bad”.", ()),
    ("She left and called it “bad” again.", (("clause-object", "She", "it “bad” again"),)),
    ("And called it “bad” again.", ()),
    (
        "He called it “bad” and “worse than ever before in this town”, he said.",
        (("clause-object", "He", "it “bad” and “worse than ever before in this town”"),),
    ),
    ("She, smiling, called the plan that “bad” idea.", (("clause-object", "She", "the plan that “bad” idea"),)),
    ("“He said ‘no, “never and left,” Kim said.", (("after-subject", "Kim", "“He said ‘no,"),)),
    ("‘“We wait’ he said.", ()),
    ("“One ‘two.\n\n“Three’ four,” Vale said.", (("after-subject", "Vale", "“One ‘two."),)),
    ("Peter King said the boats are late.", (("clause-bare", "Peter King", "the boats are late"),)),
    ("“We wait,” Peter King said.", (("after-subject", "Peter King", "“We wait,”"),)),
    ("The Mayor came. “We wait,” the Mayor said.", (("after-subject", "the Mayor", "“We wait,”"),)),
    (
        "“We wait,” Robin Vale said. Robin Vale, an actress, left. “It is late,” she said.",
        (("after-subject", "Robin Vale", "“We wait,”"), ("after-subject", "she", "“It is late,”")),
    ),
    ("Vale spoke. “It is late,” the spokeswoman said.", (("after-subject", "the spokeswoman", "“It is late,”"),)),
    (
        "Paul Vale spoke. Ada Brook sat. “He is late,” he said. Ada Brook rose. “We go,” she said.",
        (("after-subject", "he", "“He is late,”"), ("after-subject", "she", "“We go,”")),
    ),
    ("The word “tide” and “The Old Man”, a book on “’90s boats”.", ()),
    ("Boats (“late”) and cars.", ()),
    (
        "“We wait,” said the Rev. A. B. Vale, D.D., of St. Mary’s.",
        (("after-inverted", "the Rev. A. B. Vale", "“We wait,”"),),
    ),
    ("No. He said the boats are late. Nobody came.", (("clause-bare", "He", "the boats are late"),)),
    ("The storm is late, the mayor of Fordham and his crews said.", ()),
    ("“We wait for the tide,” as Vale put it.", (("after-subject", "Vale", "“We wait for the tide,”"),)),
    (
        "Vale wrote to the “Tide Tables” that “we wait for the storm to come in the end.”",
        (("fragment", "Vale", "“we wait for the storm to come in the end.”"),),
    ),
    (
        "The Board of Boats and Docks said the boats are late.",
        (("clause-bare", "The Board of Boats and Docks", "the boats are late"),),
    ),
    ("“We wait,” said Ada Brook.", (("after-inverted", "Ada Brook", "“We wait,”"),)),
    ("Vale (left) said the boats are late.", (("clause-bare", "Vale", "the boats are late"),)),
    ("A court’s clerk said: “We wait.”", (("before-subject", "A court’s clerk", "“We wait.”"),)),
    ("“We wait,” he and others said.", (("after-subject", "he", "“We wait,”"),)),
    (
        "“We wait,” the pilots of the yard wrote on Twitter.",
        (("after-subject", "the pilots of the yard", "“We wait,”"),),
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_awkward_sentences(text: str, expected: tuple[tuple[str, str | None, str], ...]) -> None:
    found = tuple(
        (
            each.rule,
            text[slice(*each.mention.span)] if each.mention is not None else None,
            text[slice(*each.pieces[0])],
        )
        for each in attribute(text)
    )
    assert found == expected
