# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
from errno import EOPNOTSUPP, EPERM
from pathlib import Path
from typing import Any

import pytest

from archiver.bag import judge
from archiver.bag.holes import Hole
from archiver.errors import CannotWrite
from archiver.fetch import Failed
from archiver.fetch.place import STAGING, Waiting, name_of, waiting
from holey import holey


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return holey(tmp_path / "bag", {"in/a": (b"abc", "https://example.org/a", "3")})


def hole_of(bag: Path) -> Hole:
    (hole,) = judge(bag, path="bag").holes
    return hole


def put(bag: Path, hole: Hole) -> None:
    with waiting(bag, [hole]) as room:
        part = room.part(hole)
        descriptor = part.open()
        os.write(descriptor, b"abc")
        part.put_in_place(descriptor)
        os.close(descriptor)


def test_a_file_is_moved_in_and_nothing_is_left_beside(bag: Path) -> None:
    put(bag, hole_of(bag))
    assert (bag / "data/in/a").read_bytes() == b"abc"
    assert [path.name for path in bag.parent.iterdir()] == ["bag"]


@pytest.mark.parametrize("number", [EPERM, EOPNOTSUPP])
def test_on_a_disk_without_hard_links_a_file_is_renamed_and_replaces_nothing(
    bag: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, "no links here")

    hole = hole_of(bag)
    monkeypatch.setattr(os, "link", refuse)
    put(bag, hole)
    assert (bag / "data/in/a").read_bytes() == b"abc"
    with pytest.raises(Failed, match="something stands there"):
        put(bag, hole)


def test_a_disk_that_is_full_is_told(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    hole = hole_of(bag)
    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(CannotWrite, match="No space left") as error:
        put(bag, hole)
    assert "what has come is kept" in str(error.value.help)
    assert not (bag / "data/in/a").exists()


def test_a_bag_on_another_disk_than_the_folder_beside_it_cannot_be_filled(bag: Path) -> None:
    other = Path("/dev/shm")  # noqa: S108 # another disk, if the machine has it
    if not other.is_dir() or other.stat().st_dev == bag.stat().st_dev:
        pytest.skip("no second disk here")
    from archiver.fetch.place import _demand_one_disk  # noqa: PLC0415 # no bag can be mounted in a test

    room = Waiting(os.open(bag, os.O_RDONLY), os.open(other, os.O_RDONLY))
    with pytest.raises(CannotWrite, match="another disk"):
        _demand_one_disk(room, bag)
    os.close(room.folder)
    os.close(room.bag)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_not_used(bag: Path) -> None:
    folder = bag.with_name(f"{STAGING}bag")
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    with pytest.raises(CannotWrite, match="belongs to somebody else"), waiting(bag, []):
        pass
    assert folder.exists()


def test_one_run_at_a_time(bag: Path) -> None:
    with waiting(bag, []), pytest.raises(CannotWrite, match="another run"), waiting(bag.parent / "." / "bag", []):
        pass


def test_a_file_waits_under_a_name_of_its_place_and_its_content(bag: Path) -> None:
    hole = hole_of(bag)
    other = Hole(path=hole.path, urls=("https://example.net/",), length=None, digests=hole.digests)
    assert name_of(hole) == name_of(other)
    assert name_of(hole) != name_of(Hole(path="data/in/b", urls=(), length=None, digests=hole.digests))
    assert name_of(hole) != name_of(Hole(path=hole.path, urls=(), length=None, digests={"md5": b""}))


def test_names_that_are_not_utf_8_get_their_octets_back(bag: Path) -> None:
    hole = Hole(path="data/\udcff", urls=(), length=None, digests={})
    put(bag, hole)
    assert b"\xff" in os.listdir(os.fsencode(bag / "data"))  # noqa: PTH208 # a Path holds no octets
