# SPDX-License-Identifier: Apache-2.0
"""The Library of Congress suite, and hostile bags with the verdicts of one reading of RFC 8493."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from archiver.bag import Judgement, judge
from archiver.codes import Severity
from bags import BARE, tree

SHARED = Path(__file__).parents[2].parent / "shared" / "bagit"
SUITE = SHARED / "conformance"
HOSTILE = SHARED / "adversarial.tar.gz"

DEFECTS = json.loads((Path(__file__).parent / "bagit-suite-defects.json").read_text(encoding="utf-8"))
"""What is wrong with the suite itself: the case, whether no correct judge can say what is asked, and why."""

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "bagit-conformance.md"


def accepted(judgement: Judgement) -> bool:
    return not {finding.severity for finding in judgement.findings} & {Severity.ERROR, Severity.UNCHECKED}


def warned(judgement: Judgement) -> bool:
    return Severity.WARNING in {finding.severity for finding in judgement.findings}


def cases() -> list[Path]:
    return sorted(path for path in SUITE.glob("v*/*/*") if path.is_dir())


@pytest.mark.skipif(not SUITE.is_dir(), reason=f"{SUITE} is not there")
def test_the_library_of_congress_suite(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = []
    for case in cases():
        judgement = judge(case, path=case.name)
        right = {
            "valid": accepted(judgement),
            "warning": accepted(judgement) and warned(judgement),
        }.get(case.parent.name, not accepted(judgement))
        if not right:
            wrong.append(case.relative_to(SUITE).as_posix())
    total = len(cases())
    with capsys.disabled():
        print(f"\nLibrary of Congress suite: {total - len(wrong)} of {total} right")  # noqa: T201 # the score is wanted in every report
    assert total == 60
    assert sorted(wrong) == sorted(row["case"] for row in DEFECTS if row["unjudgeable"])


@pytest.mark.skipif(not SUITE.is_dir(), reason=f"{SUITE} is not there")
@pytest.mark.parametrize("row", DEFECTS, ids=lambda row: row["case"])
def test_a_defect_of_the_suite_is_there_and_published(row: dict[str, str]) -> None:
    assert (SUITE / row["case"]).exists()
    assert f"| `{row['case']}` | {row['defect']} |" in PAGE.read_text(encoding="utf-8")


@pytest.mark.skipif(not SUITE.is_dir(), reason=f"{SUITE} is not there")
def test_windows_only_cases_are_refused_by_rule_on_every_platform() -> None:
    names = [case for case in cases() if case.parent.name == "windows-only"]
    assert len(names) == 6
    for case in names:
        assert "B106" in {finding.code for finding in judge(case, path=case.name).findings}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not HOSTILE.is_file():
        pytest.skip(f"{HOSTILE} is not there")
    folder = tmp_path_factory.mktemp("hostile")
    with tarfile.open(HOSTILE) as archive:
        # Pythons before 3.11.4 know no filters; it holds FIFOs, and the folder is fresh
        archive.extraction_filter = getattr(tarfile, "fully_trusted_filter", lambda member, _: member)
        archive.extractall(folder)  # noqa: S202 # the same
    return folder


def verdicts(folder: Path) -> dict[str, dict[str, Any]]:
    found = json.loads((folder / "expected.json").read_text())
    found = found.get("cases", found)
    return {name: case for name, case in found.items() if case["kind"] == "dir"}


def test_hostile_bags_get_the_right_verdict_and_stay_as_they_are(
    hostile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(hostile)
    wrong = set()
    for name, case in verdicts(hostile).items():
        judgement = judge(hostile / case["path"], path="bag")
        if accepted(judgement) != case["valid"] or (case["valid"] and warned(judgement) != case["warn"]):
            wrong.add(name)
    total = len(verdicts(hostile))
    with capsys.disabled():
        print(f"\nhostile bags: {total - len(wrong)} of {total} right")  # noqa: T201 # the same
    assert wrong == set()
    assert tree(hostile) == before


def test_none_of_the_hostile_bags_is_safe_for_the_second_judge_where_it_would_get_out_or_hang(hostile: Path) -> None:
    for name, case in verdicts(hostile).items():
        if case["group"] == "escape":
            assert not judge(hostile / case["path"], path="bag").safe, name


WATCHED = """
import os, sys, json
from pathlib import Path
from archiver.bag import judge
roots = [Path(line) for line in sys.stdin.read().split("\\n")]
for root in roots[:3]:
    judge(root, path="bag")
inside = [None]
def watch(event, arguments):
    if event == "open" and not str(arguments[0]).endswith((".py", ".pyc")) and "/encodings" not in str(arguments[0]):
        path, mode, flags = arguments
        writes = mode is not None or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        if writes or (("/" in str(path) or path == "..") and str(path) != inside[0]):
            print(inside[0], path, mode, flags)
sys.addaudithook(watch)
for root in roots:
    inside[0] = str(root)
    judge(root, path="bag", identify=True)
print("judged", len(roots))
"""


def test_hostile_bags_make_nobody_open_a_path_outside_or_wait(hostile: Path) -> None:
    roots = "\n".join(str(hostile / case["path"]) for case in verdicts(hostile).values())
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], input=roots, check=True, capture_output=True, text=True, timeout=60, env=BARE
    )
    assert (done.stdout, done.stderr) == ("judged 78\n", "")
