# SPDX-License-Identifier: Apache-2.0
"""Making a bag of a folder, and adding an algorithm to a bag, against bagit.

    .venv/bin/python benchmarks/bagging.py [rounds] [small files] [MiB of each of four large files]

The peer has no destination: its folder is copied by `cp -a` and bagged where it lies, without fsync and without reading
anything again. Ours copies, waits for the disk, and reads every copy again (or not, where that is said). To add an
algorithm the peer has to validate and then to save, two reads; ours reads once.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random

import bagit
from pairs import compare, heading

from archiver.bag import Request
from archiver.workflow import bag, update

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
BOTH = ["sha256", "sha512"]


def main(rounds: int, small: int, mebibytes: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        random = Random(4)  # noqa: S311 # the same folders at every run
        for name, files, size in (("M", small, 4096), ("L", 4, mebibytes << 20)):
            source = here / name
            for number in range(files):
                folder = source / f"{number // 200:03}"
                folder.mkdir(parents=True, exist_ok=True)
                with (folder / f"{number:05}.bin").open("wb") as file:
                    for _ in range(max(1, size >> 20)):
                        file.write(random.randbytes(min(size, 1 << 20)))
            heading(f"{name}: {files} files of {size} octets, sha256 and sha512")
            making(source, here / "work", rounds)
            adding(source, here / "work", rounds)
            shutil.rmtree(source)


def making(source: Path, work: Path, rounds: int) -> None:
    names = (work / str(number) for number in count())

    def peer() -> None:
        work.mkdir(exist_ok=True)
        target = next(names)
        subprocess.run(["cp", "-a", str(source), str(target)], check=True)
        bagit.make_bag(str(target), checksums=BOTH, processes=2)
        shutil.rmtree(target)

    def ours(*, verify: bool) -> None:
        work.mkdir(exist_ok=True)
        target = next(names)
        bag(source, target, when=WHEN, verify=verify)
        shutil.rmtree(target)

    compare("bag : cp -a and make_bag", lambda: ours(verify=True), peer, rounds=rounds)
    compare("bag --no-verify : cp -a and make_bag", lambda: ours(verify=False), peer, rounds=rounds)


def adding(source: Path, work: Path, rounds: int) -> None:
    ours, theirs = work / "ours", work / "theirs"
    bag(source, ours, when=WHEN, algorithms=["sha256"])
    shutil.copytree(ours, theirs)

    def update_ours() -> None:
        update(ours, Request(add=("sha512",)))
        update(ours, Request(remove=("sha512",)))

    def update_theirs() -> None:
        for algorithms in (BOTH, ["sha256"]):
            opened = bagit.Bag(str(theirs))
            opened.validate(processes=2)
            opened.algorithms = algorithms
            opened.save(processes=2, manifests=True)
            for left in {*BOTH} - {*algorithms}:
                (theirs / f"manifest-{left}.txt").unlink(missing_ok=True)

    compare("update, sha512 added and removed : validate and save", update_ours, update_theirs, rounds=rounds)
    shutil.rmtree(work)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*[*given, *(5, 20_000, 1024)[len(given) :]])
