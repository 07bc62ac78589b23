# SPDX-License-Identifier: Apache-2.0
"""The lines of a ledger as a Merkle tree: its root, and proofs that a line is in it or that it only grew. Pure.

The hashing is that of RFC 9162 §2.1 (the same as in RFC 6962). A leaf is a line of the ledger without its line feed.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

OCTETS = 32
"""Octets of a hash."""

MOST_HASHES = 64
"""Hashes that a proof of inclusion may have: a tree of 2^64 leaves needs no more."""

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""

Span = tuple[int, int]
"""The leaves from the first number up to, but without, the second."""


def leaf_hash(line: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 over an octet 0x00 and the line without its line feed (RFC 9162 §2.1.1)."""
    return sha256(b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node: SHA-256 over an octet 0x01 and the hashes below it (RFC 9162 §2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


class CompactRange:
    """A tree that grows leaf by leaf and keeps no more than the roots of its perfect subtrees: O(log n) hashes."""

    __slots__ = ("_roots", "size")

    def __init__(self) -> None:
        self._roots: list[bytes] = []
        self.size = 0
        """Leaves so far."""

    def append(self, leaf: bytes) -> None:
        """Add the hash of a leaf; over all leaves one node is hashed for each, or less."""
        size = self.size
        while size & 1:
            leaf = node_hash(self._roots.pop(), leaf)
            size >>= 1
        self._roots.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree as it is (RFC 9162 §2.1.1)."""
        if not self._roots:
            return EMPTY
        *others, root = self._roots
        for left in reversed(others):
            root = node_hash(left, root)
        return root


class Tree:
    """The tree over the hashes of the leaves, given one after the other as octets, 32 for each leaf."""

    __slots__ = ("_leaves",)

    def __init__(self, leaves: bytes | bytearray = b"") -> None:
        self._leaves = memoryview(leaves)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._leaves) // OCTETS

    def leaf(self, index: int) -> bytes:
        """Return the hash of a leaf, counted from 0."""
        return bytes(self._leaves[index * OCTETS : (index + 1) * OCTETS])

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the tree, or the one that it had when it was of that size."""
        return self._root_of((0, self.size if size is None else size))

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that a leaf is in the tree of that size: `PATH` of RFC 9162 §2.1.3.1.

        Raises:
            ValueError: if there is no such leaf or the tree never was of that size.
        """
        if not 0 <= index < size <= self.size:
            raise ValueError(f"no leaf {index} in a tree of {size} out of {self.size}")
        return tuple(map(self._root_of, inclusion_spans(index, size)))

    def consistency(self, first: int, second: int) -> tuple[bytes, ...]:
        """Return the proof that the tree of the second size is the first one grown: `PROOF` of RFC 9162 §2.1.4.1.

        Raises:
            ValueError: if the tree never had these sizes in this order.
        """
        if not 0 < first <= second <= self.size:
            raise ValueError(f"no way from {first} to {second} in a tree of {self.size}")
        return tuple(map(self._root_of, consistency_spans(first, second)))

    def _root_of(self, span: Span) -> bytes:
        grown = CompactRange()
        for index in range(*span):
            grown.append(self.leaf(index))
        return grown.root()


def inclusion_spans(index: int, size: int) -> tuple[Span, ...]:
    """Return which leaves lie below each hash of a proof of inclusion, from the leaf's sibling up."""
    spans: list[Span] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return tuple(reversed(spans))


def consistency_spans(first: int, second: int) -> tuple[Span, ...]:
    """Return which leaves lie below each hash of a proof of consistency, in its order."""
    spans: list[Span] = []
    start, end = 0, second
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    if start:  # else the verifier knows it: it is the root of the first tree
        spans.append((start, end))
    return tuple(reversed(spans))


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that a proof of inclusion leads to, or None where it is no proof (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return None
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return found if last == 0 else None


def is_consistent(first: int, second: int, proof: Sequence[bytes], *, roots: tuple[bytes, bytes]) -> bool:
    """Tell whether a proof shows that the second tree is the first one grown (RFC 9162 §2.1.4.2).

    `first` and `second` are sizes, `roots` the roots of the two trees. From the empty tree there is no proof and
    nothing to prove.
    """
    if first == second:
        return not proof and roots[0] == roots[1]
    if first == 0:
        return not proof and roots[0] == EMPTY
    if not 0 < first < second:
        return False
    hashes = [roots[0], *proof] if first & (first - 1) == 0 else list(proof)
    return bool(hashes) and _walk(first - 1, second - 1, hashes) == roots


def _walk(place: int, last: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return the two roots that the hashes of a proof of consistency lead to."""
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def _split(count: int) -> int:
    """Return the largest power of two below a number over one."""
    return 1 << ((count - 1).bit_length() - 1)


def tree_of(lines: Iterable[bytes], hashed: Callable[[bytes], bytes] = leaf_hash) -> Tree:
    """Return the tree over lines that are given without their ends."""
    return Tree(b"".join(map(hashed, lines)))
