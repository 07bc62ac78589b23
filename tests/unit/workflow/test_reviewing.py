# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from archiver import workflow
from archiver.cli import files
from archiver.cli.commands import archiver
from archiver.cli.review import line
from archiver.errors import CannotRead, InvalidMaterial, NothingToCheck, UsageError
from archiver.workflow import decide, encode, quotes, review, reviewing
from archiver.workflow.inputs import gather
from builders import RECORD, REPORT, a_folder

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.model import Utterance
    from archiver.workflow.reviewing import Reviewed

DECIDED = RECORD + 'corrections:\n  - {quote: "“Nobody told us,”", speaker: dorn, by: desk, because: heard}\n'


def said(reviewed: Reviewed) -> list[str]:
    return [reviewed.transcript.text[slice(*utterance.pieces[0])] for utterance in reviewed.utterances]


def lines(folder: Path, **options: Any) -> list[dict[str, Any]]:
    reviewed = review(folder, **options)
    return [line(reviewed, utterance) for utterance in reviewed.utterances]


def as_file(*decisions: object) -> bytes:
    return "".join(json.dumps(decision, ensure_ascii=False) + "\n" for decision in decisions).encode()


def find(folder: Path, words: str) -> dict[str, Any]:
    (found,) = (each for each in lines(folder) if words in each["text"])
    return found


def spoken(folder: Path, words: str) -> list[Utterance]:
    transcript = quotes(folder).transcript
    return [each for each in transcript.utterances if words in transcript.text[slice(*each.pieces[0])]]


def test_utterances_come_by_certainty_and_then_by_offset(tmp_path: Path) -> None:
    reviewed = review(a_folder(tmp_path))
    keys = [(each.certainty, each.pieces) for each in reviewed.utterances]
    assert keys == sorted(keys)
    assert set(reviewed.utterances) == set(reviewed.transcript.utterances)
    assert len(keys) > 2


