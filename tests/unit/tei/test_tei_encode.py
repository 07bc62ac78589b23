# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import Any

import pytest

from archiver import tei
from archiver.blocks import paragraphs
from archiver.errors import InvalidMaterial
from archiver.model import (
    Fact,
    Form,
    Ground,
    Kind,
    Mention,
    Mode,
    Phrase,
    PhraseKind,
    Reference,
    Span,
    Speaker,
    SpeakerKind,
    Transcript,
    Utterance,
)
from archiver.tei.marks import DEEPEST
from builders import TEXT, a_record, a_source, a_speaker, a_transcript

RULES = {"after-subject": "The subject of the cue speaks."}


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def said(words: str, text: str = TEXT, **fields: Any) -> Utterance:
    return Utterance(**{"pieces": (span(words, text),), "kind": Kind.DIRECT, **fields})


def mention(words: str, text: str = TEXT, form: Form = Form.NAME) -> Mention:
    return Mention(span=span(words, text), form=form)


def encoded(transcript: Transcript, **fields: Any) -> str:
    data = tei.encode(transcript, record=a_record(**fields), source=a_source(), rules=RULES).data
    assert tei.decode(data) == transcript
    return data.decode()


def body(xml: str) -> str:
    return xml[xml.index("<body>") : xml.index("</body>")]


OPENING = said(
    "“We open the bridge,”",
    speaker="brook",
    ground=Ground.NAME,
    mention=mention("Ada Brook"),
    cue=span("said"),
    rule="after-subject",
)


def test_speech_and_its_attribution_are_marked_in_place() -> None:
    xml = encoded(a_transcript(utterances=(OPENING,)))

    assert (
        '<said xml:id="s1" who="#brook" direct="true" aloud="true" ana="#attr.name">“We open the bridge,”</said> '
        '<seg xml:id="a1" type="attribution" corresp="#s1"><persName ref="#brook"><forename>Ada</forename> '
        '<surname>Brook</surname></persName> <seg xml:id="c1" type="cue">said</seg></seg>.\n\n</p>'
    ) in xml


def test_the_file_begins_as_every_file_of_ours_and_names_its_schema() -> None:
    data = tei.encode(a_transcript(), record=a_record(), source=a_source(), rules={}).data

    assert data.startswith(
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<?xml-model href="schema/archiver.rng" type="application/xml"'
        b' schematypens="http://relaxng.org/ns/structure/1.0"?>\n<TEI '
    )
    assert data.endswith(b"</TEI>\n")


def test_utterances_and_attributed_ones_are_counted() -> None:
    transcript = a_transcript(utterances=(OPENING, said("the road would follow", kind=Kind.INDIRECT)))

    encoding = tei.encode(transcript, record=a_record(), source=a_source(), rules=RULES)

    assert (encoding.utterances, encoding.attributed) == (2, 1)


def test_where_nobody_speaks_there_is_no_stand_off_which_would_be_empty() -> None:
    assert "<standOff" not in encoded(a_transcript())


def test_pieces_are_chained_and_joined() -> None:
    text = "“Come,” she said, “and see.”"
    whole = said(
        "“Come,”",
        text,
        pieces=(span("“Come,”", text), span("“and see.”", text)),
        ground=Ground.PRONOUN,
        mention=mention("she", text, Form.PRONOUN),
        cue=span("said", text),
    )

    xml = encoded(a_transcript(text, utterances=(whole,)))

    assert '<said xml:id="s1" direct="true" aloud="true" next="#s2" ana="#attr.pronoun">' in xml
    assert '<said xml:id="s2" direct="true" aloud="true" prev="#s1" ana="#attr.continued">' in xml
    assert 'corresp="#s1 #s2"' in xml
    assert '<join xml:id="j1" scope="branches" target="#s1 #s2"/>' in xml


def test_what_was_written_is_q_and_fragments_in_it_are_q_too() -> None:
    quoted = said(
        "the road would follow", kind=Kind.MIXED, mode=Mode.WRITTEN, quoted=(span("would"),), ground=Ground.IMPLICIT
    )

    assert (
        '<q xml:id="s1" type="written" ana="#attr.implicit #speech.mixed">the road '
        '<q xml:id="f1" type="fragment">would</q> follow</q>'
    ) in encoded(a_transcript(utterances=(quoted,)))


