# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from archiver.bag import Judgement, Limits, Terms, judge
from archiver.bag.archive.faults import BrokenOff
from archiver.bag.archive.members import Extent
from archiver.bag.archive.meter import FREE, Meter
from archiver.bag.archive.reading import Reader
from archiver.findings import State
from archives import a_bag, header, noise, pax, record, tar_file, tarred

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RECORD = "bag/data/record.json"

Told = list[tuple[str, str]]


@pytest.fixture
def judged(tmp_path: Path) -> Callable[..., Judgement]:
    def judged(data: bytes, name: str = "bag.tar", **terms: Any) -> Judgement:
        (tmp_path / name).write_bytes(data)
        return judge(tmp_path / name, path="bag", terms=Terms(**terms))

    return judged


def told(judgement: Judgement) -> Told:
    return [(finding.code, finding.path.removeprefix("bag").removeprefix("/")) for finding in judgement.findings]


def details(judgement: Judgement, code: str) -> list[str]:
    return [line for finding in judgement.findings if finding.code == code for line in finding.detail]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_a_bag_in_a_tar_is_judged_as_the_folder_would_be(
    judged: Callable[..., Judgement], pack: Callable[[bytes], bytes]
) -> None:
    judgement = judged(pack(tar_file(a_bag())))
    assert judgement.findings == ()
    assert [(check.state, check.note) for check in judgement.checks] == [
        (State.PASSED, "RFC 8493"),
        (State.PASSED, "9 files"),
        (State.PASSED, "9 files, 2 algorithms"),
    ]


@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("here", ["", "./"])
def test_what_the_standard_library_writes_is_read(judged: Callable[..., Judgement], format: int, here: str) -> None:
    buffer = io.BytesIO()
    long = "bag/data/" + "/".join(["long" * 10] * 4) + "/ü" * 10
    with tarfile.open(fileobj=buffer, mode="w", format=format) as archive:
        for name, data in (a_bag() | {long: b"x" * 700}).items():
            info = tarfile.TarInfo(here + name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    assert told(judged(buffer.getvalue())) == [("F103", long.removeprefix("bag/"))]


def test_an_old_tar_without_magic_and_with_signed_sums_is_read(judged: Callable[..., Judgement]) -> None:
    old = b"".join(tarred(name, data, b"\0", magic=bytes(8)) for name, data in a_bag().items())
    folder = tarred("bag/data/", b"", b"\0", magic=bytes(8))
    assert told(judged(folder + old + bytes(1024))) == []
    name = b"bag/data/\xc3\xa9"
    block = header(name, 0)
    signed = sum(octet - 256 if octet > 127 else octet for octet in block[:148] + b" " * 8 + block[156:])
    assert told(judged(tar_file(a_bag(), header(name, 0, sum=b"%06o\0 " % signed)))) == [("F103", "data/é")]


def test_a_size_in_base_256_is_read(judged: Callable[..., Judgement]) -> None:
    size = b"\x80" + (3).to_bytes(11, "big")
    assert told(judged(tar_file(a_bag(), header(b"bag/data/x", 3, digits=size) + b"xxx" + bytes(509)))) == [
        ("F103", "data/x")
    ]


def test_large_members_are_read_in_threads(judged: Callable[..., Judgement]) -> None:
    large = {f"bag/data/{number}": noise(700_000) for number in range(3)}
    for pack in (bytes, gzip.compress):
        judgement = judged(pack(tar_file(a_bag() | large)))
        assert told(judgement) == [("F103", f"data/{number}") for number in range(3)]


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        (b"1", "hard link to target"),
        (b"2", "symbolic link to target"),
        (b"3", "device"),
        (b"4", "device"),
        (b"6", "FIFO"),
        (b"Z", "member of type 'Z'"),
    ],
)
def test_links_and_special_members_are_told(judged: Callable[..., Judgement], type: bytes, kind: str) -> None:
    judgement = judged(tar_file(a_bag(), tarred("bag/data/thing", b"", type, link=b"target")))
    assert told(judgement) == [("B110", "data/thing")]
    assert details(judgement, "B110") == [kind]


def test_long_targets_of_links_are_shown(judged: Callable[..., Judgement]) -> None:
    for before in (tarred("x", b"../far\0", b"K"), pax({"linkpath": "../far"})):
        judgement = judged(tar_file(a_bag(), before, tarred("bag/data/thing", b"", b"2")))
        assert details(judgement, "B110") == ["symbolic link to ../far"]


