# SPDX-License-Identifier: Apache-2.0
"""The fields of which keys and signatures of SSH are made (RFC 4251 §5). Pure."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

_LENGTH = 4
"""Octets of a number and of the length of a string."""

_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


@dataclass(slots=True)
class Fields:
    """Octets that are read field by field, from the first to the last."""

    data: bytes
    at: int = 0

    def octets(self, count: int) -> bytes:
        """Return the next octets.

        Raises:
            ValueError: if there are fewer.
        """
        taken = self.data[self.at : self.at + count]
        if len(taken) < count:
            raise ValueError("it ends within a field")
        self.at += count
        return taken

    def number(self) -> int:
        """Return the next number, `uint32`.

        Raises:
            ValueError: if it is not whole.
        """
        return int.from_bytes(self.octets(_LENGTH), "big")

    def string(self) -> bytes:
        """Return the next string: octets, after their count.

        Raises:
            ValueError: if it is not whole.
        """
        return self.octets(self.number())

    def name(self) -> str:
        """Return the next string as a name: printable US-ASCII, not empty (RFC 4251 §6).

        Raises:
            ValueError: if it is none.
        """
        octets = self.string()
        if not octets or any(not 0x20 < octet < 0x7F for octet in octets):  # noqa: PLR2004 # the range of ASCII
            raise ValueError("a name that is none")
        return octets.decode("ascii")

    def positive(self) -> int:
        """Return the next `mpint`, which has to be greater than 0 and written as short as it can be.

        Raises:
            ValueError: if it is not.
        """
        octets = self.string()
        value = int.from_bytes(octets, "big", signed=True)
        if value <= 0 or positive(value) != octets:
            raise ValueError("a number that is not positive, or is written at length")
        return value

    def end(self) -> None:
        """See to it that nothing is left.

        Raises:
            ValueError: if something is.
        """
        if self.at != len(self.data):
            raise ValueError("there is more than there should be")


def number(value: int) -> bytes:
    """Write a `uint32`."""
    return value.to_bytes(_LENGTH, "big")


def string(octets: bytes) -> bytes:
    """Write a string: the count of its octets, and they."""
    return number(len(octets)) + octets


def positive(value: int) -> bytes:
    """Return the octets of a positive `mpint`, without their count."""
    return value.to_bytes(value.bit_length() // 8 + 1, "big")


def decoded(text: str) -> bytes:
    """Return the octets of base64 that is written in the one way of RFC 4648 §4.

    Raises:
        ValueError: if it is none.
    """
    if not _BASE64.fullmatch(text):
        raise ValueError("not base64")
    octets = b64decode(text + "=" * (-len(text) % 4))
    if b64encode(octets).decode("ascii") != text:
        raise ValueError("not base64 as it should be written")
    return octets