def test_a_fragment_inside_speech_of_another_says_whose_it_is() -> None:
    outer = said("the road would follow", kind=Kind.MIXED, quoted=(span("would"),))
    inner = said("would follow", kind=Kind.INDIRECT)

    assert '<q xml:id="f1" type="fragment" corresp="#s1">would</q>' in encoded(a_transcript(utterances=(outer, inner)))


def test_speech_in_speech_is_numbered_below_it_and_its_speaker_is_reported() -> None:
    outer = said("the road would follow", speaker="brook", ground=Ground.IMPLICIT)
    inner = said("would follow", speaker="the council", ground=Ground.IMPLICIT)

    xml = encoded(a_transcript(utterances=(outer, inner)))

    assert '<said xml:id="s1.1" who="#name.the-council" direct="true" aloud="unknown"' in xml
    assert '<person xml:id="name.the-council" role="reported" source="#src">' in xml


def test_who_speaks_in_their_own_right_is_a_speaker_even_if_reported_too() -> None:
    outer = said("the road would follow", speaker="brook", ground=Ground.IMPLICIT)
    inner = said("would follow", speaker="Kim", ground=Ground.IMPLICIT)
    own = said("We open", speaker="Kim", ground=Ground.IMPLICIT)

    for utterances in ((outer, inner, own), (own, outer, inner)):
        assert '<person xml:id="name.kim" role="speaker"' in encoded(a_transcript(utterances=utterances))


def test_the_certainty_is_of_the_speaker_or_of_there_being_none() -> None:
    opening = said("“We open the bridge,”", speaker="brook", ground=Ground.IMPLICIT)
    nobody = said("the road would follow", certainty=0.5, decided_by="desk")

    xml = encoded(a_transcript(utterances=(opening, nobody)))

    assert xml[xml.index("  <standOff>") :] == (
        "  <standOff>\n"
        '    <certainty target="#s1" match="@who" locus="value" degree="1" resp="#archiver" ana="#rule.given"/>\n'
        '    <certainty target="#s2" match="@ana" locus="value" degree="0.5" resp="#desk" ana="#rule.given"/>\n'
        "  </standOff>\n"
        "</TEI>\n"
    )


def test_the_header_is_indented_for_people() -> None:
    assert (
        "\n      <editionStmt>\n"
        '        <edition n="1">Encoded from a record of version 1</edition>\n'
        "      </editionStmt>\n"
        "      <extent>\n"
    ) in encoded(a_transcript())


def test_phrases_are_no_speech() -> None:
    kinds = {"open": PhraseKind.SO_CALLED, "bridge": PhraseKind.TITLE, "mayor": PhraseKind.MENTIONED}
    phrases = tuple(Phrase(span=span(words), kind=kind) for words, kind in kinds.items())

    xml = encoded(a_transcript(phrases=phrases))

    assert '<soCalled xml:id="x1">open</soCalled>' in xml
    assert '<title xml:id="x2" type="cited">bridge</title>' in xml
    assert '<mentioned xml:id="x3">mayor</mentioned>' in xml


@pytest.mark.parametrize(
    ("form", "speaker", "start"),
    [
        (Form.NAME, "brook", '<persName ref="#brook">'),
        (Form.ROLE, "brook", '<rs type="person" subtype="role" ref="#brook">'),
        (Form.PRONOUN, "brook", '<rs type="person" subtype="pronoun" ref="#brook">'),
        (Form.GROUP, "crew", '<rs type="group" subtype="group" ref="#crew">'),
        (Form.ORGANISATION, "town", '<orgName ref="#town">'),
        (Form.NAME, "town", '<rs type="org" subtype="name" ref="#town">'),
        (Form.NAME, "Ada Brook", '<persName ref="#name.ada-brook">'),
    ],
)
def test_a_mention_is_marked_by_its_form_and_by_whom_it_means(form: Form, speaker: str, start: str) -> None:
    reference = Reference(mention=mention("The mayor", form=form), speaker=speaker)
    crew = Speaker(id="crew", name=Fact(value="the crew"), kind=SpeakerKind.GROUP)
    town = Speaker(id="town", name=Fact(value="Fordham"), kind=SpeakerKind.ORGANISATION)

    assert f"{start}The mayor<" in encoded(
        a_transcript(references=(reference,)), participants=(crew,), organisations=(town,)
    )


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("Ada Brook", "<forename>Ada</forename> <surname>Brook</surname>"),
        ("Ada\u00a0Brook", "<forename>Ada</forename>\u00a0<surname>Brook</surname>"),
        ("Brook", "<surname>Brook</surname>"),
        ("Mayor Brook", "<roleName>Mayor</roleName> <surname>Brook</surname>"),
        (
            "The mayor of Fordham Ada Brook",
            "<roleName>The mayor of Fordham</roleName> <forename>Ada</forename> <surname>Brook</surname>",
        ),
        ("Igor Brook", "Igor Brook"),
        ("Ada", "Ada"),
        ("Mayor of Ashton Brook", "Mayor of Ashton Brook"),
        ("x" * 300 + " Brook", "x" * 300 + " Brook"),
    ],
)  # fmt: skip
def test_a_name_is_cut_into_parts_only_where_the_record_leaves_no_doubt(words: str, marked: str) -> None:
    text = f"{words} came."
    xml = encoded(a_transcript(text, references=(Reference(mention=mention(words, text), speaker="brook"),)))

    assert f'<persName ref="#brook">{marked}</persName> came.' in xml