def test_two_members_of_one_name(judged: Callable[..., Judgement]) -> None:
    assert told(judged(tar_file(a_bag(), tarred(RECORD, b"x")))) == [("B203", "data/record.json")]
    assert told(judged(tar_file(a_bag(), tarred("./" + RECORD, b"x")))) == [("B203", "data/record.json")]
    link = judged(tar_file(a_bag(), tarred("bag/data/link", b"", b"2"), tarred("bag/data/link/evil", b"x")))
    assert ("B203", "data/link") in told(link)
    both = judged(tar_file(a_bag(), tarred(RECORD, b"", b"2")))
    assert details(both, "B203") == ["a file and no regular file"]
    folders = tarred("bag/data/", b"", b"5")
    assert told(judged(tar_file(a_bag(), folders, folders))) == []


@pytest.mark.parametrize("name", ["../evil", "/evil", "bag/../../evil", "C:evil", "\\evil", "bag/data/a/../../../evil"])
def test_names_that_are_refused(judged: Callable[..., Judgement], name: str) -> None:
    for member in (tarred(name, b"evil"), pax({"path": name}) + tarred("x", b"evil"), tarred(name, b"", b"2")):
        assert told(judged(tar_file(a_bag(), member))) == [("B204", "")]


def test_what_lies_beside_the_bag(judged: Callable[..., Judgement]) -> None:
    beside = judged(tar_file(a_bag() | {"readme": b"x", "other/file": b"y", "__MACOSX/._bag": b"z", "._bag": b"z"}))
    assert told(beside) == [("B212", ""), ("B212", ""), ("B219", ""), ("B219", "")]
    assert details(beside, "B212") == ["other: a folder", "readme: a file"]


def test_of_two_bags_the_one_named_like_the_file_is_judged(judged: Callable[..., Judgement]) -> None:
    two = {name.replace("bag/", "another/", 1): data for name, data in a_bag().items()} | a_bag()
    two["bag/data/more"] = b"x"
    assert told(judged(tar_file(two))) == [("B212", ""), ("F103", "data/more")]
    assert told(judged(tar_file(two), name="x.tar")) == [("B212", ""), ("B214", "")]


def test_a_bag_named_unlike_the_file_is_noted_and_one_in_no_folder_warned_of(judged: Callable[..., Judgement]) -> None:
    for name in ("bag.tar", "bag.tar.gz", "bag.TGZ", "bag.tar.xz", "bag"):
        assert told(judged(tar_file(a_bag()), name=name)) == [], name
    renamed = judged(tar_file(a_bag()), name="other.tar")
    assert told(renamed) == [("B214", "")]
    assert {check.state for check in renamed.checks} == {State.PASSED}
    loose = {f"./{name.removeprefix('bag/')}": data for name, data in a_bag().items()}
    judgement = judged(tarred("./", b"", b"5") + tar_file(loose))
    assert told(judgement) == [("B213", "")]
    assert judgement.checks[0].state == State.WARNED


def test_a_bag_that_lies_deeper_is_told_and_judged(judged: Callable[..., Judgement]) -> None:
    deep = {f"shelf/name/{name}": data for name, data in a_bag().items()}
    assert told(judged(tar_file(deep))) == [("B220", "")]
    inner = {f"bag/data/inner/{name.removeprefix('bag/')}": data for name, data in a_bag().items()}
    assert "B101" in {code for code, _ in told(judged(tar_file(inner)))}


def test_an_archive_without_a_bag(judged: Callable[..., Judgement]) -> None:
    assert {code for code, _ in told(judged(tar_file({"bag/readme": b"x"})))} == {"B101", "B103", "B104", "B125"}
    only_folder = judged(tarred("./", b"", b"5") + bytes(1024))
    assert ("B212", "") in told(only_folder)


