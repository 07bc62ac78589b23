# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
import subprocess
import sys
import threading
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from archiver.errors import CannotRead, CannotWrite, InvalidMaterial, UsageError
from archiver.ledger import entries_about, line_of, locked, place, read
from archiver.ledger.entry import LONGEST, AlteredLine, format_entry, line_digest, parse_entry
from entries import FailingMedium, a_ledger, an_entry, values
from work import steps


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "LEDGER").write_bytes(a_ledger(3))
    return tmp_path / "LEDGER"


def found(path: Path) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.line) for finding in read(path, name="LEDGER").findings]


def test_a_line_is_canonical_json() -> None:
    assert format_entry(an_entry()).startswith(b'{"digest":"')
    assert b'","event":"packaged","package":"bridge/v1","payload":"ni:///sha-256;AAAA' in format_entry(an_entry())
    assert b'"previous":null,"seq":0,"supersedes":null,' in format_entry(an_entry())
    assert "é".encode() in format_entry(an_entry(package="é/v1"))


@pytest.mark.parametrize(
    "fields",
    [
        {"seq": -1},
        {"seq": True},
        {"previous": "0"},
        {"event": "Packaged"},
        {"event": None},
        {"package": "/v1"},
        {"package": "../v1"},
        {"package": "a/../v1"},
        {"package": "a//v1"},
        {"package": "a/"},
        {"package": "a\nb"},
        {"package": "\ud800"},
        {"supersedes": "./a"},
        {"payload": "sha256:0"},
        {"swhid": "swh:1:cnt:" + "0" * 40},
        {"tagmanifest": "A" * 128},
        {"time": "2024-05-02"},
        {"tool": ""},
        {"tool": "x" * LONGEST},
    ],
)
def test_an_entry_of_another_form_is_not_written(path: Path, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        format_entry(an_entry(**fields))
    if not fields.keys() & {"seq", "previous"}:
        with pytest.raises(UsageError, match="no entry for the ledger"), locked(path) as ledger:
            ledger.append(**values(**fields))
    assert path.read_bytes() == a_ledger(3)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b'{"a":NaN}',
        b'{"a":1,"a":1}',
        b"[" * 60_000,
        format_entry(an_entry())[:-2],
        format_entry(an_entry()).replace(b'"seq":0', b'"seq":0.0')[:-1],
        format_entry(an_entry()).replace(b'"seq":0', b'"seq":"0"')[:-1],
    ],
)
def test_a_line_that_is_no_entry_is_refused_with_a_reason(line: bytes, path: Path) -> None:
    with pytest.raises(ValueError, match=r".+") as caught:
        parse_entry(line)
    assert not isinstance(caught.value, AlteredLine)
    lines = a_ledger(3).split(b"\n")
    path.write_bytes(b"\n".join([lines[0], line, *lines[2:]]))
    assert found(path) == [("L101", 2)]


def test_another_spelling_of_the_same_values_is_an_alteration(path: Path) -> None:
    path.write_bytes(a_ledger(3).replace(b'"seq":1', b'"seq": 1'))
    ledger = read(path, name="LEDGER")
    assert [(finding.code, finding.line) for finding in ledger.findings] == [("L102", 2)]
    assert [entry.seq for entry in ledger.entries] == [0, 2]
    assert [entry.package for entry in ledger.altered] == ["bridge/v1"]


def test_a_line_without_end_does_not_fill_the_memory(path: Path) -> None:
    first, rest = a_ledger(3).split(b"\n", 1)
    path.write_bytes(first + b"\n" + b"x" * (5 * LONGEST) + b"\n" + rest)
    assert found(path) == [("L101", 2), ("L103", 3)] or found(path) == [("L101", 2)]
    path.write_bytes(a_ledger(3) + b"x" * (5 * LONGEST))
    assert found(path) == [("L101", 4)]


def test_a_line_just_too_long_is_told(path: Path) -> None:
    for size in (LONGEST - 1, LONGEST, LONGEST + 1):
        path.write_bytes(b"x" * size + b"\n")
        assert found(path) == [("L101", 1)]


def test_a_first_line_that_was_cut_off_is_told(path: Path) -> None:
    path.write_bytes(b"\n".join(a_ledger(3).split(b"\n")[1:]))
    assert found(path) == [("L103", 1)]


