# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from archiver.blocks import paragraphs
from archiver.errors import CannotWrite
from archiver.model import Correction, Kind, Span, Transcript, Utterance
from archiver.record import Settled, add_corrections, load, read_decisions
from archiver.rules import rule
from builders import RECORD

SCHEMA = rule("record.schema.json")
NEW = Correction(quote="“Yes”", at=None, speech=True, speaker="brook", by="desk", because="named", date=None)
BLOCK = """\
  - quote: "“Yes”"
    speech: true
    speaker: brook
    by: desk
    because: named
"""

TEXT = "“Yes,” she said, “yes it is.”\n\nThe bridge is “ready”, he said; the bridge is.\n"
CHAIN = Utterance(pieces=(Span(0, 6), Span(17, 29)), kind=Kind.DIRECT)


def settled(*lines: object, corrections: str = "", by: str = "desk", date: str | None = None) -> Settled:
    loaded = load((RECORD + corrections).encode(), path="record.yaml", schema=SCHEMA)
    assert loaded.record is not None, loaded.findings
    data = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    transcript = Transcript(text=TEXT, blocks=paragraphs(TEXT), utterances=(CHAIN,))
    return read_decisions(data, path="d.jsonl", loaded=loaded, transcript=transcript, by=by, date=date)


def faults(*lines: object, **options: Any) -> list[tuple[str, int | None]]:
    result = settled(*lines, **options)
    assert result.corrections == ()
    return [(finding.code, finding.line) for finding in result.findings]


def a_line(**keys: Any) -> dict[str, Any]:
    return {"at": [0, 6], "speaker": "brook", "because": "heard"} | keys


def test_block_is_added_at_the_end_of_a_record_without_corrections() -> None:
    assert add_corrections(RECORD.encode(), [NEW], path="r").decode() == RECORD + "corrections:\n" + BLOCK


def test_missing_last_line_end_and_crlf_are_kept_in_style() -> None:
    data = RECORD.rstrip("\n").replace("\n", "\r\n").encode()
    expected = (RECORD + "corrections:\n" + BLOCK).replace("\n", "\r\n")
    assert add_corrections(data, [NEW], path="r").decode() == expected


def test_empty_list_gives_way_and_its_remarks_stay() -> None:
    old = RECORD.replace("archive:", "corrections: []  # none\n#  - quote: a sample\narchive:")
    new = RECORD.replace("archive:", "corrections:  # none\n" + BLOCK + "#  - quote: a sample\narchive:")
    assert add_corrections(old.encode(), [NEW], path="r").decode() == new


def test_block_follows_the_last_item_and_the_remarks_on_it() -> None:
    last = "corrections:\n  - {quote: a, speaker: dorn, by: desk, because: so}  # sure\n    # heard twice\n"
    old = RECORD.replace("archive:", last + "\n# who keeps it\narchive:")
    item = '  - {quote: "“Yes”", speech: true, speaker: brook, by: desk, because: named}\n'
    new = RECORD.replace("archive:", last + item + "\n# who keeps it\narchive:")
    assert add_corrections(old.encode(), [NEW], path="r").decode() == new


def test_json_keeps_its_indentation_and_line_ends() -> None:
    value = load(RECORD.encode(), path="r", schema=SCHEMA).value
    data = json.dumps(value, indent=3, ensure_ascii=False).replace("\n", "\r\n").encode()
    result = add_corrections(data, [NEW], path="r").decode()
    assert result.startswith(data.decode()[:-3])
    assert '\r\n         "because": "named"\r\n' in result


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{a: 1}", "{corrections: [NEW], a: 1}"),
        ("{corrections: [],}", "{corrections: [NEW],}"),
        ("{corrections: [{a: 1} ,] }", "{corrections: [{a: 1} , NEW] }"),
        ("corrections: [{a: 1}]", "corrections: [{a: 1}, NEW]"),
        ("corrections: [\n {a: 1} # x\n ]\n", "corrections: [\n {a: 1}, # x\n NEW\n ]\n"),
        ("corrections: [\n   {a: 1},\n]\n", "corrections: [\n   {a: 1},\n   NEW,\n]\n"),
    ],
)
def test_brackets_are_kept(old: str, new: str) -> None:
    item = '{quote: "“Yes”", speech: true, speaker: brook, by: desk, because: named}'
    assert add_corrections(old.encode(), [NEW], path="r").decode() == new.replace("NEW", item)


