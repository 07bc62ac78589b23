# SPDX-License-Identifier: Apache-2.0
"""The one door to the library of signatures: Ed25519 (RFC 8032), by `cryptography`, imported when it is used."""

from __future__ import annotations

from typing import Any

from archiver.extras import cryptography


def public_of(seed: bytes) -> bytes:
    """Return the public key, 32 octets, of a private one, a seed of 32 octets.

    Raises:
        ArchiverError: if the extra `sign` is not installed.
    """
    return bytes(_library().Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature, 64 octets, by a seed of 32 octets; the same for the same message.

    Raises:
        ArchiverError: if the extra `sign` is not installed.
    """
    return bytes(_library().Ed25519PrivateKey.from_private_bytes(seed).sign(message))


def holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature over a message is by the key whose public half these 32 octets are.

    Raises:
        ArchiverError: if the extra `sign` is not installed.
    """
    library = _library()
    refused = cryptography("exceptions").InvalidSignature
    try:
        library.Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (refused, ValueError):
        return False
    return True


def _library() -> Any:
    return cryptography("hazmat.primitives.asymmetric.ed25519")
