# SPDX-License-Identifier: Apache-2.0
"""Signatures as `ssh-keygen -Y sign` writes them (OpenSSH, PROTOCOL.sshsig). Pure.

What is signed is the hash of a message together with a namespace, so that a signature for one purpose is none for
another. `parse_signature` takes one form of each signature only: whoever changes an octet has no signature any more.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass

from archiver.signature.wire import Fields, decoded, number, string

NAMESPACE = "bagit@archiver"
"""What our signatures are for: they vouch for a bag. Of the form that ssh-keygen(1) advises, NAME@DOMAIN."""

SUFFIX = ".sshsig"
"""How the file beside a bag ends that holds its signature."""

LONGEST = 64 * 1024
"""Octets of a signature; one by the longest RSA key in use takes 6,000."""

HASHES = ("sha256", "sha512")
"""What a message may be hashed with (PROTOCOL.sshsig §2)."""

HEAD = b"-----BEGIN SSH SIGNATURE-----\n"
_TAIL = b"\n-----END SSH SIGNATURE-----\n"
_MAGIC = b"SSHSIG"
_VERSION = 1
_WIDTH = 70
"""Characters of a line as OpenSSH writes it; the specification advises 76, and other tools write other ones."""
_WIDEST = 76
_LINES = re.compile(rb"[A-Za-z0-9+/=]+(?:\n[A-Za-z0-9+/=]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What an armored signature holds."""

    public: bytes
    """The public key of the signer, as SSH serialises it."""
    namespace: str
    reserved: bytes = b""
    """Empty today. It is signed too."""
    hash_name: str
    """sha256 or sha512; another one is kept, to be told of."""
    made: bytes
    """The algorithm and what the key made, as SSH serialises them."""


def parse_signature(data: bytes) -> Signature:
    """Read an armored signature: one block, lines of one width but for the last, and nothing around it.

    Raises:
        ValueError: if it is none; the message says why.
    """
    if len(data) > LONGEST:
        raise ValueError(f"more than {LONGEST} octets")
    if not data.startswith(HEAD):
        raise ValueError("it does not begin with -----BEGIN SSH SIGNATURE-----")
    if not data.endswith(_TAIL):
        raise ValueError("it does not end with -----END SSH SIGNATURE-----")
    body = data[len(HEAD) : -len(_TAIL)]
    if not _LINES.fullmatch(body):
        raise ValueError("a line that is not base64")
    *lines, last = body.decode("ascii").split("\n")
    width = len(lines[0]) if lines else len(last)
    if any(len(line) != width for line in lines) or len(last) > width or width > _WIDEST:
        raise ValueError(f"lines of different widths, or of more than {_WIDEST} characters")
    return _parse_blob(decoded("".join([*lines, last])))


def format_signature(signature: Signature) -> bytes:
    """Write an armored signature as OpenSSH does, in lines of 70 characters."""
    text = b64encode(
        _MAGIC
        + number(_VERSION)
        + string(signature.public)
        + string(signature.namespace.encode())
        + string(signature.reserved)
        + string(signature.hash_name.encode())
        + string(signature.made)
    )
    return HEAD + b"\n".join(text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)) + _TAIL


def signed_octets(digest: bytes, *, namespace: str = NAMESPACE, reserved: bytes = b"", hash_name: str) -> bytes:
    """Return what a key signs of a message that hashes to `digest` (PROTOCOL.sshsig §3)."""
    return _MAGIC + string(namespace.encode()) + string(reserved) + string(hash_name.encode()) + string(digest)


def _parse_blob(blob: bytes) -> Signature:
    fields = Fields(blob)
    if fields.octets(len(_MAGIC)) != _MAGIC:
        raise ValueError("what is armored is no signature")
    version = fields.number()
    if version != _VERSION:
        raise ValueError(f"of version {version}, and not of version {_VERSION}")
    signature = Signature(
        public=fields.string(),
        namespace=fields.name(),
        reserved=fields.string(),
        hash_name=fields.name(),
        made=fields.string(),
    )
    fields.end()
    return signature
