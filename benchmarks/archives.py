# SPDX-License-Identifier: Apache-2.0
"""Bags in archive files, judged as streams, against unpacking them first.

    .venv/bin/python benchmarks/archives.py [megabytes of a large file] [small files]

M is a bag of many files of 4 KiB, L one of four large files. Ours judges the archive file as it lies there; the peers
unpack it with `unzip` or `tar` into a fresh folder and validate that: with our own judge, or with bagit's API. The
octets cannot be packed, as those of pictures and sound cannot.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import bagit
from pairs import compare, heading

from archiver.bag import judge

if TYPE_CHECKING:
    from collections.abc import Iterable

MEGABYTE = 1 << 20
ROUNDS = 3


def a_bag(root: Path, files: Iterable[tuple[str, int]]) -> None:
    lines = []
    for name, size in files:
        block = hashlib.shake_128(name.encode()).digest(min(size, MEGABYTE))
        digest = hashlib.sha256()
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for _ in range(0, size, len(block)):
                file.write(block)
                digest.update(block)
        lines.append(f"{digest.hexdigest()}  data/{name}\n")
    (root / "manifest-sha256.txt").write_text("".join(lines))
    (root / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")


def main(megabytes: int, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        a_bag(here / "M", ((f"{number % 100:02}/{number}.bin", 4096) for number in range(count)))
        a_bag(here / "L", ((f"{number}.bin", megabytes * MEGABYTE) for number in range(4)))
        heading(f"M {count} files of 4 KiB, L 4 files of {megabytes} MiB")
        for name in ("M", "L"):
            pack(here, name)
            against(here, name, f"{name}.stored.zip", ["unzip", "-q"])
            against(here, name, f"{name}.zip", ["unzip", "-q"])
            against(here, name, f"{name}.tar", ["tar", "xf"])
            against(here, name, f"{name}.tar.gz", ["tar", "xzf"])
            for archive in here.glob(f"{name}.*"):
                archive.unlink()


def pack(here: Path, name: str) -> None:
    commands = (
        ["zip", "-qr0", f"{name}.stored.zip", name] if shutil.which("zip") else zipped(name, f"{name}.stored.zip", 0),
        ["zip", "-qr1", f"{name}.zip", name] if shutil.which("zip") else zipped(name, f"{name}.zip", 8),
        ["tar", "cf", f"{name}.tar", name],
        ["tar", "--use-compress-program=gzip -1", "-cf", f"{name}.tar.gz", name],
    )
    for command in commands:
        subprocess.run(command, cwd=here, check=True)


def zipped(name: str, archive: str, method: int) -> list[str]:
    """Return a command that does what `zip` does, where that is not installed."""
    program = (
        "import zipfile, pathlib, sys; z = zipfile.ZipFile(sys.argv[2], 'w', int(sys.argv[3]), compresslevel=1); "
        "[z.write(p) for p in sorted(pathlib.Path(sys.argv[1]).rglob('*'))]; z.close()"
    )
    return [sys.executable, "-c", program, name, archive, str(method)]


def against(here: Path, name: str, archive: str, command: list[str]) -> None:
    def ours() -> None:
        assert not [f for f in judge(here / archive, path=archive).findings if f.severity == "error"]  # noqa: S101 # it has to be sound

    def unpacked() -> Path:
        # A fresh folder each time: deleting is no part of the work, and makes what is created next slow.
        target = Path(tempfile.mkdtemp(dir=here / "unpacked"))
        subprocess.run([*command, here / archive], cwd=target, check=True)
        return target / name

    (here / "unpacked").mkdir()

    compare(f"{archive} : unpack and our judge", ours, lambda: judge(unpacked(), path=name), rounds=ROUNDS)
    compare(f"{archive} : unpack and bagit", ours, lambda: bagit.Bag(str(unpacked())).validate(), rounds=ROUNDS)
    compare(f"{archive} : our judge of the folder", ours, lambda: judge(here / name, path=name), rounds=ROUNDS)
    shutil.rmtree(here / "unpacked")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3] or ["1024", "20000"]))
