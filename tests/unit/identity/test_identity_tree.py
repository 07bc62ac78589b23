# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import CannotRead, NothingToCheck
from archiver.identity import content_swhid, swhid_of

# What git takes into a tree: names it forbids begin with .git in some spelling.
NAMES = st.binary(min_size=1, max_size=5).filter(
    lambda name: b"/" not in name and b"\0" not in name and name not in {b".", b".."} and b"g" not in name.lower()
)
FILES = st.tuples(st.just("file"), st.binary(max_size=40), st.sampled_from([0o644, 0o755, 0o600, 0o100]))
LINKS = st.tuples(st.just("link"), NAMES, st.just(0))
NODES = st.recursive(FILES | LINKS, lambda inner: st.dictionaries(NAMES, inner, max_size=4), max_leaves=12)
TREES = st.dictionaries(NAMES, NODES, max_size=5)


def lay(node: object, where: Path, *, empty: bool) -> bool:
    """Lay out a tree, without the empty folders if they are not wanted; tell whether anything stands there."""
    if isinstance(node, tuple):
        kind, data, mode = node
        if kind == "link":
            where.symlink_to(os.fsdecode(data))
        else:
            where.write_bytes(data)
            where.chmod(mode | 0o400)
        return True
    assert isinstance(node, dict)
    where.mkdir(exist_ok=True)
    laid = [lay(child, where / os.fsdecode(name), empty=empty) for name, child in node.items()]
    if not any(laid) and not empty:
        where.rmdir()
        return False
    return True


def git(folder: str, *arguments: str) -> str:
    command = ["git", "-c", "core.protectHFS=false", "-c", "core.protectNTFS=false", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout.decode().strip()


@settings(max_examples=25, deadline=None)
@given(TREES)
def test_a_folder_is_called_what_git_calls_its_tree(tree: dict[bytes, object]) -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as store:
        root = Path(folder) / "tree"
        if not lay(tree, root, empty=False):
            root.mkdir()
        place = ("--git-dir", f"{store}/git", "--work-tree", str(root))
        git(folder, *place, "init", "-q")
        git(str(root), *place, "-c", "core.autocrlf=false", "add", "--all", "--force", ".")
        assert swhid_of(root) == f"swh:1:dir:{git(folder, *place, 'write-tree')}"


SWH = shutil.which("swh")


@pytest.mark.skipif(SWH is None, reason="swh.model is GPL and only an oracle: pip install 'swh.model[cli]' elsewhere")
@settings(max_examples=6, deadline=None)
@given(TREES)
def test_a_folder_is_called_what_software_heritage_calls_it(tree: dict[bytes, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lay(tree, Path(folder), empty=True)
        command = [SWH or "swh", "identify", "--no-filename", folder]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        assert swhid_of(folder) == done.stdout.strip()


def test_a_file_is_called_by_its_octets_alone(tmp_path: Path) -> None:
    file = tmp_path / "tool"
    file.write_bytes(b"a\r\n" * 700_000)  # more than one read
    file.chmod(0o755)
    assert swhid_of(file) == content_swhid(b"a\r\n" * 700_000)


def test_a_link_that_is_named_is_followed_and_one_inside_is_not(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "loop").symlink_to("loop")
    (tmp_path / "way").symlink_to("folder")
    assert swhid_of(tmp_path / "way") == swhid_of(tmp_path / "folder")
    with pytest.raises(CannotRead):
        swhid_of(tmp_path / "folder" / "loop")


def test_an_empty_folder_counts(tmp_path: Path) -> None:
    bare = swhid_of(tmp_path)
    assert bare == "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    (tmp_path / "empty").mkdir()
    assert swhid_of(tmp_path) != bare


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    with pytest.raises(NothingToCheck):
        swhid_of(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(CannotRead, match="neither a file, a folder nor a link"):
            swhid_of(path)


def test_folders_may_lie_as_deep_as_the_system_lets_them(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(1500):
        here /= "d"
        here.mkdir()
    assert swhid_of(tmp_path).startswith("swh:1:dir:")


def test_a_file_that_grows_or_shrinks_meanwhile_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "log"
    file.write_bytes(b"1234")
    read = os.read
    for piece in (b"12345", b""):
        monkeypatch.setattr(os, "read", lambda *_, piece=piece: piece)
        with pytest.raises(CannotRead, match="changed while it was read"):
            swhid_of(file)
    monkeypatch.setattr(os, "read", read)
    assert swhid_of(file) == content_swhid(b"1234")


def test_a_file_that_its_owner_may_not_execute_is_a_regular_one_as_in_git(tmp_path: Path) -> None:
    # swh.model counts the bits of group and others too; git, whose trees these are, does not.
    (tmp_path / "tool").write_bytes(b"x")
    (tmp_path / "tool").chmod(0o644)
    regular = swhid_of(tmp_path)
    (tmp_path / "tool").chmod(0o611)
    assert swhid_of(tmp_path) == regular
    (tmp_path / "tool").chmod(0o744)
    assert swhid_of(tmp_path) != regular
