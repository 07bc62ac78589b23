# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import bz2
import io
import zipfile
import zlib
from pathlib import Path
from struct import pack
from typing import TYPE_CHECKING, Any

import pytest

from archiver.bag import Judgement, Limits, Terms, judge
from archiver.findings import State
from archives import FULL, Zipped, a_bag, changed, zip_file, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

RECORD = "bag/data/record.json"
OTHER = Zipped(name=b"bag/data/other", data=b"other")

Told = list[tuple[str, str]]


@pytest.fixture
def judged(tmp_path: Path) -> Callable[..., Judgement]:
    def judged(data: bytes, name: str = "bag.zip", **terms: Any) -> Judgement:
        (tmp_path / name).write_bytes(data)
        return judge(tmp_path / name, path="bag", terms=Terms(**terms))

    return judged


def told(judgement: Judgement) -> Told:
    return [(finding.code, finding.path.removeprefix("bag").removeprefix("/")) for finding in judgement.findings]


def details(judgement: Judgement, code: str) -> list[str]:
    return [line for finding in judgement.findings if finding.code == code for line in finding.detail]


class Pipe(io.RawIOBase):
    """A file that cannot be gone back in: what is written to it has data descriptors."""

    def __init__(self, path: Path, mode: str) -> None:
        self.file = path.open(mode)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self.file.write(data)

    def close(self) -> None:
        self.file.close()
        super().close()


@pytest.mark.parametrize("method", [0, 8])
def test_a_bag_in_a_zip_is_judged_as_the_folder_would_be(judged: Callable[..., Judgement], method: int) -> None:
    judgement = judged(zip_file(zipped(a_bag(), method=method)))
    assert judgement.findings == ()
    assert [(check.name, check.state, check.note) for check in judgement.checks] == [
        ("structure", State.PASSED, "RFC 8493"),
        ("completeness", State.PASSED, "9 files"),
        ("fixity", State.PASSED, "9 files, 2 algorithms"),
    ]
    assert judgement.safe


def test_bzip2_is_read_too(judged: Callable[..., Judgement]) -> None:
    members = [
        Zipped(name=name.encode(), data=data, method=12, raw=bz2.compress(data)) for name, data in a_bag().items()
    ]
    assert told(judged(zip_file(members))) == []


def test_what_the_standard_library_and_streaming_programs_write_is_read(
    judged: Callable[..., Judgement], tmp_path: Path
) -> None:
    for name, sink in (("seekable", Path.open), ("stream", Pipe)):
        with sink(tmp_path / name, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bag/data/", b"")
            for path, data in a_bag().items():
                archive.writestr(path, data)
        assert told(judged((tmp_path / name).read_bytes())) == [], name


def test_large_members_are_read_in_threads_and_told_alike(judged: Callable[..., Judgement]) -> None:
    large = {f"bag/data/{number}": bytes(400_000) for number in range(6)}
    members = [*zipped(a_bag()), *zipped(large, method=8), Zipped(name=b"bag/data/z", data=b"z" * 300_000, method=0)]
    members = changed(members, "bag/data/3", there={"crc": 1}, here={"crc": 1})
    found = told(judged(zip_file(members)))
    assert found == told(judged(zip_file(members), jobs=1))
    assert ("B211", "data/3") in found
    assert [path for code, path in found if code == "F103"] == [*(f"data/{number}" for number in range(6)), "data/z"]


def test_two_members_of_one_name(judged: Callable[..., Judgement]) -> None:
    twice = [*zipped(a_bag()), Zipped(name=RECORD.encode(), data=b"x")]
    assert told(judged(zip_file(twice))) == [("B203", "data/record.json")]
    also = [*zipped(a_bag()), Zipped(name=b"./" + RECORD.encode(), data=b"x")]
    assert told(judged(zip_file(also))) == [("B203", "data/record.json")]


def test_a_name_that_is_a_file_and_a_folder(judged: Callable[..., Judgement]) -> None:
    below = [*zipped(a_bag()), Zipped(name=RECORD.encode() + b"/x", data=b"x")]
    assert ("B203", "data/record.json") in told(judged(zip_file(below)))
    folder = [*zipped(a_bag()), Zipped(name=RECORD.encode() + b"/", mode=0o40755)]
    assert details(judged(zip_file(folder)), "B203") == ["a file and a folder"]


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        (0o120777, "symbolic link"),
        (0o010644, "FIFO"),
        (0o020644, "device"),
        (0o140644, "socket"),
        (0o160000, "special file"),
        (0o040755, "folder without a slash at the end of its name"),
    ],
)
def test_links_and_special_members_are_told(judged: Callable[..., Judgement], mode: int, kind: str) -> None:
    judgement = judged(zip_file([*zipped(a_bag()), Zipped(name=b"bag/data/thing", data=b"/etc/passwd", mode=mode)]))
    assert told(judgement) == [("B110", "data/thing")]
    assert details(judgement, "B110") == [kind]
    assert not judgement.safe


