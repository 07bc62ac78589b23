# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import shutil
import tarfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import archiver
from archiver import bag, ledger, workflow
from archiver.errors import CannotWrite, UsageError
from archiver.findings import Check, Finding, State, Subject
from archiver.ledger.checkpoint import of_tree
from archiver.workflow import anchors, recording
from archiver.workflow.recording import outcome_of
from builders import RECORD, WHEN, a_folder, a_package
from forgery import rewritten

if TYPE_CHECKING:
    from archiver.model import Package

LATER = WHEN + timedelta(days=365)


def record(*paths: Path, **more: Any) -> archiver.Report:
    return workflow.verify(*paths, recorded_at=LATER, **more)


def entries(shelf: Path) -> tuple[ledger.LedgerEntry, ...]:
    book = ledger.read(shelf / "LEDGER", name="LEDGER")
    assert book.findings == ()
    return book.entries


def told(report: archiver.Report) -> Check:
    (check,) = [check for subject in report.subjects for check in subject.checks if check.name == "recording"]
    return check


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_a_check_is_recorded_with_what_the_package_is_and_how_it_ended(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    shelf, before = tmp_path / "shelf", snapshot(package)
    report = record(shelf)
    assert told(report) == Check(name="recording", state=State.PASSED, note="1 check recorded")
    packaged, verified = entries(shelf)
    wanted = replace(packaged, seq=1, previous=verified.previous, event="verified", time="2025-06-01T12:30:00Z")
    assert verified == replace(wanted, outcome="success")
    assert snapshot(package) == before
    assert report.exit_code(strict=True) == 0


def test_without_being_asked_a_check_writes_nothing(tmp_path: Path) -> None:
    a_package(tmp_path)
    before = snapshot(tmp_path)
    assert workflow.verify(tmp_path / "shelf").exit_code(strict=True) == 0
    assert snapshot(tmp_path) == before


def test_what_a_failed_check_found_is_recorded_too(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data/source/bridge.txt").write_text("Another text.", encoding="utf-8")
    (package / "data/record.json").unlink()
    report = record(package)
    packaged, verified = entries(tmp_path / "shelf")
    assert verified.outcome == "failure F101 F102"
    assert (verified.payload, verified.swhid) == (packaged.payload, packaged.swhid)
    assert report.exit_code(strict=False) == 1


def test_a_forged_and_a_missing_package_are_recorded_as_failures(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    forged = rewritten(package, tmp_path / "forged", record=(b"Fordham", b"Fordhem"))
    shutil.rmtree(package)
    shutil.move(forged, package)
    record(tmp_path / "shelf")
    assert (entries(tmp_path / "shelf")[-1].outcome or "").startswith("failure L104")
    shutil.rmtree(package)
    record(tmp_path / "shelf")
    assert [entry.outcome for entry in entries(tmp_path / "shelf")][-1] == "failure L105"


def test_doubts_are_recorded_as_such(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data/record.json").chmod(0o755)
    record(package)
    assert entries(tmp_path / "shelf")[-1].outcome == "warning B127"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads what nobody may read")
def test_a_check_that_did_not_come_to_its_end_is_not_recorded(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data/record.json").chmod(0)
    report = record(package)
    assert len(entries(tmp_path / "shelf")) == 1
    assert told(report).note == "0 checks recorded"


@pytest.mark.parametrize("state", [State.NOT_RUN, State.PASSED])
def test_an_unread_file_or_a_check_not_made_leaves_no_outcome(state: State) -> None:
    checks = (Check(name="fixity", state=State.PASSED), Check(name="tei", state=state))
    whole = Subject(path="p", checks=checks)
    assert outcome_of(whole) == (None if state is State.NOT_RUN else "success")
    assert outcome_of(replace(whole, findings=(Finding(code="F901", path="p"),))) is None
    assert outcome_of(replace(whole, findings=(Finding(code="F901", path="p"), Finding(code="F102", path="p")))) is None
    assert outcome_of(replace(whole, findings=(Finding(code="F102", path="p"),))) == "failure F102"


def test_what_an_older_package_does_not_hold_keeps_no_check_from_its_end() -> None:
    checks = (Check(name="fixity", state=State.PASSED), Check(name="provenance", state=State.NOT_RUN, note="not there"))
    assert outcome_of(Subject(path="p", checks=checks)) == "success"


def test_all_packages_of_this_project_are_recorded(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[3] / "packages", tmp_path / "packages")
    before = len(entries(tmp_path / "packages"))
    record(tmp_path / "packages")
    assert [entry.outcome for entry in entries(tmp_path / "packages")[before:]] == ["success"] * before


def test_pins_and_a_second_opinion_are_no_part_of_what_a_package_is() -> None:
    checks = tuple(Check(name=name, state=State.NOT_RUN) for name in ("second opinion", "pin"))
    one = Subject(path="p", checks=(*checks, Check(name="fixity", state=State.PASSED)))
    assert (
        outcome_of(replace(one, findings=(Finding(code="L221", path="p"), Finding(code="L223", path="p")))) == "success"
    )


def test_very_many_codes_still_make_an_entry() -> None:
    codes = [Finding(code=code, path="p") for code in archiver.codes.CODES]
    checks = (Check(name="fixity", state=State.PASSED),)
    wrong = tuple(finding for finding in codes if finding.severity == "error" and not finding.code.startswith("L2"))
    outcome = outcome_of(Subject(path="p", checks=checks, findings=wrong))
    assert outcome is not None
    assert len(outcome.split(" ")) == 100


def test_what_was_not_recorded_is_told_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_package(tmp_path)
    monkeypatch.setattr(recording, "outcome_of", lambda _: None)
    report = record(tmp_path / "shelf")
    (finding,) = report.findings
    assert (finding.code, finding.path) == ("L113", str(tmp_path / "shelf/LEDGER"))
    assert finding.detail == (f"{tmp_path}/shelf/bridge/v1: the check did not come to its end",)
    assert report.exit_code(strict=False) == 3
    assert len(entries(tmp_path / "shelf")) == 1


def test_nothing_is_added_to_a_ledger_that_is_wrong(tmp_path: Path) -> None:
    a_package(tmp_path)
    path = tmp_path / "shelf/LEDGER"
    path.write_bytes(path.read_bytes().replace(b"2024-06-01", b"2024-06-02"))
    before = path.read_bytes()
    report = record(tmp_path / "shelf")
    assert {finding.code for finding in report.findings} == {"L102", "L113"}
    assert path.read_bytes() == before


def test_nothing_is_added_to_a_ledger_that_is_not_the_remembered_one(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    record(package)
    shelf = tmp_path / "shelf"
    tree = ledger.read(shelf / "LEDGER", name="LEDGER").tree
    assert tree is not None
    (tmp_path / "seen").write_text(of_tree(tree, "a-log").text, encoding="utf-8")
    (shelf / "LEDGER").write_bytes((shelf / "LEDGER").read_bytes().splitlines(keepends=True)[0])
    report = record(package, checkpoint=tmp_path / "seen")
    assert {"L203", "L113"} <= {finding.code for finding in report.findings}
    assert len(entries(shelf)) == 1


def test_a_ledger_that_cannot_be_written_is_told_and_hides_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_package(tmp_path)

    def full(*_: object) -> None:
        raise CannotWrite("the disk is full", where="LEDGER")

    monkeypatch.setattr(recording, "_write", full)
    report = record(tmp_path / "shelf")
    assert [(finding.code, finding.detail) for finding in report.findings] == [("L113", ("the disk is full",))]
    assert report.exit_code(strict=False) == 3


def test_an_interrupted_line_gives_way(tmp_path: Path) -> None:
    a_package(tmp_path)
    path = tmp_path / "shelf/LEDGER"
    path.write_bytes(path.read_bytes() + b'{"digest":"')
    assert {finding.code for finding in record(tmp_path / "shelf").findings} == {"L107"}
    assert [entry.event for entry in entries(tmp_path / "shelf")] == ["packaged", "verified"]


def test_a_package_that_is_named_twice_is_recorded_once(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    record(tmp_path / "shelf", package)
    assert len(entries(tmp_path / "shelf")) == 2


def test_a_packed_copy_on_the_shelf_is_recorded_as_its_package(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    with tarfile.open(tmp_path / "shelf/v1.tar", "w") as packed:
        packed.add(package, arcname="v1")
    shutil.rmtree(package)
    assert record(tmp_path / "shelf").exit_code(strict=False) == 0
    assert [entry.outcome for entry in entries(tmp_path / "shelf")] == [None, "success"]


@pytest.mark.parametrize("damaged", ["data/record.json", "data"])
def test_a_sound_copy_does_not_hide_a_package_that_is_not_sound(damaged: str, tmp_path: Path) -> None:
    """The folder is checked first, so that the last word on the package would be that of the copy."""
    package = a_package(tmp_path)
    shutil.make_archive(str(package.with_name("copy")), "zip", package.parent, "v1")
    if damaged == "data":
        shutil.rmtree(package / "data")
    else:
        (package / damaged).write_text("{}", encoding="utf-8")
    assert record(tmp_path / "shelf").exit_code() == 1
    _, verified = entries(tmp_path / "shelf")
    assert (verified.outcome or "").startswith("failure F102" if damaged != "data" else "failure B103")


def test_a_copy_that_was_not_checked_to_its_end_leaves_no_outcome_but_a_failure() -> None:
    good, open_, bad = "success", None, "failure F102"
    assert recording.worst_of([good, good]) == good
    assert recording.worst_of([good, open_]) is None
    assert recording.worst_of([open_, bad, good]) == bad
    assert recording.worst_of([bad, "failure B101 F102", "warning B124"]) == "failure B101 F102"
    assert recording.worst_of(["warning B124", good]) == "warning B124"


def test_shelves_below_a_folder_have_their_ledgers(tmp_path: Path) -> None:
    for name in ("a", "b"):
        a_package(tmp_path / "all" / name)
    shutil.rmtree(tmp_path / "all/a/in")
    shutil.rmtree(tmp_path / "all/b/in")
    record(tmp_path / "all")
    assert [len(entries(tmp_path / "all" / name / "shelf")) for name in ("a", "b")] == [2, 2]


def test_a_foreign_bag_on_the_shelf_is_not_recorded(tmp_path: Path) -> None:
    a_package(tmp_path)
    (tmp_path / "shelf/other").mkdir()
    folder = a_folder(tmp_path / "again")
    workflow.bag(folder, tmp_path / "shelf/other/v1", when=WHEN)
    report = record(tmp_path / "shelf")
    assert "L106" in {finding.code for finding in report.findings}
    assert [entry.package for entry in entries(tmp_path / "shelf")] == ["bridge/v1", "bridge/v1"]


def test_what_stands_on_no_shelf_cannot_be_recorded(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    shutil.move(package, tmp_path / "away")
    with tarfile.open(tmp_path / "p.tar", "w") as packed:
        packed.add(tmp_path / "away", arcname="p")
    (tmp_path / "empty").mkdir()
    before = snapshot(tmp_path)
    for path in (tmp_path / "away", tmp_path / "p.tar", tmp_path / "empty", tmp_path / "nowhere"):
        with pytest.raises(UsageError, match="no ledger to record a check of"):
            record(path)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "more",
    [
        {"ledger": False},
        {"profiles": ["btr"]},
        {"terms": bag.Terms(lenient=True)},
        {"terms": bag.Terms(portable=True)},
    ],
)
def test_only_a_plain_check_is_recorded(tmp_path: Path, more: dict[str, Any]) -> None:
    package = a_package(tmp_path)
    with pytest.raises(UsageError, match="only a plain check"):
        record(package, **more)
    assert len(entries(tmp_path / "shelf")) == 1


def test_a_thousand_checks_are_written_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_package(tmp_path)
    record(tmp_path / "shelf")
    packaged, verified = entries(tmp_path / "shelf")
    monkeypatch.setattr(recording, "_AT_ONCE", 3)
    recording._write(tmp_path / "shelf/LEDGER", [verified] * 10)  # noqa: SLF001 # what writes the pieces
    assert [entry.seq for entry in entries(tmp_path / "shelf")] == list(range(12))
    assert packaged.outcome is None


def second_version(tmp_path: Path) -> Package:
    changed = a_folder(tmp_path / "second", record=RECORD.replace("place: Fordham\n", ""))
    return archiver.package(changed, shelf=tmp_path / "shelf", when=LATER)


def test_checks_are_no_versions(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    shelf = tmp_path / "shelf"
    cited, identified, pinned = workflow.cite(package), workflow.identify(package), workflow.pin(package)
    for _ in range(3):
        record(shelf)
    assert not archiver.package(tmp_path / "in/bridge", shelf=shelf, when=LATER).written
    assert (workflow.cite(package), workflow.identify(package)) == (cited, identified)
    assert workflow.pin(package) == pinned
    second = second_version(tmp_path)
    assert second.version == 2
    record(shelf)
    assert entries(shelf)[4].supersedes == "bridge/v1"
    assert workflow.dry_run(tmp_path / "in/bridge", shelf=shelf, when=LATER).version == 3
    assert workflow.cite(package).following == workflow.cite(shelf / "bridge/v2").swhid
    assert not workflow.diff(package, shelf / "bridge/v2").same
    assert workflow.verify(shelf).exit_code(strict=True) == 0


def test_a_package_is_proved_by_the_line_that_packaged_it(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    shelf = tmp_path / "shelf"
    (shelf / "LEDGER.checkpoint").write_bytes(workflow.checkpoint(shelf))
    record(shelf)
    (shelf / "LEDGER.checkpoint").write_bytes(workflow.checkpoint(shelf))
    proof = anchors.prove_package(package)
    (tmp_path / "p.tlog-proof").write_bytes(proof)
    assert workflow.check_proof(package, proof=tmp_path / "p.tlog-proof", verifiers=()).exit_code(strict=False) == 0


def test_who_records_a_failure_first_still_packages_the_next_version(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data/record.json").write_bytes(b"{}")
    record(package)
    with pytest.raises(archiver.InvalidMaterial):
        archiver.package(tmp_path / "in/bridge", shelf=tmp_path / "shelf", when=LATER)
