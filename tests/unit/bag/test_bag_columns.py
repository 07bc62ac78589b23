# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.bag.columns import Entries, File, Files

FILES = st.lists(
    st.tuples(
        st.text("ab/é", min_size=1, max_size=4),
        st.integers(0, 2**60),
        st.tuples(st.binary(min_size=2, max_size=2), st.binary(min_size=3, max_size=3)),
        st.integers(0, 0o7777),
    ),
    max_size=12,
)


@given(FILES, st.booleans(), st.lists(st.integers(0, 11), max_size=3))
def test_files_are_a_mapping_in_which_the_later_of_one_path_holds(
    rows: list[tuple[str, int, tuple[bytes, ...], int]], ordered: bool, asked: list[int]
) -> None:
    files, expected = Files(), {}
    for number, (path, size, digests, mode) in enumerate(rows):
        files.add(path, size, digests, mode)
        expected[path] = File(size, digests, mode)
        if number in asked:
            assert path in files
            assert files[path] == expected[path]
            assert len(files) == len(expected)
    if ordered:
        assert list(files.in_order()) == sorted(expected)
    assert dict(files) == expected
    assert len(files) == len(expected)
    assert "zz" not in files
    assert 7 not in files  # type: ignore[comparison-overlap] # a mapping is asked anything
    with pytest.raises(KeyError):
        files["zz"]
    assert dict(Files(expected)) == expected


def test_digests_of_one_bag_are_by_the_same_algorithms() -> None:
    files = Files({"a": File(1, (b"12",))})
    with pytest.raises(ValueError, match="same algorithms"):
        files.add("b", 1, (b"123",))


def test_the_files_of_a_folder_are_one_stretch() -> None:
    paths = ["bagit.txt", "data-other", "data/a", "data/b/c", "data0", "manifest-md5.txt"]
    files = Files({path: File(0, ()) for path in paths}).in_order()
    assert files.paths[slice(*files.below("data/"))] == ["data/a", "data/b/c"]


@given(st.lists(st.tuples(st.text("ab", max_size=3), st.binary(min_size=2, max_size=2)), max_size=8))
def test_entries_are_a_mapping_unless_a_path_is_there_twice(pairs: list[tuple[str, bytes]]) -> None:
    column = bytearray(b"".join(digest for _, digest in pairs))
    entries = Entries.of([path for path, _ in pairs], column, 2)
    if len(dict(pairs)) < len(pairs):
        assert entries is None
        return
    assert entries is not None
    assert dict(entries) == dict(pairs)
    assert list(entries) == sorted(dict(pairs))
    assert len(entries) == len(pairs)
    assert "c" not in entries
    assert 7 not in entries  # type: ignore[comparison-overlap] # the same
    with pytest.raises(KeyError):
        entries["c"]