def test_a_rewritten_line_that_bears_out_its_digest_breaks_the_chain(path: Path) -> None:
    lines = a_ledger(3).splitlines(keepends=True)
    entry = parse_entry(lines[1][:-1])
    forged = format_entry(an_entry(seq=1, previous=entry.previous, package="other/v1"))
    path.write_bytes(lines[0] + forged + lines[2])
    assert found(path) == [("L103", 3)]


def test_faults_far_apart_are_told_one_by_one(path: Path) -> None:
    lines = a_ledger(12).splitlines(keepends=True)
    lines[1] = lines[1].replace(b"bridge", b"bridgf")
    del lines[5]
    lines[8] = b"rubbish\n"
    path.write_bytes(b"".join(lines) + b"torn")
    assert found(path) == [("L102", 2), ("L103", 6), ("L101", 9), ("L107", 12)]


def test_an_empty_ledger_has_no_entries(path: Path) -> None:
    path.write_bytes(b"")
    assert read(path, name="LEDGER").entries == ()
    assert found(path) == []


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("absent", "No such file or directory"),
        ("folder", "the ledger is a folder"),
        ("link", "the ledger is a link"),
        ("dangling", "the ledger is a link"),
        ("fifo", "the ledger is a FIFO"),
        ("socket", "the ledger is a socket"),
        ("device", "the ledger is a device"),
    ],
)
def test_what_is_no_regular_file_cannot_be_read_or_written(tmp_path: Path, kind: str, message: str) -> None:
    path = tmp_path / "LEDGER" if kind != "device" else Path(os.devnull)
    if kind == "folder":
        path.mkdir()
    elif kind in {"link", "dangling"}:
        if kind == "link":
            (tmp_path / "real").write_bytes(b"")
        path.symlink_to("real")
    elif kind == "fifo":
        os.mkfifo(path)
    with socket.socket(socket.AF_UNIX) as server:
        if kind == "socket":
            server.bind(str(path))
        with pytest.raises(CannotRead) as caught:
            read(path, name="packages/LEDGER")
        assert (caught.value.message, caught.value.where) == (message, "packages/LEDGER")
        if kind != "absent":
            with pytest.raises(CannotWrite) as refused, locked(path, name="packages/LEDGER"):
                pass
            assert (refused.value.message, refused.value.where) == (message, "packages/LEDGER")


def test_what_becomes_a_fifo_after_it_was_looked_at_does_not_make_us_wait(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ = os.open

    def replace_and_open(what: Path, flags: int, mode: int = 0o777) -> int:
        if what == path:
            path.unlink()
            os.mkfifo(path)
        return open_(what, flags, mode)

    monkeypatch.setattr(os, "open", replace_and_open)
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 # just a count
    with pytest.raises(CannotRead, match="the ledger is a FIFO"):
        read(path, name="LEDGER")
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_reading_changes_nothing_and_need_not_wait_for_a_writer(path: Path) -> None:
    before = path.stat()
    with path.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert len(read(path, name="LEDGER", wait=0).entries) == 3
    after = path.stat()
    assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size)


def test_a_ledger_and_the_folders_above_it_are_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "packages" / "LEDGER"
    with locked(path) as ledger:
        assert ledger.read().entries == ()
        entry = ledger.append(**values())
        assert ledger.read().entries == (entry,)
    assert path.read_bytes() == a_ledger(1)


def test_two_entries_can_be_added_under_one_lock(path: Path) -> None:
    with locked(path) as ledger:
        ledger.append(**values())
        ledger.append(**values())
    assert path.read_bytes() == a_ledger(5)


def test_the_last_entries_of_a_long_ledger_are_enough_to_go_on(path: Path) -> None:
    whole = a_ledger(1000)
    path.write_bytes(whole[: whole.index(b"\n", 700 * 500) + 1])
    with locked(path) as ledger:
        ledger.append(**values())
    assert path.read_bytes() == whole[: path.stat().st_size]
    assert found(path) == []


def test_the_entries_of_one_name_are_found_without_those_of_others(path: Path) -> None:
    with locked(path) as ledger:
        for package in ("bridge/v2", "bridges/v1", 'a "b"/v1', "é/v1", "old/bridge/v1"):
            ledger.append(**values(package=package, supersedes="bridge/v1"))
        assert [entry.package for entry in ledger.entries_of("bridge")] == ["bridge/v1"] * 3 + ["bridge/v2"]
        assert [entry.package for entry in ledger.entries_of('a "b"')] == ['a "b"/v1']
        assert [entry.package for entry in ledger.entries_of("é")] == ["é/v1"]
        assert ledger.entries_of("absent") == ()


