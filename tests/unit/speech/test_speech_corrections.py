# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.errors import InvalidMaterial
from archiver.model import Correction, Fact, Ground, Kind, PhraseKind, Span, Transcript
from archiver.speech import interpret
from builders import a_speaker, a_transcript

LIND = a_speaker(id="lind", name=Fact(value="Anna Lind"), forename="Anna", surname="Lind", roles=())
PEOPLE = (a_speaker(), LIND)
TEXT = (
    "“We open the bridge,” Ada Brook said. “It is late.”\n\n"
    "“It was too late for the town.”\n\n"
    "The pilot called the bridge “a stain” on the river. The so-called “road” will follow."
)


def a_correction(
    quote: str | None = None, at: Span | None = None, *, speech: bool = True, speaker: str | None = None
) -> Correction:
    return Correction(quote=quote, at=at, speech=speech, speaker=speaker, by="desk", because="the tape")


def corrected(*corrections: Correction, text: str = TEXT) -> Transcript:
    return interpret(a_transcript(text), participants=PEOPLE, corrections=corrections)


def codes(*corrections: Correction, text: str = TEXT) -> list[tuple[str, str | None]]:
    with pytest.raises(InvalidMaterial) as caught:
        corrected(*corrections, text=text)
    assert all(finding.path == "record" for finding in caught.value.findings)
    return [(finding.code, finding.pointer) for finding in caught.value.findings]


def test_a_person_decides_who_speaks_and_those_who_continue_follow() -> None:
    first, second, *_ = corrected(a_correction("“We open the bridge,”", speaker="lind")).utterances
    assert (first.speaker, first.ground, first.mention) == ("lind", Ground.IMPLICIT, None)
    assert (first.rule, first.certainty, first.decided_by) == ("corrected", 1.0, "desk")
    assert len(first.pieces) == 2
    assert (second.speaker, second.ground, second.rule) == ("lind", Ground.CONTINUED, "continue-previous")


def test_the_ground_stays_where_the_mention_names_the_same_speaker() -> None:
    first = corrected(a_correction("We open the bridge", speaker="brook")).utterances[0]
    assert (first.ground, first.decided_by) == (Ground.NAME, "desk")
    assert first.mention is not None


def test_a_person_can_say_that_nobody_knows() -> None:
    first, second, *_ = corrected(a_correction("“We open the bridge,”")).utterances
    assert (first.speaker, first.ground) == (None, Ground.NONE)
    assert (second.speaker, second.ground) == (None, Ground.NONE)


def test_a_person_can_give_a_speaker_to_words_without_one() -> None:
    text = "“It was far too late for all of us in the town.”\n\n“So it was and we did not go there at all.”"
    first, second = corrected(
        a_correction("“It was far too late for all of us in the town.”", speaker="lind"), text=text
    ).utterances
    assert (first.speaker, second.speaker) == ("lind", "lind")
    assert second.ground is Ground.CONTINUED


def test_words_that_are_no_speech_become_a_phrase() -> None:
    found = corrected(a_correction("“It was too late for the town.”", speech=False))
    assert all("too late for" not in TEXT[slice(*piece)] for each in found.utterances for piece in each.pieces)
    assert (TEXT.index("“It was"), PhraseKind.SO_CALLED) in {(each.span.start, each.kind) for each in found.phrases}


def test_one_piece_of_an_utterance_can_be_no_speech() -> None:
    first = corrected(a_correction("“It is late.”", speech=False)).utterances[0]
    assert [TEXT[slice(*piece)] for piece in first.pieces] == ["“We open the bridge,”"]


def test_a_quoted_fragment_can_be_no_speech() -> None:
    found = corrected(a_correction("“a stain”", speech=False))
    pilot = found.utterances[-1]
    assert (pilot.kind, pilot.quoted) == (Kind.INDIRECT, ())
    assert "“a stain”" in {TEXT[slice(*each.span)] for each in found.phrases}


def test_a_phrase_can_be_made_speech() -> None:
    found = corrected(a_correction("“road”", speaker="lind"))
    made = found.utterances[-1]
    assert (TEXT[slice(*made.pieces[0])], made.kind, made.speaker) == ("“road”", Kind.DIRECT, "lind")
    assert (made.ground, made.rule) == (Ground.IMPLICIT, "corrected")
    assert "“road”" not in {TEXT[slice(*each.span)] for each in found.phrases}


def test_words_without_marks_can_be_made_speech_by_offsets() -> None:
    start = TEXT.index("will follow")
    made = corrected(a_correction(at=Span(start, start + 11))).utterances[-1]
    assert (made.kind, made.speaker, made.ground) == (Kind.INDIRECT, None, Ground.NONE)


