# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from archiver import bag, workflow
from archiver.errors import NothingToCheck
from archiver.findings import State
from archiver.model import RULES_VERSION
from builders import a_package
from forgery import rewritten

PACKAGES = sorted((Path(__file__).parents[3] / "packages").glob("*/v*"))
TEI = "transcript.tei.xml"


def test_a_package_is_made_again_to_the_byte(tmp_path: Path) -> None:
    report = workflow.reproduce(a_package(tmp_path))
    assert report.findings == ()
    assert report.exit_code(strict=True) == 0
    assert [check.name for check in report.subjects[0].checks] == ["sound", "reproduced"]


def test_who_gives_words_to_another_and_writes_the_manifests_anew_is_caught(tmp_path: Path) -> None:
    forged = rewritten(a_package(tmp_path), tmp_path / "forged", tei=(b'who="#brook"', b'who="#dorn"'))
    assert not bag.judge(forged, path="forged").findings
    report = workflow.reproduce(forged)
    (finding,) = report.findings
    assert (finding.code, finding.path) == ("P201", f"{forged}/data/{TEI}")
    assert any("speaker: Cal Dorn -> Ada Brook" in line for line in finding.detail)
    assert report.exit_code() == 1


def test_by_other_rules_the_package_stays_sound_and_what_would_be_is_told(tmp_path: Path) -> None:
    older = rewritten(a_package(tmp_path), tmp_path / "v1", rules="0", tei=(b'degree="0.98"', b'degree="0.50"'))
    report = workflow.reproduce(older)
    assert {finding.code for finding in report.findings} == {"P202"}
    assert "rules 0, those of this archiver are" in report.findings[0].detail[0]
    assert any("certainty: 0.50 -> 0.98" in line for line in report.findings[0].detail)
    assert (report.exit_code(), report.exit_code(strict=True)) == (0, 1)


def test_a_record_that_is_not_canonical_is_another_one(tmp_path: Path) -> None:
    other = rewritten(a_package(tmp_path), tmp_path / "other", record=(b"\n", b"\n "))
    assert [(f.code, f.path) for f in workflow.reproduce(other).findings] == [("P201", f"{other}/data/record.json")]


def test_what_is_not_whole_is_not_made_again(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data" / TEI).write_bytes(b"<TEI/>")
    report = workflow.reproduce(package)
    assert {finding.code for finding in report.findings} >= {"F102"}
    assert report.subjects[0].checks[0].state is State.FAILED
    assert report.exit_code() == 1


@pytest.mark.parametrize(("rules", "code", "exit_code"), [(RULES_VERSION, "P201", 1), ("0", "P202", 0)])
def test_a_source_that_its_record_does_not_describe_is_refused(
    tmp_path: Path, rules: str, code: str, exit_code: int
) -> None:
    bad = rewritten(a_package(tmp_path), tmp_path / "bad", rules=rules, record=(b'"bridge.txt"', b'"other.txt"'))
    report = workflow.reproduce(bad)
    assert [finding.code for finding in report.findings] == [code]
    assert "R114: record describes another file" in report.findings[0].detail
    assert report.exit_code() == exit_code


def test_a_tei_that_cannot_be_read_is_told_all_the_same(tmp_path: Path) -> None:
    broken = rewritten(a_package(tmp_path), tmp_path / "broken", tei=(b"</TEI>", b""))
    (finding,) = workflow.reproduce(broken).findings
    assert finding.code == "P201"
    assert "the TEI inside cannot be read" in finding.detail


def test_what_is_no_package_is_nothing_to_make(tmp_path: Path) -> None:
    with pytest.raises(NothingToCheck):
        workflow.reproduce(tmp_path)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_package_ever_published_is_sound_and_of_our_rules_or_says_what_would_differ(package: Path) -> None:
    report = workflow.reproduce(package)
    assert report.exit_code() == 0
    info = dict(bag.parse_info((package / "bag-info.txt").read_bytes())[0])
    if info["Archiver-Rules"] == RULES_VERSION:
        assert report.findings == ()
    assert {finding.code for finding in report.findings} <= {"P202"}


def test_a_package_of_every_rules_that_there_were_is_kept() -> None:
    kept = {dict(bag.parse_info((path / "bag-info.txt").read_bytes())[0])["Archiver-Rules"] for path in PACKAGES}
    assert kept == {str(number) for number in range(1, int(RULES_VERSION) + 1)}
