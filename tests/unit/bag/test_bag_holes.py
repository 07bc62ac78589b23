# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
from hashlib import sha256, sha512
from typing import TYPE_CHECKING

import pytest

from archiver.bag import Judgement, judge
from archiver.bag.plan import plan
from archiver.findings import Subject, Verdict
from bags import PAYLOAD, put

if TYPE_CHECKING:
    from pathlib import Path

FOREIGN = (("Source-Organization", "Fordham Archive"),)
RECORD = PAYLOAD["record.json"]


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return put(plan(PAYLOAD, info=FOREIGN), tmp_path / "bag")


def told(judgement: Judgement) -> list[tuple[str, tuple[str, ...]]]:
    kept = [finding for finding in judgement.findings if finding.code != "B124"]
    return [(finding.code, finding.detail) for finding in kept]


def verdict(judgement: Judgement) -> Verdict:
    return Subject(path="bag", checks=judgement.checks, findings=judgement.findings).verdict


def test_a_bag_that_lacks_only_what_can_be_fetched_is_incomplete_and_says_how_to_complete_it(bag: Path) -> None:
    (bag / "fetch.txt").write_text("https://example.org/r 3 data/record.json\n")
    (bag / "data/record.json").unlink()
    judgement = judge(bag, path="a bag")
    assert verdict(judgement) is Verdict.INCOMPLETE
    assert judgement.safe
    assert [(finding.code, finding.advice) for finding in judgement.findings if finding.code != "B124"] == [
        ("F101", "archiver fetch 'a bag' gets it, or restore it from a copy"),
        ("B123", "nothing was fetched: archiver fetch 'a bag' does that"),
    ]
    (hole,) = judgement.holes
    assert (hole.path, hole.urls, hole.length) == ("data/record.json", ("https://example.org/r",), 3)
    assert hole.digests == {"sha256": sha256(RECORD).digest(), "sha512": sha512(RECORD).digest()}


def test_the_files_beside_a_hole_are_judged_as_ever(bag: Path) -> None:
    (bag / "fetch.txt").write_text("https://example.org/r 3 data/record.json\n")
    (bag / "data/record.json").unlink()
    (bag / "data/source/bridge.txt").write_bytes(b"We close the bridge.\r\n")
    judgement = judge(bag, path="bag")
    assert {finding.code for finding in judgement.findings} == {"F101", "F102", "B123", "B124"}
    assert verdict(judgement) is Verdict.CORRUPT


def test_a_file_that_was_renamed_is_no_hole(bag: Path) -> None:
    (bag / "fetch.txt").write_text("https://example.org/r 3 data/record.json\n")
    (bag / "data/record.json").rename(bag / "data/other.json")
    judgement = judge(bag, path="bag")
    assert "F104" in {finding.code for finding in judgement.findings}
    assert judgement.holes == ()


def test_a_whole_bag_may_keep_its_fetch_file(bag: Path) -> None:
    (bag / "fetch.txt").write_text("https://example.org/r 3 data/record.json\n")
    judgement = judge(bag, path="bag")
    assert told(judgement) == [("B123", ("1 file, all of them there",))]
    assert (verdict(judgement), judgement.holes) == (Verdict.VALID, ())
    assert "archiver fetch" not in judgement.findings[0].advice


def test_a_length_that_is_not_that_of_the_file_there_is_told(bag: Path) -> None:
    (bag / "fetch.txt").write_text("https://example.org/r 4 data/record.json\n")
    judgement = judge(bag, path="bag")
    assert ("B401", ("data/record.json: recorded 4 octets   found 3",)) in told(judgement)
    assert verdict(judgement) is Verdict.VALID


def test_every_manifest_lists_what_is_to_be_fetched(bag: Path) -> None:
    (bag / "fetch.txt").write_text("https://example.org/r 3 data/record.json\nhttps://example.org/x - data/x\n")
    (bag / "data/record.json").unlink()
    manifest = bag / "manifest-sha256.txt"
    rows = [row for row in manifest.read_text().splitlines(keepends=True) if "record.json" not in row]
    manifest.write_text("".join(rows))
    found = told(judge(bag, path="bag"))
    assert ("B108", ("does not list data/record.json",)) in found
    assert ("B122", ("data/x is in no manifest",)) in found
    (bag / "bagit.txt").write_text("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
    found = told(judge(bag, path="bag"))
    assert [detail for code, detail in found if code == "B122"] == [("data/x is in no manifest",)]


def test_where_a_manifest_cannot_be_read_nothing_is_said_of_what_it_lists(bag: Path) -> None:
    (bag / "fetch.txt").write_text("https://example.org/r 3 data/record.json\nhttps://example.org/x 1 data/x\n")
    for name in ("manifest-sha256.txt", "manifest-sha512.txt"):
        with (bag / name).open("a") as manifest:
            manifest.write("no line\n")
    assert "B122" not in {code for code, _ in told(judge(bag, path="bag"))}


def test_a_file_named_twice_has_two_addresses_and_one_length(bag: Path) -> None:
    line = "https://example.org/{} {} data/record.json\n"
    (bag / "fetch.txt").write_text(line.format("a", "-") + line.format("b", 3) + line.format("a", 3))
    (bag / "data/record.json").unlink()
    judgement = judge(bag, path="bag")
    assert ("B402", ("data/record.json",)) in told(judgement)
    assert verdict(judgement) is Verdict.INCOMPLETE
    assert [(hole.urls, hole.length) for hole in judgement.holes] == [
        (("https://example.org/a", "https://example.org/b"), 3)
    ]
    (bag / "fetch.txt").write_text(line.format("a", 4) + line.format("b", 3))
    judgement = judge(bag, path="bag")
    assert ("B122", ("data/record.json is given more than one length",)) in told(judgement)
    assert not judgement.safe


@pytest.mark.parametrize("url", ["https://example.org/é", "https://example.org/a|b", "https://example.org/%zz"])
def test_an_address_that_is_no_uri_as_written_is_told(bag: Path, url: str) -> None:
    (bag / "fetch.txt").write_text(f"{url} 3 data/record.json\n")
    assert ("B403", (url,)) in told(judge(bag, path="bag"))


def test_a_long_fetch_file_is_read_whole(bag: Path) -> None:
    rows = (f"https://example.org/{'x' * 1000}/{number} - data/record.json\n" for number in range(9000))
    (bag / "fetch.txt").write_text("".join(rows))
    assert (bag / "fetch.txt").stat().st_size > 8 * 1024 * 1024
    assert "F903" not in {finding.code for finding in judge(bag, path="bag").findings}


def test_a_bag_that_lost_its_empty_payload_folder_says_how_to_go_on(bag: Path) -> None:
    rows = [f"https://example.org/{path} - data/{path}\n" for path in PAYLOAD]
    (bag / "fetch.txt").write_text("".join(rows))
    shutil.rmtree(bag / "data")
    judgement = judge(bag, path="bag")
    (finding,) = (finding for finding in judgement.findings if finding.code == "B103")
    assert finding.advice == "make an empty folder data, then archiver fetch bag gets its files"
    assert not judgement.safe
    (bag / "data").mkdir()
    judgement = judge(bag, path="bag")
    assert verdict(judgement) is Verdict.INCOMPLETE
    assert len(judgement.holes) == len(PAYLOAD)
