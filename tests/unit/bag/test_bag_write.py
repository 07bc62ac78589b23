# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from archiver.bag import is_staging, judge, write
from archiver.bag.write import STAGING
from archiver.errors import CannotWrite
from bags import a_plan

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_is_what_was_planned(tmp_path: Path) -> None:
    write(a_plan(), tmp_path / "bridge" / "v1")
    found = {
        path.relative_to(tmp_path / "bridge" / "v1").as_posix(): path.read_bytes()
        for path in (tmp_path / "bridge" / "v1").rglob("*")
        if path.is_file()
    }
    assert found == dict(a_plan().files)
    assert [path.name for path in (tmp_path / "bridge").iterdir()] == ["v1"]


def test_the_judge_sees_the_whole_bag_before_it_is_in_place(tmp_path: Path) -> None:
    seen: list[object] = []

    def look(staged: Path) -> None:
        seen.append(judge(staged, path="staged", strict_profile=True).findings)
        seen.append((tmp_path / "v1").exists())

    write(a_plan(), tmp_path / "v1", judge=look)
    assert seen == [(), False]


def test_a_relative_target_is_written_where_the_process_stands(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from archiver.bag import plan, write\n"
        "write(plan({'a': b'1'}, info=[]), Path('shelf/v1'))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=tmp_path)
    assert (tmp_path / "shelf/v1/data/a").read_bytes() == b"1"


def test_names_are_written_as_utf_8_whatever_the_locale_says(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from archiver.bag import plan, write\n"
        "write(plan({'\\u00e9': b'1'}, info=[]), Path(sys.argv[1]))"
    )
    environment = os.environ | {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "v1")], check=True, env=environment)
    assert os.listdir(os.fsencode(tmp_path / "v1/data")) == ["é".encode()]  # noqa: PTH208 # names as bytes


def test_a_name_of_a_staging_folder_is_known() -> None:
    assert is_staging(f"{STAGING}1-0")
    assert not is_staging("v1")


def test_an_abandoned_staging_folder_is_swept_away_and_a_link_of_that_name_is_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "elsewhere"
    (kept / "deep").mkdir(parents=True)
    shelf = tmp_path / "shelf"
    (shelf / f"{STAGING}9-9" / "bag").mkdir(parents=True)
    (shelf / f"{STAGING}link").symlink_to(kept)
    write(a_plan(), shelf / "v1")
    assert sorted(path.name for path in shelf.iterdir()) == [f"{STAGING}link", "v1"]
    assert (kept / "deep").is_dir()


def test_a_name_that_is_taken_by_another_staging_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / f"{STAGING}{os.getpid()}-0").write_bytes(b"a file, which no sweep removes")
    write(a_plan(), tmp_path / "v1")
    assert (tmp_path / "v1/bagit.txt").is_file()


def test_a_shelf_that_vanishes_is_told(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()

    def take_away(staged: Path) -> None:
        staged.parent.rename(tmp_path / "gone")
        shelf.rmdir()

    with pytest.raises(CannotWrite):
        write(a_plan(), shelf / "v1", judge=take_away)


@pytest.mark.parametrize("real", [True, False])
def test_a_folder_of_a_package_that_is_a_link_is_refused_by_name(tmp_path: Path, *, real: bool) -> None:
    if real:
        (tmp_path / "elsewhere").mkdir()
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "bridge").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotWrite) as caught:
        write(a_plan(), shelf / "bridge" / "v1")
    assert caught.value.message == f"{shelf / 'bridge'} is a link"
    assert caught.value.where == str(shelf / "bridge" / "v1")
    assert caught.value.help is not None
    assert not real or list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("new", [True, False])
def test_a_shelf_may_be_reached_through_a_link(tmp_path: Path, *, new: bool) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "shelf").symlink_to("real")
    if not new:
        (tmp_path / "real/bridge").mkdir()
    write(a_plan(), tmp_path / "shelf" / "bridge" / "v1")
    assert judge(tmp_path / "real/bridge/v1", path="v1", strict_profile=True).findings == ()
