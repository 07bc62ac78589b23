# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archiver.signature.allowed import LONGEST, LONGEST_LINE, MOST_WRONG, by_key, matches, parse_allowed, parse_revoked
from signing import key, opened, public_text
from work import growth

PUBLIC = public_text(key())
OTHER = public_text(key(number=2))


def at(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[arg-type,misc]


def read(text: str) -> tuple[list[tuple[str, str | None, int | None, int | None, bool]], list[tuple[int | None, str]]]:
    signers, findings = parse_allowed(text.encode("utf-8", "surrogateescape"), path="list")
    assert all(finding.code == "L240" and finding.path == "list" for finding in findings)
    told = [(s.principals, s.namespaces, s.after, s.before, s.authority) for s in signers]
    return told, [(finding.line, *finding.detail) for finding in findings]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"ada {PUBLIC}", ("ada", None, None, None, False)),
        (f"  ada\t {PUBLIC} a comment, and = more\r", ("ada", None, None, None, False)),
        (f"ada,!bob,*@example.org {PUBLIC}", ("ada,!bob,*@example.org", None, None, None, False)),
        (f'"ada brook" {PUBLIC}', ("ada brook", None, None, None, False)),
        (f'ada namespaces="file,bagit@archiver" {PUBLIC}', ("ada", "file,bagit@archiver", None, None, False)),
        (f'ada NAMESPACES="a b" {PUBLIC}', ("ada", "a b", None, None, False)),
        (f'ada namespaces="a\\"b" {PUBLIC}', ("ada", 'a"b', None, None, False)),
        (f"ada cert-authority {PUBLIC}", ("ada", None, None, None, True)),
        (f"ada cert-authority,cert-authority {PUBLIC}", ("ada", None, None, None, True)),
        (f'ada cert-authority,namespaces="x" {PUBLIC}', ("ada", "x", None, None, True)),
        (f'ada valid-after="20240301" {PUBLIC}', ("ada", None, at(2024, 3, 1), None, False)),
        (f'ada valid-before="202403011530Z" {PUBLIC}', ("ada", None, None, at(2024, 3, 1, 15, 30), False)),
        (
            f'ada valid-after="20240301153001",valid-before="20990101UTC" {PUBLIC}',
            ("ada", None, at(2024, 3, 1, 15, 30, 1), at(2099, 1, 1), False),
        ),
    ],
)
def test_a_line_is_read(line: str, expected: tuple[object, ...]) -> None:
    assert read(line + "\n") == ([expected], [])
    signers, _ = parse_allowed(line.encode(), path="list")
    assert signers[0].public == opened(key()).public


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("ada", "write identities"),
        ('"ada', "not closed"),
        ('""', "write identities"),
        (f'"" {PUBLIC}', "write identities"),
        (PUBLIC, "no public key"),
        ("ada ssh-ed25519", "no public key"),
        ("ada ssh-ed25519 AAAA", "no public key"),
        ("ada ssh-ed25519 AAAAC3Nz!", "no public key"),
        (f"ada ssh-rsa {PUBLIC.split()[1]}", "no public key"),
        (f"ada frobnicate {PUBLIC}", "unknown option frobnicate"),
        (f'ada no-touch-required="x" {PUBLIC}', "unknown option"),
        (f"ada namespaces {PUBLIC}", "unknown option"),
        (f"ada namespaces=file {PUBLIC}", "cannot be read"),
        (f'ada namespaces="file {PUBLIC}', "no public key"),
        (f'ada namespaces="a",namespaces="b" {PUBLIC}', "given twice"),
        (f'ada namespaces="a"x {PUBLIC}', "cannot be read"),
        (f"ada cert-authority, {PUBLIC}", "cannot be read"),
        (f'ada cert-authority="x" {PUBLIC}', "unknown option"),
        (f'ada valid-after="yesterday" {PUBLIC}', "no time"),
        (f'ada valid-after="20240230" {PUBLIC}', "no time"),
        (f'ada valid-after="2024-03-01" {PUBLIC}', "no time"),
        (f'ada valid-after="٢٠٢٤٠٣٠١" {PUBLIC}', "no time"),
        (f'ada valid-after="" {PUBLIC}', "no time"),
        (f'ada valid-after="19691231" {PUBLIC}', "before 1970"),
        (f'ada valid-after="20250101",valid-before="20240101" {PUBLIC}', "valid-before is before"),
        (f"{'a' * 1025} {PUBLIC}", "an identity of more than"),
        (f'ada namespaces="{"a" * 1025}" {PUBLIC}', "a namespace of more than"),
        (f"!ada {PUBLIC}", "nobody has"),
        (f'"!ada,!bob" {PUBLIC}', "nobody has"),
        ("ada \x1b[31m", "control character"),
        ("ada\0", "control character"),
        (f"\udcff {PUBLIC}", "cannot be printed"),
        (f"ada\u202e {PUBLIC}", "cannot be printed"),
        (f"ada \x1b {PUBLIC}", "control character"),
        ("a" * (LONGEST_LINE + 1), "more than"),
    ],
)
def test_a_line_that_is_none_is_told_and_hides_no_other(line: str, why: str) -> None:
    told, wrong = read(f"# first\n\n{line}\nada {PUBLIC}\n")
    assert [number for number, _ in wrong] == [3]
    assert why in wrong[0][1]
    assert told == [("ada", None, None, None, False)]
    assert all(len(text) < 1200 for _, text in wrong)


