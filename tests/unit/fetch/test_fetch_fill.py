# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import socket
import threading
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import servers
from archiver.bag import judge
from archiver.errors import CannotWrite
from archiver.fetch import Terms, fill
from archiver.fetch.place import STAGING
from holey import holey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver.findings import Finding

DATA = bytes(range(256)) * 4096  # 1 MiB
TERMS = Terms(private=True, backoff=0.01, stall=0.6, connect=2)


@pytest.fixture
def server() -> Iterator[servers.Server]:
    with servers.serving() as started:
        yield started


def one(tmp_path: Path, server: servers.Server, reply: servers.Reply, *, length: str = "-") -> Path:
    server.replies["/a"] = reply
    return holey(tmp_path / "bag", {"in/a": (DATA, server.url("/a"), length)})


def run(bag: Path, terms: Terms = TERMS) -> tuple[Finding, ...]:
    return fill(bag, judge(bag, path="bag").holes, terms).findings


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def left_beside(bag: Path) -> list[str]:
    return sorted(path.name for path in bag.parent.iterdir() if path.name.startswith(STAGING))


def test_a_file_comes_and_takes_its_place(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.file(DATA), length=str(len(DATA)))
    (finding,) = run(bag)
    assert (finding.code, finding.path, finding.detail) == ("B411", "data/in/a", (f"{len(DATA)} octets",))
    assert (bag / "data/in/a").read_bytes() == DATA
    assert ((bag / "data/in/a").stat().st_mode & 0o777, (bag / "data/in/a").stat().st_nlink) == (0o644, 1)
    assert judge(bag, path="bag").holes == ()
    assert left_beside(bag) == []
    ((_, headers),) = server.asked
    assert headers["Accept-Encoding"] == "identity"
    assert headers["Host"] == f"127.0.0.1:{server.server_address[1]}"
    assert not {"Cookie", "Authorization", "Referer", "Range"} & headers.keys()


def test_many_files_come_at_once_and_each_is_told_in_order(tmp_path: Path, server: servers.Server) -> None:
    files = {f"f{number:02}": (b"%d" % number, server.url(f"/{number}"), "-") for number in range(20)}
    together = threading.Barrier(4, timeout=10)

    def meeting(data: bytes) -> servers.Reply:
        def reply(handler: servers.Handler) -> None:
            together.wait()
            servers.file(data)(handler)

        return reply

    server.replies = {f"/{number}": meeting(b"%d" % number) for number in range(20)}
    bag = holey(tmp_path / "bag", files)
    findings = run(bag, replace(TERMS, jobs=4))
    assert codes(findings) == ["B411"] * 20
    assert [finding.path for finding in findings] == [f"data/{name}" for name in sorted(files)]


def test_one_that_fails_does_not_hinder_the_others(tmp_path: Path, server: servers.Server) -> None:
    server.replies["/b"] = servers.file(b"b")
    bag = holey(tmp_path / "bag", {"a": (b"a", server.url("/a"), "1"), "b": (b"b", server.url("/b"), "1")})
    first, second = run(bag)
    assert (first.code, first.path) == ("B412", "data/a")
    assert first.detail == (f"{server.url('/a')}: the server answers 404",)
    assert (second.code, server.paths().count("/a")) == ("B411", 1)


@pytest.mark.parametrize("code", [500, 503, 429, 408])
def test_an_answer_that_may_change_is_asked_for_again(tmp_path: Path, server: servers.Server, code: int) -> None:
    bag = one(tmp_path, server, servers.in_turn(servers.status(code, Retry_After="0"), servers.file(DATA)))
    assert codes(run(bag)) == ["B411"]
    assert len(server.asked) == 2


def test_nobody_is_asked_for_ever(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.status(503))
    assert codes(run(bag)) == ["B412"]
    assert len(server.asked) == 4


def test_a_server_that_asks_to_wait_is_not_waited_for_longer_than_the_terms_say(
    tmp_path: Path, server: servers.Server
) -> None:
    bag = one(tmp_path, server, servers.in_turn(servers.status(503, Retry_After="999999"), servers.file(DATA)))
    assert codes(run(bag, replace(TERMS, longest_wait=0.05))) == ["B411"]


