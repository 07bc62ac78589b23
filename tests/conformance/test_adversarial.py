# SPDX-License-Identifier: Apache-2.0
"""The bags of `tests/adversarial.py`: each gives exactly its findings, and none makes the judge leave it."""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import adversarial
import archiver
from archiver.bag import Terms, judge
from archiver.codes import CODES, Severity
from archiver.findings import Subject, Verdict
from bags import BARE, tree

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

CASES = adversarial.cases()
SECONDS = 10
"""How long one bag may take before it counts as a hang."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adversarial") / "bags"
    adversarial.main(folder)
    return folder


@pytest.fixture
def in_time() -> Generator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def found(root: Path, terms: Terms) -> Subject:
    judgement = judge(root, path="bag", terms=terms)
    return Subject(path="bag", checks=judgement.checks, findings=judgement.findings)


def errors(subject: Subject) -> bool:
    return bool({finding.severity for finding in subject.findings} & {Severity.ERROR, Severity.UNCHECKED})


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("name", CASES)
def test_a_bag_gives_the_findings_of_its_name(written: Path, name: str) -> None:
    root = written / name / "bag"
    before = tree(written / name)
    subject = found(root, Terms())
    told = tuple(sorted((finding.code, finding.path.removeprefix("bag/")) for finding in subject.findings))
    assert told == CASES[name].findings
    assert errors(subject) is not CASES[name].valid
    assert tree(written / name) == before


@pytest.mark.parametrize(
    "name", [name for name, case in CASES.items() if any(CODES[c].lenient for c, _ in case.findings)]
)
def test_what_can_be_meant_in_one_way_only_is_refused_strictly_and_taken_leniently(written: Path, name: str) -> None:
    root = written / name / "bag"
    subject, read = found(root, Terms()), found(root, Terms(lenient=True))
    others = [code for code, _ in CASES[name].findings if not CODES[code].lenient]
    sound = not any(CODES[code].severity is Severity.ERROR for code in others)
    assert subject.verdict is subject.strict is Verdict.MALFORMED
    assert (subject.lenient is Verdict.VALID) is sound
    assert read.verdict is read.lenient is subject.lenient
    assert read.strict is Verdict.MALFORMED
    assert errors(read) is not sound


def test_a_bag_before_1_0_is_read_leniently_and_still_refused_by_a_strict_reader(written: Path) -> None:
    tolerated = {entry.lenient for entry in CODES.values()}
    names = [name for name, case in CASES.items() if case.valid and tolerated & {code for code, _ in case.findings}]
    assert len(names) > 8
    for name in names:
        subject = found(written / name / "bag", Terms())
        assert (subject.verdict, subject.strict, subject.lenient) == (Verdict.VALID, Verdict.MALFORMED, Verdict.VALID)


def test_hard_faults_are_refused_by_every_reader(written: Path) -> None:
    for name, case in CASES.items():
        if not case.valid and not any(CODES[code].lenient for code, _ in case.findings):
            subject = found(written / name / "bag", Terms(lenient=True))
            assert errors(subject), name
            assert subject.lenient is not Verdict.VALID, name


PORTABLE = [name for name in CASES if name.startswith(("ok_name", "warn_B120", "ok_many_folders"))]
HOSTILE_TO_WINDOWS = {"ok_name_three_dots", "ok_name_asterisk", "ok_many_folders_inside_each_other"}
"""Names that pass without a word, and yet cannot be written everywhere."""


@pytest.mark.parametrize("name", PORTABLE)
def test_names_that_do_not_travel_are_refused_where_that_is_demanded(written: Path, name: str) -> None:
    subject = found(written / name / "bag", Terms(portable=True))
    stays = name.startswith("ok") and name not in HOSTILE_TO_WINDOWS
    codes = {finding.code for finding in subject.findings if finding.severity is not Severity.NOTE}
    assert ("B145" in codes) is (not stays)
    assert "B120" not in codes
    assert subject.verdict is (Verdict.VALID if stays else Verdict.NONCONFORMING)
    assert [check.name for check in subject.checks][-1] == "portability"


def test_the_second_judge_is_not_asked_about_names_for_every_system(written: Path) -> None:
    root = written / "warn_B120_name_device" / "bag"
    report = archiver.verify(root, ledger=False, second_opinion=True, terms=Terms(portable=True))
    assert [finding.code for finding in report.findings] == ["B145"]
    assert [check.note for check in report.subjects[0].checks][-1] == "bagit agrees"


def test_folders_that_fall_together_are_told_once(tmp_path: Path) -> None:
    each = adversarial.case("ok_two_folders", payload={"A/x": b"1", "a/y": b"2", "a/z": b"3"})
    root = adversarial.write(each, tmp_path)
    assert found(root, Terms()).findings == ()
    (finding,) = found(root, Terms(portable=True)).findings
    assert (finding.code, finding.path) == ("B145", "bag/data/a")
    assert finding.detail == ("data/a differs only in case or normalisation from data/A",)


def test_order_and_repeats_of_bag_info_are_kept(written: Path) -> None:
    root = written / "ok_info_repeats" / "bag"
    assert judge(root, path="bag").info == (("A", "one"), ("B", "two"), ("A", "one"))


def test_the_whole_tree_is_verified_without_a_traceback(written: Path) -> None:
    report = archiver.verify(written)
    assert len({subject.path for subject in report.subjects}) > len(CASES) - 5
    assert report.exit_code() == 1


def test_what_is_written_is_the_same_every_time(written: Path, tmp_path: Path) -> None:
    adversarial.main(tmp_path / "again")
    assert (tmp_path / "again" / "expected.json").read_bytes() == (written / "expected.json").read_bytes()
    assert {name: case.files for name, case in adversarial.cases().items()} == {n: c.files for n, c in CASES.items()}
    assert len(CASES) >= 200
    assert len(json.loads((written / "expected.json").read_text())) == len(CASES)


JUDGE = """
import os, sys
from pathlib import Path
from archiver.bag import judge
roots = [Path(line) for line in sys.stdin.read().split("\\n")]
for root in roots:
    judge(root, path="bag", identify=True)  # loads all that is loaded on first use
