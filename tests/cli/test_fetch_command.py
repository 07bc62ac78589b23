# SPDX-License-Identifier: Apache-2.0
"""`archiver fetch` as it is run: interrupted, killed, twice at once; and that no other command uses the network."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import servers
from archiver import workflow
from archiver.fetch.place import STAGING
from archiver.findings import Verdict
from bags import tree
from holey import holey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = bytes(range(256)) * 4096


@pytest.fixture
def server() -> Iterator[servers.Server]:
    with servers.serving() as started:
        yield started


def start(bag: Path, *options: str) -> subprocess.Popen[str]:
    command: list[str | Path] = [sys.executable, "-m", "archiver", "fetch", bag, "--allow-private", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(bag: Path, *options: str) -> tuple[int, str, str]:
    started = start(bag, *options)
    out, err = started.communicate(timeout=60)
    return started.returncode, out, err


def halting(data: bytes, after: int) -> servers.Reply:
    """Serve the beginning of a file and then nothing more."""

    def reply(handler: servers.Handler) -> None:
        handler.say(200, {"Content-Length": str(len(data)), "ETag": '"one"'}, data[:after])
        handler.server.over.wait(30)

    return reply


def wait_for_part(bag: Path, size: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        parts = [path for path in bag.parent.glob(f"{STAGING}*/*") if not path.suffix]
        if any(part.stat().st_size >= size for part in parts):
            return
        time.sleep(0.02)
    raise AssertionError("nothing came")


def halted(tmp_path: Path, server: servers.Server) -> tuple[Path, subprocess.Popen[str]]:
    server.replies["/a"] = halting(DATA, 400_000)
    bag = holey(tmp_path / "bag", {"in/a": (DATA, server.url("/a"), str(len(DATA)))})
    running = start(bag)
    wait_for_part(bag, 400_000)
    return bag, running


def test_a_killed_run_leaves_the_bag_as_it_was_and_the_next_one_goes_on(tmp_path: Path, server: servers.Server) -> None:
    bag, running = halted(tmp_path, server)
    running.kill()
    running.communicate()
    assert not (bag / "data/in").exists()
    assert workflow.verify(bag).subjects[0].verdict is Verdict.INCOMPLETE
    server.replies["/a"] = servers.file(DATA)
    assert run(bag)[0] == 0
    assert server.asked[-1][1]["Range"] == "bytes=400000-"
    assert (bag / "data/in/a").read_bytes() == DATA
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]


def test_runs_that_are_killed_at_any_time_leave_whole_files_only(tmp_path: Path, server: servers.Server) -> None:
    files = {f"f{number:02}/{number}": DATA[number:] for number in range(40)}
    server.replies = {f"/{path}": servers.file(data) for path, data in files.items()}
    bag = holey(tmp_path / "bag", {path: (data, server.url(f"/{path}"), "-") for path, data in files.items()})
    for number in range(6):
        running = start(bag)
        time.sleep(0.25 + 0.1 * number)
        running.kill()
        running.communicate()
        there = {path: (bag / "data" / path).read_bytes() for path in files if (bag / "data" / path).exists()}
        assert there == {path: files[path] for path in there}
        assert workflow.verify(bag).subjects[0].verdict in {Verdict.INCOMPLETE, Verdict.VALID}
    assert run(bag)[0] == 0
    assert workflow.verify(bag).subjects[0].verdict is Verdict.VALID
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_at_once_and_keeps_what_has_come(
    tmp_path: Path, server: servers.Server, stop: signal.Signals
) -> None:
    bag, running = halted(tmp_path, server)
    before = time.monotonic()
    running.send_signal(stop)
    out, err = running.communicate(timeout=20)
    assert time.monotonic() - before < 10
    assert (running.returncode, out, err.strip()) == (130, "", "")
    server.replies["/a"] = servers.file(DATA)
    assert run(bag)[0] == 0
    assert server.asked[-1][1]["Range"] == "bytes=400000-"


def test_of_two_runs_for_one_bag_the_second_gives_way(tmp_path: Path, server: servers.Server) -> None:
    bag, running = halted(tmp_path, server)
    code, out, err = run(bag)
    assert (code, out) == (3, "")
    assert "another run fetches for this bag" in err
    running.kill()
    running.communicate()
    server.replies["/a"] = servers.file(DATA)
    runs = [start(bag) for _ in range(3)]
    for started in runs:
        started.communicate(timeout=60)
    assert {started.returncode for started in runs} <= {0, 3}
    assert run(bag)[0] == 0
    assert (bag / "data/in/a").read_bytes() == DATA


def test_a_report_says_what_came_and_what_did_not(tmp_path: Path, server: servers.Server) -> None:
    server.replies |= {"/a": servers.file(b"a"), "/b": servers.file(b"x")}
    bag = holey(tmp_path / "bag", {"a": (b"a", server.url("/a"), "1"), "b": (b"b", server.url("/b"), "1")})
    code, out, err = run(bag, "--format", "concise", "--report", str(tmp_path / "report.json"))
    assert (code, err) == (1, "")
    assert f"{bag}/data/a: B411 file was fetched (1 octets)" in out
    assert f"{bag}/data/b: B416 fetched bytes are not those that were recorded" in out
    assert json.loads((tmp_path / "report.json").read_text())["exit_code"] == 1


def test_limits_are_given_with_units(tmp_path: Path, server: servers.Server) -> None:
    server.replies["/a"] = servers.file(DATA)
    bag = holey(tmp_path / "bag", {"a": (DATA, server.url("/a"), "-")})
    assert run(bag, "--max-octets", "12Q")[0] == 2
    code, out, _ = run(bag, "--max-file-octets", "1023K")
    assert (code, "error" not in out, "B414" in out) == (3, True, True)
    assert run(bag, "--max-file-octets", "1m", "--max-octets", "1T")[0] == 0


_WATCHED = """
import sys
def watch(event, args):
    if event.startswith("socket."):
        sys.stderr.write(f"used {event}\\n")
