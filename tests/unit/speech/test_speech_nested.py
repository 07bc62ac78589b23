# SPDX-License-Identifier: Apache-2.0
"""Quotations within quotations: short texts with those that are speech and whom they are given to.

None stands for words that are speech and that nobody in the text is known to have said: a pronoun from
outside the quotation, somebody's mother, what somebody would say. What is left out is no speech.
"""

from __future__ import annotations

import pytest

from archiver.blocks import paragraphs
from archiver.model import Form, Ground, Kind, Mode, PhraseKind, Transcript, Utterance
from archiver.speech import attribute, interpret
from archiver.speech.marks import DEPTH
from archiver.speech.nested import RULES
from builders import a_speaker

CASES: tuple[tuple[str, tuple[tuple[str, str | None], ...]], ...] = (
    ("‘“We will go,” the minister told me,’ said Ada Brook.", (("“We will go,”", "the minister"),)),
    ("“‘We will go,’ the minister told me,” Ada Brook said.", (("‘We will go,’", "the minister"),)),
    ("‘He told me, “Pack your things,” and I did,’ said Amina Holt.", (("“Pack your things,”", None),)),
    (
        "“I told the crew, ‘We turn back now,’ and nobody spoke,” Ada Brook said.",
        (("‘We turn back now,’", "Ada Brook"),),
    ),
    ("“I said: ‘No, thank you.’ Then I left,” Cal Lind recalled.", (("‘No, thank you.’", "Cal Lind"),)),
    (
        "“Then Mr. Vale said, ‘The bridge is closed,’ and that was that,” Cal Lind said.",
        (("‘The bridge is closed,’", "Mr. Vale"),),
    ),
    (
        "Ada Vale is the mayor of Fordham. “When Ada Vale told us, ‘The money is gone,’ we wept,” said Cal Lind.",
        (("‘The money is gone,’", "Ada Vale"),),
    ),
    (
        "Ada Vale, the mayor, arrived late. “The mayor told us, ‘The money is gone,’” said Cal Lind.",
        (("‘The money is gone,’", "Ada Vale"),),
    ),
    ("“My mother always said, ‘Never sell the boat,’” Ada Brook said.", (("‘Never sell the boat,’", None),)),
    ("“People were shouting, ‘Get out of the water!’” Ada Brook said.", (("‘Get out of the water!’", "people"),)),
    ("“She was like, ‘I can’t believe you did that,’” Cal Lind said.", (("‘I can’t believe you did that,’", None),)),
    ("“Dorn would say, ‘It is only water,’ and laugh,” Ada Brook said.", (("‘It is only water,’", None),)),
    ("“You can say, ‘It is only water,’ but it is not,” Ada Brook said.", (("‘It is only water,’", None),)),
    ("“Nobody ever said, ‘We are sorry for this,’” Ada Brook said.", (("‘We are sorry for this,’", None),)),
    (
        "“The attitude was: ‘Why did you not ask us first?’” Ada Brook said.",
        (("‘Why did you not ask us first?’", None),),
    ),
    ("“I loathe the ‘blame game’ they play,” Ada Brook said.", ()),
    ("“They have ‘won’, and that is all,” Ada Brook said.", ()),
    ("“We voted ‘Leave’ and we meant it,” Ada Brook said.", ()),
    ("“The chant was ‘Lock her up’ all night,” Ada Brook said.", ()),
    ("“She starred in ‘The Long Tide’ for years,” Ada Brook said.", ()),
    ("“He wrote ‘Peter Pan,’ you know,” Ada Brook said.", ()),
    ("“The word ‘urban’ is ignored,” Ada Brook said.", ()),
    ("“He shouted ‘stop’ and we stopped,” Lind said.", ()),
    (
        "„Er sagte: ‚Wir gehen jetzt nach Hause‘, und dann ging er“, sagte Anna Weber.",
        (("‚Wir gehen jetzt nach Hause‘", None),),
    ),
    (
        "„Der Minister sagte mir: ‚Wir gehen jetzt nach Hause.‘“, sagte Anna Weber.",
        (("‚Wir gehen jetzt nach Hause.‘", "Der Minister"),),
    ),
    ("«The pilot told me: “We turn back now.” And we did», said Ada Brook.", (("“We turn back now.”", "the pilot"),)),
    ("«The pilot told me: ‹We turn back now.› And we did», said Ada Brook.", (("‹We turn back now.›", "the pilot"),)),
    ("»The pilot told me: ›We turn back now.‹ And we did«, said Ada Brook.", (("›We turn back now.‹", "the pilot"),)),
    (
        "“Vale told me, ‘Dorn said, “The tide is out,” and left,’” Ada Brook said.",
        (("‘Dorn said, “The tide is out,” and left,’", "Vale"), ("“The tide is out,”", "Dorn")),
    ),
    (
        "Jon Vale runs the port. “I met Jon Vale on Monday. He said, ‘The port is full,’” Ada Brook said.",
        (("‘The port is full,’", "Jon Vale"),),
    ),
    (
        "“I asked, ‘Are you sure?’ She said, ‘Quite sure, thanks.’” Cal Lind said.",
        (("‘Are you sure?’", "Cal Lind"), ("‘Quite sure, thanks.’", None)),
    ),
    ("\"The pilot told me, 'Pack your things,' and I did,\" Amina said.", (("'Pack your things,'", "the pilot"),)),
    (
        "“According to the board, ‘No boat will leave the harbour today,’ so we wait,” Ada Brook said.",
        (("‘No boat will leave the harbour today,’", "the board"),),
    ),
    (
        "“‘Turn back at once,’ said Cal Lind, and we turned,” Ada Brook recalled.",
        (("‘Turn back at once,’", "Cal Lind"),),
    ),
    ("Ada Brook said that “Vale told us, ‘The money is gone,’ and smiled”.", (("‘The money is gone,’", "Vale"),)),
    (
        "“The letter said, ‘You have ten days to pay the fine.’ So we paid,” Ada Brook said.",
        (("‘You have ten days to pay the fine.’", "the letter"),),
    ),
    (
        "“They told us, ‘Wait here until the doctor comes,’” Ada Brook said.",
        (("‘Wait here until the doctor comes,’", None),),
    ),
    (
        "“I’d told them, ‘This will end badly,’ but they laughed,” Ada Brook said.",
        (("‘This will end badly,’", "Ada Brook"),),
    ),
    ("“I did not say, ‘The bridge is safe,’” Ada Brook said.", (("‘The bridge is safe,’", None),)),
    ("“Holt wrote to me, ‘The bridge is safe for now,’” Ada Brook said.", (("‘The bridge is safe for now,’", "Holt"),)),
    ("“We tried,” Ada Brook said. “And Vale said, ‘Try again tomorrow.’”", (("‘Try again tomorrow.’", "Vale"),)),
    (
        "“First, Vale said, ‘We will pay.’\n\n“Then Dorn said, ‘We cannot pay you,’ and left,” Ada Brook said.",
        (("‘We will pay.’", "Vale"), ("‘We cannot pay you,’", "Dorn")),
    ),
    (
        "“Our lawyer, Jon Vale, told the judge, ‘My client was at sea,’” Ada Brook said.",
        (("‘My client was at sea,’", "Jon Vale"),),
    ),
    ("“Who said, ‘The bridge is safe for all’? Not me,” Ada Brook said.", (("‘The bridge is safe for all’", None),)),
    (
        "‘The harbour master rang me and said, “You cannot land here tonight,” so we stayed at sea,’ said Tom Carey.",
        (("“You cannot land here tonight,”", "the harbour master"),),
    ),
    (
        "“My boss, Ellen Marsh, said to me, ‘You are the one who has to go,’” Petra Lunn recalled.",
        (("‘You are the one who has to go,’", "Ellen Marsh"),),
    ),
    ("“When I asked why, they said, ‘Because it is Tuesday,’” said Carey.", (("‘Because it is Tuesday,’", None),)),
    (
        "“The coach just looked at us and said, ‘Go out and enjoy it.’ We did,” Lunn said.",
        (("‘Go out and enjoy it.’", "the coach"),),
    ),
    ("“I turned to my wife and said, ‘This is the end,’” Carey said.", (("‘This is the end,’", "Carey"),)),
    ("“‘Never again,’ I said to myself,” Carey recalled.", (("‘Never again,’", "Carey"),)),
    ("“‘Are you coming?’ he asked me, and I said yes,” Petra Lunn said.", (("‘Are you coming?’", None),)),
    (
        "“The minister’s office replied, ‘We have no comment at this time,’” Lunn said.",
        (("‘We have no comment at this time,’", "the minister’s office"),),
    ),
    (
        "“As Churchill said, ‘Never give in,’ and we never will,” Carey told the crowd.",
        (("‘Never give in,’", "Churchill"),),
    ),
    ("“The Bible says, ‘Love thy neighbour,’ does it not?” Carey asked.", (("‘Love thy neighbour,’", "the Bible"),)),
    ("“A man came up to me and shouted, ‘Go home!’” Lunn said.", (("‘Go home!’", "a man"),)),
    ("“She keeps telling people, ‘I will run again,’ but she will not,” Carey said.", (("‘I will run again,’", None),)),
    (
        "“President Obama told us, ‘Work harder than they do,’” Carey said. Barack Obama left office in 2017.",
        (("‘Work harder than they do,’", "Barack Obama"),),
    ),
    ("“What they call ‘progress’ is a mess,” Carey said.", ()),
    ("“It’s a so-called ‘smart city’ with no buses,” Lunn said.", ()),
    ("“I read ‘War and Peace’ twice,” Lunn said.", ()),
    (
        "“The sign read, ‘No entry after six o’clock,’ and we obeyed,” Lunn said.",
        (("‘No entry after six o’clock,’", "the sign"),),
    ),
    ("\"He told me 'no way' and hung up,\" Lunn said.", ()),
    ("\"They kept chanting 'U.S.A.' all night,\" Lunn said.", ()),
    (
        "\"Then the doctor says, 'You have a year to live.' I laughed,\" said Carey.",
        (("'You have a year to live.'", "the doctor"),),
    ),
    (
        "\"Marsh tweeted, 'The vote was stolen from us,' which is false,\" Carey wrote.",
        (("'The vote was stolen from us,'", "Marsh"),),
    ),
    (
        "„Dann rief jemand: ‚Halt, stehen bleiben!‘, aber niemand blieb stehen“, sagte Petra Lunn.",
        (("‚Halt, stehen bleiben!‘", None),),
    ),
    ("„Die Partei der ‚kleinen Leute‘ ist das nicht“, sagte Petra Lunn.", ()),
    (
        "« Marsh told us : “We will pay you tomorrow.” We waited », said Carey.",
        (("“We will pay you tomorrow.”", "Marsh"),),
    ),
    (
        "“Marsh told the court that Dorn had said, ‘I will burn it down,’” Carey said.",
        (("‘I will burn it down,’", "Dorn"),),
    ),
    ("“If he says, ‘Jump off the roof now,’ you jump,” Carey said.", (("‘Jump off the roof now,’", None),)),
    (
        "“People ask me, ‘Why do you stay here?’ and I tell them, ‘Because I love it,’” Carey said.",
        (("‘Why do you stay here?’", "people"), ("‘Because I love it,’", "Carey")),
    ),
    (
        "“‘It is over,’ Marsh told me. ‘We lost the vote.’ I wept,” Carey said.",
        (("‘It is over,’ … ‘We lost the vote.’", "Marsh"),),
    ),
    (
        "“In Dorn’s words, ‘the sea takes what it wants,’ and it did,” Carey said.",
        (("‘the sea takes what it wants,’", "Dorn"),),
    ),
    (
        "“The nurse came in and said, ‘He will be fine.’ He was not,” said Ruth Hale.",
        (("‘He will be fine.’", "the nurse"),),
    ),
    (
        "‘My grandfather used to say, “Trust nobody who counts in public,”’ said Hugh Peel.",
        (("“Trust nobody who counts in public,”", None),),
    ),
    (
        "“One driver told me, ‘I have not been paid since May,’ and he wept,” Hale said.",
        (("‘I have not been paid since May,’", "one driver"),),
    ),
    ("“The police said, ‘Stay where you are,’” Peel recalled.", (("‘Stay where you are,’", "the police"),)),
    ("“And I’m thinking, ‘What have I done?’” said Hale.", (("‘What have I done?’", None),)),
    ("“I keep telling them, ‘Write it down,’ but they forget,” Hale said.", (("‘Write it down,’", "Hale"),)),
    ("“Every time, the answer is: ‘We are looking into it.’” Peel said.", (("‘We are looking into it.’", None),)),
    (
        "“Prime Minister Ola Berg told parliament: ‘The war is over.’ It was not,” Peel said.",
        (("‘The war is over.’", "Ola Berg"),),
    ),
    ("“My slogan is ‘Boats first’ and it works,” Peel said.", ()),
    ("“She has read ‘The Old Man and the Sea’ to us,” Hale said.", ()),
    (
        "“The so-called ‘experts’ said, ‘Leave the oil in the ground,’ and we laughed,” Hale said.",
        (("‘Leave the oil in the ground,’", None),),
    ),
    ("\"Berg shouted, 'Get down!' and we did,\" Hale said.", (("'Get down!'", "Berg"),)),
    ("\"It was 'game over' for us,\" Hale said.", ()),
    (
        "\"She asked me, 'Do you know who I am?' I said, 'No, ma'am.'\" Hale said.",
        (("'Do you know who I am?'", None), ("'No, ma'am.'", "Hale")),
    ),
    (
        "“In the email he wrote, ‘Delete all of this tonight,’” Hale testified.",
        (("‘Delete all of this tonight,’", None),),
    ),
    ("“Somebody yelled, ‘Fire in the hold!’” Hale said.", (("‘Fire in the hold!’", None),)),
    (
        "“The ministry announced, ‘All flights are cancelled today,’ at noon,” Hale said.",
        (("‘All flights are cancelled today,’", "the ministry"),),
    ),
    ("‘“I don’t trust them,” my father told me,’ said Ruth Hale.", (("“I don’t trust them,”", None),)),
    ("„Berg sagte: ‚Das Spiel ist aus.‘ Da gingen wir“, sagte Hale.", (("‚Das Spiel ist aus.‘", "Berg"),)),
    ("«Berg said, “The game is over”, and we left», said Hale.", (("“The game is over”", "Berg"),)),
    ("“We asked him about the ‘missing’ millions,” Peel said.", ()),
    ("Ruth Hale runs the yard. “Hale told us, ‘No work today,’” Peel said.", (("‘No work today,’", "Ruth Hale"),)),
    ("“You said, ‘I will pay by Friday,’ and you did not,” Hale told Peel.", (("‘I will pay by Friday,’", None),)),
    ("“‘Not on my watch,’ Berg said, and he meant it,” Hale said.", (("‘Not on my watch,’", "Berg"),)),
    (
        (
            "Brook: I told him, “We are leaving at noon.” He said, “Fine by me.”\n\n"
            "Lind: And then Vale said, “It is too late.”\n"
        ),
        (("“We are leaving at noon.”", "Brook"), ("“Fine by me.”", None), ("“It is too late.”", "Vale")),
    ),
)

