# SPDX-License-Identifier: Apache-2.0
"""Digests by the names that BagIt gives to algorithms. Pure; RFC 8493, section 2.4."""

from __future__ import annotations

import hashlib
import re
from typing import Protocol


class Hash(Protocol):
    """A digest that is being computed."""

    def update(self, data: bytes | memoryview, /) -> None:
        """Take in the next octets."""

    def digest(self) -> bytes:
        """Return the raw digest of what was taken in."""


def begin(algorithm: str, data: bytes = b"") -> Hash:
    """Begin a digest by an algorithm of `manifest.SIZES`.

    Raises:
        ValueError: if the algorithm is not known.
    """
    return hashlib.new(re.sub(r"\Asha3(?=\d{3})", "sha3_", algorithm), data, usedforsecurity=False)