sys.addaudithook(watch)
from archiver.cli import main
main(sys.argv[1:])
"""


def watched(*arguments: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, *arguments], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    return done.stderr


def test_only_fetch_uses_the_network_and_only_when_it_is_to_fetch(tmp_path: Path, server: servers.Server) -> None:
    server.replies["/a"] = servers.file(DATA)
    bag = holey(tmp_path / "bag", {"a": (DATA, server.url("/a"), "-"), "b": (b"", "https://example.org/b", "-")})
    before = tree(tmp_path)
    assert "used" not in watched("verify", bag)
    assert "used" not in watched("verify", bag, "--second-opinion")
    assert "used" not in watched("fetch", bag, "--dry-run")
    assert (server.asked, tree(tmp_path)) == ([], before)
    (bag / "fetch.txt").write_text(f"{server.url('/a')} - data/a\n")
    assert "used socket.connect" in watched("fetch", bag, "--allow-private")


def test_what_would_be_fetched_is_listed_as_in_fetch_txt(tmp_path: Path) -> None:
    bag = holey(
        tmp_path / "bag",
        {"a%b": (b"a", "https://example.org/a", "1"), "c": (b"c", "http://example.org/c", "-")},
    )
    assert run(bag, "--dry-run") == (
        0,
        "https://example.org/a 1 data/a%25b\nhttp://example.org/c - data/c\n",
        "would fetch 2 files: 1 octets, 1 of a length that is not stated\n",
    )
    code, out, err = run(bag, "--dry-run", "--allow-scheme", "https")
    assert (code, "http://example.org/c: http: is not among the schemes" in err) == (3, True)
    (bag / "fetch.txt").write_text("http://example.org/ - data/kept.txt\n")
    code, out, err = run(bag, "--dry-run")
    assert out == ""
    assert err.endswith("nothing would be fetched: nothing is missing that fetch.txt names\n")
