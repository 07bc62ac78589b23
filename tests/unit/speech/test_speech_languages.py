# SPDX-License-Identifier: Apache-2.0
"""Languages besides English: which one a text is in, and what its file lets the rules find."""

from __future__ import annotations

from dataclasses import fields

import pytest

from archiver.speech import attribute, languages, lexicon
from archiver.speech.languages import ENGLISH, LANGUAGES, Language, language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Die Brücke ist seit dem Sturm nicht mehr offen und wird erst im Mai gebaut.", "de"),
        ("Le pont est fermé depuis la tempête et les bateaux ne sont pas au port.", "fr"),
        ("Мост закрыт, и это не первый раз, что он не работает.", "ru"),
        ("The bridge has been closed since the storm, and it will be built in May.", "en"),
        ("Brook.", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_text(text: str, code: str) -> None:
    assert language_of(text).code == code


@pytest.mark.parametrize(
    ("told", "code"),
    [("fr", "fr"), ("FR-ca", "fr"), ("de", "de"), ("xx", "en"), (None, "en")],
)
def test_the_record_tells_the_language_of_a_text_that_does_not(told: str | None, code: str) -> None:
    assert language_of("« Pont. »", told).code == code


def test_the_record_does_not_tell_against_the_text() -> None:
    assert language_of("The bridge has been closed since the storm, and it will be built in May.", "ru").code == "en"
    (utterance,) = attribute("« Pont », s’indigne Lunn.", language="fr")
    assert utterance.speaker == "Lunn"


def test_each_language_has_a_code_of_its_own_and_its_words_in_lower_case() -> None:
    assert len({language.code for language in LANGUAGES}) == len(LANGUAGES)
    for language in LANGUAGES:
        for field in fields(language):
            matter = getattr(language, field.name)
            if isinstance(matter, str) and field.name not in {"code", "marks"}:
                assert matter == matter.lower(), (language.code, field.name)
                assert len(matter.split()) == len(set(matter.split())), (language.code, field.name)


def test_every_class_of_words_is_a_field_or_a_word_of_the_grammar_of_english() -> None:
    grammar = {pair.partition("/")[0] for pair in ENGLISH.grammar.split()}
    assert set(lexicon.LISTED) == {name for name in lexicon.LISTED if hasattr(ENGLISH, name)} | grammar
    for language in LANGUAGES:
        assert {pair.partition("/")[0] for pair in language.grammar.split()} <= grammar, language.code


@pytest.mark.parametrize(
    ("text", "quotation", "speaker"),
    [
        ("„Die Brücke ist zu“, sagte Petra Lunn.", "„Die Brücke ist zu“", "Petra Lunn"),
        ("„Die Brücke ist zu und der Hafen auch“, so Lunn.", "„Die Brücke ist zu und der Hafen auch“", "Lunn"),
        ("Dazu erklärte Lunn: „Das ist nicht der Rede wert.“", "„Das ist nicht der Rede wert.“", "Lunn"),
        ("„Das ist nicht wahr“, äußerte sich Lunn.", "„Das ist nicht wahr“", "Lunn"),
        ("« Le pont est fermé », a déclaré Lunn, et la route est sur le quai.", "« Le pont est fermé »", "Lunn"),
        ("«Мост закрыт», — заявила Иванова.", "«Мост закрыт»", "Иванова"),
    ],
)
def test_a_quotation_in_another_language_finds_its_speaker(text: str, quotation: str, speaker: str) -> None:
    (utterance,) = attribute(text)
    assert [text[slice(*piece)] for piece in utterance.pieces] == [quotation]
    assert speaker in (utterance.speaker or "")


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("Das Schicksal des Landes stehe „auf der Kippe“, und das ist nicht neu.", ["„auf der Kippe“"]),
        ("Er bezeichnete die Pläne als „Wortbruch“ und ging auf die Bühne.", ["„Wortbruch“"]),
        ("Auf den Plakaten wurde die Parole „Baut die Brücke wieder auf“ gezeigt.", ["„Baut die Brücke wieder auf“"]),
        ("Das steht auch in der Zeitung „neues vom hafen“ und ist nicht wahr.", []),
        ("Die Partei („gemeinsam für den Hafen“) ist auf dem Weg.", []),
        ("Der Film „Nackt am Hafen“ wird im Mai gezeigt, und die Kritik ist auf der Seite.", []),
        ("Das ist eine Frage der „Ehre“ und nicht des Geldes.", []),
    ],
)
def test_fragments_of_german_speech_are_speech_and_names_are_not(text: str, quotations: list[str]) -> None:
    assert [text[slice(*piece)] for each in attribute(text) for piece in each.pieces] == quotations


ESPERANTO = Language(
    code="eo",
    signs="la estas kaj de en ne ke mi vi ili kun por tiu al",
    cues="diris demandis respondis klarigis aldonis skribis diras",
    determiners="la tiu mia lia ŝia",
    articles="la",
    pronouns="li ŝi ĝi ili mi ni",
    subject_pronouns="li ŝi ili mi ni",
    persons="li ŝi",
    female="ŝi",
    male="li",
    prepositions="de en kun por al laŭ antaŭ post ĉe",
    conjunctions="kaj aŭ sed ke ĉar",
    adverbs="poste ankaŭ hodiaŭ",
    roles="urbestro ministro prezidanto kapitano",
    titles="sinjoro sinjorino doktoro urbestro kapitano",
    phrases=("laŭ",),
    title_words="libro filmo",
    names="libro filmo",
)
"""A language that the project does not have: all that a file of words needs."""


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“La ponto estas fermita”, diris Marko Ledo.", ["Marko Ledo"]),
        ("“La ponto ne estas en la haveno”, respondis la urbestro.", ["la urbestro"]),
        ("Marko Ledo respondis: “Mi ne estas en la haveno.”", ["Marko Ledo"]),
        ("Laŭ Marko Ledo, “la ponto estas fermita kaj ne sekura”.", ["Marko Ledo"]),
        ("Klara Ledo venis al la haveno. “Mi estas ĉi tie”, ŝi aldonis.", ["Klara Ledo"]),
        ("Marko kaj Klara Ledo estas en la haveno. “Ne”, diris kapitano Marko Ledo.", ["Marko Ledo"]),
        ("La filmo “La Ponto De Fero” estas en la haveno.", []),
    ],
)
def test_a_language_is_added_with_a_file_of_words_and_a_line(
    text: str, speakers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert language_of(text).code != "eo"
    monkeypatch.setattr(languages, "LANGUAGES", (*LANGUAGES, ESPERANTO))  # the line
    assert language_of(text).code == "eo"
    assert [each.speaker for each in attribute(text) for _ in each.pieces] == speakers
