# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest

import archiver
from archiver import bag, workflow
from archiver.errors import CannotRead, CannotWrite, InvalidMaterial, UsageError
from archiver.rules import PACKAGED
from archiver.workflow.own import CITATIONS
from builders import RECORD, REPORT, WHEN, a_folder, a_package

FILES = {
    "bag-info.txt",
    "bagit.txt",
    "data/record.json",
    "data/source/bridge.txt",
    "data/transcript.tei.xml",
    "manifest-sha256.txt",
    "manifest-sha512.txt",
    "tagmanifest-sha256.txt",
    "tagmanifest-sha512.txt",
    *(f"data/schema/{name}" for name in PACKAGED),
    "data/ro-crate-metadata.json",
    "metadata/premis.xml",
    *CITATIONS,
}


def package(folder: Path, shelf: Path, **options: str) -> archiver.Package:
    return archiver.package(folder, shelf=shelf, when=WHEN, name=options.get("name"))


def test_what_a_killed_writer_left_is_swept_when_nothing_is_written(tmp_path: Path) -> None:
    folder, shelf = a_folder(tmp_path), tmp_path / "shelf"
    archiver.package(folder, shelf=shelf, when=WHEN)
    (shelf / "bridge/.archiver-staging-1-0/bag").mkdir(parents=True)
    assert not archiver.package(folder, shelf=shelf, when=WHEN).written
    assert [path.name for path in (shelf / "bridge").iterdir()] == ["v1"]


def test_package_holds_what_the_reference_says(tmp_path: Path) -> None:
    found = a_package(tmp_path)
    assert {path.relative_to(found).as_posix() for path in found.rglob("*") if path.is_file()} == FILES
    assert (found / "data/source/bridge.txt").read_bytes() == REPORT.encode()
    info = (found / "bag-info.txt").read_text(encoding="utf-8")
    for line in ("Archiver-Package: bridge/v1", "Bagging-Date: 2024-06-01", "Statement-Date: 2024-05"):
        assert line in info.splitlines()
    assert bag.second_opinion(found) is None


