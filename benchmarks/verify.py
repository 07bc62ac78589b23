# SPDX-License-Identifier: Apache-2.0
"""Verify large files (L), many small ones (M) and many small bags (S), in turns with the peers and with a floor.

    python benchmarks/verify.py [--rounds N] [--scale X] [--only LMS] [--cold] [--folder DIR]

Ratios are ours to the peer's, of whole processes where nothing else is said; `peak` is the resident memory of the
largest process. `--scale 1` is 4 files of 1 GiB, 20,000 files of 4 KiB, 2,000 bags. The floor is a C program that
opens, reads and hashes the payload on two threads, without a walk, a manifest or a verdict.
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
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pairs import compare, heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PYTHON = sys.executable
ARCHIVER = Path(PYTHON).with_name("archiver")
BAGIT = Path(PYTHON).with_name("bagit.py")
ALGORITHMS = ("sha256",)

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
import logging, os, sys
from pathlib import Path
jobs, shelf = int(sys.argv[2]), Path(sys.argv[3])
if sys.argv[1] == "ours":
    from archiver import workflow
    from archiver.bag import Terms
    assert workflow.verify(shelf, terms=Terms(jobs=jobs)).exit_code() == 0
else:
    import bagit
    logging.disable(logging.CRITICAL)
    for name in sorted(os.listdir(shelf)):
        bagit.Bag(str(shelf / name)).validate()
"""


def a_bag(root: Path, files: Iterable[tuple[str, bytes]], algorithms: Sequence[str] = ALGORITHMS) -> None:
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


def cooled(root: Path, work: Callable[[], object]) -> None:
    """Do some work after the files were dropped from the page cache."""
    for folder, _, names in os.walk(root):
        for name in names:
            descriptor = os.open(Path(folder, name), os.O_RDONLY)
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)
    work()


def ours(*arguments: str | Path) -> list[str | Path]:
    return [ARCHIVER, "verify", "--no-progress", *arguments]


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


def large(here: Path, rounds: int, scale: float) -> None:
    root, block = here / "L", random.Random(1).randbytes(1 << 20)  # noqa: S311 # bytes that do not compress
    data = block * max(1, round(1024 * scale))
    a_bag(root, ((f"f{number}", data) for number in range(4)), ("sha256",))
    heading(f"L: 4 files of {len(data) >> 20} MiB, sha256, {rounds} rounds in turns")
    own = partial(run, ours(root))
    files = [root / f"data/f{number}" for number in range(4)]
    openssl = shutil.which("openssl")
    if openssl:
        pairs = [[openssl, "dgst", "-sha256", *files[:2]], [openssl, "dgst", "-sha256", *files[2:]]]
        compare("archiver verify : two openssl dgst", own, partial(together, pairs), rounds=rounds)
    compare("archiver verify : bagit.py, two processes", own, partial(run, bagit(root)), rounds=rounds)
    bottom = floor(here, root)
    if bottom:
        compare("archiver verify : C on two threads", own, bottom, rounds=rounds)
    print(f"peak: {peak(ours(root))}; bagit {peak(bagit(root))}")
    shutil.rmtree(root)


def many(here: Path, rounds: int, scale: float, *, cold: bool) -> None:
    root, count = here / "M", max(200, round(20_000 * scale))
    more = random.Random(2).randbytes(4088)  # noqa: S311 # bytes that do not compress
    a_bag(root, ((f"d{n // 200:04}/f{n:06}", n.to_bytes(8, "big") + more) for n in range(count)))
    heading(f"M: {count} files of 4 KiB, sha256, {rounds} rounds in turns")
    bottom = floor(here, root)
    if bottom:
        compare("archiver verify : C on two threads", partial(run, ours(root)), bottom, rounds=rounds)
    compare(
        "archiver verify : bagit.py, two processes", partial(run, ours(root)), partial(run, bagit(root)), rounds=rounds
    )
    one = partial(run, ours("--jobs", "1", root))
    compare("archiver verify : the same with --jobs 1", partial(run, ours(root)), one, rounds=rounds)
    if cold:
        own = partial(cooled, root, partial(run, ours(root)))
        alone = partial(cooled, root, partial(run, ours("--jobs", "2", root)))
        compare("cold: archiver verify : the same with --jobs 2", own, alone, rounds=rounds)
    print(f"peak: {peak(ours(root))}; with --jobs 1 {peak(ours('--jobs', '1', root))}; bagit {peak(bagit(root))}")
    shutil.rmtree(root)


def shelf(here: Path, rounds: int, scale: float, *, cold: bool) -> None:
    root, count = here / "S", max(20, round(2000 * scale))
    for number in range(count):
        a_bag(root / f"bag{number:06}", [("document.txt", b"A document. %d\n" % number * 100)])
    heading(f"S: {count} bags of one document, sha256, {rounds} rounds in turns")
    one, two = (partial(run, [PYTHON, "-c", IN_ONE, "ours", jobs, root]) for jobs in ("1", "2"))
    peer = partial(run, [PYTHON, "-c", IN_ONE, "peer", "1", root])
    compare("one process : bagit's API in one process", one, peer, rounds=rounds)
    compare("two workers : bagit's API in one process", two, peer, rounds=rounds)
    bottom = floor(here, root)
    if bottom:
        compare("two workers : C on two threads, payload only", two, bottom, rounds=rounds)
    first = root / "bag000000"
    bare = [ARCHIVER, "verify", first]
    compare(
        "archiver verify BAG : bagit.py --validate BAG",
        partial(run, bare),
        partial(run, bagit(first, 1)),
        rounds=5 * rounds,
    )
    compare(
        "archiver verify BAG : the modules of Python that it needs",
        partial(run, bare),
        partial(run, [PYTHON, "-c", "import dataclasses, enum, hashlib, pathlib, re, typing"]),
        rounds=5 * rounds,
    )
    compare(
        "archiver verify BAG : python -c pass",
        partial(run, bare),
        partial(run, [PYTHON, "-c", ""]),
        rounds=5 * rounds,
    )
    if cold:
        own = partial(cooled, root, partial(run, ours(root)))
        alone = partial(cooled, root, partial(run, ours("--jobs", "1", root)))
        compare("cold: archiver verify : the same with --jobs 1", own, alone, rounds=rounds)
    print(f"peak: {peak(ours(root))}; one bag {peak(ours(first))}")
    shutil.rmtree(root)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", default="LMS")
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    # As installed: without compiled modules the parser of Python would be most of what a short run measures.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        here = Path(folder)
        if "L" in asked.only:
            large(here, asked.rounds, asked.scale)
        if "M" in asked.only:
            many(here, asked.rounds, asked.scale, cold=asked.cold)
        if "S" in asked.only:
            shelf(here, asked.rounds, asked.scale, cold=asked.cold)


if __name__ == "__main__":
    main()
