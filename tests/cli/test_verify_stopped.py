# SPDX-License-Identifier: Apache-2.0
"""A long check can be stopped, says how far it is, and leaves nothing behind."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LONG = 200 * 1024**3


def a_long_bag(root: Path, files: int) -> Path:
    """A bag of sparse files that takes minutes to read and no place on the disk."""
    (root / "data").mkdir(parents=True)
    (root / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (root / "bag-info.txt").write_text(f"Payload-Oxum: {files * LONG}.{files}\n")
    names = [f"f{number}" for number in range(files)]
    (root / "manifest-md5.txt").write_text("".join(f"{'0' * 32}  data/{name}\n" for name in names))
    for name in names:
        with (root / "data" / name).open("wb") as file:
            file.truncate(LONG)
    return root


@pytest.mark.parametrize("files", [1, 3])
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_a_long_check_at_once_and_silently(tmp_path: Path, files: int, stop: signal.Signals) -> None:
    bag = a_long_bag(tmp_path / "bag", files)
    command = [sys.executable, "-m", "archiver", "verify", str(bag)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(2)
    assert run.poll() is None
    run.send_signal(stop)
    assert run.wait(timeout=20) == 130
    assert run.communicate() == ("", "\n")


def on_a_terminal(*command: str) -> tuple[int, str]:
    """Run a program whose stderr is a terminal for some seconds; return its exit code and what it wrote there."""
    ours, theirs = pty.openpty()
    run = subprocess.Popen([sys.executable, "-m", "archiver", *command], stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    time.sleep(3.5)
    run.send_signal(signal.SIGINT)
    code = run.wait(timeout=20)
    said = b""
    with suppress(OSError):  # what a terminal says when nobody writes to it any more
        while more := os.read(ours, 4096):
            said += more
    os.close(ours)
    return code, said.decode()


def test_progress_is_shown_on_a_terminal_and_taken_away(tmp_path: Path) -> None:
    bag = a_long_bag(tmp_path / "bag", 2)
    code, said = on_a_terminal("verify", str(bag))
    assert code == 130
    assert re.search(r"\r\d+ files, \d+\.\d+ [MG]B, \d+ MB/s, \d+ %, \d+:\d\d(:\d\d)? left\x1b\[K", said)
    assert said.endswith("left\x1b[K\r\x1b[K\r\n")


def test_progress_is_not_shown_where_it_is_not_wanted(tmp_path: Path) -> None:
    bag = a_long_bag(tmp_path / "bag", 1)
    assert on_a_terminal("verify", "--no-progress", str(bag)) == (130, "\r\n")
