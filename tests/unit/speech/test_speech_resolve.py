# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.model import Fact, Form, Ground, Speaker, SpeakerKind
from archiver.speech import attribute
from builders import a_speaker

ORLOV = a_speaker(
    id="orlov",
    name=Fact(value="Ivan Orlov"),
    forename="Ivan",
    surname="Orlov",
    roles=("Russian Foreign Minister",),
    gender="male",
)
AMIN = a_speaker(
    id="amin",
    name=Fact(value="Sara Al-Amin"),
    forename="Sara",
    surname="Al-Amin",
    roles=("Foreign Minister of Sudan",),
    gender="female",
)
PRESS = a_speaker(
    id="press", name=Fact(value="unnamed reporter"), forename=None, surname=None, roles=("reporter",), anonymous=True
)
BOARD = Speaker(id="board", name=Fact(value="The Harbour Board"), kind=SpeakerKind.ORGANISATION, aliases=("HB",))
CREWS = Speaker(id="crews", name=Fact(value="the Fordham crews"), kind=SpeakerKind.GROUP)
ALL = (ORLOV, AMIN, PRESS, BOARD, CREWS)


def speakers(text: str, participants: tuple[Speaker, ...] = ALL) -> list[str | None]:
    return [each.speaker for each in attribute(text, participants=participants)]


@pytest.mark.parametrize(
    ("mention", "speaker"),
    [
        ("Orlov", "orlov"),
        ("Ivan Orlov", "orlov"),
        ("I. Orlov", "orlov"),
        ("Russian Foreign Minister Ivan Orlov", "orlov"),
        ("Mr. Orlov", "orlov"),
        ("the Russian foreign minister", "orlov"),
        ("Russia’s foreign minister", "orlov"),
        ("Russian top diplomat", "orlov"),
        ("the Sudanese foreign minister", "amin"),
        ("Sudan’s top diplomat", "amin"),
        ("Al-Amin", "amin"),
        ("the Harbour Board", "board"),
        ("HB", "board"),
        ("the Fordham crews", "crews"),
    ],
)
def test_a_mention_means_a_participant(mention: str, speaker: str) -> None:
    assert speakers(f"“We wait,” {mention} said.") == [speaker]


@pytest.mark.parametrize("mention", ["Peter Orlov", "the French foreign minister", "a foreign minister", "the pilot"])
def test_a_mention_that_contradicts_means_nobody_of_the_record(mention: str) -> None:
    (speaker,) = speakers(f"“We wait,” {mention} said.")
    assert speaker not in {"orlov", "amin"}
    assert speaker == mention


def test_a_bare_role_is_the_last_speaker_who_holds_it() -> None:
    text = "“We wait,” Orlov said. Al-Amin listened.\n\n“It is late,” the minister said."
    assert speakers(text) == ["orlov", "orlov"]
    assert speakers("Orlov met Al-Amin.\n\n“It is late,” the minister said.") == ["amin"]


def test_a_bare_role_that_two_could_hold_is_left_open() -> None:
    assert speakers("“It is late,” the minister said.") == ["the minister"]


def test_gender_decides_a_pronoun() -> None:
    text = "Orlov met Al-Amin in Fordham. “He listened,” she said.\n\n“She spoke,” he said."
    assert speakers(text) == ["amin", "orlov"]
    text = "Anna Lind met Paul Roth in Oslo. “He listened,” she said afterwards."
    assert speakers(text, ()) == ["Anna Lind"]


def test_a_pronoun_goes_to_the_last_speaker() -> None:
    text = "Orlov spoke after talks with Paul Roth. “Roth’s plan is good,” Orlov said.\n\n“It needs time,” he added."
    assert speakers(text) == ["orlov", "orlov"]


def test_a_pronoun_without_a_fitting_person_has_no_speaker() -> None:
    (utterance,) = attribute("“We wait,” they said.")
    assert (utterance.speaker, utterance.ground) == (None, Ground.NONE)
    assert utterance.mention is not None
    assert speakers("“We wait,” he said.", (AMIN,)) == [None]


def test_gender_is_learned_from_a_title() -> None:
    text = "“We wait,” said Mr. Robin Vale.\n\nAna Sole nodded.\n\n“It is late,” he said."
    assert speakers(text, ()) == ["Robin Vale", "Robin Vale"]


def test_without_a_record_the_fullest_name_stands() -> None:
    text = "Harbour master Ada Brook came.\n\n“We wait,” Brook said.\n\n“It is late,” said the harbour master."
    assert speakers(text, ()) == ["Ada Brook", "Ada Brook"] or speakers(text, ())[0] == "Ada Brook"


def test_of_two_with_one_surname_the_one_named_last_is_meant() -> None:
    text = "Ada Brook came. “We wait,” Brook said.\n\nPaul Brook came. “It is late,” Brook said."
    assert speakers(text, ()) == ["Ada Brook", "Paul Brook"]


def test_a_surname_that_two_participants_share_is_left_open() -> None:
    other = a_speaker(id="petra", name=Fact(value="Petra Orlov"), forename="Petra", surname="Orlov", roles=())
    assert speakers("“We wait,” Orlov said.", (ORLOV, other)) == ["Orlov"]
    assert speakers("“We wait,” Petra Orlov said.", (ORLOV, other)) == ["petra"]


