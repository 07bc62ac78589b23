# SPDX-License-Identifier: Apache-2.0
"""What can be done to a shelf behind its keeper's back, and which command names it: docs/explanation/tampering.md.

The commands are run as a user runs them, on a shelf of three packages that was signed, witnessed, proved and pinned.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import bagit
import pytest

import archiver
from archiver import bag, identity, ledger, record, tei
from archiver.identity import content_swhid as content
from archiver.ledger.entry import format_entry, line_digest
from archiver.rules import rule
from archiver.workflow.payload import crate_of
from builders import RECORD, REPORT, WHEN, a_folder

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = Path(__file__).parents[2] / "docs" / "explanation" / "tampering.md"
NAMES = ("bridge", "ferry")


@dataclass(frozen=True)
class Place:
    """A shelf, and what lies elsewhere: keys, the state of a witness, pins."""

    root: Path

    @property
    def shelf(self) -> Path:
        return self.root / "packages"

    def package(self, name: str) -> Path:
        return self.shelf / name

    def run(self, *args: str | Path) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "archiver", *map(str, args)],
            cwd=self.root,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def good(self, *args: str | Path) -> str:
        code, said = self.run(*args)
        assert code == 0, said
        return said

    def codes(self, *args: str | Path) -> tuple[int, set[str]]:
        code, said = self.run(*args, "--format", "json")
        return code, {finding["code"] for subject in json.loads(said)["subjects"] for finding in subject["findings"]}


def verify(place: Place) -> tuple[int, set[str]]:
    return place.codes("verify", "packages")


def verify_checkpoint(place: Place) -> tuple[int, set[str]]:
    return place.codes("verify", "packages", "--checkpoint", "kept", "--verifier", "log.pub")


def verify_pinned(place: Place) -> tuple[int, set[str]]:
    return place.codes("verify", "packages", "--no-ledger", "--pinned", "pins")


def witness(place: Place) -> tuple[int, set[str]]:
    return place.codes("ledger", "witness", "packages", "--state", "seen", "--verifier", "log.pub")


def check_proof(place: Place, name: str = "bridge/v2", proof: str | None = None) -> tuple[int, set[str]]:
    given = f"{proof or f'packages/{name}'}.tlog-proof"
    keys = ("--verifier", "log.pub", "--verifier", "ci.pub")
    return place.codes("ledger", "check-proof", f"packages/{name}", given, *keys)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("place"))
    archiver.package(a_folder(place.root / "one"), shelf=place.shelf, when=WHEN)
    second = a_folder(place.root / "two", record=RECORD.replace("place: Fordham", "place: Elsewhere"))
    archiver.package(second, shelf=place.shelf, when=WHEN)
    third = a_folder(place.root / "three", text=REPORT.replace("Nobody told", "Nobody ever told"))
    archiver.package(third, shelf=place.shelf, when=WHEN, name="ferry")
    (place.root / "log.pub").write_text(place.good("ledger", "key", "log.key", "--name", "example.org/log").split()[0])
    made = place.good("ledger", "key", "ci.key", "--witness", "--name", "example.org/ci")
    (place.root / "ci.pub").write_text(made.split()[0])
    place.good("ledger", "checkpoint", "packages", "--key", "log.key")
    place.good("ledger", "witness", "packages", "--state", "seen", "--key", "ci.key", "--verifier", "log.pub")
    shutil.copy(place.root / "seen", place.root / "kept")
    for name in ("bridge/v1", "bridge/v2", "ferry/v1"):
        place.good("ledger", "prove", f"packages/{name}", "--checkpoint", "seen")
    pins = place.good("pin", "packages/bridge/v1", "packages/bridge/v2", "packages/ferry/v1")
    (place.root / "pins").write_text(pins)
    return place


@pytest.fixture
def place(once: Place, tmp_path: Path) -> Place:
    shutil.copytree(once.root, tmp_path / "place")
    return Place(tmp_path / "place")


def remanifest(package: Path) -> None:
    """Write all manifests anew, as whoever can write the package can."""
    for name in ("manifest", "tagmanifest"):
        for algorithm in ("sha256", "sha512"):
            path = package / f"{name}-{algorithm}.txt"
            if not path.exists():
                continue
            listed = [line.split("  ", 1)[1] for line in path.read_text().splitlines()]
            kept = [file for file in listed if (package / file).exists()]
            path.write_text(
                "".join(f"{hashlib.new(algorithm, (package / f).read_bytes()).hexdigest()}  {f}\n" for f in kept)
            )


def rewrite(place: Place) -> None:
    """Other words in the source, the TEI and the digests that are written down of it; a bag as whole as before."""
    package = place.package("bridge/v2")
    source = package / "data" / "source" / "bridge.txt"
    old = source.read_bytes()
    source.write_bytes(old.replace(b"Nobody told us", b"Nobody paid us"))
    encoded = package / "data" / "transcript.tei.xml"
    text = encoded.read_text().replace("Nobody told us", "Nobody paid us")
    for algorithm in ("sha256", "sha512", "sha1", "md5"):
        was, now = (hashlib.new(algorithm, data).hexdigest() for data in (old, source.read_bytes()))
        text = text.replace(was, now)
    before = {path: path.read_bytes() for path in (encoded, package / "data" / "ro-crate-metadata.json")}
    encoded.write_text(text)
    describe(package, {source: old, **before})
    remanifest(package)


def describe(package: Path, before: dict[Path, bytes]) -> None:
    """Write the history of a package anew, as its crate and PREMIS would tell it of these files."""
    data, premis = package / "data", package / "metadata" / "premis.xml"
    loaded = record.load((data / "record.json").read_bytes(), path="x", schema=rule("record.schema.json"))
    assert loaded.record is not None
    files = {path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()}
    crate = crate_of(loaded.record, tei.decode(files["transcript.tei.xml"]), files)
    (data / "ro-crate-metadata.json").write_bytes(crate)
    text = premis.read_text(encoding="utf-8")
    for path, old in before.items():
        new = path.read_bytes()
        assert len(old) == len(new)
        for of in (lambda one: hashlib.sha256(one).hexdigest(), lambda one: hashlib.sha512(one).hexdigest(), content):
            text = text.replace(of(old), of(new))
    premis.write_text(text, encoding="utf-8")


def delete_tag_manifests(place: Place) -> None:
    for path in place.package("bridge/v2").glob("tagmanifest-*.txt"):
        path.unlink()


def delete_package(place: Place) -> None:
    shutil.rmtree(place.package("ferry/v1"))


def roll_back(place: Place) -> None:
    """Take the last package away with its line, its proof and the checkpoint."""
    book = place.shelf / "LEDGER"
    book.write_bytes(b"".join(book.read_bytes().splitlines(keepends=True)[:-1]))
    shutil.rmtree(place.shelf / "ferry")
    (place.shelf / "LEDGER.checkpoint").unlink()


def forge(package: Path) -> dict[str, str]:
    """Write the identifiers of a rewritten package into its bag-info.txt, and return them."""
    judged = bag.judge(package, path="x", identify=True)
    made = {
        "payload": identity.payload_digest(judged.payload),
        "swhid": identity.directory_swhid(judged.swhids),
    }
    info = package / "bag-info.txt"
    lines = info.read_text().splitlines(keepends=True)
    for number, line in enumerate(lines):
        label, _, value = line.partition(": ")
        for form, new in made.items():
            if value.startswith({"payload": "ni:", "swhid": "swh:1:dir:"}[form]) and "Previous" not in label:
                lines[number] = f"{label}: {new}\n"
    old = dict(bag.parse_info(info.read_bytes())[0])
    info.write_text("".join(lines))
    premis = package / "metadata" / "premis.xml"
    told = premis.read_text(encoding="utf-8").replace(old["External-Identifier"], made["swhid"])
    premis.write_text(told.replace(old["Archiver-Payload-Digest"], made["payload"]), encoding="utf-8")
    remanifest(package)
    return made


def fork(place: Place) -> None:
    """Rewrite a package and write a whole new ledger in which it always was so; every chain in it holds."""
    rewrite(place)
    made = forge(place.package("bridge/v2"))
    book = place.shelf / "LEDGER"
    entries, previous, lines = ledger.read(book, name="LEDGER").entries, None, []
    seal = hashlib.sha512((place.package("bridge/v2") / "tagmanifest-sha512.txt").read_bytes()).hexdigest()
    for entry in entries:
        fields = {name: getattr(entry, name) for name in entry.__slots__}
        if entry.package == "bridge/v2":
            fields |= made | {"tagmanifest": seal}
        line = format_entry(ledger.LedgerEntry(**fields | {"previous": previous}))
        lines.append(line)
        previous = line_digest(line[:-1])
    book.write_bytes(b"".join(lines))
    (place.shelf / "LEDGER.checkpoint").unlink()


def swap(place: Place) -> None:
    one, other = place.package("bridge/v1"), place.package("bridge/v2")
    one.rename(place.shelf / "aside")
    other.rename(one)
    (place.shelf / "aside").rename(other)


def replay(place: Place) -> None:
    """Give the first version, with its own true proof, for the second."""
    shutil.rmtree(place.package("bridge/v2"))
    shutil.copytree(place.package("bridge/v1"), place.package("bridge/v2"))
    shutil.copy(place.shelf / "bridge" / "v1.tlog-proof", place.shelf / "bridge" / "v2.tlog-proof")


def strip(place: Place) -> None:
    """Take every signature off the checkpoints and the proof."""
    for path in (place.shelf / "LEDGER.checkpoint", place.shelf / "bridge" / "v2.tlog-proof", place.root / "kept"):
        lines = path.read_text().splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith("—")]
        path.write_text("".join(kept).removesuffix("\n\n") + "\n")


CHECKS: dict[str, Callable[[Place], tuple[int, set[str]]]] = {
    "verify": verify,
    "verify --pinned": verify_pinned,
    "verify --checkpoint": verify_checkpoint,
    "ledger witness": witness,
    "ledger check-proof": check_proof,
}
ATTACKS: dict[str, tuple[Callable[[Place], None], tuple[str, ...]]] = {
    "payload and manifests are rewritten": (rewrite, ("L104", "L221", "L104", "", "L104")),
    "the tag manifests are deleted": (delete_tag_manifests, ("B111", "B111", "B111", "", "B111")),
    "two packages are swapped": (swap, ("L104", "L221", "L104", "", "L104")),
    "an old proof is replayed with its package": (replay, ("L104", "L221", "L104", "", "L213")),
    "a package is deleted": (delete_package, ("L105", "L222", "L105", "", "")),
    "the ledger is rolled back": (roll_back, ("", "L222", "L203", "L203", "")),
    "the ledger is forked": (fork, ("", "L221", "L204", "L204", "L104")),
    "the signatures are stripped": (strip, ("", "", "L202", "L202", "L202")),
}
"""What is done, and the code by which each of the commands names it, in their order; empty: it sees nothing."""


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_is_wrong_before(once: Place, check: str) -> None:
    assert CHECKS[check](once) == (0, set())


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_is_named_by_the_commands_that_the_table_names(place: Place, attack: str) -> None:
    attacked, named = ATTACKS[attack]
    attacked(place)
    for (check, made), expected in zip(CHECKS.items(), named, strict=True):
        code, found = made(place)
        assert code == (1 if expected else 0), (check, found)
        assert expected in found if expected else not found, (check, found)


@pytest.mark.parametrize("attack", ATTACKS)
def test_bagit_calls_all_of_them_valid(place: Place, attack: str) -> None:
    ATTACKS[attack][0](place)
    for path in place.shelf.glob("*/v?"):
        assert bagit.Bag(str(path)).is_valid()


def test_a_corrupt_package_is_told_apart_from_one_that_is_not_the_pinned_one(place: Place) -> None:
    (place.package("bridge/v2") / "data" / "source" / "bridge.txt").write_text("x")
    code, found = verify_pinned(place)
    assert code == 1
    assert "F102" in found
    assert "L221" not in found


def test_the_published_table_says_what_is_tested() -> None:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    table = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    table = table[[first for first, *_ in table].index("What is done") :]
    assert table[0] == ["What is done", "bagit-python 1.9", *CHECKS]
    assert table[1:] == [[attack, "valid", *(code or "-" for code in named)] for attack, (_, named) in ATTACKS.items()]