def test_a_folder_by_its_dos_attributes_is_no_file(judged: Callable[..., Judgement]) -> None:
    odd = Zipped(name=b"bag/data/thing", system=0, mode=0, attributes=0x10)
    assert told(judged(zip_file([*zipped(a_bag()), odd]))) == [("B110", "data/thing")]


def test_a_folder_with_octets(judged: Callable[..., Judgement]) -> None:
    folder = Zipped(name=b"bag/data/", data=b"hidden", mode=0o40755)
    assert told(judged(zip_file([folder, *zipped(a_bag())]))) == [("B206", "data")]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (b"../evil", "a step out of the folder"),
        (b"bag/../../evil", "a step out of the folder"),
        (b"bag/data/..", "a step out of the folder"),
        (b"/etc/evil", "an absolute path"),
        (b"C:/evil", "a drive letter"),
        (b"~/evil", "a home folder shortcut"),
        (b"bag/data/a\0b", "a NUL character"),
        (b"bag//data/x", "an empty name or a dot as a name"),
        (b"bag/data/./x", "an empty name or a dot as a name"),
        (b"", "an empty name or a dot as a name"),
        (b"bag/" + 5000 * b"x", "a name of 5,004 characters"),
    ],
)
def test_names_that_are_refused(judged: Callable[..., Judgement], name: bytes, reason: str) -> None:
    judgement = judged(zip_file([*zipped(a_bag()), Zipped(name=name, data=b"evil")]))
    assert told(judgement) == [("B204", "")]
    assert details(judgement, "B204")[0].endswith(f": {reason}")


def test_backslashes_are_told_and_read_as_the_system_meant_them(judged: Callable[..., Judgement]) -> None:
    windows = zipped({name.replace("/", "\\"): data for name, data in a_bag().items()}, system=0, mode=0)
    judgement = judged(zip_file(windows))
    assert told(judgement) == [("B205", "")]
    assert details(judgement, "B205")[0].endswith("bag/data/record.json and others")
    unix = [*zipped(a_bag()), Zipped(name=b"bag/data/a\\b", data=b"x")]
    assert told(judged(zip_file(unix))) == [("B205", ""), ("B120", "data/a\\b"), ("F103", "data/a\\b")]


@pytest.mark.parametrize(
    "fields",
    [
        {"here": {"name": b"bag/data/other.json"}},
        {"here": {"crc": 1}},
        {"here": {"size": 4}},
        {"here": {"flags": 0x800}},
        {"here": {"packed": 6}},
        {"here": {"extra": pack("<2H", 0x7075, 6) + b"\1abcdx"}},
        {"there": {"size": FULL}, "here": {"size": FULL}},
        {"extra": pack("<2H", 0x7075, 5 + 5) + b"\1" + zlib.crc32(RECORD.encode()).to_bytes(4, "little") + b"other"},
        {"flags": 8},
        {"flags": 8, "descriptor": b"PK\7\x08" + bytes(12)},
    ],
    ids=str,
)
def test_headers_that_disagree(judged: Callable[..., Judgement], fields: dict[str, object]) -> None:
    found = told(judged(zip_file(changed(zipped(a_bag()), RECORD, **fields))))
    assert ("B206", "data/record.json") in found
    assert {code for code, _ in found} <= {"B206"}


def test_another_method_in_the_local_header(judged: Callable[..., Judgement]) -> None:
    judgement = judged(zip_file(changed(zipped(a_bag(), method=0), RECORD, here={"method": 8})))
    assert details(judgement, "B206") == ["method 0, 8 in the local header"]


@pytest.mark.parametrize("signature", [b"PK\7\x08", b""])
@pytest.mark.parametrize("form", ["<3L", "<L2Q"])
def test_data_descriptors_are_read_in_all_forms(judged: Callable[..., Judgement], signature: bytes, form: str) -> None:
    def described(member: Zipped) -> Zipped:
        f = member.fields()
        descriptor = signature + pack(form, f["crc"], f["packed"], f["size"])
        here = {"crc": 0, "packed": 0, "size": 0}
        return Zipped(name=member.name, data=member.data, flags=8, descriptor=descriptor, here=here)

    assert told(judged(zip_file([described(member) for member in zipped(a_bag())]))) == []
    members = [described(member) for member in zipped(a_bag())]
    hidden = changed(members, RECORD, behind=b"hidden")
    assert told(judged(zip_file(hidden))) == [("B208", "data/record.json")]