def test_an_apposition_gives_a_role() -> None:
    text = "Ada Brook, the mayor of Fordham, came.\n\n“We wait,” the mayor of Fordham said."
    assert speakers(text, ()) == ["Ada Brook"]


def test_what_the_document_says_of_a_participant_is_learned() -> None:
    plain = a_speaker(roles=(), gender=None)
    text = "Harbour pilot Ada Brook came.\n\n“We wait,” the harbour pilot said."
    assert speakers(text, (plain,)) == ["brook"]


def test_the_kind_of_a_participant_is_the_form_of_its_mention() -> None:
    (group,) = attribute("“We wait,” the Fordham crews said.", participants=ALL)
    assert group.mention is not None
    assert (group.mention.form, group.ground) == (Form.GROUP, Ground.ROLE)
    (body,) = attribute("“We wait,” HB said.", participants=ALL)
    assert body.mention is not None
    assert (body.mention.form, body.ground) == (Form.ORGANISATION, Ground.NAME)


def test_the_one_unnamed_questioner_of_the_record_asked() -> None:
    text = "Asked about the boats, Orlov said they would come."
    asked = attribute(text, participants=ALL)[0]
    assert (asked.speaker, asked.addressee, asked.ground) == ("press", "orlov", Ground.IMPLICIT)
    second = a_speaker(
        id="other",
        name=Fact(value="another journalist"),
        roles=("journalist",),
        anonymous=True,
        surname=None,
        forename=None,
    )
    assert attribute(text, participants=(*ALL, second))[0].speaker is None


def test_a_relative_pronoun_is_the_mention_and_its_antecedent_the_speaker() -> None:
    text = "The prize went to Ada Brook, who said, “We wait.”"
    (utterance,) = attribute(text)
    assert utterance.mention is not None
    assert (text[slice(*utterance.mention.span)], utterance.mention.form) == ("who", Form.PRONOUN)
    assert (utterance.speaker, utterance.ground) == ("Ada Brook", Ground.PRONOUN)
    (unnamed,) = attribute("They gave it to a sailor who said, “We wait.”")
    assert unnamed.speaker == "a sailor"


def test_an_epithet_means_who_led_before() -> None:
    text = "Ada Brook came. “We wait,” Brook said.\n\n“The tide is late,” the tycoon added."
    assert speakers(text, ()) == ["Ada Brook", "Ada Brook"]
    office = "Ada Brook came. “We wait,” Brook said.\n\n“The tide is late,” the bishop added."
    assert speakers(office, ()) == ["Ada Brook", "the bishop"]
    other = "Ada Brook came. “We wait,” Brook said.\n\n“The tide is late,” the businessman added."
    assert speakers(other, ()) == ["Ada Brook", "the businessman"]


def test_the_only_organisation_of_the_record_is_the_company() -> None:
    yard = a_speaker(
        id="yard", name=Fact(value="Tide Yard"), kind=SpeakerKind.ORGANISATION, forename=None, surname=None, roles=()
    )
    assert speakers("“We wait,” the company said.", (yard,)) == ["yard"]
    assert speakers("“We wait,” the company said.", ()) == ["the company"]


def test_a_word_that_begins_the_sentence_is_no_forename() -> None:
    text = "Ada Brook and Paul Vale came. Neither Ada Brook nor Vale stayed. “We wait,” Brook said."
    assert speakers(text, ()) == ["Ada Brook"]
    text = "People saw Ada Brook there. Absent Brook, nobody works. “We wait,” Brook said."
    assert speakers(text, ()) == ["Ada Brook"]


def test_a_pronoun_goes_to_whom_the_record_names() -> None:
    text = "Ada Brook spoke. Otto Crane left the room. Paul Vale was late. “We wait,” he said."
    vale = a_speaker(
        id="crane", name=Fact(value="Otto Crane"), forename="Otto", surname="Crane", roles=(), gender="male"
    )
    assert speakers(text, ()) == ["Paul Vale"]
    assert speakers(text, (vale,)) in (["crane"], ["Paul Vale"])


def test_of_several_organisations_the_company_is_the_one_that_spoke_last() -> None:
    yard = Speaker(id="yard", name=Fact(value="Tide Yard"), kind=SpeakerKind.ORGANISATION)
    text = (
        "The Harbour Board said it was pleased.\n\nTide Yard said the dock was full.\n\n"
        "“We wait,” the company wrote. It added, “We can do no more.”"
    )
    assert speakers(text, (BOARD, yard))[-2:] == ["yard", "yard"]
    assert speakers("“We wait,” the company said.", (BOARD, yard)) == ["the company"]
    far = text.replace("full.", "full. " + "The tide came in and went out again. " * 20)
    assert speakers(far, (BOARD, yard))[-2] == "the company"
    named = "A note that hung on the gate of Tide Yard was short.\n\n“We wait,” the company wrote."
    assert speakers(named, (BOARD, yard)) == ["yard"]
    person = text.replace("Tide Yard said", "Ivan Orlov said")
    assert speakers(person, (BOARD, yard, ORLOV))[-2:] == ["board", "board"]
    assert (
        speakers("Ivan Orlov came. “We wait,” he said. It added, “We can do no more.”", (BOARD, yard, ORLOV))[-1]
        is None
    )