def test_headers_that_disagree(judged: Callable[..., Judgement]) -> None:
    members = {
        "size": pax({"size": "3"}) + header(b"bag/data/x", 1000) + b"xxx" + bytes(509),
        "zero": pax({"size": "3"}) + header(b"bag/data/x", 0) + b"xxx" + bytes(509),
        "two names": tarred("x", b"bag/data/y\0", b"L") + pax({"path": "bag/data/x"}) + tarred("z", b"xxx"),
        "twice": pax({"path": "bag/data/y"}) + pax({"path": "bag/data/x"}) + tarred("z", b"xxx"),
        "again": tarred("x", b"bag/data/y\0", b"L") + tarred("x", b"bag/data/x\0", b"L") + tarred("z", b"xxx"),
        "behind NUL": tarred("x", b"bag/data/x\0evil", b"L") + tarred("z", b"xxx"),
        "record": tarred("pax", b"99 path=bag/data/x\n", b"x") + tarred("bag/data/x", b"xxx"),
        "key": tarred("pax", record(b"path", "bag/data/y") + record(b"path", "bag/data/x"), b"x") + tarred("z", b"xxx"),
    }
    for name, member in members.items():
        assert told(judged(tar_file(a_bag(), member))) == [("B206", "data/x"), ("F103", "data/x")], name
    global_header = pax({"path": "bag/data/x"}, b"g")
    assert told(judged(global_header + tar_file(a_bag()))) == [("B206", "")]
    assert told(judged(pax({"comment": "harmless"}, b"g") + tar_file(a_bag()))) == []
    folder = header(b"bag/data/folder", 512, b"5")
    assert ("B206", "data/folder") in told(judged(tar_file(a_bag(), folder)))
    slash = judged(tar_file(a_bag(), tarred("bag/data/x/", b"xxx")))
    assert told(slash) == [("B204", "")]


def test_a_pax_size_that_agrees_or_had_no_place_in_the_header_is_no_fault(judged: Callable[..., Judgement]) -> None:
    same = pax({"size": "3", "mtime": "1.5"}) + tarred("bag/data/x", b"xxx")
    assert told(judged(tar_file(a_bag(), same))) == [("F103", "data/x")]
    large = pax({"size": str(8**11)}) + header(b"bag/data/x", 0)
    assert told(judged(tar_file(a_bag(), large))) == [("B202", "")]
    assert told(judged(tar_file(a_bag(), pax({"size": "-3"}) + tarred("x", b"xxx")))) == [("B201", "")]


def test_a_pax_name_that_is_not_utf_8(judged: Callable[..., Judgement]) -> None:
    odd = pax({"path": b"bag/data/\xff"}) + tarred("x", b"xxx")
    assert [code for code, _ in told(judged(tar_file(a_bag(), odd)))] == ["B120", "B216", "F103"]
    said = pax({"hdrcharset": "BINARY", "path": b"bag/data/\xff"}) + tarred("x", b"xxx")
    assert [code for code, _ in told(judged(tar_file(a_bag(), said)))] == ["B120", "F103"]


def test_the_end_of_a_tar(judged: Callable[..., Judgement]) -> None:
    files = a_bag()
    assert told(judged(tar_file(files, end=bytes(10240)))) == []
    assert told(judged(tar_file(files, end=bytes(512)))) == [("B218", "")]
    assert told(judged(tar_file(files, end=b""))) == [("B218", "")]
    assert told(judged(tar_file(files) + b"more")) == [("B208", "")]
    assert told(judged(tar_file(files) + tar_file({"bag/data/record.json": b"x"}))) == [("B208", "")]
    assert told(judged(tar_file(files, end=bytes(1024 + 600_000) + b"x"))) == [("B208", "")]
    lone = tar_file(files, bytes(512), tarred("bag/data/x", b"x"))
    assert told(judged(lone)) == [("B208", ""), ("F103", "data/x")]


def test_a_tar_that_is_cut_off_is_told_without_noise(judged: Callable[..., Judgement]) -> None:
    data = tar_file(a_bag(), tarred("bag/data/last", b"x" * 2000))
    size = len(data)
    for length in (size - 1024 - 700, size - 1024 - 2048 - 100, 700):
        judgement = judged(data[:length])
        assert told(judgement) == [("B202", "")], length
        assert judgement.checks[1].state is State.NOT_RUN
    for member in (pax({"path": "x"}), pax({"path": "x"})[:600], tarred("x", b"y", b"L")):
        assert told(judged(tar_file(a_bag(), member, end=b""))) == [("B202", "")]


def test_a_header_that_is_none(judged: Callable[..., Judgement]) -> None:
    for block in (b"x" * 512, header(b"bag/data/x", digits=b"0000000000x\0"), header(b"x", digits=b"\xff" * 12)):
        assert told(judged(tar_file(a_bag(), block))) == [("B201", "")]
    long = header(b"x", 2_000_000, b"L") + bytes(2_000_384)
    assert told(judged(tar_file(a_bag(), long))) == [("B201", "")]


