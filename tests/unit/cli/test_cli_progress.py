# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.bag import expected_octets
from archiver.cli.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_nothing_is_said_of_short_work_and_something_of_long(capsys: pytest.CaptureFixture[str]) -> None:
    now = [10.0]
    counter = Progress(2_000_000_000, lambda: now[0])
    counter(1, 500_000_000)
    now[0] += 0.9
    counter(1, 0)
    counter.close()
    assert capsys.readouterr() == ("", "")
    now[0] += 0.1
    counter(1, 500_000_000)
    now[0] += 0.1
    counter(1, 0)  # so soon after the last word there is no other
    assert capsys.readouterr() == ("", "\r3 files, 1.00 GB, 1000 MB/s, 50 %, 0:01 left\x1b[K")
    counter.close()
    assert capsys.readouterr() == ("", "\r\x1b[K")


def test_time_left_is_said_only_where_the_total_is_known_and_true() -> None:
    counter = Progress(None)
    counter(3, 2_500_000)
    assert counter.line(2) == "3 files, 2.5 MB, 1 MB/s"
    counter = Progress(5_000_000)
    counter(1, 1_000_000)
    assert counter.line(1000).endswith("20 %, 1:06:40 left")
    counter(1, 9_000_000)
    assert counter.line(1000) == "2 files, 10.0 MB, 0 MB/s"
    assert Progress(5).line(0) == "0 files, 0.0 MB, 0 MB/s"


def test_the_total_is_that_of_payload_oxum(tmp_path: Path) -> None:
    for name, info in {"a": "Payload-Oxum: 30.2\n", "b": "Payload-Oxum: 12.1\n", "c": "Contact-Name: x\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "bag-info.txt").write_text(info)
    assert expected_octets(tmp_path / "a", tmp_path / "b") == 42
    assert expected_octets(tmp_path / "a", tmp_path / "c") is None
    assert expected_octets(tmp_path) is None
    assert expected_octets(tmp_path / "none") is None
