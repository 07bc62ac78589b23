# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import servers
from archiver import workflow
from archiver.errors import CannotRead, NothingToCheck
from archiver.fetch import Terms
from archiver.findings import Report, State, Verdict
from bags import a_plan, put, tree
from holey import holey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TERMS = Terms(private=True, backoff=0.01, tries=2)


@pytest.fixture
def server() -> Iterator[servers.Server]:
    with servers.serving() as started:
        yield started


def told(report: Report) -> set[str]:
    return {finding.code for finding in report.findings} - {"B124"}


def last(report: Report) -> tuple[str, State, str]:
    check = report.subjects[0].checks[-1]
    return check.name, check.state, check.note


def test_a_holey_bag_becomes_whole_and_is_judged_again(tmp_path: Path, server: servers.Server) -> None:
    server.replies["/a"] = servers.file(b"abc")
    bag = holey(tmp_path / "bag", {"a": (b"abc", server.url("/a"), "3")})
    tags = {path: path.read_bytes() for path in bag.iterdir() if path.is_file()}
    assert workflow.verify(bag).subjects[0].verdict is Verdict.INCOMPLETE
    report = workflow.fetch(bag, terms=TERMS)
    assert (told(report), report.exit_code()) == ({"B411", "B123"}, 0)
    assert last(report) == ("fetch", State.PASSED, "1 of 1 files, 3 octets")
    assert [check.state for check in report.subjects[0].checks[:3]] == [State.PASSED, State.WARNED, State.PASSED]
    assert workflow.verify(bag).subjects[0].verdict is Verdict.VALID
    assert {path: path.read_bytes() for path in bag.iterdir() if path.is_file()} == tags
    assert last(workflow.fetch(bag, terms=TERMS))[1:] == (State.PASSED, "nothing is missing that fetch.txt names")


def test_a_file_that_does_not_come_could_not_be_fetched_and_one_with_other_bytes_is_wrong(
    tmp_path: Path, server: servers.Server
) -> None:
    bag = holey(tmp_path / "bag", {"a": (b"abc", server.url("/a"), "3"), "b": (b"b", server.url("/b"), "-")})
    server.replies["/b"] = servers.file(b"b")
    report = workflow.fetch(bag, terms=TERMS)
    assert (told(report), report.exit_code()) == ({"B411", "B412", "B123"}, 3)
    assert last(report) == ("fetch", State.NOT_RUN, "1 of 2 files, 1 octets")
    server.replies["/a"] = servers.file(b"xyz")
    report = workflow.fetch(bag, terms=TERMS)
    assert (told(report), report.exit_code()) == ({"B416", "B123"}, 1)
    assert report.subjects[0].verdict is Verdict.INCOMPLETE  # what came is not in the bag


def test_what_is_missing_and_not_in_fetch_txt_is_still_said(tmp_path: Path, server: servers.Server) -> None:
    server.replies["/a"] = servers.file(b"abc")
    bag = holey(tmp_path / "bag", {"a": (b"abc", server.url("/a"), "3")})
    (bag / "data/kept.txt").unlink()
    report = workflow.fetch(bag, terms=TERMS)
    assert (told(report), report.exit_code()) == ({"B411", "F101", "B123"}, 1)


def test_a_bag_that_is_not_safe_is_not_written_to(tmp_path: Path, server: servers.Server) -> None:
    server.replies["/a"] = servers.file(b"abc")
    bag = holey(tmp_path / "bag", {"a": (b"abc", server.url("/a"), "3")})
    (tmp_path / "outside").mkdir()
    (bag / "data/link").symlink_to(tmp_path / "outside")
    before = tree(tmp_path)
    report = workflow.fetch(bag, terms=TERMS)
    assert ("B110" in told(report), report.exit_code(), server.asked) == (True, 1, [])
    assert last(report)[1:] == (State.NOT_RUN, "the bag is not safe to be written to")
    assert workflow.plan_fetch(bag, terms=TERMS).holes == ()
    assert tree(tmp_path) == before


@pytest.mark.parametrize("line", ["{} 3 ../out", "{} 3 bag-info.txt", "{} -3 data/a", "{} 3 data/unlisted", ""])
def test_a_fetch_file_with_a_fault_fetches_nothing(tmp_path: Path, server: servers.Server, line: str) -> None:
    bag = holey(tmp_path / "bag", {"a": (b"abc", server.url("/a"), "3")})
    with (bag / "fetch.txt").open("a") as fetch:
        fetch.write(line.format(server.url("/b")) + "\n")
    report = workflow.fetch(bag, terms=TERMS)
    assert (report.exit_code(), server.asked) == (1, [])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag"]


def test_a_package_of_ours_is_whole(tmp_path: Path, server: servers.Server) -> None:
    bag = put(a_plan(), tmp_path / "bag")
    (bag / "data/record.json").unlink()
    (bag / "fetch.txt").write_text(f"{server.url('/a')} 3 data/record.json\n")
    report = workflow.fetch(bag, terms=TERMS)
    assert {"B118", "F101"} <= told(report)
    assert (last(report)[2], server.asked) == ("fetch.txt has no place in a package of archiver", [])


def test_where_there_is_nothing_to_fetch_for_nothing_is_done(tmp_path: Path) -> None:
    bag = holey(tmp_path / "bag", {})
    (bag / "fetch.txt").unlink()
    with pytest.raises(NothingToCheck, match=r"no fetch\.txt"):
        workflow.fetch(bag)
    with pytest.raises(NothingToCheck):
        workflow.fetch(tmp_path / "none")
    (tmp_path / "bag.zip").write_bytes(b"PK")
    with pytest.raises(CannotRead, match="not a folder"):
        workflow.fetch(tmp_path / "bag.zip")


def test_a_plan_asks_nobody_and_says_which_addresses_would_not_be_asked(tmp_path: Path, server: servers.Server) -> None:
    url = server.url("/a")
    bag = holey(tmp_path / "bag", {"a": (b"a", url, "1"), "b": (b"b", "file:///b", "-"), "c": (b"c", "http://x/", "1")})
    before = tree(tmp_path)
    wanted = workflow.plan_fetch(bag)
    assert [hole.path for hole in wanted.holes] == ["data/a", "data/b", "data/c"]
    assert [(f.code, f.path) for f in wanted.report.findings] == [
        ("B413", f"{bag}/data/a"),
        ("B413", f"{bag}/data/b"),
    ]
    assert wanted.report.exit_code() == 3
    assert (server.asked, tree(tmp_path)) == ([], before)
    (bag / "fetch.txt").write_text("http://x/ - data/kept.txt\n")
    assert workflow.plan_fetch(bag).reason == "nothing is missing that fetch.txt names"
