# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

import pytest

from archiver.signature.allowed import by_key, parse_allowed
from archiver.signature.keys import fingerprint
from archiver.signature.sshsig import NAMESPACE, format_signature, parse_signature, signed_octets
from archiver.signature.trial import Tried, Trust, missing, try_signature
from archiver.signature.wire import string
from signing import a_signature, digests_of, key, opened, public_text

MESSAGE = b"the tag manifest\n"
NOW = 1_700_000_000  # 2023-11-14
PUBLIC = public_text(key())
WHO = fingerprint(opened(key()).public)


def trust(*lines: str, revoked: frozenset[bytes] = frozenset()) -> Trust:
    signers, wrong = parse_allowed("\n".join(lines).encode(), path="list")
    assert not wrong
    return Trust(signers=by_key(signers), revoked=revoked, time=NOW)


ADA = trust(f"ada {PUBLIC}")


def tried(data: bytes, by: Trust = ADA, message: bytes = MESSAGE) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    one = try_signature(data, digests_of(message), by, path="v1.sshsig")
    assert all(finding.path == "v1.sshsig" for finding in one.findings)
    return one.principals, [(finding.code, *finding.detail) for finding in one.findings]


@pytest.mark.parametrize("hash_name", ["sha256", "sha512"])
def test_a_signature_that_holds_says_whose_it_is(hash_name: str) -> None:
    assert tried(a_signature(key(), MESSAGE, hash_name=hash_name)) == (("ada",), [])


def test_a_key_of_several_people_is_each_of_theirs_that_counts() -> None:
    by = trust(f"ada {PUBLIC}", f'bob namespaces="file" {PUBLIC}', f"cal,dan {PUBLIC}")
    assert tried(a_signature(key(), MESSAGE), by) == (("ada", "cal,dan"), [])


def test_what_is_no_signature_is_malformed() -> None:
    ((code, why),) = tried(b"garbage")[1]
    assert (code, why[:12]) == ("L232", "it does not ")
    signature = parse_signature(a_signature(key(), MESSAGE))
    assert tried(format_signature(replace(signature, public=b"")))[1][0][0] == "L232"
    assert tried(format_signature(replace(signature, made=signature.made + b"\0")))[1][0][0] == "L232"


def test_a_signature_over_other_bytes_is_not_over_this_bag() -> None:
    assert tried(a_signature(key(), MESSAGE + b"x")) == ((), [("L233", f"key {WHO}")])
    one = try_signature(a_signature(key(), MESSAGE), {}, ADA, path="v1.sshsig")
    assert [finding.code for finding in one.findings] == ["L233"]


def test_what_is_reserved_is_signed_too() -> None:
    signature = parse_signature(a_signature(key(), MESSAGE))
    assert tried(format_signature(replace(signature, reserved=b"x")))[1] == [("L233", f"key {WHO}")]
    octets = signed_octets(digests_of(MESSAGE)["sha512"], reserved=b"x", hash_name="sha512")
    made = format_signature(replace(signature, reserved=b"x", made=opened(key()).sign(octets)))
    assert tried(made) == (("ada",), [])


def test_a_stranger_is_nobody_in_the_list() -> None:
    other = key(number=2)
    who = fingerprint(opened(other).public)
    assert tried(a_signature(other, MESSAGE)) == ((), [("L234", f"key {who}")])


def test_an_authority_signs_certificates_and_no_bags() -> None:
    assert tried(a_signature(key(), MESSAGE), trust(f"ada cert-authority {PUBLIC}"))[1][0][0] == "L234"
    signature = parse_signature(a_signature(key(), MESSAGE))
    certificate = format_signature(replace(signature, public=string(b"ssh-ed25519-cert-v01@openssh.com")))
    assert "certificates are not taken: list the key itself" in tried(certificate)[1][0]


def test_a_signature_for_another_purpose_does_not_count() -> None:
    made = a_signature(key(), MESSAGE, namespace="file")
    assert tried(made) == ((), [("L235", f"key {WHO}", "for file", f"expected {NAMESPACE}")])
    by = trust(f'ada namespaces="file" {PUBLIC}')
    listed = tried(a_signature(key(), MESSAGE), by)
    assert listed == ((), [("L235", f"key {WHO}", "listed for file", f"expected {NAMESPACE}")])


def test_a_key_counts_in_its_time() -> None:
    early, late = trust(f'ada valid-after="20240101" {PUBLIC}'), trust(f'ada valid-before="20230101" {PUBLIC}')
    made = a_signature(key(), MESSAGE)
    checked = "checked 2023-11-14T22:13:20Z"
    assert tried(made, early)[1] == [("L236", f"key {WHO}", "valid after  2024-01-01T00:00:00Z", checked)]
    assert tried(made, late)[1] == [("L236", f"key {WHO}", "valid before 2023-01-01T00:00:00Z", checked)]
    both = trust(f'ada valid-before="20230101" {PUBLIC}', f'bob valid-after="20230101" {PUBLIC}')
    assert tried(made, both) == (("bob",), [])


def test_a_weak_algorithm_proves_nothing() -> None:
    signature = parse_signature(a_signature(key(), MESSAGE))
    for weak in ("sha1", "md5", "sha384"):
        made = format_signature(replace(signature, hash_name=weak))
        assert tried(made) == ((), [("L237", f"key {WHO}", f"hash {weak}")])
    made = format_signature(replace(signature, made=string(b"ssh-rsa") + string(b"x")))
    assert tried(made) == ((), [("L237", f"key {WHO}", "algorithm ssh-rsa")])


def test_a_kind_that_is_not_known_is_not_judged() -> None:
    signature = parse_signature(a_signature(key(), MESSAGE))
    made = format_signature(replace(signature, made=string(b"ssh-ed448") + string(b"x")))
    one = try_signature(made, digests_of(MESSAGE), ADA, path="v1.sshsig")
    assert [finding.code for finding in one.findings] == ["L238"]
    assert not one.principals


def test_a_revoked_key_counts_no_more() -> None:
    by = replace(ADA, revoked=frozenset({opened(key()).public}))
    assert tried(a_signature(key(), MESSAGE), by) == ((), [("L239", f"key {WHO}")])


def test_what_a_stranger_wrote_is_told_in_part() -> None:
    made = a_signature(key(), MESSAGE, namespace="x" * 20_000)
    assert all(len(line) < 200 for line in tried(made)[1][0])


def test_who_is_demanded_has_to_have_signed() -> None:
    ada = Tried(path="v1.sshsig", principals=("ada", "*@example.org,!cal@example.org"))
    stranger = Tried(path="v1.sshsig.x")

    def absent(*identities: str, found: tuple[Tried, ...] = (ada,)) -> list[tuple[str, ...]]:
        told = missing(found, identities, path="v1", sidecar="v1.sshsig")
        assert all((finding.code, finding.path) == ("L231", "v1") for finding in told)
        return [finding.detail for finding in told]

    assert absent() == []
    assert absent("ada", "bob@example.org") == []
    assert absent("bob", "cal@example.org", "ada") == [("of bob",), ("of cal@example.org",)]
    assert absent(found=()) == [("expected v1.sshsig",)]
    assert absent(found=(stranger,)) == []  # what is wrong with it is said already
    assert absent("ada", found=(stranger,)) == [("of ada",)]