def test_no_speech_where_there_is_none_changes_nothing() -> None:
    assert corrected(a_correction("“road”", speech=False)) == corrected()
    assert corrected(a_correction("will follow", speech=False)) == corrected()


def test_a_stretch_over_several_utterances_goes_for_each() -> None:
    text = "“We wait,” Brook said. “We go,” Lind said."
    found = corrected(a_correction(text, speech=False), text=text)
    assert found.utterances == ()
    assert len(found.phrases) == 2
    both = corrected(a_correction(text, speaker="lind"), text=text)
    assert [each.speaker for each in both.utterances] == ["lind", "lind"]


def test_an_outer_utterance_is_meant_and_not_the_one_inside() -> None:
    text = "“The harbour board says they would like more boats,” Brook said."
    outer, inner = corrected(a_correction(text, speaker="lind"), text=text).utterances
    assert (outer.speaker, inner.speaker) == ("lind", "the harbour board")


def test_what_lies_within_is_corrected_by_itself() -> None:
    text = "“The harbour board says they would like more boats,” Brook said."
    inner = a_correction("they would like more boats", speaker="dorn")
    for pair in [(inner, a_correction(text[:52], speaker="lind")), (a_correction(text[:52], speaker="lind"), inner)]:
        assert [each.speaker for each in corrected(*pair, text=text).utterances] == ["lind", "dorn"]
    silent = corrected(a_correction(text[:52], speech=False), text=text)
    assert [each.speaker for each in silent.utterances] == ["the harbour board"]
    assert corrected(a_correction(text[:52], speech=False), inner, text=text).utterances[0].speaker == "dorn"


def test_every_fault_is_told_at_once() -> None:
    assert codes(
        a_correction("no such words"),
        a_correction("late"),
        a_correction(at=Span(0, 10_000)),
        a_correction(quote=None),
        a_correction("Brook said. “It is"),
    ) == [
        ("R108", "$.corrections[0]"),
        ("R109", "$.corrections[1]"),
        ("R108", "$.corrections[2]"),
        ("R108", "$.corrections[3]"),
        ("R119", "$.corrections[4]"),
    ]


@pytest.mark.parametrize(
    "corrections",
    [
        (a_correction("“It is late.”\n\n“It was too late"),),
        (a_correction("“It is late.”", speaker="lind"), a_correction("It is late", speaker="brook")),
        (a_correction("open the", speech=False),),
        (a_correction("town.”", speaker="lind"),),
        (a_correction("pilot called", speaker="lind"),),
    ],
    ids=["two paragraphs", "overlap", "part of a quotation", "half a quotation", "across a mention"],
)
def test_what_cannot_be_applied_is_told(corrections: tuple[Correction, ...]) -> None:
    assert {code for code, _ in codes(*corrections)} == {"R119"}


WITHIN = "“We waited,” Ada Brook said.\n\n“So I told them, ‘Go home now,’ and ‘no’ more than that was said by us.”"


def within(*corrections: Correction) -> Transcript:
    return interpret(a_transcript(WITHIN), participants=PEOPLE, corrections=corrections, nested=True)


def test_i_within_a_quotation_follows_who_is_decided_to_say_it() -> None:
    for quote in ("“We waited,”", "“So I told them, ‘Go home now,’ and ‘no’ more than that was said by us.”"):
        inner = within(a_correction(quote, speaker="lind")).utterances[-1]
        assert inner.rule == "nested-self"
        assert (inner.speaker, inner.ground) == ("lind", Ground.PRONOUN)
        assert inner.mention is not None
    unknown = within(a_correction("“We waited,”")).utterances[-1]
    assert (unknown.speaker, unknown.ground, unknown.rule) == (None, Ground.NONE, "nested-self")


def test_speech_within_speech_is_decided_by_itself() -> None:
    outer, inner = within(a_correction("‘Go home now,’", speaker="lind")).utterances[1:]
    assert (outer.speaker, outer.decided_by) == ("brook", None)
    assert (inner.speaker, inner.ground, inner.rule) == ("lind", Ground.IMPLICIT, "corrected")
    silent = within(a_correction("‘Go home now,’", speech=False))
    assert len(silent.utterances) == 2
    assert [WITHIN[slice(*each.span)] for each in silent.phrases] == ["‘Go home now,’", "‘no’"]
    made = within(a_correction("‘no’", speaker="lind")).utterances[-1]
    assert (WITHIN[slice(*made.pieces[0])], made.speaker) == ("‘no’", "lind")