# What has come is not asked for again


def test_a_transfer_that_breaks_off_goes_on_where_it_was(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.in_turn(servers.broken(DATA, 400_000), servers.file(DATA)))
    assert codes(run(bag)) == ["B411"]
    assert (bag / "data/in/a").read_bytes() == DATA
    assert [headers.get("Range") for _, headers in server.asked] == [None, "bytes=400000-"]


def test_a_connection_that_is_reset_goes_on_where_it_was(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.in_turn(servers.reset(DATA, 400_000), servers.file(DATA)))
    assert codes(run(bag)) == ["B411"]
    assert server.asked[-1][1]["Range"] == "bytes=400000-"


def test_the_next_run_goes_on_where_the_last_one_was(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.broken(DATA, 400_000))
    assert codes(run(bag, replace(TERMS, tries=1))) == ["B412"]
    assert not (bag / "data/in").exists()
    assert len(left_beside(bag)) == 1
    server.replies["/a"] = servers.file(DATA)
    assert codes(run(bag)) == ["B411"]
    assert server.asked[-1][1]["Range"] == "bytes=400000-"
    assert (left_beside(bag), (bag / "data/in/a").read_bytes() == DATA) == ([], True)


def test_a_file_that_changed_at_its_origin_meanwhile_is_fetched_from_its_beginning(
    tmp_path: Path, server: servers.Server
) -> None:
    other = b"\0" * len(DATA)
    bag = one(tmp_path, server, servers.broken(other, 400_000, etag='"zero"'))
    run(bag, replace(TERMS, tries=1))
    server.replies["/a"] = servers.file(DATA)
    assert codes(run(bag)) == ["B411"]
    assert server.asked[-1][1]["If-Range"] == '"zero"'


@pytest.mark.parametrize("length", [str(len(DATA)), "-"])
def test_what_came_whole_before_a_run_was_killed_is_not_asked_for_again(
    tmp_path: Path, server: servers.Server, length: str
) -> None:
    bag = one(tmp_path, server, servers.broken(DATA, 9), length=length)
    run(bag, replace(TERMS, tries=1))
    (part,) = (path for path in tmp_path.rglob(f"{STAGING}*/*") if not path.suffix)
    part.write_bytes(DATA)
    (finding,) = run(bag)
    assert (finding.code, finding.detail, len(server.asked)) == ("B411", (f"{len(DATA)} octets",), 1)
    assert ((bag / "data/in/a").read_bytes() == DATA, left_beside(bag)) == (True, [])


def test_what_came_from_one_address_is_not_gone_on_with_from_another(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.broken(DATA, 400_000))
    server.replies["/b"] = servers.file(DATA)
    with (bag / "fetch.txt").open("a") as fetch:
        fetch.write(f"{server.url('/b')} - data/in/a\n")
    assert codes(run(bag, replace(TERMS, tries=1))) == ["B411"]
    assert [(path, headers.get("Range")) for path, headers in server.asked] == [("/a", None), ("/b", None)]


def test_without_a_validator_nothing_is_put_together(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.in_turn(servers.broken(DATA, 400_000, etag=""), servers.file(DATA)))
    assert codes(run(bag)) == ["B411"]
    assert [headers.get("Range") for _, headers in server.asked] == [None, None]


def test_parts_that_do_not_fit_together_are_fetched_once_more(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.broken(b"\0" * len(DATA), 400_000))
    run(bag, replace(TERMS, tries=1))
    server.replies["/a"] = servers.file(DATA)
    assert codes(run(bag, replace(TERMS, tries=1))) == ["B411"]
    assert [headers.get("Range") for _, headers in server.asked] == [None, "bytes=400000-", None]


@pytest.mark.parametrize(
    "answer",
    [
        servers.status(416),
        servers.status(206),
        servers.status(206, Content_Range="bytes 5-9/10"),
        servers.status(206, Content_Range="pages 1-2/3"),
    ],
)
def test_another_part_than_was_asked_for_is_not_taken(
    tmp_path: Path, server: servers.Server, answer: servers.Reply
) -> None:
    bag = one(tmp_path, server, servers.in_turn(servers.broken(DATA, 9), answer, servers.file(DATA)))
    assert codes(run(bag)) == ["B411"]
    assert server.asked[-1][1].get("Range") is None


