# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from archiver.bag import Terms
from archiver.bag.plan import plan
from archiver.errors import CannotRead
from archiver.findings import State
from archiver.workflow import abreast, verify
from archiver.workflow.examination import examine
from archiver.workflow.shelf import survey
from bags import put

if TYPE_CHECKING:
    from archiver.findings import Report

COUNT = 24


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of bags that count as many: good ones, bad ones, one that has lost nearly everything."""
    monkeypatch.setattr(abreast, "MANY", 10)
    monkeypatch.setattr(abreast, "_TASK", 3)
    shelf = tmp_path / "shelf"
    for number in range(COUNT):
        put(
            plan({"number": b"%d" % number, "text": b"x"}, info=[("Contact-Name", "the desk")], tags={}),
            shelf / f"b{number:02}",
        )
    (shelf / "b03/data/number").write_bytes(b"changed")
    (shelf / "b05/data/number").unlink()
    shutil.rmtree(shelf / "b07/data")
    (shelf / "b09/data/link").symlink_to("/etc/passwd")
    return shelf


def report(shelf: Path, jobs: int | None, **terms: Any) -> Report:
    found = verify(shelf, ledger=False, terms=Terms(jobs=jobs, **terms))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    return found


def test_the_report_does_not_depend_on_who_reads(shelf: Path) -> None:
    one = report(shelf, 1)
    assert len(one.subjects) == COUNT
    assert [subject.path for subject in one.subjects] == sorted(subject.path for subject in one.subjects)
    assert sum(subject.state is State.FAILED for subject in one.subjects) == 4
    assert report(shelf, 2) == report(shelf, 5) == report(shelf, None) == one


def test_packages_of_a_killed_worker_could_not_be_checked_and_all_others_were(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(root: Path, **rest: Any) -> Any:
        if root.name == "b13":
            os.kill(os.getpid(), signal.SIGKILL)
        return examine(root, **rest)

    monkeypatch.setattr(abreast, "examine", killed)
    found = report(shelf, 2)
    assert len(found.subjects) == COUNT
    lost = {Path(subject.path).name for subject in found.subjects if subject.checks[0].name == "look"}
    assert "b13" in lost
    assert len(lost) <= 3
    said = [subject.findings for subject in found.subjects if Path(subject.path).name in lost]
    assert {finding.code for findings in said for finding in findings} == {"F903"}
    assert sum(subject.state is State.FAILED for subject in found.subjects) == 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_package_that_vanishes_hides_no_other(shelf: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def then_remove(folder: Path) -> Any:
        met = survey(folder)
        shutil.rmtree(shelf / "b11")
        return met

    monkeypatch.setattr("archiver.workflow.verification.survey", then_remove)
    found = report(shelf, jobs)
    assert len(found.subjects) == COUNT
    gone = next(subject for subject in found.subjects if subject.path.endswith("b11"))
    assert [finding.code for finding in gone.findings] == ["F903"]
    assert "no such folder" in gone.checks[0].note


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_tells_of_every_file(shelf: Path, jobs: int) -> None:
    told: list[tuple[int, int]] = []
    report(shelf, jobs, progress=lambda files, octets: told.append((files, octets)))
    there = [path for path in shelf.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(files for files, _ in told) == len(there)
    assert sum(octets for _, octets in told) == sum(path.stat().st_size for path in there)


def test_what_travels_between_processes_is_the_same_afterwards(shelf: Path) -> None:
    for name in ("b00", "b03", "b09"):
        found = examine(shelf / name, path=name, entry=None)
        assert abreast._unpacked(*abreast._packed(found)) == found  # noqa: SLF001 # what the pipes carry
    error = abreast._unpacked(*abreast._packed(CannotRead("no", help="look")))  # noqa: SLF001 # the same
    assert isinstance(error, CannotRead)
    assert (error.message, error.help) == ("no", "look")
