# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from archiver.bag import PROFILE, judge, second_opinion
from archiver.errors import CannotRead, CannotWrite, InvalidMaterial, UsageError
from archiver.workflow import bag, dry_bag, read_info
from bags import tree

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 1, 2, 23, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.txt").write_bytes(b"first")
    return source


def refused(folder: Path, target: Path, **options: bool) -> list[str]:
    with pytest.raises(InvalidMaterial) as caught:
        bag(folder, target, when=WHEN, **options)  # type: ignore[arg-type] # booleans alone
    assert not target.exists()
    return [finding.code for finding in caught.value.findings]


def test_a_bag_is_exactly_these_bytes(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "bag"
    info = [("Contact-Name", "Ada"), ("Source-Organization", "Fordham Archive"), ("Contact-Name", "Brook")]
    bagged = bag(folder, target, when=WHEN, info=info, algorithms=["md5", "md5"])
    assert (bagged.path, bagged.octets, bagged.files) == (str(target), 5, (("data/a.txt", 5),))
    texts = {path.name: path.read_text() for path in target.glob("*.txt")}
    assert texts["bagit.txt"] == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert texts["manifest-md5.txt"] == "8b04d5e3775d298e78455efc5ca404d5  data/a.txt\n"
    assert texts["bag-info.txt"].splitlines() == [
        "Contact-Name: Ada",
        "Source-Organization: Fordham Archive",
        "Contact-Name: Brook",
        "Bagging-Date: 2026-01-02",
        "Bag-Software-Agent: archiver 0.1.0",
        "Payload-Oxum: 5.1",
    ]
    listed = [line[34:] for line in texts["tagmanifest-md5.txt"].splitlines()]
    assert listed == ["bag-info.txt", "bagit.txt", "manifest-md5.txt"]
    assert sorted(texts) == [*listed, "tagmanifest-md5.txt"]
    modes = {path.stat().st_mode & 0o777 for path in target.rglob("*")}
    assert modes == {0o755, 0o644}


def test_what_is_said_of_date_and_software_is_kept(folder: Path, tmp_path: Path) -> None:
    info = [("bagging-date", "1999-01-01"), ("Bag-Software-Agent", "a hand")]
    bag(folder, tmp_path / "bag", when=WHEN, info=info)
    text = (tmp_path / "bag" / "bag-info.txt").read_text()
    assert text == "bagging-date: 1999-01-01\nBag-Software-Agent: a hand\nPayload-Oxum: 5.1\n"


def test_both_judges_accept_what_was_written(folder: Path, tmp_path: Path) -> None:
    bag(folder, tmp_path / "bag", when=WHEN)
    assert judge(tmp_path / "bag", path="bag").findings == ()
    assert second_opinion(tmp_path / "bag") is None


def test_what_cannot_be_kept_refuses_and_all_of_it_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "link").symlink_to("a.txt")
    (folder / "cafe\u0301").write_bytes(b"")
    (folder / "caf\u00e9").write_bytes(b"")
    assert refused(folder, tmp_path / "bag") == ["B504", "B501"]


def test_warnings_are_returned_and_refuse_only_when_that_is_asked(folder: Path, tmp_path: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "100%").write_bytes(b"")
    assert refused(folder, tmp_path / "bag", strict=True) == ["B505", "B506"]
    bagged = bag(folder, tmp_path / "bag", when=WHEN)
    assert [finding.code for finding in bagged.findings] == ["B505", "B506"]
    assert judge(tmp_path / "bag", path="bag").findings == ()


def test_a_bag_is_bagged_again_only_when_that_is_asked(folder: Path, tmp_path: Path) -> None:
    bag(folder, tmp_path / "bag", when=WHEN)
    assert refused(tmp_path / "bag", tmp_path / "again") == ["B508"]
    (tmp_path / "bag" / "bagit.txt").unlink()
    assert refused(tmp_path / "bag", tmp_path / "again") == ["B508"]
    bag(tmp_path / "bag", tmp_path / "again", when=WHEN, bag_in_bag=True)
    assert (tmp_path / "again" / "data" / "data" / "a.txt").is_file()


@pytest.mark.parametrize("place", ["source", "source/bag", "source/sub/bag", ".", "link/bag"])
def test_folder_and_bag_lie_apart(folder: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "link").symlink_to(folder)
    before = tree(tmp_path)
    with pytest.raises(UsageError):
        bag(folder, tmp_path / place, when=WHEN)
    assert tree(tmp_path) == before


def test_a_bag_is_not_written_into_another_one(folder: Path, tmp_path: Path) -> None:
    bag(folder, tmp_path / "bag", when=WHEN)
    before = tree(tmp_path / "bag")
    with pytest.raises(UsageError, match="lies in a bag"):
        bag(folder, tmp_path / "bag" / "data" / "second", when=WHEN)
    assert tree(tmp_path / "bag") == before


@pytest.mark.parametrize("dry", [False, True])
def test_what_stands_at_the_place_is_not_replaced(folder: Path, tmp_path: Path, *, dry: bool) -> None:
    (tmp_path / "bag").write_bytes(b"x")
    with pytest.raises(CannotWrite, match="exists already"):
        dry_bag(folder, tmp_path / "bag") if dry else bag(folder, tmp_path / "bag", when=WHEN)
    assert (tmp_path / "bag").read_bytes() == b"x"


