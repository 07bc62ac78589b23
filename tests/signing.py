# SPDX-License-Identifier: Apache-2.0
"""Keys and signatures for tests: made by `cryptography`, always the same for the same number."""

from __future__ import annotations

import subprocess
from functools import cache
from hashlib import sha256, sha512
from shutil import which
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archiver.signature.keys import PrivateKey, read_private
from archiver.signature.sshsig import NAMESPACE, Signature, format_signature, signed_octets
from archiver.signature.wire import Fields, string

if TYPE_CHECKING:
    from pathlib import Path

Key = Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

KINDS = ("ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa-2048", "rsa-3072")
IDENTITY = "ada@example.org"

ssh_keygen = pytest.mark.skipif(which("ssh-keygen") is None, reason="there is no ssh-keygen here (openssh-client)")


def key(kind: str = "ed25519", number: int = 1) -> Key:
    """Return a private key, the same one each time for a kind and a number; one of RSA is another one in each run."""
    return _key(kind, number)


@cache
def _key(kind: str, number: int) -> Key:
    name, _, bits = kind.partition("-")
    if name == "ed25519":
        return Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big"))
    if name == "rsa":
        return rsa.generate_private_key(65537, int(bits))
    curves = {"256": ec.SECP256R1(), "384": ec.SECP384R1(), "521": ec.SECP521R1()}
    return ec.derive_private_key(number + 2 ** (int(bits) - 1), curves[bits])


def private_text(of: Key, passphrase: bytes | None = None) -> bytes:
    """Return a private key as ssh-keygen writes it."""
    hidden = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return of.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, hidden)


def public_text(of: Key) -> str:
    """Return a public key as it stands in a list."""
    encoding, form = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    return of.public_key().public_bytes(encoding, form).decode()


def opened(of: Key) -> PrivateKey:
    """Return a private key as the room opens it."""
    return read_private(private_text(of), passphrase=None)


def write_key(folder: Path, name: str = "key", kind: str = "ed25519", number: int = 1) -> Path:
    """Write a private key, with its public half beside it, and return its path."""
    path = folder / name
    path.touch(mode=0o600)
    path.write_bytes(private_text(key(kind, number)))
    (folder / f"{name}.pub").write_text(public_text(key(kind, number)) + "\n")
    return path


def allow(*lines: str, to: Path) -> Path:
    """Write a list of allowed signers."""
    to.write_text("".join(f"{line}\n" for line in lines))
    return to


def digests_of(message: bytes) -> dict[str, bytes]:
    return {"sha256": sha256(message).digest(), "sha512": sha512(message).digest()}


def a_signature(of: Key, message: bytes, *, namespace: str = NAMESPACE, hash_name: str = "sha512") -> bytes:
    """Return an armored signature over a message."""
    private = opened(of)
    digest = digests_of(message).get(hash_name, b"")
    made = private.sign(signed_octets(digest, namespace=namespace, hash_name=hash_name))
    return format_signature(Signature(public=private.public, namespace=namespace, hash_name=hash_name, made=made))


TOUCHED = b"\1\0\0\0\7"
"""What a token says of itself: that it was touched, and that it signs for the seventh time."""


def token(kind: str, message: bytes, *, state: bytes = TOUCHED, application: bytes = b"ssh:") -> tuple[bytes, bytes]:
    """Return the public key of a FIDO token and its signature over a message, as PROTOCOL.u2f has them."""
    inner = key(kind)
    plain = Fields(opened(inner).public)
    name = {"ed25519": b"sk-ssh-ed25519@openssh.com", "ecdsa-256": b"sk-ecdsa-sha2-nistp256@openssh.com"}[kind]
    signed = sha256(application).digest() + state + sha256(message).digest()
    made = Fields(opened(inner).sign(signed))
    made.name()
    plain.name()
    return (
        string(name) + plain.data[plain.at :] + string(application),
        string(name) + string(made.string()) + state,
    )


def keygen(*args: str | Path, message: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run ssh-keygen on a message."""
    return subprocess.run(["ssh-keygen", *map(str, args)], input=message, capture_output=True, check=False)
