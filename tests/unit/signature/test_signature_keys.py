# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archiver.errors import ArchiverError
from archiver.signature.keys import (
    LONGEST,
    Unsupported,
    Weak,
    fingerprint,
    holds,
    kind_of,
    read_private,
)
from archiver.signature.wire import Fields, number, positive, string
from signing import KINDS, key, opened, private_text, public_text, token

if TYPE_CHECKING:
    from collections.abc import Callable

MESSAGE = b"what is signed"
BEGIN, END = b"-----BEGIN OPENSSH PRIVATE KEY-----\n", b"-----END OPENSSH PRIVATE KEY-----\n"


def blob_of(text: bytes) -> bytes:
    return b64decode(text.removeprefix(BEGIN).removesuffix(END))


def text_of(blob: bytes) -> bytes:
    return BEGIN + b64encode(blob) + b"\n" + END


def public_of(text: str) -> bytes:
    return b64decode(text.split()[1])


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_key_signs_holds_for_it_and_for_nothing_else(kind: str) -> None:
    private = opened(key(kind))
    assert private.public == public_of(public_text(key(kind)))
    made = private.sign(MESSAGE)
    assert holds(private.public, made, MESSAGE)
    assert not holds(private.public, made, MESSAGE + b"x")
    if not kind.startswith("rsa"):
        assert not holds(opened(key(kind, 2)).public, made, MESSAGE)
    assert (private.sign(MESSAGE) == made) is not kind.startswith("ecdsa")


@pytest.mark.parametrize("kind", KINDS)
def test_signatures_are_those_of_the_library(kind: str) -> None:
    private, inner = opened(key(kind)), key(kind)
    fields = Fields(private.sign(MESSAGE))
    algorithm, made = fields.name(), fields.string()
    fields.end()
    if isinstance(inner, Ed25519PrivateKey):
        assert (algorithm, made) == ("ssh-ed25519", inner.sign(MESSAGE))
    elif isinstance(inner, rsa.RSAPrivateKey):
        assert (algorithm, made) == ("rsa-sha2-512", inner.sign(MESSAGE, padding.PKCS1v15(), hashes.SHA512()))
    else:
        numbers = Fields(made)
        assert numbers.positive()
        assert numbers.positive()
        numbers.end()
        assert algorithm == f"ecdsa-sha2-nistp{inner.curve.key_size}"


def test_a_fingerprint_is_that_of_ssh_keygen() -> None:
    public = public_of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEy1q2Kx2zm5jjo3QhgR2P4VCHzuqMt2+5Hr5lPc0wnF")
    assert fingerprint(public) == "SHA256:" + b64encode(sha256(public).digest()).decode()[:-1]
    assert kind_of(public) == "ssh-ed25519"


def test_rsa_with_sha256_holds_too() -> None:
    inner = key("rsa-2048")
    assert isinstance(inner, rsa.RSAPrivateKey)
    made = inner.sign(MESSAGE, padding.PKCS1v15(), hashes.SHA256())
    assert holds(opened(inner).public, string(b"rsa-sha2-256") + string(made), MESSAGE)
    assert not holds(opened(inner).public, string(b"rsa-sha2-512") + string(made), MESSAGE)


