# SPDX-License-Identifier: Apache-2.0
"""Members of a tar that are neither plain files nor folders: sparse files, hard links, what GNU tar adds."""

from __future__ import annotations

import gzip
import io
import shutil
import subprocess
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from archiver.bag import Judgement, Limits, Terms, judge
from archiver.bag.plan import plan
from archives import FOREIGN, a_bag, header, noise, pax, record, tar_file, tarred

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOLES = noise(1000) + bytes(5000) + noise(700) + bytes(3000)
RUNS = [(0, 1000), (6000, 700), (9700, 0)]
SOLID = HOLES[:1000] + HOLES[6000:6700]
FILES = a_bag({"holes": HOLES, "a": b"a"})
ALL = "data/holes"


def digits(value: int) -> bytes:
    return b"%011o\0" % value


def old_sparse(
    name: str = "bag/data/holes", runs: list[tuple[int, int]] = RUNS, size: int = len(HOLES), data: bytes = SOLID
) -> bytes:
    """A sparse file as GNU tar wrote it of old: four runs in the header, more in blocks behind it."""
    pairs = [digits(offset) + digits(count) for offset, count in runs]
    block = bytearray(header(name.encode(), len(data), b"S", magic=b"ustar  \0"))
    rest = pairs[4:]
    sparse = b"".join(pairs[:4]).ljust(96, b"\0") + bytes([bool(rest)]) + digits(size)
    block[345:] = (bytes(41) + sparse).ljust(167, b"\0")
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    more = b""
    while rest:
        part, rest = rest[:21], rest[21:]
        more += (b"".join(part).ljust(504, b"\0") + bytes([bool(rest)])).ljust(512, b"\0")
    return bytes(block) + more + data + bytes(-len(data) % 512)


def sparse_map(runs: list[tuple[int, int]] = RUNS) -> bytes:
    text = "".join(f"{number}\n" for number in [len(runs), *[number for run in runs for number in run]]).encode()
    return text + bytes(-len(text) % 512)


def new_sparse(data: bytes = sparse_map() + SOLID, **records: str) -> bytes:
    keys = {"major": "1", "minor": "0", "name": "bag/data/holes", "realsize": str(len(HOLES))} | records
    said = {f"GNU.sparse.{key}": value for key, value in keys.items() if value}
    return pax(said) + tarred("bag/data/GNUSparseFile.7/holes", data)


def middle_sparse(**records: str) -> bytes:
    text = ",".join(str(number) for run in RUNS for number in run)
    keys = {"size": str(len(HOLES)), "numblocks": "3", "name": "bag/data/holes", "map": text} | records
    said = {f"GNU.sparse.{key}": value for key, value in keys.items()}
    return pax(said) + tarred("bag/data/GNUSparseFile.7/holes", SOLID)


@pytest.fixture
def judged(tmp_path: Path) -> Callable[..., Judgement]:
    def judged(data: bytes, name: str = "bag.tar", **terms: Any) -> Judgement:
        (tmp_path / name).write_bytes(data)
        return judge(tmp_path / name, path="bag", terms=Terms(**terms))

    return judged


def told(judgement: Judgement) -> list[tuple[str, str]]:
    return [(finding.code, finding.path.removeprefix("bag").removeprefix("/")) for finding in judgement.findings]


def with_holes(*members: bytes) -> bytes:
    rest = {name: data for name, data in FILES.items() if not name.endswith("holes")}
    return tar_file({}, *members, *[tarred(name, data) for name, data in rest.items()])


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("sparse", [old_sparse(), new_sparse(), middle_sparse()], ids=["old", "1.0", "0.1"])
def test_sparse_files_are_read_with_their_holes(
    judged: Callable[..., Judgement], pack: Callable[[bytes], bytes], sparse: bytes
) -> None:
    data = with_holes(sparse)
    assert told(judged(pack(data))) == []
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        member = tar.extractfile("bag/data/holes")
        assert member is not None
        assert member.read() == HOLES


