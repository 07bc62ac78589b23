# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archiver.blocks import paragraphs
from archiver.codes import RECORD
from archiver.model import Source, Transcript
from archiver.record import Loaded, check_source, load, read_decisions
from archiver.rules import rule

if TYPE_CHECKING:
    from archiver.findings import Finding

FIXTURES = Path(__file__).parent / "fixtures"
FOLDERS = sorted(folder.name for folder in FIXTURES.iterdir())
NEEDS_THE_SPEECH = "R118_silent_speaker"


def found_in(folder: Path) -> list[str]:
    loaded = load((folder / "record.yaml").read_bytes(), path="record.yaml", schema=rule("record.schema.json"))
    source = Source(name="source.txt", data=(folder / "source.txt").read_bytes())
    findings = loaded.findings + check_source(loaded, source=source, text=source.data.decode())
    if (folder / "decisions.jsonl").is_file():
        findings += decided(folder, loaded, source.data.decode())
    assert (loaded.record is None) == bool(loaded.findings)
    assert all(finding.line and finding.column for finding in findings)
    return [finding.code for finding in findings]


def decided(folder: Path, loaded: Loaded, text: str) -> tuple[Finding, ...]:
    data = (folder / "decisions.jsonl").read_bytes()
    transcript = Transcript(text=text, blocks=paragraphs(text))
    return read_decisions(data, path="decisions.jsonl", loaded=loaded, transcript=transcript, by="desk").findings


@pytest.mark.parametrize("name", [name for name in FOLDERS if name[0] == "R" and name != NEEDS_THE_SPEECH])
def test_each_broken_record_gives_its_code_and_no_other(name: str) -> None:
    assert found_in(FIXTURES / name) == [name.partition("_")[0]]


@pytest.mark.parametrize("name", [NEEDS_THE_SPEECH, "valid", "valid_full"])
def test_records_without_a_fault_of_their_own_give_nothing(name: str) -> None:
    assert found_in(FIXTURES / name) == []


def test_every_code_of_the_room_has_a_fixture() -> None:
    assert {name.partition("_")[0] for name in FOLDERS if name[0] == "R"} == set(RECORD)