def test_below_leaves_out_what_is_as_certain_as_this(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    least = review(folder).utterances[0].certainty
    assert review(folder, below=least).utterances == ()
    assert len(review(folder, below=least + 0.0001).utterances) >= 1
    assert all(each.certainty < 0.9 for each in review(folder, below=0.9).utterances)


def test_what_a_person_decided_is_left_out_unless_everything_is_wanted(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, record=DECIDED)
    assert "“Nobody told us,”" not in said(review(folder))
    assert "“Nobody told us,”" in said(review(folder, everything=True))


def test_record_is_needed_and_must_be_right(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, record=DECIDED.replace("“Nobody told us,”", "told us,” said Cal"))
    with pytest.raises(InvalidMaterial) as caught:
        review(folder)
    assert [(f.code, f.path) for f in caught.value.findings] == [("R119", str(folder / "record.yaml"))]
    (folder / "record.yaml").unlink()
    with pytest.raises(UsageError):
        review(folder / "bridge.txt")


def test_listed_lines_are_decisions_once_they_have_a_reason(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    listed = [each | {"because": f"reason {number}"} for number, each in enumerate(lines(folder))]
    decided = decide(folder, decisions=as_file(*listed), by="desk", date="2024-05-02")
    assert decided.data.decode().startswith(RECORD)
    assert (folder / "record.yaml").read_text(encoding="utf-8") == RECORD
    (folder / "record.yaml").write_bytes(decided.data)
    assert lines(folder) == []
    after = {(each["at"][0], each["speaker"]) for each in lines(folder, everything=True)}
    assert after == {(each["at"][0], each["speaker"]) for each in listed}
    assert (decided.decisions, decided.path) == (len(listed), folder / "record.yaml")
    assert encode(folder).utterances == len(listed)


def test_decision_changes_the_speaker_or_says_that_it_is_no_speech(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    told = find(folder, "Nobody told us") | {"speaker": "brook", "because": "her voice"}
    bridge = find(folder, "We open the bridge")
    silenced = bridge | {"speech": False, "because": "a heading"}
    decided = decide(folder, decisions=as_file(told, silenced), by="desk")
    (folder / "record.yaml").write_bytes(decided.data)
    assert [(each.speaker, each.decided_by) for each in spoken(folder, "Nobody told us")] == [("brook", "desk")]
    assert spoken(folder, "We open the bridge") == []
    assert decided.corrections == 1 + len(bridge["pieces"])


@pytest.mark.parametrize("decisions", [b"", b"\n\n", as_file({"because": ""})])
def test_file_that_decides_nothing_is_not_green(decisions: bytes, tmp_path: Path) -> None:
    with pytest.raises(NothingToCheck, match="no decision in -"):
        decide(a_folder(tmp_path), decisions=decisions, by="desk")


def test_all_faults_of_the_decisions_are_reported(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (tmp_path / "d.jsonl").write_bytes(b"x\n" + as_file({"quote": "nowhere", "speaker": "who", "because": "x"}))
    with pytest.raises(InvalidMaterial) as caught:
        decide(folder, decisions=tmp_path / "d.jsonl", by="desk")
    assert [(f.code, f.line) for f in caught.value.findings] == [("R121", 1), ("R108", 2), ("R111", 2)]
    assert {f.path for f in caught.value.findings} == {str(tmp_path / "d.jsonl")}


def test_decision_that_the_rules_cannot_apply_is_found_with_its_line(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, record=DECIDED)
    start = REPORT.index("bridge,” Brook")
    cut = {"at": [start, start + 14], "speaker": "brook", "because": "x"}
    with pytest.raises(InvalidMaterial) as caught:
        decide(folder, decisions=as_file({"because": ""}, cut), by="desk")
    assert [(f.code, f.path, f.line) for f in caught.value.findings] == [("R119", "-", 2)]


def test_record_that_changes_while_it_is_read_is_not_decided_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_folder(tmp_path)

    def gather_and_change(*args: Any, **options: Any) -> Any:
        inputs = gather(*args, **options)
        (folder / "record.yaml").write_text(DECIDED, encoding="utf-8")
        return inputs

    monkeypatch.setattr(reviewing, "gather", gather_and_change)
    with pytest.raises(CannotRead, match="changed while it was read"):
        decide(folder, decisions=b"", by="desk")


def test_decisions_that_are_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        decide(a_folder(tmp_path), decisions=tmp_path / "none.jsonl", by="desk")


def test_steps_are_found_by_name() -> None:
    assert {"review", "decide"} <= set(workflow.__all__)


def run(*args: object, given: bytes = b"") -> tuple[int, str]:
    done = CliRunner().invoke(archiver, ["review", *map(str, args)], input=given)
    return done.exit_code, done.output


@pytest.mark.parametrize("args", [["--by", "desk"], ["--date", "2024"], ["--decisions", "-"], ["--below", "1.5"]])
def test_options_that_do_not_go_together_are_wrong_usage(args: list[str], tmp_path: Path) -> None:
    assert run(a_folder(tmp_path), *args)[0] == 2


def test_command_writes_the_record_as_it_was_with_the_decisions(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    record = folder / "record.yaml"
    record.chmod(0o640)
    told = find(folder, "Nobody told us") | {"speaker": None, "because": "nobody heard"}
    code, output = run(folder, "--decisions", "-", "--by", "desk", given=as_file(told))
    assert (code, output) == (0, f"1 decision, 1 correction added\n{record}\n")
    assert record.read_text(encoding="utf-8").startswith(RECORD + "corrections:\n")
    assert record.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(folder)) == ["bridge.txt", "record.yaml"]  # noqa: PTH208 # names are enough


def test_command_lists_what_is_to_be_decided(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, text=REPORT.replace("ready", "rea\x85dy"))
    code, table = run(folder)
    assert code == 0
    assert r"rea\x85dy" in table
    assert "  ground  " in table
    code, listed = run(folder, "--format", "jsonl")
    found = [json.loads(each) for each in listed.splitlines() if each.startswith("{")]
    assert [each["at"] for each in found] == [each["at"] for each in lines(folder)]
    for each in found:
        assert each["text"] == (folder / "bridge.txt").read_text(encoding="utf-8")[slice(*each["at"])]
        assert (each["speech"], each["because"]) == (True, "")


def test_replaced_file_keeps_its_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    files.write(tmp_path / "link", b"new", replace=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
