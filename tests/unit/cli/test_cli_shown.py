# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

from archiver.cli.shown import lines
from archiver.cli.wrapping import columns_of
from archiver.findings import Finding, State
from archiver.model import Correction, Fact, Ground, Span
from archiver.page import Checked, Facts
from builders import TEXT, a_record, a_speaker, a_transcript
from citations import whole
from pages import checked, facts, mentioned, said

ROAD = "the road would follow"


def told(shown: Facts, width: int = 100) -> list[str]:
    return [line.rstrip() for line in lines(shown, width=width, paint=lambda text, _: text)]


def two() -> Facts:
    first = said(mention=mentioned(TEXT, "Ada Brook"), cue=Span(TEXT.index("said"), TEXT.index("said") + 4))
    second = said(words=ROAD, speaker=None, ground=Ground.NONE, certainty=0.04)
    return facts(transcript=a_transcript(utterances=(first, second)))


def test_names_stand_beside_the_lines_in_which_words_begin() -> None:
    found = told(two())
    assert "               Ada Brook  [1:“We open the bridge,”] Ada Brook said." in found
    assert "       unknown speaker ?  The mayor added that [2:the road would follow]." in found


def test_in_a_narrow_terminal_names_stand_above() -> None:
    found = told(two(), 40)
    place = found.index("[1] Ada Brook")
    assert found[place + 1 : place + 3] == ["[1:“We open the bridge,”] Ada Brook", "said."]
    assert "[2] unknown speaker ?" in found


def test_lines_are_as_wide_as_the_terminal_at_most() -> None:
    for width in (20, 40, 76, 100, 200):
        for line in told(two(), width):
            assert columns_of(line) <= max(width, 70)  # identifiers are not broken


def test_names_of_words_that_begin_in_one_line_stand_below_each_other() -> None:
    utterances = (said(), said(words="We", speaker="other"), said(words="bridge", speaker="third"))
    found = told(facts(transcript=a_transcript(utterances=utterances)))
    place = next(number for number, line in enumerate(found) if "Ada Brook  [1:“[2:We] open" in line)
    assert found[place + 1].strip() == "other"
    assert found[place + 2].strip() == "third"


def test_name_that_is_too_long_is_cut_and_its_doubt_is_not() -> None:
    long = a_speaker(name=Fact(value="the Permanent Representative of Fordham to the League"))
    found = told(facts(a_record(speakers=(long,)), a_transcript(utterances=(said(certainty=0.5),))))
    assert any(line.startswith(" the Permanent Represen… ?  [1:") or "… ?  [1:" in line for line in found)


def test_list_says_ground_certainty_rule_and_words() -> None:
    found = told(two())
    assert "Who said what: 2 utterances, 1 doubtful (?)" in found
    assert "   1  Ada Brook (named, 0.98, direct speech, rule after-subject)" in found
    assert "      “We open the bridge,” <- Ada Brook / said" in found
    assert "   2  unknown speaker ? (no ground, 0.04, direct speech, rule after-subject)" in found


def test_who_decided_is_named() -> None:
    reason = Correction(quote=ROAD, at=None, speech=True, speaker="brook", by="desk", because="Heard.")
    shown = facts(a_record(corrections=(reason,)), a_transcript(utterances=(said(decided_by="desk", certainty=0.1),)))
    assert any("decided by the cataloguing desk)" in line for line in told(shown))


def test_reason_of_a_decision_is_told() -> None:
    reason = Correction(
        quote="We open", at=None, speech=True, speaker="brook", by="desk", because="Heard\x1b[1m there."
    )
    shown = facts(a_record(corrections=(reason,)), a_transcript(utterances=(said(decided_by="desk"), said(words=ROAD))))
    assert [line for line in told(shown) if "because" in line] == ["      because: Heard [1m there."]


def test_long_words_are_cut_in_the_list() -> None:
    text = "“" + "a road " * 100 + "”"
    found = told(facts(transcript=a_transcript(text, utterances=(said(text, text),))))
    after = found[found.index("Who said what: 1 utterance, 0 doubtful (?)") :]
    assert sum(map(len, after[2:8])) < 700


def test_state_names_what_was_not_checked() -> None:
    finding = Finding(code="L109", path="shelf/bridge/v2")
    found = told(facts(checked=checked(finding, state=State.NOT_RUN)))
    assert "checked now: NOT CHECKED, 0 of 1 checks passed; fixity not run (12 files, 2 algorithms)" in found


def test_damaged_ledger_is_told() -> None:
    known = checked()
    wrong = Checked(subject=known.subject, when=known.when, tool=known.tool, ledger=(Finding(code="L103", path="x"),))
    assert "ledger: L103 ledger lines were removed, added or reordered" in told(facts(checked=wrong))


def test_versions_identifiers_and_citation_stand_at_the_end() -> None:
    found = told(facts(citation=whole()))
    assert f"  package  {whole().swhid}" in found
    assert f"  previous version: {whole().previous}" in found
    assert f"  next version: {whole().following}" in found
    assert found[found.index("How to cite") + 1].startswith("  Office of Rivers")


def test_every_speaker_has_a_colour_and_colours_are_used_anew() -> None:
    text = "".join(f"{number:03} " for number in range(12))
    utterances = tuple(said(text, f"{number:03}", speaker=f"n{number}") for number in range(12))
    shown = facts(transcript=a_transcript(text, utterances=utterances))
    painted: dict[str, str | None] = {}

    def paint(part: str, colour: str | None) -> str:
        painted[part] = colour
        return part

    list(lines(shown, width=100, paint=paint))
    assert painted["n0"] == "cyan"
    assert painted["n1"] == "green"
    assert painted["n9"] == "cyan"


def test_empty_text_and_a_record_that_knows_nothing_are_shown() -> None:
    nothing = replace(a_record(), title=Fact(value=None), archive=Fact(value=None))
    assert told(facts(nothing, a_transcript("")))
