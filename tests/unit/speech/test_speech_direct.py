# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.model import Form, Ground, Kind, Mode, Span, Utterance
from archiver.speech import attribute


def said(text: str, utterance: Utterance) -> tuple[list[str], str | None, str | None]:
    """Words of the pieces, mention and cue."""
    cut = [text[start:end] for start, end in utterance.pieces]
    mention = text[slice(*utterance.mention.span)] if utterance.mention is not None else None
    cue = text[slice(*utterance.cue)] if utterance.cue is not None else None
    return cut, mention, cue


CASES = [
    ("after-subject", "“We wait,” Lind said on Monday.", "Lind", "said"),
    ("after-subject", "“We wait,” he later said.", "he", "said"),
    ("after-subject", "“We wait,” the mayor of Fordham told reporters.", "the mayor of Fordham", "told"),
    ("after-subject", "“We wait,” Rep. J. B. Poe (R-Tex.) said.", "Rep. J. B. Poe", "said"),
    ("after-subject", "“We wait,” Lind, the head of the yard, one of three here, said.", "Lind", "said"),
    ("after-subject", "“We wait,” retired carpenter Ada Brook says.", "retired carpenter Ada Brook", "says"),
    ("after-subject", "“We wait,” Brook and Lind wrote.", "Brook and Lind", "wrote"),
    ("after-subject", "“We wait,” on Monday, Lind said.", "Lind", "said"),
    ("after-subject", "“Who pays?” Lopez asked.", "Lopez", "asked"),
    ("after-subject", "“We wait.” Lind said.", "Lind", "said"),
    ("after-subject", "“We wait,” she went on.", "she", "went on"),
    ("after-subject", "“We wait,” Brook is quoted as saying.", "Brook", "quoted as saying"),
    ("after-subject", "“We wait,” Brook has said.", "Brook", "said"),
    ("after-subject", "“We wait for the tide and then we go” Brook tweeted.", "Brook", "tweeted"),
    ("after-inverted", "“We wait,” said Mariam Lind, Fordham’s harbour master.", "Mariam Lind", "said"),
    ("after-inverted", "“We wait,” said harbour spokesman.", "harbour spokesman", "said"),
    ("after-inverted", "“We wait,” said one official, who would not be named.", "one official", "said"),
    ("after-inverted", "“No refunds,” read a sign at the gate.", "a sign at the gate", "read"),
    ("after-inverted", "«Мы ждём», — заявил Иванов.", "Иванов", "заявил"),
    ("after-inverted", "« Nous attendons », a déclaré le maire.", "le maire", "déclaré"),
    ("after-according", "“We wait,” according to the pilot’s report.", "the pilot’s report", "according to"),
    ("after-according", "“We wait,” in the words of Lind.", "Lind", "in the words of"),
    ("before-subject", "Lind told Brook: “We wait for you.”", "Lind", "told"),
    ("before-subject", "On Monday, speaking after the storm, Lind said: “We wait.”", "Lind", "said"),
    ("before-subject", "Lind, who had walked in from the yard, said: “We wait.”", "Lind", "said"),
    ("before-subject", "Lind said that “none of these boats will leave before the storm is over.”", "Lind", "said"),
    ("before-subject", "After a pause, the head of the yard replied, “We wait.”", "the head of the yard", "replied"),
    ("before-inverted", "And then, explained Lind, “we shall wait for the tide.”", "Lind", "explained"),
    ("before-participle", "Lind praised the crew, adding: “We wait.”", "Lind", "adding"),
    ("before-participle", "Eight years ago, she praised the crew, adding: “We wait.”", "she", "adding"),
    ("before-coordinated", "Brook thanked the crew and said, “We wait.”", "Brook", "said"),
    ("before-according", "According to Lind, “we shall wait for the tide.”", "Lind", "According to"),
    ("label", "LIND: “WE WAIT”", "LIND", None),
    ("colon", "The mayor was blunt in her letter: “We shall wait for the tide.”", "The mayor", None),
    ("dash-name", "“Everything flows.” — Heraclitus", "Heraclitus", None),
]