def test_a_speaker_without_a_surname_in_the_record_has_no_parts() -> None:
    reference = Reference(mention=mention("Ada Brook"), speaker="brook")

    xml = encoded(a_transcript(references=(reference,)), speakers=(a_speaker(surname=None, forename=None),))

    assert '<persName ref="#brook">Ada Brook</persName>' in xml


def test_ids_of_the_record_are_kept_and_ours_give_way() -> None:
    names = ("s1", "p1", "archiver", "src")
    speakers = tuple(Speaker(id=name, name=Fact(value=name.upper())) for name in names)
    utterance = said("the road would follow", speaker="s1", ground=Ground.IMPLICIT)

    xml = encoded(a_transcript(utterances=(utterance,)), speakers=speakers)

    assert '<said xml:id="s1_" who="#s1"' in xml
    assert '<p xml:id="p1_">' in xml
    assert 'resp="#archiver_"' in xml
    assert '<bibl xml:id="src_"' in xml


def test_names_found_in_the_text_get_ids_of_their_own() -> None:
    names = ("Ann Lee", "ann lee", "日本")
    references = tuple(
        Reference(mention=Mention(span=Span(i, i + 1), form=Form.NAME), speaker=name) for i, name in enumerate(names)
    )

    xml = encoded(a_transcript(references=references))

    assert [xml.count(f'xml:id="{one}"') for one in ("name.ann-lee", "name.ann-lee.2", "name.x")] == [1, 1, 1]


def test_a_carriage_return_survives_as_a_character_reference() -> None:
    text = "One.\r\n\r\nTwo.\r\n"

    assert "One.&#13;\n&#13;\n</p>" in encoded(a_transcript(text))


def test_the_empty_text_has_one_empty_paragraph() -> None:
    assert '<p xml:id="p1"></p>' in encoded(a_transcript(""))


def test_each_forbidden_character_is_found_where_it_is() -> None:
    text = "ab\x00\nc\ud800d\ufffe"
    with pytest.raises(InvalidMaterial) as error:
        tei.encode(a_transcript(text), record=a_record(), source=a_source(), rules={})

    assert [(f.code, f.path, f.line, f.column, f.offset, f.detail) for f in error.value.findings] == [
        ("S102", "bridge.txt", 1, 3, 2, ("U+0000",)),
        ("S102", "bridge.txt", 2, 2, 5, ("U+D800",)),
        ("S102", "bridge.txt", 2, 4, 7, ("U+FFFE",)),
    ]


def test_of_very_many_forbidden_characters_the_rest_is_counted() -> None:
    with pytest.raises(InvalidMaterial) as error:
        tei.encode(a_transcript("\x01" * 250), record=a_record(), source=a_source(), rules={})

    assert len(error.value.findings) == 101
    assert error.value.findings[-1].detail == ("and 150 more such characters",)


def test_a_file_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(InvalidMaterial) as error:
        tei.encode(a_transcript(), record=a_record(), source=a_source(name="a\udcffb\udcff.txt"), rules={})

    assert [(f.code, f.path, f.detail) for f in error.value.findings] == [
        ("S102", r"a\udcffb\udcff.txt", ("U+DCFF in the name of the file",))
    ]


