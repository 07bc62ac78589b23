# SPDX-License-Identifier: Apache-2.0
"""What an update believes: no manifest goes, and none is taken in, while what it says against a file is unheard."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from archiver.bag import Request, judge
from archiver.errors import InvalidMaterial
from archiver.workflow import bag, update
from bags import tree
from builders import WHEN

if TYPE_CHECKING:
    from pathlib import Path

BOTH = ("sha256", "md5")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("a.txt", "b.txt"):
        (source / name).write_bytes(name.encode())
    bag(source, tmp_path / "bag", when=WHEN, algorithms=BOTH)
    return tmp_path / "bag"


def refused(place: Path, **request: object) -> list[tuple[str, str]]:
    before = tree(place.parent)
    with pytest.raises(InvalidMaterial) as caught:
        update(place, Request(**request))  # type: ignore[arg-type] # as a caller gives them
    assert tree(place.parent) == before
    return [(finding.code, finding.path.removeprefix(f"{place}/")) for finding in caught.value.findings]


def digest(algorithm: str, data: bytes) -> str:
    return hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()


def edit(place: Path, algorithm: str, old: bytes, new: bytes) -> None:
    manifest = place / f"manifest-{algorithm}.txt"
    manifest.write_text(manifest.read_text().replace(digest(algorithm, old), digest(algorithm, new)))


def seal(place: Path, *algorithms: str) -> None:
    """Write the tag manifests anew, as somebody does who hides what he did."""
    for algorithm in algorithms:
        names = sorted(path.name for path in place.glob("*.txt") if not path.name.startswith("tagm"))
        lines = [f"{digest(algorithm, (place / name).read_bytes())}  {name}\n" for name in names]
        (place / f"tagmanifest-{algorithm}.txt").write_text("".join(lines))


def forge(place: Path, *sealed: str) -> None:
    """Change a file, and the manifest of the strong algorithm with it; md5 alone still tells."""
    (place / "data" / "a.txt").write_bytes(b"EVIL")
    edit(place, "sha256", b"a.txt", b"EVIL")
    seal(place, *sealed)


@pytest.mark.parametrize("sealed", [(), ("sha256",), ("md5",), BOTH])
@pytest.mark.parametrize(
    ("add", "remove"),
    [((), ("md5",)), (("sha512",), ("md5",)), (("sha512",), ("sha256",)), (("sha512",), BOTH)],
)
def test_a_manifest_that_disagrees_is_not_taken_away(
    place: Path, sealed: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...]
) -> None:
    forge(place, *sealed)
    assert {code for code, _ in refused(place, add=add, remove=remove)} & {"B109", "F102", "F105"}
    assert refused(place, add=add, remove=remove, accept=("data/b.txt",))


def test_a_manifest_that_fails_its_tag_manifest_is_not_taken_away(place: Path) -> None:
    edit(place, "md5", b"b.txt", b"other")
    assert ("F105", "manifest-md5.txt") in refused(place, remove=("md5",))
    assert ("F105", "manifest-md5.txt") in refused(place, remove=("md5",), accept_all=True)
    update(place, Request(remove=("md5",), accept=("manifest-md5.txt",)))
    assert judge(place, path="bag").findings == ()
    assert not list(place.glob("*md5*"))


def test_what_only_the_manifest_to_be_removed_lists_is_not_forgotten(place: Path) -> None:
    with (place / "manifest-md5.txt").open("a") as file:
        file.write(f"{digest('md5', b'x')}  data/lost.txt\n")
    seal(place, *BOTH)

    assert refused(place, remove=("md5",))
    update(place, Request(remove=("md5",), accept=("manifest-md5.txt",)))
    assert judge(place, path="bag").findings == ()


@pytest.mark.parametrize("name", ["manifest-md5.txt", "tagmanifest-md5.txt"])
def test_a_malformed_manifest_goes_by_its_own_name_only(place: Path, name: str) -> None:
    (place / name).write_bytes(b"no line\n")
    assert name in {path for _, path in refused(place, remove=("md5",))}
    assert name in {path for _, path in refused(place, remove=("md5",), accept_all=True)}
    update(place, Request(remove=("md5",), accept=(name,)))
    assert judge(place, path="bag").findings == ()


def test_a_manifest_of_an_unknown_algorithm_goes_by_its_own_name_only(place: Path) -> None:
    (place / "manifest-crc32.txt").write_bytes(b"00  data/a.txt\n00  data/b.txt\n")
    seal(place, *BOTH)
    assert refused(place, remove=("crc32",)) == [("B115", "manifest-crc32.txt")]
    update(place, Request(remove=("crc32",), accept=("manifest-crc32.txt",)))
    assert judge(place, path="bag").findings == ()


def test_the_advice_names_the_manifest(place: Path) -> None:
    forge(place, *BOTH)
    with pytest.raises(InvalidMaterial) as caught:
        update(place, Request(remove=("md5",)))
    assert "--accept manifest-md5.txt" in {f.code: f.advice for f in caught.value.findings}["B109"]


def test_a_bag_that_looks_half_updated_is_not_taken_in_as_a_whole(place: Path, tmp_path: Path) -> None:
    whole = {path.name: path.read_bytes() for path in place.glob("*.txt")}
    update(place, Request(add=("sha512",)))
    (place / "tagmanifest-sha512.txt").unlink()
    (place / "tagmanifest-sha256.txt").write_bytes(whole["tagmanifest-sha256.txt"])
    (place / "tagmanifest-md5.txt").write_bytes(whole["tagmanifest-md5.txt"])
    place.rename(tmp_path / "moved")
    moved = tmp_path / "moved"
    assert ("B108", "tagmanifest-md5.txt") in refused(moved, accept_all=True)
    edit(moved, "sha512", b"a.txt", b"other")
    update(moved, Request(add=("sha512",), accept_all=True, accept=("manifest-sha512.txt", "data/a.txt")))
    assert judge(moved, path="bag").findings == ()


def test_a_changed_manifest_is_taken_in_by_its_own_name_only(place: Path) -> None:
    (place / "manifest-md5.txt").write_bytes((place / "manifest-md5.txt").read_bytes().replace(b"  ", b" \t"))
    assert refused(place, accept_all=True) == [("F105", "manifest-md5.txt")]
    update(place, Request(accept=("manifest-md5.txt",)))
    assert judge(place, path="bag").findings == ()


def test_a_name_that_is_not_utf_8_is_told(place: Path) -> None:
    with open(os.path.join(os.fsencode(place), b"data", b"\xff"), "wb") as file:  # noqa: PTH118,PTH123 # bytes
        file.write(b"x")
    assert [code for code, _ in refused(place, accept_all=True)].count("B513") >= 1
    assert "B513" in {code for code, _ in refused(place, accept=("data/\udcff",))}
    (place / "data" / "new.txt").write_bytes(b"x")
    assert "B513" in {code for code, _ in refused(place, accept_all=True, add=("sha512",))}
