# SPDX-License-Identifier: Apache-2.0
"""The command line against a bare click program and against bagit.py doing its part.

.venv/bin/python benchmarks/command_line.py [rounds]
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pairs import compare, heading

PROJECT = Path(__file__).parents[1]
SEED = PROJECT / "seeds" / "lavrov-2021-07-12"
BARE = """
import click
@click.group()
def bare() -> None:
    "A bare program."
@bare.command()
def verify() -> None:
    "Do nothing."
bare(prog_name="bare")
"""


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


def main(rounds: int) -> None:
    python, archiver = sys.executable, Path(sys.executable).with_name("archiver")
    bagit = Path(sys.executable).with_name("bagit.py")
    with tempfile.TemporaryDirectory() as folder:
        here, count = Path(folder), itertools.count()
        bare = here / "bare.py"
        bare.write_text(BARE)
        run(archiver, "package", SEED, "--shelf", here / "shelf")
        package = here / "shelf" / SEED.name / "v1"

        def package_anew() -> None:
            run(archiver, "package", SEED, "--shelf", here / f"new{next(count)}")

        def bag_anew() -> None:
            copy = here / f"bag{next(count)}"
            shutil.copytree(SEED, copy)
            run(bagit, "--sha256", "--sha512", "--quiet", copy)

        heading(f"Command line, {rounds} rounds in turns, whole processes")
        compare(
            "archiver --help : bare click --help",
            lambda: run(archiver, "--help"),
            lambda: run(python, bare, "--help"),
            rounds=rounds,
        )
        compare(
            "archiver verify PACKAGE : bagit.py --validate",
            lambda: run(archiver, "verify", package),
            lambda: run(bagit, "--validate", "--quiet", package),
            rounds=rounds,
        )
        compare("archiver package SEED : bagit.py SEED (bag alone)", package_anew, bag_anew, rounds=rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
