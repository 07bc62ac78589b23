# SPDX-License-Identifier: Apache-2.0
"""Short texts that show one difficulty each, with the quotations that are speech and whom they are given to."""

from __future__ import annotations

import pytest

from archiver.model import Kind
from archiver.speech import attribute

CASES: tuple[tuple[str, str, tuple[tuple[str, str | None], ...]], ...] = (
    # quotation marks
    ("curly", "“The ferry is late,” Brook said.", (("“The ferry is late,”", "Brook"),)),
    ("curly, misused", "”The ferry is late,” Brook said.", (("”The ferry is late,”", "Brook"),)),
    ("straight", '"The ferry is late," Brook said.', (('"The ferry is late,"', "Brook"),)),
    ("straight, twice", '"No," said Lind. "Not today."', (('"No,"', "Lind"), ('"Not today."', "Lind"))),
    ("single", "‘The ferry’s late,’ said Brook.", (("‘The ferry’s late,’", "Brook"),)),
    ("single, straight", "'It's the sailors' boat,' Lind said.", (("'It's the sailors' boat,'", "Lind"),)),
    ("guillemets", "«The ferry is late», said Brook.", (("«The ferry is late»", "Brook"),)),
    ("guillemets, inverted", "»The ferry is late,« said Brook.", (("»The ferry is late,«", "Brook"),)),
    ("low and high", "„The ferry is late“, said Brook.", (("„The ferry is late“", "Brook"),)),
    ("low and high, nested", "„She said ‚no‘ to me,“ said Brook.", (("„She said ‚no‘ to me,“", "Brook"),)),
    ("TeX", "``The ferry is late,'' Brook said.", (("``The ferry is late,''", "Brook"),)),
    ("swedish", "”The ferry is late”, said Brook.", (("”The ferry is late”", "Brook"),)),
    ("inches", 'The hull is 12\'6" long. "Too long," Lind said.', (('"Too long,"', "Lind"),)),
    ("inches and words", 'A 32" board fell. "Mind your head," Vale said.', (('"Mind your head,"', "Vale"),)),
    ("elision", "“Back in the ’90s we had no ferry,” Brook said.", (("“Back in the ’90s we had no ferry,”", "Brook"),)),
    ("elision, single", "‘Tell ’em to wait,’ Brook said.", (("‘Tell ’em to wait,’", "Brook"),)),
    (
        "re-opened",
        "Brook wrote:\n\n“The ferry is late.\n\n“It will come at noon.”",
        (("“The ferry is late.", "Brook"), ("“It will come at noon.”", "Brook")),
    ),
    (
        "re-opened, attributed at the end",
        "“The ferry is late.\n\n“It will come at noon,” Brook said.",
        (("“The ferry is late.", "Brook"), ("“It will come at noon,”", "Brook")),
    ),
    ("corners", "「遅れています。」 Brook said.", (("「遅れています。」", "Brook"),)),
    ("corners, nested", "「We wait for 『the tide』,」 said Brook.", (("「We wait for 『the tide』,」", "Brook"),)),
    ("nested", "“He shouted ‘stop’ and we stopped,” Lind said.", (("“He shouted ‘stop’ and we stopped,”", "Lind"),)),
    ("nested, alike", '"I said "wait" and she left," Vale said.', (('"I said "wait" and she left,"', "Vale"),)),
    ("no closer", "“The ferry is late, Brook said. It came at noon.", (("“The ferry is late,", "Brook"),)),
    ("no closer, next paragraph", "“We wait, said Lind.\n\nThe ferry came.", (("“We wait,", "Lind"),)),
    ("marks in a word", "The “un”official ferry left. “We wait,” Brook said.", (("“We wait,”", "Brook"),)),
    ("scare quotes", "The “captain” had no boat. “I have none,” Vale said.", (("“I have none,”", "Vale"),)),
    ("scare quotes, so-called", "So-called “experts” came. Lind said: “We wait.”", (("“We wait.”", "Lind"),)),
    ("title", "She read “The Long Tide” and slept. “I slept,” she said.", (("“I slept,”", "she"),)),
    ("title, show", "Lind told radio’s “Morning Tide” that he left. “I left,” he said.", (("“I left,”", "he"),)),
    ("nickname", "Paul “Tide” Vale came. “I came,” Vale said.", (("“I came,”", "Vale"),)),
    ("word as word", "The word “ferry” is old. “It is,” Brook agreed.", (("“It is,”", "Brook"),)),
    ("ellipsis", "“We wait … for the tide,” Lind said.", (("“We wait … for the tide,”", "Lind"),)),
    ("brackets", "“[We] wait for [the tide],” Lind said.", (("“[We] wait for [the tide],”", "Lind"),)),
    (
        "headline",
        "MAYOR: “NO FERRY”\n\n“No ferry,” the mayor said.",
        (("“NO FERRY”", "MAYOR"), ("“No ferry,”", "the mayor")),
    ),
    (
        "subhead",
        "“We wait,” Lind said.\n\n‘No tide’\n\nThe boats lay still. “It is late,” said Vale.",
        (("“We wait,”", "Lind"), ("“It is late,”", "Vale")),
    ),
    ("photo credit", "The ferry. (Photo: Ada Brook)\n\n“We wait,” Lind said.", (("“We wait,”", "Lind"),)),
    (
        "pull quote",
        "“We wait for the tide.\nAda Brook, captain”\n\nThe boats lay still.",
        (("“We wait for the tide.", "Ada Brook"),),
    ),
    # attribution
    ("verb behind, adverb", "“We wait,” Lind quietly added.", (("“We wait,”", "Lind"),)),
    ("verb behind, time", "“We wait,” Lind on Monday said.", (("“We wait,”", "Lind"),)),
    ("verb before", "Lind said, “We wait.”", (("“We wait.”", "Lind"),)),
    ("verb before, colon", "Lind told the crew: “We wait.”", (("“We wait.”", "Lind"),)),
    ("verb unknown", "“We wait!” beamed Lind.", (("“We wait!”", "Lind"),)),
    ("verb missing", "“We wait for the tide,” Lind from his boat.", (("“We wait for the tide,”", "Lind"),)),
    ("inversion", "“We wait,” replied Ada Brook, the captain.", (("“We wait,”", "Ada Brook"),)),
    ("inversion, first", "Said Ada Brook, who has sailed for years, “We wait.”", (("“We wait.”", "Ada Brook"),)),
    ("inversion, paragraph", "Continued Brook:\n\n“We wait for the tide.”", (("“We wait for the tide.”", "Brook"),)),
    ("split", "“We wait,” said Lind, “for the tide.”", (("“We wait,”", "Lind"), ("“for the tide.”", "Lind"))),
    (
        "split, that",
        "“We wait,” she said, adding that “the tide is late.”",
        (("“We wait,”", "she"), ("“the tide is late.”", "she")),
    ),
    ("apposition", "“We wait,” Lind, a captain from Tver, said.", (("“We wait,”", "Lind"),)),
    (
        "apposition, party",
        "Ada Brook (R-Vt.), said: “We wait for the tide.”",
        (("“We wait for the tide.”", "Ada Brook"),),
    ),
    ("one of", "“We wait,” said one of two sailors who had come.", (("“We wait,”", "one of two sailors"),)),
    (
        "long noun phrase",
        "“We wait,” said the head of the office of the harbour.",
        (("“We wait,”", "the head of the office"),),
    ),
    ("role alone", "“We wait,” said harbour chief.", (("“We wait,”", "harbour chief"),)),
    ("role behind a name", "“We wait,” said Brook ally Paul Vale.", (("“We wait,”", "Brook ally Paul Vale"),)),
    ("role, federal", "“We wait,” federal prosecutors wrote.", (("“We wait,”", "federal prosecutors"),)),
    ("pronoun", "Brook came. “We wait,” she said.", (("“We wait,”", "she"),)),
    ("organisation", "“We wait,” the ministry said in a statement.", (("“We wait,”", "the ministry"),)),
    ("magazine", "“The tide is late,” wrote Time magazine.", (("“The tide is late,”", "Time magazine"),)),
    ("document", "“No boats,” the statement read.", (("“No boats,”", "the statement"),)),
    ("document, reads", "“No boats today!” a note on the door reads.", (("“No boats today!”", "a note"),)),
    (
        "two in a sentence",
        "“We wait,” Lind said, and “We go,” Vale replied.",
        (("“We wait,”", "Lind"), ("“We go,”", "Vale")),
    ),
    ("according to", "“The tide is late,” according to Brook.", (("“The tide is late,”", "Brook"),)),
    (
        "according to, before",
        "According to Brook, “the tide is late today.”",
        (("“the tide is late today.”", "Brook"),),
    ),
    ("told reporters", "“We wait,” Lind told reporters on the pier.", (("“We wait,”", "Lind"),)),
    ("cue in another sentence", "Lind spoke at noon. “We wait for the tide.”", (("“We wait for the tide.”", "Lind"),)),
    (
        "cue in another paragraph",
        "Lind said the tide was late.\n\n“We wait for it, and so does everyone here.”",
        (("“We wait for it, and so does everyone here.”", "Lind"),),
    ),
    (
        "goes on",
        "“We wait,” Lind said. “The tide is late” because of the moon.",
        (("“We wait,”", "Lind"), ("“The tide is late”", "Lind")),
    ),
    (
        "goes on behind an abbreviation",
        "“We wait,” said Ada Brook, 50, a captain from Fordham, Fla. “The tide is late.”",
        (("“We wait,”", "Ada Brook"), ("“The tide is late.”", "Ada Brook")),
    ),
    (
        "goes on behind a title",
        "“We wait,” Lind said on the podcast “Tide Tables.” “It is late.”",
        (("“We wait,”", "Lind"), ("“It is late.”", "Lind")),
    ),
    (
        "turns",
        "“Is it late?” Lind asked Vale.\n\n“It is,” Vale said.\n\n“Very late?”\n\n“Very.”",
        (("“Is it late?”", "Lind"), ("“It is,”", "Vale"), ("“Very late?”", "Lind"), ("“Very.”", "Vale")),
    ),
    ("question", "“Who waits?” Vale wondered.", (("“Who waits?”", "Vale"),)),
    ("asked, passive", "Lind was asked, “Will you wait here?” He did not answer.", (("“Will you wait here?”", None),)),
    (
        "forward and not behind",
        "The hull is “rotten.” Vale said the mast is “sound.”",
        (("“rotten.”", None), ("“sound.”", "Vale")),
    ),
    ("with somebody saying", "The yard closed, with a foreman saying, “We wait.”", (("“We wait.”", "a foreman"),)),
    ("main subject", "Lind praised the crew he called in, adding: “We wait.”", (("“We wait.”", "Lind"),)),
    ("in somebody's words", "In Brook’s words, “the tide is late.”", (("“the tide is late.”", "Brook"),)),
    ("in her words", "In her words, “the tide is late again.”", (("“the tide is late again.”", "her"),)),
    ("negated", "Lind did not say “we wait.” He said nothing.", (("“we wait.”", None),)),
    ("negated, behind", "“Will you wait?” Lind did not answer.", (("“Will you wait?”", None),)),
    ("thought", "“Not mine,” she thought.", (("“Not mine,”", "she"),)),
    ("generic", "Critics said: “The ferry is a scandal.”", (("“The ferry is a scandal.”", "Critics"),)),
    ("put it", "As Lind put it, “the tide is late again today.”", (("“the tide is late again today.”", "Lind"),)),
    ("dash", "“Everything floats.” — Ada Brook", (("“Everything floats.”", "Ada Brook"),)),
    ("object", "Lind asked Brook: “Will you wait?”", (("“Will you wait?”", "Lind"),)),
    ("vocative", "“Paul, wait for me,” Brook said.", (("“Paul, wait for me,”", "Brook"),)),
    ("name inside only", "“Paul Vale left,” the captain said.", (("“Paul Vale left,”", "the captain"),)),
    ("forename in -ed", "Ted Vale spoke of the tide: “We wait for it.”", (("“We wait for it.”", "Ted Vale"),)),
    ("wire style", "FORDHAM (UPI) — Ada Brook said Monday: “We wait.”", (("“We wait.”", "Ada Brook"),)),
)


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_phenomena(text: str, expected: tuple[tuple[str, str | None], ...]) -> None:
    found = {}
    for each in attribute(text):
        mention = text[slice(*each.mention.span)] if each.mention is not None else each.speaker
        spans = each.pieces if each.kind is Kind.DIRECT else each.quoted
        found.update({text[slice(*span)]: mention for span in spans})
    for quotation, mention in expected:
        if mention is None:
            assert found.get(quotation) is None
        else:
            assert mention in (found[quotation] or "")
    direct = [text[slice(*piece)] for each in attribute(text) if each.kind is Kind.DIRECT for piece in each.pieces]
    assert set(direct) <= {quotation for quotation, _ in expected}
