# SPDX-License-Identifier: Apache-2.0
"""Signatures: what comes back is what was written, nothing that was changed counts, and nothing hostile stops us."""

from __future__ import annotations

import re
from base64 import b64encode
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.signature.allowed import by_key, matches, parse_allowed, parse_revoked
from archiver.signature.keys import holds, kind_of, read_private
from archiver.signature.sshsig import Signature, format_signature, parse_signature
from archiver.signature.trial import Trust, try_signature
from archiver.signature.wire import number, string
from signing import KINDS, a_signature, digests_of, key, opened, private_text, public_text, token

MESSAGE = b"9bd1  bag-info.txt\n41c0  manifest-sha512.txt\n"
LIST = "".join(f"{kind} {public_text(key(kind))}\n" for kind in KINDS).encode()
TRUST = Trust(signers=by_key(parse_allowed(LIST, path="list")[0]), time=1_700_000_000)
MADE = {kind: a_signature(key(kind), MESSAGE) for kind in KINDS}
BLOBS = [opened(key(kind)).public for kind in KINDS] + [token("ed25519", MESSAGE)[0]]
SIGNED = [opened(key(kind)).sign(MESSAGE) for kind in KINDS] + [token("ed25519", MESSAGE)[1]]
NAMES = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)
SIGNATURES = st.builds(
    Signature,
    public=st.binary(max_size=100),
    namespace=NAMES,
    reserved=st.binary(max_size=20),
    hash_name=NAMES,
    made=st.binary(max_size=300),
)
PIECES = st.lists(
    st.one_of(
        st.binary(max_size=8),
        st.sampled_from([*BLOBS, *SIGNED]),
        st.integers(0, 2**32 - 1).map(number),
        st.binary(max_size=40).map(string),
        st.sampled_from(
            [b"ssh-ed25519", b"ssh-rsa", b"rsa-sha2-512", b"ecdsa-sha2-nistp256", b"nistp256", b"\x04"]
        ).map(string),
    ),
    max_size=8,
).map(b"".join)
LINES = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from(
            [public_text(key()), "ada", " ", "\t", ",", "\\", '"', "#", "!", "*", "namespaces=", "cert-authority", "\r"]
        ),
        st.sampled_from(["valid-after=", "valid-before=", '"20240101Z"', '"file"', "ssh-ed25519 ", "AAAA", "\n", "="]),
    ),
    max_size=20,
).map("".join)


def counts(data: bytes, message: bytes = MESSAGE) -> bool:
    return bool(try_signature(data, digests_of(message), TRUST, path="sidecar").principals)


@given(SIGNATURES)
def test_a_signature_that_is_written_is_read_the_same(signature: Signature) -> None:
    assert parse_signature(format_signature(signature)) == signature


@given(SIGNATURES, st.integers(1, 76))
def test_there_is_one_signature_in_a_text_whatever_its_width(signature: Signature, width: int) -> None:
    head, *lines, tail, end = format_signature(signature).split(b"\n")
    text = b"".join(lines)
    wrapped = [text[at : at + width] for at in range(0, len(text), width)]
    assert parse_signature(b"\n".join([head, *wrapped, tail, end])) == signature


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_as_it_was_made_counts(kind: str) -> None:
    assert counts(MADE[kind])


@given(st.sampled_from(KINDS), st.data(), st.integers(1, 255))
def test_no_octet_of_a_signature_can_be_changed(kind: str, data: st.DataObject, change: int) -> None:
    made = bytearray(MADE[kind])
    at = data.draw(st.integers(0, len(made) - 1))
    made[at] ^= change
    assert not counts(bytes(made))


def test_no_octet_of_a_signature_can_be_made_a_blank_or_left_out() -> None:
    made = MADE["ed25519"]
    for at in range(len(made)):
        for other in (b"", b" ", b"\n", b"\r", b"=", b"A"):
            changed = made[:at] + other + made[at + 1 :]
            assert changed == made or not counts(changed), (at, other)


@given(st.sampled_from(KINDS), st.data(), st.integers(1, 255))
def test_no_octet_of_what_is_signed_can_be_changed(kind: str, data: st.DataObject, change: int) -> None:
    message = bytearray(MESSAGE)
    message[data.draw(st.integers(0, len(message) - 1))] ^= change
    assert not counts(MADE[kind], bytes(message))


@given(st.one_of(st.binary(max_size=300), PIECES.map(lambda blob: b64encode(b"SSHSIG\0\0\0\1" + blob))))
@example(b"")
def test_nothing_that_lies_beside_a_bag_stops_us(data: bytes) -> None:
    head, tail = b"-----BEGIN SSH SIGNATURE-----\n", b"\n-----END SSH SIGNATURE-----\n"
    lines = b"\n".join(data[at : at + 70] for at in range(0, len(data), 70))
    for whole in (data, head + lines + tail):
        assert not counts(whole)


@given(PIECES, PIECES)
def test_no_key_and_no_signature_stops_us(public: bytes, made: bytes) -> None:
    with suppress(ValueError):
        kind_of(public)
    with suppress(ValueError):
        assert not holds(public, made, MESSAGE) or (public in BLOBS and made in SIGNED)


@example(b"#\x80")
@given(st.one_of(LINES.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=200)))
def test_no_list_stops_us_and_each_line_is_a_key_or_told(data: bytes) -> None:
    for found, findings in (parse_allowed(data, path="list"), parse_revoked(data, path="list")):
        lines = [line.strip(b" \t\r") for line in data.split(b"\n")]
        written = [line for line in lines if line and not line.startswith(b"#")]
        told = [finding for finding in findings if finding.line]
        if not isinstance(found, frozenset):
            assert len(found) + len(told) == len(written)
        assert found or findings


@given(st.data())
def test_a_list_that_was_changed_somewhere_stops_nobody(data: st.DataObject) -> None:
    listed = bytearray(LIST)
    for _ in range(data.draw(st.integers(1, 4))):
        listed[data.draw(st.integers(0, len(listed) - 1))] = data.draw(st.integers(0, 255))
    parse_allowed(bytes(listed), path="list")


@given(st.data())
def test_a_private_key_that_was_changed_is_refused_in_words(data: st.DataObject) -> None:
    text = bytearray(private_text(key(data.draw(st.sampled_from(["ed25519", "ecdsa-256"])))))
    for _ in range(data.draw(st.integers(1, 3))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ValueError):
        read_private(bytes(text), passphrase=b"x")


@given(PIECES)
def test_what_is_called_a_private_key_is_refused_in_words(blob: bytes) -> None:
    body = b64encode(b"openssh-key-v1\0" + string(b"none") * 2 + string(b"") + number(1) + blob)
    text = b"-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + b"\n-----END OPENSSH PRIVATE KEY-----\n"
    with suppress(ValueError):
        read_private(text, passphrase=None)


@given(st.lists(st.text("ab*?!", max_size=6), max_size=4), st.text("ab!", max_size=8))
def test_patterns_are_what_they_are_as_regular_expressions(patterns: list[str], text: str) -> None:
    def fits(pattern: str) -> bool:
        expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
        return re.fullmatch(expression, text) is not None

    forbidden = any(pattern.startswith("!") and fits(pattern[1:]) for pattern in patterns)
    expected = not forbidden and any(not pattern.startswith("!") and fits(pattern) for pattern in patterns or [""])
    assert matches(",".join(patterns), text) is expected