def test_octets_that_belong_to_nobody(judged: Callable[..., Judgement]) -> None:
    members = zipped(a_bag())
    place = [("B208", "")]
    assert told(judged(b"stub" + zip_file(members))) == place
    assert told(judged(zip_file([Zipped(name=b"bag/data/", before=b"stub", mode=0o40755), *members]))) == place
    assert told(judged(zip_file(members, after=b"more"))) == place
    assert told(judged(zip_file(members) + zip_file(members))) == place
    assert told(judged(zip_file(members, behind_directory=b"more"))) == place
    assert told(judged(zip_file(changed(members, RECORD, behind=b"more")))) == [("B208", "data/record.json")]
    last = members[-1].name.decode().removeprefix("bag/")
    assert told(judged(zip_file(members, gap=b"more"))) == [("B208", last)]
    inside = changed(members, RECORD, raw=members[0].packed())
    record = next(member for member in members if member.name == RECORD.encode())
    inside = changed(members, RECORD, raw=record.packed() + b"more")
    assert told(judged(zip_file(inside))) == [("B208", "data/record.json")]


def test_a_comment_is_no_fault_unless_it_is_an_archive_of_its_own(judged: Callable[..., Judgement]) -> None:
    members = zipped(a_bag())
    assert told(judged(zip_file(members, comment=b"c" * 65535))) == []
    assert told(judged(zip_file(members, comment=zip_file([OTHER])))) != []
    assert ("B206", "") in told(judged(zip_file(members, comment=b"PK\5\6" + bytes(30))))


def test_members_that_overlap_are_told_and_not_read(judged: Callable[..., Judgement]) -> None:
    members = [*zipped(a_bag()), Zipped(name=b"bag/data/again", data=b"{}\n", there={"place": 0})]
    found = told(judged(zip_file(members)))
    assert ("B207", "data/again") in found
    quine = changed(zipped(a_bag(), method=0), RECORD, there={"packed": 300, "size": 300})
    assert ("B207", "data/record.json") in told(judged(zip_file(quine)))


def test_a_member_that_is_encrypted(judged: Callable[..., Judgement]) -> None:
    members = changed(zipped(a_bag()), RECORD, flags=1)
    judgement = judged(zip_file(members))
    assert told(judgement) == [("B209", "data/record.json")]
    assert [check.state for check in judgement.checks] == [State.FAILED, State.NOT_RUN, State.NOT_RUN]


def test_a_method_that_is_not_known_is_unchecked_and_not_wrong(judged: Callable[..., Judgement]) -> None:
    judgement = judged(zip_file(changed(zipped(a_bag()), RECORD, method=93)))
    assert told(judgement) == [("B210", "data/record.json")]
    assert {check.state for check in judgement.checks} == {State.NOT_RUN}


def test_manifests_that_cannot_be_read_are_not_called_missing(judged: Callable[..., Judgement]) -> None:
    found = told(judged(zip_file([Zipped(name=m.name, data=m.data, flags=1) for m in zipped(a_bag())])))
    assert {code for code, _ in found} == {"B209"}


def test_damage_is_told_as_fixity(judged: Callable[..., Judgement]) -> None:
    wrong = changed(zipped(a_bag()), RECORD, here={"crc": 5}, there={"crc": 5})
    judgement = judged(zip_file(wrong))
    assert told(judgement) == [("B211", "data/record.json")]
    assert [check.state for check in judgement.checks] == [State.PASSED, State.PASSED, State.FAILED]
    for raw in (b"\xff\xff\xff", zlib.compress(b"{}\n")[2:-6], b""):
        assert told(judged(zip_file(changed(zipped(a_bag()), RECORD, raw=raw)))) == [
            ("B206" if not raw else "B211", "data/record.json")
        ]


@pytest.mark.parametrize("size", [2, 4, 100_000])
def test_sizes_that_lie(judged: Callable[..., Judgement], size: int) -> None:
    lie = {"size": size}
    found = told(judged(zip_file(changed(zipped(a_bag()), RECORD, here=lie, there=lie))))
    assert found == [("B206", "data/record.json")]


