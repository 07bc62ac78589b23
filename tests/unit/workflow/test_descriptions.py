# SPDX-License-Identifier: Apache-2.0
"""What a package says of its own history is compared with its payload, though all manifests fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import archiver
from archiver import bag
from archiver.findings import Finding, State
from builders import a_package

if TYPE_CHECKING:
    from pathlib import Path

CRATE = "data/ro-crate-metadata.json"
PREMIS = "metadata/premis.xml"
TEI = "data/transcript.tei.xml"


def forged(
    package: Path, where: Path, *, rules: str | None = None, **changes: bytes | tuple[bytes, bytes] | None
) -> Path:
    """Write a package anew with other files and fitting manifests; None leaves a file out."""
    files = {path.relative_to(package).as_posix(): path.read_bytes() for path in package.rglob("*") if path.is_file()}
    for key, change in changes.items():
        name = {"crate": CRATE, "premis": PREMIS, "record": "data/record.json", "tei": TEI}[key]
        if change is None:
            del files[name]
        elif isinstance(change, tuple):
            assert change[0] in files[name]
            files[name] = files[name].replace(*change)
        else:
            files[name] = change
    pairs, _ = bag.parse_info(files["bag-info.txt"])
    info = [
        (label, rules if rules and label == "Archiver-Rules" else value)
        for label, value in pairs
        if label != "Payload-Oxum"
    ]
    payload = {name.removeprefix("data/"): data for name, data in files.items() if name.startswith("data/")}
    tags = {name: data for name, data in files.items() if name.startswith("metadata/")}
    for path, data in bag.plan(payload, info=info, tags=tags).files:
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_bytes(data)
    return where


def found(package: Path) -> list[Finding]:
    report = archiver.verify(package, ledger=False)
    return [finding for finding in report.findings if finding.code in {"P103", "P104"}]


def provenance(package: Path) -> tuple[State, str]:
    (subject,) = archiver.verify(package, ledger=False).subjects
    (check,) = [check for check in subject.checks if check.name == "provenance"]
    return check.state, check.note


def test_both_fit_the_payload_that_was_written(tmp_path: Path) -> None:
    assert provenance(a_package(tmp_path)) == (State.PASSED, "RO-Crate, PREMIS")


def test_crate_that_says_something_else_is_caught_and_where_it_parts(tmp_path: Path) -> None:
    other = forged(
        a_package(tmp_path), tmp_path / "other", crate=(b'"name": "Fordham Archive"', b'"name": "Fordhum Archive"')
    )
    crate, premis = found(other)
    assert (crate.code, crate.path) == ("P103", f"{other}/{CRATE}")
    assert crate.detail[0].startswith("the bytes part at octet ")
    assert premis.code == "P104"
    assert provenance(other)[0] is State.FAILED


@pytest.mark.parametrize(("rules", "codes"), [("4", ["P103"]), ("400", ["P103"]), ("3", []), ("three", [])])
def test_crate_that_is_missing_is_missed_where_the_rules_make_one(tmp_path: Path, rules: str, codes: list[str]) -> None:
    other = forged(a_package(tmp_path), tmp_path / "other", rules=rules, crate=None, premis=None)
    assert [finding.code for finding in found(other)] == codes
    if codes:
        assert found(other)[0].detail == ("it is missing", f"rules {rules}")
    else:
        assert provenance(other) == (State.NOT_RUN, "not there")


def test_crate_by_other_rules_need_only_list_the_files(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    words = (b'"name": "Fordham Archive"', b'"name": "FORDHAM ARCHIVE"')
    assert found(forged(package, tmp_path / "a", rules="5", crate=words, premis=None)) == []
    wrong = forged(package, tmp_path / "b", rules="5", crate=(b'"contentSize": "', b'"contentSize": "9'), premis=None)
    (finding,) = found(wrong)
    assert finding.code == "P103"
    assert any("record.json: size stated 9" in line for line in finding.detail)


@pytest.mark.parametrize("data", [b"{}", b"[" * 100_000, b"\xff"])
def test_crate_by_other_rules_that_cannot_be_read_is_told(tmp_path: Path, data: bytes) -> None:
    (finding,) = found(forged(a_package(tmp_path), tmp_path / "other", rules="5", crate=data, premis=None))
    assert finding.detail[0].startswith("it cannot be read: ")


def test_premis_that_gives_another_digest_size_or_name_is_caught(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (digest,) = found(forged(package, tmp_path / "a", premis=(b"<premis:messageDigest>", b"<premis:messageDigest>0")))
    assert digest.code == "P104"
    assert any(line.startswith("objects/record.json: sha512 stated 0") for line in digest.detail)
    (size,) = found(forged(package, tmp_path / "b", premis=(b"<premis:size>", b"<premis:size>1")))
    assert "objects/source/bridge.txt: size stated 1" in "\n".join(size.detail)
    (name,) = found(forged(package, tmp_path / "c", premis=(b"objects/record.json", b"objects/other.json")))
    assert name.detail == ("not described: objects/record.json", "described and not there: objects/other.json")
    (twice,) = found(forged(package, tmp_path / "d", premis=(b"objects/record.json", b"objects/transcript.tei.xml")))
    assert "described 2 times: objects/transcript.tei.xml" in twice.detail


def test_premis_without_digests_proves_nothing_and_is_told(tmp_path: Path) -> None:
    other = forged(a_package(tmp_path), tmp_path / "other", premis=(b"SHA-", b"MD-"))
    assert "objects/record.json: no digest" in found(other)[0].detail


@pytest.mark.parametrize(
    "lie",
    [
        (
            b"<premis:fixity><premis:messageDigestAlgorithm>SHA-256</premis:messageDigestAlgorithm>"
            b"<premis:messageDigest>00</premis:messageDigest></premis:fixity><premis:fixity>"
        ),
        b"</premis:objectCharacteristics><premis:objectCharacteristics><premis:size>7</premis:size><premis:fixity>",
    ],
    ids=["another digest", "another size"],
)
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_what_premis_says_twice_has_to_be_true_twice(tmp_path: Path, lie: bytes, first: bool) -> None:
    start, end = b"<premis:fixity>", b"</premis:objectCharacteristics>"
    lie_after = lie.removeprefix(end).removesuffix(start).replace(b"<premis:objectCharacteristics>", b"")
    change = (start, lie) if first else (end, lie_after + end)
    (finding,) = found(forged(a_package(tmp_path), tmp_path / "other", premis=change))
    assert any(" stated 00 " in line or " stated 7 " in line for line in finding.detail)


def test_crate_whose_keys_are_given_twice_is_no_crate(tmp_path: Path) -> None:
    """Which of two values counts is for each reader to choose."""
    change = (b'"contentSize": ', b'"contentSize": "1", "contentSize": ')
    (finding,) = found(forged(a_package(tmp_path), tmp_path / "other", rules="5", crate=change, premis=None))
    assert finding.detail[0].startswith("it cannot be read: ")


def test_premis_of_entities_that_grow_is_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">{entities}]><a>&a9;</a>'.encode()
    (finding,) = found(forged(a_package(tmp_path), tmp_path / "other", premis=bomb))
    assert finding.detail[0].startswith("it cannot be read: ")


def test_premis_that_is_hostile_or_none_is_refused(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    for number, data in enumerate((bomb, b"<a/>", b"", b"<a>" * 50_000)):
        (finding,) = found(forged(package, tmp_path / str(number), premis=data))
        assert (finding.code, finding.detail[0][:18]) == ("P104", "it cannot be read:")


def test_many_differences_are_told_up_to_a_number(tmp_path: Path) -> None:
    objects = "".join(
        f'<p:object xsi:type="p:file"><p:originalName>x{number}</p:originalName></p:object>' for number in range(100)
    )
    data = (
        '<p:premis xmlns:p="http://www.loc.gov/premis/v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{objects}</p:premis>"
    )
    (finding,) = found(forged(a_package(tmp_path), tmp_path / "other", premis=data.encode()))
    assert len(finding.detail) == 21
    assert finding.detail[-1].startswith("and ")


def test_package_without_premis_is_sound(tmp_path: Path) -> None:
    other = forged(a_package(tmp_path), tmp_path / "other", premis=None)
    assert provenance(other) == (State.PASSED, "RO-Crate")


def test_record_that_cannot_be_read_leaves_the_crate_uncompared(tmp_path: Path) -> None:
    other = forged(a_package(tmp_path), tmp_path / "other", record=b"[]\n", premis=None)
    assert found(other) == []


def test_tei_that_cannot_be_read_leaves_the_crate_uncompared(tmp_path: Path) -> None:
    other = forged(a_package(tmp_path), tmp_path / "other", tei=(b"</TEI>", b""), premis=None)
    assert found(other) == []


def test_who_changes_the_words_of_the_tei_must_change_the_crate_as_well(tmp_path: Path) -> None:
    other = forged(a_package(tmp_path), tmp_path / "other", tei=(b'who="#brook"', b'who="#dorn"'), premis=None)
    assert [finding.code for finding in found(other)] == ["P103"]


def test_file_that_the_rules_do_not_make_is_not_described(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data/schema/extra.txt").write_text("x")
    crate, premis = found(forged(package, tmp_path / "other"))
    assert crate.detail == ("not described: schema/extra.txt",)
    assert premis.detail == ("not described: objects/schema/extra.txt",)


def test_broken_fixity_is_told_once(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data/source/bridge.txt").write_bytes(b"another\n")
    assert found(package) == []
    assert provenance(package)[0] is State.NOT_RUN
