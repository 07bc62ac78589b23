# SPDX-License-Identifier: Apache-2.0
"""The SWHID of a folder of 10,000 files beside hashing its files once.

python benchmarks/identify.py [FILES] [OCTETS]
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path

from pairs import compare, heading

from archiver.identity import swhid_of


def hashed_once(root: Path) -> None:
    """Walk and read every file, and hash it by SHA-1, as simply as it can be done."""
    for here, _, files in os.walk(root):
        for name in files:
            hashlib.sha1((Path(here) / name).read_bytes(), usedforsecurity=False).hexdigest()


def hashed_plainly(root: Path) -> None:
    """Do the same with paths as strings: as fast as it gets without a name for the folders."""
    for here, _, files in os.walk(root):
        for name in files:
            with open(f"{here}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 # Path costs more than the hash
                hashlib.sha1(file.read(), usedforsecurity=False).hexdigest()


def main(files: int = 10_000, octets: int = 4096) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number in range(files):
            place = root / f"{number // 100:04}" / f"{number:06}"
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(os.urandom(octets))
        heading(f"{files} files of {octets} octets")
        compare("swhid_of : hashing each file once", lambda: swhid_of(root), lambda: hashed_once(root), rounds=7)
        compare("swhid_of : the same, plain calls", lambda: swhid_of(root), lambda: hashed_plainly(root), rounds=7)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
