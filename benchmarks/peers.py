# SPDX-License-Identifier: Apache-2.0
"""Which validator judges which bag rightly: archiver and its peers on bags made to be judged wrongly.

.venv/bin/python benchmarks/peers.py [FOLDER]

Each peer is installed into an environment of its own below FOLDER (a temporary one, if none is named); that needs
the network. Every tool gets a fresh copy of every bag, ten seconds, and a watch on what it opens. The bags are those
of `tests/adversarial.py`, and where they lie beside the checkout the suite of the Library of Congress and the
hostile bags of `../shared`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

import adversarial  # noqa: E402 # found through the line above
from bags import tree  # noqa: E402 # the same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 10
SHARED = PROJECT.parent / "shared" / "bagit"
COLUMNS = ("right", "false accept", "false reject", "crash", "hang", "left the bag", "changed the bag")

# What each program does with the bag it is given: it ends with 0 (accepted) or 7 (refused); all else is a crash.
PEERS = {
    "bagit 1.9.0": """
import bagit
bagit.LOGGER.disabled = True
try: bagit.Bag(root).validate()
except bagit.BagError: raise SystemExit(7)
""",
    "bdbag 1.8.0": """
import logging
from bdbag import bdbag_cli
sys.argv = ["bdbag", "--quiet", "--validate", "full", root]
try: code = bdbag_cli.main()
except SystemExit as error: code = error.code
raise SystemExit(7 if code else 0)
""",
    "bagit-utils 1.2.5": """
from pathlib import Path
from bagit_utils import Bag
from bagit_utils.bagit import BagItError
try: report = Bag(Path(root), load=True).validate()
except BagItError: raise SystemExit(7)
raise SystemExit(0 if report.valid else 7)
""",
}
OURS = """
from pathlib import Path
import archiver
raise SystemExit(7 if archiver.verify(Path(root), ledger=False).exit_code() else 0)
"""
WATCH = """
import os, sys
root = os.path.abspath(sys.argv[1])
place = os.path.dirname(root)
def watch(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        baits = path.startswith((place + "/outside", place + "/bag-evil", "/proc/self/mem", "/etc/passwd", "/dev/zero"))
        if baits or (path == "/" and event != "open"):
            os.write(2, b"LEFT THE BAG\\n")
"""


class Bag(NamedTuple):
    """A bag to be judged: how to lay it down in a folder, and whether it is valid."""

    suite: str
    name: str
    lay: Callable[[Path], Path]
    valid: bool


def own() -> Iterator[Bag]:
    for each in adversarial.cases().values():
        yield Bag(
            "tests/adversarial.py", each.name, lambda place, each=each: adversarial.write(each, place), each.valid
        )


def suite() -> Iterator[Bag]:
    defects = {}
    table = PROJECT / "tests" / "conformance" / "bagit-suite-defects.json"
    for row in json.loads(table.read_text(encoding="utf-8")):
        defects[row["case"]] = row["unjudgeable"]
    folder = SHARED / "conformance"
    for case in sorted(path for path in folder.glob("v*/*/*") if path.is_dir()):
        name = case.relative_to(folder).as_posix()
        if not defects.get(name, False):
            valid = case.parent.name in {"valid", "warning"}
            yield Bag("Library of Congress", name, lambda place, case=case: copied(case, place), valid)


def hostile(where: Path) -> Iterator[Bag]:
    archive = SHARED / "adversarial.tar.gz"
    if not archive.is_file():
        return
    with tarfile.open(archive) as opened:
        opened.extractall(where, filter="fully_trusted")  # noqa: S202 # it holds FIFOs, and the folder is fresh
    found = json.loads((where / "expected.json").read_text(encoding="utf-8"))
    for name, case in found.get("cases", found).items():
        if case["kind"] == "dir":
            source = where / name
            below = Path(case["path"]).relative_to(name)
            yield Bag("hostile bags", name, lambda place, s=source, b=below: copied(s, place) / b, case["valid"])


def copied(source: Path, place: Path) -> Path:
    subprocess.run(["cp", "-a", source, place / source.name], check=True)
    subprocess.run(["chmod", "-R", "u+w", place / source.name], check=True)
    return place / source.name


def environment(where: Path, package: str) -> Path:
    """Install a peer, as `name version`, into an environment of its own and return its Python."""
    folder = where / package.replace(" ", "-")
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        wanted = [package.replace(" ", "=="), "setuptools<81"]
        subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
    return python


def judged(python: Path, program: str, bag: Bag) -> Iterator[str]:
    """Lay the bag down, let the tool judge it and say in which columns it stands."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "place"
        place.mkdir()
        root = bag.lay(place)
        before = tree(place)
        variables = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                [python, "-c", WATCH + "sys.addaudithook(watch)\n" + program, root],
                capture_output=True,
                check=False,
                timeout=SECONDS,
                env=variables,
            )
        except subprocess.TimeoutExpired:
            yield "hang"
        else:
            if done.returncode in {0, 7}:
                accepted = done.returncode == 0
                yield "right" if accepted is bag.valid else "false accept" if accepted else "false reject"
            else:
                yield "crash"
            if b"LEFT THE BAG" in done.stderr:
                yield "left the bag"
        if tree(place) != before:
            yield "changed the bag"


def main(where: Path) -> None:
    tools = {"archiver": (Path(sys.executable), OURS)}
    tools |= {name: (environment(where, name), program) for name, program in PEERS.items()}
    bags = [*own(), *suite(), *hostile(where / "hostile")]
    counts: Counter[tuple[str, str, str]] = Counter()
    for bag in bags:
        for tool, (python, program) in tools.items():
            for column in judged(python, program, bag):
                counts[bag.suite, tool, column] += 1
                if column != "right":
                    print(f"{bag.suite}: {bag.name}: {tool}: {column}", file=sys.stderr, flush=True)
    for name in dict.fromkeys(bag.suite for bag in bags):
        total = sum(bag.suite == name for bag in bags)
        print(f"\n{name}, {total} bags\n\n| tool | {' | '.join(COLUMNS)} |\n|---|{'---:|' * len(COLUMNS)}")
        for tool in tools:
            print(f"| {tool} | {' | '.join(str(counts[name, tool, column]) for column in COLUMNS)} |")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(Path(folder))
