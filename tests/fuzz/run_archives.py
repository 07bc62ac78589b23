# SPDX-License-Identifier: Apache-2.0
"""Fuzz the reader of archive files for a number of seconds: `python tests/fuzz/run_archives.py 600`.

Blind changes to the corpus, many of them with sums that fit again: a checksum that fails hides all that is behind it.
What breaks the law is written to `tests/fuzz/archives/crash-<digest>`, and the run ends with 1.
"""

from __future__ import annotations

import gzip
import hashlib
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "src")]

from fuzz.archive_files import archive_file  # noqa: E402 # found through the lines above

WORDS = [
    b"PK\1\2", b"PK\3\4", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\7\x08", b"\xff\xff\xff\xff", b"\0\0\0\0", b"../",
    b"/", b"bag/", b"data/", b"\xc3\xa9", b"\x82", b"\\", b"up", b"\1\0", b"ustar", b"ustar\x0000", b"ustar  \0",
    b"x", b"g", b"L", b"K", b"S", b"V", b"D", b"M", b"1", b"2", b"5", b"\x80", b"00000000003\0", b"path=", b"size=",
    b"GNU.sparse.", b"\x1f\x8b\x08", b"./", b"\0",
]  # fmt: skip


def changed(data: bytes, seeds: list[bytes], draw: random.Random) -> bytes:
    """Write over octets, move or double a piece, or put one of another file in."""
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(data) + 1)
        word = draw.choice(WORDS) if draw.random() < 0.6 else draw.randbytes(draw.choice([1, 1, 1, 2, 4]))
        deed = draw.random()
        if deed < 0.7:
            data = data[:at] + word + data[at + len(word) :]
        elif deed < 0.8:
            data = data[:at] + word + data[at:]
        else:
            step = draw.choice([1, 512, 512])
            first, last = sorted(step * draw.randint(0, len(data) // step) for _ in range(2))
            piece = draw.choice([b"", draw.choice(seeds)[first:last], data[first:last] * 2])
            data = data[:first] + piece + data[last if draw.random() < 0.7 else first :]
    return data[:20_000]


def summed(data: bytes) -> bytes:
    """A tar with checksums that fit, wherever a block looks like a header."""
    blocks = [data[at : at + 512] for at in range(0, len(data), 512)]
    for number, block in enumerate(blocks):
        if len(block) == 512 and block[257:262] == b"ustar":
            total = sum(block) - sum(block[148:156]) + 8 * 32
            blocks[number] = block[:148] + b"%06o\0 " % total + block[156:]
    return b"".join(blocks)


def mutant(seeds: list[bytes], draw: random.Random) -> bytes:
    seed = draw.choice(seeds)
    if seed[:2] == b"\x1f\x8b" and draw.random() < 0.8:
        return gzip.compress(mutant([gzip.decompress(seed)], draw), 1)
    data = changed(seed, seeds, draw)
    return summed(data) if draw.random() < 0.8 else data


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    seeds = [path.read_bytes() for path in sorted((HERE / "archives").iterdir())]
    draw = random.Random(int(time.time()))  # noqa: S311, TID251 # no secret, and each run is another one
    end, runs, broken = time.monotonic() + seconds, Counter[bool](), 0
    while time.monotonic() < end and broken < 20:
        data = mutant(seeds, draw)
        try:
            runs[archive_file(data)] += 1
        except Exception:  # noqa: BLE001 # whatever is raised is what is looked for
            name = f"crash-{hashlib.sha256(data).hexdigest()[:12]}"
            (HERE / "archives" / name).write_bytes(data)
            print(f"{name}: {traceback.format_exc(limit=-2)}", flush=True)  # noqa: T201 # a script for people
            broken += 1
    print(f"{runs[False]} told or refused, {runs[True]} let pass alike, {broken} broken")  # noqa: T201
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
