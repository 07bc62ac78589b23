# SPDX-License-Identifier: Apache-2.0
"""No attribution is lost in a comparison, and none is told to be another one that it never was."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from archiver.changes import attribution_changes
from archiver.model import Kind, Span, Transcript, Utterance
from builders import a_transcript
from work import growth

TEXTS = st.lists(st.sampled_from(["a ", "b ", "c\n\n", "the ", "“d” ", "x y z "]), min_size=1, max_size=20).map("".join)


def said(start: int, end: int, speaker: str | None = None) -> Utterance:
    return Utterance(pieces=(Span(start, end),), kind=Kind.DIRECT, speaker=speaker)


def kinds(old: Transcript, new: Transcript, **names: str) -> list[tuple[str, str]]:
    found = attribution_changes(old, new, old_names=names, new_names=names)
    return [(one.kind, one.words) for one in found]


@st.composite
def spoken(draw: st.DrawFn, speaker: str) -> Transcript:
    text = draw(TEXTS)
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9)), max_size=6))
    return a_transcript(text, utterances=tuple(said(at, min(len(text), at + n), speaker) for at, n in sorted(spans)))


@given(spoken("o"), spoken("n"))
def test_every_utterance_is_changed_removed_or_added_and_none_is_lost(old: Transcript, new: Transcript) -> None:
    found = [kind for kind, _ in kinds(old, new)]
    assert found.count("changed") + found.count("removed") == len(old.utterances)
    assert found.count("changed") + found.count("added") == len(new.utterances)


@given(spoken("o"))
def test_nothing_changed_is_nothing_told(one: Transcript) -> None:
    assert kinds(one, one) == []


def test_two_who_are_both_gone_with_their_paragraph_are_both_told() -> None:
    old = a_transcript("one two three four. five", utterances=(said(0, 3, "a"), said(4, 7, "b"), said(8, 13, "c")))
    new = a_transcript("nothing of it. five", utterances=())
    assert kinds(old, new) == [("removed", "one"), ("removed", "two"), ("removed", "three")]


def test_words_in_the_place_of_others_are_not_a_change_of_who_said_them() -> None:
    old = a_transcript("Ada: one two three. five", utterances=(said(5, 18, "ada"),))
    new = a_transcript("Ben: never mind that. five", utterances=(said(5, 20, "ben"),))
    assert kinds(old, new) == [("removed", "one two three"), ("added", "never mind that")]


def test_words_that_moved_to_another_place_are_still_those_of_their_speaker() -> None:
    first, second = "“We open the bridge,” Ada said.\n\n", "“Nobody told us,” said Cal.\n\n"
    old = a_transcript(first + second, utterances=(said(0, 21, "ada"), said(len(first), len(first) + 17, "cal")))
    new = a_transcript(second + first, utterances=(said(0, 17, "cal"), said(len(second), len(second) + 21, "ada")))
    assert kinds(old, new) == []
    other = a_transcript(second + first, utterances=(said(0, 17, "ada"), said(len(second), len(second) + 21, "ada")))
    assert kinds(old, other) == [("changed", "“Nobody told us,”")]


def test_two_of_one_name_are_told_apart() -> None:
    text = "one two"
    names = {"first": "unnamed journalist", "second": "unnamed journalist", "ada": "Ada"}
    old = a_transcript(text, utterances=(said(0, 3, "first"), said(4, 7, "ada")))
    new = a_transcript(text, utterances=(said(0, 3, "second"), said(4, 7, "ada")))
    (change,) = attribution_changes(old, new, old_names=names, new_names=names)
    assert change.fields == (("speaker", "unnamed journalist [first]", "unnamed journalist [second]"),)
    renumbered = a_transcript(text, utterances=(said(0, 3, "j"), said(4, 7, "ada")))
    before, after = {"first": "A", "ada": "Ada"}, {"j": "A", "ada": "Ada"}
    assert attribution_changes(old, renumbered, old_names=before, new_names=after) == ()


def test_to_compare_takes_steps_that_grow_with_the_utterances() -> None:
    def compare(count: int) -> None:
        lines = [f"“Number {number} is said.” " for number in range(count)]
        starts = list(accumulate(map(len, lines), initial=0))
        one = tuple(said(at, at + len(line) - 1, "a") for at, line in zip(starts, lines, strict=False))
        other = tuple(said(at + 6, at + len(line) + 5, "b") for at, line in zip(starts, lines, strict=False))
        text = "".join(lines)
        old, new = a_transcript(text, utterances=one), a_transcript("Begin " + text, utterances=other)
        assert len(attribution_changes(old, new, old_names={}, new_names={})) == count

    assert growth(compare, 200) < 2.5


def test_much_speech_within_one_speech_is_compared_in_proportion_too() -> None:
    def compare(count: int) -> None:
        text = "“no” " * count
        inner = [said(5 * n, 5 * n + 4, "a") for n in range(count)]
        other = [said(5 * n + 3, 5 * n + 6, "b") for n in range(count)]
        old = a_transcript(text, utterances=(said(0, len(text) - 1, "a"), *inner))
        new = a_transcript("y " + text, utterances=(said(1, len(text) - 1, "b"), *other))
        assert len(attribution_changes(old, new, old_names={}, new_names={})) == count + 1

    assert growth(compare, 200) < 2.5