NOT_YET: tuple[tuple[str, tuple[tuple[str, str | None], ...]], ...] = (
    # Whom only the speaker names, a pronoun does not find.
    (
        "“My colleague Vera Holm was there. She said, ‘The port is full,’” Ada Brook said.",
        (("‘The port is full,’", "Vera Holm"),),
    ),
    # Thinking is no cue for a quotation.
    (
        "“I thought, ‘This cannot be true,’ but it was,” Ada Brook said.",
        (("‘This cannot be true,’", "Ada Brook"),),
    ),
    # A parenthesis between dashes parts the verb from what was said.
    (
        "“Peel said — and I quote — ‘The money was never ours to keep,’” Hale said.",
        (("‘The money was never ours to keep,’", "Peel"),),
    ),
    # A fragment in lower case is taken for a scare quote.
    (
        "“Vale called the plan ‘a danger to us all’, and he is right,” Ada Brook said.",
        (("‘a danger to us all’", "Vale"),),
    ),
)


def nested(text: str) -> list[Utterance]:
    return [each for each in attribute(text, nested=True) if each.rule in RULES]


def found(text: str) -> list[tuple[str, str | None]]:
    return [
        (" … ".join(text[slice(*piece)] for piece in each.pieces), each.speaker and each.speaker.lower())
        for each in nested(text)
    ]


