# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

import archiver
from archiver import workflow
from archiver.errors import InvalidMaterial
from builders import RECORD, REPORT, WHEN, a_folder


def two(tmp_path: Path, *, text: str = REPORT, record: str = RECORD) -> tuple[Path, Path]:
    first = a_folder(tmp_path / "one")
    second = a_folder(tmp_path / "two", text=text, record=record)
    shelf = tmp_path / "shelf"
    paths = [archiver.package(folder, shelf=shelf, when=WHEN).path for folder in (first, second)]
    return Path(paths[0]), Path(paths[1])


def test_a_changed_record_makes_a_version_that_tells_what_it_changed(tmp_path: Path) -> None:
    before = tree(two(tmp_path / "x")[0])
    record = RECORD.replace("roles: [ferryman]", "roles: [ferryman, boatman]").replace('"2024-05"', '"2024-05-02"')
    decided = '{quote: "“Nobody told us,”", speech: true, speaker: brook, by: desk, because: The recording has it.}'
    old, new = two(tmp_path / "y", record=f"{record}corrections:\n  - {decided}\n")
    found = workflow.diff(old, new)
    assert tree(old) == before
    fields = {(one.pointer, one.kind) for one in found.record}
    assert ("$.statement_date.value", "changed") in fields
    assert ("$.speakers[dorn].roles[1]", "added") in fields
    assert ("$.corrections", "added") in fields
    (change,) = found.attributions
    assert (change.words, change.speaker) == ("“Nobody told us,”", "Ada Brook")
    assert ("speaker", "Cal Dorn", "Ada Brook") in change.fields
    assert ("decided by", None, "desk") in change.fields
    assert found.text == ()
    assert [(one.kind, one.path) for one in found.files] == [
        ("changed", "data/record.json"),
        ("changed", "data/ro-crate-metadata.json"),
        ("changed", "data/transcript.tei.xml"),
    ]
    assert found.rules[0] == found.rules[1]


def test_a_changed_source_moves_the_words_and_changes_no_attribution(tmp_path: Path) -> None:
    old, new = two(tmp_path, text=REPORT.replace("at a press", "at a brief press"))
    found = workflow.diff(old, new)
    assert [(one.removed, one.added) for one in found.text] == [("", "brief ")]
    assert found.attributions == ()
    assert "data/source/bridge.txt" in {one.path for one in found.files}


def test_a_package_and_its_archive_hold_the_same(tmp_path: Path) -> None:
    old, _ = two(tmp_path)
    with tarfile.open(tmp_path / "bridge.tar", "w") as packed:
        packed.add(old, arcname="v1")
    assert workflow.diff(old, tmp_path / "bridge.tar").same


def test_what_is_not_whole_is_not_compared(tmp_path: Path) -> None:
    old, new = two(tmp_path, text=REPORT + "End.\n")
    (new / "data" / "record.json").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(InvalidMaterial):
        workflow.diff(old, new)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
