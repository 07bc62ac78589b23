# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest

import archiver
from archiver import rules
from archiver.findings import State
from builders import RECORD, WHEN, a_folder, a_package


def codes(*paths: Path, ledger: Path | None = None, second_opinion: bool = False) -> list[str]:
    report = archiver.verify(*paths, ledger=ledger, second_opinion=second_opinion)
    return [finding.code for finding in report.findings]


def test_report_says_what_was_checked(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    report = archiver.verify(package, second_opinion=True)
    (ledger, subject) = report.subjects
    assert [check.name for check in ledger.checks] == ["chain"]
    names = [check.name for check in subject.checks]
    assert names[:3] == ["structure", "completeness", "fixity"]
    assert names[3:] == ["rules", "record", "tei", "provenance", "identity", "ledger", "second opinion"]
    assert {check.state for check in subject.checks} == {State.PASSED}


def test_shelf_and_package_named_together_are_one_ledger(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    report = archiver.verify(tmp_path / "shelf", package)
    assert [subject.path for subject in report.subjects] == [
        str(tmp_path / "shelf" / "LEDGER"),
        str(package),
        str(package),
    ]


def test_package_away_from_its_shelf_has_no_ledger(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    away = tmp_path / "a" / "b" / "c" / "d"
    shutil.copytree(package, away)
    report = archiver.verify(away)
    assert [finding.code for finding in report.findings] == ["L109"]
    assert report.exit_code() == 3
    assert archiver.verify(away, ledger=False).exit_code(strict=True) == 0


def test_named_ledger_is_used_and_a_missing_one_cannot_be_read(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    assert codes(package, ledger=tmp_path / "shelf" / "LEDGER") == []
    report = archiver.verify(package, ledger=tmp_path / "LEDGER")
    assert [finding.code for finding in report.findings] == ["F903"]
    assert report.exit_code() == 3


def test_copy_of_the_ledger_kept_elsewhere_knows_packages_by_their_place(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    copy = tmp_path / "vault" / "ledger.txt"
    copy.parent.mkdir()
    shutil.copy(tmp_path / "shelf" / "LEDGER", copy)
    (tmp_path / "shelf" / "LEDGER").unlink()
    assert codes(tmp_path / "shelf", ledger=copy) == []
    assert codes(package, ledger=copy) == []
    shutil.copytree(package, tmp_path / "shelf/bridge/v2")
    assert codes(tmp_path / "shelf", ledger=copy) == ["L106"]
    shutil.rmtree(tmp_path / "shelf/bridge/v2")
    package.rename(tmp_path / "shelf/bridge/v3")
    assert sorted(codes(tmp_path / "shelf", ledger=copy)) == ["L105", "L106"]


@pytest.mark.parametrize("what", ["gone", "fifo", "folder", "link", "device"])
def test_shelf_without_a_ledger_is_not_green(tmp_path: Path, what: str) -> None:
    a_package(tmp_path)
    ledger = tmp_path / "shelf" / "LEDGER"
    ledger.unlink()
    if what == "fifo":
        os.mkfifo(ledger)
    elif what == "folder":
        ledger.mkdir()
    elif what == "link":
        ledger.symlink_to(tmp_path / "elsewhere")
    elif what == "device":
        ledger.symlink_to("/dev/null")
    report = archiver.verify(tmp_path / "shelf")
    assert report.exit_code() == 3
    assert {finding.code for finding in report.findings} <= {"L109", "F903"}


def test_ledger_below_the_ledger_speaks_for_nothing(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    other = archiver.package(a_folder(tmp_path / "x"), shelf=tmp_path / "other", when=WHEN, name="v1")
    shutil.copy(Path(other.path).parents[1] / "LEDGER", package.parent / "LEDGER")
    report = archiver.verify(tmp_path / "shelf")
    assert "L111" in [finding.code for finding in report.findings]
    assert report.exit_code() == 1
    assert codes(package) == []


def test_missing_package_is_seen_from_any_folder_above(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    archiver.package(tmp_path / "in/bridge", shelf=tmp_path / "shelf", when=WHEN, name="other")
    shutil.rmtree(package.parent)
    assert codes(tmp_path) == ["L105"]
    assert codes(tmp_path / "shelf") == ["L105"]


def test_ledger_can_be_checked_alone(tmp_path: Path) -> None:
    a_package(tmp_path)
    ledger = tmp_path / "shelf" / "LEDGER"
    assert codes(ledger) == []
    ledger.write_text(ledger.read_text().replace("2024", "2014"))
    assert codes(ledger) == ["L102"]


def test_altered_entry_is_not_also_a_package_without_entry(tmp_path: Path) -> None:
    a_package(tmp_path)
    ledger = tmp_path / "shelf" / "LEDGER"
    ledger.write_text(ledger.read_text().replace("2024", "2014"))
    assert codes(tmp_path / "shelf") == ["L102"]


def test_one_bad_path_hides_nothing_else(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data/record.json").write_text("{}")
    (tmp_path / "empty").mkdir()
    report = archiver.verify(tmp_path / "nowhere", package, tmp_path / "empty")
    assert {"F102", "F903"} <= {finding.code for finding in report.findings}
    assert report.exit_code() == 1


def test_bag_that_hides_its_profile_is_looked_into_all_the_same(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    info = package / "bag-info.txt"
    info.write_text("".join(line for line in info.read_text().splitlines(keepends=True) if "Profile" not in line))
    for algorithm in ("sha256", "sha512"):
        manifest = package / f"tagmanifest-{algorithm}.txt"
        lines = [line for line in manifest.read_text().splitlines(keepends=True) if "bag-info" not in line]
        digest = hashlib.new(algorithm, info.read_bytes()).hexdigest()
        manifest.write_text("".join([f"{digest}  bag-info.txt\n", *lines]))
    assert codes(package, ledger=tmp_path / "shelf/LEDGER") == ["L108", "P101"]
    assert [f.code for f in archiver.verify(package, ledger=False).findings] == ["P101"]


def test_link_in_the_payload_is_no_rewriting(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data/record.json").unlink()
    os.mkfifo(package / "data/record.json")
    report = archiver.verify(package, second_opinion=True)
    assert "L104" not in {finding.code for finding in report.findings}
    states = {check.name: check.state for check in report.subjects[1].checks}
    assert states["record"] is states["tei"] is states["second opinion"] is State.NOT_RUN


def test_foreign_bag_is_judged_as_a_bag(tmp_path: Path) -> None:
    folder = tmp_path / "bag"
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    bagit.make_bag(str(folder), checksums=["sha256"])
    report = archiver.verify(folder, second_opinion=True)
    assert report.exit_code() == 0
    assert [check.name for check in report.subjects[0].checks][:3] == ["structure", "completeness", "fixity"]
    (folder / "data/a.txt").write_text("b")
    assert codes(folder, second_opinion=True) == ["F102"]


def test_disagreement_with_bagit_is_a_finding(tmp_path: Path) -> None:
    folder = tmp_path / "tagmanifest-x" / "bag"  # bagit 1.9.0 crashes under a folder of such a name
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    bagit.make_bag(str(folder), checksums=["sha256"])
    report = archiver.verify(folder, second_opinion=True)
    assert "F902" in [finding.code for finding in report.findings]
    assert report.exit_code() == 3


def test_nothing_to_check_is_not_green(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "nowhere", tmp_path / "file"):
        report = archiver.verify(path)
        assert [finding.code for finding in report.findings] == ["F903"]
        assert report.exit_code() == 3
    assert archiver.verify().exit_code() == 3


def test_what_is_passed_over_on_a_shelf_is_said(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    shelf = tmp_path / "shelf"
    shutil.copytree(package, shelf / ".hidden" / "v1")
    (shelf / "link").symlink_to(package.parent)
    os.mkfifo(shelf / "bridge" / "pipe")
    (shelf / "bridge" / "v2").mkdir()
    (shelf / "bridge" / ".archiver-staging-1-0").mkdir()
    (shelf / "bridge" / "v1.sig").write_text("a sidecar")
    (tmp_path / ".git").mkdir()
    report = archiver.verify(tmp_path)
    assert sorted(Path(finding.path).name for finding in report.findings) == [".hidden", "link", "pipe", "v2"]
    assert {finding.code for finding in report.findings} == {"L112"}
    assert (report.exit_code(), report.exit_code(strict=True)) == (0, 1)


def test_what_is_passed_over_beside_bags_is_said(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (tmp_path / "bags").mkdir()
    for name in ("good", ".hidden"):
        shutil.copytree(package, tmp_path / "bags" / name)
    (tmp_path / "bags/link").symlink_to(package)
    os.mkfifo(tmp_path / "bags/pipe")
    (tmp_path / "bags/.git").mkdir()
    (tmp_path / "elsewhere").symlink_to(package)
    report = archiver.verify(tmp_path / "bags", ledger=False)
    assert [(f.code, Path(f.path).name) for f in report.findings] == [
        ("L112", ".hidden"),
        ("L112", "link"),
        ("L112", "pipe"),
    ]


def test_source_that_was_swapped_with_all_else_rewritten_is_found(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    source = package / "data/source/bridge.txt"
    source.write_text("Something else.\n")
    assert codes(package) == ["F102"]


def test_second_file_in_the_source_folder_is_found(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data/source/other.txt").write_text("x")
    assert codes(package) == ["F103"]


def test_rules_that_are_not_known_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = a_package(tmp_path)
    known = archiver.verify(package)
    assert known.exit_code() == 0
    later = {**rules.packaged(), "archiver.odd": b"<later/>"}
    monkeypatch.setattr(rules, "packaged", lambda: later)
    report = archiver.verify(package)
    assert [finding.code for finding in report.findings] == ["F903"]
    assert report.exit_code() == 3


def test_record_inside_must_be_canonical_and_fit_the_source(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    record = package / "data/record.json"
    record.write_bytes(record.read_bytes().replace(b'"bridge.txt"', b'"brydge.txt"') + b"\n")
    assert {"F102", "P102", "R114"} <= set(codes(package))
    record.write_bytes(b"{")
    assert {"F102", "R101"} <= set(codes(package))


def test_folder_that_may_not_be_listed_hides_nothing_else(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data/record.json").write_text("{}")
    closed = tmp_path / "shelf" / "closed"
    closed.mkdir(mode=0o000)
    command = [sys.executable, "-m", "archiver", "verify", str(tmp_path / "shelf"), "--format", "concise"]
    if os.geteuid() == 0:  # root reads everything, unless it lays that right down
        dropped = "-dac_override,-dac_read_search"
        command = ["setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "F903" in done.stdout
    assert "F102" in done.stdout


def test_every_fault_of_record_and_source_is_reported_together(tmp_path: Path) -> None:
    record = RECORD.replace("kind: newsReport", "kind: newsReprot").replace("id: dorn", "id: brook")
    folder = a_folder(tmp_path, record=record)
    (folder / "bridge.txt").write_bytes(b"caf\xe9\n")
    report = archiver.validate(folder)
    assert {"R105", "R106", "S101"} <= {finding.code for finding in report.findings}
    assert {subject.path for subject in report.subjects} == {str(folder / "record.yaml"), str(folder / "bridge.txt")}


def test_source_that_is_not_there_does_not_hide_the_record(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, record=RECORD.replace("kind: newsReport", "kind: newsReprot"))
    (folder / "bridge.txt").unlink()
    report = archiver.validate(folder)
    assert sorted(finding.code for finding in report.findings) == ["F903", "R105"]
    assert report.exit_code() == 1
    (folder / "record.yaml").write_text(RECORD, encoding="utf-8")
    assert archiver.validate(folder).exit_code() == 3


def test_encoding_that_a_faulty_record_declares_is_believed(tmp_path: Path) -> None:
    record = RECORD.replace("kind: newsReport", "kind: newsReprot")
    record = record.replace("source: {file: bridge.txt}", "source: {file: bridge.txt, encoding: iso-8859-1}")
    folder = a_folder(tmp_path, record=record)
    (folder / "bridge.txt").write_bytes(b"caf\xe9\n")
    assert [finding.code for finding in archiver.validate(folder).findings] == ["R105"]


def test_speaker_without_words_is_a_warning(tmp_path: Path) -> None:
    record = RECORD.replace("  - {id: dorn", "  - {id: eve, name: Eve Holt}\n  - {id: dorn")
    folder = a_folder(tmp_path, record=record)
    report = archiver.validate(folder)
    assert [finding.code for finding in report.findings] == ["R118"]
    assert report.exit_code() == 0
    assert archiver.encode(folder).attributed >= 2
    assert archiver.package(folder, shelf=tmp_path / "shelf", when=WHEN).written


def test_correction_is_carried_out_and_a_stale_one_is_an_error(tmp_path: Path) -> None:
    decision = 'quote: "“Nobody told us,”", speech: true, speaker: brook, by: desk, because: Heard it.'
    correction = f"corrections:\n  - {{{decision}}}\n"
    folder = a_folder(tmp_path, record=RECORD + correction)
    assert archiver.validate(folder).exit_code() == 0
    data = archiver.encode(folder).data.decode()
    assert "#rule.corrected" in data or "corrected" in data
    stale = a_folder(tmp_path / "stale", record=RECORD + correction.replace("Nobody", "Somebody"))
    report = archiver.validate(stale)
    assert [finding.code for finding in report.findings] == ["R108"]
    assert report.findings[0].line == len(RECORD.splitlines()) + 2
