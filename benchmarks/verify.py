# SPDX-License-Identifier: Apache-2.0
"""Verify large files (L), many small ones (M) and many small bags (S), in turns with the peers and with a floor.

    python benchmarks/verify.py [--rounds N] [--scale X] [--only LMSZN] [--algorithm NAME]... [--cold] [--folder DIR]

Ratios are ours to the peer's, of whole processes where nothing else is said; `cpu` is the ratio of processor time,
`peak` the resident memory of the largest process. `--scale 1` is 4 files of 1 GiB, 20,000 files of 4 KiB, 2,000 bags.
The floor is a C program that opens, reads and hashes the payload on two threads by SHA-256, without a walk, a manifest
or a verdict. Z is M and L in a zip and a tar (not packed), against the same bag in a folder; N one bag of very many
files, of which only the memory is measured. `--cold` drops the files from the page cache before each run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pairs import clock, compare, heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PYTHON = sys.executable
ARCHIVER = Path(PYTHON).with_name("archiver")
BAGIT = Path(PYTHON).with_name("bagit.py")
FLOOR = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <pthread.h>
#include <openssl/evp.h>
static char **names; static int count, threads;
static void *go(void *number) {
  static __thread unsigned char buffer[1 << 19], digest[64];
  unsigned length; ssize_t got; EVP_MD_CTX *c = EVP_MD_CTX_new();
  for (int i = (long)number; i < count; i += threads) {
    int f = open(names[i], O_RDONLY); if (f < 0) exit(3);
    EVP_DigestInit_ex(c, EVP_sha256(), 0);
    while ((got = read(f, buffer, sizeof buffer)) > 0) EVP_DigestUpdate(c, buffer, got);
    EVP_DigestFinal_ex(c, digest, &length); close(f);
  }
  return 0;
}
int main(int argc, char **argv) {
  threads = atoi(argv[1]); char line[4096]; int room = 0; pthread_t t[64];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    if (count == room) names = realloc(names, (room = 2 * room + 64) * sizeof *names);
    names[count++] = strdup(line);
  }
  for (long i = 0; i < threads; i++) pthread_create(&t[i], 0, go, (void *)i);
  for (int i = 0; i < threads; i++) pthread_join(t[i], 0);
}
"""

IN_ONE = """
import logging, os, sys, time
from pathlib import Path
jobs, shelf = int(sys.argv[2]), Path(sys.argv[3])
if sys.argv[1] == "ours":
    from archiver.bag import Terms
    from archiver.workflow.verification import verify
    def work():
        assert verify(shelf, terms=Terms(jobs=jobs)).exit_code() == 0
else:
    import bagit
    logging.disable(logging.CRITICAL)
    def work():
        for name in sorted(os.listdir(shelf)):
            bagit.Bag(str(shelf / name)).validate()
work()
start = time.perf_counter()
work()
print(time.perf_counter() - start)
"""


def a_bag(root: Path, files: Iterable[tuple[str, bytes]], algorithms: Sequence[str] = ("sha256",)) -> None:
    """Write a bag of 1.0 with a tag manifest for each payload manifest."""
    listed: dict[str, list[str]] = {name: [] for name in algorithms}
    octets = number = 0
    for path, data in files:
        file = root / "data" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        octets, number = octets + len(data), number + 1
        for name, lines in listed.items():
            lines.append(f"{hashlib.new(name, data).hexdigest()}  data/{path}\n")
    texts = {"bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"}
    texts["bag-info.txt"] = f"Payload-Oxum: {octets}.{number}\n"
    texts |= {f"manifest-{name}.txt": "".join(lines) for name, lines in listed.items()}
    for path, text in texts.items():
        (root / path).write_text(text)
    for name in algorithms:
        lines = [f"{hashlib.new(name, text.encode()).hexdigest()}  {path}\n" for path, text in texts.items()]
        (root / f"tagmanifest-{name}.txt").write_text("".join(lines))


def run(command: Sequence[str | Path], *, feed: str = "") -> None:
    subprocess.run(command, check=True, capture_output=True, input=feed, text=True)


def timed(command: Sequence[str | Path]) -> float:
    """Run a program that says how many seconds its work took."""
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def together(commands: Sequence[Sequence[str | Path]]) -> None:
    """Run some programs at the same time."""
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
    codes = [program.wait() for program in running]
    if any(codes):
        raise SystemExit("a program failed")


def peak(command: Sequence[str | Path]) -> str:
    """Return the resident memory of the largest process of a command at its most."""
    program = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
    program += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run([PYTHON, "-c", program, *command], check=True, capture_output=True, text=True)
    return f"{int(done.stdout) / 1024:.1f} MiB"