# Sizes


def test_a_server_that_has_another_length_is_not_listened_to(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.endless({"Content-Length": "1048577"}), length=str(len(DATA)))
    (finding,) = run(bag)
    assert (finding.code, finding.detail) == (
        "B415",
        (f"{server.url('/a')}: recorded 1048576 octets   found 1048577",),
    )


@pytest.mark.parametrize("fields", [{}, {"Transfer-Encoding": "chunked"}])
def test_a_body_without_end_is_cut_at_the_length_that_is_stated(
    tmp_path: Path, server: servers.Server, fields: dict[str, str]
) -> None:
    piece = b"1000\r\n" + b"x" * 4096 + b"\r\n" if fields else b"x" * 65536
    bag = one(tmp_path, server, servers.endless(fields, piece), length=str(len(DATA)))
    (finding,) = run(bag)
    assert (finding.code, finding.detail[0].endswith("found more")) == ("B415", True)
    assert left_beside(bag) == []


def test_a_body_without_end_and_without_a_length_is_cut_at_the_limit(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.endless({}))
    (finding,) = run(bag, replace(TERMS, file_octets=300_000))
    assert (finding.code, finding.detail[0].endswith("more than 300000 octets came")) == ("B414", True)
    (finding,) = run(bag, replace(TERMS, octets=300_000))
    assert (finding.code, finding.detail[0].endswith("more than 300000 octets came in this run")) == ("B414", True)


def test_a_length_above_the_limit_is_not_asked_for(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.file(DATA), length="99999999999999999999")
    (finding,) = run(bag)
    assert (finding.code, server.asked) == ("B414", [])
    bag = holey(tmp_path / "two", {"a": (DATA, server.url("/a"), "1048576"), "b": (DATA, server.url("/a"), "1048576")})
    first, second = run(bag, replace(TERMS, octets=1_500_000))
    assert ((first.path, first.code), (second.path, second.code)) == (("data/a", "B411"), ("data/b", "B414"))
    assert second.detail == ("1048576 octets, and 1500000 may come in one run",)


def test_a_server_that_promises_too_much_is_not_listened_to(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.endless({"Content-Length": "999999999999"}))
    (finding,) = run(bag, replace(TERMS, file_octets=1000))
    assert finding.detail == (f"{server.url('/a')}: 999999999999 octets, and 1000 may come",)


def test_a_chunked_body_that_ends_early_has_another_length(tmp_path: Path, server: servers.Server) -> None:
    reply = servers.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
    bag = one(tmp_path, server, reply, length=str(len(DATA)))
    (finding,) = run(bag)
    assert (finding.code, finding.detail[0].endswith("found 3"), len(server.asked)) == ("B415", True, 1)


def test_memory_does_not_grow_with_the_file(tmp_path: Path, server: servers.Server) -> None:
    data = b"\0" * (24 << 20)
    server.replies["/a"] = servers.file(data)
    bag = holey(tmp_path / "bag", {"a": (data, server.url("/a"), str(len(data)))})
    holes = judge(bag, path="bag").holes
    tracemalloc.start()
    findings = fill(bag, holes, TERMS).findings
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert codes(findings) == ["B411"]
    assert most < 4 << 20


# Servers that keep one busy


def test_a_server_that_drips_is_left(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.slow({"Content-Length": str(len(DATA))}))
    (finding,) = run(bag, replace(TERMS, tries=1))
    assert finding.detail == (f"{server.url('/a')}: less than 1024 octets a second",)


def test_a_server_that_says_nothing_is_left(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.raw(silence=30))
    assert codes(run(bag, replace(TERMS, tries=1))) == ["B412"]


