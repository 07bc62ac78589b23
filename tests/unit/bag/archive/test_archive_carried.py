# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archiver.bag import TERMS, judge
from archiver.bag.archive import Archive, Kind, kind_of
from archiver.bag.archive.disk import ArchiveFile, opened
from archiver.bag.archive.faults import quoted
from archiver.bag.archive.reading import Reader
from archiver.bag.lines import MOST
from archiver.errors import CannotRead, NothingToCheck
from archives import Zipped, a_bag, noise, tar_file, tarred, zip_file, zipped
from bags import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL = ["md5", "sha256", "sha3256", "git"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zip_file(zipped(a_bag())), Kind.ZIP),
        (b"stub" + zip_file(zipped(a_bag())), Kind.ZIP),
        (zip_file([]), Kind.ZIP),
        (tar_file(a_bag()), Kind.TAR),
        (tarred("x", b"y", magic=bytes(8)), Kind.TAR),
        (gzip.compress(tar_file(a_bag())), Kind.PACKED),
        (gzip.compress(tar_file(a_bag()))[:11], Kind.PACKED),
        (gzip.compress(b"notes"), None),
        (gzip.compress(noise(2000))[:1500], None),
        (gzip.compress(b""), None),
        (b"notes", None),
        (bytes(10240), None),
        (b"", None),
    ],
)
def test_kinds_are_told_by_octets_and_not_by_names(tmp_path: Path, data: bytes, kind: Kind | None) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    assert kind_of(tmp_path / "a.pdf") is kind


def test_a_zip_behind_other_octets_is_found_only_by_a_thorough_look(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"stub" + zip_file(zipped(a_bag())))
    assert kind_of(tmp_path / "a", thorough=False) is None


def test_what_is_no_regular_file_is_no_archive(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path, tmp_path / "fifo", tmp_path / "nothing", Path("/dev/zero")):
        assert kind_of(path) is None
    with pytest.raises(NothingToCheck, match="is not there"):
        Archive(tmp_path / "nothing", TERMS).names()
    with pytest.raises(NothingToCheck, match="no regular file"):
        Archive(tmp_path / "fifo", TERMS).names()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(CannotRead):
        Archive(tmp_path / "loop", TERMS).names()


def test_a_file_that_is_no_archive_cannot_be_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"notes")
    with pytest.raises(CannotRead, match="neither a zip nor a tar"):
        Archive(tmp_path / "a", TERMS).names()
    with pytest.raises(NothingToCheck):
        judge(tmp_path / "a", path="a")


def test_an_archive_that_changes_between_the_two_looks_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "bag.tar"
    path.write_bytes(tar_file(a_bag()))
    archive = Archive(path)
    assert "bagit.txt" in archive.names()
    path.write_bytes(tar_file(a_bag(), end=bytes(2048)))
    with pytest.raises(CannotRead, match="changed while it was read"):
        archive.observe(algorithms=ALL)


def test_an_archive_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "bag.zip").write_bytes(zip_file(zipped(a_bag())))
    before = tree(tmp_path)
    judge(tmp_path / "bag.zip", path="bag")
    assert tree(tmp_path) == before


class Failing(ArchiveFile):
    """An archive on a disk with a bad place."""

    def __init__(self, file: ArchiveFile, bad: range) -> None:
        self.file, self.bad, self.size = file, bad, file.size

    def read(self, place: int, count: int) -> bytes:
        if place < self.bad.stop and place + count > self.bad.start:
            raise OSError(5, "Input/output error")
        return self.file.read(place, count)


def readings(path: Path, bad: range, files: Sequence[str], jobs: int) -> dict[str, str | None]:
    archive = Archive(path)
    members = archive._read_headers()  # noqa: SLF001 # the disk fails after the headers were read
    with opened(path) as file:
        found = Reader(ALL, lambda _: -1, jobs).at_any_place(Failing(file, bad), members.files())
        return {name: reading.unreadable for name, _, reading in found if name in files}


def test_a_place_that_cannot_be_read_hides_nothing_else(tmp_path: Path) -> None:
    large = {"bag/data/large": noise(300_000), "bag/data/more": noise(300_000)}
    data = tar_file(large | a_bag())
    (tmp_path / "bag.tar").write_bytes(data)
    names = ["data/large", "data/more", "data/record.json"]
    for bad, hit in ((range(100_000, 100_001), "data/large"), (range(len(data) - 4000, len(data)), None)):
        found = readings(tmp_path / "bag.tar", bad, names, 2)
        assert found == {name: "Input/output error" if name == hit else None for name in names}
    place = data.index(b"{}\n")
    found = readings(tmp_path / "bag.tar", range(place, place + 1), names, 1)
    assert found == dict.fromkeys(names) | {"data/record.json": "Input/output error"}


def test_one_fault_told_a_thousand_times_is_counted(tmp_path: Path) -> None:
    bad = [Zipped(name=b"../%d" % number) for number in range(MOST + 5)]
    (tmp_path / "bag.zip").write_bytes(zip_file([*zipped(a_bag()), *bad]))
    details = [finding.detail[0] for finding in judge(tmp_path / "bag.zip", path="bag").findings]
    assert len(details) == MOST + 1
    assert "5 more of these" in details


def test_long_names_are_cut_in_messages() -> None:
    assert quoted("x" * 200) == "x" * 200
    assert quoted("x" * 201) == "x" * 200 + "…"


def test_every_algorithm_gives_the_digests_of_the_folder(tmp_path: Path) -> None:
    files = a_bag() | {"bag/data/large": noise(600_000)}
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    expected = judge(tmp_path / "bag", path="bag", identify=True)
    for name, data in (
        ("bag.zip", zip_file(zipped(files))),
        ("bag.tar", tar_file(files)),
        ("bag.tgz", gzip.compress(tar_file(files))),
    ):
        (tmp_path / name).write_bytes(data)
        judged = judge(tmp_path / name, path="bag", identify=True)
        assert (judged.payload, judged.swhids) == (expected.payload, expected.swhids), name
        assert judged.findings == expected.findings
