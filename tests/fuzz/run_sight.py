# SPDX-License-Identifier: Apache-2.0
"""Fuzz what is recognised at sight for a number of seconds: `python tests/fuzz/run_sight.py 900 [SEED]`.

Bags are written and changed by chance; the two ways of `archiver verify` have to end the same. The number of each bag
on which they do not is told, and with it as SEED and 0 seconds it is written and judged again; the run ends with 1.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "src")]

from fuzz.bags_at_sight import a_bag, at_sight, change  # noqa: E402 # found through the lines above


def tried(seed: int) -> bool:
    draw = random.Random(seed)  # noqa: S311 # no secret
    folder = Path(tempfile.mkdtemp())
    try:
        root = folder / "shelf" / "name" / "bag"
        a_bag(root, draw)
        for _ in range(draw.choice([0, 1, 1, 1, 2, 3])):
            change(root, draw)
        return at_sight(root)
    finally:
        shutil.rmtree(folder)


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time()) * 10**6  # noqa: TID251 # each run is another one
    end, runs, broken = time.monotonic() + seconds, Counter[bool](), 0
    while broken < 20:
        try:
            runs[tried(seed)] += 1
        except Exception:  # noqa: BLE001 # whatever is raised is what is looked for
            print(f"{seed}: {traceback.format_exc(limit=-2)}", flush=True)  # noqa: T201 # a script for people
            broken += 1
        seed += 1
        if time.monotonic() >= end:
            break
    print(f"{runs[True]} recognised, {runs[False]} not, {broken} told differently")  # noqa: T201 # the same
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
