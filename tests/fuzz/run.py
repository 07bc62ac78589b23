# SPDX-License-Identifier: Apache-2.0
"""Fuzz the readers of tag files, each in turn, for a number of seconds: `python tests/fuzz/run.py 900`.

Guided by coverage where atheris is installed, else by blind changes to the corpus. What breaks a law is written
to `tests/fuzz/corpus/<law>/crash-<digest>`, where `test_fuzz_corpus.py` keeps it, and the run ends with 1.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "src")]

from fuzz.bag_texts import LAWS  # noqa: E402 # found through the lines above

try:
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]
except ImportError:
    atheris = None

WORDS = [
    b"data/", b"./", b"../", b"*", b"\\", b"%0A", b"%25", b"%", b"\r", b"\n", b"\r\n", b"\x0b", b"\xc2\x85", b"\t",
    b" ", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x80\xa8", b"~", b"C:", b"\x00", b": ", b"Payload-Oxum",
    b"Bagging-Date", b"BagIt-Version", b"Tag-File-Character-Encoding", b"UTF-8", b"1.0",
    b"0.97", b"https://a/", b" - ", b"0123456789abcdef0123456789abcdef", b"e\xcc\x81", b"\xc3\xa9",
]  # fmt: skip


def corpus(law: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((HERE / "corpus" / law).iterdir())]


def changed(data: bytes, seeds: list[bytes], draw: random.Random) -> bytes:
    """Cut a piece out, or put in a word, a piece of another file or any octets."""
    for _ in range(draw.randint(1, 6)):
        at, end = sorted((draw.randint(0, len(data)), draw.randint(0, len(data))))
        other = draw.choice(seeds)
        piece = draw.choice([b"", draw.choice(WORDS), draw.randbytes(3), other[at:end], data[at:end] * 2])
        data = data[:at] + piece + data[at if draw.random() < 0.7 else end :]
    return data[:5000]


def keep(law: str, data: bytes) -> None:
    name = f"crash-{hashlib.sha256(data).hexdigest()[:12]}"
    (HERE / "corpus" / law / name).write_bytes(data)
    print(f"{law}: {name}", flush=True)  # noqa: T201 # a script for people


def blindly(law: str, seconds: float, seed: int) -> int:
    draw, seeds = random.Random(seed), corpus(law)  # noqa: S311 # no secret
    end, runs = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        data = changed(draw.choice(seeds), seeds, draw)
        runs += 1
        try:
            LAWS[law](data)
        except Exception:  # noqa: BLE001 # whatever is raised is what is looked for
            keep(law, data)
            return -1
    return runs


def guided(law: str, seconds: float) -> None:
    """Let atheris run one law; it ends the process by itself."""
    folder = HERE / "corpus" / law
    new = Path("/tmp") / f"fuzz-{law}"  # noqa: S108 # what atheris finds on its way, not kept
    new.mkdir(exist_ok=True)
    atheris.instrument_all()
    options = [f"-max_total_time={int(seconds)}", "-max_len=5000", "-timeout=10", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], *options, str(new), str(folder)], LAWS[law])
    atheris.Fuzz()


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    if len(sys.argv) > 2:
        guided(sys.argv[2], seconds)
    worst = 0
    for law in LAWS:
        if atheris is not None:
            done = subprocess.run([sys.executable, __file__, str(seconds / len(LAWS)), law], check=False)
            worst = max(worst, done.returncode)
            continue
        runs = blindly(law, seconds / len(LAWS), seed=int(time.time()))  # noqa: TID251 # each run is another one
        print(f"{law}: {runs} runs", flush=True)  # noqa: T201 # a script for people
        worst = max(worst, int(runs < 0))
    return worst


if __name__ == "__main__":
    sys.exit(main())
