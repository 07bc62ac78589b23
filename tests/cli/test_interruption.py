# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import fcntl
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import archiver
from builders import WHEN, a_folder


def start(folder: Path, shelf: Path) -> subprocess.Popen[str]:
    command: list[str | Path] = [sys.executable, "-m", "archiver", "package", folder, "--shelf", shelf]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_until_it_waits(pid: int) -> None:
    """Return when the process waits for a lock, as the system tells it, or after a minute."""
    waits = re.compile(rf"-> .* {pid} ")
    for _ in range(600):
        locks = Path("/proc/locks")
        if locks.exists() and waits.search(locks.read_text()):
            return
        time.sleep(0.1)


def test_interrupted_run_says_130_and_leaves_nothing(tmp_path: Path) -> None:
    folder, shelf = a_folder(tmp_path), tmp_path / "shelf"
    archiver.package(folder, shelf=shelf, when=WHEN, name="other")
    with (shelf / "LEDGER").open() as ledger:
        fcntl.flock(ledger, fcntl.LOCK_EX)  # the run waits for us, and is interrupted while it waits
        run = start(folder, shelf)
        wait_until_it_waits(run.pid)
        assert run.poll() is None
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=20) == 130
        run.communicate()
    assert sorted(path.name for path in shelf.iterdir()) == ["LEDGER", "other"]
    assert archiver.verify(shelf).exit_code() == 0


def test_killed_runs_leave_the_old_state_or_the_new_one(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    for i in range(8):
        shelf = tmp_path / f"shelf{i}"
        run = start(folder, shelf)
        time.sleep(0.12 + 0.05 * i)
        run.kill()
        run.communicate()
        packages = list(shelf.glob("bridge/v*")) if shelf.exists() else []
        for package in packages:
            codes = {finding.code for finding in archiver.verify(package).findings}
            assert codes <= {"L106", "L109"}
        again = archiver.package(folder, shelf=shelf, when=WHEN)
        assert again.version == 1
        assert archiver.verify(shelf).exit_code() == 0
        hidden = list(shelf.rglob(".*"))
        assert hidden == []