def test_block_scalar_at_an_end_without_line_end_is_not_lengthened() -> None:
    old = RECORD + "abstract: |\n  What is\n  said"
    assert add_corrections(old.encode(), [NEW], path="r").decode() == "corrections:\n" + BLOCK + old


@pytest.mark.parametrize(("scalar", "kept"), [("|", ""), ("|+", "\n\n")])
def test_blank_lines_behind_a_block_scalar_stay_what_they_are(scalar: str, kept: str) -> None:
    old = f"corrections:\n- because: {scalar}\n    so\n\n\nb: 1\n"
    item = BLOCK.replace("  -", "-").replace("    ", "  ")
    new = f"corrections:\n- because: {scalar}\n    so\n{kept}{item}{'' if kept else chr(10) * 2}b: 1\n"
    assert add_corrections(old.encode(), [NEW], path="r").decode() == new


def test_decisions_need_a_record_that_loaded() -> None:
    loaded = load(b"", path="r", schema=SCHEMA)
    with pytest.raises(ValueError, match="loaded"):
        read_decisions(b"", path="d", loaded=loaded, transcript=Transcript(text="", blocks=()), by="desk")


def test_no_corrections_change_nothing() -> None:
    assert add_corrections(b"\xff", [], path="r") == b"\xff"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff",
        b"a: [",
        b"a: &x 1\nb: *x\n",
        b"- 1\n",
        b"",
        b"corrections: 1\n",
        b"corrections:\n",
        b"a: 1\na: 2\n",
        b'{"a": NaN, "a": 1}',
        b"corrections:\n  - because: |\n      no end",
        b"a: " + b"x" * (1 << 20),
        b"a: " + b"x" * ((1 << 20) - 40),
    ],
)
def test_record_that_cannot_be_added_to_safely_is_refused(data: bytes) -> None:
    with pytest.raises(CannotWrite, match="cannot add corrections to r: "):
        add_corrections(data, [NEW], path="r")


@pytest.mark.parametrize("words", ["\x00", "\ud800", "\ufffe"])
def test_correction_with_a_character_that_xml_forbids_is_refused(words: str) -> None:
    with pytest.raises(CannotWrite, match="XML forbids"):
        add_corrections(RECORD.encode(), [replace(NEW, because=words)], path="r")


def test_words_that_stand_once_are_named_by_themselves_and_others_by_offsets() -> None:
    result = settled(a_line(), a_line(at=[35, 41]), {"quote": "ready", "speech": False, "because": "no speech"})
    assert result.findings == ()
    assert [(c.quote, c.at) for c in result.corrections] == [("“Yes,”", None), (None, Span(35, 41)), ("ready", None)]
    assert [(c.speech, c.speaker) for c in result.corrections] == [(True, "brook"), (True, "brook"), (False, None)]
    assert result.lines == (1, 2, 3)


def test_decision_about_several_pieces_is_about_each_of_them() -> None:
    result = settled(a_line(pieces=[[0, 6], [17, 29]], text="“Yes,”"), date="2024-05-02")
    assert [(c.quote, c.date) for c in result.corrections] == [
        ("“Yes,”", "2024-05-02"),
        ("“yes it is.”", "2024-05-02"),
    ]
    assert (result.decisions, result.lines) == (1, (1, 1))


def test_lines_without_a_reason_decide_nothing_whatever_else_they_say() -> None:
    result = settled(b"\xef\xbb\xbf\n", a_line(because=" ", speaker="x"), {"because": ""}, b" \r\n")
    assert (result.decisions, result.corrections, result.findings) == (0, (), ())


