# SPDX-License-Identifier: Apache-2.0
"""A report never takes the place of anything but a report: a check changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from builders import a_folder, a_package

if TYPE_CHECKING:
    from pathlib import Path


def run(cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archiver", *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("target", ["shelf/LEDGER", "shelf/bridge/v1/data/record.json", "shelf/bridge/v1/report.json"])
def test_report_does_not_change_what_is_checked(tmp_path: Path, target: str) -> None:
    a_package(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run(tmp_path, "verify", "shelf", "--report", target)
    assert (done.returncode, done.stdout) == (2, "")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("link", ["shelf/bridge/v1/data", "shelf/bridge/v1/data/new.json", "shelf/LEDGER"])
def test_report_does_not_get_there_by_a_link(tmp_path: Path, link: str) -> None:
    a_package(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / link)
    target = "link/new.json" if link.endswith("data") else "link"
    assert run(tmp_path, "verify", "shelf", "--report", target).returncode == 2
    assert run(tmp_path, "verify", "shelf").returncode == 0


@pytest.mark.parametrize("ledger", ["gone", "empty", "nested"])
def test_report_never_becomes_the_ledger(tmp_path: Path, ledger: str) -> None:
    a_package(tmp_path)
    path = tmp_path / ("shelf/bridge/LEDGER" if ledger == "nested" else "shelf/LEDGER")
    path.unlink(missing_ok=True)
    if ledger == "empty":
        path.write_text("")
    assert run(tmp_path, "verify", "shelf", "--report", str(path)).returncode == 2
    assert path.exists() == (ledger == "empty")


@pytest.mark.parametrize("target", ["record.yaml", "bridge.txt"])
def test_report_does_not_take_the_place_of_an_input(tmp_path: Path, target: str) -> None:
    folder = a_folder(tmp_path)
    before = (folder / target).read_bytes()
    assert run(folder, "validate", "bridge.txt", "--report", target).returncode == 2
    assert (folder / target).read_bytes() == before


def test_report_takes_the_place_of_a_report(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    assert run(tmp_path, "verify", "shelf", "--report", "report.json").returncode == 0
    (package / "data/record.json").unlink()
    assert run(tmp_path, "verify", "shelf", "--report", "report.json").returncode == 1
    assert json.loads((tmp_path / "report.json").read_text())["exit_code"] == 1


def test_report_goes_into_what_is_no_file(tmp_path: Path) -> None:
    a_package(tmp_path)
    done = run(tmp_path, "verify", "shelf", "--report", "/dev/stderr")
    assert json.loads(done.stderr)["exit_code"] == 0
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        assert run(tmp_path, "verify", "shelf", "--report", "pipe").returncode == 0
        assert reader.stdout is not None
        assert json.loads(reader.stdout.read())["exit_code"] == 0


def test_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    a_package(tmp_path)
    assert run(tmp_path, "verify", "shelf", "--report", "no/report.json").returncode == 3
    assert run(tmp_path, "verify", "shelf", "--report", "/dev/full").returncode == 3
    assert run(tmp_path, "verify", "shelf", "--report", "in").returncode == 3
    assert run(tmp_path, "verify", "shelf", "--report", "").returncode == 2


def test_result_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    a_package(tmp_path)
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m archiver verify shelf > /dev/full"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    both = f"{sys.executable} -m archiver verify shelf > /dev/full 2> /dev/full"
    assert subprocess.run(["sh", "-c", both], cwd=tmp_path, check=False).returncode == 3


@pytest.mark.parametrize("args", [("verify", ""), ("package", ""), ("verify", "shelf", "--ledger", "")])
def test_empty_path_is_wrong_usage(tmp_path: Path, args: tuple[str, ...]) -> None:
    a_package(tmp_path)
    assert run(tmp_path, *args).returncode == 2


def test_ledger_and_no_ledger_contradict_each_other(tmp_path: Path) -> None:
    a_package(tmp_path)
    assert run(tmp_path, "verify", "shelf", "--no-ledger", "--ledger", "shelf/LEDGER").returncode == 2
    assert run(tmp_path, "verify", "shelf/bridge/v1", "--no-ledger").returncode == 0
