# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from archiver import workflow
from archiver.errors import CannotRead, UsageError
from builders import a_folder, a_package

if TYPE_CHECKING:
    from pathlib import Path


def test_folder_without_a_record_stands_for_those_below(tmp_path: Path) -> None:
    for place in ("seeds/b/c", "seeds/a", "seeds/.hidden"):
        a_folder(tmp_path / place)
    a_package(tmp_path / "seeds/z")  # its bag, which holds a record too, is passed over
    (tmp_path / "seeds/link").symlink_to(tmp_path / "seeds/a")
    report = workflow.validate_all(tmp_path / "seeds")
    names = [os.path.relpath(subject.path, tmp_path / "seeds") for subject in report.subjects]
    assert names == [
        f"{place}/bridge/{name}" for place in ("a", "b/c", "z/in") for name in ("record.yaml", "bridge.txt")
    ]
    assert report.exit_code() == 0


def test_source_that_cannot_be_read_hides_nothing_of_the_others(tmp_path: Path) -> None:
    good, bad = a_folder(tmp_path / "good"), a_folder(tmp_path / "bad", record="language: english_\n")
    report = workflow.validate_all(tmp_path / "gone.txt", bad, good)
    assert next(finding.code for finding in report.findings) == "F903"
    assert "R113" in {finding.code for finding in report.findings}
    assert [subject.state for subject in report.subjects][-2:] == ["passed", "passed"]


def test_one_source_is_validated_as_before(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no record"):
        workflow.validate_all(tmp_path / "empty")
    folder = a_folder(tmp_path)
    assert workflow.validate_all(folder) == workflow.validate(folder)
    assert workflow.validate_all(folder / "bridge.txt", record=folder / "record.yaml").exit_code() == 0


def test_one_record_is_not_for_several_sources(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    with pytest.raises(UsageError, match="one source"):
        workflow.validate_all(folder, folder, record=folder / "record.yaml")


@pytest.mark.skipif(os.geteuid() == 0, reason="root lists every folder")
def test_closed_folder_is_said(tmp_path: Path) -> None:
    closed = tmp_path / "seeds/closed"
    closed.mkdir(parents=True)
    closed.chmod(0)
    with pytest.raises(CannotRead, match="cannot list"):
        workflow.validate_all(tmp_path / "seeds")
    closed.chmod(0o755)
