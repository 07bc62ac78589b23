# SPDX-License-Identifier: Apache-2.0
"""A few files make a shelf look like one bag: its packages are checked all the same."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from archiver.cli import main
from archiver.workflow import verify
from builders import a_package

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.findings import Report


def made_a_bag(root: Path, *, listed: bool = True) -> None:
    """Do to a folder what makes it a valid bag without payload; what is in it become tag files."""
    (root / "data").mkdir()
    (root / "bagit.txt").write_bytes(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (root / "manifest-sha256.txt").write_bytes(b"")
    files = sorted(path for path in root.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files]
    (root / "tagmanifest-sha256.txt").write_text("".join(lines if listed else lines[:2]), encoding="utf-8")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A shelf with a package whose source was changed."""
    package = a_package(tmp_path / "up")
    shutil.rmtree(tmp_path / "up" / "in")
    source = next((package / "data" / "source").iterdir())
    source.write_bytes(source.read_bytes() + b"!")
    return tmp_path / "up" / "shelf"


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


@pytest.mark.parametrize("named", [".", ".."], ids=["the shelf", "the folder above it"])
@pytest.mark.parametrize("bag", [".", ".."], ids=["the shelf became a bag", "the folder above it did"])
@pytest.mark.parametrize("listed", [True, False], ids=["listed", "not listed"])
def test_a_shelf_does_not_become_one_bag(named: str, bag: str, listed: bool, shelf: Path) -> None:
    made_a_bag((shelf / bag).resolve(), listed=listed)
    report = verify((shelf / named).resolve())
    assert "F102" in codes(report)
    assert report.exit_code() == 1
    assert str(shelf / "LEDGER") in {subject.path for subject in report.subjects}


def test_a_plain_bag_that_holds_a_shelf_is_not_taken_at_sight(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(shelf / "bridge")
    made_a_bag(shelf)
    with pytest.raises(SystemExit) as left:
        main(["verify", str(shelf)])
    assert left.value.code == 1
    assert "L105" in capsys.readouterr().out


def test_shelves_in_bags_in_shelves_end(shelf: Path, tmp_path: Path) -> None:
    inner = shelf
    for level in range(30):
        inner = inner / f"n{level}" / "v1"
        inner.mkdir(parents=True)
        shutil.copy(shelf / "LEDGER", inner / "LEDGER")
        (inner / "bagit.txt").write_bytes(b"")
    made_a_bag(tmp_path / "up")
    report = verify(tmp_path / "up")
    assert {"F102", "F903"} <= codes(report)
    assert len(report.subjects) < 20


def test_a_bag_in_a_bag_is_told(tmp_path: Path) -> None:
    (tmp_path / "bag" / "old" / "bag").mkdir(parents=True)
    made_a_bag(tmp_path / "bag" / "old" / "bag")
    made_a_bag(tmp_path / "bag")
    report = verify(tmp_path / "bag")
    assert [(finding.code, finding.path) for finding in report.findings] == [("L112", str(tmp_path / "bag/old/bag"))]


def test_a_shelf_in_an_archive_file_is_told(shelf: Path, tmp_path: Path) -> None:
    made_a_bag(shelf)
    file = shutil.make_archive(str(tmp_path / "shelf"), "zip", shelf.parent, "shelf")
    found = {(finding.code, finding.path) for finding in verify(tmp_path / "shelf.zip").findings}
    assert file.endswith("shelf.zip")
    assert ("L112", f"{file}/LEDGER") in found


@pytest.mark.parametrize("where", ["", "further/down"])
def test_a_shelf_in_the_payload_is_told(where: str, shelf: Path, tmp_path: Path) -> None:
    """Whoever bags a shelf in its place has a bag whose payload is whole, and packages that may be anything."""
    bag = tmp_path / "bag"
    shutil.copytree(shelf, bag / "data" / where)
    (bag / "data" / "other").mkdir()
    (bag / "data" / "other" / "LEDGER").write_text("12 pounds of nails\n", encoding="utf-8")
    files = sorted(path for path in bag.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(bag)}\n" for path in files]
    (bag / "bagit.txt").write_bytes(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (bag / "manifest-sha256.txt").write_text("".join(lines), encoding="utf-8")
    report = verify(bag)
    assert [(finding.code, finding.path) for finding in report.findings if finding.code != "B125"] == [
        ("L112", str(bag / "data" / where / "LEDGER"))
    ]
    assert (report.exit_code(), report.exit_code(strict=True)) == (0, 1)