def test_a_list_without_a_key_is_none() -> None:
    for text in ("", "\n\n", "# only\n  # comm\udcff\x1bents\n"):
        assert read(text) == ([], [(None, "there is no key in it")])


def test_a_list_of_nothing_but_faults_is_given_up() -> None:
    signers, findings = parse_allowed(b"x\n" * 1_000_000 + f"ada {PUBLIC}\n".encode(), path="list")
    assert (len(signers), len(findings)) == (0, MOST_WRONG)


def test_a_list_without_end_is_not_read() -> None:
    _, findings = parse_allowed(b"x" * (LONGEST + 1), path="list")
    assert [finding.code for finding in findings] == ["L240"]


@pytest.mark.parametrize(
    ("patterns", "text", "expected"),
    [
        ("ada", "ada", True),
        ("ada", "Ada", False),
        ("ada", "adam", False),
        ("a?a", "ada", True),
        ("a?a", "aa", False),
        ("*", "", True),
        ("*@example.org", "ada@example.org", True),
        ("*@example.org", "ada@example.org.evil", False),
        ("bob,ada", "ada", True),
        ("*,!ada", "ada", False),
        ("!ada,*", "ada", False),
        ("!ada,*", "bob", True),
        ("!ada", "bob", False),
        ("", "", True),
        ("", "ada", False),
        ("a*b*c", "aXbXbXc", True),
        ("a**c", "ac", True),
        ("a*", "a", True),
        ("[a]", "a", False),
    ],
)
def test_patterns_are_those_of_ssh(patterns: str, text: str, expected: bool) -> None:
    assert matches(patterns, text) is expected


def test_a_hostile_pattern_takes_no_more_than_its_length_times_that_of_the_text() -> None:
    assert not matches("*a" * 500 + "b", "a" * 1000)


def test_what_a_line_allows_it_allows_to_the_second() -> None:
    line = f'ada valid-after="20240301Z",valid-before="20240401Z",namespaces="file,!bagit@*" {PUBLIC}'
    (signer,), _ = parse_allowed(line.encode(), path="list")
    start, end = at(2024, 3, 1), at(2024, 4, 1)
    assert [signer.counts_at(time) for time in (start - 1, start, end, end + 1)] == [False, True, True, False]
    assert signer.counts_for("file")
    assert not signer.counts_for("bagit@archiver")


def test_lines_of_one_key_stand_together_in_their_order() -> None:
    signers, _ = parse_allowed(f"ada {PUBLIC}\nbob {OTHER}\ncal {PUBLIC}\n".encode(), path="list")
    found = by_key(signers)
    assert [signer.principals for signer in found[opened(key()).public]] == ["ada", "cal"]
    assert [signer.line for signer in signers] == [1, 2, 3]
    assert "public" not in repr(signers[0])


def test_a_long_list_is_read_in_time_in_proportion() -> None:
    line = f"ada {PUBLIC}\n".encode()

    def of(count: int) -> object:
        return by_key(parse_allowed(line * count, path="list")[0])

    assert growth(of, 100) < 2.2


def test_revoked_keys_are_plain_public_keys() -> None:
    text = f"# lost in the flood\n{PUBLIC} ada\n\n{OTHER}\n"
    keys, findings = parse_revoked(text.encode(), path="list")
    assert (keys, findings) == (frozenset({opened(key()).public, opened(key(number=2)).public}), ())
    keys, findings = parse_revoked(f"{PUBLIC}\nada {OTHER}\n".encode(), path="list")
    assert keys == {opened(key()).public}
    assert [(finding.code, finding.line) for finding in findings] == [("L240", 2)]


def test_a_binary_revocation_list_is_not_passed_over() -> None:
    keys, findings = parse_revoked(b"SSHKRL\n\0\0\0\0\1", path="list")
    assert not keys
    assert [finding.code for finding in findings] == ["L240"]
    assert "binary" in findings[0].detail[0]
