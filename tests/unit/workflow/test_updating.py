# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import archiver
from archiver.bag import Request, judge
from archiver.errors import CannotRead, InvalidMaterial, NothingToCheck, UsageError
from archiver.workflow import bag, roll_back, update
from bags import tree
from builders import WHEN, a_folder

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def place(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    (source / "sub").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        (source / name).write_bytes(name.encode())
    bag(source, tmp_path / "bag", when=WHEN, algorithms=["sha256"], info=[("Contact-Name", "Ada")])
    return tmp_path / "bag"


def refused(place: Path, request: Request = Request(add=("md5",))) -> list[tuple[str, str]]:  # noqa: B008 # frozen
    before = tree(place.parent)
    with pytest.raises(InvalidMaterial) as caught:
        update(place, request)
    assert tree(place.parent) == before
    return [(finding.code, finding.path.removeprefix(f"{place}/")) for finding in caught.value.findings]


def told(place: Path) -> list[str]:
    return [finding.code for finding in judge(place, path="bag").findings]


def change(place: Path) -> None:
    (place / "data" / "a.txt").write_bytes(b"other")
    (place / "data" / "new.txt").write_bytes(b"new")
    (place / "data" / "sub" / "c.txt").unlink()


def test_a_sound_bag_without_a_wish_is_left_alone(place: Path) -> None:
    before = tree(place.parent)
    assert update(place, Request()).files == ()
    assert tree(place.parent) == before


def test_an_algorithm_is_added_in_one_read_and_the_old_manifest_keeps_its_bytes(place: Path) -> None:
    old = (place / "manifest-sha256.txt").read_bytes()
    updated = update(place, Request(add=("sha512",)))
    names = [name for name, _ in updated.files]
    assert names == ["manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"]
    assert (place / "manifest-sha256.txt").read_bytes() == old
    assert told(place) == []


def test_adding_what_is_there_changes_nothing(place: Path) -> None:
    before = tree(place)
    assert update(place, Request(add=("sha256",))).files == ()
    assert tree(place) == before


def test_a_weak_algorithm_goes_only_where_a_strong_one_stays(place: Path) -> None:
    update(place, Request(add=("md5",)))
    update(place, Request(remove=("md5",)))
    assert sorted(path.name for path in place.glob("*manifest-*")) == ["manifest-sha256.txt", "tagmanifest-sha256.txt"]
    with pytest.raises(UsageError, match="no strong checksum algorithm would be left"):
        update(place, Request(add=("md5",), remove=("sha256",)))
    update(place, Request(add=("sha512",), remove=("sha256",)))
    assert sorted(path.name for path in place.glob("*manifest-*")) == ["manifest-sha512.txt", "tagmanifest-sha512.txt"]
    assert told(place) == []


def test_each_difference_has_to_be_named(place: Path) -> None:
    change(place)
    assert refused(place) == [("F102", "data/a.txt"), ("F103", "data/new.txt"), ("F101", "data/sub/c.txt")]
    assert refused(place, Request(accept=("data/a.txt",))) == [("F103", "data/new.txt"), ("F101", "data/sub/c.txt")]
    assert refused(place, Request(accept=("data/a.txt", "data/new.txt"))) == [("F101", "data/sub/c.txt")]
    updated = update(place, Request(accept=("data/a.txt", f"{place}/data/new.txt", "data/sub/", "data/b.txt")))
    assert updated.taken == (("data/a.txt", "changed"), ("data/new.txt", "added"), ("data/sub/c.txt", "removed"))
    assert updated.idle == ("data/b.txt",)
    assert told(place) == []
    assert "Payload-Oxum: 13.3\n" in (place / "bag-info.txt").read_text()


def test_a_renamed_file_is_taken_in_by_both_names(place: Path) -> None:
    (place / "data" / "a.txt").rename(place / "data" / "z.txt")
    assert refused(place) == [("F104", "data/a.txt")]
    assert refused(place, Request(accept=("data/a.txt",))) == [("F103", "data/z.txt")]
    update(place, Request(accept=("data/a.txt", "data/z.txt")))
    assert told(place) == []


def test_a_changed_tag_file_has_to_be_named_too(place: Path) -> None:
    (place / "bag-info.txt").write_bytes(b"Contact-Name: Brook\nPayload-Oxum: 1.1\n")
    assert refused(place) == [("B113", "bag-info.txt"), ("F105", "bag-info.txt")]
    update(place, Request(accept=("bag-info.txt",)))
    assert (place / "bag-info.txt").read_text() == "Contact-Name: Brook\nPayload-Oxum: 19.3\n"
    assert told(place) == []


def test_a_new_tag_file_is_listed_when_it_is_named(place: Path) -> None:
    (place / "metadata").mkdir()
    (place / "metadata" / "mets.xml").write_bytes(b"<mets/>")
    update(place, Request(add=("sha512",)))
    assert told(place) == ["B124"]
    updated = update(place, Request(accept=("metadata",)))
    assert updated.taken == (("metadata/mets.xml", "added"),)
    assert told(place) == []


def test_manifests_that_were_edited_are_not_blessed(place: Path) -> None:
    (place / "data" / "a.txt").write_bytes(b"other")
    manifest = place / "manifest-sha256.txt"
    digest = hashlib.sha256(b"other").hexdigest()
    manifest.write_text(digest + manifest.read_text()[64:])
    codes = {code for code, _ in refused(place)}
    assert "F105" in codes


def test_accepting_all_does_not_accept_what_was_not_looked_at(place: Path) -> None:
    change(place)
    (place / "data" / "link").symlink_to("a.txt")
    assert refused(place, Request(accept_all=True)) == [("B110", "data/link")]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda place: (place / "bagit.txt").write_bytes(b"BagIt\n"), "B102"),
        (lambda place: (place / "manifest-sha256.txt").write_bytes(b"no line\n"), "B105"),
        (lambda place: (place / "manifest-crc32.txt").write_bytes(b"00  data/a.txt\n"), "B115"),
        (lambda place: os.mkfifo(place / "data" / "fifo"), "B110"),
        (lambda place: (place / "fetch.txt").write_bytes(b"http://example.org/x - data/x\n"), "B122"),
    ],
)
def test_a_bag_that_is_not_sound_is_refused_whatever_is_accepted(
    place: Path, spoil: Callable[[Path], object], code: str
) -> None:
    spoil(place)
    assert code in {found for found, _ in refused(place, Request(accept_all=True))}


