# SPDX-License-Identifier: Apache-2.0
"""Signed notes, against the examples of C2SP and of golang.org/x/mod/sumdb/note, and against another implementation."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import ArchiverError
from archiver.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from archiver.ledger.memory import signatures
from archiver.ledger.note import (
    LONGEST,
    Kind,
    Note,
    Signer,
    decoded,
    format_note,
    format_signer,
    is_key_name,
    parse_note,
    parse_signer,
    parse_verifier,
    signed,
    vouched,
)

SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = """\
This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
""".encode()
GO_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
COSIGNED = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
""".encode()
LOG = Signer(name="example.org/log", kind=Kind.LOG, seed=bytes(32))
WITNESS = Signer(name="example.org/ci", kind=Kind.WITNESS, seed=bytes(31) + b"\x01")
TEXT = "example.org/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"


def test_the_example_of_the_specification_is_read_checked_and_written() -> None:
    key, note = parse_verifier(SPEC_KEY), parse_note(SPEC_NOTE)
    assert str(key) == SPEC_KEY
    assert vouched(note, key) == 0
    assert format_note(note) == SPEC_NOTE


def test_the_key_of_go_makes_the_note_of_go_to_the_octet() -> None:
    signer = parse_signer(GO_PRIVATE)
    assert str(signer.verifier) == GO_PUBLIC
    assert format_signer(signer) == GO_PRIVATE
    assert format_note(signed(Note(text=GO_TEXT), signer)).decode() == f"{GO_TEXT}\n{GO_LINE}"


def test_of_two_signatures_each_is_checked_by_its_key_and_strangers_are_passed_over() -> None:
    note = parse_note(f"{GO_TEXT}\n{GO_LINE}{ENOCH_LINE}".encode())
    assert [vouched(note, parse_verifier(key)) for key in (GO_PUBLIC, ENOCH, SPEC_KEY)] == [0, 0, None]


def test_the_cosigned_checkpoint_of_the_specification_is_read_and_written() -> None:
    checkpoint, note = open_checkpoint(COSIGNED)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text == note.text
    assert format_note(note) == COSIGNED
    _, witness = note.signatures
    assert int.from_bytes(witness.octets[:8], "big") == 1679315147
    assert len(witness.octets) == 8 + 64


def test_another_implementation_takes_what_we_sign_and_signs_the_same() -> None:
    from tlog_scales import signing, tlog  # noqa: PLC0415 # for this test alone

    ours = format_note(signed(Note(text=TEXT), LOG)).decode()
    other = signing.PlainEd25519Signer(LOG.name, LOG.seed)
    root = parse_checkpoint(TEXT).root
    assert tlog.Checkpoint.make_signed(LOG.name, 0, root, [other]).serialize() == ours
    tlog.Checkpoint.from_text(ours).verify(other.vkey)


def test_a_cosignature_is_over_its_time_and_the_text() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 # for this test

    note = signed(Note(text=TEXT), WITNESS, time=1679315147)
    (line,) = note.signatures
    message = f"cosignature/v1\ntime 1679315147\n{TEXT}".encode()
    Ed25519PublicKey.from_public_bytes(WITNESS.verifier.public).verify(line.octets[8:], message)
    assert vouched(note, WITNESS.verifier) == 1679315147
    later = replace(line, octets=(1679315148).to_bytes(8, "big") + line.octets[8:])
    assert vouched(replace(note, signatures=(later,)), WITNESS.verifier) is None
    beyond = replace(line, octets=b"\xff" * 8 + line.octets[8:])
    assert vouched(replace(note, signatures=(beyond,)), WITNESS.verifier) is None


def test_a_key_signs_as_one_kind_only() -> None:
    twin = replace(LOG, kind=Kind.WITNESS)
    assert twin.verifier.key_id != LOG.verifier.key_id
    assert vouched(signed(Note(text=TEXT), LOG), twin.verifier) is None


def test_to_sign_again_takes_the_place_of_the_first_signature() -> None:
    once = signed(signed(Note(text=TEXT), LOG), WITNESS, time=1)
    twice = signed(once, WITNESS, time=2)
    assert [s.name for s in twice.signatures] == [LOG.name, WITNESS.name]
    assert vouched(twice, WITNESS.verifier) == 2


def test_one_false_signature_by_a_known_key_spoils_the_note() -> None:
    note = signed(Note(text=TEXT), LOG)
    false = replace(note.signatures[0], octets=bytes(64))
    short = replace(note.signatures[0], octets=bytes(63))
    for bad in (false, short):
        assert vouched(replace(note, signatures=(*note.signatures, bad)), LOG.verifier) is None
    assert vouched(replace(note, text=TEXT.replace("\n0\n", "\n1\n")), LOG.verifier) is None


