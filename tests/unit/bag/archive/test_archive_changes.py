# SPDX-License-Identifier: Apache-2.0
"""An archive that is written to while it is read: nobody knows, and nothing else is said."""

from __future__ import annotations

import gzip
import os
from typing import TYPE_CHECKING

import pytest

from archiver.bag import Terms, judge
from archiver.bag.archive import Archive
from archiver.errors import CannotRead
from archives import a_bag, noise, tar_file, tarred, zip_file, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = a_bag() | {"bag/data/large": noise(600_000)}
PACKED = {
    "bag.zip": zip_file(zipped(FILES), zip64=True),
    "bag.tar": tar_file(FILES),
    "bag.tar.gz": gzip.compress(tar_file(FILES)),
}
SOUND = {
    "bag.zip": zip_file(zipped(a_bag()), zip64=True),
    "bag.tar": tar_file(a_bag()),
    "bag.tar.gz": gzip.compress(tar_file(a_bag())),
}


def at_read(monkeypatch: pytest.MonkeyPatch, number: int, change: Callable[[], object]) -> list[int]:
    """Do something right before a read of the archive; return a list that counts the reads."""
    real, counted = os.pread, [0]

    def read(descriptor: int, count: int, place: int) -> bytes:
        if counted[0] == number:
            change()
        counted[0] += 1
        return real(descriptor, count, place)

    monkeypatch.setattr(os, "pread", read)
    return counted


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("length", [0, 3, 100, 20_000, -10])
def test_an_archive_that_is_cut_short_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, length: int
) -> None:
    data, path = PACKED[name], tmp_path / name
    rounds = 0
    while True:
        path.write_bytes(data)
        archive = Archive(path, Terms(jobs=2))
        with monkeypatch.context() as patched:
            counted = at_read(patched, rounds, lambda: os.truncate(path, length % len(data)))
            try:
                judged = judge(archive, path="bag")
            except CannotRead as error:
                assert error.message in {"changed while it was read", "neither a zip nor a tar"}  # noqa: PT017 # either
                assert error.message == "changed while it was read"  # noqa: PT017
            else:
                assert counted[0] <= rounds, judged.findings
                return
        rounds += 1


@pytest.mark.parametrize("name", SOUND)
def test_an_archive_that_is_written_over_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    data, path = SOUND[name], tmp_path / name

    def spoil() -> None:
        path.write_bytes(noise(len(data)))
        os.utime(path, ns=(1, 1))

    for number in range(30):
        path.write_bytes(data)
        with monkeypatch.context() as patched:
            counted = at_read(patched, number, spoil)
            try:
                judged = judge(Archive(path), path="bag")
            except CannotRead as error:
                assert error.message == "changed while it was read"  # noqa: PT017
            else:
                assert counted[0] <= number, judged.findings


@pytest.mark.parametrize("name", SOUND)
def test_an_archive_that_another_one_took_the_place_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path, other = tmp_path / name, tmp_path / "other"
    path.write_bytes(SOUND[name][:-30])  # damaged, and mended while it is read
    other.write_bytes(SOUND[name])
    archive = Archive(path)
    at_read(monkeypatch, 1, lambda: os.rename(other, path))  # noqa: PTH104
    with pytest.raises(CannotRead, match="changed while it was read"):
        judge(archive, path="bag")


def test_an_archive_that_is_removed_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bag.tar"
    path.write_bytes(tar_file(a_bag(), tarred("bag/data/x", b"x")))
    at_read(monkeypatch, 1, path.unlink)
    with pytest.raises(CannotRead, match="changed while it was read"):
        Archive(path).names()


def test_a_disk_that_fails_within_a_packed_stream_is_not_told_as_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bag.tar.gz"
    path.write_bytes(gzip.compress(tar_file({"bag/data/large": noise(2_000_000)} | a_bag())))
    archive = Archive(path, Terms(jobs=1))
    archive.names()

    def fail() -> None:
        raise OSError(5, "Input/output error")

    at_read(monkeypatch, 8, fail)
    with pytest.raises(CannotRead, match="Input/output error"):
        archive.observe(algorithms=["md5"])


def test_reads_that_give_less_than_was_asked_for_are_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.pread
    monkeypatch.setattr(os, "pread", lambda descriptor, count, place: real(descriptor, min(count, 1000), place))
    for name, data in SOUND.items():
        (tmp_path / name).write_bytes(data)
        assert judge(tmp_path / name, path="bag").findings == (), name