def test_line_may_say_itself_who_decided_and_when_and_keys_may_be_unknown() -> None:
    (correction,) = settled(a_line(by="desk", date="2024", colour=1), by="nobody", date="2023").corrections
    assert (correction.by, correction.date) == ("desk", "2024")


@pytest.mark.parametrize(
    "line",
    [
        b"{\n",
        b"\xff\n",
        b"[]\n",
        b"null\n",
        b'{"because": "x", "because": "y"}\n',
        b'{"because": "x", "at": [0, 6], "speaker": null, "z": NaN}\n',
        b"[" * 100_000 + b"\n",
        b'{"because": "x", "at": [0, ' + b"9" * 5000 + b"]}\n",
        {"at": [0, 6], "speaker": "brook"},
        {"at": [0, 6], "because": "x"},
        {"speaker": "brook", "because": "x"},
        a_line(because=None),
        a_line(because=1),
        a_line(because="\x00"),
        a_line(because="\ud800"),
        a_line(at="0-6"),
        a_line(at=[0]),
        a_line(at=[0, 6.0]),
        a_line(at=[False, 6]),
        a_line(pieces=1),
        a_line(pieces=[1]),
        a_line(pieces=[]),
        a_line(pieces=[[1, 6]]),
        a_line(quote=""),
        a_line(text=5),
        a_line(speech=None),
        a_line(speaker=7),
        a_line(by=""),
        a_line(date=2024),
    ],
)
def test_line_that_has_not_the_form_of_a_decision_is_found(line: object) -> None:
    assert faults({"because": ""}, line) == [("R121", 2)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (a_line(speaker="broom"), "R111"),
        (a_line(speaker="desk"), "R111"),
        (a_line(by="brook"), "R111"),
        (a_line(date="2024-02-30"), "R112"),
        ({"quote": "The ferry", "speaker": None, "because": "x"}, "R108"),
        ({"quote": "he", "speaker": None, "because": "x"}, "R109"),
        (a_line(at=[0, 900]), "R119"),
        (a_line(at=[-3, 6]), "R119"),
        (a_line(at=[6, 6]), "R119"),
        (a_line(at=[20, 40]), "R119"),
        (a_line(at=[29, 31]), "R119"),
        (a_line(text="“Yes!”"), "R122"),
        (a_line(quote="“yes it is.”"), "R122"),
        (a_line(at=[900, 906], text="“Yes,”"), "R122"),
        (a_line(pieces=[[0, 6], [17, 28]]), "R122"),
    ],
)
def test_decision_that_does_not_fit_is_found(line: object, code: str) -> None:
    assert faults(a_line(at=[37, 40]), line) == [(code, 2)]


def test_agent_who_is_not_declared_is_named_once() -> None:
    assert faults(a_line(), a_line(at=[37, 40]), by="dusk") == [("R111", 1)]


def test_words_decided_twice_are_found() -> None:
    other = "corrections:\n  - {quote: yes it is, speaker: null, by: desk, because: so}\n"
    lines = (a_line(), a_line(at=[1, 4]), a_line(at=[3, 8]), a_line(at=[18, 28]), a_line(at=[10, 16]))
    assert faults(*lines, corrections=other) == [("R123", 2), ("R123", 3), ("R124", 4)]
    assert settled(a_line(at=[0, 16]), a_line(at=[1, 4]), a_line(at=[6, 9])).findings == ()
    (finding,) = settled(a_line(at=[18, 27]), corrections=other).findings
    assert finding.detail == ("decided in record.yaml:18, $.corrections[0]", "about 18 to 27")
    assert faults(a_line(at=[17, 29]), corrections="corrections: [{at: [10, 20], speech: false, by: desk, because: a}]")


def test_faults_without_end_are_not_all_listed() -> None:
    assert len(faults(*([b"x\n"] * 1500))) == 1000