def expected(rows: tuple[tuple[str, str | None], ...]) -> list[tuple[str, str | None]]:
    return [(words, who and who.lower()) for words, who in rows]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_speech_within_speech(text: str, rows: tuple[tuple[str, str | None], ...]) -> None:
    assert found(text) == expected(rows)


@pytest.mark.xfail(strict=True, reason="known failure, told in docs/explanation/attribution.md")
@pytest.mark.parametrize(("text", "rows"), NOT_YET)
def test_speech_within_speech_that_is_not_read_yet(text: str, rows: tuple[tuple[str, str | None], ...]) -> None:
    assert found(text) == expected(rows)


@pytest.mark.parametrize("text", [text for text, _ in (*CASES, *NOT_YET)])
def test_the_outer_speech_is_the_same_with_and_without(text: str) -> None:
    outer = [each for each in attribute(text, nested=True) if each.rule not in RULES]
    assert outer == list(attribute(text))


def test_i_is_whoever_says_the_quotation_around() -> None:
    text = "Ada Brook spoke last. “I told them, ‘Go home now,’ and they went,” she said."
    outer, inner = attribute(text, nested=True)
    assert inner.speaker == outer.speaker == "Ada Brook"
    assert inner.mention is not None
    assert (inner.rule, inner.ground, inner.mention.form) == ("nested-self", Ground.PRONOUN, Form.PRONOUN)
    assert text[slice(*inner.mention.span)] == "I"


