# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from archiver.cli import files, options, render
from archiver.errors import CannotWrite, UsageError
from archiver.findings import Check, Finding, Report, State, Subject
from archiver.rules import rule

if TYPE_CHECKING:
    from pathlib import Path

FINDING = Finding(
    code="F102", path="a\x1b[2J\u202e.txt", line=3, column=7, offset=40, pointer="$.x", detail=("one", "two")
)
SUBJECT = Subject(path="p", checks=(Check(name="fixity", state=State.FAILED, note="1 file"),), findings=(FINDING,))


def test_finding_in_full_says_what_where_and_what_to_do() -> None:
    lines = render.full(FINDING).splitlines()
    assert lines[0] == "error[F102]: file changed since it was archived"
    assert lines[1] == r"  --> a\x1b[2J\u202e.txt:3:7"
    assert lines[2:6] == ["   |  at $.x", "   |  at character 40", "   |  one", "   |  two"]
    assert lines[6].startswith("   = help: restore this file")


def test_finding_concisely_is_one_line() -> None:
    assert render.concise(FINDING) == r"a\x1b[2J\u202e.txt:3:7: F102 file changed since it was archived (one; two)"


@pytest.mark.parametrize("subjects", [(), (SUBJECT,), (Subject(path="\udcff", checks=()),)])
def test_json_follows_its_schema(subjects: tuple[Subject, ...]) -> None:
    report = Report(subjects=subjects)
    document = json.loads(render.as_json(report, strict=True))
    validator = Draft202012Validator(json.loads(rule("report.schema.json")))
    assert list(validator.iter_errors(document)) == []
    assert document["exit_code"] == report.exit_code(strict=True)


def test_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    files.write(target, b"one", replace=False)
    with pytest.raises(CannotWrite, match="already"):
        files.write(target, b"two", replace=False)
    assert target.read_bytes() == b"one"
    files.write(target, b"two", replace=True)
    assert target.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [target]


def test_file_in_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="cannot write"):
        files.write(tmp_path / "no" / "report.json", b"", replace=True)


@pytest.mark.parametrize("epoch", ["", "soon", "-1", "1.5", "9" * 30, "²"])
def test_epoch_that_is_no_time_is_wrong_usage(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError):
        options.now()


def test_epoch_is_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert options.now().isoformat() == "1970-01-01T00:00:00+00:00"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert options.now().year >= 2024


def test_record_is_renewed_only_if_it_is_what_was_read(tmp_path: Path) -> None:
    target = tmp_path / "record.yaml"
    target.write_bytes(b"one")
    files.renew(target, b"two", before=b"one")
    assert target.read_bytes() == b"two"
    with pytest.raises(CannotWrite, match="changed meanwhile"):
        files.renew(target, b"three", before=b"one")
    target.chmod(0o444)
    with pytest.raises(CannotWrite, match="read-only"):
        files.renew(target, b"three", before=b"two")
    assert target.read_bytes() == b"two"