def test_same_again_is_no_new_version(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    first = package(folder, tmp_path / "shelf")
    again = package(folder, tmp_path / "shelf")
    assert (first.written, again.written) == (True, False)
    assert (first.path, first.swhid, first.payload) == (again.path, again.swhid, again.payload)
    assert len((tmp_path / "shelf/LEDGER").read_text().splitlines()) == 1


def test_changed_record_makes_the_next_version_and_leaves_the_first(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    first = package(folder, tmp_path / "shelf")
    before = {path: path.read_bytes() for path in Path(first.path).rglob("*") if path.is_file()}
    (folder / "record.yaml").write_text(RECORD.replace("place: Fordham", "place: Oldham"), encoding="utf-8")
    second = package(folder, tmp_path / "shelf")
    assert (second.version, second.written) == (2, True)
    assert f"Previous-Version: {first.swhid}" in (Path(second.path) / "bag-info.txt").read_text()
    assert {path: path.read_bytes() for path in Path(first.path).rglob("*") if path.is_file()} == before
    entries = [json.loads(line) for line in (tmp_path / "shelf/LEDGER").read_text().splitlines()]
    assert [(e["package"], e["supersedes"]) for e in entries] == [("bridge/v1", None), ("bridge/v2", "bridge/v1")]
    assert archiver.verify(tmp_path / "shelf").exit_code() == 0


def test_number_of_a_lost_version_is_not_given_again(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    first = package(folder, tmp_path / "shelf")
    shutil.rmtree(first.path)
    assert package(folder, tmp_path / "shelf").version == 2


def test_package_whose_entry_was_never_written_is_recorded(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    package(folder, tmp_path / "shelf")
    (tmp_path / "shelf/LEDGER").unlink()
    again = package(folder, tmp_path / "shelf")
    assert not again.written
    assert archiver.verify(tmp_path / "shelf").exit_code() == 0


def test_damaged_package_is_not_taken_for_the_same(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    found = Path(package(folder, tmp_path / "shelf").path)
    (found / "bag-info.txt").write_text("Rights: mine\n")
    with pytest.raises(InvalidMaterial) as caught:
        package(folder, tmp_path / "shelf")
    assert "F105" in {finding.code for finding in caught.value.findings}


def test_damaged_payload_of_the_latest_version_is_said(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    found = Path(package(folder, tmp_path / "shelf").path)
    (found / "data/record.json").write_text("{}\n")
    with pytest.raises(InvalidMaterial) as caught:
        package(folder, tmp_path / "shelf")
    assert "F102" in {finding.code for finding in caught.value.findings}


def test_wrong_material_writes_nothing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, record=RECORD.replace("kind: newsReport", "kind: newsReprot"))
    with pytest.raises(InvalidMaterial):
        package(folder, tmp_path / "shelf")
    assert not (tmp_path / "shelf").exists()


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    failures: list[BaseException] = []

    def work(i: int) -> None:
        try:
            package(folder, tmp_path / "shelf", name=f"n{i % 3}")
        except BaseException as error:  # noqa: BLE001 # a thread must not swallow it
            failures.append(error)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len((tmp_path / "shelf/LEDGER").read_text().splitlines()) == 3
    assert archiver.verify(tmp_path / "shelf").exit_code() == 0


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden", "a b", "x" * 101, "ä"])
def test_bad_name_is_wrong_usage(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        archiver.package(a_folder(tmp_path), shelf=tmp_path / "shelf", when=WHEN, name=name)


def test_name_is_that_of_the_folder_or_of_the_source(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    assert package(folder / "bridge.txt", tmp_path / "one").name == "bridge"
    record = (folder / "record.yaml").rename(tmp_path / "r.yaml")
    (folder / "bridge.txt").rename(tmp_path / "bridge.txt")
    done = archiver.package(tmp_path / "bridge.txt", record=record, shelf=tmp_path / "two", when=WHEN)
    assert done.name == tmp_path.name


def test_record_elsewhere_names_the_package_after_the_source(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (tmp_path / "other").mkdir()
    record = (folder / "record.yaml").rename(tmp_path / "other/record.yaml")
    done = archiver.package(folder / "bridge.txt", record=record, shelf=tmp_path / "shelf", when=WHEN)
    assert done.name == "bridge"


def test_shelf_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "shelf").write_text("")
    with pytest.raises(CannotWrite):
        package(a_folder(tmp_path), tmp_path / "shelf")


@pytest.mark.parametrize("what", ["file", "folder", "link", "link to the name"])
def test_what_is_in_the_way_is_left_alone(tmp_path: Path, what: str) -> None:
    shelf = tmp_path / "shelf"
    place = shelf / "bridge/v7"
    place.parent.mkdir(parents=True)
    if what == "file":
        place.write_text("mine")
    elif what == "folder":
        place.mkdir()
    elif what == "link":
        place.symlink_to(tmp_path)
    else:
        place.parent.rmdir()
        place.parent.symlink_to(tmp_path)
    before = sorted(shelf.rglob("*"))
    with pytest.raises(CannotWrite, match=r"no package|is a link"):
        package(a_folder(tmp_path / "in"), shelf)
    assert sorted(shelf.rglob("*")) == before


def test_package_that_was_never_recorded_is_not_taken_for_a_version_before(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    package(folder, tmp_path / "shelf")
    (tmp_path / "shelf/LEDGER").write_text("")
    (folder / "record.yaml").write_text(RECORD.replace("place: Fordham", "place: Oldham"), encoding="utf-8")
    with pytest.raises(InvalidMaterial) as caught:
        package(folder, tmp_path / "shelf")
    assert [finding.code for finding in caught.value.findings] == ["L106"]
    assert "move it away" in caught.value.findings[0].advice


def test_emptied_place_of_a_recorded_version_stays_empty(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    first = package(folder, tmp_path / "shelf")
    shutil.rmtree(first.path)
    Path(first.path).mkdir()
    assert package(folder, tmp_path / "shelf").version == 2
    entries = [json.loads(line) for line in (tmp_path / "shelf/LEDGER").read_text().splitlines()]
    assert entries[1]["supersedes"] == "bridge/v1"


def test_dry_run_says_what_would_be_written_and_writes_nothing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "in")
    before = sorted(tmp_path.rglob("*"))
    planned = workflow.dry_run(folder, shelf=tmp_path / "shelf", when=WHEN)
    files = dict(planned.files)
    assert set(files) == FILES
    assert files["data/source/bridge.txt"] == len(REPORT.encode())
    assert (planned.name, planned.version, planned.unchanged) == ("bridge", 1, False)
    assert sorted(tmp_path.rglob("*")) == before
    package(folder, tmp_path / "shelf")
    assert workflow.dry_run(folder, shelf=tmp_path / "shelf", when=WHEN).unchanged
    with pytest.raises(UsageError):
        workflow.dry_run(folder, shelf=tmp_path / "shelf", when=WHEN, name="a/b")


def test_no_record_and_two_records_are_wrong_usage(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "record.json").write_text("{}")
    with pytest.raises(UsageError, match="several"):
        package(folder, tmp_path / "shelf")
    (folder / "record.json").unlink()
    (folder / "record.yaml").unlink()
    with pytest.raises(UsageError, match="no record"):
        package(folder, tmp_path / "shelf")


@pytest.mark.parametrize("name", ["../bridge.txt", "/etc/passwd", "..", "a\\\\b"])
def test_record_names_no_file_outside_its_folder(tmp_path: Path, name: str) -> None:
    folder = a_folder(tmp_path, record=RECORD.replace("file: bridge.txt", f'file: "{name}"'))
    with pytest.raises((UsageError, InvalidMaterial)):
        package(folder, tmp_path / "shelf")


def test_missing_and_odd_sources_cannot_be_read(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "bridge.txt").unlink()
    with pytest.raises(CannotRead, match="not there"):
        package(folder, tmp_path / "shelf")
    (folder / "bridge.txt").mkdir()
    with pytest.raises(CannotRead, match="folder"):
        package(folder, tmp_path / "shelf")


@pytest.mark.parametrize("name", ["100%.txt", "a\nb.txt", " a.txt", "a.txt\u00a0", "a\u0085.txt", "a\u2028b.txt"])
def test_name_that_other_tools_lose_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    folder = a_folder(tmp_path, record=RECORD.replace("bridge.txt", json.dumps(name)))
    (folder / "bridge.txt").rename(folder / name)
    assert "S108" in {finding.code for finding in archiver.validate(folder).findings}
    with pytest.raises(InvalidMaterial) as caught:
        package(folder, tmp_path / "shelf")
    assert "S108" in {finding.code for finding in caught.value.findings}
    assert not (tmp_path / "shelf").exists()


def test_altered_entry_of_the_package_stops_the_next_version(tmp_path: Path) -> None:
    folder, shelf = a_folder(tmp_path), tmp_path / "shelf"
    package(folder, shelf)
    package(folder, shelf, name="other")
    ledger = shelf / "LEDGER"
    ledger.write_text(ledger.read_text().replace("2024", "2014", 1))
    with pytest.raises(InvalidMaterial) as caught:
        package(folder, shelf)
    assert [(f.code, f.line) for f in caught.value.findings] == [("L102", 1)]
    ledger.write_text(ledger.read_text().replace('"seq":0', "seq:0", 1))
    with pytest.raises(InvalidMaterial) as caught:
        package(folder, shelf)
    assert [(f.code, f.line) for f in caught.value.findings] == [("L101", 1)]