def test_the_mention_of_a_contraction_is_the_pronoun() -> None:
    text = "“I’d told them, ‘This will end badly,’” Ada Brook said."
    (inner,) = nested(text)
    assert inner.mention is not None
    assert text[slice(*inner.mention.span)] == "I"


def test_words_that_were_written_are_written_within_a_quotation_too() -> None:
    (inner,) = nested("“Holt wrote to me, ‘The bridge is safe for now,’” Ada Brook said.")
    assert (inner.kind, inner.mode) == (Kind.DIRECT, Mode.WRITTEN)


def test_the_record_names_who_is_quoted_within_a_quotation() -> None:
    text = "“The mayor told me, ‘We open the bridge,’” Cal Dorn said."
    people = (a_speaker(roles=("mayor of Fordham",)),)
    assert [each.speaker for each in attribute(text, participants=people, nested=True)] == ["Cal Dorn", "brook"]


def test_something_that_said_so_is_no_speaker() -> None:
    (inner,) = nested("“It lit a fire that told the whole town, ‘We might have something here,’” Hale said.")
    assert (inner.speaker, inner.rule) == (None, "nested-none")


def test_a_relative_clause_is_read_back_to_whom_it_is_about() -> None:
    text = "“Jon Vale, who told us, ‘The port is full,’ left early,” Hale said. Jon Vale runs the port."
    (inner,) = nested(text)
    assert inner.speaker == "Jon Vale"


def test_nobody_quotes_himself_by_his_office() -> None:
    text = "Ada Brook, the mayor, spoke. “The mayor told me, ‘We open the bridge,’” Ada Brook said."
    (inner,) = nested(text)
    assert inner.speaker == "the mayor"


def test_what_is_no_speech_within_a_quotation_is_a_phrase() -> None:
    text = "“They read ‘War and Peace’ and say it is ‘fun’. We hate the word ‘no’,” Brook said."
    transcript = interpret(Transcript(text=text, blocks=paragraphs(text)), nested=True)
    kinds = {text[slice(*each.span)]: each.kind for each in transcript.phrases}
    assert kinds == {
        "‘War and Peace’": PhraseKind.TITLE,
        "‘fun’": PhraseKind.SO_CALLED,
        "‘no’": PhraseKind.MENTIONED,
    }


def test_quotations_deeper_than_the_limit_are_left_alone() -> None:
    text = "“Cal said, ‘Ned said, «Bo said, „Al said, ‹Di said, 「We all go home.」›“»’” Brook said."
    found = nested(text)
    assert 1 < len(found) < DEPTH