@pytest.mark.parametrize(("old", "new", "code"), [(b'"seq":1', b'"seq":7', "L102"), (b'"seq":1', b'"seq":"', "L101")])
def test_entries_of_a_name_are_not_taken_from_a_broken_line(path: Path, old: bytes, new: bytes, code: str) -> None:
    path.write_bytes(a_ledger(3).replace(old, new) + b'{"package":"bridge/v9"')
    with pytest.raises(InvalidMaterial) as caught, locked(path, name="LEDGER") as ledger:
        ledger.entries_of("bridge")
    assert [(finding.code, finding.line) for finding in caught.value.findings] == [(code, 2)]


def test_a_folder_that_cannot_be_made_durable_stops_the_first_entry(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite), locked(tmp_path / "LEDGER", medium=FailingMedium(0, "no space")):
        pass
    assert list(tmp_path.iterdir()) == []


LINES = a_ledger(3).splitlines(keepends=True)


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"".join(LINES) + b"rubbish\n", "L101", None),
        (b"".join(LINES) + b"\n", "L101", None),
        (b"".join(LINES).replace(b'"seq":2', b'"seq":3'), "L102", 4),
        (LINES[0] + LINES[2], "L103", 3),
        (LINES[1], "L103", 2),
        (b"x" * (3 * LONGEST), "L101", None),
        (b"x" * (3 * LONGEST) + b"\n", "L101", None),
    ],
)
def test_nothing_is_added_to_a_ledger_whose_end_is_broken(path: Path, data: bytes, code: str, line: int | None) -> None:
    path.write_bytes(data)
    with pytest.raises(InvalidMaterial) as caught, locked(path, name="LEDGER") as ledger:
        ledger.append(**values())
    assert [(finding.code, finding.line) for finding in caught.value.findings] == [(code, line)]
    assert path.read_bytes() == data


def test_a_torn_line_alone_gives_way(path: Path) -> None:
    path.write_bytes(b'{"digest":')
    with locked(path) as ledger:
        ledger.append(**values())
    assert path.read_bytes() == a_ledger(1)


OTHER = {
    "payload": "ni:///sha-256;" + "B" * 43,
    "swhid": "swh:1:dir:" + "1" * 40,
    "tagmanifest": "1" * 128,
}


def chained(*entries: dict[str, Any]) -> bytes:
    """A ledger whose chain is sound, whatever its entries say of each other."""
    data, previous = b"", None
    for seq, fields in enumerate(entries):
        line = format_entry(an_entry(seq=seq, previous=previous, **fields))
        data, previous = data + line, line_digest(line[:-1])
    return data


CHECKED = {"event": "verified", "outcome": "success"}


def test_only_a_check_has_an_outcome_and_no_other_line_has_the_key() -> None:
    assert b"outcome" not in format_entry(an_entry())
    assert b"outcome" not in format_entry(an_entry(event="verified"))
    line = format_entry(an_entry(event="verified", outcome="failure F101 T301"))
    assert b'"event":"verified","outcome":"failure F101 T301","package":' in line
    assert parse_entry(line[:-1]).outcome == "failure F101 T301"


@pytest.mark.parametrize(
    "outcome", ["", "good", "success F101", "failure", "failure f101", "warning  B119", "failure F1"]
)
def test_an_outcome_of_another_form_is_refused(outcome: str) -> None:
    with pytest.raises(ValueError, match="outcome is not of the form"):
        format_entry(an_entry(event="verified", outcome=outcome))


@pytest.mark.parametrize("event", ["packaged", "deposited"])
def test_nothing_but_a_check_has_an_outcome(event: str) -> None:
    with pytest.raises(ValueError, match="nothing else has"):
        format_entry(an_entry(event=event, outcome="success"))


def test_an_outcome_of_nothing_is_no_entry() -> None:
    fields = json.loads(format_entry(an_entry(event="verified", outcome="success")))
    fields["outcome"] = None
    with pytest.raises(ValueError, match="left out"):
        parse_entry(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode())


@pytest.mark.parametrize("name", list(OTHER))
def test_a_check_of_something_else_than_was_packaged_is_told(path: Path, name: str) -> None:
    path.write_bytes(chained({}, CHECKED, {name: OTHER[name], **CHECKED}, {"package": "b/v1", **CHECKED}))
    assert found(path) == [("L110", 3)]


