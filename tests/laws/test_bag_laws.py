# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from archiver.bag import judge, second_opinion
from archiver.bag.compare import compare
from archiver.bag.declared import declared, largest
from archiver.bag.manifest import SIZES, Manifest, format_manifest, manifest_name, parse_manifest
from archiver.bag.observe import Folder
from archiver.bag.paths import decode, encode, refusal, visible
from archiver.bag.plan import plan
from archiver.bag.tags import format_info, parse_info
from archiver.codes import Severity
from archiver.errors import InvalidMaterial
from bags import INFO, NAMES, PATHS, TREES, a_plan, plannable, put

if TYPE_CHECKING:
    import random

    from archiver.findings import Finding

BAGS = TREES.filter(plannable)
LABELS = st.text(st.characters(codec="utf-8", exclude_characters=":"), min_size=1, max_size=8)
PAIRS = st.lists(st.tuples(LABELS, st.text(st.characters(codec="utf-8"), max_size=20)), max_size=5)
on_disk = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def writable(pairs: list[tuple[str, str]]) -> bool:
    try:
        format_info(pairs)
    except InvalidMaterial:
        return False
    return True


@given(st.text(), st.sampled_from([(1, 0), (0, 97)]))
def test_decoding_undoes_encoding(path: str, version: tuple[int, int]) -> None:
    assert decode(encode(path)) == path
    if "%" not in path:
        assert decode(encode(path), version) == path


@given(st.sampled_from(sorted(SIZES)), st.booleans(), st.data())
def test_a_manifest_read_back_is_the_manifest_written(algorithm: str, tag: bool, data: st.DataObject) -> None:
    paths = PATHS.map(lambda path: path if tag else f"data/{path}").filter(
        lambda path: (
            refusal(path) is None and (not tag or not path.startswith(("data/", "tagmanifest-", " ", "\t", "*", "./")))
        )
    )
    size = SIZES[algorithm]
    entries = data.draw(st.dictionaries(paths, st.binary(min_size=size, max_size=size), max_size=6))
    manifest = Manifest(algorithm=algorithm, entries=entries)
    read, findings = parse_manifest(format_manifest(manifest), path=manifest_name(algorithm, tag=tag))
    assert (read, findings) == (manifest, ())


@given(PAIRS.filter(writable))
def test_bag_info_read_back_is_the_bag_info_written(pairs: list[tuple[str, str]]) -> None:
    assert parse_info(format_info(pairs)) == (tuple(pairs), ())


@given(st.binary(max_size=200), st.sampled_from([(1, 0), (0, 97)]), st.sampled_from(["utf-8", "utf-16", "shift_jis"]))
def test_no_bytes_make_a_reader_of_tag_files_stumble(data: bytes, version: tuple[int, int], encoding: str) -> None:
    parse_manifest(data, path="manifest-md5.txt", version=version, encoding=encoding)
    parse_info(data, version=version, encoding=encoding)
    declared({"bagit.txt": data, "bag-info.txt": data, "fetch.txt": data, "tagmanifest-sha256.txt": data})


@given(BAGS, st.randoms(use_true_random=False))
def test_a_plan_does_not_depend_on_the_order_of_its_files(payload: dict[str, bytes], shuffler: random.Random) -> None:
    items = list(payload.items())
    shuffler.shuffle(items)
    assert plan(dict(items), info=INFO) == plan(payload, info=INFO)