@pytest.mark.parametrize(
    "piece",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n" * 1000,
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * 60000 + b"\r\n",
        b"y" * 70000,
    ],
)
def test_a_head_without_end_is_cut(tmp_path: Path, server: servers.Server, piece: bytes) -> None:
    def reply(handler: servers.Handler) -> None:
        while not handler.server.over.is_set():
            handler.wfile.write(piece)

    bag = one(tmp_path, server, reply)
    assert codes(run(bag, replace(TERMS, tries=1))) == ["B412"]


def test_trailers_without_end_are_cut(tmp_path: Path, server: servers.Server) -> None:
    def reply(handler: servers.Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n")
        while not handler.server.over.is_set():
            handler.wfile.write(b"X: y\r\n" * 1000)

    bag = one(tmp_path, server, reply)
    (finding,) = run(bag, replace(TERMS, file_octets=len(DATA), tries=1))
    assert finding.detail == (f"{server.url('/a')}: the server sends without end",)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 999999999999999 OK\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"\xff\xfe\0\0",
    ],
)
def test_an_answer_that_is_none_is_a_finding(tmp_path: Path, server: servers.Server, answer: bytes) -> None:
    bag = one(tmp_path, server, servers.raw(answer), length=str(len(DATA)))
    (code,) = codes(run(bag, replace(TERMS, tries=1)))
    assert code in {"B412", "B415"}
    assert not (bag / "data/in").exists()


@pytest.mark.parametrize("coding", ["gzip", "br", "GZIP, identity"])
def test_what_comes_encoded_is_not_taken(tmp_path: Path, server: servers.Server, coding: str) -> None:
    bag = one(tmp_path, server, lambda handler: handler.say(200, {"Content-Encoding": coding}, b"\x1f\x8b"))
    (finding,) = run(bag)
    assert (finding.code, f"encoded as {coding.lower()}" in finding.detail[0]) == ("B412", True)


# Redirects


def test_redirects_are_followed_and_nothing_is_sent_along(tmp_path: Path, server: servers.Server) -> None:
    server.replies |= {
        "/1": servers.redirect("/2", 301),
        "/2": servers.redirect(server.url("/3#part"), 303),
        "/3": servers.file(DATA),
    }
    bag = one(tmp_path, server, servers.redirect("1", 308))
    assert codes(run(bag)) == ["B411"]
    assert server.paths() == ["/a", "/1", "/2", "/3"]


def test_a_ring_of_redirects_is_left_after_five(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.redirect("/a"))
    (finding,) = run(bag)
    assert (finding.code, len(server.asked)) == ("B413", 6)
    assert finding.detail[0].endswith("redirected more than 5 times")


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "http://u:p@127.0.0.1/", "ftp://a/b"]
)
def test_a_redirect_to_where_nobody_may_go_is_not_followed(tmp_path: Path, server: servers.Server, url: str) -> None:
    bag = one(tmp_path, server, servers.redirect(url))
    (finding,) = run(bag)
    assert finding.code == "B413"


def test_a_server_does_not_fill_the_report(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.redirect(f"{'x' * 50_000}:{'y' * 10_000}"))
    (finding,) = run(bag)
    assert (finding.code, len("".join(finding.detail)) < 600) == ("B413", True)
    bag = holey(tmp_path / "two", {"a": (DATA, server.url("/b"), "-")})
    server.replies["/b"] = servers.status(200, Content_Encoding="z" * 60_000)
    (finding,) = run(bag)
    assert (finding.code, len("".join(finding.detail)) < 600) == ("B412", True)


# Hosts


def test_a_private_host_is_asked_only_on_request(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.file(DATA))
    (finding,) = run(bag, replace(TERMS, private=False))
    assert (finding.code, server.asked) == ("B413", [])


def named(tmp_path: Path, server: servers.Server) -> Path:
    server.replies["/a"] = servers.file(DATA)
    url = server.url("/a", host="files.example")
    return holey(tmp_path / "bag", {"a": (DATA, url, "-")})


def test_a_name_is_resolved_once_and_its_addresses_are_vetted(tmp_path: Path, server: servers.Server) -> None:
    answers = iter([["169.254.169.254", "::ffff:127.0.0.1", "127.0.0.1"], ["169.254.169.254"]])
    bag = named(tmp_path, server)
    assert codes(run(bag, replace(TERMS, resolve=lambda *_: next(answers)))) == ["B411"]
    assert server.asked[0][1]["Host"] == f"files.example:{server.server_address[1]}"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254"])