known = {str(root) for root in roots}
def watch(event, arguments):
    if event == "open":
        path, mode, flags = str(arguments[0]), arguments[1], arguments[2]
        writes = mode is not None or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        if writes or path == ".." or ("/" in path and path not in known):
            print("opened", path, mode, flags, file=sys.stderr)
    elif event.startswith("shutil.") or event.removeprefix("os.") in CHANGES:
        print(event, arguments, file=sys.stderr)
CHANGES = set("mkdir rename remove rmdir symlink link chmod chown utime truncate setxattr".split())
sys.addaudithook(watch)
os.access("/judging-begins", os.F_OK)
for root in roots:
    judge(root, path="bag", identify=True)
os.access("/judging-ends", os.F_OK)
print("judged", len(roots))
"""


def judged(written: Path, *before: str) -> None:
    """Judge all bags in a process in which Python itself tells what is opened outside of them, or changed."""
    roots = "\n".join(str(written / name / "bag") for name in CASES)
    done = subprocess.run(
        [*before, sys.executable, "-c", JUDGE],
        input=roots,
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
        env=BARE,
    )
    assert (done.stdout, done.stderr) == (f"judged {len(CASES)}\n", "")


IN_OPEN, IN_ACCESS, IN_MODIFY, IN_NONBLOCK = 0x20, 0x1, 0x2, 0o4000


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is of Linux")
def test_no_bait_beside_a_bag_is_ever_opened(written: Path) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    trap = libc.inotify_init1(IN_NONBLOCK)
    baits = [written / name / bait for name in CASES for bait in ("outside", "bag-evil")]
    for bait in baits:
        watch = libc.inotify_add_watch(trap, os.fsencode(bait), IN_OPEN | IN_ACCESS | IN_MODIFY)
        if watch < 0:
            pytest.skip("the system allows too few watches")
    try:
        judged(written)
        with pytest.raises(BlockingIOError):
            os.read(trap, 4096)
        (baits[0] / "secret.txt").read_bytes()
        assert os.read(trap, 4096), "the trap does not work"
    finally:
        os.close(trap)


CALL = re.compile(r"(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)")
AT = re.compile(r'(AT_FDCWD|\d+), "((?:[^"\\]|\\.)*)"(.*)')


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_every_call_of_the_system_stays_inside_the_bag(written: Path, tmp_path: Path) -> None:
    log = tmp_path / "calls"
    judged(written, "strace", "-f", "-qq", "-e", "trace=%file", "-o", str(log))
    calls = log.read_text(encoding="utf-8", errors="replace").split("/judging-begins", 1)[1].split("/judging-ends")[0]
    roots = {str(written / name / "bag") for name in CASES}
    seen, wrong = 0, []
    for text in calls.splitlines()[1:-1]:
        call = CALL.match(text)
        if call is None:
            continue
        seen += 1
        place = AT.match(call[2])
        if place is None or not is_inside(call[1], place[1], place[2], place[3], roots):
            wrong.append(text)
    assert wrong == []
    assert seen > 3 * len(CASES)


def is_inside(call: str, folder: str, name: str, rest: str, roots: set[str]) -> bool:
    """Tell whether a call looks at the root of a bag, or at one name in an open folder without following a link."""
    if folder == "AT_FDCWD":
        opened = call == "openat" and "O_DIRECTORY" in rest and "O_WRONLY" not in rest
        return name in roots and (opened or call in {"stat", "newfstatat"})
    if name == "" and "AT_EMPTY_PATH" in rest:
        return True
    if "/" in name or name == "..":
        return False
    if call == "openat":
        return "O_NOFOLLOW" in rest and "O_RDONLY" in rest and "O_CREAT" not in rest
    return call == "newfstatat" and "AT_SYMLINK_NOFOLLOW" in rest
