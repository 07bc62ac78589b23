# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from archiver.bag.workers import Workers, attend, may_fork, processors
from bags import BARE


def reversed_octets(task: bytes) -> bytes:
    if task == b"die":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == b"fail":
        raise ValueError(task)
    return task[::-1]


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 # just a count


def test_every_task_is_answered_under_its_token() -> None:
    before = descriptors()
    with Workers[int](reversed_octets, 3) as pool:
        found: dict[int, bytes | None] = {}
        for number in range(100):
            pool.submit(number, b"%d" % number)
            found.update(pool.ready())
        found.update(pool.finish())
    assert found == {number: (b"%d" % number)[::-1] for number in range(100)}
    assert descriptors() == before


def test_tasks_and_answers_larger_than_a_pipe_do_not_lock() -> None:
    task = bytes(range(256)) * 4000
    with Workers[int](reversed_octets, 2) as pool:
        for number in range(12):
            pool.submit(number, task)
        found = dict(pool.finish())
    assert found == dict.fromkeys(range(12), task[::-1])


@pytest.mark.parametrize("end", [b"die", b"fail"])
@pytest.mark.parametrize("count", [1, 2])
def test_a_worker_that_ends_loses_the_task_it_was_at_and_no_other(
    end: bytes, count: int, capfd: pytest.CaptureFixture[str]
) -> None:
    tasks = {number: end if number % 7 == 3 else b"%d" % number for number in range(40)}
    with Workers[int](reversed_octets, count) as pool:
        for number, task in tasks.items():
            pool.submit(number, task)
        found = dict(pool.finish())
    assert found == {number: None if task == end else task[::-1] for number, task in tasks.items()}
    assert capfd.readouterr() == ("", "")


def test_no_worker_is_left_behind_whatever_it_is_at() -> None:
    def serve(task: bytes) -> bytes:
        time.sleep(60)
        return task

    with Workers[int](serve, 2) as pool:
        pool.submit(0, b"")
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_workers_end_with_the_process_that_feeds_them(tmp_path: Path) -> None:
    program = """
import os, sys, time
from archiver.bag.workers import Workers
def serve(task):
    open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
    return task
pool = Workers(serve, 2)
for i in range(4): pool.submit(i, b"x")
list(pool.finish())
print("ready", flush=True)
time.sleep(60)
"""
    pids = tmp_path / "pids"
    run = subprocess.Popen([sys.executable, "-c", program, pids], stdout=subprocess.PIPE, text=True, env=BARE)
    assert run.stdout
    assert run.stdout.readline() == "ready\n"
    run.kill()
    run.communicate()
    left = set(pids.read_text(encoding="utf-8").split())
    for _ in range(50):
        left = {pid for pid in left if Path("/proc", pid).exists()}
        time.sleep(0.05)
    assert not left


def test_a_worker_answers_until_no_more_is_asked() -> None:
    tasks, answers = os.pipe(), os.pipe()
    os.write(tasks[1], b"\0\0\0\x03abc\0\0\0\x02de")
    os.close(tasks[1])
    attend(reversed_octets, tasks[0], answers[1])
    os.close(answers[1])
    assert os.read(answers[0], 100) == b"\0\0\0\x03cba\0\0\0\x02ed"
    os.close(tasks[0])
    os.close(answers[0])


@pytest.mark.parametrize("what", ["fork", "pipe"])
def test_where_no_process_can_be_started_the_work_is_done_all_the_same(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, what, fail)
    before = descriptors()
    with Workers[int](reversed_octets, 2) as pool:
        pool.submit(0, b"ab")
        assert dict(pool.finish()) == {0: b"ba"}
    assert descriptors() == before


def test_a_process_with_threads_is_not_forked() -> None:
    assert may_fork()
    held = threading.Event()
    thread = threading.Thread(target=held.wait)
    thread.start()
    try:
        assert not may_fork()
    finally:
        held.set()
        thread.join()


def test_there_is_a_processor() -> None:
    assert processors() >= 1
