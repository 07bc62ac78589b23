# SPDX-License-Identifier: Apache-2.0
"""The same source and record give the same bytes, whatever the machine, the place, the order and the time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from builders import RECORD, a_folder

ENVIRONMENTS = [
    {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    {"LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "4711", "LANG": "tr_TR.UTF-8"},
    {"LC_ALL": "POSIX", "TZ": "America/St_Johns", "PYTHONHASHSEED": "random", "PYTHONUTF8": "1"},
]


def digests(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mode & 0o777,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def package(folder: Path, shelf: Path, *, environment: dict[str, str], umask: int = 0o022) -> Path:
    kept = {key: value for key, value in os.environ.items() if key.startswith("COV") or key == "PATH"}
    done = subprocess.run(
        [sys.executable, "-m", "archiver", "package", folder, "--shelf", shelf, "--name", "bridge"],
        env=kept | environment,
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.mark.parametrize("environment", ENVIRONMENTS[1:])
def test_data_is_the_same_everywhere(tmp_path: Path, environment: dict[str, str]) -> None:
    one = package(a_folder(tmp_path / "a"), tmp_path / "one", environment=ENVIRONMENTS[0])
    two = package(a_folder(tmp_path / "b" / "deeper"), tmp_path / "two", umask=0o077, environment=environment)
    assert digests(one / "data") == digests(two / "data")
    info = [(path / "bag-info.txt").read_text(encoding="utf-8") for path in (one, two)]
    assert [line for line in info[0].splitlines() if "Date: 20" not in line or "Statement" in line] == [
        line for line in info[1].splitlines() if "Date: 20" not in line or "Statement" in line
    ]


def test_order_of_keys_and_files_makes_no_difference(tmp_path: Path) -> None:
    lines = RECORD.splitlines(keepends=True)
    tops = [i for i, line in enumerate(lines) if not line.startswith(" ")]
    blocks = ["".join(lines[a:b]) for a, b in zip(tops, [*tops[1:], len(lines)], strict=True)]
    one = package(a_folder(tmp_path / "a"), tmp_path / "one", environment={})
    two = package(a_folder(tmp_path / "b", record="".join(reversed(blocks))), tmp_path / "two", environment={})
    assert digests(one / "data") == digests(two / "data")


def test_whole_bag_is_the_same_for_one_time(tmp_path: Path) -> None:
    epoch = {"SOURCE_DATE_EPOCH": "1700000000"}
    one = package(a_folder(tmp_path / "a"), tmp_path / "one", environment=ENVIRONMENTS[0] | epoch)
    two = package(a_folder(tmp_path / "b"), tmp_path / "two", environment=ENVIRONMENTS[1] | epoch)
    assert digests(one) == digests(two)
    ledgers = [(tmp_path / shelf / "LEDGER").read_bytes() for shelf in ("one", "two")]
    assert ledgers[0] == ledgers[1]