def test_a_zip_that_is_cut_off_anywhere_is_told_without_noise(judged: Callable[..., Judgement]) -> None:
    data = zip_file(zipped(a_bag()))
    for length in range(4, len(data), 97):
        judgement = judged(data[:length])
        assert told(judgement) == [("B202", "")], length
        assert [check.state for check in judgement.checks] == [State.FAILED, State.NOT_RUN, State.NOT_RUN]


def test_a_directory_that_does_not_fit_its_end(judged: Callable[..., Judgement]) -> None:
    members = zipped(a_bag())
    for number, value in ((2, 1), (3, 1)):
        judgement = judged(zip_file(members, end=lambda n, at=number, to=value: [*n[:at], to, *n[at + 1 :]]))  # type: ignore[misc]
        assert told(judgement)[0][0] == "B210"
    fewer = judged(zip_file(members, end=lambda n: [*n[:2], n[2] - 1, n[3] - 1, *n[4:]]))
    assert told(fewer) == [("B206", "")]
    disk = judged(zip_file(members, end=lambda n: [1, *n[1:]]))
    assert told(disk) == [("B210", "")]
    beyond = judged(zip_file(members, end=lambda n: [*n[:5], n[5] + 1]))
    assert told(beyond) == [("B202", "")]
    short = judged(zip_file(members, end=lambda n: [*n[:4], n[4] - 1, n[5]]))
    assert "B202" in {code for code, _ in told(short)}
    garbage = judged(zip_file(members, end=lambda n: [*n[:4], n[4] + 7, n[5] - 7]))
    assert told(garbage) == [("B201", "")]


def test_a_local_header_that_is_not_there(judged: Callable[..., Judgement]) -> None:
    judgement = judged(zip_file(changed(zipped(a_bag()), RECORD, there={"place": 3})))
    assert ("B206", "data/record.json") in told(judgement)


def test_zip64_is_read_and_compared(judged: Callable[..., Judgement]) -> None:
    members = zipped(a_bag())
    assert told(judged(zip_file(members, zip64=True))) == []
    record = next(member for member in members if member.name == RECORD.encode())
    wide = pack("<2H2Q", 1, 16, len(record.data), len(record.packed()))
    full = {"size": FULL, "packed": FULL, "extra": wide}
    assert told(judged(zip_file(changed(members, RECORD, here=full, there=full), zip64=True))) == []
    assert told(judged(b"stub" + zip_file(members, zip64=True))) == [("B208", "")]
    data = zip_file(members, zip64=True)
    other = data[:-22] + data[-22:-14] + b"\7\0\7\0" + data[-10:]
    assert ("B206", "") in told(judged(other))
    lost = data.replace(b"PK\6\6", b"PK\6\0")
    assert told(judged(lost)) == [("B201", "")]
    disks = data[:-26] + b"\2\0\0\0" + data[-22:]
    assert told(judged(disks)) == [("B210", "")]
    odd = data.replace(b"PK\6\6" + pack("<Q", 44), b"PK\6\6" + pack("<Q", 45))
    assert told(judged(odd)) == [("B208", "")]


def test_names_in_other_encodings(judged: Callable[..., Judgement]) -> None:
    def with_name(**fields: object) -> Told:
        return told(judged(zip_file([*zipped(a_bag()), Zipped(data=b"x", **fields)])))  # type: ignore[arg-type]

    name = "bag/data/é"
    assert with_name(name=name.encode(), flags=0x800) == [("F103", "data/é")]
    assert with_name(name=name.encode()) == [("B215", ""), ("F103", "data/é")]
    assert with_name(name=name.encode("cp437")) == [("B215", ""), ("F103", "data/é")]
    assert ("B216", "data/\\x82") in with_name(name=name.encode("cp437"), flags=0x800)
    raw = name.encode("cp866", "replace")
    for path, codes in ((name.encode(), ["F103"]), (b"bag/data/\xff", ["B120", "B216", "F103"])):
        raw = "bag/data/ж".encode("cp866")
        extra = pack("<2H", 0x7075, 5 + len(path)) + b"\1" + zlib.crc32(raw).to_bytes(4, "little") + path
        assert [code for code, _ in with_name(name=raw, extra=extra)] == codes
    stale = pack("<2H", 0x7075, 7) + b"\1abcdxx"
    assert [code for code, _ in with_name(name=raw, extra=stale)] == ["B215", "F103"]


