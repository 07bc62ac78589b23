# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from archiver.bag import Terms, intake, judge
from archiver.bag.observe import Folder
from archiver.bag.reading import read_batch
from archiver.bag.workers import Workers
from archiver.errors import CannotRead
from bags import a_plan, put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from archiver.bag.contents import Observed

COUNT = 60


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files that count as many: small and large ones, and what is no file."""
    monkeypatch.setattr(intake, "BATCH", 7)
    monkeypatch.setattr(intake, "MANY", 20)
    root = tmp_path / "bag"
    for number in range(COUNT):
        file = root / f"d{number % 4}" / f"f{number:03}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"%d" % number * (100_000 if number % 9 == 0 else number))
    (root / "d1/link").symlink_to("/etc/passwd")
    os.mkfifo(root / "d2/fifo")
    return root


def opened(descriptor: int) -> str:
    """Return the path of an open file or folder."""
    return str(Path(f"/proc/self/fd/{descriptor}").readlink())


def first(do: Callable[[int], None], then: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that does something with a descriptor before it does what it did."""

    def both(descriptor: int, what: Any) -> Any:
        do(descriptor)
        return then(descriptor, what)

    return both


def observed(root: Path, jobs: int | None, **terms: Any) -> Observed:
    found = Folder(root, Terms(jobs=jobs, **terms)).observe(algorithms=("md5", "sha256"))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    return found


def test_the_result_does_not_depend_on_who_reads(many: Path) -> None:
    Path(os.fsdecode(os.fsencode(many) + b"/d0/\xff\xfe")).write_bytes(b"not UTF-8")
    one = observed(many, 1)
    assert len(one.files) == COUNT + 1
    assert list(one.files) == sorted(one.files)
    for jobs in (2, 3, None):
        other = observed(many, jobs)
        assert dict(other.files) == dict(one.files)
        assert list(other.files) == list(one.files)
        assert other.irregular == one.irregular == {"d1/link": "symbolic link", "d2/fifo": "FIFO"}
        assert other.unreadable == one.unreadable == {}


def test_a_process_with_threads_reads_by_itself(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workers, "grow", lambda _: pytest.fail("forked"))
    held = threading.Event()
    thread = threading.Thread(target=held.wait)
    thread.start()
    try:
        assert len(observed(many, 2).files) == COUNT
    finally:
        held.set()
        thread.join()


