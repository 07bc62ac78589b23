# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import NoReturn

import pytest

from archiver.bag import judge, write
from archiver.bag.write import STAGING
from archiver.errors import ArchiverError, CannotWrite, InvalidMaterial
from bags import BARE, FailingDisk, a_plan, tree


def count_steps(target: Path) -> int:
    disk = FailingDisk(-1, lambda: None)
    write(a_plan(), target, disk=disk)
    return disk.steps


def no_space() -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt() -> NoReturn:
    raise KeyboardInterrupt


def die() -> NoReturn:
    os._exit(7)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("fault", "error"), [(no_space, CannotWrite), (interrupt, KeyboardInterrupt)])
def test_a_fault_at_any_step_leaves_nothing(
    tmp_path: Path, fault: type, error: type[BaseException], *, after: bool
) -> None:
    shelf = tmp_path / "packages"
    write(a_plan({"old": b"old"}), shelf / "name" / "v1")
    before = {path: state[4] for path, state in tree(shelf).items()}
    for target in ("name/v2", "fresh/deep/v1"):
        (tmp_path / "counting/name").mkdir(parents=True, exist_ok=True)
        for step in range(count_steps(tmp_path / "counting" / target)):
            with pytest.raises(error):
                write(a_plan(), shelf / target, disk=FailingDisk(step, fault, after=after))
            assert {path: state[4] for path, state in tree(shelf).items()} == before, step
    assert judge(shelf / "name" / "v1", path="v1").findings == ()


@pytest.mark.parametrize("after", [False, True])
def test_a_killed_writer_leaves_no_half_package_and_the_next_one_sweeps(tmp_path: Path, *, after: bool) -> None:
    outcomes = set()
    for step in range(count_steps(tmp_path / "counting")):
        shelf = tmp_path / f"shelf{step}"
        shelf.mkdir()
        assert in_a_child(lambda step=step, shelf=shelf: write_and_die(shelf, step, after=after)) == 7
        names = sorted(path.name for path in shelf.iterdir())
        assert all(name == "v1" or name.startswith(STAGING) for name in names)
        whole = "v1" in names
        if whole:
            assert judge(shelf / "v1", path="v1", strict_profile=True).findings == ()
        write(a_plan(), shelf / "v2")
        assert sorted(path.name for path in shelf.iterdir()) == (["v1", "v2"] if whole else ["v2"])
        outcomes.add(whole)
    assert outcomes == {True, False}


def write_and_die(shelf: Path, step: int, *, after: bool) -> None:
    write(a_plan(), shelf / "v1", disk=FailingDisk(step, die, after=after))


def in_a_child(work: object) -> int:
    child = os.fork()
    if child == 0:
        work()  # type: ignore[operator] # a lambda that ends the process
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_the_staging_folder_of_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    def write_another(staged: Path) -> None:
        write(a_plan(), tmp_path / "v2")
        assert staged.is_dir()

    write(a_plan(), tmp_path / "v1", judge=write_another)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["v1", "v2"]


def test_of_two_writers_of_one_target_one_wins_and_nothing_is_mixed(tmp_path: Path) -> None:
    errors: list[ArchiverError] = []
    start = threading.Barrier(6)

    def work(number: int) -> None:
        start.wait()
        try:
            write(a_plan({"who": b"%d" % number}), tmp_path / "new" / "v1")
        except ArchiverError as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {error.message for error in errors} == {f"{tmp_path / 'new' / 'v1'} exists already"}
    assert len(errors) == 5
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["v1"]
    assert judge(tmp_path / "new" / "v1", path="v1", strict_profile=True).findings == ()


