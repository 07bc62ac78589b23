# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from builders import a_folder, a_package

if TYPE_CHECKING:
    from pathlib import Path

ARCHIVER = f"{sys.executable} -m archiver"


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", command], cwd=cwd, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("broken", [False, True])
def test_reader_that_goes_away_does_not_change_the_verdict(tmp_path: Path, broken: bool) -> None:
    package = a_package(tmp_path)
    if broken:
        (package / "data/record.json").unlink()
    done = shell(f"{ARCHIVER} verify shelf shelf shelf | true; echo ${{PIPESTATUS[0]}}", tmp_path)
    assert (done.stdout, done.stderr) == (f"{int(broken)}\n", "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "</dev/null >/dev/null"])
def test_closed_streams_do_not_change_the_verdict(tmp_path: Path, closed: str) -> None:
    a_package(tmp_path)
    assert shell(f"{ARCHIVER} verify shelf {closed}", tmp_path).returncode == 0
    assert shell(f"{ARCHIVER} verify nowhere {closed}", tmp_path).returncode == 3
    assert shell(f"{ARCHIVER} package in/bridge --shelf other {closed}", tmp_path).returncode == 0


def test_result_is_utf8_in_the_c_locale(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "archiver", "encode", folder],
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert "“We open the bridge,”".encode() in done.stdout


def test_stdout_is_the_path_alone(tmp_path: Path) -> None:
    a_folder(tmp_path)
    done = shell(f"{ARCHIVER} package bridge --shelf shelf", tmp_path)
    assert done.stdout == "shelf/bridge/v1\n"
    shutil.rmtree(tmp_path / "shelf")
