# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib

import pytest

from archiver.bag.plan import plan
from archiver.errors import InvalidMaterial
from bags import INFO, PAYLOAD, TAGS, a_plan


def test_a_plan_holds_every_file_of_the_bag_sorted_by_bytes() -> None:
    paths = [path for path, _ in a_plan({"\U0001f600": b"", "\uff5e": b"", "a": b""}).files]
    assert paths == [
        "bag-info.txt",
        "bagit.txt",
        "data/a",
        "data/\uff5e",
        "data/\U0001f600",
        "manifest-sha256.txt",
        "manifest-sha512.txt",
        "metadata/premis.xml",
        "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt",
    ]


def test_the_manifests_are_those_that_anyone_would_compute() -> None:
    planned = plan({"b%": b"two", "a": b"one"}, info=[("A", "b")])
    one, two = hashlib.sha256(b"one").hexdigest(), hashlib.sha256(b"two").hexdigest()
    assert planned.file("manifest-sha256.txt").decode() == f"{one}  data/a\n{two}  data/b%25\n"
    assert planned.file("bag-info.txt") == b"A: b\nPayload-Oxum: 6.2\n"
    tag_manifest = planned.file("tagmanifest-sha512.txt").decode().splitlines()
    assert [line.split("  ")[1] for line in tag_manifest] == [
        "bag-info.txt",
        "bagit.txt",
        "manifest-sha256.txt",
        "manifest-sha512.txt",
    ]
    for line in tag_manifest:
        digest, path = line.split("  ")
        assert digest == hashlib.sha512(planned.file(path)).hexdigest()
    assert planned.digests == {"data/a": one, "data/b%": two}
    assert planned.payload == {"a": b"one", "b%": b"two"}


def test_both_tag_manifests_list_the_same_files() -> None:
    lists = [
        [line.split("  ")[1] for line in a_plan().file(f"tagmanifest-{name}.txt").decode().splitlines()]
        for name in ("sha256", "sha512")
    ]
    assert lists[0] == lists[1]
    assert "metadata/premis.xml" in lists[0]


def test_a_payload_oxum_that_is_given_is_kept() -> None:
    assert plan({"a": b"1"}, info=[("payload-oxum", "1.1")]).file("bag-info.txt") == b"payload-oxum: 1.1\n"


def refusals(payload: dict[str, bytes], tags: dict[str, bytes] | None = None) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidMaterial) as caught:
        plan(payload, info=INFO, tags=tags)
    return [(finding.code, finding.path, finding.detail[0]) for finding in caught.value.findings]


@pytest.mark.parametrize("path", ["", "../x", "a/../b", "a//b", "./a", "a/", "\0", "\ud800", "n" * 256, "é" * 128])
def test_unsafe_payload_names_are_refused(path: str) -> None:
    assert [code for code, _, _ in refusals({path: b"", "good": b""})] == ["B116"]


@pytest.mark.parametrize(
    "path",
    [
        "/x",
        "~x/y",
        "c:x",
        "bagit.txt",
        "BagIt.TXT",
        "bag-info.txt",
        "fetch.txt",
        "data/x",
        "DATA/x",
        "manifest-md5.txt",
        "tagmanifest-sha512.txt",
        " x",
        "\tx",
        "bagit.txt/x",
    ],
)
def test_tag_files_keep_away_from_the_names_of_the_bag(path: str) -> None:
    assert {code for code, _, _ in refusals(PAYLOAD, {path: b""})} == {"B116"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.txt", "A.txt"),
        ("é", "e\u0301"),
        ("ß", "SS"),
        ("dir/a", "DIR/b"),
        ("a", "a/b"),
        ("A", "a/b"),
        ("Å", "\u212b"),
    ],
)
def test_names_that_some_file_system_takes_for_one_are_refused(first: str, second: str) -> None:
    found = refusals({first: b"", second: b""})
    assert {code for code, _, _ in found} == {"B116"}
    assert any("differs only" in why or "file and a folder" in why for _, _, why in found)


def test_all_refusals_are_told_at_once() -> None:
    found = refusals({"../x": b"", "a": b"", "A": b""}, {"bagit.txt": b""})
    assert [path for _, path, _ in found] == ["bagit.txt", "data/../x", "data/a"]


def test_a_package_without_payload_is_refused() -> None:
    assert refusals({}) == [("B116", "data", "a package without payload keeps nothing")]


def test_a_control_character_in_a_refused_name_is_not_passed_on() -> None:
    assert refusals({"../\x1b[31m": b""})[0][1] == "data/../\\x1b[31m"


def test_tags_are_optional() -> None:
    assert plan(PAYLOAD, info=INFO) == plan(PAYLOAD, info=INFO, tags={})
    assert plan(PAYLOAD, info=INFO) != plan(PAYLOAD, info=INFO, tags=TAGS)
