# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.ledger.checkpoint import default_origin, of_tree
from archiver.ledger.memory import against
from archiver.ledger.note import LONGEST, Kind, Note, Signer, signed
from archiver.ledger.pin import Pin, format_pin, parse_pin
from archiver.ledger.proof import HEAD, format_proof, parse_proof, prove
from archiver.ledger.tree import Tree, leaf_hash, tree_of

LINES = [b"line %d" % number for number in range(9)]
TREE = tree_of(LINES)
NOTE = Note(text=of_tree(TREE, "example.org/log").text)
LOG = Signer(name="example.org/log", kind=Kind.LOG, seed=bytes(32))
WHOLE = format_proof(prove(LINES[3], 3, TREE, signed(NOTE, LOG)))


@pytest.mark.parametrize("index", range(9))
def test_each_line_is_proved_and_the_proof_is_read_as_it_was_written(index: int) -> None:
    proof = prove(LINES[index], index, TREE, signed(NOTE, LOG))
    assert proof.holds
    assert parse_proof(format_proof(proof)) == proof
    assert not replace(proof, line=b"another").holds
    assert not replace(proof, index=index + 1).holds


def test_a_proof_is_laid_out_as_the_specification_has_it() -> None:
    lines = WHOLE.decode().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1:3] == ["extra " + b64encode(LINES[3]).decode(), "index 3"]
    blank = lines.index("")
    assert lines[3] == b64encode(leaf_hash(LINES[2])).decode()
    assert lines[blank + 1 : blank + 3] == ["example.org/log", "9"]
    assert lines[-2].startswith("— example.org/log ")


def test_another_implementation_accepts_the_proof_from_its_octets_alone() -> None:
    from tlog_scales import tlog  # noqa: PLC0415 # for this test alone

    proof = parse_proof(WHOLE)
    checked = tlog.InclusionProof(proof.index, proof.checkpoint.size, list(proof.hashes))
    checked.check(leaf_hash(proof.line), proof.checkpoint.root)


def test_nothing_is_proved_by_an_older_or_a_foreign_checkpoint() -> None:
    older = Note(text=of_tree(tree_of(LINES[:3]), "o").text)
    with pytest.raises(ValueError, match="no leaf"):
        prove(LINES[3], 3, TREE, older)
    foreign = Note(text=of_tree(tree_of([b"x", *LINES[1:]]), "o").text)
    with pytest.raises(ValueError, match="not one of this ledger"):
        prove(LINES[3], 3, TREE, foreign)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "first line"),
        (WHOLE.replace(b"@v1", b"@v2"), "first line"),
        (HEAD + b"index 3\n", "no blank line"),
        (WHOLE.replace(b"extra ", b"other "), "no line of a ledger"),
        (WHOLE.replace(b"index 3", b"index 03"), "no number"),
        (WHOLE.replace(b"index 3", b"index -3"), "no number"),
        (WHOLE.replace(b"index 3\n", b"index 3\nAAAA\n"), "up to 64"),
        (WHOLE.replace(b"index 3\n", b"index 3\n" + 64 * (b64encode(bytes(32)) + b"\n")), "up to 64"),
        (WHOLE.replace(b"index 3\n", b"index 3\n!\n"), "not base64"),
        (WHOLE.replace(b"\n9\n", b"\n09\n"), "no size"),
        (WHOLE[:-1], "no end"),
        (WHOLE + b"a" * LONGEST, "more than"),
    ],
)
def test_what_is_no_proof_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_proof(data)


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_an_octet_changed_anywhere_is_seen(place: int, by: int) -> None:
    changed = bytearray(WHOLE)
    changed[place] ^= by
    try:
        proof = parse_proof(bytes(changed))
    except ValueError:
        return
    original = parse_proof(WHOLE)
    assert not proof.holds or proof.note != original.note


def test_a_ledger_that_grew_is_told_from_one_rolled_back_and_one_forked() -> None:
    seen = of_tree(tree_of(LINES[:6]), "o")
    assert against(TREE, seen, path="LEDGER") == ()
    assert [f.code for f in against(tree_of(LINES[:5]), seen, path="LEDGER")] == ["L203"]
    assert [f.code for f in against(tree_of([b"x", *LINES[1:]]), seen, path="LEDGER")] == ["L204"]
    assert [f.code for f in against(tree_of([b"x", *LINES[1:6]]), seen, path="LEDGER")] == ["L204"]
    assert against(TREE, of_tree(Tree(), "o"), path="LEDGER") == ()


def test_a_ledger_without_a_name_is_called_by_its_first_line() -> None:
    assert default_origin(TREE) == default_origin(tree_of(LINES[:1])) != default_origin(tree_of(LINES[1:]))


PIN = Pin(name="é/v1", payload="ni:///sha-256;" + "A" * 43, swhid="swh:1:dir:" + "0" * 40)


def test_a_pin_is_read_as_it_was_written() -> None:
    assert format_pin(PIN).startswith('{"name":"é/v1","payload":"ni:')
    assert parse_pin(format_pin(PIN)) == PIN


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "not JSON"),
        ("[]", "exactly the keys"),
        ("{}", "exactly the keys"),
        ("[" * 100_000, "nested too deep"),
        (format_pin(replace(PIN, name="a\n")), "name is not"),
        (format_pin(replace(PIN, payload="ni:")), "payload is not"),
        (format_pin(replace(PIN, swhid="swh:1:cnt:")), "swhid is not"),
        (format_pin(PIN).replace('"é/v1"', "1"), "name is not"),
        (format_pin(PIN)[:-1] + ',"name":"x"}', "twice"),
    ],
)
def test_what_is_no_pin_is_refused(line: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_pin(line)
