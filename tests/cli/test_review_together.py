# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from builders import a_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_no_decision_is_lost_when_several_decide_at_once(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    archiver = [sys.executable, "-m", "archiver", "review", str(folder)]
    listed = subprocess.run([*archiver, "--format", "jsonl"], capture_output=True, text=True, check=True).stdout
    decisions = [json.loads(line) | {"because": f"heard it, {n}"} for n, line in enumerate(listed.splitlines())]
    runs = []
    for number, decision in enumerate(decisions):
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(decision))
        command = [*archiver, "--decisions", str(tmp_path / f"{number}.jsonl"), "--by", "desk"]
        runs.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    codes = [run.wait(timeout=60) for run in runs]
    record = (folder / "record.yaml").read_text(encoding="utf-8")
    assert set(codes) <= {0, 3}
    assert 0 in codes
    assert [f"heard it, {n}" in record for n in range(len(codes))] == [code == 0 for code in codes]


def test_no_number_is_no_limit(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "archiver", "review", str(a_folder(tmp_path)), "--below", "nan"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2