def test_several_packed_streams_are_one_and_what_follows_them_is_told(judged: Callable[..., Judgement]) -> None:
    data = tar_file(a_bag())
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        assert told(judged(b"".join(pack(data[at : at + 1000]) for at in range(0, len(data), 1000)))) == []
        assert told(judged(pack(data) + bytes(700))) == []
        assert told(judged(pack(data) + b"more")) == [("B208", "")]
        assert told(judged(pack(data) + bytes(700) + b"more")) == [("B208", "")]
        assert told(judged(pack(data) + pack(b"more"))) == [("B208", "")]


def test_packed_streams_that_are_damaged_or_cut_off(judged: Callable[..., Judgement]) -> None:
    data = tar_file(a_bag() | {"bag/data/noise": noise(300_000)})
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        packed = pack(data)
        assert told(judged(packed[:-2000]))[0] == ("B202", "")
        assert told(judged(packed[:-5]))[0] == ("B202", "")
        damaged = bytearray(packed)
        damaged[len(packed) // 2] ^= 0x55
        assert ("B211", "") in told(judged(bytes(damaged))), pack
    wrong = gzip.compress(data)
    assert told(judged(wrong[:-8] + bytes(8)))[0] == ("B211", "")


def test_limits_are_counted_on_what_is_unpacked(judged: Callable[..., Judgement]) -> None:
    bomb = gzip.compress(tar_file(a_bag(), tarred("bag/data/zeros", bytes(80 * 1024 * 1024))))
    for limits in (Limits(ratio=20), Limits(octets=1024 * 1024), Limits(members=3)):
        judgement = judged(bomb, limits=limits)
        assert told(judgement) == [("B217", "")]
        assert {check.state for check in judgement.checks} == {State.NOT_RUN}
    assert told(judged(bomb)) == [("F103", "data/zeros")]
    assert told(judged(tar_file(a_bag()), limits=Limits(octets=100))) == [("B217", "")]


def test_a_stream_of_nothing_but_empty_streams_takes_no_more_than_its_length(judged: Callable[..., Judgement]) -> None:
    empty = gzip.compress(b"") * 20_000
    assert told(judged(gzip.compress(tar_file(a_bag())) + empty)) == []


def test_xz_that_asks_for_too_much_memory_is_at_a_limit(judged: Callable[..., Judgement]) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 29}]
    data = lzma.compress(tar_file(a_bag()), filters=filters)
    assert told(judged(data)) == [("B217", "")]


def test_names_take_no_more_than_their_share_of_memory() -> None:
    meter = Meter(Limits(members=1000))
    meter.name("x" * 1000 * 256)
    with pytest.raises(BrokenOff, match="the names are longer"):
        meter.name("x" * (FREE + 1))


def test_folders_inside_each_other_as_deep_as_a_walk_goes(judged: Callable[..., Judgement]) -> None:
    def deep(folders: int) -> bytes:
        return pax({"path": "bag/data/" + "d/" * (folders - 1) + "f"}) + tarred("x")

    assert [code for code, _ in told(judged(tar_file(a_bag(), deep(200))))] == ["F103"]
    too_deep = judged(tar_file(a_bag(), deep(201), deep(300)))
    assert told(too_deep) == [("F901", "data" + 200 * "/d")]


def test_progress_is_told(tmp_path: Path) -> None:
    (tmp_path / "bag.tar").write_bytes(tar_file(a_bag()))
    met: list[tuple[int, int]] = []
    terms = Terms(progress=lambda files, octets: met.append((files, octets)))
    judge(tmp_path / "bag.tar", path="bag", terms=terms)
    assert sum(files for files, _ in met) == 9
    assert sum(octets for _, octets in met) == sum(map(len, a_bag().values()))


def test_what_is_kept_is_bounded_for_the_whole_archive() -> None:
    piece = bytes(1 << 20)
    size = 100 * len(piece)
    files = [(f"manifest-x{number}.txt", Extent(number * size, size, size)) for number in range(3)]
    reader = Reader([], lambda _: 1 << 30, 1)
    kept = [reading.data is not None for _, _, reading in reader.in_order(iter([piece] * 300), files)]
    assert kept == [True, True, False]
