# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hashlib import sha256, sha512

import pytest

from archiver.bag.declared import declared
from archiver.bag.manifest import SIZES, WEAK
from archiver.bag.seal import _STRENGTH, seal_of

LISTED = b"00  bagit.txt\n"


def test_every_algorithm_has_its_place_and_the_weak_ones_the_last() -> None:
    assert sorted(_STRENGTH) == sorted(SIZES)
    assert _STRENGTH[0] == "sha512"
    assert set(_STRENGTH[-2:]) == WEAK
    assert sorted(_STRENGTH, key=lambda name: -SIZES[name]) == list(_STRENGTH)


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (["md5", "sha1", "sha256", "sha512"], "sha512"),
        (["md5", "sha256"], "sha256"),
        (["md5"], "md5"),
        (["unheard", "md5"], "md5"),
        (["unheard"], None),
        ([], None),
    ],
)
def test_the_strongest_tag_manifest_is_the_one_that_is_signed(there: list[str], expected: str | None) -> None:
    texts = {f"tagmanifest-{name}.txt": f"{name}\n".encode() for name in there} | {"manifest-sha512.txt": b""}
    seal = seal_of(declared(texts)[0], texts)
    if expected is None:
        assert seal is None
        return
    assert seal is not None
    assert seal.name == f"tagmanifest-{expected}.txt"
    assert seal.digests == {
        "sha256": sha256(texts[seal.name]).digest(),
        "sha512": sha512(texts[seal.name]).digest(),
    }


@pytest.mark.parametrize(
    ("listed", "manifests", "vouches"),
    [
        (("bagit.txt", "manifest-md5.txt"), ("md5",), True),
        (("bagit.txt", "manifest-md5.txt", "manifest-sha256.txt"), ("md5", "sha256"), True),
        (("bagit.txt", "manifest-md5.txt"), ("md5", "sha256"), False),
        (("bagit.txt", "manifest-md5.txt"), ("md5", "crc32"), False),
        (("manifest-md5.txt",), ("md5",), False),
        (("bagit.txt", "manifest-md5.txt"), (), False),
        (("bagit.txt", "bag-info.txt"), ("md5",), False),
        (("bagit.txt", "tagmanifest-md5.txt"), ("md5",), False),
        (("bagit.txt", "a/manifest-md5.txt"), ("md5",), False),
    ],
)
def test_a_tag_manifest_vouches_for_the_payload_only_by_all_manifests(
    listed: tuple[str, ...], manifests: tuple[str, ...], vouches: bool
) -> None:
    texts = {"tagmanifest-md5.txt": "".join(f"{'0' * 32}  {name}\n" for name in listed).encode()}
    texts |= {f"manifest-{name}.txt": b"" for name in manifests}
    seal = seal_of(declared(texts)[0], texts)
    assert seal is not None
    assert seal.vouches is vouches
