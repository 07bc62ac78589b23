# SPDX-License-Identifier: Apache-2.0
"""`archiver quotes`, the TEI and the Python function agree; the scorer of the benchmark reads the output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver import tei, workflow
from archiver.cli.quotes import document
from builders import RECORD, a_folder

PROJECT = Path(__file__).parents[2]
QUOTES = PROJECT.parent / "shared" / "quotes"


def from_tei(data: bytes) -> list[tuple[Any, ...]]:
    return [row for u in tei.decode(data).utterances for row in rows(u, u.speaker)]


def rows(utterance: archiver.Utterance, speaker: str | None) -> list[tuple[Any, ...]]:
    mention = utterance.mention.span if utterance.mention else (None, None)
    cue = utterance.cue or (None, None)
    common = (str(utterance.kind), speaker, *mention, *cue, str(utterance.ground), utterance.certainty, utterance.rule)
    return [(*piece, *common) for piece in utterance.pieces]


def from_command(quoted: dict[str, Any]) -> list[tuple[Any, ...]]:
    keys = ("start", "end", "kind", "speaker", "speaker_start", "speaker_end", "cue_start", "cue_end", "ground")
    return [tuple(piece[key] for key in (*keys, "certainty", "rule")) for piece in quoted["quotes"]]


@pytest.mark.parametrize("seed", sorted((PROJECT / "seeds").iterdir()), ids=lambda path: path.name)
def test_command_and_tei_agree_on_a_seed(seed: Path) -> None:
    assert from_command(document(workflow.quotes(seed, nested=True))) == from_tei(archiver.encode(seed).data)


def test_command_and_tei_and_function_agree(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    quoted = workflow.quotes(folder)
    assert quoted.record is not None
    found = archiver.attribute(quoted.transcript.text, participants=quoted.record.everyone)
    expected = [row for utterance in found for row in rows(utterance, utterance.speaker)]
    assert from_command(document(quoted)) == expected == from_tei(archiver.encode(folder).data)


WITHIN = (
    "“The mayor told me, ‘We open the bridge,’ and I said, ‘Not “today” at least.’ Then ‘That is all,’ he said. "
    "‘Go home.’ So we read ‘War and Peace’,” said Cal Dorn.\n\n“Nobody said, ‘We are sorry for it.’”\n"
)


def test_speech_within_speech_is_the_same_in_command_and_tei_and_function(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, text=WITHIN)
    quoted = workflow.quotes(folder, nested=True)
    assert quoted.record is not None
    found = archiver.attribute(quoted.transcript.text, participants=quoted.record.everyone, nested=True)
    expected = [row for utterance in found for row in rows(utterance, utterance.speaker)]
    assert from_command(document(quoted)) == expected == from_tei(archiver.encode(folder).data)
    assert [piece["within"] for piece in document(quoted)["quotes"]] == [None, 1, 1, 1, 1, None, 5]
    outermost = [piece for piece in document(quoted)["quotes"] if piece["within"] is None]
    alone = document(workflow.quotes(folder))["quotes"]
    assert [(piece["start"], piece["speaker"]) for piece in outermost] == [
        (piece["start"], piece["speaker"]) for piece in alone
    ]


def test_a_decision_about_speech_within_speech_holds_everywhere(tmp_path: Path) -> None:
    decided = "corrections:\n  - {quote: ‘Go home.’, speech: false, by: desk, because: No speech.}\n"
    decided += "  - {quote: ‘We are sorry for it.’, speaker: brook, by: desk, because: She said it then.}\n"
    folder = a_folder(tmp_path, text=WITHIN, record=RECORD + decided)
    quoted = workflow.quotes(folder, nested=True)
    assert from_command(document(quoted)) == from_tei(archiver.encode(folder).data)
    assert not [piece for piece in document(quoted)["quotes"] if piece["text"] == "‘Go home.’"]
    (alone,) = [piece for piece in document(workflow.quotes(folder))["quotes"] if piece["decided_by"]]
    assert (alone["text"], alone["speaker"], alone["within"]) == ("‘We are sorry for it.’", "brook", 2)
    reviewed = workflow.review(folder, everything=True)
    assert reviewed.transcript == quoted.transcript


def test_without_a_record_the_function_says_what_the_command_says(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("“We open the bridge,” Ada Brook said.\n", encoding="utf-8")
    quoted = workflow.quotes(source)
    assert quoted.record is None
    expected = [row for u in archiver.attribute(quoted.transcript.text) for row in rows(u, u.speaker)]
    assert from_command(document(quoted)) == expected


def test_scorer_of_the_benchmark_runs_on_the_output(tmp_path: Path) -> None:
    gold = QUOTES / "challenge.dev.jsonl"
    if not gold.is_file():
        pytest.skip(f"{gold} is not there")
    cases = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    for case in cases:
        (tmp_path / case["id"]).write_text(case["text"], encoding="utf-8")
    command = [sys.executable, "-m", "archiver", "quotes", "--format", "jsonl", *(case["id"] for case in cases)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    (tmp_path / "found.jsonl").write_text(done.stdout, encoding="utf-8")
    score = [sys.executable, str(QUOTES / "score.py"), str(gold), str(tmp_path / "found.jsonl"), "--json"]
    scored = json.loads(subprocess.run(score, capture_output=True, text=True, check=True).stdout)
    assert "direct" in json.dumps(scored)