@pytest.mark.parametrize(("rule", "text", "mention", "cue"), CASES, ids=[text for _, text, _, _ in CASES])
def test_a_quotation_finds_its_speaker(rule: str, text: str, mention: str, cue: str | None) -> None:
    (utterance,) = attribute(text)
    assert utterance.kind is Kind.DIRECT
    pieces, *rest = said(text, utterance)
    assert len(pieces) == 1
    assert pieces[0][0] in "“«"
    assert pieces[0][-1] in "”»"
    assert rest == [mention, cue]
    assert utterance.rule == rule


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("“Paul, thank you for coming,” Lind said.", "Lind"),
        ("“Brook called me twice,” the harbour master said.", "the harbour master"),
        ("Lind was asked, “Will you go?” “If she comes,” he said.", "he"),
    ],
)
def test_who_is_named_or_asked_does_not_speak(text: str, mention: str) -> None:
    utterance = attribute(text)[-1]
    assert said(text, utterance)[1] == mention


def test_pieces_parted_by_their_attribution_are_one_utterance() -> None:
    text = "“If they come,” she said, “we shall talk.”"
    (utterance,) = attribute(text)
    assert said(text, utterance) == (["“If they come,”", "“we shall talk.”"], "she", "said")


def test_the_rest_of_the_paragraph_goes_on() -> None:
    text = "“We wait,” said Ada Brook.  “The tide is late. It will come.”"
    (utterance,) = attribute(text)
    assert len(utterance.pieces) == 2
    assert utterance.ground is Ground.NAME


def test_the_rest_goes_on_behind_an_abbreviation_and_an_apposition() -> None:
    (first,) = attribute("“We wait,” said Sen. Ada Brook, R-S.C. “The tide is late.”")
    assert len(first.pieces) == 2
    (second,) = attribute("“The risk,” said Ada Brook, who runs the yard by the old bridge, “is that we wait.”")
    assert len(second.pieces) == 2


def test_two_speakers_share_a_paragraph() -> None:
    text = "“It is safe,” Ito said. But Sato said, “It leaks.”"
    assert [each.speaker for each in attribute(text)] == ["Ito", "Sato"]


def test_a_quotation_over_paragraphs_is_one_utterance() -> None:
    text = "Lind said:\n\n“First part.\n\n“Second part.\n\n“The last.”\n\nThe talks ended."
    (utterance,) = attribute(text)
    assert said(text, utterance)[0] == ["“First part.", "“Second part.", "“The last.”"]
    assert (utterance.rule, utterance.speaker) == ("intro-paragraph", "Lind")


def test_an_attribution_at_the_end_serves_the_whole_chain() -> None:
    text = "“First part of it.\n\n“The last of it,” Lind said."
    (utterance,) = attribute(text)
    assert len(utterance.pieces) == 2
    assert (utterance.speaker, utterance.rule) == ("Lind", "after-subject")


def test_a_paragraph_that_is_only_a_quotation_continues() -> None:
    text = "“We tried,” Fox said.\n\n“It was too late for the town.”"
    first, second = attribute(text)
    assert (second.speaker, second.ground, second.rule) == (first.speaker, Ground.CONTINUED, "continue-previous")
    assert (second.mention, second.cue) == (first.mention, first.cue)


def test_later_in_a_paragraph_the_speaker_continues() -> None:
    text = "“We tried,” Fox said. The rain fell on the roofs. “It was too late for the town.”"
    first, second = attribute(text)
    assert (second.speaker, second.rule) == (first.speaker, "continue-paragraph")


def test_two_people_take_turns() -> None:
    text = "“Did you see it?” Holt asked Perez.\n\n“I did,” Perez said.\n\n“And you said nothing?”\n\n“Nothing.”"
    utterances = attribute(text)
    assert [each.speaker for each in utterances] == ["Holt", "Perez", "Holt", "Perez"]
    assert [each.ground for each in utterances[2:]] == [Ground.IMPLICIT, Ground.IMPLICIT]


def test_the_sentence_before_leads_in() -> None:
    cue = attribute("Or maybe Brook, the pilot Anna Lind says. “The tide is what counts here.”")[-1]
    assert (cue.speaker, cue.rule) == ("Anna Lind", "lead-cue")
    subject = attribute("Lind stood by the door. “The tide is what counts here.”")[-1]
    assert (subject.speaker, subject.rule) == ("Lind", "lead-subject")


def test_a_quotation_directly_before_an_attributed_one_belongs_to_it() -> None:
    (utterance,) = attribute("“The tide is late.” “We wait,” Lind said.")
    assert len(utterance.pieces) == 2


def test_a_closing_mark_that_never_comes_is_cut_before_the_attribution() -> None:
    for text in ("“We lost it all, she said. The fire began at four.", "“We lost it all, said Weber. The fire began."):
        (utterance,) = attribute(text)
        assert said(text, utterance)[0] == ["“We lost it all,"]