def test_several_entries_are_added_by_one_write(path: Path) -> None:
    checks = [an_entry(seq=99, previous="0" * 64, package=f"{name}/v1", **CHECKED) for name in "abc"]
    with locked(path, name="LEDGER") as ledger:
        added = ledger.extend(checks)
        assert ledger.extend([]) == ()
        assert [entry.seq for entry in added] == [3, 4, 5]
        ledger.append(**values(package="d/v1"))
    assert found(path) == []
    assert read(path, name="LEDGER").entries[3:6] == added


@pytest.mark.parametrize("fault", ["no space", "short", "interruption"])
@pytest.mark.parametrize("step", [0, 1])
def test_of_several_entries_none_stays_if_one_cannot_be_written(path: Path, fault: str, step: int) -> None:
    if (fault, step) == ("short", 1):
        return  # only a write is short
    before = path.read_bytes()
    checks = [an_entry(package=f"{name}/v1", **CHECKED) for name in "abc"]
    with (
        suppress(KeyboardInterrupt, CannotWrite),
        locked(path, name="LEDGER", medium=FailingMedium(step, fault)) as ledger,
    ):
        ledger.extend(checks)
    assert path.read_bytes() == before


def test_a_value_that_is_none_spoils_all_entries(path: Path) -> None:
    before = path.read_bytes()
    with locked(path, name="LEDGER") as ledger, pytest.raises(UsageError):
        ledger.extend([an_entry(**CHECKED), an_entry(event="verified", outcome="perhaps")])
    assert path.read_bytes() == before


def test_what_a_ledger_says_of_a_package_is_found_without_reading_the_rest(path: Path) -> None:
    lines = chained({"package": "a/v1"}, {"package": "a/v1", **CHECKED}, {"package": "a/v2", "supersedes": "a/v1"}, {})
    path.write_bytes(lines)
    assert [entry.seq for entry in entries_about(path, "a/v1")] == [0, 1, 2]
    assert entries_about(path, "none/v1") == ()
    path.write_bytes(lines.replace(b"bridge", b"bridgo"))
    assert len(entries_about(path, "a/v1")) == 3
    path.write_bytes(lines.replace(b'"outcome":"success"', b'"outcome":"failure F101"'))
    with pytest.raises(InvalidMaterial) as caught:
        entries_about(path, "a/v1")
    assert [(one.code, one.line) for one in caught.value.findings] == [("L102", 2)]
    with pytest.raises(CannotRead):
        entries_about(path.with_name("none"), "a/v1")


@pytest.mark.parametrize("name", list(OTHER))
def test_a_package_that_is_recorded_again_with_other_values_is_told_with_both_lines(path: Path, name: str) -> None:
    again, other = {name: OTHER[name]}, {"package": "other/v1"}
    path.write_bytes(chained({}, other, again, {}, {"event": "verified", **OTHER}, {"package": "bridge/v2", **OTHER}))
    (finding,) = read(path, name="LEDGER").findings
    assert (finding.code, finding.path, finding.line) == ("L110", "LEDGER", 3)
    assert finding.detail == (f"bridge/v1: line 1 and line 3 differ in {name}",)


@pytest.mark.parametrize("name", list(OTHER))
def test_a_package_is_not_recorded_again_with_other_values(path: Path, name: str) -> None:
    path.write_bytes(chained({"package": "a/v1"}, {"event": "verified", **OTHER}, {}, {"package": "b/v1"}))
    before = path.read_bytes()
    with locked(path, name="LEDGER") as ledger:
        with pytest.raises(InvalidMaterial) as caught:
            ledger.append(**values(**{name: OTHER[name]}))
        assert path.read_bytes() == before
        ledger.append(**values())
        ledger.append(**values(package="bridge/v10", **OTHER))
        ledger.append(**values(event="deposited", **OTHER))
    (finding,) = caught.value.findings
    assert (finding.code, finding.line) == ("L110", 3)
    assert finding.detail == (f"line 3 records bridge/v1 with another {name}",)
    assert found(path) == []


def test_a_package_whose_line_was_altered_is_not_recorded_again(path: Path) -> None:
    path.write_bytes(a_ledger(4).replace(b'"seq":1', b'"seq":7'))
    with pytest.raises(InvalidMaterial) as caught, locked(path, name="LEDGER") as ledger:
        ledger.append(**values())
    assert [(finding.code, finding.line) for finding in caught.value.findings] == [("L102", 2)]


