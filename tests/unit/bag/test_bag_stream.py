# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from archiver.bag import SIZES, gather, judge, lay_out
from archiver.bag.stream import COPYING
from archiver.errors import InvalidMaterial
from bags import BARE
from faults import Faulty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    (source / "sub").mkdir(parents=True)
    (source / "a.txt").write_bytes(b"first")
    (source / "m.txt").write_bytes(b"second")
    (source / "sub" / "z").write_bytes(b"x" * 1_300_000)
    return source


class Meddler(Faulty):
    """Has somebody work in the folder when the first file has been copied."""

    def __init__(self, meddle: Callable[[], object]) -> None:
        super().__init__(COPYING, -1, meddle)
        self.done = False

    def copy(self, *args: Any) -> None:
        COPYING.copy(*args)
        if not self.done:
            self.done = True
            self.fault()


def grow(folder: Path) -> None:
    with (folder / "m.txt").open("ab") as file:
        file.write(b"!")


def rewrite(folder: Path) -> None:
    (folder / "m.txt").write_bytes(b"SECOND")


def hide(folder: Path) -> None:
    status = (folder / "m.txt").stat()
    (folder / "m.txt").write_bytes(b"SECOND")
    os.utime(folder / "m.txt", ns=(status.st_atime_ns, status.st_mtime_ns))


def replace(folder: Path) -> None:
    (folder / "other").write_bytes(b"second")
    (folder / "other").replace(folder / "m.txt")


def link(folder: Path) -> None:
    (folder / "m.txt").rename(folder.parent / "m.txt")
    (folder / "m.txt").symlink_to(folder.parent / "m.txt")


def fifo(folder: Path) -> None:
    (folder / "m.txt").unlink()
    os.mkfifo(folder / "m.txt")


def remove(folder: Path) -> None:
    (folder / "m.txt").unlink()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("meddle", [grow, rewrite, hide, replace, link, fifo, remove])
def test_a_file_that_changes_before_its_turn_is_told(
    folder: Path, tmp_path: Path, meddle: Callable[[Path], object], jobs: int
) -> None:
    gathered, disk = gather(folder), Meddler(lambda: meddle(folder))
    with pytest.raises(InvalidMaterial) as caught:
        lay_out(gathered, os.fsencode(tmp_path / "bag"), algorithms=["md5"], info=[], jobs=jobs, disk=disk)
    told = {finding.path.removeprefix(str(folder)): finding.code for finding in caught.value.findings}
    assert told["/m.txt"] == ("B502" if meddle is link else "B509")
    assert set(told) <= {"/m.txt", ""}


def add(folder: Path) -> None:
    (folder / "sub" / "new").write_bytes(b"")


def take(folder: Path) -> None:
    (folder / "a.txt").unlink()


def move(folder: Path) -> None:
    (folder / "sub").rename(folder / "bus")
    (folder / "bus").rename(folder / "sub")


@pytest.mark.parametrize(("meddle", "path"), [(add, "/sub"), (take, ""), (move, "")])
def test_a_folder_that_changes_meanwhile_is_told(
    folder: Path, tmp_path: Path, meddle: Callable[[Path], object], path: str
) -> None:
    gathered, disk = gather(folder), Meddler(lambda: meddle(folder))
    with pytest.raises(InvalidMaterial) as caught:
        lay_out(gathered, os.fsencode(tmp_path / "bag"), algorithms=["md5"], info=[], disk=disk)
    assert ("B509", f"{folder}{path}") in {(finding.code, finding.path) for finding in caught.value.findings}


class Shaker(Faulty):
    """Has somebody work on the large file while it is being copied."""

    def copy(self, path: bytes, pieces: Iterator[bytes | memoryview], modified: int, mode: int) -> None:
        def shaken() -> Iterator[bytes | memoryview]:
            for piece in pieces:
                yield piece
                if path.endswith(b"z"):
                    self.fault()

        COPYING.copy(path, shaken(), modified, mode)


def cut(folder: Path) -> None:
    os.truncate(folder / "sub" / "z", 9)


def lengthen(folder: Path) -> None:
    with (folder / "sub" / "z").open("ab") as file:
        file.write(b"!" * 600_000)


def scribble(folder: Path) -> None:
    with (folder / "sub" / "z").open("r+b") as file:
        file.write(b"!")


@pytest.mark.parametrize("meddle", [cut, lengthen, scribble])
def test_a_file_that_changes_while_it_is_copied_is_told(
    folder: Path, tmp_path: Path, meddle: Callable[[Path], object]
) -> None:
    disk = Shaker(COPYING, -1, lambda: meddle(folder))
    with pytest.raises(InvalidMaterial) as caught:
        lay_out(gather(folder), os.fsencode(tmp_path / "bag"), algorithms=["md5"], info=[], disk=disk)
    assert [(f.code, f.path) for f in caught.value.findings] == [("B509", f"{folder}/sub/z")]


def test_a_folder_that_goes_away_meanwhile_is_told(folder: Path, tmp_path: Path) -> None:
    gathered, disk = gather(folder), Meddler(lambda: shutil.rmtree(folder / "sub"))
    with pytest.raises(InvalidMaterial) as caught:
        lay_out(gathered, os.fsencode(tmp_path / "bag"), algorithms=["md5"], info=[], jobs=1, disk=disk)
    told = [(finding.code, finding.path.removeprefix(str(folder))) for finding in caught.value.findings]
    assert told == [("B509", ""), ("B509", "/sub"), ("B509", "/sub/z")]


@pytest.mark.parametrize("jobs", [1, 3])
def test_each_file_is_hashed_by_every_algorithm(folder: Path, tmp_path: Path, jobs: int) -> None:
    lay_out(gather(folder), os.fsencode(tmp_path / "bag"), algorithms=list(SIZES), info=[], jobs=jobs)
    names = {"sha3224": "sha3_224", "sha3256": "sha3_256", "sha3384": "sha3_384", "sha3512": "sha3_512"}
    for algorithm in SIZES:
        lines = (tmp_path / "bag" / f"manifest-{algorithm}.txt").read_text().splitlines()
        expected = [
            f"{hashlib.new(names.get(algorithm, algorithm), (folder / name).read_bytes()).hexdigest()}  data/{name}"
            for name in ("a.txt", "m.txt", "sub/z")
        ]
        assert lines == expected
    assert judge(tmp_path / "bag", path="bag").findings == ()


def test_a_file_is_read_once_for_all_algorithms(folder: Path, tmp_path: Path) -> None:
    disk = Faulty(COPYING, -1, lambda: None)
    lay_out(gather(folder), os.fsencode(tmp_path / "bag"), algorithms=["md5", "sha256"], info=[], disk=disk)
    pieces = disk.steps - len(disk.log)
    assert pieces == 1 + 1 + 3


PROGRAM = """
import os, resource, sys
from pathlib import Path
from archiver.bag import gather, lay_out
lay_out(gather(Path(sys.argv[1])), os.fsencode(sys.argv[2]), algorithms=["md5"], info=[], jobs=2)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_size_of_the_files(tmp_path: Path) -> None:
    sizes = []
    for name, size in (("small", 1), ("large", 200_000_000)):
        source = tmp_path / name
        source.mkdir()
        for number in range(2):
            with (source / str(number)).open("wb") as file:
                file.truncate(size)
        command = [sys.executable, "-c", PROGRAM, str(source), str(tmp_path / f"{name}-bag")]
        sizes.append(int(subprocess.run(command, check=True, capture_output=True, text=True, env=BARE).stdout))
    assert sizes[1] - sizes[0] < 8_000, sizes
