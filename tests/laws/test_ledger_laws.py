# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import CannotWrite
from archiver.ledger import LedgerEntry, locked, read
from archiver.ledger.entry import format_entry, line_digest, parse_entry
from bags import BARE
from entries import FailingMedium, a_ledger, an_entry, values

if TYPE_CHECKING:
    from archiver.findings import Finding

HEX = "0123456789abcdef"
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\\.", exclude_categories=("Cc", "Cs")), min_size=1)
ENTRIES = st.builds(
    LedgerEntry,
    seq=st.integers(0, 10**12),
    previous=st.none() | st.text(HEX, min_size=64, max_size=64),
    event=st.sampled_from(["packaged", "verified", "deposited"]),
    package=st.lists(NAMES, min_size=1, max_size=3).map("/".join),
    payload=st.just("ni:///sha-256;" + "A" * 43),
    swhid=st.text(HEX, min_size=40, max_size=40).map("swh:1:dir:".__add__),
    tagmanifest=st.text(HEX, min_size=128, max_size=128),
    supersedes=st.none() | NAMES,
    time=st.just("2024-05-02T10:00:00Z"),
    tool=NAMES,
) | st.builds(
    LedgerEntry,
    seq=st.integers(0, 10**12),
    previous=st.text(HEX, min_size=64, max_size=64),
    event=st.just("verified"),
    package=NAMES,
    payload=st.just("ni:///sha-256;" + "A" * 43),
    swhid=st.just("swh:1:dir:" + "a" * 40),
    tagmanifest=st.just("b" * 128),
    supersedes=st.none(),
    time=st.just("2024-05-02T10:00:00Z"),
    tool=NAMES,
    outcome=st.just("success") | st.from_regex(r"(warning|failure)( [A-Z][0-9]{3}){1,9}", fullmatch=True),
)


@given(ENTRIES)
def test_a_line_read_back_is_the_entry_written(entry: LedgerEntry) -> None:
    line = format_entry(entry)
    assert line.count(b"\n") == 1
    assert parse_entry(line[:-1]) == entry


@given(ENTRIES, st.data())
def test_no_edit_of_a_line_goes_unseen(entry: LedgerEntry, data: st.DataObject) -> None:
    line = bytearray(format_entry(entry)[:-1])
    place = data.draw(st.integers(0, len(line) - 1))
    edit = data.draw(st.sampled_from(["flip", "drop", "insert"]))
    if edit == "flip":
        line[place] ^= data.draw(st.integers(1, 255))
    elif edit == "drop":
        del line[place]
    else:
        line.insert(place, data.draw(st.integers(0, 255)))
    with pytest.raises(ValueError, match=r".+"):
        parse_entry(bytes(line))


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_stumble(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "LEDGER"
        path.write_bytes(data)
        ledger = read(path, name="LEDGER")
        assert ledger.entries == ()
        assert bool(ledger.findings) == bool(data)
        assert path.read_bytes() == data


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 8), st.data())
def test_every_flipped_byte_of_a_ledger_is_one_finding_on_its_line(length: int, data: st.DataObject) -> None:
    whole = a_ledger(length)
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[place] ^= data.draw(st.integers(1, 255))
    line = whole.count(b"\n", 0, place) + 1
    findings = check(bytes(flipped))
    if whole[place] == ord("\n"):
        # Two lines became one, or the last one lost its end.
        assert {finding.line for finding in findings} <= {line, line + 1}
        assert findings
    elif flipped[place] == ord("\n"):
        assert {finding.line for finding in findings} <= {line, line + 1, line + 2}
        assert findings
    else:
        assert [(finding.line, finding.code in {"L101", "L102"}) for finding in findings] == [(line, True)]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 8), st.data())
def test_a_lost_repeated_or_foreign_line_is_one_finding_where_the_chain_breaks(
    length: int, data: st.DataObject
) -> None:
    lines = a_ledger(length).splitlines(keepends=True)
    place = data.draw(st.integers(0, length - 2))
    lost = check(b"".join(lines[:place] + lines[place + 1 :]))
    assert [(finding.code, finding.line) for finding in lost] == [("L103", place + 1)]
    repeated = check(b"".join(lines[: place + 1] + lines[place:]))
    assert [(finding.code, finding.line) for finding in repeated] == [("L103", place + 2)]
    foreign = format_entry(an_entry(seq=place, previous="0" * 64))
    replaced = check(b"".join([*lines[:place], foreign, *lines[place + 1 :]]))
    assert [(finding.code, finding.line) for finding in replaced] == [("L103", place + 1)]
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    swapped = check(b"".join(lines))
    assert [(finding.code, finding.line) for finding in swapped] == [("L103", place + 1)]