@on_disk
@given(BAGS)
def test_what_was_planned_is_found_good_by_both_judges(payload: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bag = put(a_plan(payload), Path(folder) / "v1")
        assert errors(bag) == []
        if not any(has_known_defect(path) for path in payload):
            assert second_opinion(bag) is None


@on_disk
@given(BAGS)
def test_a_bag_does_not_differ_from_itself(payload: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bag = put(a_plan(payload), Path(folder) / "v1")
        observed = Folder(bag).observe(algorithms=["sha256", "sha512"], keep=largest)
        says, faults = declared(observed.kept, strict_profile=True)
        differences = compare(says, observed)
    assert faults == ()
    assert {finding.code for finding in differences} <= {"B120"}


@on_disk
@given(BAGS, st.data())
def test_one_flipped_byte_is_one_finding_on_that_file(payload: dict[str, bytes], data: st.DataObject) -> None:
    files = [item for item in a_plan(payload).files if item[1]]
    name, content = data.draw(st.sampled_from(files))
    place = data.draw(st.integers(0, len(content) - 1))
    flipped = bytearray(content)
    flipped[place] ^= data.draw(st.integers(1, 255))
    with tempfile.TemporaryDirectory() as folder:
        bag = put(a_plan(payload), Path(folder) / "v1")
        (bag / name).write_bytes(flipped)
        found = errors(bag)
    assert found, "the flip was not seen"
    assert {finding.path for finding in found} == {shown(name)}
    fixity = [finding.code for finding in found if finding.code.startswith("F")]
    if name.startswith("data/"):
        assert [finding.code for finding in found] == ["F102"]
    elif name.startswith("tagmanifest-"):
        # A line end in the middle of a line leaves two, of which the first may still be one.
        split = len(flipped.splitlines()) > len(content.splitlines())
        assert len(found) in ({1, 2} if split else {1})
    else:
        assert fixity == ["F105"]


@on_disk
@given(BAGS, st.data())
def test_one_removed_file_is_one_finding_on_that_file(payload: dict[str, bytes], data: st.DataObject) -> None:
    name, _ = data.draw(st.sampled_from(a_plan(payload).files))
    with tempfile.TemporaryDirectory() as folder:
        bag = put(a_plan(payload), Path(folder) / "v1")
        (bag / name).unlink()
        found = errors(bag)
    assert [finding.path for finding in found] == [shown(name)]
    assert found[0].code == removal_code(name)


@on_disk
@given(BAGS, PATHS, st.sampled_from(["", "data/"]), st.data())
def test_one_added_file_is_one_finding_on_that_file(
    payload: dict[str, bytes], path: str, place: str, data: st.DataObject
) -> None:
    path = place + path
    assume(refusal(path) is None and not path.startswith(("manifest-", "tagmanifest-")))
    assume(plannable({**payload, path.removeprefix("data/"): b""}) if place else "/" not in path and path not in "data")
    with tempfile.TemporaryDirectory() as folder:
        bag = put(a_plan(payload), Path(folder) / "v1")
        assume(not (bag / path).exists())
        (bag / path).parent.mkdir(parents=True, exist_ok=True)
        (bag / path).write_bytes(data.draw(st.binary(max_size=5)) + b"no content like this")
        found = errors(bag)
    assert [(finding.path, finding.code) for finding in found] == [(shown(path), "F103" if place else "B114")]


@on_disk
@given(BAGS, NAMES, st.data())
def test_one_renamed_file_is_one_finding_that_names_both(
    payload: dict[str, bytes], name: str, data: st.DataObject
) -> None:
    old = data.draw(st.sampled_from(sorted(payload)))
    rest = {path: content for path, content in payload.items() if path != old}
    assume(name not in payload and plannable({**rest, name: b""}) and plannable({**payload, name: b""}))
    with tempfile.TemporaryDirectory() as folder:
        bag = put(a_plan(payload), Path(folder) / "v1")
        (bag / "data" / old).rename(bag / "data" / name)
        found = errors(bag)
    assert [(finding.path, finding.code) for finding in found] == [(shown("data/" + old), "F104")]
    assert shown("data/" + name).removeprefix("bag/") in found[0].detail[0]


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "manifest-sha512.txt"])
def test_a_dropped_manifest_line_is_told_beside_the_changed_manifest(tmp_path: Path, name: str) -> None:
    bag = put(a_plan(), tmp_path / "v1")
    lines = (bag / name).read_bytes().splitlines(keepends=True)
    (bag / name).write_bytes(b"".join(lines[1:]))
    assert [(finding.code, finding.path) for finding in errors(bag)] == [
        ("B108", f"bag/{name}"),
        ("F105", f"bag/{name}"),
    ]


def test_all_faults_are_told_in_one_go(tmp_path: Path) -> None:
    bag = put(a_plan(), tmp_path / "v1")
    (bag / "data/record.json").unlink()
    (bag / "data/transcript.tei.xml").write_bytes(b"<tei/>")
    (bag / "data/extra").write_bytes(b"x")
    (bag / "metadata/premis.xml").write_bytes(b"<premis />")
    (bag / "tagmanifest-sha256.txt").unlink()
    (bag / "metadata/notes").write_bytes(b"x")
    shutil.rmtree(bag / "data/source")
    found = [(finding.code, finding.path.removeprefix("bag/")) for finding in errors(bag)]
    assert found == [
        ("F103", "data/extra"),
        ("F101", "data/record.json"),
        ("F101", "data/source/bridge.txt"),
        ("F102", "data/transcript.tei.xml"),
        ("B114", "metadata/notes"),
        ("F105", "metadata/premis.xml"),
        ("B111", "tagmanifest-sha256.txt"),
    ]


def errors(bag: Path) -> list[Finding]:
    judgement = judge(bag, path="bag", strict_profile=True)
    return [finding for finding in judgement.findings if finding.severity is not Severity.WARNING]


def shown(path: str) -> str:
    return "bag/" + visible(path)


def removal_code(name: str) -> str:
    if name.startswith("data/"):
        return "F101"
    if name.startswith("tagmanifest-"):
        return "B111"
    return "B101" if name == "bagit.txt" else "F106"


def has_known_defect(path: str) -> bool:
    """Tell whether bagit 1.9.0 is known to reject or mistake such a name (A3, A4 and the list of own bags)."""
    odd = any(line_break in path for line_break in "%\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    return odd or path != path.strip() or unicodedata.normalize("NFC", path) != path
