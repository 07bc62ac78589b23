# SPDX-License-Identifier: Apache-2.0
"""Whatever goes wrong while a folder is made a bag: no half bag, and the folder is as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archiver.bag import gather, judge, put_in_place
from archiver.bag.stream import COPYING, lay_out
from archiver.bag.write import STAGING
from archiver.errors import ArchiverError, CannotWrite
from archiver.workflow import bag
from bags import BARE, tree
from builders import WHEN
from faults import MEMORY, Faulty, die, in_a_child, interrupt, no_space

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE = b"0123456789abcdef" * 40_000  # two pieces


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        yield Path(place)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    (source / "sub").mkdir(parents=True)
    (source / "a.txt").write_bytes(b"a")
    (source / "sub" / "large").write_bytes(LARGE)
    (source / "sub" / "larger").write_bytes(LARGE + b"!")
    return source


def make(folder: Path, target: Path, disk: Faulty, jobs: int = 2) -> None:
    out = partial(lay_out, gather(folder), algorithms=["sha256"], info=[], jobs=jobs, disk=disk)
    put_in_place(target, out, disk=disk)


def count_steps(folder: Path, target: Path) -> int:
    disk = Faulty(COPYING, -1, no_space)
    make(folder, target, disk)
    return disk.steps


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("fault", "error"), [(no_space, CannotWrite), (interrupt, KeyboardInterrupt)])
def test_a_fault_at_any_step_leaves_nothing(
    folder: Path, tmp_path: Path, fault: type, error: type[BaseException], jobs: int, *, after: bool
) -> None:
    before, steps = tree(folder), count_steps(folder, tmp_path / "counting" / "bag")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for step in range(steps):
        with pytest.raises(error):
            make(folder, shelf / "new" / "bag", Faulty(COPYING, step, fault, after=after), jobs)
        assert list(shelf.iterdir()) == [], step
    assert steps > 25
    assert tree(folder) == before


@pytest.mark.parametrize("after", [False, True])
def test_a_killed_run_leaves_no_half_bag_and_the_next_one_sweeps(folder: Path, tmp_path: Path, *, after: bool) -> None:
    before, outcomes = tree(folder), set()
    for step in range(count_steps(folder, tmp_path / "counted")):
        shelf = tmp_path / f"shelf{step}"
        shelf.mkdir()
        disk = Faulty(COPYING, step, die, after=after)
        assert in_a_child(partial(make, folder, shelf / "bag", disk, 1)) == 7
        names = sorted(path.name for path in shelf.iterdir())
        assert all(name == "bag" or name.startswith(STAGING) for name in names)
        whole = "bag" in names
        if whole:
            assert judge(shelf / "bag", path="bag").findings == ()
        bag(folder, shelf / "second", when=WHEN)
        assert sorted(path.name for path in shelf.iterdir()) == (["bag", "second"] if whole else ["second"])
        outcomes.add(whole)
    assert outcomes == {True, False}
    assert tree(folder) == before


def test_everything_is_on_the_medium_before_the_rename(folder: Path, tmp_path: Path) -> None:
    disk = Faulty(COPYING, -1, no_space)
    make(folder, tmp_path / "bag", disk)
    names = [name for name, _ in disk.log]
    at = names.index("rename")
    written = {path for name, path in disk.log if name in {"copy", "write", "mkdir"} and b"/bag" in path}
    synced = {path for name, path in disk.log[:at] if name == "sync"}
    assert written <= synced
    assert disk.log[at + 1 :] == [("sync", os.fsencode(tmp_path))]


def test_of_many_files_the_whole_disk_is_waited_for_once(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for number in range(70):
        (source / str(number)).write_bytes(b"x")
    disk = Faulty(COPYING, -1, no_space)
    make(source, tmp_path / "bag", disk)
    names = [name for name, _ in disk.log]
    assert names.index("rename") == names.index("sync_all") + 1
    assert names.count("sync") == 1


def test_of_two_runs_for_one_place_one_wins(folder: Path, tmp_path: Path) -> None:
    errors: list[str] = []
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        try:
            bag(folder, tmp_path / "new" / "bag", when=WHEN)
        except ArchiverError as error:
            errors.append(error.message)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == [f"{tmp_path / 'new' / 'bag'} exists already"] * 3
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["bag"]
    assert judge(tmp_path / "new" / "bag", path="bag").findings == ()


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from archiver.cli import main
main(sys.argv[1:])
"""


def run(folder: Path, target: Path, *program: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *program, "bag", str(folder), str(target)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=BARE)


def test_a_file_larger_than_the_system_allows_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    done = run(folder, tmp_path / "bag", "-c", LIMITED)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("error: the file is larger than the system allows: ")
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_a_full_disk_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(small)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode != 0:
        pytest.skip("mounting a small disk is not permitted here")
    try:
        done = run(folder, small / "bag", "-m", "archiver")
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith("error: the disk is full: ")
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_an_interruption_ends_the_copying_of_a_large_file(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    with (source / "huge").open("wb") as file:
        file.truncate(40 << 30)  # a hole: it takes no room, and minutes to hash
    command = [sys.executable, "-m", "archiver", "bag", str(source), str(tmp_path / "bag")]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=BARE)
    while not list(tmp_path.glob(".archiver-staging-*/bag/data/huge")):
        assert run.poll() is None
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    assert run.wait(timeout=20) == 130
    run.communicate()
    assert [path.name for path in tmp_path.iterdir()] == ["source"]