@given(st.integers(0, 4), st.data())
def test_a_torn_last_line_is_told_and_gives_way(length: int, data: st.DataObject) -> None:
    whole = a_ledger(length + 1)
    last = whole.rindex(b"\n", 0, -1) + 1 if length else 0
    cut = data.draw(st.integers(last + 1, len(whole) - 1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "LEDGER"
        path.write_bytes(whole[:cut])
        torn = read(path, name="LEDGER")
        assert [(finding.code, finding.line) for finding in torn.findings] == [("L107", length + 1)]
        assert len(torn.entries) == length
        with locked(path) as ledger:
            ledger.append(**values())
        assert path.read_bytes() == whole


def test_the_chain_links_each_line_to_the_one_before() -> None:
    lines = a_ledger(3).splitlines()
    assert [json.loads(line)["previous"] for line in lines] == [None, line_digest(lines[0]), line_digest(lines[1])]
    assert [json.loads(line)["seq"] for line in lines] == [0, 1, 2]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("fault", ["no space", "interruption"])
@pytest.mark.parametrize("torn", [b"", b'{"torn'])
def test_a_fault_at_any_step_leaves_the_ledger_as_it_was(
    tmp_path: Path, fault: str, torn: bytes, *, after: bool
) -> None:
    path = tmp_path / "LEDGER"
    for step in range(3 if torn else 2):
        path.write_bytes(a_ledger(2) + torn)
        medium = FailingMedium(step, fault, after=after)
        with pytest.raises((CannotWrite, KeyboardInterrupt)), locked(path, medium=medium) as ledger:
            ledger.append(**values())
        assert path.read_bytes() in {a_ledger(2), a_ledger(2) + torn}


@pytest.mark.parametrize("after", [False, True])
def test_a_writer_killed_at_any_step_leaves_old_or_new(tmp_path: Path, *, after: bool) -> None:
    path = tmp_path / "LEDGER"
    for step in range(3):
        path.write_bytes(a_ledger(2) + b"torn")
        child = os.fork()
        if child == 0:
            with suppress(BaseException), locked(path, medium=FailingMedium(step, "death", after=after)) as ledger:
                ledger.append(**values())
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        assert path.read_bytes() in {a_ledger(2) + b"torn", a_ledger(2), a_ledger(3)}


@pytest.mark.parametrize("after", [False, True])
def test_a_writer_killed_while_it_adds_several_leaves_all_or_none(tmp_path: Path, *, after: bool) -> None:
    path = tmp_path / "LEDGER"
    for step in range(3):
        path.write_bytes(a_ledger(2) + b"torn")
        child = os.fork()
        if child == 0:
            with suppress(BaseException), locked(path, medium=FailingMedium(step, "death", after=after)) as ledger:
                ledger.extend([an_entry()] * 3)
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        assert path.read_bytes() in {a_ledger(2) + b"torn", a_ledger(2), a_ledger(5)}


def test_a_short_write_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "LEDGER"
    path.write_bytes(a_ledger(2))
    with pytest.raises(CannotWrite, match="the disk is full"), locked(path, medium=FailingMedium(0, "short")) as ledger:
        ledger.append(**values())
    assert path.read_bytes() == a_ledger(2)


def test_a_really_full_file_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "LEDGER"
    path.write_bytes(a_ledger(2))
    program = (
        "import resource, sys; from pathlib import Path; sys.path[:0] = sys.argv[2:]\n"
        "from entries import values; from archiver.ledger import locked; from archiver.errors import CannotWrite\n"
        "path = Path(sys.argv[1]); size = path.stat().st_size + 100\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "try:\n"
        "    with locked(path) as ledger: ledger.append(**values())\n"
        "except CannotWrite as error: print(error.message)\n"
    )
    tests = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), tests], check=True, capture_output=True, text=True, env=BARE
    )
    assert done.stdout == "the disk is full\n"
    assert path.read_bytes() == a_ledger(2)


WRITER = """
import sys; sys.path[:0] = sys.argv[3:]
from pathlib import Path
from entries import values
from archiver.ledger import locked
for number in range(10):
    with locked(Path(sys.argv[1])) as ledger:
        ledger.append(**values(package=f"p{sys.argv[2]}/v{number}"))
"""


def test_many_processes_and_threads_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "packages" / "LEDGER"
    tests = str(Path(__file__).parents[1])
    processes = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(number), tests]) for number in range(8)]
    threads = [threading.Thread(target=append_ten, args=(path, f"t{number}")) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait() for process in processes] == [0] * 8
    ledger = read(path, name="LEDGER")
    assert ledger.findings == ()
    assert [entry.seq for entry in ledger.entries] == list(range(120))
    expected = {f"p{writer}/v{number}" for writer in [*range(8), "t0", "t1", "t2", "t3"] for number in range(10)}
    assert {entry.package for entry in ledger.entries} == expected


def append_ten(path: Path, writer: str) -> None:
    for number in range(10):
        with locked(path) as ledger:
            ledger.append(**values(package=f"p{writer}/v{number}"))


def test_a_ledger_that_got_no_entry_is_taken_away_and_nobody_writes_into_nothing(tmp_path: Path) -> None:
    path = tmp_path / "LEDGER"

    def give_up() -> NoReturn:
        raise RuntimeError

    def try_and_give_up() -> None:
        for _ in range(50):
            with suppress(RuntimeError), locked(path):
                give_up()

    threads = [threading.Thread(target=try_and_give_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    append_ten(path, "x")
    for thread in threads:
        thread.join()
    assert len(read(path, name="LEDGER").entries) == 10
    path.unlink()
    try_and_give_up()
    assert list(tmp_path.iterdir()) == []


def check(data: bytes) -> list[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "LEDGER"
        path.write_bytes(data)
        return list(read(path, name="LEDGER").findings)
