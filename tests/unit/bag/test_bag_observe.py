# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from archiver.bag.manifest import SIZES
from archiver.bag.observe import GIT, Folder
from archiver.identity import content_swhid
from bags import BARE

if TYPE_CHECKING:
    from pathlib import Path

ALGORITHMS = ("sha256", "sha512", "md5", GIT)


def expected(data: bytes) -> tuple[bytes, ...]:
    git = bytes.fromhex(content_swhid(data).removeprefix("swh:1:cnt:"))
    return (*(hashlib.new(name, data).digest() for name in ALGORITHMS[:3]), git)


@pytest.mark.parametrize("size", [0, 1, 4096, 256 * 1024, 256 * 1024 + 1, 512 * 1024, 3 * 1024 * 1024 + 7])
def test_a_file_of_any_size_has_all_its_digests_from_one_read(tmp_path: Path, size: int) -> None:
    data = bytes(number % 251 for number in range(1000)) * (size // 1000 + 1)
    (tmp_path / "file").write_bytes(data[:size])
    found = Folder(tmp_path).observe(algorithms=ALGORITHMS)
    assert found.files["file"].size == size
    assert found.files["file"].digests == expected(data[:size])
    assert found.digest("file", "md5") == expected(data[:size])[2]


def test_every_known_algorithm_can_be_computed(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    found = Folder(tmp_path).observe(algorithms=tuple(SIZES))
    assert [len(digest) for digest in found.files["file"].digests] == list(SIZES.values())
    assert found.digest("file", "sha3256") == hashlib.sha3_256(b"x").digest()


def test_many_large_files_are_read_with_few_descriptors(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"f{number}").write_bytes(bytes([number]) * 300_000)
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))\n"
        "from archiver.bag.observe import Folder\n"
        "found = Folder(sys.argv[1]).observe(algorithms=['sha256']); print(len(found.files), found.unreadable)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], check=True, capture_output=True, text=True, env=BARE
    )
    assert done.stdout == "40 {}\n"


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/large").write_bytes(bytes(300_000))
    (tmp_path / "a/small").write_bytes(b"x")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 # just a count
    Folder(tmp_path).observe(algorithms=ALGORITHMS)
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_an_interruption_closes_what_is_open(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"large{number}").write_bytes(bytes(300_000))
    (tmp_path / "zzz").write_bytes(b"")

    def interrupt(path: str) -> int:
        if path == "zzz":
            raise KeyboardInterrupt
        return -1

    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 # just a count
    with pytest.raises(KeyboardInterrupt):
        Folder(tmp_path).observe(algorithms=ALGORITHMS, keep=interrupt)
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_kept_bytes_are_those_that_were_hashed(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"k" * 300_000)
    (tmp_path / "not").write_bytes(b"n")
    (tmp_path / "kept too large").write_bytes(b"k" * 300_001)
    found = Folder(tmp_path).observe(
        algorithms=["sha256"], keep=lambda path: 300_000 if path.startswith("kept") else -1
    )
    assert found.kept == {"kept": b"k" * 300_000}
    assert found.digest("kept", "sha256") == hashlib.sha256(found.kept["kept"]).digest()


@pytest.mark.parametrize("size", [100, 400_000])
@pytest.mark.parametrize("change", [-10, 10])
def test_a_file_that_changes_while_it_is_read_is_not_called_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, change: int
) -> None:
    file = tmp_path / "file"
    file.write_bytes(bytes(size))
    status = os.fstat

    def then_change(descriptor: int) -> os.stat_result:
        result = status(descriptor)
        os.truncate(file, size + change)
        return result

    monkeypatch.setattr(os, "fstat", then_change)
    found = Folder(tmp_path).observe(algorithms=["sha256"])
    assert found.files == {}
    assert found.unreadable == {"file": "changed while it was read"}


def test_what_becomes_a_fifo_after_it_was_looked_at_does_not_make_us_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x")
    open_ = os.open

    def replace_and_open(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if path == "file":
            file.unlink(missing_ok=True)
            os.mkfifo(file)
        return open_(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", replace_and_open)
    found = Folder(tmp_path).observe(algorithms=["sha256"])
    assert found.irregular == {"file": "no regular file when it was opened"}


def test_what_becomes_a_link_after_it_was_looked_at_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x")
    open_ = os.open

    def replace_and_open(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if path == "file":
            file.unlink(missing_ok=True)
            file.symlink_to("/etc/passwd")
        return open_(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", replace_and_open)
    found = Folder(tmp_path).observe(algorithms=["sha256"])
    assert found.files == {}
    assert list(found.unreadable) == ["file"]


def test_a_failing_disk_is_told_for_large_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int, __: object) -> int:
        raise OSError(5, "Input/output error")

    (tmp_path / "large").write_bytes(bytes(400_000))
    monkeypatch.setattr(os, "readv", fail)
    assert Folder(tmp_path).observe(algorithms=["sha256"]).unreadable == {"large": "Input/output error"}


def test_names_are_utf_8_whatever_the_locale_says(tmp_path: Path) -> None:
    (tmp_path / "é").write_bytes(b"x")
    program = (
        "import sys; from archiver.bag.observe import Folder\n"
        "print(sys.getfilesystemencoding(), ascii(list(Folder(sys.argv[1]).observe(algorithms=[]).files)))"
    )
    environment = os.environ | {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], check=True, capture_output=True, text=True, env=environment
    )
    assert done.stdout.endswith("['\\xe9']\n")


def test_the_order_of_the_walk_is_that_of_the_names(tmp_path: Path) -> None:
    for name in ("b", "a", "c/d", "c/a", "B"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert list(Folder(tmp_path).observe(algorithms=[]).files) == ["B", "a", "b", "c/a", "c/d"]
