# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

import archiver
from archiver.bag import Limits, Terms
from archiver.findings import State, Verdict
from archives import a_bag, changed, tar_file, zip_file, zipped
from bags import tree
from builders import a_package

if TYPE_CHECKING:
    from pathlib import Path


NOTES = {"notes.txt": b"The ferry is late.\n"}


def packed(package: Path, where: Path, name: str = "v1") -> Path:
    """Pack a package into a zip, or by the name into a tar."""
    where.mkdir(exist_ok=True)
    archive = where / name
    if name.endswith(".zip"):
        with zipfile.ZipFile(archive, "w") as file:
            for path in sorted(package.rglob("*")):
                file.write(path, path.relative_to(package.parent))
        return archive
    with tarfile.open(archive, "w:gz" if name.endswith("gz") else "w") as file:
        file.add(package, package.name)
    return archive


def told(report: archiver.Report) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in report.findings]


@pytest.mark.parametrize("name", ["v1.zip", "v1.tar", "v1.tar.gz"])
def test_a_package_of_ours_in_an_archive_gets_all_checks(tmp_path: Path, name: str) -> None:
    package = a_package(tmp_path)
    archive = packed(package, tmp_path / "away", name)
    report = archiver.verify(archive, ledger=tmp_path / "shelf/LEDGER")
    (_, subject) = report.subjects
    assert told(report) == []
    assert subject.path == str(archive)
    names = [check.name for check in subject.checks]
    inside = ["rules", "record", "tei", "provenance", "identity"]
    assert names == ["structure", "completeness", "fixity", *inside, "ledger"]
    assert {check.state for check in subject.checks} == {State.PASSED}
    (_, folder) = archiver.verify(package).subjects
    assert folder.checks == subject.checks


def test_an_archived_package_without_a_ledger_is_not_green(tmp_path: Path) -> None:
    archive = packed(a_package(tmp_path), tmp_path / "away", "v1.zip")
    report = archiver.verify(archive)
    assert told(report) == [("L109", str(archive))]
    assert report.exit_code() == 3
    assert archiver.verify(archive, ledger=False).exit_code(strict=True) == 0


