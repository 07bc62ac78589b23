# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import socket
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archiver.bag import gather
from archiver.errors import CannotRead
from bags import tree
from faults import in_a_child

if TYPE_CHECKING:
    from collections.abc import Callable


def told(root: Path, *exclude: str) -> list[tuple[str, str]]:
    found = gather(root, exclude=exclude).findings
    return [(finding.code, finding.path.removeprefix(f"{root}").removeprefix("/")) for finding in found]


def put(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"x")
    return root


def test_a_folder_of_plain_files_is_taken_as_it_is(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.txt", "a-b/é.txt")
    before = tree(tmp_path)
    gathered = gather(tmp_path)
    assert [member.path for member in gathered.members] == ["a-b/é.txt", "a/z.txt", "b.txt"]
    assert (gathered.octets, gathered.findings, gathered.excluded) == (3, (), ())
    assert sorted(folder.path for folder in gathered.folders) == ["", "a", "a-b"]
    assert tree(tmp_path) == before


def a_link(path: Path) -> None:
    path.symlink_to("a.txt")


def a_link_to_a_folder(path: Path) -> None:
    path.symlink_to("/")


def a_fifo(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    socket.socket(socket.AF_UNIX).bind(str(path))


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (a_link, "symbolic link"),
        (a_link_to_a_folder, "symbolic link"),
        (a_fifo, "FIFO"),
        pytest.param(a_socket, "socket", marks=pytest.mark.filterwarnings("ignore::ResourceWarning")),
    ],
)
def test_links_and_special_files_are_told_and_not_opened(make: Callable[[Path], None], kind: str) -> None:
    with tempfile.TemporaryDirectory() as place:  # short: the name of a socket is
        root = put(Path(place), "a.txt")
        make(root / "odd")
        (finding,) = gather(root).findings
        assert (finding.code, finding.path, finding.detail) == ("B501", f"{root}/odd", (kind,))
        assert told(root, "odd") == []


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("100%.txt", ["B505"]),
        ("line\nfeed", ["B505", "B120"]),
        ("end ", ["B505", "B120"]),
        ("nbsp\u00a0", ["B505", "B120"]),
        ("next\u0085line", ["B505", "B120"]),
        ("con.txt", ["B120"]),
        ("a\\..\\b", ["B503", "B120"]),
        ("folder /x", ["B120"]),
        ("..foo", []),
        ("~x", []),
        ("*a", []),
    ],
)
def test_names_are_told_that_no_manifest_holds_or_that_do_not_travel(
    tmp_path: Path, path: str, codes: list[str]
) -> None:
    assert sorted(code for code, _ in told(put(tmp_path, path))) == sorted(codes)


def test_a_name_that_is_not_utf_8_is_told_readably(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9", "wb") as file:  # noqa: PTH123 # bytes
        file.write(b"x")
    (finding,) = gather(tmp_path).findings
    assert (finding.code, finding.path) == ("B503", f"{tmp_path}/caf\\xe9")
    assert finding.detail == ("a name that is not UTF-8",)


def test_names_that_differ_only_in_normalisation_are_refused_and_those_of_another_case_told(tmp_path: Path) -> None:
    put(tmp_path, "caf\u00e9.txt", "cafe\u0301.txt", "README", "readme", "Ä/x", "ä/y")
    assert told(tmp_path) == [("B504", "caf\u00e9.txt"), ("B120", "readme"), ("B120", "ä")]


def test_empty_folders_are_told_the_innermost_of_each(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "full/x", "junk/.DS_Store")
    (tmp_path / "empty" / "inner").mkdir(parents=True)
    (tmp_path / "full" / "none").mkdir()
    expected = [("B506", "empty/inner/"), ("B506", "full/none/"), ("B506", "junk/")]
    assert told(tmp_path, ".DS_Store") == expected


@pytest.mark.parametrize("exclude", [(), ("*",), ("junk/.DS_Store", "a.txt")])
def test_a_folder_without_files_is_nothing_to_bag(tmp_path: Path, exclude: tuple[str, ...]) -> None:
    if exclude:
        put(tmp_path, "a.txt", "junk/.DS_Store")
    assert told(tmp_path, *exclude)[0] == ("B507", "")


def test_patterns_are_held_against_names_or_against_paths(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "sub/a.txt", "sub/b.TXT", "sub/deep/c.txt", "d.txt")
    assert gather(tmp_path, exclude=["a.*"]).excluded == ("a.txt", "sub/a.txt")
    assert gather(tmp_path, exclude=["sub/*.txt"]).excluded == ("sub/a.txt", "sub/deep/c.txt")
    assert gather(tmp_path, exclude=["sub"]).excluded == ("sub/",)
    assert gather(tmp_path, exclude=["[ad].txt", "*.TXT"]).excluded == ("a.txt", "d.txt", "sub/a.txt", "sub/b.TXT")


def test_folders_that_lie_too_deep_are_told(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    deep = os.open(tmp_path, os.O_RDONLY)
    for _ in range(201):
        os.mkdir("d", dir_fd=deep)  # a Path would be too long
        below = os.open("d", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = below
    os.close(deep)
    (finding,) = gather(tmp_path).findings
    assert (finding.code, finding.detail) == ("B503", ("more than 199 folders inside each other",))


def test_what_may_not_be_read_is_told_before_anything_is_copied() -> None:
    with tempfile.TemporaryDirectory() as place:  # not tmp_path: others may not enter that
        root = Path(place) / "source"
        root.mkdir()
        put(root, "a.txt", "closed.txt", "locked/x")
        Path(place).chmod(0o755)
        (root / "closed.txt").chmod(0)
        (root / "locked").chmod(0)
        assert in_a_child(partial(gather_as_nobody, root)) == 7
        (root / "locked").chmod(0o755)


def gather_as_nobody(root: Path) -> None:
    if os.getuid() == 0:
        os.setuid(65534)
    if told(root) == [("B502", "closed.txt"), ("B502", "locked")]:
        os._exit(7)


@pytest.mark.parametrize("name", ["nowhere", "a.txt"])
def test_what_is_no_folder_cannot_be_read(tmp_path: Path, name: str) -> None:
    put(tmp_path, "a.txt")
    with pytest.raises(CannotRead):
        gather(tmp_path / name)
