# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.model import Form, Kind, Mention, Phrase, PhraseKind, Span, Utterance
from archiver.page.stretches import walk
from builders import a_transcript

if TYPE_CHECKING:
    from archiver.model import Transcript


def drawn(transcript: Transcript) -> list[str]:
    """Draw each block with brackets where something opens and closes."""
    blocks = []
    for _, steps in walk(transcript):
        parts = [
            f"({step.opened.sort.name[:2]}{step.opened.number} " if step.opened else step.text or ")" for step in steps
        ]
        blocks.append("".join(parts))
    return blocks


def said(*pieces: Span, mention: Span | None = None, cue: Span | None = None) -> Utterance:
    return Utterance(
        pieces=pieces, kind=Kind.DIRECT, mention=Mention(span=mention, form=Form.NAME) if mention else None, cue=cue
    )


def test_text_without_marks_is_one_step_a_block() -> None:
    assert drawn(a_transcript("ab\n\ncd")) == ["ab\n\n", "cd"]
    assert drawn(a_transcript("")) == ["" for _ in a_transcript("").blocks]


def test_pieces_nest_and_the_longer_one_is_outside() -> None:
    transcript = a_transcript("abcdef", utterances=(said(Span(1, 3)), said(Span(1, 5)), said(Span(4, 5))))
    assert drawn(transcript) == ["a(PI2 (PI1 bc)d(PI3 e))f"]


def test_piece_is_outside_of_what_begins_and_ends_with_it() -> None:
    transcript = a_transcript(
        "abc",
        utterances=(said(Span(0, 2), mention=Span(0, 2), cue=Span(2, 3)),),
        phrases=(Phrase(span=Span(0, 2), kind=PhraseKind.TITLE),),
    )
    assert drawn(transcript) == ["(PI1 (PH0 (ME1 ab)))(CU1 c)"]


def test_stretch_that_crosses_another_ends_with_it() -> None:
    assert drawn(a_transcript("abcdef", utterances=(said(Span(0, 3)), said(Span(2, 5))))) == ["(PI1 ab(PI2 c))def"]


def test_stretch_ends_with_its_block() -> None:
    assert drawn(a_transcript("ab\n\ncd", utterances=(said(Span(1, 6)),))) == ["a(PI1 b\n\n)", "cd"]


def test_words_that_ground_several_utterances_are_marked_once() -> None:
    transcript = a_transcript("abc", utterances=(said(Span(0, 1), cue=Span(2, 3)), said(Span(1, 2), cue=Span(2, 3))))
    assert drawn(transcript) == ["(PI1 a)(PI2 b)(CU1 c)"]


def test_empty_stretch_marks_nothing() -> None:
    assert drawn(a_transcript("abc", utterances=(said(Span(1, 1)),))) == ["abc"]


def test_deep_nesting_needs_no_recursion() -> None:
    deep = 5000
    transcript = a_transcript("a" * (2 * deep), utterances=tuple(said(Span(n, 2 * deep - n)) for n in range(deep)))
    assert drawn(transcript)[0].count("(") == deep
