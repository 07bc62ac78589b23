# SPDX-License-Identifier: Apache-2.0
"""What is true of every folder that is made a bag, and of every bag that is brought up to date."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from archiver.bag import SIZES, WEAK, Request, gather, judge, second_opinion
from archiver.codes import Severity
from archiver.errors import InvalidMaterial
from archiver.workflow import bag, update
from bags import NAMES, PATHS, tree
from builders import WHEN
from faults import MEMORY

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE = b"large"
"""Stands for a file that is copied in pieces; hypothesis prints what it draws."""
FILES = st.dictionaries(PATHS, st.one_of(st.binary(max_size=40), st.just(LARGE)), min_size=1, max_size=5)
ALGORITHMS = st.lists(st.sampled_from(sorted(SIZES)), min_size=1, max_size=3, unique=True)
on_disk = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def a_folder(files: dict[str, bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        root = Path(place) / "source"
        root.mkdir()
        for path, data in files.items():
            try:
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(b"x" * 600_000 if data == LARGE else data)
            except OSError:  # a file in the place of a folder, a name too long
                assume(False)  # noqa: FBT003 # hypothesis's signature
        yield root


def contents(root: Path) -> dict[bytes, bytes]:
    found = {}
    for folder, _, files in os.walk(os.fsencode(root)):
        for name in files:
            path = os.path.join(folder, name)  # noqa: PTH118 # bytes
            with open(path, "rb") as file:  # noqa: PTH123 # the same
                found[os.path.relpath(path, os.fsencode(root))] = file.read()
    return found


def errors_of(root: Path) -> list[tuple[str, str]]:
    findings = judge(root, path="bag").findings
    return [(finding.code, finding.path) for finding in findings if finding.severity is not Severity.WARNING]


@on_disk
@given(FILES, ALGORITHMS)
def test_a_folder_is_refused_with_reasons_or_comes_back_byte_for_byte(
    files: dict[str, bytes], algorithms: list[str]
) -> None:
    with a_folder(files) as root:
        before, target = tree(root), root.parent / "bag"
        refused = {finding.code for finding in gather(root).findings} & {"B503", "B504"}
        if refused:
            with pytest.raises(InvalidMaterial):
                bag(root, target, when=WHEN, algorithms=algorithms)
            assert not target.exists()
        else:
            bagged = bag(root, target, when=WHEN, algorithms=algorithms)
            assert errors_of(target) == []
            assert contents(target / "data") == contents(root)
            # bagit loses these names, and knows no algorithm of SHA-3 by the name that BagIt gives it.
            lost = any(finding.code == "B505" for finding in bagged.findings)
            lost |= all(name in {"sha3224", "sha3256", "sha3384", "sha3512"} for name in algorithms)
            assert lost or second_opinion(target) is None
            mtimes = [(path.stat().st_mtime_ns, path.name) for path in sorted(root.rglob("*")) if path.is_file()]
            copies = [path for path in sorted((target / "data").rglob("*")) if path.is_file()]
            assert [(path.stat().st_mtime_ns, path.name) for path in copies] == mtimes
        assert tree(root) == before


@on_disk
@given(FILES, st.integers(min_value=1, max_value=3), st.sampled_from([0o000, 0o077, 0o022]))
def test_the_bytes_of_a_bag_depend_on_nothing_but_files_and_options(
    files: dict[str, bytes], jobs: int, umask: int
) -> None:
    with a_folder(files) as root, a_folder(dict(reversed(files.items()))) as other:
        assume(not any(finding.severity is Severity.ERROR for finding in gather(root).findings))
        info = [("Contact-Name", "Ada"), ("contact-name", "Brook")]
        bag(root, root.parent / "bag", when=WHEN, info=info)
        mask = os.umask(umask)
        try:
            bag(other, other.parent / "bag", when=WHEN, info=info, jobs=jobs)
        finally:
            os.umask(mask)
        assert contents(root.parent / "bag") == contents(other.parent / "bag")


PLAIN = st.dictionaries(
    st.lists(st.sampled_from(["a", "b c", "é", "100", "x.txt"]), min_size=1, max_size=2).map("/".join),
    st.binary(min_size=1, max_size=20),
    min_size=1,
    max_size=5,
)


@on_disk
@given(PLAIN, st.data())
def test_one_flipped_byte_is_one_finding_and_stops_an_update(files: dict[str, bytes], data: st.DataObject) -> None:
    with a_folder(files) as root:
        target = root.parent / "bag"
        bag(root, target, when=WHEN)
        listed = sorted(path for path in target.rglob("*") if path.is_file() and not path.name.startswith("tagm"))
        victim = data.draw(st.sampled_from(listed))
        old = victim.read_bytes()
        at = data.draw(st.integers(0, len(old) - 1))
        victim.write_bytes(old[:at] + bytes([old[at] ^ data.draw(st.integers(1, 255))]) + old[at + 1 :])
        if victim.is_relative_to(target / "data"):
            assert [code for code, _ in errors_of(target)] == ["F102"]
        before = tree(root.parent)
        for request in (Request(), Request(add=("md5",)), Request(info=(("Contact-Name", "Ada"),))):
            with pytest.raises(InvalidMaterial):
                update(target, request)
        assert tree(root.parent) == before


@on_disk
@given(PLAIN, PLAIN, ALGORITHMS, ALGORITHMS)
def test_an_updated_bag_is_the_bag_that_would_be_made_now(
    old: dict[str, bytes], new: dict[str, bytes], first: list[str], second: list[str]
) -> None:
    assume(set(second) - WEAK)
    with a_folder(old) as one, a_folder(new) as two:
        updated, made = one.parent / "bag", two.parent / "bag"
        bag(one, updated, when=WHEN, algorithms=first)
        bag(two, made, when=WHEN, algorithms=second)
        shutil.rmtree(updated / "data")
        shutil.copytree(two, updated / "data")
        before = tree(updated / "data")
        remove = tuple(set(first) - set(second))
        update(updated, Request(add=tuple(second), remove=remove, accept_all=True))
        assert contents(updated) == contents(made)
        assert tree(updated / "data") == before
        assert errors_of(updated) == []
        unchanged = tree(updated)
        assert update(updated, Request(add=tuple(second), accept_all=True)).files == ()
        assert tree(updated) == unchanged


@given(st.lists(NAMES, max_size=4))
def test_what_is_excluded_is_told_and_all_else_is_taken(names: list[str]) -> None:
    with a_folder({**dict.fromkeys(names, b""), "kept": b"", "sub/Thumbs.db": b"", "junk/x": b""}) as root:
        gathered = gather(root, exclude=["Thumbs.db", "junk", "*.none"])
        there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        assert set(gathered.excluded) == {"junk/", "sub/Thumbs.db"}
        assert {member.path for member in gathered.members} == there - {"sub/Thumbs.db", "junk/x"}
