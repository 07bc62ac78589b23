# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archiver import tei
from archiver.blocks import content, paragraphs
from archiver.errors import InvalidMaterial
from archiver.model import Correction, Fact, Form, Ground, Kind, Source, Span, Speaker, SpeakerKind, Transcript
from archiver.rules import rule
from archiver.speech import CERTAINTY, RULES, interpret
from archiver.speech.nested import RULES as NESTED
from archiver.tei.xml import FORBIDDEN
from builders import a_record, a_speaker
from work import growth

if TYPE_CHECKING:
    from archiver.model import Utterance

PARTICIPANTS = (
    a_speaker(),
    a_speaker(
        id="lind",
        name=Fact(value="Anna Lind"),
        forename="Anna",
        surname="Lind",
        gender="female",
        roles=("minister of ferries",),
    ),
    a_speaker(
        id="press",
        name=Fact(value="unnamed reporter"),
        forename=None,
        surname=None,
        anonymous=True,
        roles=("reporter",),
    ),
    Speaker(id="harbour", name=Fact(value="The Harbour Board"), kind=SpeakerKind.ORGANISATION, speaks=False),
    Speaker(id="anglers", name=Fact(value="the Fordham anglers"), kind=SpeakerKind.GROUP, speaks=False),
)

PIECES = (
    *"“”‘’\"'„«»‹›`´.,;:?!…—–()[] ",
    "``",
    "''",
    "...",
    " ",
    "\u00a0",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    "\t",
    "\U0001f600",
    "\U00010400",
    "e\u0301",
    "İ",
    "ß",
    "Ada Brook",
    "Brook",
    "Mayor",
    "the mayor of Fordham",
    "Anna Lind",
    "the minister of ferries",
    "Minister of Ferries Anna Lind",
    "The Harbour Board",
    "the Fordham anglers",
    "he",
    "she",
    "who",
    "said",
    "says",
    "added",
    "told reporters",
    "noting",
    "asking what",
    "that",
    "and",
    "according to",
    "According to him",
    "Asked about",
    "Asked about the tide, Brook said",
    "said she",
    "the boats are late",
    "We wait",
    "so-called",
    "6'2\"",
    "’90s",
    "o’clock",
    "U.S.",
    "Mr.",
    "“We wait for the tide,” Brook said.",
    "“It is late, she said. ",
    "Lind said that “the boats” were late",
    "Brook:",
)

texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda glue: glue.join(parts))
)


def spans_of(utterance: Utterance) -> list[Span]:
    mention = [utterance.mention.span] if utterance.mention is not None else []
    cue = [utterance.cue] if utterance.cue is not None else []
    return [*utterance.pieces, *utterance.quoted, *mention, *cue]


def crossing(spans: list[Span]) -> list[tuple[Span, Span]]:
    return [(a, b) for a in spans for b in spans if a.meets(b) and not a.holds(b) and not b.holds(a)]


def check(transcript: Transcript) -> None:
    text = transcript.text
    contents = [content(text, block) for block in transcript.blocks]
    utterances = transcript.utterances
    phrases = [phrase.span for phrase in transcript.phrases]
    references = [reference.mention.span for reference in transcript.references]
    every = [span for utterance in utterances for span in spans_of(utterance)] + phrases + references
    assert all(span.start < span.end and any(block.holds(span) for block in contents) for span in every)
    assert crossing(every) == []
    pieces = [piece for utterance in utterances for piece in utterance.pieces]
    assert len(set(pieces)) == len(pieces)
    assert not set(pieces) & {*phrases, *(part for utterance in utterances for part in utterance.quoted)}
    assert list(utterances) == sorted(utterances, key=lambda each: (each.pieces[0].start, -each.pieces[0].end))
    for utterance in utterances:
        check_utterance(utterance)
    who = {(each.mention.span, each.speaker) for each in utterances if each.mention is not None}
    assert len({span for span, _ in who}) == len(who)
    mentions = [utterance.mention.span for utterance in utterances if utterance.mention is not None]
    assert not any(reference.meets(mention) for reference in references for mention in mentions)
    assert all(a.end <= b.start for a, b in pairwise(sorted(references)))
    assert {reference.speaker for reference in transcript.references} <= {each.id for each in PARTICIPANTS}


def check_utterance(utterance: Utterance) -> None:
    assert list(utterance.pieces) == sorted(utterance.pieces)
    assert all(a.end <= b.start for a, b in pairwise(utterance.pieces))
    assert bool(utterance.quoted) == (utterance.kind is Kind.MIXED)
    assert all(any(piece.holds(part) for piece in utterance.pieces) for part in utterance.quoted)
    assert utterance.rule in RULES
    assert 0 <= utterance.certainty <= 1
    assert utterance.rule in CERTAINTY
    mention = utterance.mention
    own = [*utterance.pieces]
    if mention is not None:
        assert not any(mention.span.meets(piece) for piece in own)
    if utterance.cue is not None:
        assert not any(utterance.cue.meets(piece) for piece in own)
        assert mention is None or not utterance.cue.meets(mention.span)
    if utterance.speaker is None:
        assert utterance.ground in {Ground.NONE, Ground.IMPLICIT}
    elif utterance.ground in {Ground.NAME, Ground.ROLE, Ground.PRONOUN}:
        assert mention is not None
        assert utterance.ground is GROUNDS[mention.form]
    else:
        assert utterance.ground is not Ground.NONE


GROUNDS = {
    Form.NAME: Ground.NAME,
    Form.ORGANISATION: Ground.NAME,
    Form.ROLE: Ground.ROLE,
    Form.GROUP: Ground.ROLE,
    Form.PRONOUN: Ground.PRONOUN,
}


