# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from archiver import tei
from archiver.model import Form, Ground, Kind, Mention, Phrase, PhraseKind, Reference, Span, Transcript, Utterance
from builders import a_record, a_source, a_transcript

TEXT = "Yes, said Lee, adding that no. Lee also asked Kim, so to say, why."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def name(words: str) -> Mention:
    return Mention(span=span(words), form=Form.NAME)


def utterance(words: str, mention: Mention | None, cue: str | None, speaker: str = "brook") -> Utterance:
    return Utterance(
        pieces=(span(words),),
        kind=Kind.INDIRECT,
        speaker=speaker,
        ground=Ground.NAME,
        mention=mention,
        cue=None if cue is None else span(cue),
    )


def encoded(transcript: Transcript) -> str:
    data = tei.encode(transcript, record=a_record(), source=a_source(), rules={}).data
    assert tei.decode(data) == transcript
    text = data.decode()
    return text[text.index("<p xml:id") : text.index("</div>")]


def test_a_cue_that_shares_the_mention_of_another_leaves_it_where_it_is() -> None:
    both = (utterance("Yes", name("Lee"), "said"), utterance("no", name("Lee"), "adding"))

    xml = encoded(a_transcript(TEXT, utterances=both))

    assert (
        '<seg xml:id="a1" type="attribution" corresp="#s1"><seg xml:id="c1" type="cue">said</seg> '
        '<persName ref="#brook" corresp="#s2">Lee</persName></seg>, '
        '<seg xml:id="a2" type="attribution" corresp="#s2"><seg xml:id="c2" type="cue">adding</seg></seg>'
    ) in xml


def test_utterances_of_one_mention_and_cue_have_one_attribution() -> None:
    both = (utterance("Yes", name("Lee"), "said"), utterance("no", name("Lee"), "said"))

    assert '<seg xml:id="a1" type="attribution" corresp="#s1 #s2">' in encoded(a_transcript(TEXT, utterances=both))


def test_a_shared_cue_names_what_else_it_serves() -> None:
    both = (utterance("Yes", name("Lee"), "said"), utterance("no", name("Kim"), "said", speaker="Kim"))

    xml = encoded(a_transcript(TEXT, utterances=both))

    assert '<seg xml:id="c1" type="cue" corresp="#s2">said</seg>' in xml
    assert '<seg xml:id="a2" type="attribution" corresp="#s2"><persName ref="#name.kim">Kim</persName></seg>' in xml


def test_mention_and_cue_that_both_serve_already_need_no_further_attribution() -> None:
    first, second = utterance("Yes", name("Lee"), "said"), utterance("no", name("Lee"), "adding")
    third = Utterance(
        pieces=(span("why"),), kind=Kind.INDIRECT, speaker="brook", ground=Ground.NAME, mention=name("Lee")
    )

    xml = encoded(a_transcript(TEXT, utterances=(first, second, third)))

    assert '<persName ref="#brook" corresp="#s2 #s3">Lee</persName>' in xml
    assert xml.count('type="attribution"') == 2


def test_words_apart_are_two_attributions_in_a_chain() -> None:
    kim = Reference(mention=name("Kim"), speaker="Kim")
    asked = utterance("why", name("Lee also"), "so to say")

    xml = encoded(a_transcript(TEXT, utterances=(asked,), references=(kim,)))

    assert '<seg xml:id="a1" type="attribution" corresp="#s1" next="#a2"><persName' in xml
    assert '<persName ref="#name.kim">Kim</persName>' in xml
    assert '<seg xml:id="a2" type="attribution" corresp="#s1" prev="#a1"><seg xml:id="c1" type="cue">so to say' in xml


def test_a_phrase_between_the_words_does_not_part_them() -> None:
    phrase = Phrase(span=span("also"), kind=PhraseKind.SO_CALLED)
    lee = Mention(span=Span(TEXT.index("Lee also"), TEXT.index("Lee also") + 3), form=Form.NAME)
    asked = utterance("why", lee, "asked")

    xml = encoded(a_transcript(TEXT, utterances=(asked,), phrases=(phrase,)))

    assert (
        'corresp="#s1"><persName ref="#brook">Lee</persName> <soCalled xml:id="x1">also</soCalled> '
        '<seg xml:id="c1" type="cue">asked</seg></seg> Kim'
    ) in xml


def test_a_cue_inside_the_mention_has_an_attribution_of_its_own() -> None:
    asked = utterance("why", name("Lee also asked Kim"), "asked")

    xml = encoded(a_transcript(TEXT, utterances=(asked,)))

    assert (
        '<seg xml:id="a1" type="attribution" corresp="#s1" next="#a2"><persName ref="#brook">Lee also '
        '<seg xml:id="a2" type="attribution" corresp="#s1" prev="#a1"><seg xml:id="c1" type="cue">asked</seg></seg> Kim'
    ) in xml


def test_a_reference_inside_a_mention_stays_a_reference() -> None:
    kim = Reference(mention=name("Kim"), speaker="Kim")

    encoded(a_transcript(TEXT, utterances=(utterance("why", name("Lee also asked Kim"), None),), references=(kim,)))


def test_mention_and_cue_far_apart_are_two_attributions() -> None:
    lee = Mention(span=Span(TEXT.index("Lee also"), TEXT.index("Lee also") + 3), form=Form.NAME)

    xml = encoded(a_transcript(TEXT, utterances=(utterance("Yes", lee, "why"),)))

    assert 'next="#a2"><persName ref="#brook">Lee</persName></seg> also asked Kim, so to say, <seg' in xml
