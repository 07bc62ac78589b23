# SPDX-License-Identifier: Apache-2.0
"""What is true of every archive: it is judged like the folder, and no octets make the judge fail or run away."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from archiver.bag import Judgement, Limits, Terms, judge
from archiver.bag.archive import kind_of
from archiver.bag.plan import plan
from archiver.errors import ArchiverError
from archives import FOREIGN, a_bag, pax, tar_file, tarred, zip_file, zipped
from bags import TREES, a_plan, plannable, put

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = Limits(octets=8 * 1024 * 1024, members=2000, ratio=200)


def as_zip(root: Path, *, stored: bool) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(root.rglob("*")):
            name = str(path.relative_to(root.parent))
            info = zipfile.ZipInfo(name + "/" * path.is_dir())
            info.create_system = 3
            info.external_attr = path.stat().st_mode << 16
            archive.writestr(info, b"" if path.is_dir() else path.read_bytes())
    return buffer.getvalue()


def as_tar(root: Path, *, format: int) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=format, encoding="utf-8", errors="surrogateescape") as archive:
        archive.add(root, root.name)
    return buffer.getvalue()


def told(judgement: Judgement) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(finding.code, finding.path, finding.detail) for finding in judgement.findings]


def rewritten(file: Path) -> None:
    top = next(folder for folder in file.parents if folder.name == "bag")
    manifest = top / "manifest-sha512.txt"
    manifest.write_bytes(manifest.read_bytes()[:-2])


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "a file changed": lambda file: file.write_bytes(file.read_bytes() + b"x"),
    "a file lost": Path.unlink,
    "a file added": lambda file: file.with_name("added").write_bytes(b"x"),
    "an empty folder": lambda file: file.with_name("empty").mkdir(),
    "a file renamed": lambda file: file.rename(file.with_name("renamed")),
    "a file executable": lambda file: file.chmod(0o755),
    "a manifest changed": rewritten,
}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(payload=TREES, change=st.sampled_from(sorted(CHANGES)), ours=st.booleans())
def test_an_archive_is_judged_like_the_folder(payload: dict[str, bytes], change: str, ours: bool) -> None:
    assume(plannable(payload) and not any("\\" in path for path in payload))
    with tempfile.TemporaryDirectory() as where:
        root = put(a_plan(payload) if ours else plan(payload, info=FOREIGN), Path(where) / "bag")
        CHANGES[change](root / "data" / min(payload))
        expected = judge(root, path="bag", identify=True)
        packed = {
            "stored.zip": as_zip(root, stored=True),
            "deflated.zip": as_zip(root, stored=False),
            "pax.tar": as_tar(root, format=tarfile.PAX_FORMAT),
            "gnu.tar.gz": gzip.compress(as_tar(root, format=tarfile.GNU_FORMAT)),
        }
        for name, data in packed.items():
            archive = Path(where) / name.split(".")[0] / ("bag." + name.partition(".")[2])
            archive.parent.mkdir()
            archive.write_bytes(data)
            judged = judge(archive, path="bag", identify=True)
            assert told(judged) == told(expected), name
            assert judged.checks == expected.checks, name
            assert (judged.payload, judged.swhids, judged.info) == (expected.payload, expected.swhids, expected.info)


@cache
def seeds() -> list[bytes]:
    files = a_bag()
    tar = tar_file(files, pax({"path": "bag/data/x"}), tarred("y", b"z" * 600), tarred("x", b"bag/data/l\0", b"L"))
    return [
        zip_file(zipped(files)),
        zip_file(zipped(files, method=0), zip64=True, comment=b"comment"),
        tar + bytes(1024),
        gzip.compress(tar),
        gzip.compress(tar_file(files), 0),
        bz2.compress(tar),
        lzma.compress(tar),
    ]


INTERESTING = [
    b"",
    b"\0",
    b"\xff",
    b"\xff\xff\xff\xff",
    b"PK\1\2",
    b"PK\3\4",
    b"PK\5\6",
    b"PK\6\6",
    b"PK\7\x08",
    bytes(512),
    b"\x80",
]
CUTS = st.tuples(
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 8),
    st.one_of(st.sampled_from(INTERESTING), st.binary(max_size=8)),
)


def mutated(data: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    for where, length, with_what in cuts:
        at = int(where * len(data))
        data = data[:at] + with_what + data[at + length :]
    return data


def judged_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as where:
        archive = Path(where) / "bag.zip"
        archive.write_bytes(data)
        met = [0]
        terms = Terms(limits=LIMITS, jobs=1, progress=lambda _, octets: met.__setitem__(0, met[0] + octets))
        try:
            judgement = judge(archive, path="bag", terms=terms, identify=True)
        except ArchiverError:
            assert kind_of(archive) is None
            return
        assert met[0] <= LIMITS.octets
        assert os.listdir(where) == ["bag.zip"]  # noqa: PTH208 # names alone
        # An archive is sound or something is said of it.
        assert judgement.findings or data in seeds() or judgement.payload


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 6), cuts=st.lists(CUTS, min_size=1, max_size=4))
def test_no_mutation_of_an_archive_makes_the_judge_fail(seed: int, cuts: list[tuple[float, int, bytes]]) -> None:
    judged_or_refused(mutated(seeds()[seed], cuts))


@settings(max_examples=150, deadline=None)
@given(cuts=st.lists(CUTS, min_size=1, max_size=6))
def test_no_mutation_below_the_packing_makes_the_judge_fail(cuts: list[tuple[float, int, bytes]]) -> None:
    judged_or_refused(gzip.compress(mutated(seeds()[2], cuts), 1))


@settings(max_examples=100, deadline=None)
@given(
    begin=st.sampled_from([b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", b""]),
    rest=st.binary(max_size=700),
)
def test_no_octets_make_the_judge_fail(begin: bytes, rest: bytes) -> None:
    judged_or_refused(begin + rest)


@settings(max_examples=100, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), seed=st.integers(0, 6))
def test_a_flipped_bit_is_never_taken_for_another_sound_payload(where: float, bit: int, seed: int) -> None:
    """Some bits mean nothing (times, owners); none makes other octets pass."""
    data = bytearray(seeds()[seed])
    data[int(where * len(data))] ^= 1 << bit
    sound = {f"data/{name.removeprefix('bag/data/')}" for name in a_bag() if name.startswith("bag/data/")}
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "bag.zip"
        archive.write_bytes(data)
        try:
            judgement = judge(archive, path="bag", identify=True)
        except ArchiverError:
            return
    if not any(finding.code[0] in "BF" and finding.severity != "note" for finding in judgement.findings):
        assert judgement.payload.keys() >= sound
