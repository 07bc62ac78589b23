# SPDX-License-Identifier: Apache-2.0
"""Packaging and verifying many documents in one process: is set-up paid once?

    .venv/bin/python benchmarks/in_process.py [documents]

The peer makes and validates a bag of source and record with bagit's API; ours validates the record, attributes the
speech, encodes and checks the TEI, writes the bag with fsync, has it judged twice, and keeps the ledger.
"""

from __future__ import annotations

import cProfile
import pstats
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import bagit
from pairs import clock, compare, heading

import archiver

SEED = Path(__file__).parents[1] / "seeds" / "lavrov-2021-07-12"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def main(documents: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        first = clock(lambda: archiver.package(SEED, shelf=here / "first", when=WHEN))
        names = iter(f"d{i}" for i in range(10**6))

        def ours() -> None:
            archiver.package(SEED, shelf=here / "shelf", when=WHEN, name=next(names))

        def peer() -> None:
            copy = here / "bags" / next(names)
            shutil.copytree(SEED, copy)
            bagit.make_bag(str(copy), checksums=["sha256", "sha512"]).validate()

        heading(f"In one process, {documents} documents in turns")
        compare("package one document : bagit make_bag and validate", ours, peer, rounds=documents)
        package = here / "first" / SEED.name / "v1"
        compare(
            "verify one package : bagit validate",
            lambda: archiver.verify(package),
            lambda: bagit.Bag(str(package)).validate(),
            rounds=documents,
        )
        later = clock(ours)
        print(f"\nfirst document {first * 1000:.0f} ms (imports, schema, RNG), a later one {later * 1000:.0f} ms")
        profile = cProfile.Profile()
        profile.runcall(lambda: [ours() for _ in range(20)])
        print("\nwhere 20 documents spend their time")
        pstats.Stats(profile).sort_stats("tottime").print_stats(12)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