def test_a_fault_on_very_many_lines_is_told_a_hundred_times_and_counted(path: Path) -> None:
    path.write_bytes(b"\n" * 12_445 + a_ledger(1) + b"{}\n")
    *findings, last = [finding for finding in read(path, name="LEDGER").findings if finding.code == "L101"]
    assert [finding.line for finding in findings] == list(range(1, 101))
    assert (last.line, last.detail) == (101, ("and 12346 more such lines",))
    path.write_bytes(b"\n" * 101)
    assert read(path, name="LEDGER").findings[-1].detail == ("and 1 more such line",)
    path.write_bytes(b"\n" * 100)
    assert [finding.line for finding in read(path, name="LEDGER").findings] == list(range(1, 101))


def test_each_code_is_counted_for_itself(path: Path) -> None:
    fields: list[dict[str, Any]] = [{}, *([OTHER] * 150)]
    altered = chained(*fields).replace(b'"seq":7,', b'"seq": 7,')
    path.write_bytes(altered + b"x\n" * 120)
    told = [(finding.code, finding.detail) for finding in read(path, name="LEDGER").findings]
    assert [code for code, _ in told].count("L102") == 1
    assert told[-2:] == [("L110", ("and 49 more such lines",)), ("L101", ("and 20 more such lines",))]
    assert len(told) == 203


@pytest.mark.parametrize(("line", "number"), [(b"\n", 200_000), (b"{}\n", 200_000)])
def test_a_ledger_of_rubbish_takes_little_memory(path: Path, line: bytes, number: int) -> None:
    path.write_bytes(line * number)
    tracemalloc.start()
    try:
        assert len(read(path, name="LEDGER").findings) == 101
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_breaks_that_come_together_take_little_memory(path: Path) -> None:
    line = format_entry(an_entry(seq=5))
    path.write_bytes(line * 300)
    (finding,) = read(path, name="LEDGER").findings
    assert finding.detail == ("line 1 has seq 5, expected 0", "and the links up to line 300")


HOLDER = """
import fcntl, sys, time
with open(sys.argv[1], "r+b") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    print("locked", flush=True)
    time.sleep(1)
    file.seek(0, 2)
    file.write(sys.argv[2].encode())
    file.flush()
    if sys.argv[3:]:
        sys.stdin.read()
"""


