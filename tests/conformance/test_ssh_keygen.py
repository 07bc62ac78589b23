# SPDX-License-Identifier: Apache-2.0
"""Signatures that are equal to those of ssh-keygen, and are checked by each for the other."""

from __future__ import annotations

import os
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.signature.allowed import by_key, parse_allowed, parse_revoked
from archiver.signature.keys import fingerprint, kind_of, read_private
from archiver.signature.sshsig import NAMESPACE, Signature, format_signature, signed_octets
from archiver.signature.trial import Trust, try_signature
from signing import (
    IDENTITY,
    KINDS,
    a_signature,
    allow,
    digests_of,
    key,
    keygen,
    private_text,
    public_text,
    ssh_keygen,
    token,
    write_key,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = ssh_keygen

MESSAGE = b"8f0e  bagit.txt\n"
NOW = "20240301120000Z"
SECONDS = 1_709_294_400


def ours(data: bytes, listed: str, *, revoked: str = "", message: bytes = MESSAGE) -> bool:
    """Tell whether we take a signature, as ssh-keygen would with the same files."""
    signers, wrong = parse_allowed(listed.encode(), path="list")
    keys = parse_revoked(revoked.encode(), path="revoked")[0] if revoked else frozenset()
    trust = Trust(signers=by_key(signers), revoked=keys, time=SECONDS)
    one = try_signature(data, digests_of(message), trust, path="sidecar")
    return not wrong and one.is_by(IDENTITY)


def theirs(data: bytes, listed: str, where: Path, *, revoked: str = "", message: bytes = MESSAGE) -> bool:
    (where / "sidecar").write_bytes(data)
    allow(listed.rstrip("\n"), to=where / "list")
    args: list[str | Path] = ["-f", where / "list", "-I", IDENTITY, "-n", NAMESPACE, "-s", where / "sidecar"]
    if revoked:
        (where / "revoked").write_text(revoked)
        args += ["-r", where / "revoked"]
    return keygen("-Y", "verify", *args, "-O", f"verify-time={NOW}", message=message).returncode == 0


@pytest.mark.parametrize("kind", ["ed25519", "rsa-2048", "rsa-3072"])
def test_a_signature_is_that_of_ssh_keygen_to_the_byte(tmp_path: Path, kind: str) -> None:
    done = keygen("-Y", "sign", "-f", write_key(tmp_path, kind=kind), "-n", NAMESPACE, message=MESSAGE)
    assert done.returncode == 0, done.stderr
    assert a_signature(key(kind), MESSAGE) == done.stdout


@given(st.binary(max_size=200))
@settings(max_examples=15)
def test_any_message_is_signed_alike(tmp_path_factory: pytest.TempPathFactory, message: bytes) -> None:
    path = write_key(tmp_path_factory.mktemp("any"))
    done = keygen("-Y", "sign", "-f", path, "-n", NAMESPACE, message=message)
    assert a_signature(key(), message) == done.stdout


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hash_name", ["sha256", "sha512"])
def test_each_verifies_what_the_other_has_signed(tmp_path: Path, kind: str, hash_name: str) -> None:
    listed = f"{IDENTITY} {public_text(key(kind))}\n"
    path = write_key(tmp_path, kind=kind)
    signed = keygen("-Y", "sign", "-f", path, "-n", NAMESPACE, "-O", f"hashalg={hash_name}", message=MESSAGE)
    for data in (signed.stdout, a_signature(key(kind), MESSAGE, hash_name=hash_name)):
        assert ours(data, listed)
        assert theirs(data, listed, tmp_path)
        assert not ours(data, listed, message=MESSAGE + b"x")
        assert not theirs(data, listed, tmp_path, message=MESSAGE + b"x")


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa -b 384", "rsa -b 2048"])
@pytest.mark.parametrize("passphrase", ["", "a secret"])
def test_keys_that_ssh_keygen_makes_sign(tmp_path: Path, kind: str, passphrase: str) -> None:
    path = tmp_path / "key"
    made = keygen("-q", "-t", *kind.split(), "-N", passphrase, "-a", "1", "-f", path)
    assert made.returncode == 0, made.stderr
    private = read_private(path.read_bytes(), passphrase=passphrase.encode() or None)
    shown = keygen("-l", "-f", path.with_suffix(".pub")).stdout.decode()
    assert fingerprint(private.public) in shown


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_the_one_that_ssh_keygen_reads(tmp_path: Path, kind: str) -> None:
    shown = keygen("-y", "-f", write_key(tmp_path, kind=kind)).stdout.decode()
    assert shown.split()[:2] == public_text(key(kind)).split()
    assert private_text(key(kind)).startswith(b"-----BEGIN OPENSSH")


PUBLIC = public_text(key())
OTHER = public_text(key(number=2))
LISTS = [
    f"{IDENTITY} {PUBLIC}",
    f"  {IDENTITY}\t{PUBLIC}  with a comment",
    f"{IDENTITY} {OTHER}",
    f"bob {PUBLIC}",
    f"# {IDENTITY} {PUBLIC}",
    f"bob {PUBLIC}\n{IDENTITY} {PUBLIC}",
    f"*@example.org {PUBLIC}",
    f"*@example.com {PUBLIC}",
    f"ad?@example.org,bob {PUBLIC}",
    f"*@example.org,!ada@* {PUBLIC}",
    f"!ada@*,*@example.org {PUBLIC}",
    f"!bob {PUBLIC}",
    f'"{IDENTITY}" {PUBLIC}',
    f'"x y,{IDENTITY}" {PUBLIC}',
    f"ADA@example.org {PUBLIC}",
    f'{IDENTITY} namespaces="{NAMESPACE}" {PUBLIC}',
    f'{IDENTITY} namespaces="file,bagit@*" {PUBLIC}',
    f'{IDENTITY} namespaces="file" {PUBLIC}',
    f'{IDENTITY} namespaces="*,!bagit@archiver" {PUBLIC}',
    f'{IDENTITY} NameSpaces="{NAMESPACE}" {PUBLIC}',
    f'{IDENTITY} valid-after="20240301Z" {PUBLIC}',
    f'{IDENTITY} valid-after="20240301120000Z" {PUBLIC}',
    f'{IDENTITY} valid-after="20240301120001Z" {PUBLIC}',
    f'{IDENTITY} valid-before="20240301120000Z" {PUBLIC}',
    f'{IDENTITY} valid-before="20240301115959Z" {PUBLIC}',
    f'{IDENTITY} valid-before="202403011200Z" {PUBLIC}',
    f'{IDENTITY} valid-after="20230101",valid-before="20250101" {PUBLIC}',
    f'{IDENTITY} valid-after="20250101",valid-before="20230101" {PUBLIC}',
    f'{IDENTITY} valid-after="20241301" {PUBLIC}',
    f'{IDENTITY} valid-before="20240301",namespaces="{NAMESPACE}" {PUBLIC}',
    f"{IDENTITY} cert-authority {PUBLIC}",
    f"{IDENTITY} frobnicate {PUBLIC}",
    f"{IDENTITY} namespaces=bagit@archiver {PUBLIC}",
    f'{IDENTITY} namespaces="a",namespaces="*" {PUBLIC}',
    f"{IDENTITY} cert-authority, {PUBLIC}",
    f"{IDENTITY} ssh-rsa {PUBLIC.split()[1]}",
    f"{IDENTITY} {PUBLIC[:-4]}",
    f"{IDENTITY}",
]


@pytest.mark.parametrize("listed", LISTS)
def test_a_list_allows_what_it_allows_ssh_keygen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    monkeypatch.setitem(os.environ, "TZ", "UTC")
    made = a_signature(key(), MESSAGE)
    assert ours(made, listed + "\n") is theirs(made, listed + "\n", tmp_path)


def test_a_revoked_key_counts_for_neither(tmp_path: Path) -> None:
    made, listed = a_signature(key(), MESSAGE), f"{IDENTITY} {PUBLIC}\n"
    for revoked, expected in ((f"{PUBLIC}\n", False), (f"# none of ours\n{OTHER} other\n", True)):
        assert ours(made, listed, revoked=revoked) is expected
        assert theirs(made, listed, tmp_path, revoked=revoked) is expected


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa-256"])
def test_a_token_that_has_signed_counts_for_both(tmp_path: Path, kind: str) -> None:
    octets = signed_octets(digests_of(MESSAGE)["sha512"], hash_name="sha512")
    public, made = token(kind, octets)
    listed = f"{IDENTITY} {kind_of(public)} {b64encode(public).decode()}\n"
    for changed in (made, made[:-1] + b"\x09"):
        data = format_signature(Signature(public=public, namespace=NAMESPACE, hash_name="sha512", made=changed))
        assert ours(data, listed) is theirs(data, listed, tmp_path) is (changed == made)