def cooled(root: Path, work: Callable[[], object]) -> float:
    """Do some work after the files, but not their names, were dropped from the page cache; return its time."""
    for folder, _, names in os.walk(root):
        for name in names:
            descriptor = os.open(Path(folder, name), os.O_RDONLY)
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)
    return clock(work)


def ours(*arguments: str | Path) -> list[str | Path]:
    return [ARCHIVER, "verify", *arguments]


def bagit(root: Path, processes: int = 2) -> list[str | Path]:
    return [PYTHON, BAGIT, "--validate", "--quiet", "--processes", str(processes), root]


def floor(here: Path, root: Path) -> Callable[[], None] | None:
    """Return the run of the C program over the payload; None where it cannot be compiled."""
    program, compiler = here / "floor", shutil.which("cc")
    (here / "floor.c").write_text(FLOOR)
    if compiler is None:
        return None
    made = subprocess.run([compiler, "-O2", here / "floor.c", "-o", program, "-lcrypto", "-lpthread"], check=False)
    names = "".join(f"{path}\n" for path in sorted(root.rglob("*")) if "data" in path.parts and path.is_file())
    return None if made.returncode else partial(run, [program, "2"], feed=names)


def large(here: Path, rounds: int, scale: float, algorithms: Sequence[str], *, cold: bool) -> None:
    root, block = here / "L", random.Random(1).randbytes(1 << 20)  # noqa: S311 # bytes that do not compress
    data = block * max(1, round(1024 * scale))
    a_bag(root, ((f"f{number}", data) for number in range(4)), algorithms)
    heading(f"L: 4 files of {len(data) >> 20} MiB, {' and '.join(algorithms)}, {rounds} rounds in turns")
    del data
    own = partial(run, ours(root))
    files = [root / f"data/f{number}" for number in range(4)]
    openssl = shutil.which("openssl")
    if openssl and len(algorithms) == 1:
        pairs = [[openssl, "dgst", f"-{algorithms[0]}", *half] for half in (files[:2], files[2:])]
        compare("archiver verify : two openssl dgst", own, partial(together, pairs), rounds=rounds)
    compare("archiver verify : bagit.py, two processes", own, partial(run, bagit(root)), rounds=rounds)
    bottom = floor(here, root)
    if bottom and algorithms == ["sha256"]:
        compare("archiver verify : C on two threads", own, bottom, rounds=rounds)
    if cold:
        both(root, "2", "1", rounds)
    print(f"peak: {peak(ours(root))}; bagit {peak(bagit(root))}")
    shutil.rmtree(root)


def both(root: Path, jobs: str, others: str, rounds: int) -> None:
    """Compare two numbers of readers on a cold disk."""
    own, other = (partial(cooled, root, partial(run, ours("--jobs", number, root))) for number in (jobs, others))
    compare(f"cold: --jobs {jobs} : --jobs {others}", own, other, rounds=rounds)


def many(here: Path, rounds: int, scale: float, algorithms: Sequence[str], *, cold: bool) -> None:
    root, count = here / "M", max(200, round(20_000 * scale))
    a_bag(root, small_files(count), algorithms)
    heading(f"M: {count} files of 4 KiB, {' and '.join(algorithms)}, {rounds} rounds in turns")
    own, bottom = partial(run, ours(root)), floor(here, root)
    if bottom:
        compare("archiver verify : C on two threads", own, bottom, rounds=rounds)
    compare("archiver verify : bagit.py, two processes", own, partial(run, bagit(root)), rounds=rounds)
    compare("archiver verify : the same with --jobs 1", own, partial(run, ours("--jobs", "1", root)), rounds=rounds)
    if cold:
        chosen = partial(cooled, root, own)
        alone = partial(cooled, root, partial(run, ours("--jobs", "2", root)))
        compare("cold: archiver verify : the same with --jobs 2", chosen, alone, rounds=rounds)
        compare(
            "cold: archiver verify : bagit.py", chosen, partial(cooled, root, partial(run, bagit(root))), rounds=rounds
        )
    print(f"peak: {peak(ours(root))}; with --jobs 1 {peak(ours('--jobs', '1', root))}; bagit {peak(bagit(root))}")
    shutil.rmtree(root)


def small_files(count: int, size: int = 4096) -> Iterable[tuple[str, bytes]]:
    more = random.Random(2).randbytes(size - 8)  # noqa: S311 # bytes that do not compress
    return ((f"d{n // 200:04}/f{n:06}", n.to_bytes(8, "big") + more) for n in range(count))