def hold(path: Path, addition: bytes, *more: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", HOLDER, str(path), addition.decode(), *more]
    process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "locked\n"
    return process


def test_reading_waits_for_a_writer_at_work(path: Path) -> None:
    with hold(path, a_ledger(4)[len(a_ledger(3)) :]):
        assert len(read(path, name="LEDGER", wait=0).entries) == 3
        assert len(read(path, name="LEDGER", wait=0.1).entries) == 3
        assert len(read(path, name="LEDGER").entries) == 4


def test_reading_does_not_wait_for_ever(path: Path) -> None:
    with hold(path, b"", "until told") as process:
        assert len(read(path, name="LEDGER", wait=1.5).entries) == 3
        assert process.poll() is None
        process.communicate()


def test_a_ledger_that_is_put_in_place_of_another_while_we_wait_is_the_one_that_is_read(path: Path) -> None:
    path.write_bytes(b"")
    with hold(path, b""):
        other = path.with_name("other")
        other.write_bytes(a_ledger(2))
        other.replace(path)
        assert len(read(path, name="LEDGER").entries) == 2


def test_reading_where_no_lock_can_be_had_does_not_wait(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int, __: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    monkeypatch.setattr(place, "sleep", pytest.fail)
    assert len(read(path, name="LEDGER").entries) == 3


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_modes_of_a_ledger_and_its_folders_do_not_depend_on_the_umask(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "new" / "packages" / "LEDGER"
    before = os.umask(umask)
    try:
        with locked(path) as ledger:
            ledger.append(**values())
    finally:
        os.umask(before)
    modes = [(made.name, made.stat().st_mode & 0o7777) for made in (path.parents[1], path.parent, path)]
    assert modes == [("new", 0o755), ("packages", 0o755), ("LEDGER", 0o644)]


def test_the_mode_of_a_ledger_that_was_there_is_left_alone(path: Path) -> None:
    path.chmod(0o664)
    with locked(path) as ledger:
        ledger.append(**values())
    assert path.stat().st_mode & 0o7777 == 0o664


def test_folders_made_for_nothing_are_taken_away_again(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    path = tmp_path / "kept" / "new" / "packages" / "LEDGER"
    with locked(path):
        assert path.is_file()
    with suppress(RuntimeError), locked(path):
        raise RuntimeError
    assert list(tmp_path.rglob("*")) == [tmp_path / "kept"]
    with locked(path):
        (path.parent / "bridge").mkdir()
    assert (path.parent / "bridge").is_dir()
    assert not path.exists()


@pytest.mark.parametrize("fault", ["no space", "interruption"])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", range(5))
def test_a_fault_on_a_fresh_shelf_leaves_nothing(tmp_path: Path, fault: str, step: int, *, after: bool) -> None:
    medium = FailingMedium(step, fault, after=after)
    with pytest.raises((CannotWrite, KeyboardInterrupt)), locked(tmp_path / "a" / "b" / "LEDGER", medium=medium) as new:
        new.append(**values())
    assert list(tmp_path.iterdir()) == []


def test_a_shelf_behind_a_link_is_used_and_one_behind_a_dangling_link_is_told(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "dangling").symlink_to("nothing")
    with locked(tmp_path / "link" / "deep" / "LEDGER") as ledger:
        ledger.append(**values())
    assert (tmp_path / "real/deep/LEDGER").read_bytes() == a_ledger(1)
    for target in ("LEDGER", "deep/LEDGER"):
        with pytest.raises(CannotWrite, match="No such file"), locked(tmp_path / "dangling" / target):
            pass


def test_writers_of_fresh_shelves_who_give_up_do_not_disturb_one_another(tmp_path: Path) -> None:
    path = tmp_path / "new" / "packages" / "LEDGER"

    def try_and_give_up() -> None:
        for _ in range(100):
            with locked(path):
                pass

    threads = [threading.Thread(target=try_and_give_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        with locked(path) as ledger:
            ledger.append(**values())
    for thread in threads:
        thread.join()
    assert path.read_bytes() == a_ledger(5)


@pytest.mark.parametrize("length", [2, 20, 2_000])
def test_to_append_takes_as_many_steps_in_a_long_ledger_as_in_a_short_one(path: Path, length: int) -> None:
    def appending(lines: int) -> int:
        path.write_bytes(a_ledger(lines))
        with locked(path) as ledger:
            assert ledger.entries_of("ferry") == ()
            return steps(lambda: ledger.append(**values(package="ferry/v1")))

    assert appending(length) == appending(200)


def test_what_is_searched_for_is_found_wherever_a_piece_ends(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(chained(*[{"package": f"p{number}/v1"} for number in range(5)]))
    for size in range(1, 1200, 7):
        monkeypatch.setattr(sys.modules["archiver.ledger.read"], "_PIECE", size)
        with locked(path) as ledger:
            assert [entry.seq for entry in ledger.entries_of("p3")] == [3]
            with pytest.raises(InvalidMaterial) as caught:
                ledger.append(**values(package="p4/v1", swhid="swh:1:dir:" + "1" * 40))
            assert caught.value.findings[0].line == 5


def test_a_line_that_is_too_long_is_not_searched(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = chained({"package": "p0/v1"})
    path.write_bytes(b"x" * LONGEST + whole + b'"package":"p0/v1"' * LONGEST + b"\n" + chained({"package": "p0/v1"}))
    for size in (1024 * 1024, 1000):
        monkeypatch.setattr(sys.modules["archiver.ledger.read"], "_PIECE", size)
        assert line_of(path, "p0/v1") == whole[:-1]
        with locked(path) as ledger:
            assert [entry.seq for entry in ledger.entries_of("p0")] == [0]


def test_the_line_of_a_package_is_the_first_that_records_it(path: Path) -> None:
    path.write_bytes(chained({"package": "a/v1", "event": "verified"}, {"package": "a/v1"}, {"package": "a/v1"}))
    first = line_of(path, "a/v1")
    assert first == path.read_bytes().splitlines()[1]
    assert line_of(path, "b/v1") is None
    path.write_bytes(path.read_bytes().replace(b'"seq":1,', b'"seq": 1,'))
    assert line_of(path, "a/v1") == path.read_bytes().splitlines()[2]
    path.unlink()
    with pytest.raises(CannotRead):
        line_of(path, "a/v1")
