# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.bag.manifest import Manifest, parse_manifest
from archiver.bag.tags import Declaration, parse_info
from archiver.bag.tagtext import manifest_text, renewed_info
from archiver.errors import InvalidMaterial

OLD = Declaration(version=(0, 97))
DIGEST = bytes(16)


def text_of(path: str, declaration: Declaration) -> bytes:
    return manifest_text(Manifest(algorithm="md5", entries={path: DIGEST}), declaration, path="manifest-md5.txt")


@pytest.mark.parametrize("version", [(0, 93), (0, 97), (1, 0)])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("name", ["data/a.txt", "data/100%.txt", "data/l\nf", "data/c\rr", "data/é"])
def test_a_manifest_reads_back_in_its_version_and_encoding(version: tuple[int, int], encoding: str, name: str) -> None:
    data = text_of(name, Declaration(version=version, encoding=encoding))
    read, faults = parse_manifest(data, path="manifest-md5.txt", version=version, encoding=encoding)
    assert (dict(read.entries), faults) == ({name: DIGEST}, ())


def test_a_manifest_of_1_0_is_the_canonical_one() -> None:
    manifest = Manifest(algorithm="md5", entries={"data/é": DIGEST, "data/100%": DIGEST, "data/z": DIGEST})
    lines = manifest_text(manifest, Declaration(), path="manifest-md5.txt").decode().splitlines()
    assert [line[34:] for line in lines] == ["data/100%25", "data/z", "data/é"]


@pytest.mark.parametrize(("name", "declaration"), [("data/%0A", OLD), ("data/日", Declaration(encoding="iso-8859-1"))])
def test_a_name_that_the_bag_cannot_hold_is_told(name: str, declaration: Declaration) -> None:
    with pytest.raises(InvalidMaterial) as caught:
        text_of(name, declaration)
    assert [(finding.code, finding.path) for finding in caught.value.findings] == [("B513", name)]


INFO = b"Source-Organization: A\r\n\tfolded\r\nContact-Name: one\r\nPayload-Oxum: 1.1\r\ncontact-name:  two\r\nX: y"


def test_new_values_stand_where_the_first_one_stood_and_all_else_keeps_its_bytes() -> None:
    pairs = [("Contact-Name", "three"), ("payload-oxum", "2.2"), ("New", "a"), ("New", "b")]
    renewed = renewed_info(INFO, pairs, Declaration(), path="bag-info.txt")
    assert renewed == (
        b"Source-Organization: A\r\n\tfolded\r\n"
        b"Contact-Name: three\r\npayload-oxum: 2.2\r\nX: y\r\nNew: a\r\nNew: b\r\n"
    )


def test_a_folded_value_is_replaced_whole() -> None:
    renewed = renewed_info(INFO, [("source-organization", "B")], Declaration(), path="bag-info.txt")
    assert renewed.startswith(b"source-organization: B\r\nContact-Name: one\r\n")


def test_a_bag_without_bag_info_gets_one() -> None:
    assert renewed_info(b"", [("A", "b")], Declaration(), path="bag-info.txt") == b"A: b\n"


def test_the_encoding_of_the_bag_is_kept() -> None:
    declaration = Declaration(version=(0, 97), encoding="utf-16")
    data = renewed_info("A: é\n".encode("utf-16"), [("B", "ü")], declaration, path="bag-info.txt")
    assert parse_info(data, encoding="utf-16") == ((("A", "é"), ("B", "ü")), ())


@pytest.mark.parametrize(
    ("data", "pair", "encoding", "code"),
    [
        (b"A: b\n", ("B", "日"), "iso-8859-1", "B513"),
        (b"\xff\xff", ("B", "c"), "utf-8", "B513"),
        (b"A: b\n", ("B", "two\nlines"), "utf-8", "B112"),
        (b"A: b\n", ("B:", "c"), "utf-8", "B112"),
    ],
)
def test_what_cannot_be_written_is_told(data: bytes, pair: tuple[str, str], encoding: str, code: str) -> None:
    with pytest.raises(InvalidMaterial) as caught:
        renewed_info(data, [pair], Declaration(encoding=encoding), path="bag-info.txt")
    assert [finding.code for finding in caught.value.findings] == [code]