@pytest.mark.parametrize("kind", ["folder", "empty folder", "file", "link", "dangling link"])
def test_what_stands_at_the_target_is_not_replaced(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "v1"
    make_something(target, kind)
    before = tree(tmp_path)
    with pytest.raises(CannotWrite) as caught:
        write(a_plan(), target)
    assert (caught.value.message, caught.value.where) == (f"{target} exists already", str(target))
    assert tree(tmp_path) == before


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_appears_at_the_target_at_the_last_moment_is_not_replaced(tmp_path: Path, kind: str) -> None:
    class Intruder(FailingDisk):
        def rename(self, old: bytes, new: bytes) -> None:
            make_something(target, kind)
            super().rename(old, new)

    target = tmp_path / "v1"
    with pytest.raises(CannotWrite, match="exists already"):
        write(a_plan(), target, disk=Intruder(-1, no_space))
    assert [path.name for path in tmp_path.iterdir() if path.name != "elsewhere"] == ["v1"]
    assert not (target / "bagit.txt").exists()


def test_an_empty_folder_that_appears_while_the_bag_is_judged_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "v1"
    with pytest.raises(CannotWrite, match="exists already"):
        write(a_plan(), target, judge=lambda _: target.mkdir())
    assert list(tmp_path.rglob("*")) == [target]


def make_something(target: Path, kind: str) -> None:
    if kind.endswith("folder"):
        target.mkdir()
        if kind == "folder":
            (target / "kept").write_bytes(b"x")
    elif kind == "file":
        target.write_bytes(b"x")
    else:
        elsewhere = target.parent / "elsewhere"
        if kind == "link":
            elsewhere.mkdir()
        target.symlink_to(elsewhere)


def test_a_judge_who_objects_leaves_nothing(tmp_path: Path) -> None:
    def object_(staged: Path) -> NoReturn:
        assert (staged / "bagit.txt").is_file()
        raise InvalidMaterial([])

    with pytest.raises(InvalidMaterial):
        write(a_plan(), tmp_path / "new" / "v1", judge=object_)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_modes_do_not_depend_on_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write(a_plan(), tmp_path / "new" / "v1")
    finally:
        os.umask(before)
    modes = {(path.is_dir(), path.stat().st_mode & 0o7777) for path in tmp_path.rglob("*")}
    assert modes == {(True, 0o755), (False, 0o644)}


def test_the_files_are_written_in_one_order_and_synced_before_the_rename(tmp_path: Path) -> None:
    steps: list[tuple[str, bytes]] = []

    class Recorder(FailingDisk):
        def write(self, path: bytes, data: bytes) -> None:
            steps.append(("write", path))
            super().write(path, data)

        def sync(self, path: bytes) -> None:
            steps.append(("sync", path))
            super().sync(path)

        def rename(self, old: bytes, new: bytes) -> None:
            steps.append(("rename", old))
            super().rename(old, new)

    write(a_plan(), tmp_path / "v1", disk=Recorder(-1, no_space))
    at = steps.index(next(step for step in steps if step[0] == "rename"))
    written = [path for kind, path in steps if kind == "write"]
    synced = {path for kind, path in steps[:at] if kind == "sync"}
    folders = {os.path.dirname(path) for path in written}  # noqa: PTH120 # bytes
    assert written == sorted(written)
    assert synced >= {*written, *folders}
    assert steps[at + 1 :] == [("sync", os.fsencode(tmp_path))]


BIG = """
import resource, sys
from pathlib import Path
from archiver.bag.plan import plan
from archiver.bag.write import write
from archiver.errors import CannotWrite
if sys.argv[2] == "limited":
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write(plan({"a": b"x" * 50_000, "big": b"x" * 500_000}, info=[]), Path(sys.argv[1]))
except CannotWrite as error:
    print(error.message, "|", error.help)
"""


def test_a_file_larger_than_the_system_allows_leaves_nothing(tmp_path: Path) -> None:
    output = run_python(BIG, str(tmp_path / "v1"), "limited")
    place = tmp_path / "v1"
    advice = "raise the limit (ulimit -f), or write to a disk that takes it"
    assert output == f"the file is larger than the system allows: {place} | {advice}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(tmp_path)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a small disk is not permitted here")
    try:
        output = run_python(BIG, str(tmp_path / "v1"), "free")
        advice = "make room and run the command again; nothing was left behind"
        assert output == f"the disk is full: {tmp_path / 'v1'} | {advice}\n"
        assert list(tmp_path.iterdir()) == []
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_read_only_disk_is_told(tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(tmp_path)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a disk is not permitted here")
    try:
        with pytest.raises(CannotWrite, match="the disk is read-only"):
            write(a_plan(), tmp_path / "v1")
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_folder_without_permission_is_told() -> None:
    with tempfile.TemporaryDirectory() as folder:  # not tmp_path: others may not enter that
        shelf = Path(folder) / "shelf"
        Path(folder).chmod(0o755)
        shelf.mkdir(mode=0o555)
        assert in_a_child(lambda: write_as_nobody(shelf)) == 7
        assert list(shelf.iterdir()) == []


def write_as_nobody(shelf: Path) -> None:
    if os.getuid() == 0:
        os.setuid(65534)
    try:
        write(a_plan(), shelf / "v1")
    except CannotWrite as error:
        os._exit(7 if error.message.startswith("no permission to write here: ") else 8)


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "name").write_bytes(b"x")
    with pytest.raises(CannotWrite):
        write(a_plan(), tmp_path / "name" / "v1")
    assert (tmp_path / "name").read_bytes() == b"x"


def test_a_name_too_long_for_the_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="a name is too long"):
        write(a_plan(), tmp_path / ("n" * 300))
    assert list(tmp_path.iterdir()) == []


def test_a_real_interruption_leaves_nothing(tmp_path: Path) -> None:
    def interrupt_me(_: Path) -> None:
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        write(a_plan(), tmp_path / "v1", judge=interrupt_me)
    assert list(tmp_path.iterdir()) == []


def run_python(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True, env=BARE
    )
    assert done.stderr == ""
    return done.stdout
