# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import logging
import subprocess
import sys
from typing import TYPE_CHECKING

from archiver.bag import second_opinion
from bags import a_plan, put

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_bagit_accepts_what_we_plan_and_says_nothing_on_its_own(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert second_opinion(put(a_plan(), tmp_path / "v1")) is None
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_what_bagit_objects_to_is_one_line(tmp_path: Path) -> None:
    bag = put(a_plan(), tmp_path / "v1")
    (bag / "data/record.json").write_bytes(b"[]\n")
    complaint = second_opinion(bag)
    assert complaint is not None
    assert "data/record.json" in complaint
    assert "\n" not in complaint


def test_a_crash_of_bagit_is_an_answer(tmp_path: Path) -> None:
    bag = put(a_plan(), tmp_path / "v1")
    (bag / "bag-info.txt").write_bytes(b"A: \xff\n")
    assert second_opinion(bag)


def test_the_logger_is_left_as_it_was(tmp_path: Path) -> None:
    import bagit  # noqa: PLC0415 # the object looked at

    second_opinion(tmp_path)
    assert bagit.LOGGER.filters == []


def test_bagit_is_not_imported_before_it_is_asked() -> None:
    program = "import archiver.bag, archiver.ledger, sys; print('bagit' in sys.modules, 'lxml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "False False\n"
