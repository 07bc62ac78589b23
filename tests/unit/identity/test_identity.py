# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import base64
import hashlib
import subprocess
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.identity import content_swhid, directory_swhid, payload_digest

SHA1 = {path: content_swhid(path.encode()) for path in ("a", "b")}


def git(folder: str, *arguments: str, data: bytes | None = None) -> str:
    command = [
        "git",
        "-c",
        "core.autocrlf=false",
        "-c",
        "core.protectHFS=false",
        "-c",
        "core.quotePath=false",
        *arguments,
    ]
    return subprocess.run(command, cwd=folder, input=data, capture_output=True, check=True).stdout.decode().strip()


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=2000))
def test_a_content_swhid_is_what_git_calls_the_blob(data: bytes) -> None:
    assert content_swhid(data) == "swh:1:cnt:" + git("/", "hash-object", "--stdin", data=data)


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\0\\"), min_size=1, max_size=6).filter(
    lambda name: name not in {".", ".."} and not git_forbids(name)
)
TREES = st.recursive(
    st.binary(max_size=20), lambda inner: st.dictionaries(NAMES, inner, min_size=1, max_size=4), max_leaves=10
).filter(lambda node: isinstance(node, dict))


def git_forbids(name: str) -> bool:
    plain = "".join(c for c in unicodedata.normalize("NFKC", name) if c.isalnum() or c in ".~").casefold()
    return plain.startswith((".git", "git~"))


def flat(node: object, prefix: str = "") -> dict[str, bytes]:
    if isinstance(node, bytes):
        return {prefix.rstrip("/"): node}
    assert isinstance(node, dict)
    return {path: data for name, child in node.items() for path, data in flat(child, f"{prefix}{name}/").items()}


@settings(max_examples=40, deadline=None)
@given(TREES)
def test_a_directory_swhid_is_what_git_calls_the_tree(node: object) -> None:
    files = flat(node)
    with tempfile.TemporaryDirectory() as folder:
        for path, data in files.items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        git(folder, "init", "-q")
        git(folder, "add", "--all", "--force", ".")
        expected = git(folder, "write-tree")
    assert directory_swhid({path: content_swhid(data) for path, data in files.items()}) == f"swh:1:dir:{expected}"


def test_the_order_of_names_is_that_of_git_and_not_of_strings() -> None:
    # A folder sorts as if its name ended in a slash: `a.b` before `a/`, `a0` after it.
    files = {"a0": SHA1["a"], "a/x": SHA1["a"], "a.b": SHA1["b"]}
    assert directory_swhid(files) == directory_swhid(dict(reversed(files.items())))
    assert directory_swhid(files) == "swh:1:dir:" + tree_of(
        b"100644 a.b\0" + raw("b"),
        b"40000 a\0" + bytes.fromhex(tree_of(b"100644 x\0" + raw("a"))),
        b"100644 a0\0" + raw("a"),
    )


def tree_of(*entries: bytes) -> str:
    body = b"".join(entries)
    return hashlib.sha1(b"tree %d\0" % len(body) + body, usedforsecurity=False).hexdigest()


def raw(name: str) -> bytes:
    return bytes.fromhex(SHA1[name].removeprefix("swh:1:cnt:"))


def test_the_empty_folder_has_the_hash_of_the_empty_tree() -> None:
    assert directory_swhid({}) == "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@pytest.mark.parametrize("path", ["", "a//b", "/a", "a/", "a/b"])
def test_a_path_that_is_no_file_in_a_folder_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not a file in a folder"):
        directory_swhid({"a": SHA1["a"], path: SHA1["a"]})
    if path == "a/b":
        with pytest.raises(ValueError, match="not a file in a folder"):
            directory_swhid({path: SHA1["a"], "a": SHA1["a"]})


@pytest.mark.parametrize("swhid", ["swh:1:dir:" + "0" * 40, "0" * 40, "swh:1:cnt:0000"])
def test_an_id_that_is_no_content_swhid_is_refused(swhid: str) -> None:
    with pytest.raises(ValueError, match=r"no content SWHID|non-hexadecimal"):
        directory_swhid({"a": swhid})


def test_the_payload_digest_hashes_the_canonical_manifest() -> None:
    manifest = {"data/b": "AB" * 32, "data/Ä": "cd" * 32, "data/a\nb": "00" * 32}
    text = f"{'00' * 32}  data/a\nb\n{'ab' * 32}  data/b\n{'cd' * 32}  data/Ä\n".encode()
    expected = base64.urlsafe_b64encode(hashlib.sha256(text).digest()).decode().rstrip("=")
    assert payload_digest(manifest) == f"ni:///sha-256;{expected}"


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1), st.just("0" * 64), max_size=5))
def test_the_payload_digest_depends_on_neither_order_nor_normalisation_nor_case(manifest: dict[str, str]) -> None:
    other = {unicodedata.normalize("NFD", path): digest.upper() for path, digest in reversed(manifest.items())}
    if len(other) == len(manifest):
        assert payload_digest(other) == payload_digest(manifest)


def test_an_undecodable_name_has_a_digest_too() -> None:
    assert payload_digest({"data/\udcff": "0" * 64}) != payload_digest({"data/x": "0" * 64})
