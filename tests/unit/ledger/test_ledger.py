# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING, Any

import pytest

from archiver.errors import CannotRead, CannotWrite, InvalidMaterial, UsageError
from archiver.ledger import locked, read
from archiver.ledger.entry import LONGEST, AlteredLine, format_entry, parse_entry
from entries import FailingMedium, a_ledger, an_entry, values

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.mark.parametrize("kind", ["absent", "folder", "link", "fifo"])
def test_what_is_no_regular_file_cannot_be_read_or_written(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "LEDGER"
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        (tmp_path / "real").write_bytes(b"")
        path.symlink_to("real")
    elif kind == "fifo":
        os.mkfifo(path)
    with pytest.raises(CannotRead) as caught:
        read(path, name="packages/LEDGER")
    assert caught.value.where == "packages/LEDGER"
    if kind != "absent":
        with pytest.raises(CannotWrite), locked(path):
            pass


def test_reading_changes_nothing_and_does_not_wait_for_a_writer(path: Path) -> None:
    before = path.stat()
    with path.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert len(read(path, name="LEDGER").entries) == 3
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