def test_a_dry_run_writes_nothing_and_reads_no_file(folder: Path, tmp_path: Path) -> None:
    before = tree(tmp_path)
    bagged = dry_bag(folder, tmp_path / "bag")
    assert (bagged.files, bagged.octets) == ((("data/a.txt", 5),), 5)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"algorithms": ["sha-256"]}, "unknown checksum algorithm: 'sha-256'"),
        ({"info": [("payload-OXUM", "1.1")]}, "Payload-Oxum is computed"),
    ],
)
def test_a_wrong_call_is_told(folder: Path, tmp_path: Path, options: dict[str, list[str]], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        bag(folder, tmp_path / "bag", when=WHEN, **options)  # type: ignore[arg-type] # as a caller might


def test_a_label_that_cannot_be_written_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidMaterial) as caught:
        bag(folder, tmp_path / "bag", when=WHEN, info=[("A:", "b")])
    assert [finding.code for finding in caught.value.findings] == ["B112"]
    assert "mend what you say" in caught.value.findings[0].advice
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_a_bag_that_claims_our_profile_and_does_not_keep_it_is_refused(folder: Path, tmp_path: Path) -> None:
    info = [("BagIt-Profile-Identifier", PROFILE)]
    with pytest.raises(InvalidMaterial):
        bag(folder, tmp_path / "bag", when=WHEN, info=info, algorithms=["md5"])
    assert not (tmp_path / "bag").exists()


@pytest.mark.parametrize("verify", [False, True])
def test_names_and_places_that_bagit_cannot_read_do_not_stop_a_valid_bag(
    folder: Path, tmp_path: Path, *, verify: bool
) -> None:
    target = tmp_path / "tagmanifest-of" / "bag"
    bag(folder, target, when=WHEN, verify=verify)
    bag(folder, tmp_path / "sha3", when=WHEN, algorithms=["sha3256"], verify=verify)
    assert judge(target, path="bag").findings == judge(tmp_path / "sha3", path="bag").findings == ()


def test_info_is_read_from_a_file_in_its_order(tmp_path: Path) -> None:
    file = tmp_path / "info.txt"
    file.write_text("B: 1\nA: two\n  lines\nB: 3\n", encoding="utf-8")
    assert read_info(file) == (("B", "1"), ("A", "two lines"), ("B", "3"))
    file.write_text("B 1\n", encoding="utf-8")
    with pytest.raises(InvalidMaterial) as caught:
        read_info(file)
    assert [(f.code, f.path, f.line) for f in caught.value.findings] == [("B112", str(file), 1)]
    with pytest.raises(CannotRead):
        read_info(tmp_path / "nowhere")


def modes(root: Path) -> dict[str, int]:
    found = {path.relative_to(root).as_posix(): path.stat().st_mode & 0o7777 for path in root.rglob("*")}
    return {"": root.stat().st_mode & 0o7777} | {
        path: mode for path, mode in found.items() if mode not in {0o644, 0o755}
    }


def test_what_was_private_stays_private(folder: Path, tmp_path: Path) -> None:
    (folder / "diary").mkdir()
    for name, mode in {
        "secret": 0o600,
        "ours": 0o640,
        "open": 0o666,
        "run": 0o4755,
        "diary/x": 0o644,
        "ro": 0o444,
    }.items():
        (folder / name).write_bytes(b"x")
        (folder / name).chmod(mode)
    (folder / "diary").chmod(0o700)
    bag(folder, tmp_path / "bag", when=WHEN)
    narrow = {"data/secret": 0o600, "data/ours": 0o640, "data/diary": 0o700, "data/ro": 0o444}
    assert modes(tmp_path / "bag") == {"": 0o755} | narrow
    folder.chmod(0o2750)
    bag(folder, tmp_path / "again", when=WHEN)
    assert modes(tmp_path / "again") == {"": 0o750, "data": 0o750} | narrow


def test_to_another_group_a_copy_is_no_more_open_than_to_everyone(folder: Path, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives a file to another group")
    (folder / "a.txt").chmod(0o640)
    os.chown(folder / "a.txt", -1, 12345)
    bag(folder, tmp_path / "bag", when=WHEN)
    assert modes(tmp_path / "bag") == {"": 0o755, "data/a.txt": 0o600}


@pytest.mark.parametrize(
    ("name", "target", "options", "why"),
    [
        ("100%", "bag", {}, "it loses names"),
        ("b", "tagmanifest-of/bag", {}, "it takes a path with tagmanifest- in it"),
        ("b", "bag", {"algorithms": ["sha3256"]}, "it does not know SHA-3"),
        ("b", "bag", {"verify": False}, "the copies were not read again"),
    ],
)
def test_why_bagit_was_not_asked_is_told(
    folder: Path, tmp_path: Path, name: str, target: str, options: dict[str, list[str]], why: str
) -> None:
    (folder / name).write_bytes(b"")
    unasked = bag(folder, tmp_path / target, when=WHEN, **options).unasked  # type: ignore[arg-type] # as above
    assert unasked is not None
    assert unasked.startswith(why)
    (folder / name).unlink()
    assert bag(folder, tmp_path / "other", when=WHEN).unasked is None


def test_a_pattern_that_matches_nothing_is_told_and_refuses_where_warnings_do(folder: Path, tmp_path: Path) -> None:
    bagged = bag(folder, tmp_path / "bag", when=WHEN, exclude=["*.tmp"])
    assert [(finding.code, finding.detail) for finding in bagged.findings] == [("B514", ("*.tmp",))]
    with pytest.raises(InvalidMaterial):
        bag(folder, tmp_path / "again", when=WHEN, exclude=["*.tmp"], strict=True)


def test_a_file_in_the_way_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWrite, match="file/bag"):
        bag(folder, tmp_path / "file" / "bag", when=WHEN)
