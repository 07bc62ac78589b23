# SPDX-License-Identifier: Apache-2.0
"""Hostile archives with the verdicts of one reading of RFC 8493."""

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

HOSTILE = Path(__file__).parents[2].parent / "shared" / "bagit" / "adversarial.tar.gz"

CODES = {
    "tar-duplicate-member": "B203",
    "tar-fifo-member": "B110",
    "tar-slip": "B204",
    "tar-symlink-then-write": "B203",
    "tgz-bomb-member": "F103",
    "zip-bad-crc": "B211",
    "zip-case-collision": "B120",
    "zip-duplicate-member": "B203",
    "zip-encrypted-flag": "B209",
    "zip-ok": None,
    "zip-symlink-member": "B110",
    "zip-truncated": "B202",
}
"""The finding that says what each case is about."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not HOSTILE.is_file():
        pytest.skip(f"{HOSTILE} is not there")
    folder = tmp_path_factory.mktemp("hostile")
    with tarfile.open(HOSTILE) as archive:
        wanted = [
            member for member in archive if member.name.removeprefix("./").split("/")[0] in {*CODES, "expected.json"}
        ]
        # Pythons before 3.11.4 know no filters; the folder is fresh
        archive.extraction_filter = getattr(tarfile, "fully_trusted_filter", lambda member, _: member)
        archive.extractall(folder, wanted)  # noqa: S202 # the same
    return folder


def archives(folder: Path) -> dict[str, dict[str, Any]]:
    found = json.loads((folder / "expected.json").read_text())
    found = found.get("cases", found)
    return {name: case for name, case in found.items() if case["kind"] != "dir"}


def accepted(judgement: Judgement) -> bool:
    return not {finding.severity for finding in judgement.findings} & {Severity.ERROR, Severity.UNCHECKED}


def test_hostile_archives_get_the_right_verdict_and_stay_as_they_are(
    hostile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(hostile)
    cases = archives(hostile)
    wrong = set()
    for name, case in cases.items():
        judgement = judge(hostile / case["path"], path="bag")
        warned = Severity.WARNING in {finding.severity for finding in judgement.findings}
        if accepted(judgement) != case["valid"] or (case["valid"] and warned != case["warn"]):
            wrong.add(name)
        codes = {finding.code for finding in judgement.findings}
        assert CODES[name] in codes if CODES[name] else not codes, name
    with capsys.disabled():
        print(f"\nhostile archives: {len(cases) - len(wrong)} of {len(cases)} right")  # noqa: T201 # the score is wanted in every report
    assert wrong == set()
    assert cases.keys() == CODES.keys()
    assert tree(hostile) == before


WATCHED = """
import os, sys
from pathlib import Path
from archiver.bag import judge
roots = [Path(line) for line in sys.stdin.read().split("\\n")]
for root in roots:
    judge(root, path="bag")
inside = [None]
def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if str(path) != inside[0] or mode is not None or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
            print(inside[0], path, mode, flags)
    elif event in {"os.mkdir", "os.rename", "os.remove", "os.symlink", "os.link", "socket.connect", "subprocess.Popen"}:
        print(inside[0], event, arguments)
sys.addaudithook(watch)
for root in roots:
    inside[0] = str(root)
    judge(root, path="bag", identify=True)
print("judged", len(roots))
"""


def test_hostile_archives_make_nobody_open_or_write_anything_else(hostile: Path) -> None:
    roots = "\n".join(str(hostile / case["path"]) for case in archives(hostile).values())
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], input=roots, check=True, capture_output=True, text=True, timeout=60, env=BARE
    )
    assert (done.stdout, done.stderr) == ("judged 12\n", "")