def test_a_sparse_file_with_many_runs_and_large_ones(judged: Callable[..., Judgement]) -> None:
    runs = [(number * 10, 3) for number in range(60)] + [(2_000_000, 700_000)]
    data = noise(60 * 3 + 700_000)
    content = bytearray(2_900_000)
    place = 0
    for offset, count in runs:
        content[offset : offset + count] = data[place : place + count]
        place += count
    files = a_bag({"a": bytes(content)})
    rest = [tarred(name, text) for name, text in files.items() if name != "bag/data/a"]
    old = old_sparse("bag/data/a", runs, len(content), data)
    new = new_sparse(sparse_map(runs) + data, name="bag/data/a", realsize=str(len(content)))
    for sparse in (old, new):
        assert told(judged(tar_file({}, sparse, *rest))) == []
        assert told(judged(gzip.compress(tar_file({}, sparse, *rest)), jobs=1)) == []


def test_a_sparse_file_that_differs_from_its_digest(judged: Callable[..., Judgement]) -> None:
    other = bytes([SOLID[0] ^ 1]) + SOLID[1:]
    for sparse in (old_sparse(data=other), new_sparse(sparse_map() + other)):
        assert told(judged(with_holes(sparse))) == [("F102", ALL)]
    assert told(judged(with_holes(new_sparse(realsize="9701")))) == [("F102", ALL)]


@pytest.mark.parametrize(
    "sparse",
    [
        old_sparse(runs=[(0, 1000), (500, 700)]),
        old_sparse(runs=[(0, 1000), (9_500, 700)]),
        old_sparse(runs=[(0, 1000)]),
        old_sparse(runs=[(0, 1000), (6000, 900)]),
        old_sparse(size=8),
        new_sparse(b"3\n0\n1000\n" + bytes(503) + SOLID),
        new_sparse(b"x\n" + bytes(510) + SOLID),
        new_sparse(b"9" * 1024),
        new_sparse(b"99999999999\n" + bytes(500)),
        new_sparse(sparse_map([(0, 1000), (6000, 1700)]) + SOLID),
        new_sparse(realsize="9x"),
        new_sparse(realsize=""),
        middle_sparse(map="0,1000,6000"),
        middle_sparse(map="0,1000,,"),
        middle_sparse(size="-1"),
    ],
)
def test_a_map_of_a_sparse_file_that_cannot_be_one(judged: Callable[..., Judgement], sparse: bytes) -> None:
    found = told(judged(with_holes(sparse)))
    assert ("B201", ALL) in found
    assert {path for _, path in found} == {ALL}


def test_a_sparse_file_in_another_way_is_not_read_and_not_missing(judged: Callable[..., Judgement]) -> None:
    numbers = record(b"GNU.sparse.size", "9700") + record(b"GNU.sparse.numblocks", "2")
    runs = b"".join(
        record(b"GNU.sparse.offset", str(offset)) + record(b"GNU.sparse.numbytes", str(count))
        for offset, count in RUNS[:2]
    )
    oldest = tarred("pax", numbers + runs, b"x") + tarred("bag/data/holes", SOLID)
    for sparse in (oldest, new_sparse(major="2"), new_sparse(major="")):
        judgement = judged(with_holes(sparse))
        assert told(judgement) == [("B210", ALL)]


def test_a_sparse_file_that_is_cut_off_or_hides_a_name(judged: Callable[..., Judgement]) -> None:
    for cut in (old_sparse(runs=RUNS * 3)[:700], new_sparse()[:1700], new_sparse()[:-800]):
        assert told(judged(tar_file(a_bag(), cut, end=b""))) == [("B202", "")]
    said = {"major": "1", "minor": "0", "realsize": "9700", "name": "bag/data/holes"}
    names = {"path": "bag/data/b"} | {f"GNU.sparse.{key}": value for key, value in said.items()}
    other = pax(names) + tarred("x", sparse_map() + SOLID)
    assert told(judged(with_holes(other))) == [("B206", ALL)]
    lone = pax({"GNU.sparse.name": "bag/data/a"}) + tarred("y", b"")
    assert ("B206", "data/a") in told(judged(tar_file(FILES, lone)))