@settings(max_examples=400, deadline=None)
@given(texts, st.booleans(), st.booleans())
def test_an_interpretation_never_fails_and_its_spans_never_cross(
    text: str,
    with_record: bool,
    nested: bool,  # all drawn
) -> None:
    participants = PARTICIPANTS if with_record else ()
    transcript = Transcript(text=text, blocks=paragraphs(text))
    found = interpret(transcript, participants=participants, nested=nested)
    assert found.text == text
    check(found) if with_record else check_without(found)
    assert interpret(transcript, participants=participants, nested=nested) == found


@settings(max_examples=200, deadline=None)
@given(texts)
def test_speech_within_speech_changes_nothing_around_it(text: str) -> None:
    transcript = Transcript(text=text, blocks=paragraphs(text))
    every = interpret(transcript, participants=PARTICIPANTS, nested=True).utterances
    outer = interpret(transcript, participants=PARTICIPANTS).utterances
    assert [each for each in every if each.rule not in NESTED] == list(outer)
    for each in every:
        if each.rule in NESTED:
            around = [part for other in every if other is not each for part in (*other.pieces, *other.quoted)]
            assert all(any(other.holds(piece) for other in around) for piece in each.pieces)


def check_without(found: Transcript) -> None:
    assert found.references == ()
    check(found)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_can_be_interpreted(text: str) -> None:
    check(interpret(Transcript(text=text, blocks=paragraphs(text)), participants=PARTICIPANTS))


@st.composite
def texts_with_corrections(draw: st.DrawFn) -> tuple[str, tuple[Correction, ...]]:
    text = draw(texts.filter(bool))
    made: list[Correction] = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start, len(text)))
        by_words = draw(st.booleans())
        made.append(
            Correction(
                quote=text[start:end] if by_words else None,
                at=None if by_words else Span(start, end),
                speech=draw(st.booleans()),
                speaker=draw(st.sampled_from([None, "brook", "lind"])),
                by="desk",
                because="drawn",
            ),
        )
    return text, tuple(made)


def interpreted(transcript: Transcript, corrections: tuple[Correction, ...]) -> Transcript | InvalidMaterial:
    try:
        return interpret(transcript, participants=PARTICIPANTS, corrections=corrections, nested=True)
    except InvalidMaterial as refused:
        return refused


@settings(max_examples=400, deadline=None)
@given(texts_with_corrections())
def test_a_correction_is_applied_or_refused_and_never_dropped(drawn: tuple[str, tuple[Correction, ...]]) -> None:
    text, corrections = drawn
    transcript = Transcript(text=text, blocks=paragraphs(text))
    found = interpreted(transcript, corrections)
    if isinstance(found, InvalidMaterial):
        assert {finding.code for finding in found.findings} <= {"R108", "R109", "R119"}
        return
    check(found)
    decided = [each for each in found.utterances if each.decided_by is not None]
    assert all(each.rule == "corrected" for each in decided)
    assert bool(decided) == any(correction.speech for correction in corrections)


@settings(max_examples=200, deadline=None)
@given(texts_with_corrections(), st.booleans())
def test_speech_within_speech_goes_into_tei_and_comes_back(
    drawn: tuple[str, tuple[Correction, ...]], corrected: bool
) -> None:
    text, corrections = drawn
    found = interpreted(Transcript(text=text, blocks=paragraphs(text)), corrections if corrected else ())
    assume(not isinstance(found, InvalidMaterial) and FORBIDDEN.search(text) is None)
    assert isinstance(found, Transcript)
    record = a_record(speakers=PARTICIPANTS)
    source = Source(name="bridge.txt", data=text.encode())
    data = tei.encode(found, record=record, source=source, rules=RULES).data
    assert tei.decode(data) == found
    assert tei.check(data, path="t.xml", schema=rule("archiver.rng"), source=source) == ()


HOSTILE = (
    '"',
    "“",
    "“a ",
    "x",
    "A",
    "ABCD ",
    "said ",
    "Says says, ",
    ", he said",
    "Brook said that ",
    "(",
    ")",
    "' ",
    "a' ",
    "“a\n\n",
    "the head of ",
    "Of ",
    "“a,” ",
    "‘“",
    "6'2\" ",
    "U.S.",
    "\u00a0",
    "also also said ",
    "Asked about ",
    "according to ",
    ", noting that",
    "“I said, ‘a b c,’ ",
    "“I said, ‘A b c,’ he said. ‘D e.’” Brook said. ",
    "‘“‘“A b c,” he said ",
    "“I said, ‘a b c,’ ",
    "“I said, ‘A b c,’ he said. ‘D e.’” Brook said. ",
    "‘“‘“A b c,” he said ",
    "“I said, ‘a b c,’ ",
    "“I said, ‘A b c,’ he said. ‘D e.’” Brook said. ",
    "‘“‘“A b c,” he said ",
    "N Brook, the mayor, and “A b,” the mayor said. ",
)


@pytest.mark.slow
@pytest.mark.parametrize("shape", HOSTILE)
def test_hostile_texts_take_work_in_proportion(shape: str) -> None:
    def read(size: int) -> None:
        text = shape * (size // len(shape))
        interpret(Transcript(text=text, blocks=paragraphs(text)), participants=PARTICIPANTS, nested=True)

    assert growth(read, 10_000) < 2.5
    read(100_000)  # where a step in C were quadratic, this would not end


def test_many_people_with_one_role_take_time_in_proportion() -> None:
    parts = (f"Name{n} Brook{n}, the mayor, said. “We wait,” the mayor said. " for n in range(600))
    text = "".join(parts)
    assert len(interpret(Transcript(text=text, blocks=paragraphs(text))).utterances) >= 600