def test_nobody_is_guessed() -> None:
    (utterance,) = attribute(
        "The hall was full of people from the yard.\n\n“We shall wait until the tide is high enough.”"
    )
    assert (utterance.speaker, utterance.ground, utterance.rule) == (None, Ground.NONE, "none")
    assert attribute("The mayor arrived at noon. He left an hour later without a word.") == ()


def test_a_label_among_the_stop_words_is_no_speaker() -> None:
    assert [each.speaker for each in attribute("Note: “We wait for the tide to come in today.”")] != ["Note"]


def test_the_title_of_a_work_is_no_utterance() -> None:
    text = "“We wait,” Lind said on the podcast “Tide Tables.” “It is late.”"
    assert all("Tide Tables" not in piece for each in attribute(text) for piece in said(text, each)[0])


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("“We wait,” Lind wrote.", Mode.WRITTEN),
        ("“We wait,” Lind said in a statement.", Mode.WRITTEN),
        ("“We wait,” the statement said.", Mode.WRITTEN),
        ("“We wait,” Lind said.", Mode.SPOKEN),
    ],
)
def test_written_words_are_told_from_spoken_ones(text: str, mode: Mode) -> None:
    assert [each.mode for each in attribute(text)] == [mode]


@pytest.mark.parametrize(
    ("text", "form", "ground"),
    [
        ("“We wait,” Ada Brook said.", Form.NAME, Ground.NAME),
        ("“We wait,” the pilot said.", Form.ROLE, Ground.ROLE),
        ("“We wait,” he said.", Form.PRONOUN, Ground.NONE),
        ("“We wait,” residents said.", Form.GROUP, Ground.ROLE),
        ("“We wait,” the ministry said.", Form.ORGANISATION, Ground.NAME),
        ("“We wait,” the Pentagon said.", Form.ORGANISATION, Ground.NAME),
    ],
)
def test_the_form_of_the_mention_is_the_ground(text: str, form: Form, ground: Ground) -> None:
    (utterance,) = attribute(text)
    assert utterance.mention is not None
    assert (utterance.mention.form, utterance.ground) == (form, ground)


def test_nested_quotations_have_speakers_of_their_own_where_asked_for() -> None:
    text = "“The pilot told me, ‘Pack your things,’ and I did,” Amina said."
    (alone,) = attribute(text)
    outer, nested = attribute(text, nested=True)
    assert alone == outer
    assert said(text, outer)[1] == "Amina"
    assert said(text, nested) == (["‘Pack your things,’"], "The pilot", "told")
    unclear = attribute("“He told me, ‘Pack your things,’ and I did,” Paul said.", nested=True)[1]
    assert (unclear.speaker, unclear.ground) == (None, Ground.NONE)
    assert len(attribute('"I said "no" and he left," Kim said.')) == 1


def test_blocks_can_be_given() -> None:
    text = "“We wait,” Lind said.\n“We go,” Brook said."
    assert len(attribute(text, blocks=(Span(0, 22), Span(22, len(text))))) == 2


def test_an_answer_that_leads_in_is_not_the_attribution_of_the_question() -> None:
    question, answer = attribute("Vale was asked, “Will you wait for the tide?” He answered, “We have no choice.”")
    assert (question.rule, answer.rule) == ("none", "before-subject")


def test_a_programme_in_marks_is_no_part_of_what_was_said() -> None:
    text = "Vale told radio’s “Meet the Crew” that the boats are late."
    (utterance,) = attribute(text)
    assert (utterance.kind, text[slice(*utterance.pieces[0])]) == (Kind.INDIRECT, "the boats are late")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "“Who knows?” Lind told the harbour crew at a rally on Monday that went on until late in the evening.",
            "Lind",
        ),
        ("“Will it hold?” Lind pressed. Brook left.", "Lind"),
        ("“We wait,” said baker’s apprentice Ada Brook, the last of them.", "Ada Brook"),
        ("“We wait,” said conservative radio host Ada Brook.", "Ada Brook"),
        ("“We wait,” said the head baker, Ada Brook.", "Ada Brook"),
        ("The bridge, according to Lind, “will hold”.", "Lind"),
    ],
)
def test_longer_ways_to_name_the_speaker(text: str, speaker: str) -> None:
    assert attribute(text)[0].speaker == speaker