def test_holes_count_as_octets(judged: Callable[..., Judgement]) -> None:
    huge = old_sparse(runs=[(0, 1700)], size=1 << 32)
    for pack in (bytes, gzip.compress):
        assert told(judged(pack(with_holes(huge)))) == [("B217", "")]
    many = new_sparse(sparse_map([(number, 0) for number in range(3000)]) + SOLID)
    assert told(judged(with_holes(many), limits=Limits(members=1000))) == [("B217", "")]


@pytest.mark.skipif(shutil.which("tar") is None, reason="no tar")
@pytest.mark.parametrize("how", [["--format=gnu"], ["--format=pax"], ["--format=pax", "--sparse-version=0.1"]])
def test_what_gnu_tar_writes_of_sparse_and_linked_files(
    tmp_path: Path, judged: Callable[..., Judgement], how: list[str]
) -> None:
    payload = {"a": noise(4096) + bytes(1 << 20) + b"x", "b": b"twin", "c": b"twin"}
    for path, data in plan(payload, info=FOREIGN).files:
        (tmp_path / "bag" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bag" / path).write_bytes(data)
    holey, twin = tmp_path / "bag/data/a", tmp_path / "bag/data/c"
    with holey.open("r+b") as file:
        file.truncate(4096)
        file.seek(4096 + (1 << 20))
        file.write(b"x")
    twin.unlink()
    twin.hardlink_to(tmp_path / "bag/data/b")
    made = subprocess.run(["tar", "-C", tmp_path, *how, "-cSf", tmp_path / "made.tar", "bag"], check=False)
    if made.returncode:
        pytest.skip("this tar is not GNU tar")
    data = (tmp_path / "made.tar").read_bytes()
    assert b"GNUSparseFile" in data or b"gnu" in how[0].encode()
    assert told(judged(data)) == []
    assert told(judged(gzip.compress(data))) == []


TWINS = a_bag({"a": b"twin", "b": b"twin", "large": noise(500_000)})


def linked(name: str, target: str, files: dict[str, bytes] = TWINS, **fields: Any) -> bytes:
    rest = {path: data for path, data in files.items() if path != name}
    return tar_file(rest, tarred(name, b"", b"1", link=target, **fields))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_hard_link_to_a_file_before_it_is_that_file(
    judged: Callable[..., Judgement], pack: Callable[[bytes], bytes]
) -> None:
    for target in ("bag/data/a", "./bag/data/a"):
        judgement = judged(pack(linked("bag/data/b", target)))
        assert told(judgement) == []
        assert judgement.checks[2].note == "9 files, 2 algorithms"
    assert told(judged(pack(linked("bag/data/b", "bag/data/large")))) == [("F102", "data/b")]
    chain = tar_file(
        {path: data for path, data in TWINS.items() if path != "bag/data/b"},
        tarred("bag/data/b", b"", b"1", link="bag/data/a"),
        tarred("bag/data/c", b"", b"1", link="bag/data/b"),
    )
    assert told(judged(pack(chain))) == [("F103", "data/c")]


def test_a_tag_file_may_be_a_hard_link(judged: Callable[..., Judgement]) -> None:
    manifest = TWINS["bag/manifest-sha512.txt"]
    files = {"bag/copy": manifest} | TWINS
    folder = {path: data for path, data in files.items() if path != "bag/manifest-sha512.txt"}
    data = tar_file(folder, tarred("bag/manifest-sha512.txt", b"", b"1", link="bag/copy"))
    assert told(judged(data)) == told(judged(tar_file(files)))
    assert told(judged(linked("bag/bagit.txt", "bag/copy", files)))[0][0] == "B102"


@pytest.mark.parametrize(
    "target", ["bag/data/c", "bag/data", "../a", "/etc/passwd", "beside", "bag/data/b", "bag/data/link", ""]
)
def test_a_hard_link_to_anything_else_is_told(judged: Callable[..., Judgement], target: str) -> None:
    link = tarred("bag/data/link", b"", b"2", link="a")
    behind = tarred("bag/data/c", b"twin")
    files = {path: data for path, data in TWINS.items() if path != "bag/data/b"} | {"beside": b"twin"}
    hard = tarred("bag/data/b", b"", b"1", link=target)
    assert ("B110", "data/b") in told(judged(tar_file(files, link, hard, behind)))


def test_a_hard_link_to_a_file_that_is_not_read_is_not_read(judged: Callable[..., Judgement]) -> None:
    closed = new_sparse(major="2", name="bag/data/a")
    files = {path: data for path, data in TWINS.items() if path not in {"bag/data/a", "bag/data/b"}}
    data = tar_file({}, closed, tarred("bag/data/b", b"", b"1", link="bag/data/a"), *map(tarred, files, files.values()))
    assert told(judged(data)) == [("B210", "data/a"), ("B210", "data/b")]


def test_a_hard_link_does_not_share_a_name(judged: Callable[..., Judgement]) -> None:
    twice = tar_file(TWINS, tarred("bag/data/b", b"", b"1", link="bag/data/a"))
    assert told(judged(twice)) == [("B203", "data/b")]
    out = tar_file(TWINS, tarred("beside", b"", b"1", link="bag/data/a"))
    assert told(judged(out)) == [("B212", "")]
    with_octets = judged(linked("bag/data/b", "bag/data/a", digits=digits(4)))
    assert told(with_octets) == [("B206", "data/b")]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_volume_label_is_noted(judged: Callable[..., Judgement], pack: Callable[[bytes], bytes]) -> None:
    for label in (tarred("Backup of May", b"", b"V"), tarred("/x", b"body", b"V")):
        judgement = judged(pack(label + tar_file(a_bag())))
        assert told(judgement) == [("B221", "")]
        assert judgement.sound


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_folder_of_an_incremental_dump_is_a_folder(
    judged: Callable[..., Judgement], pack: Callable[[bytes], bytes]
) -> None:
    dump = tarred("bag/", b"Dbag\0Ybagit.txt\0\0", b"D") + tarred("bag/data/", b"Yrecord.json\0" * 90 + b"\0", b"D")
    assert told(judged(pack(dump + tar_file(a_bag())))) == []


def test_what_begins_in_another_volume_is_not_read(judged: Callable[..., Judgement]) -> None:
    rest = {path: data for path, data in TWINS.items() if path != "bag/data/a"}
    assert told(judged(tarred("bag/data/a", b"in", b"M") + tar_file(rest))) == [("B210", "data/a")]


def test_what_follows_a_member_of_an_unknown_type_is_read(judged: Callable[..., Judgement]) -> None:
    data = tarred("bag/data/x", b"octets", b"Z") + tar_file(a_bag())
    assert told(judged(data)) == [("B110", "data/x")]
    cut = tar_file(a_bag(), header(b"bag/data/x", 10_000, b"Z"))
    assert told(judged(cut)) == [("B202", "")]


def test_a_number_that_is_none_ends_the_archive_for_some_readers(judged: Callable[..., Judgement]) -> None:
    member = tarred("bag/data/x", b"x", mode=b"000x644\0")
    assert told(judged(tar_file(a_bag(), member))) == [("B201", "data/x"), ("F103", "data/x")]
    assert told(judged(tar_file(a_bag(), tarred("bag/data/x", b"x", mode=b"    644 ")))) == [("F103", "data/x")]