def test_a_forbidden_character_in_the_record_is_found_too() -> None:
    record = a_record(subjects=("fine", "not\x07"), abstract="\ud800")
    with pytest.raises(InvalidMaterial) as error:
        tei.encode(a_transcript(), record=record, source=a_source(), rules={})

    assert [(f.code, f.pointer) for f in error.value.findings] == [("R105", "$.abstract"), ("R105", "$.subjects[1]")]


def test_a_paragraph_that_could_not_be_read_back_is_refused() -> None:
    text = "é" * 5_000_000
    with pytest.raises(InvalidMaterial) as error:
        tei.encode(a_transcript(text), record=a_record(), source=a_source(), rules={})

    assert [(f.code, f.offset) for f in error.value.findings] == [("S106", 0)]


def test_a_long_paragraph_that_can_be_read_back_is_encoded() -> None:
    transcript = a_transcript("e" * 3_000_000)

    assert tei.decode(tei.encode(transcript, record=a_record(), source=a_source(), rules={}).data) == transcript


@pytest.mark.parametrize("depth", [DEEPEST - 2, DEEPEST])
def test_speech_in_speech_without_end_is_a_finding(depth: int) -> None:
    text = "x" * (2 * depth + 2)
    utterances = tuple(Utterance(pieces=(Span(i, len(text) - i),), kind=Kind.DIRECT) for i in range(depth))
    if depth < DEEPEST:
        encoded(a_transcript(text, utterances=utterances))
        return
    with pytest.raises(InvalidMaterial) as error:
        encoded(a_transcript(text, utterances=utterances))
    assert [f.code for f in error.value.findings] == ["T104"]


def test_marks_as_deep_as_allowed_can_be_read_back_with_all_their_attributions() -> None:
    depth = DEEPEST - 2
    text = "x" * (2 * depth + 2)
    cues = [Span(i, len(text) - i) for i in range(depth)]
    utterances = tuple(
        Utterance(pieces=(Span(0, len(text)),), kind=Kind.DIRECT, speaker="brook", ground=Ground.NAME, cue=cue)
        for cue in cues[:1]
    ) + tuple(
        Utterance(pieces=(cue,), kind=Kind.DIRECT, speaker="brook", ground=Ground.NAME, cue=cue)
        for cue in cues[1 : depth // 2]
    )

    encoded(a_transcript(text, utterances=utterances))


@pytest.mark.parametrize(
    ("transcript", "message"),
    [
        (a_transcript(utterances=(said("We open"), said("open the"))), r"\(1, 8\) \(PIECE\) and \(4, 12\) \(.* cross"),
        (a_transcript(utterances=(said(TEXT),)), "cross"),
        (a_transcript(utterances=(said("We", pieces=(Span(3, 3),)),)), "empty"),
        (a_transcript(utterances=(said("We", pieces=(Span(900, 901),)),)), "outside the text"),
        (a_transcript(utterances=(said("We", pieces=(Span(-3, 1),)),)), "outside the text"),
        (a_transcript(utterances=(said("We", pieces=()),)), "no pieces"),
        (a_transcript(blocks=(Span(0, 5), Span(6, len(TEXT)))), "does not begin at 5"),
        (a_transcript(blocks=paragraphs(TEXT)[:1]), "they end at"),
        (a_transcript("", blocks=()), "they end at"),
        (a_transcript(utterances=(said("We", certainty=1.5),)), "between 0 and 1"),
        (a_transcript(utterances=(said("We", rule="a b"),)), "part of an id"),
        (a_transcript(utterances=(said("We", decided_by="nobody"),)), "no agent 'nobody'"),
    ],
)  # fmt: skip
def test_a_transcript_that_is_not_well_formed_is_an_error_of_its_maker(transcript: Transcript, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        tei.encode(transcript, record=a_record(), source=a_source(), rules={})


@pytest.mark.parametrize(
    ("speakers", "message"),
    [
        ((a_speaker(id="A.b"),), "not an id"),
        ((a_speaker(), a_speaker()), "used twice"),
        ((a_speaker(id="desk"),), "used twice"),
    ],
)
def test_a_record_whose_ids_break_its_schema_is_an_error_of_its_maker(
    speakers: tuple[Speaker, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        tei.encode(a_transcript(), record=a_record(speakers=speakers), source=a_source(), rules={})
