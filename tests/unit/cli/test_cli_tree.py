# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from archiver.cli import tree
from archiver.errors import CannotWrite, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = [("index.html", [b"a", b"b"]), ("x/y/z.txt", [b"c"])]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def replaced(target: Path, shelf: Path) -> None:
    tree.demand_place(target, apart_from=shelf)
    tree.write(target, [("index.html", [b"new"])])


def test_tree_is_written_with_a_list_of_digests(tmp_path: Path) -> None:
    assert tree.write(tmp_path / "a/site", FILES) == 2
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in (("index.html", b"ab"), ("x/y/z.txt", b"c"))
    )
    assert contents(tmp_path / "a/site") == {"index.html": b"ab", "x/y/z.txt": b"c", "SHA256SUMS": sums.encode()}
    assert (tmp_path / "a/site").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "a/site/x/y/z.txt").stat().st_mode & 0o777 == 0o644
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["site"]


def test_earlier_tree_is_replaced_as_a_whole(tmp_path: Path) -> None:
    tree.write(tmp_path / "site", FILES)
    replaced(tmp_path / "site", tmp_path / "shelf")
    assert set(contents(tmp_path / "site")) == {"index.html", "SHA256SUMS"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_empty_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    replaced(tmp_path / "site", tmp_path / "shelf")
    assert "index.html" in contents(tmp_path / "site")


def test_what_somebody_added_keeps_the_tree_from_being_replaced(tmp_path: Path) -> None:
    tree.write(tmp_path / "site", FILES)
    (tmp_path / "site/x/mine").write_bytes(b"m")
    with pytest.raises(CannotWrite, match="did not write: x/mine"):
        tree.demand_place(tmp_path / "site", apart_from=tmp_path / "shelf")


def test_link_that_somebody_added_keeps_it_too(tmp_path: Path) -> None:
    tree.write(tmp_path / "site", FILES)
    (tmp_path / "site/x/link").symlink_to(tmp_path)
    with pytest.raises(CannotWrite, match="x/link"):
        tree.demand_place(tmp_path / "site", apart_from=tmp_path / "shelf")


def test_what_somebody_changed_keeps_it_too(tmp_path: Path) -> None:
    tree.write(tmp_path / "site", FILES)
    (tmp_path / "site/index.html").write_bytes(b"mine")
    with pytest.raises(CannotWrite, match="was changed"):
        tree.demand_place(tmp_path / "site", apart_from=tmp_path / "shelf")


def test_listed_file_that_became_a_link_keeps_it_too(tmp_path: Path) -> None:
    tree.write(tmp_path / "site", FILES)
    (tmp_path / "site/index.html").unlink()
    (tmp_path / "ab").write_bytes(b"ab")
    (tmp_path / "site/index.html").symlink_to(tmp_path / "ab")
    with pytest.raises(CannotWrite, match="was changed"):
        tree.demand_place(tmp_path / "site", apart_from=tmp_path / "shelf")


def test_list_that_is_a_link_says_nothing(tmp_path: Path) -> None:
    tree.write(tmp_path / "site", FILES)
    (tmp_path / "site/SHA256SUMS").rename(tmp_path / "sums")
    (tmp_path / "site/SHA256SUMS").symlink_to(tmp_path / "sums")
    with pytest.raises(CannotWrite, match="did not write"):
        tree.demand_place(tmp_path / "site", apart_from=tmp_path / "shelf")


def test_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_bytes(b"mine")
    with pytest.raises(CannotWrite, match="did not write"):
        tree.demand_place(tmp_path / "site", apart_from=tmp_path / "shelf")


@pytest.mark.parametrize("kind", ["file", "link", "dangling"])
def test_what_is_no_folder_is_not_replaced(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "site"
    if kind == "file":
        target.write_bytes(b"mine")
    else:
        target.symlink_to(tmp_path if kind == "link" else tmp_path / "nowhere")
    with pytest.raises((CannotWrite, UsageError)):
        tree.demand_place(target, apart_from=tmp_path / "shelf")


@pytest.mark.parametrize("place", ["shelf", "shelf/site", "."])
def test_place_on_the_shelf_or_around_it_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "shelf").mkdir()
    with pytest.raises(UsageError, match="lie in each other"):
        tree.demand_place(tmp_path / place, apart_from=tmp_path / "shelf")


def test_what_stops_the_writing_leaves_what_was_there(tmp_path: Path) -> None:
    def stopping() -> Iterator[tuple[str, list[bytes]]]:
        yield "index.html", [b"new"]
        raise KeyboardInterrupt

    tree.write(tmp_path / "site", FILES)
    before = contents(tmp_path / "site")
    with pytest.raises(KeyboardInterrupt):
        tree.write(tmp_path / "site", stopping())
    assert contents(tmp_path / "site") == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWrite, match="cannot write"):
        tree.write(tmp_path / "file/site", FILES)


def test_target_that_was_filled_meanwhile_comes_back_if_it_cannot_be_replaced(tmp_path: Path) -> None:
    tree.write(tmp_path / "site", FILES)
    before = contents(tmp_path / "site")

    def taking_away() -> Iterator[tuple[str, list[bytes]]]:
        yield "index.html", [b"new"]
        for staged in tmp_path.glob(".site.*.part"):
            for file in staged.iterdir():
                file.unlink()
            staged.rmdir()

    with pytest.raises(CannotWrite):
        tree.write(tmp_path / "site", taking_away())
    assert contents(tmp_path / "site") == before