def shelf(here: Path, rounds: int, scale: float, algorithms: Sequence[str], *, cold: bool) -> None:
    root, count = here / "S", max(20, round(2000 * scale))
    for number in range(count):
        a_bag(root / f"bag{number:06}", [("document.txt", b"A document. %d\n" % number * 100)], algorithms)
    heading(f"S: {count} bags of one document, {' and '.join(algorithms)}, {rounds} rounds in turns")
    one, two, peer = (
        [PYTHON, "-c", IN_ONE, who, jobs, root] for who, jobs in (("ours", "1"), ("ours", "2"), ("peer", "1"))
    )
    compare("one process : bagit's API, work alone", partial(timed, one), partial(timed, peer), rounds=rounds)
    compare("two workers : bagit's API, work alone", partial(timed, two), partial(timed, peer), rounds=rounds)
    compare("two workers : one process, work alone", partial(timed, two), partial(timed, one), rounds=rounds)
    bottom = floor(here, root)
    if bottom:
        compare("archiver verify : C on two threads, payload only", partial(run, ours(root)), bottom, rounds=rounds)
    if cold:
        chosen = partial(cooled, root, partial(run, ours(root)))
        alone = partial(cooled, root, partial(run, ours("--jobs", "1", root)))
        compare("cold: archiver verify : the same with --jobs 1", chosen, alone, rounds=rounds)
    first = root / "bag000000"
    started(first, rounds)
    print(f"peak: {peak(ours(root))}; one bag {peak([ARCHIVER, 'verify', first])}")
    shutil.rmtree(root)


def started(bag: Path, rounds: int) -> None:
    """Compare whole processes, each started for one bag; then one that has a word to be said of it."""
    bare, rounds = partial(run, [ARCHIVER, "verify", bag]), 5 * rounds
    compare("archiver verify BAG : bagit.py --validate BAG", bare, partial(run, bagit(bag, 1)), rounds=rounds)
    for program in ("", "import hashlib", "import dataclasses, enum, hashlib, pathlib, re, typing"):
        compare(
            f"archiver verify BAG : python -c '{program[:24]}{'…' * (len(program) > 24)}'",  # noqa: PLR2004 # a column
            bare,
            partial(run, [PYTHON, "-c", program]),
            rounds=rounds,
        )
    (bag / "tagmanifest-sha256.txt").unlink(missing_ok=True)
    compare("archiver verify BAG, a warning : bagit.py", bare, partial(run, bagit(bag, 1)), rounds=rounds)


def packed(here: Path, rounds: int, scale: float, algorithms: Sequence[str]) -> None:
    heading(f"Z: M and L in archive files, not packed, {' and '.join(algorithms)}, {rounds} rounds in turns")
    block = random.Random(1).randbytes(1 << 20) * max(1, round(1024 * scale))  # noqa: S311 # bytes that do not compress
    bags = {"M": small_files(max(200, round(20_000 * scale))), "L": ((f"f{n}", block) for n in range(4))}
    for name, files in bags.items():
        a_bag(here / name, files, algorithms)
        with zipfile.ZipFile(here / f"{name}.zip", "w") as archive:
            for path in sorted((here / name).rglob("*")):
                archive.write(path, path.relative_to(here))
        subprocess.run(["tar", "cf", f"{name}.tar", name], cwd=here, check=True)
        for kind in ("zip", "tar"):
            file = here / f"{name}.{kind}"
            folder = partial(run, ours(here / name))
            compare(f"{name}.{kind} : the folder", partial(run, ours(file)), folder, rounds=rounds)
            print(f"peak: {peak(ours(file))}")
            file.unlink()
        shutil.rmtree(here / name)


def numerous(here: Path, scale: float) -> None:
    """Print the memory that two bags take, one of ten times as many files as the other."""
    heading("N: very many files of 8 octets, sha256")
    peaks = []
    for count in (round(100_000 * scale), round(1_000_000 * scale)):
        root = here / "N"
        a_bag(root, small_files(count, 8))
        peaks.append((count, peak(ours(root))))
        print(f"{count} files: {peaks[-1][1]}, {clock(partial(run, ours(root))):.1f} s", flush=True)
        shutil.rmtree(root)
    few, lot = (float(text.split()[0]) for _, text in peaks)
    print(f"{(lot - few) * 1024 / (peaks[1][0] - peaks[0][0]):.2f} KiB a file")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", default="LMS")
    parser.add_argument("--algorithm", dest="algorithms", action="append")
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    algorithms = asked.algorithms or ["sha256"]
    # As installed: without compiled modules the parser of Python would be most of what a short run measures.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        here = Path(folder)
        for name, work in {"L": large, "M": many, "S": shelf}.items():
            if name in asked.only:
                work(here, asked.rounds, asked.scale, algorithms, cold=asked.cold)
        if "Z" in asked.only:
            packed(here, asked.rounds, asked.scale, algorithms)
        if "N" in asked.only:
            numerous(here, asked.scale)


if __name__ == "__main__":
    main()
