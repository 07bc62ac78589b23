# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from archiver.cli import files, options
from archiver.errors import CannotWrite, UsageError

if TYPE_CHECKING:
    from pathlib import Path


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


def test_what_a_killed_run_left_does_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / f".out.{os.getpid()}.part").touch()
    files.write(tmp_path / "out", b"x", replace=True)
    files.write(tmp_path / "new", b"x", replace=False)
    assert (tmp_path / "out").read_bytes() == b"x"


def test_a_name_as_long_as_names_can_be_is_written(tmp_path: Path) -> None:
    files.write(tmp_path / ("ü" * 127), b"x", replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["ü" * 127]
