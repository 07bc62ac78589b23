# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.changes import alike, attribution_changes, field_changes, text_changes
from archiver.changes.fields import ABSENT
from archiver.changes.text import TextChange, survivors
from archiver.model import Kind, Span, Transcript, Utterance
from builders import a_transcript

WORDS = st.lists(st.sampled_from(["a ", "b ", "c\n\n", " ", "the ", "“d”"]), max_size=25).map("".join)


@given(WORDS, WORDS)
def test_the_changes_make_the_new_text_of_the_old_one(old: str, new: str) -> None:
    made, at = "", 0
    for change in text_changes(old, new):
        assert old[change.old.start : change.old.end] == change.removed
        assert new[change.new.start : change.new.end] == change.added
        made += old[at : change.old.start] + change.added
        at = change.old.end
        assert len(made) == change.new.end
    assert made + old[at:] == new


@given(WORDS, WORDS)
def test_what_is_not_touched_is_found_again(old: str, new: str) -> None:
    changes = text_changes(old, new)
    left = survivors(changes)
    whole = "".join(new[part.start : part.end] for part in left(Span(0, len(old))))
    assert whole == "".join(c for at, c in enumerate(old) if not touched(at, changes))
    for offset, character in enumerate(old):
        parts = left(Span(offset, offset + 1))
        assert [new[part.start : part.end] for part in parts] == ([] if touched(offset, changes) else [character])


def touched(offset: int, changes: tuple[TextChange, ...]) -> bool:
    return any(change.old.start <= offset < change.old.end for change in changes)


@given(st.binary(max_size=9), st.binary(max_size=9), st.binary(max_size=9))
def test_the_common_beginning_is_as_long_as_it_is(head: bytes, one: bytes, other: bytes) -> None:
    count = alike(head + one, head + other)
    assert (head + one)[:count] == (head + other)[:count]
    assert count >= len(head)
    assert (head + one)[count : count + 1] != (head + other)[count : count + 1] or head + one == head + other


def test_a_long_text_that_is_all_another_is_one_change() -> None:
    old, new = "a b " * 2000, "c d " * 2000
    (change,) = text_changes(old, new)
    assert (change.removed, change.added) == (old[:-1] if old[-1] == new[-1] else old, change.added)


def test_somebody_with_an_id_is_the_same_in_another_place() -> None:
    old = {"speakers": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}], "place": "X", "n": [1, 2]}
    new = {"speakers": [{"id": "b", "name": "C"}, {"id": "a", "name": "A"}], "kind": "Y", "n": [1]}
    found = {(one.kind, one.pointer, one.old, one.new) for one in field_changes(old, new)}
    assert found == {
        ("changed", "$.speakers[b].name", "B", "C"),
        ("removed", "$.place", "X", ABSENT),
        ("added", "$.kind", ABSENT, "Y"),
        ("removed", "$.n[1]", 2, ABSENT),
    }


def test_a_truth_is_not_a_number() -> None:
    assert [one.pointer for one in field_changes({"a": 1}, {"a": True})] == ["$.a"]


def said(*pieces: tuple[int, int], **fields: object) -> Utterance:
    return Utterance(pieces=tuple(Span(*piece) for piece in pieces), kind=Kind.DIRECT, **fields)  # type: ignore[arg-type]


def told(old: Transcript, new: Transcript) -> list[tuple[str, str]]:
    return [(one.kind, one.words) for one in attribution_changes(old, new, old_names={}, new_names={})]


def test_attributions_are_followed_through_a_changed_text() -> None:
    old = a_transcript("one two three", utterances=(said((4, 7), speaker="a"), said((8, 13), speaker="b")))
    new = a_transcript("zero one two three", utterances=(said((9, 12), speaker="a"), said((13, 18), speaker="c")))
    (change,) = attribution_changes(old, new, old_names={"b": "Ben"}, new_names={"c": "Cora"})
    assert (change.kind, change.words, change.fields) == ("changed", "three", (("speaker", "Ben", "Cora"),))


def test_speech_comes_goes_and_has_other_bounds() -> None:
    text = "one two three four"
    old = a_transcript(text, utterances=(said((0, 3)), said((4, 7))))
    new = a_transcript(text, utterances=(said((4, 13)), said((14, 18))))
    assert told(old, new) == [("removed", "one"), ("changed", "two three"), ("added", "four")]
    assert told(old, old) == []


def test_words_put_in_right_behind_speech_are_no_part_of_it() -> None:
    old = a_transcript("one two three", utterances=(said((4, 8)),))
    new = a_transcript("one two more three", utterances=(said((4, 8)),))
    assert told(old, new) == []


def test_far_apart_changes_of_a_long_text_are_told_apart() -> None:
    paragraphs = [f"Paragraph {number} says what number {number} says.\n\n" for number in range(3000)]
    old = "".join(paragraphs)
    new = "".join(["Begin.\n\n", *paragraphs[:-1], "The end.\n"])
    assert [change.added for change in text_changes(old, new)] == ["Begin.\n\n", "The end."]