def test_a_public_name_with_a_private_address_is_not_asked(
    tmp_path: Path, server: servers.Server, address: str
) -> None:
    bag = named(tmp_path, server)
    (finding,) = run(bag, replace(TERMS, private=False, resolve=lambda *_: [address]))
    assert (finding.code, server.asked) == ("B413", [])
    assert address in finding.detail[0]


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost"])
def test_another_way_to_write_this_machine_is_not_asked(tmp_path: Path, server: servers.Server, host: str) -> None:
    server.replies["/a"] = servers.file(DATA)
    bag = holey(tmp_path / "bag", {"a": (DATA, server.url("/a", host=host), "-")})
    (finding,) = run(bag, replace(TERMS, private=False, tries=1))
    assert (finding.code in {"B412", "B413"}, server.asked) == (True, [])


def test_a_host_that_is_not_known_or_does_not_answer_is_a_finding(tmp_path: Path, server: servers.Server) -> None:
    bag = named(tmp_path, server)
    assert codes(run(bag, replace(TERMS, resolve=lambda *_: []))) == ["B413"]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]  # nobody listens there when it is asked
    bag = holey(tmp_path / "closed", {"a": (DATA, f"http://files.example:{port}/a", "-")})
    terms = replace(TERMS, tries=1, resolve=lambda *_: ["127.0.0.2", "127.0.0.1"])
    (finding,) = run(bag, terms)
    assert (finding.code, "cannot connect to 127.0.0.1" in finding.detail[0]) == ("B412", True)
    for host in ("no-such-host.invalid", f"{'a' * 70}.invalid"):
        bag = holey(tmp_path / host[:5], {"a": (DATA, f"http://{host}/", "-")})
        (code,) = codes(run(bag, replace(TERMS, tries=1)))
        assert code in {"B412", "B413"}


def test_the_next_address_of_a_host_is_tried(tmp_path: Path, server: servers.Server) -> None:
    bag = named(tmp_path, server)
    assert codes(run(bag, replace(TERMS, resolve=lambda *_: ["::1", "127.0.0.1"]))) == ["B411"]


