# SPDX-License-Identifier: Apache-2.0
"""The tree against the definition in RFC 9162 §2.1, written down here as it stands there, and against two strangers."""

from __future__ import annotations

import tracemalloc
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.ledger.tree import (
    EMPTY,
    CompactRange,
    Tree,
    consistency_spans,
    inclusion_spans,
    is_consistent,
    leaf_hash,
    root_by_inclusion,
    tree_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = [b"line %d" % number for number in range(70)]
TREE = tree_of(LINES)


def split(lines: Sequence[bytes]) -> int:
    half = 1
    while half * 2 < len(lines):
        half *= 2
    return half


def mth(lines: Sequence[bytes]) -> bytes:
    if not lines:
        return sha256(b"").digest()
    if len(lines) == 1:
        return sha256(b"\x00" + lines[0]).digest()
    half = split(lines)
    return sha256(b"\x01" + mth(lines[:half]) + mth(lines[half:])).digest()


def path(index: int, lines: Sequence[bytes]) -> list[bytes]:
    if len(lines) == 1:
        return []
    half = split(lines)
    if index < half:
        return [*path(index, lines[:half]), mth(lines[half:])]
    return [*path(index - half, lines[half:]), mth(lines[:half])]


def subproof(first: int, lines: Sequence[bytes], *, known: bool) -> list[bytes]:
    if first == len(lines):
        return [] if known else [mth(lines)]
    half = split(lines)
    if first <= half:
        return [*subproof(first, lines[:half], known=known), mth(lines[half:])]
    return [*subproof(first - half, lines[half:], known=False), mth(lines[:half])]


sizes = st.integers(1, len(LINES))


@pytest.mark.parametrize("size", range(len(LINES) + 1))
def test_root_is_the_one_of_the_definition(size: int) -> None:
    assert TREE.root(size) == tree_of(LINES[:size]).root() == mth(LINES[:size])


def test_the_known_roots_of_rfc_6962_come_out() -> None:
    # The inputs of the tests of Certificate Transparency, as certificate-transparency-go has them.
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    tree = tree_of(map(bytes.fromhex, inputs))
    assert tree.root(0).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree.root(1).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert tree.root(8).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(sizes, st.data())
def test_inclusion_is_proved_as_defined_and_nothing_else_is(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = TREE.inclusion(index, size)
    leaf, root = leaf_hash(LINES[index]), TREE.root(size)
    assert list(proof) == path(index, LINES[:size])
    assert root_by_inclusion(leaf, index, size, proof) == root
    assert root_by_inclusion(leaf_hash(b"another"), index, size, proof) != root
    assert root_by_inclusion(leaf, index, size, (*proof, EMPTY)) is None
    if proof:
        assert root_by_inclusion(leaf, index, size, proof[:-1]) is None
        broken = data.draw(st.integers(0, len(proof) - 1))
        assert root_by_inclusion(leaf, index, size, (*proof[:broken], EMPTY, *proof[broken + 1 :])) != root
        assert root_by_inclusion(leaf, (index + 1) % size, size, proof) != root
    assert root_by_inclusion(leaf, size, size, proof) is None
    assert root_by_inclusion(leaf, -1, size, proof) is None


@given(sizes, st.data())
def test_consistency_is_proved_as_defined_and_nothing_else_is(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second))
    proof = TREE.consistency(first, second)
    roots = (TREE.root(first), TREE.root(second))
    assert list(proof) == subproof(first, LINES[:second], known=True)
    assert is_consistent(first, second, proof, roots=roots)
    assert not is_consistent(first, second, proof, roots=(EMPTY, roots[1]))
    assert not is_consistent(first, second, proof, roots=(roots[0], EMPTY))
    assert not is_consistent(first, second, (*proof, EMPTY), roots=roots)
    if proof:
        assert not is_consistent(first, second, proof[:-1], roots=roots)
        assert not is_consistent(first, second, (), roots=roots)
        assert not is_consistent(second, first, proof, roots=roots)


def test_every_tree_grows_from_the_empty_one() -> None:
    assert is_consistent(0, 5, (), roots=(EMPTY, TREE.root(5)))
    assert is_consistent(0, 0, (), roots=(EMPTY, EMPTY))
    assert not is_consistent(0, 5, (EMPTY,), roots=(EMPTY, TREE.root(5)))
    assert not is_consistent(0, 5, (), roots=(TREE.root(1), TREE.root(5)))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 3), (3, 3), (0, len(LINES) + 1)])
def test_no_proof_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        TREE.inclusion(index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3), (1, len(LINES) + 1)])
def test_no_proof_between_trees_that_never_were(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="no way"):
        TREE.consistency(first, second)


@given(st.integers(1, 1 << 62), st.data())
def test_proofs_stay_short_in_trees_of_any_size(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    assert len(inclusion_spans(index, size)) <= size.bit_length()
    assert len(consistency_spans(index + 1, size)) <= size.bit_length() + 1


def test_root_takes_no_memory_that_grows_with_the_leaves() -> None:
    leaf, grown = leaf_hash(b""), CompactRange()
    tracemalloc.start()
    try:
        for _ in range(20_000):
            grown.append(leaf)
        assert tracemalloc.get_traced_memory()[1] < 20_000
    finally:
        tracemalloc.stop()
    assert grown.root() == Tree(leaf * 20_000).root()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 64, 70])
def test_pymerkle_has_the_same_roots(size: int) -> None:
    import pymerkle  # noqa: PLC0415 # an independent implementation, for this test alone

    other = pymerkle.InmemoryTree(algorithm="sha256")
    for line in LINES:
        other.append_entry(line)
    assert other.get_root(size) == TREE.root(size)
    assert other.get_root() == TREE.root()


@pytest.mark.parametrize("size", [2, 3, 7, 8, 64, 70])
def test_tlog_scales_accepts_our_proofs(size: int) -> None:
    from tlog_scales import tlog  # noqa: PLC0415 # an independent implementation, for this test alone

    for index in range(size):
        proof = tlog.InclusionProof(index, size, list(TREE.inclusion(index, size)))
        proof.check(TREE.leaf(index), TREE.root(size))
    for first in range(1, size):
        grown = tlog.ConsistencyProof(first, size, list(TREE.consistency(first, size)))
        grown.check(TREE.root(first), TREE.root(size))
        with pytest.raises(tlog.ConsistencyProofInvalid):
            grown.check(TREE.root(size), TREE.root(size))
