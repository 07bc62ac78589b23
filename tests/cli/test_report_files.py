# SPDX-License-Identifier: Apache-2.0
"""Several reports at once, each in its format, whole or not at all; the summary of a step of GitHub."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from lxml import etree

import reports
from builders import a_folder, a_package

if TYPE_CHECKING:
    from pathlib import Path


def run(cwd: Path, *args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    command = [sys.executable, "-m", "archiver", *args]
    return subprocess.run(
        command, cwd=cwd, env=kept | environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with a shelf `shelf` of one package, which is corrupt."""
    package = a_package(tmp_path)
    with (package / "data/source/bridge.txt").open("ab") as file:
        file.write(b"x")
    return tmp_path


ALL = ("--report", "r.json", "--report", "jsonl:lines", "--report", "r.xml", "--report", "r.sarif.json")


def test_all_formats_at_once(shelf: Path) -> None:
    done = run(shelf, "verify", "shelf", *ALL)
    assert done.returncode == 1
    assert "FAILED (" in done.stdout
    assert reports.faults_of_json(json.loads((shelf / "r.json").read_text())) == []
    lines = [json.loads(line) for line in (shelf / "lines").read_text().splitlines()]
    assert [line["type"] for line in lines] == ["subject", "subject", "summary"]
    assert reports.junit_schema().validate(etree.parse(shelf / "r.xml"))  # noqa: TID251 # as foreign readers do
    log = json.loads((shelf / "r.sarif.json").read_text())
    assert reports.faults_of_sarif(log) == []
    uris = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
        for place in result["locations"]
    }
    assert "shelf/bridge/v1/data/source/bridge.txt" in uris


def test_each_report_takes_the_place_of_any_report(shelf: Path) -> None:
    assert run(shelf, "verify", "shelf", *ALL).returncode == 1
    shutil.copy(shelf / "r.xml", shelf / "r.json")
    assert run(shelf, "verify", "shelf", *ALL).returncode == 1
    assert json.loads((shelf / "r.json").read_text())["exit_code"] == 1


@pytest.mark.parametrize("name", ["r.xml", "r.sarif", "r.jsonl", "r.json"])
@pytest.mark.parametrize("content", ["x", "<?xml version='1.0'?><a/>", '{"runs": []}', '{\n  "$schema": "x"'])
def test_report_takes_the_place_of_nothing_else(shelf: Path, name: str, content: str) -> None:
    (shelf / name).write_text(content)
    done = run(shelf, "verify", "shelf", "--report", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert (shelf / name).read_text() == content


@pytest.mark.parametrize(
    "target", ["sarif:shelf/LEDGER", "junit:shelf/bridge/v1/r.xml", "jsonl:shelf/bridge/v1/data/x"]
)
def test_report_of_any_format_keeps_out_of_what_is_checked(shelf: Path, target: str) -> None:
    before = {path: path.read_bytes() for path in shelf.rglob("*") if path.is_file()}
    assert run(shelf, "verify", "shelf", "--report", "r.json", "--report", target).returncode == 2
    assert {path: path.read_bytes() for path in shelf.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("reports", [("r.json", "r.json"), ("r.json", "sarif:./r.json"), ("r.json", "sub/../r.json")])
def test_two_reports_in_one_file_are_wrong_usage(shelf: Path, reports: tuple[str, str]) -> None:
    (shelf / "sub").mkdir()
    done = run(shelf, "verify", "shelf", *(word for name in reports for word in ("--report", name)))
    assert (done.returncode, done.stdout) == (2, "")
    assert not (shelf / "r.json").exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("sarfi:out", "'sarfi' is no format of a file"),
        ("full:out", "'full' is no format"),
        ("json:", "empty"),
        ("-", "stdout is for --format"),
    ],
)
def test_slip_of_the_hand_is_wrong_usage(shelf: Path, asked: str, said: str) -> None:
    done = run(shelf, "verify", "shelf", "--report", asked)
    assert done.returncode == 2
    assert said in done.stderr


def test_file_name_with_a_colon(shelf: Path) -> None:
    assert run(shelf, "verify", "shelf", "--report", "./a:b", "--report", "sarif:junit:x").returncode == 1
    assert json.loads((shelf / "a:b").read_text())["exit_code"] == 1
    assert json.loads((shelf / "junit:x").read_text())["version"] == "2.1.0"


def test_report_that_cannot_be_written_hides_nothing(shelf: Path) -> None:
    done = run(shelf, "verify", "shelf", "--report", "no/r.json", "--report", "r.xml")
    assert done.returncode == 1
    assert "FAILED" in done.stdout
    assert "cannot write no/r.json" in done.stderr
    assert (shelf / "r.xml").exists()


def test_validate_writes_them_too(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    assert run(folder, "validate", "bridge.txt", *ALL, "--format", "junit").returncode == 0
    assert json.loads((folder / "r.sarif.json").read_text())["runs"][0]["results"] == []


@pytest.mark.parametrize("style", ["jsonl", "junit", "sarif", "github"])
def test_screen_shows_what_the_file_holds(shelf: Path, style: str) -> None:
    done = run(shelf, "verify", "shelf", "--format", style)
    if style != "github":
        run(shelf, "verify", "shelf", "--report", f"{style}:out")
        assert (shelf / "out").read_text() == done.stdout
    assert done.returncode == 1
    assert done.stderr == ""


def test_summary_of_the_step_is_added(shelf: Path) -> None:
    step = shelf / "step.md"
    step.write_text("before\n")
    done = run(shelf, "verify", "shelf", "--format", "github", GITHUB_STEP_SUMMARY=str(step))
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=shelf/bridge/v1/data/source/bridge.txt,")
    assert step.read_text().startswith("before\n### archiver: wrong\n")
    run(shelf, "verify", "shelf", "--format", "full", GITHUB_STEP_SUMMARY=str(step))
    assert step.read_text().count("###") == 1


def test_summary_of_the_step_stops_at_the_limit(shelf: Path) -> None:
    step = shelf / "step.md"
    step.write_bytes(b"x" * (1024 * 1024 - 50))
    assert run(shelf, "verify", "shelf", "--format", "github", GITHUB_STEP_SUMMARY=str(step)).returncode == 1
    assert step.stat().st_size <= 1024 * 1024


def test_summary_of_the_step_keeps_out_of_what_is_checked(shelf: Path) -> None:
    before = (shelf / "shelf/LEDGER").read_bytes()
    for target in ("shelf/LEDGER", "shelf/bridge/v1/x"):
        assert run(shelf, "verify", "shelf", "--format", "github", GITHUB_STEP_SUMMARY=target).returncode == 2
    assert (shelf / "shelf/LEDGER").read_bytes() == before


def test_summary_that_cannot_be_written_is_said(shelf: Path) -> None:
    done = run(shelf, "verify", "shelf", "--format", "github", GITHUB_STEP_SUMMARY="no/step.md")
    assert done.returncode == 1
    assert "cannot write no/step.md" in done.stderr


def test_paths_are_counted_from_the_workspace(shelf: Path) -> None:
    done = run(shelf / "shelf", "verify", ".", "--format", "github", GITHUB_WORKSPACE=str(shelf))
    assert "::error file=shelf/bridge/v1/data/source/bridge.txt," in done.stdout