def test_who_has_to_have_signed_and_did_not_is_named() -> None:
    note = signed(Note(text=TEXT), LOG)
    assert signatures(note, [LOG.verifier], path="x") == ()
    (finding,) = signatures(note, [LOG.verifier, WITNESS.verifier], path="x")
    assert (finding.code, finding.detail) == ("L202", (f"key {WITNESS.verifier}",))
    assert [f.code for f in signatures(note, [], path="x")] == ["L206"]
    assert signatures(Note(text=TEXT), [], path="x")[0].detail == ("signatures: it bears none",)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no end"),
        (b"text", "no end"),
        (b"\xff\n", "UTF-8 at byte 0"),
        (b"a\tb\n", "control"),
        (b"a\r\n", "control"),
        (b"text\n\n", "no signature below"),
        (b"\n\n\xe2\x80\x94 a AAAAAAA=\n", "no text"),
        (b"text\n\nno dash AAAAAAA=\n", "no signature"),
        ("text\n\n— a\n".encode(), "no signature"),
        ("text\n\n— a+b AAAAAAA=\n".encode(), "no signature"),
        ("text\n\n— a AAAAA\n".encode(), "not base64"),
        ("text\n\n— a AAAAAA==\n".encode(), "without octets"),
        ("text\n\n— a AAAAAAB=\n".encode(), "as it should be written"),
        ("text\n\n— a é\n".encode(), "not base64"),
        (b"a" * (LONGEST + 1), "more than"),
    ],
)
def test_what_is_no_note_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_note(data)


def test_a_text_alone_is_a_note_that_nobody_signed() -> None:
    assert parse_note(TEXT.encode()) == Note(text=TEXT)
    assert format_note(Note(text=TEXT)) == TEXT.encode()


@pytest.mark.parametrize("text", ["no end", ""])
def test_a_text_without_an_end_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="can be signed"):
        signed(Note(text=text), LOG)
    with pytest.raises(ValueError, match="can be signed"):
        signed(Note(text=TEXT), WITNESS, time=-1)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("", "not a key"),
        ("a+b", "not a key"),
        (SPEC_KEY.replace("530d903a", "530D903A"), "not a key"),
        (SPEC_KEY.replace("530d903a", "530d903b"), "does not fit"),
        (SPEC_KEY.replace("example.com/foo", "example.com/fob"), "does not fit"),
        (SPEC_KEY.replace("+Aek", "+Zek"), "not an Ed25519 key"),
        (SPEC_KEY[:-4], "not an Ed25519 key"),
        (SPEC_KEY[:-1], "not base64"),
    ],
)
def test_what_is_no_public_key_is_refused(key: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_verifier(key)


def test_what_is_no_private_key_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValueError, match="not a private key"):
        parse_signer(GO_PUBLIC)
    with pytest.raises(ValueError, match="does not fit") as caught:
        parse_signer(GO_PRIVATE.replace("c74f20a3", "c74f20a4"))
    assert GO_PRIVATE[-20:] not in str(caught.value)
    assert "seed" not in repr(parse_signer(GO_PRIVATE))


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    with pytest.raises(ArchiverError, match="cryptography") as caught:
        signed(Note(text=TEXT), LOG)
    assert caught.value.help == "install the extra: pip install 'archiver[sign]'"


@given(st.text(max_size=20))
def test_key_names_have_no_blanks_and_no_plus(name: str) -> None:
    if is_key_name(name):
        assert name
        assert not any(character.isspace() or character == "+" for character in name)
        assert parse_verifier(str(replace(LOG, name=name).verifier)).name == name


@given(st.binary(max_size=3000))
def test_any_octets_are_a_note_or_refused(data: bytes) -> None:
    try:
        note = parse_note(data)
    except ValueError:
        return
    assert format_note(note) == data


@pytest.mark.parametrize(
    "text",
    [
        "o\n07\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "o\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "o\n٣\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "o\n7\n",
        "o\n7\nAAAA\n",
        "o\n7\n!\n",
        "\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "o\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\next\n",
        "o\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_checkpoint(text)


def test_further_lines_of_a_checkpoint_are_kept() -> None:
    checkpoint = Checkpoint(origin="o", size=7, root=bytes(32), extensions=("one", "two"))
    assert parse_checkpoint(checkpoint.text) == checkpoint


def test_base64_is_read_in_one_way() -> None:
    assert decoded("AA==") == b"\x00"
    for text in ("AB==", "AA", "AA==\n", "A-=="):
        with pytest.raises(ValueError, match="not base64"):
            decoded(text)