def test_a_rewritten_package_in_an_archive_is_not_the_one_recorded(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    other = a_package(tmp_path / "other")
    (other / "bag-info.txt").write_bytes((other / "bag-info.txt").read_bytes() + b"Note: x\n")
    tags = tmp_path / "tags"
    shutil.copytree(package, tags / "v1")
    for path in (tags / "v1").glob("tagmanifest-*"):
        path.unlink()
    ledger = tmp_path / "shelf/LEDGER"
    report = archiver.verify(packed(tags / "v1", tmp_path / "away", "v1.zip"), ledger=ledger)
    assert {code for code, _ in told(report)} == {"B111"}
    forged = tmp_path / "forged.LEDGER"
    forged.write_text("")
    archive = packed(package, tmp_path / "away", "v1.tar")
    report = archiver.verify(archive, ledger=forged)
    assert told(report) == [("L106", str(archive))]
    assert report.subjects[1].verdict is Verdict.ANOTHER


def test_a_changed_package_in_an_archive_is_told_file_by_file(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    ledger = tmp_path / "LEDGER.copy"
    shutil.copy(tmp_path / "shelf/LEDGER", ledger)
    source = package / "data/source/bridge.txt"
    source.write_bytes(source.read_bytes().replace(b"bridge", b"tunnel", 1))
    archive = packed(package, tmp_path / "away", "v1.tgz")
    report = archiver.verify(archive, ledger=ledger)
    assert told(report) == [("F102", f"{archive}/data/source/bridge.txt")]
    assert report.subjects[1].checks[-1].note == "not compared: the package is not whole"


def test_a_second_opinion_on_an_archive_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / "bag.zip").write_bytes(zip_file(zipped(a_bag(NOTES))))
    report = archiver.verify(tmp_path / "bag.zip", second_opinion=True)
    assert report.exit_code() == 0
    check = report.subjects[0].checks[-1]
    assert (check.name, check.state, check.note) == ("second opinion", State.NOT_RUN, "bagit reads no archive files")


def test_archives_on_a_shelf_are_judged_if_they_hold_a_bag(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    shelf = tmp_path / "shelf"
    packed(package, shelf / "copies", "v1.zip")
    (shelf / "copies/report.docx").write_bytes(zip_file(zipped({"word/document.xml": b"<w/>"})))
    (shelf / "copies/notes.gz").write_bytes(gzip.compress(b"notes"))
    (shelf / "copies/empty").write_bytes(b"")
    (shelf / "copies/.hidden.zip").write_bytes(b"PK\3\4")
    bad = changed(zipped(a_bag(NOTES)), "bag/data/notes.txt", here={"crc": 1})
    (shelf / "copies/broken").write_bytes(zip_file(bad))
    (shelf / "copies/cut.zip").write_bytes(zip_file(zipped(a_bag(NOTES)))[:500])
    before = tree(shelf)
    report = archiver.verify(shelf)
    assert tree(shelf) == before
    judged = [subject.path.removeprefix(f"{shelf}/") for subject in report.subjects]
    assert judged == ["LEDGER", "bridge/v1", "copies/broken", "copies/cut.zip", "copies/v1.zip"]
    assert [(code, path.removeprefix(f"{shelf}/copies/")) for code, path in told(report)] == [
        ("B214", "broken"),
        ("B206", "broken/data/notes.txt"),
        ("B202", "cut.zip"),
    ]


@pytest.mark.parametrize(
    ("name", "octets"), [("a.zip", b""), ("a.ZIP", b"PJ\3\4"), ("a.tar.gz", bytes(100)), ("a.tar", b"x")]
)
def test_what_is_named_like_an_archive_and_is_none_may_have_rotted(tmp_path: Path, name: str, octets: bytes) -> None:
    (tmp_path / "good.zip").write_bytes(zip_file(zipped(a_bag(NOTES))))
    (tmp_path / name).write_bytes(octets)
    (tmp_path / "notes.txt").write_bytes(octets)
    report = archiver.verify(tmp_path)
    assert [(code, path) for code, path in told(report) if code != "B214"] == [("F903", str(tmp_path / name))]
    assert report.exit_code() == 3


def test_a_zip_that_lost_its_first_octets_is_found_on_a_shelf(tmp_path: Path) -> None:
    octets = bytearray(zip_file(zipped(a_bag(NOTES))))
    octets[0] ^= 1
    (tmp_path / "bag.zip").write_bytes(octets)
    assert archiver.verify(tmp_path).exit_code() == 1


def test_a_folder_of_archives_is_checked_against_a_copy_of_the_ledger(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    archive = packed(package, tmp_path / "away", "v1.zip")
    ledger = tmp_path / "shelf/LEDGER"
    assert told(archiver.verify(tmp_path / "away", ledger=ledger)) == []
    archive.write_bytes(zip_file(zipped(a_bag(NOTES))))
    codes = {code for code, _ in told(archiver.verify(tmp_path / "away", ledger=ledger))}
    assert codes == {"B214", "L105", "L106"}


def test_a_file_that_is_no_archive_is_told_as_before(tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_bytes(b"notes")
    report = archiver.verify(tmp_path / "notes.zip")
    assert [finding.detail for finding in report.findings] == [(f"{tmp_path}/notes.zip is not a folder",)]
    assert report.exit_code() == 3


def test_limits_are_terms_of_the_caller(tmp_path: Path) -> None:
    (tmp_path / "bag.tar").write_bytes(tar_file(a_bag(NOTES)))
    report = archiver.verify(tmp_path / "bag.tar", terms=Terms(limits=Limits(octets=10)))
    assert told(report) == [("B217", str(tmp_path / "bag.tar"))]
    assert report.exit_code() == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--max-octets", "10"], 3),
        (["--max-octets", "1K"], 3),
        (["--max-octets", "1.5MiB"], 0),
        (["--max-octets", "2 gb"], 0),
        (["--max-members", "2"], 3),
        (["--max-ratio", "1"], 0),
        (["--max-ratio", "0"], 2),
        (["--max-octets", "many"], 2),
        (["--max-octets", "-1"], 2),
        (["--max-octets", "1e9"], 2),
    ],
)
def test_limits_are_options(tmp_path: Path, arguments: list[str], code: int) -> None:
    (tmp_path / "bag.tar").write_bytes(tar_file(a_bag(NOTES)))
    command = [sys.executable, "-m", "archiver", "verify", "bag.tar", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("begin", "kind"),
    [
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"Rar!\x1a\x07\x00", "RAR"),
    ],
)
def test_an_archive_of_a_kind_that_is_not_read_is_named(tmp_path: Path, begin: bytes, kind: str) -> None:
    path = tmp_path / "bag"
    path.write_bytes(begin + bytes(100))
    report = archiver.verify(path)
    assert [finding.code for finding in report.findings] == ["F903"]
    assert report.findings[0].detail == (f"{path} is packed with {kind}, which is not read here",)
    assert report.exit_code() == 3
    path.write_bytes(b"notes")
    assert archiver.verify(path).findings[0].detail == (f"{path} is not a folder",)