def test_a_holey_bag_is_refused(place: Path) -> None:
    (place / "fetch.txt").write_bytes(b"http://example.org/a - data/a.txt\n")
    (place / "data" / "a.txt").unlink()
    assert ("F101", "data/a.txt") in refused(place)
    assert ("B122", "fetch.txt") in refused(place, Request(accept_all=True))


def test_a_package_is_never_edited(tmp_path: Path, place: Path) -> None:
    package = Path(archiver.package(a_folder(tmp_path / "in"), shelf=tmp_path / "shelf", when=WHEN).path)
    assert refused(package) == [("B511", str(package))]
    (tmp_path / "shelf" / "LEDGER").unlink()
    assert refused(package) == [("B511", str(package))]
    (package / "data" / "record.json").unlink()
    assert ("B511", str(package)) in refused(package)
    (place.parent / "LEDGER").write_bytes(b"")
    assert refused(place) == [("B511", str(place))]


def test_an_old_bag_keeps_its_version_and_its_encoding(tmp_path: Path) -> None:
    place = tmp_path / "bag"
    (place / "data").mkdir(parents=True)
    (place / "data" / "100%é").write_bytes(b"x")
    digest = hashlib.md5(b"x", usedforsecurity=False).hexdigest()
    (place / "bagit.txt").write_bytes(b"BagIt-Version: 0.97\nTag-File-Character-Encoding: ISO-8859-1\n")
    manifest = f"{digest} *data/100%é\r\n".encode("iso-8859-1")
    (place / "manifest-md5.txt").write_bytes(manifest)
    update(place, Request(add=("sha256",), info=(("Contact-Name", "Zoë"),)))
    assert (place / "manifest-md5.txt").read_bytes() == manifest
    new = f"{hashlib.sha256(b'x').hexdigest()}  data/100%é\n".encode("iso-8859-1")
    assert (place / "manifest-sha256.txt").read_bytes() == new
    assert (place / "bag-info.txt").read_bytes() == "Contact-Name: Zoë\n".encode("iso-8859-1")
    assert sorted(path.name for path in place.glob("tag*")) == ["tagmanifest-md5.txt", "tagmanifest-sha256.txt"]
    assert told(place) == ["B119"]


def test_files_in_another_normalisation_than_listed_are_not_guessed_at(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "é").write_bytes(b"x")
    bag(source, tmp_path / "bag", when=WHEN)
    (tmp_path / "bag" / "data" / "é").rename(tmp_path / "bag" / "data" / unicodedata.normalize("NFD", "é"))
    assert ("B513", "data/é") in refused(tmp_path / "bag")


def test_a_dry_run_says_all_and_writes_nothing(place: Path) -> None:
    before = tree(place.parent)
    updated = update(place, Request(add=("sha512",)), dry_run=True)
    assert updated.files[0][0] == "manifest-sha512.txt"
    assert tree(place.parent) == before
    (place.parent / ".archiver-update-bag").mkdir()
    with pytest.raises(InvalidMaterial) as caught:
        update(place, Request(), dry_run=True)
    assert [finding.code for finding in caught.value.findings] == ["B512"]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (Request(add=("sha-256",)), "unknown checksum algorithm: 'sha-256'"),
        (Request(remove=("sha-256",)), "unknown checksum algorithm: 'sha-256'"),
        (Request(add=("md5",), remove=("md5",)), "an algorithm is to be added and removed"),
        (Request(info=(("Payload-Oxum", "1.1"),)), "Payload-Oxum is computed"),
        (Request(accept=("data/nowhere",)), "neither in the bag nor in its manifests: data/nowhere"),
    ],
)
def test_a_wrong_call_is_told(place: Path, request_: Request, message: str) -> None:
    before = tree(place)
    with pytest.raises(UsageError, match=message):
        update(place, request_)
    assert tree(place) == before


def test_what_is_no_bag_is_told(place: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingToCheck):
        update(tmp_path / "source", Request())
    with pytest.raises(CannotRead, match="is not there"):
        update(tmp_path / "nowhere", Request())
    with pytest.raises(CannotRead, match="is not a folder"):
        update(place / "bagit.txt", Request())
    with pytest.raises(NothingToCheck, match="no update of this bag was stopped"):
        roll_back(place)


def test_a_label_that_cannot_be_written_changes_nothing(place: Path) -> None:
    assert ("B112", "bag-info.txt") in refused(place, Request(info=(("A:", "b"),)))