def test_what_a_killed_worker_was_at_could_not_be_read_and_all_else_was(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = read_batch

    def killing(names: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
        for name, folder in names:
            if name == "f029":
                os.kill(os.getpid(), signal.SIGKILL)
            yield name, folder

    monkeypatch.setattr(intake, "read_batch", lambda names, makers: read(killing(names), makers))
    found = observed(many, 2)
    assert found.unreadable["d1/f029"] == "the process that read it was ended"
    assert len(found.unreadable) <= 7
    assert len(found.unreadable) + len(found.files) == COUNT


@pytest.mark.parametrize("what", ["fork", "pipe"])
def test_where_no_worker_can_be_started_every_file_is_read(
    what: str, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = observed(many, 1)

    def fail() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, what, fail)
    found = observed(many, 2)
    assert dict(found.files) == dict(one.files)
    assert found.unreadable == {}


def test_where_every_worker_is_killed_no_file_is_forgotten(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, parent = read_batch, os.getpid()

    def killed(names: Any, makers: Any) -> Any:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(names, makers)

    monkeypatch.setattr(intake, "read_batch", killed)
    found = observed(many, 2)
    assert found.unreadable
    assert len(found.unreadable) + len(found.files) == COUNT


def test_a_batch_that_is_lost_by_a_fault_of_ours_is_no_verdict(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workers, "finish", lambda _: iter(()))
    with pytest.raises(CannotRead, match="not all files"):
        observed(many, 2)


def test_more_readers_are_started_on_a_disk_that_makes_them_wait(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    read = read_batch

    def slow(names: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
        for name, folder in names:
            time.sleep(0.002)
            yield name, folder

    grow = Workers.grow

    def count(pool: Workers[Any]) -> None:
        started.append(1)
        grow(pool)

    monkeypatch.setattr(intake, "_FEW", 2)
    monkeypatch.setattr(intake, "read_batch", lambda names, makers: read(slow(names), makers))
    monkeypatch.setattr(intake, "processors", lambda: 2)
    monkeypatch.setattr(Workers, "grow", count)
    assert len(observed(many, None).files) == COUNT
    assert len(started) > 2
    started.clear()
    assert len(observed(many, 2).files) == COUNT
    assert len(started) == 2
    # Few files are read by one reader first, and by more when it had to wait.
    monkeypatch.setattr(intake, "MANY", 1000)
    started.clear()
    assert len(observed(many, None).files) == COUNT
    assert started


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_tells_of_every_file_and_every_octet(many: Path, jobs: int) -> None:
    told: list[tuple[int, int]] = []
    found = observed(many, jobs, progress=lambda files, octets: told.append((files, octets)))
    assert sum(files for files, _ in told) == COUNT
    assert sum(octets for _, octets in told) == sum(file.size for file in found.files.values())


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_disk_that_fails_hides_one_file_and_no_other(many: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        if opened(descriptor).endswith(("f013", "f018")):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", first(fail, os.read))
    monkeypatch.setattr(os, "readv", first(fail, os.readv))
    found = observed(many, jobs)
    assert found.unreadable == dict.fromkeys(["d1/f013", "d2/f018"], "Input/output error")
    assert len(found.files) == COUNT - 2


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("change", ["utime", "unlink", "append"])
def test_a_file_that_changes_or_vanishes_is_neither_good_nor_bad(
    many: Path, jobs: int, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def touch(descriptor: int) -> None:
        path = opened(descriptor).removesuffix(" (deleted)")
        if path.endswith(("f013", "f018")) and Path(path).exists():
            if change == "utime":
                os.utime(path, ns=(1, 1))
            elif change == "unlink":
                Path(path).unlink()
            else:
                with Path(path).open("ab") as file:
                    file.write(b"x")

    monkeypatch.setattr(os, "read", first(touch, os.read))
    monkeypatch.setattr(os, "readv", first(touch, os.readv))
    found = observed(many, jobs)
    said = "vanished while it was read" if change == "unlink" else "changed while it was read"
    assert found.unreadable == dict.fromkeys(["d1/f013", "d2/f018"], said)
    assert len(found.files) == COUNT - 2


def test_a_large_file_that_is_replaced_meanwhile_is_neither_good_nor_bad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large, new = tmp_path / "bag/large", tmp_path / "new"
    large.parent.mkdir()
    large.write_bytes(bytes(400_000))
    os.link(large, tmp_path / "kept")
    readv = os.readv

    def replace(descriptor: int, views: Any) -> int:
        new.write_bytes(b"")
        new.replace(large)
        return readv(descriptor, views)

    monkeypatch.setattr(os, "readv", replace)
    found = Folder(tmp_path / "bag").observe(algorithms=["md5"])
    assert found.unreadable == {"large": "replaced while it was read"}


def test_a_folder_that_is_gone_or_closed_when_the_workers_come_is_told_for_each_file(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = intake.Intake._start  # noqa: SLF001 # the moment between the walk and the reading

    def remove(self: intake.Intake, least: int = 1) -> None:
        (many / "d0").rename(many.with_name("elsewhere"))
        start(self, least)

    monkeypatch.setattr(intake.Intake, "_start", remove)
    found = observed(many, 2)
    gone = {path for path, said in found.unreadable.items() if said == "vanished while it was read"}
    assert gone
    assert all(path.startswith("d0/") for path in gone)
    assert len(found.unreadable) + len(found.files) >= COUNT - 15


def test_a_bag_that_is_removed_meanwhile_is_not_called_incomplete(tmp_path: Path) -> None:
    bag = put(a_plan(), tmp_path / "bag")

    def keep(path: str) -> bool:
        if path == "bag-info.txt":
            shutil.rmtree(bag)
        return True

    with pytest.raises(CannotRead, match="vanished"):
        judge(bag, path="bag", keep=keep)


def test_a_folder_that_is_removed_while_it_is_listed_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bag/data/sub").mkdir(parents=True)
    scandir = os.scandir

    def remove(descriptor: int) -> Any:
        if opened(descriptor).endswith("sub"):
            (tmp_path / "bag/data/sub").rmdir()
        return scandir(descriptor)

    monkeypatch.setattr(os, "scandir", remove)
    found = Folder(tmp_path / "bag").observe(algorithms=[])
    assert found.unreadable == {"data/sub": "vanished while it was read"}