def test_limits_are_told_and_nothing_is_called_wrong_or_missing(judged: Callable[..., Judgement]) -> None:
    data = zip_file(zipped(a_bag()))
    for limits in (Limits(octets=100), Limits(members=3)):
        judgement = judged(data, limits=limits)
        assert told(judgement) == [("B217", "")]
        assert {check.state for check in judgement.checks} == {State.NOT_RUN}
        assert not judgement.safe
    bomb = zipped({"bag/data/bomb": bytes(70 * 1024 * 1024)})
    assert ("B217", "") in told(judged(zip_file(bomb), limits=Limits(ratio=10)))
    assert ("B217", "") not in told(judged(zip_file(bomb), limits=Limits(ratio=1000)))
    assert "B217" in {
        code for code, _ in told(judged(zip_file(zipped({"bag/" + "x/" * 100 + "x": b""})), limits=Limits(members=50)))
    }


def test_what_is_proved_wrong_before_a_limit_is_still_told(judged: Callable[..., Judgement]) -> None:
    files = a_bag()
    first = {name: data for name, data in files.items() if "manifest" in name}
    wrong = [*zipped(first), *zipped({RECORD: b"[]\n", "bag/data/more": bytes(90_000)})]
    judgement = judged(zip_file(wrong), limits=Limits(octets=20_000))
    assert told(judgement) == [("B217", ""), ("F102", "data/record.json")]


def test_a_mode_that_no_archived_file_has_is_told_for_packages_of_ours(tmp_path: Path) -> None:
    (tmp_path / "bag.zip").write_bytes(zip_file(changed(zipped(a_bag()), RECORD, mode=0o100755)))
    found = told(judge(tmp_path / "bag.zip", path="bag", strict_profile=True))
    assert ("B127", "data/record.json") in found


def unicode_path(raw: bytes, path: bytes) -> bytes:
    return pack("<2H", 0x7075, 5 + len(path)) + b"\1" + zlib.crc32(raw).to_bytes(4, "little") + path


@pytest.mark.parametrize("where", [("extra",), ("here",), ("there",)])
def test_extra_fields_that_stand_there_twice(judged: Callable[..., Judgement], where: tuple[str]) -> None:
    name = RECORD.encode()
    wide = pack("<2H2Q", 1, 16, 3, 5)
    for extra in (unicode_path(name, name) + unicode_path(name, b"../evil"), unicode_path(name, name) * 2, wide * 2):
        field = {where[0]: extra if where == ("extra",) else {"extra": extra}}
        found = told(judged(zip_file(changed(zipped(a_bag()), RECORD, **field))))
        assert ("B206", "data/record.json") in found, extra
    other = {"extra": pack("<2H", 0x5455, 0) * 2}
    assert told(judged(zip_file(changed(zipped(a_bag()), RECORD, **other)))) == []


@pytest.mark.parametrize("path", ["bag/other/é", "bag/data/é/x", "bag/data/e", "../é", "bag/dat/é"])
def test_a_unicode_path_that_no_encoding_makes_of_the_name(judged: Callable[..., Judgement], path: str) -> None:
    raw = "bag/data/é".encode("cp437")
    odd = Zipped(name=raw, data=b"x", extra=unicode_path(raw, path.encode()))
    assert "B206" in [code for code, _ in told(judged(zip_file([*zipped(a_bag()), odd])))]
    same = Zipped(name=raw, data=b"x", extra=unicode_path(raw, "bag/data/é".encode()))
    assert told(judged(zip_file([*zipped(a_bag()), same]))) == [("F103", "data/é")]


def test_ends_and_headers_that_do_not_fit_into_the_file(judged: Callable[..., Judgement]) -> None:
    files = zipped(a_bag())
    assert "B208" in [code for code, _ in told(judged(zip_file(files, after=b"PK\5\6 too short")))]
    assert ("B212", "") in told(judged(zip_file([])))
    longer = zip_file(files, behind_directory=b"PK\1\2 cut", end=lambda n: [*n[:4], n[4] + 8, n[5]])
    assert ("B202", "") in told(judged(longer))
    whole = zip_file(files)
    disk = bytearray(whole)
    disk[whole.index(b"PK\1\2") + 34] = 1
    assert ("B210", "") in told(judged(bytes(disk)))
    long = told(judged(zip_file(changed(files, RECORD, here={"name": b"x" * 500}))))
    assert ("B206", "data/record.json") in long
    last = bytearray(whole)
    at = whole.rindex(b"PK\3\4") + 26
    last[at : at + 2] = b"\xff\xff"
    assert "B206" in [code for code, _ in told(judged(bytes(last)))]
