# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from base64 import b64decode, b64encode

import pytest

from archiver.signature.sshsig import LONGEST, NAMESPACE, Signature, format_signature, parse_signature, signed_octets
from archiver.signature.wire import Fields, decoded, number, positive, string
from signing import a_signature, key

# The example of PROTOCOL.sshsig §1.
EXAMPLE = b"""\
-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgJKxoLBJBivUPNTUJUSslQTt2hD
jozKvHarKeN8uYFqgAAAADZm9vAAAAAAAAAFMAAAALc3NoLWVkMjU1MTkAAABAKNC4IEbt
Tq0Fb56xhtuE1/lK9H9RZJfON4o6hE9R4ZGFX98gy0+fFJ/1d2/RxnZky0Y7GojwrZkrHT
FgCqVWAQ==
-----END SSH SIGNATURE-----
"""
MADE = a_signature(key(), b"message")
HEAD, TAIL = MADE.split(b"\n")[0], MADE.split(b"\n")[-2]
BLOB = b64decode(b"".join(MADE.split(b"\n")[1:-2]))


def armored(blob: bytes, width: int = 70) -> bytes:
    text = b64encode(blob)
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    return b"\n".join([HEAD, *lines, TAIL, b""])


def test_a_signature_is_what_its_fields_are_and_comes_back_the_same() -> None:
    signature = parse_signature(MADE)
    assert (signature.namespace, signature.hash_name, signature.reserved) == (NAMESPACE, "sha512", b"")
    assert signature.public.startswith(string(b"ssh-ed25519"))
    assert format_signature(signature) == MADE == armored(BLOB)


def test_the_example_of_the_specification_lacks_its_hash_algorithm() -> None:
    # It was printed before the field was added (version 1.1 of the document): OpenSSH refuses it too.
    with pytest.raises(ValueError, match=r"a name that is none|ends within a field"):
        parse_signature(EXAMPLE)


@pytest.mark.parametrize("width", [1, 64, 70, 76])
def test_lines_of_another_width_are_read(width: int) -> None:
    assert parse_signature(armored(BLOB, width)) == parse_signature(MADE)


def test_one_line_is_read_if_it_is_short_enough() -> None:
    short = Signature(public=b"k", namespace="n", hash_name="h", made=b"")
    assert parse_signature(format_signature(short)) == short


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "does not begin"),
        (b"\n" + MADE, "does not begin"),
        (b"\xef\xbb\xbf" + MADE, "does not begin"),
        (MADE.replace(b"\n", b"\r\n"), "does not begin"),
        (MADE[:-1], "does not end"),
        (MADE + b"\n", "does not end"),
        (MADE + MADE, "not base64"),
        (HEAD + b"\n" + TAIL + b"\n", "not base64"),
        (HEAD + b"\n\n" + TAIL + b"\n", "not base64"),
        (MADE.replace(b"U1NI", b"U1N "), "not base64"),
        (MADE.replace(b"\nU1NI", b"\n\nU1NI"), "not base64"),
        (MADE.replace(b"U1NI", b"U1\nNI"), "different widths"),
        (armored(BLOB, 77), "more than 76"),
        (armored(BLOB, 1000), "more than 76"),
        (armored(BLOB)[: len(HEAD) + 50] + b"=" + armored(BLOB)[len(HEAD) + 51 :], "not base64"),
        (HEAD + b"\nU1NJ\n" + TAIL + b"\n", "ends within a field"),
        (HEAD + b"\nU1N\n" + TAIL + b"\n", "padding|not base64"),
        (HEAD + b"\nU1NIU1==\n" + TAIL + b"\n", "as it should be written"),
        (armored(b"SSHSIH" + BLOB[6:]), "no signature"),
        (armored(b"SSHSIG" + number(2) + BLOB[10:]), "of version 2"),
        (armored(b"SSHSIG" + number(0) + BLOB[10:]), "of version 0"),
        (armored(BLOB + b"\0"), "more than there should be"),
        (armored(BLOB[:-1]), "ends within a field"),
        (armored(BLOB.replace(b"bagit@archiver", b"bagit\0archiver")), "a name that is none"),
        (armored(BLOB.replace(string(NAMESPACE.encode()), string(b""))), "a name that is none"),
        (armored(BLOB.replace(string(NAMESPACE.encode()), number(2**32 - 1))), "ends within a field"),
        (b"x" * (LONGEST + 1), f"more than {LONGEST} octets"),
    ],
)
def test_anything_else_is_none(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_signature(data)


def test_what_is_signed_is_bound_to_its_purpose() -> None:
    digest = bytes(64)
    made = {
        signed_octets(digest, hash_name="sha512"),
        signed_octets(digest, hash_name="sha256"),
        signed_octets(digest, namespace="file", hash_name="sha512"),
        signed_octets(digest, reserved=b"x", hash_name="sha512"),
    }
    assert len(made) == 4
    assert all(octets.startswith(b"SSHSIG") for octets in made)


@pytest.mark.parametrize("value", [1, 0x7F, 0x80, 0xFF, 0x100, 2**255, 2**256 - 1])
def test_positive_numbers_have_one_form(value: int) -> None:
    octets = positive(value)
    assert Fields(string(octets)).positive() == value
    with pytest.raises(ValueError, match="at length"):
        Fields(string(b"\0" + octets)).positive()


@pytest.mark.parametrize("octets", [b"", b"\0", b"\x80", b"\xff\xff"])
def test_nothing_and_less_are_no_positive_numbers(octets: bytes) -> None:
    with pytest.raises(ValueError, match="not positive"):
        Fields(string(octets)).positive()


@pytest.mark.parametrize("text", ["", "é", "AB", "ABC", "A", "AAA=A", "AA=", "====", "AB=="])
def test_base64_that_is_written_otherwise_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"base64|padding"):
        decoded(text)