def test_no_proxy_of_the_environment_is_used(
    tmp_path: Path, server: servers.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    bag = one(tmp_path, server, servers.file(DATA))
    assert codes(run(bag)) == ["B411"]


# Bytes


def test_wrong_bytes_are_not_let_in(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.file(b"\0" * len(DATA)), length=str(len(DATA)))
    (finding,) = run(bag)
    assert (finding.code, len(finding.detail), len(server.asked)) == ("B416", 2, 1)
    assert finding.detail[0].startswith(f"{server.url('/a')}: sha256 recorded ")
    assert (left_beside(bag), (bag / "data/in").exists()) == ([], False)


def test_all_digests_have_to_agree(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.file(DATA))
    manifest = bag / "manifest-sha256.txt"
    rows = [f"{'0' * 64}  data/in/a" if "in/a" in row else row for row in manifest.read_text().splitlines()]
    manifest.write_text("\n".join(rows) + "\n")
    (finding,) = run(bag)
    assert (finding.code, [line.split()[1] for line in finding.detail]) == ("B416", ["sha256"])


def test_the_next_address_of_a_file_is_asked_and_each_failure_told(tmp_path: Path, server: servers.Server) -> None:
    server.replies |= {"/bad": servers.file(b"\0"), "/good": servers.file(b"\1")}
    bag = holey(tmp_path / "bag", {"a": (b"\1", server.url("/bad"), "-")})
    with (bag / "fetch.txt").open("a") as fetch:
        fetch.write(f"file:///etc/passwd - data/a\n{server.url('/none')} - data/a\n")
    (finding,) = run(bag)
    assert (finding.code, len(finding.detail)) == ("B416", 4)
    with (bag / "fetch.txt").open("a") as fetch:
        fetch.write(f"{server.url('/good')} - data/a\n")
    assert codes(run(bag)) == ["B411"]


def test_a_file_without_a_digest_that_can_be_checked_is_not_asked_for(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.file(DATA))
    holes = [replace(hole, digests={}) for hole in judge(bag, path="bag").holes]
    assert codes(fill(bag, holes, TERMS).findings) == ["B412"]
    assert server.asked == []


# The disk


def test_what_stands_there_is_not_replaced(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.file(DATA))
    holes = judge(bag, path="bag").holes
    (bag / "data/in").mkdir()
    (bag / "data/in/a").write_bytes(b"mine")
    (finding,) = fill(bag, holes, TERMS).findings
    assert (finding.code, (bag / "data/in/a").read_bytes()) == ("B417", b"mine")


@pytest.mark.parametrize("data", [True, False])
def test_a_folder_that_is_a_link_is_not_gone_through(tmp_path: Path, server: servers.Server, *, data: bool) -> None:
    bag = one(tmp_path, server, servers.file(DATA))
    holes = judge(bag, path="bag").holes
    outside = tmp_path / "outside"
    outside.mkdir()
    if data:
        (bag / "data").rename(tmp_path / "kept")
    (bag / ("data" if data else "data/in")).symlink_to(outside)
    (finding,) = fill(bag, holes, TERMS).findings
    assert (finding.code, list(outside.iterdir())) == ("B417", [])


def test_a_file_that_a_killed_run_moved_in_is_not_written_to(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.broken(DATA, 400_000))
    run(bag, replace(TERMS, tries=1))
    (staging,) = (path for path in bag.parent.iterdir() if path.name.startswith(STAGING))
    (part,) = (path for path in staging.iterdir() if not path.suffix)
    os.link(part, tmp_path / "moved")
    server.replies["/a"] = servers.file(DATA)
    assert codes(run(bag)) == ["B411"]
    assert (tmp_path / "moved").stat().st_size == 400_000


def test_a_link_laid_where_files_wait_is_not_followed(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.broken(DATA, 400_000))
    run(bag, replace(TERMS, tries=1))
    (staging,) = (path for path in bag.parent.iterdir() if path.name.startswith(STAGING))
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    for path in staging.iterdir():
        path.unlink()
        path.symlink_to(victim)
    (staging / "folder").mkdir()
    server.replies["/a"] = servers.file(DATA)
    assert codes(run(bag)) == ["B411"]
    assert victim.read_bytes() == b"mine"
    (staging / "folder").rmdir()
    staging.rmdir()
    staging.symlink_to(tmp_path)
    (bag / "data/in/a").unlink()
    with pytest.raises(CannotWrite):
        run(bag)


def test_what_waits_for_nothing_is_cleared_away(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.broken(DATA, 400_000))
    run(bag, replace(TERMS, tries=1))
    fill(bag, (), TERMS)
    assert left_beside(bag) == []


def test_a_note_that_is_none_makes_the_file_begin_anew(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.broken(DATA, 400_000))
    run(bag, replace(TERMS, tries=1))
    (note,) = tmp_path.rglob(f"{STAGING}*/*.json")
    note.write_text("[1]")
    server.replies["/a"] = servers.file(DATA)
    assert codes(run(bag)) == ["B411"]
    assert server.asked[-1][1].get("Range") is None


def test_a_folder_with_a_long_name_has_one_beside_it_too(tmp_path: Path, server: servers.Server) -> None:
    server.replies["/a"] = servers.file(DATA)
    bag = holey(tmp_path / ("b" * 250), {"a": (DATA, server.url("/a"), "-")})
    assert codes(run(bag)) == ["B411"]


def test_a_bag_reached_by_a_link_is_filled_where_it_lies(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.file(DATA))
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link"
    link.symlink_to(bag)
    assert codes(run(link)) == ["B411"]
    assert (bag / "data/in/a").exists()


def test_a_disk_that_takes_nothing_stops_the_run(tmp_path: Path, server: servers.Server) -> None:
    bag = one(tmp_path, server, servers.file(DATA))
    holes = judge(bag, path="bag").holes
    with pytest.raises(CannotWrite):
        fill(tmp_path / "none", holes, TERMS)