@pytest.mark.parametrize("algorithm", [b"ssh-rsa", b"ssh-dss"])
def test_sha1_proves_nothing(algorithm: bytes) -> None:
    inner = key("rsa-2048")
    assert isinstance(inner, rsa.RSAPrivateKey)
    made = inner.sign(MESSAGE, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 # the point of the test
    with pytest.raises(Weak, match="algorithm ssh-"):
        holds(opened(inner).public, string(algorithm) + string(made), MESSAGE)
    with pytest.raises(Weak):
        holds(string(b"ssh-dss") + string(b"x"), string(b"ssh-dss") + string(made), MESSAGE)


def rsa_public(exponent: int, modulus: int) -> bytes:
    return string(b"ssh-rsa") + string(positive(exponent)) + string(positive(modulus))


@pytest.mark.parametrize("bits", [1024, 2047, 16385, 300_000])
def test_an_rsa_key_is_neither_short_nor_endless(bits: int) -> None:
    made = string(b"rsa-sha2-512") + string(bytes(bits // 8))
    with pytest.raises(Weak, match=f"{bits} bits"):
        holds(rsa_public(65537, 2**bits - 1), made, MESSAGE)


def test_an_rsa_exponent_costs_no_time() -> None:
    with pytest.raises(Unsupported, match="exponent"):
        holds(rsa_public(2**65 + 1, 2**2048 - 1), string(b"rsa-sha2-512") + string(bytes(256)), MESSAGE)


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa-256"])
def test_a_signature_of_a_token_binds_what_the_token_did(kind: str) -> None:
    public, made = token(kind, MESSAGE)
    assert holds(public, made, MESSAGE)
    assert not holds(public, made, MESSAGE + b"x")
    assert not holds(public, made[:-1] + b"\x08", MESSAGE)
    assert not holds(token(kind, MESSAGE, application=b"ssh:other")[0], made, MESSAGE)
    for malformed in (made[:-1], made + b"\0"):
        with pytest.raises(ValueError, match=r"field|more than"):
            holds(public, malformed, MESSAGE)


def ecdsa_public(change: Callable[[bytes], bytes] = lambda point: point, curve: bytes = b"nistp256") -> bytes:
    fields = Fields(opened(key("ecdsa-256")).public)
    fields.name()
    fields.name()
    return string(b"ecdsa-sha2-nistp256") + string(curve) + string(change(fields.string()))


@pytest.mark.parametrize(
    "public",
    [
        ecdsa_public(curve=b"nistp384"),
        ecdsa_public(curve=b""),
        ecdsa_public(lambda point: b"\x02" + point[1:33]),
        ecdsa_public(lambda point: point[:-1]),
        ecdsa_public(lambda point: point[:-1] + bytes([point[-1] ^ 1])),
        ecdsa_public(lambda _: b"\0"),
        ecdsa_public() + b"\0",
        string(b"ecdsa-sha2-nistp256"),
    ],
)
def test_a_point_that_is_on_no_curve_is_no_key(public: bytes) -> None:
    made = opened(key("ecdsa-256")).sign(MESSAGE)
    assert holds(ecdsa_public(), made, MESSAGE)
    with pytest.raises(ValueError, match=r"."):
        holds(public, made, MESSAGE)


@pytest.mark.parametrize(
    ("public", "algorithm"),
    [
        (string(b"ssh-ed25519") + string(bytes(32)), b"rsa-sha2-512"),
        (string(b"ssh-ed25519-cert-v01@openssh.com"), b"ssh-ed25519"),
        (string(b"webauthn-sk-ecdsa-sha2-nistp256@openssh.com"), b"webauthn-sk-ecdsa-sha2-nistp256@openssh.com"),
        (rsa_public(65537, 2**2048 - 1), b"ssh-ed25519"),
        (string(b"ssh-xmss@openssh.com"), b"ssh-xmss@openssh.com"),
    ],
)
def test_a_kind_that_is_not_known_is_told_and_not_guessed(public: bytes, algorithm: bytes) -> None:
    with pytest.raises(Unsupported, match="by a key of kind"):
        holds(public, string(algorithm) + string(bytes(64)), MESSAGE)


def test_malformed_keys_and_signatures_are_no_tracebacks() -> None:
    public, made = opened(key()).public, opened(key()).sign(MESSAGE)
    for malformed in (public[:-1], public + b"\0", string(b"ssh-ed25519") + string(bytes(31)), b"", string(b"")):
        with pytest.raises(ValueError, match=r"."):
            holds(malformed, made, MESSAGE)
    for malformed in (made[:-1], made + b"\0", b"", string(b"\xff")):
        with pytest.raises(ValueError, match=r"."):
            holds(public, malformed, MESSAGE)
    assert not holds(public, string(b"ssh-ed25519") + string(bytes(63)), MESSAGE)


def test_a_passphrase_opens_a_key() -> None:
    text = private_text(key(), b"secret")
    assert read_private(text, passphrase=b"secret").public == opened(key()).public
    assert read_private(private_text(key()), passphrase=b"not asked for").public == opened(key()).public
    with pytest.raises(ValueError, match="and none was given"):
        read_private(text, passphrase=None)
    for wrong in (b"Secret", b"", b"\xff", b"x" * 100):
        with pytest.raises(ValueError, match="passphrase is wrong") as caught:
            read_private(text, passphrase=wrong)
        assert "Secret" not in str(caught.value)


def container(*, kdf: bytes = b"none", options: bytes = b"", count: int = 1, public: bytes = b"") -> bytes:
    start = b"openssh-key-v1\0" + string(b"none") + string(kdf) + string(options) + number(count)
    return text_of(start + string(public or opened(key()).public) + string(b"x"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "not a private key of OpenSSH"),
        (public_text(key()).encode(), "not a private key of OpenSSH"),
        (b"-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n", "ssh-keygen -p converts"),
        (text_of(b"openssh-key-v2\0"), "not a private key of OpenSSH"),
        (text_of(b"openssh-key-v1\0"), "ends within a field"),
        (BEGIN + b"====\n" + END, "not base64"),
        (container(count=2), "several keys"),
        (container(count=0), "several keys"),
        (container(kdf=b"bcrypt", options=string(b"salt") + number(2**31)), "takes too long"),
        (container(kdf=b"bcrypt"), "ends within a field"),
        (container(), "it is damaged"),
        (container(public=string(b"ssh-dss")), "a key of kind ssh-dss does not sign here"),
        (container(public=token("ed25519", b"")[0]), "a key of kind sk-ssh-ed25519@openssh.com does not sign here"),
        (container(public=b"\0\0\0\0x"), "a name that is none"),
        (b" " * (LONGEST + 1), "more than"),
    ],
)
def test_what_is_no_private_key_is_refused_in_words(text: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        read_private(text, passphrase=None)


def test_a_private_key_whose_halves_do_not_belong_together_does_not_sign() -> None:
    other = opened(key(number=2)).public
    blob = blob_of(private_text(key()))
    with pytest.raises(ValueError, match=r"damaged|does not belong"):
        read_private(text_of(blob.replace(opened(key()).public, other, 1)), passphrase=None)


def test_a_private_key_with_a_point_that_is_not_written_out_is_damaged() -> None:
    blob = blob_of(private_text(key("ecdsa-256")))
    assert blob.count(b"\0\0\0\x41\x04") == 2
    with pytest.raises(ValueError, match="it is damaged"):
        read_private(text_of(blob.replace(b"\0\0\0\x41\x04", b"\0\0\0\x41\x02")), passphrase=None)


def test_an_rsa_key_that_is_too_short_does_not_sign() -> None:
    with pytest.raises(ValueError, match="1024 bits"):
        read_private(private_text(key("rsa-1024")), passphrase=None)


def test_nothing_secret_is_in_the_representation() -> None:
    private = opened(key())
    assert "signs" not in repr(private)
    assert "PRIVATE" not in repr(private)


def test_without_the_extra_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    public, made = opened(key()).public, opened(key()).sign(MESSAGE)
    text = private_text(key())
    for module in ("serialization", "asymmetric.ed25519"):
        monkeypatch.setitem(sys.modules, f"cryptography.hazmat.primitives.{module}", None)
    for do in (lambda: holds(public, made, MESSAGE), lambda: read_private(text, passphrase=None)):
        with pytest.raises(ArchiverError, match="cryptography") as caught:
            do()
        assert caught.value.exit_code == 3


def test_without_bcrypt_it_is_said_what_is_missing() -> None:
    program = """
import sys
sys.modules["bcrypt"] = None
from archiver.signature.keys import read_private
try:
    read_private(sys.stdin.buffer.read(), passphrase=b"secret")
except ValueError as error:
    print(error)
"""
    text = private_text(key(), b"secret")
    done = subprocess.run([sys.executable, "-c", program], input=text, capture_output=True, check=True)
    assert done.stdout == b"its passphrase needs the package bcrypt\n"
