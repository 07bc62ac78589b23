# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json

import pytest

from archiver.provenance.stated import LARGEST, Stated, Unreadable, of_crate, of_premis

HEAD = '<p:premis xmlns:p="http://www.loc.gov/premis/v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'


def crate(*entities: object) -> bytes:
    return json.dumps({"@graph": entities}).encode()


def test_files_of_a_crate_are_read_and_nothing_else() -> None:
    data = crate(
        {"@id": "a", "@type": "File", "contentSize": "3", "sha256": "AB"},
        {"@id": "b", "@type": ["Thing", "File"], "contentSize": 3},
        {"@id": "c", "@type": "Dataset"},
        {"@type": "File"},
        "no entity",
    )
    assert of_crate(data) == [
        ("a", Stated(sizes=("3",), digests=(("sha256", "AB"),))),
        ("b", Stated(sizes=("3",))),
        ("None", Stated()),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"@graph": {}}',
        b'{"@graph": [{"@type": "Person"}], "@graph": []}',
        b"[" * 100_000,
        b'{"@graph":' * 100_000,
        b"9" * 10_000,
        b" " * (LARGEST + 1),
    ],
    ids=[
        "empty",
        "no UTF-8",
        "a list",
        "no list",
        "a key twice",
        "deep lists",
        "deep objects",
        "a long number",
        "large",
    ],
)
def test_what_is_no_crate_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        of_crate(data)


def test_files_of_premis_are_read_and_nothing_else() -> None:
    data = f"""{HEAD}
      <p:object xsi:type="p:file">
        <p:objectCharacteristics>
          <p:fixity><p:messageDigestAlgorithm>SHA-256</p:messageDigestAlgorithm><p:messageDigest>AB</p:messageDigest></p:fixity>
          <p:fixity><p:messageDigestAlgorithm>sha512</p:messageDigestAlgorithm><p:messageDigest/></p:fixity>
          <p:fixity><p:messageDigestAlgorithm>MD5</p:messageDigestAlgorithm><p:messageDigest>CD</p:messageDigest></p:fixity>
          <p:size>3</p:size>
        </p:objectCharacteristics>
        <p:originalName>objects/a</p:originalName>
      </p:object>
      <p:object xsi:type="file"/>
      <p:object xsi:type="p:representation"><p:originalName>b</p:originalName></p:object>
      <p:object/>
    </p:premis>"""
    assert of_premis(data.encode()) == [
        ("objects/a", Stated(sizes=("3",), digests=(("sha256", "AB"), ("sha512", "")))),
        ("", Stated()),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a/>",
        f'<!DOCTYPE a [<!ENTITY b "c">]>{HEAD}</p:premis>'.encode(),
        HEAD.encode() + b"<a>" * 100_000,
        HEAD.encode() + b"<a/>" * 100_000 + b"</p:premis>",
        b" " * (LARGEST + 1),
    ],
    ids=["empty", "another root", "a document type", "deep", "many elements", "large"],
)
def test_what_is_no_premis_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        of_premis(data)
