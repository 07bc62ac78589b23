# SPDX-License-Identifier: Apache-2.0
"""A ledger of a million entries: to append to it, to check its chain, to compute its root, to prove a line of it.

.venv/bin/python benchmarks/ledger.py [entries]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import TYPE_CHECKING, Any, TypeVar

from archiver import ledger
from archiver.ledger.checkpoint import of_tree
from archiver.ledger.entry import format_entry, line_digest
from archiver.ledger.note import Note
from archiver.ledger.proof import prove

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
FIELDS: dict[str, Any] = {
    "event": "packaged",
    "payload": "ni:///sha-256;" + "A" * 43,
    "swhid": "swh:1:dir:" + "0" * 40,
    "tagmanifest": "0" * 128,
    "supersedes": None,
    "time": "2026-01-01T00:00:00Z",
    "tool": "archiver",
}


def write(path: Path, entries: int) -> None:
    previous = None
    with path.open("wb") as file:
        for seq in range(entries):
            entry = ledger.LedgerEntry(seq=seq, previous=previous, package=f"package-{seq}/v1", **FIELDS)
            line = format_entry(entry)
            previous = line_digest(line[:-1])
            file.write(line)
        file.flush()
        os.fsync(file.fileno())  # else the first entry that is appended waits for all of them


def timed(what: str, do: Callable[[], T]) -> T:
    start = time.perf_counter()
    done = do()
    print(f"{what:<58} {time.perf_counter() - start:9.4f} s")
    return done


def main(entries: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "LEDGER"
        write(path, entries)
        print(f"{entries} entries, {path.stat().st_size / 1e6:.0f} MB")
        with ledger.locked(path) as book:
            timed("search for what was recorded of a package", lambda: book.entries_of("new"))
            timed("append an entry", lambda: book.append(package="new/v1", **FIELDS))
        read = timed("check every line and the chain, hash the leaves", lambda: ledger.read(path, name="LEDGER"))
        tree = read.tree
        if tree is None or read.findings:
            sys.exit("the ledger is not sound")
        timed("root of the tree", tree.root)
        note = Note(text=of_tree(tree, "example.org/log").text)
        line = ledger.line_of(path, "new/v1")
        timed("proof that a line is in it", lambda: prove(line or b"", entries, tree, note))
        timed("proof that it only grew since it was half as long", lambda: tree.consistency(entries // 2, tree.size))
    print(f"memory at most: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
