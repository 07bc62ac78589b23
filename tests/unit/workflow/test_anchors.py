# SPDX-License-Identifier: Apache-2.0
"""Checkpoints, proofs, witnesses and pins where something is in the way."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

import archiver
from archiver import workflow
from archiver.errors import ArchiverError, CannotRead, InvalidMaterial, UsageError
from archiver.findings import State, Verdict
from archiver.ledger.note import Kind, Signer, parse_note, vouched
from archiver.ledger.pin import format_pin
from archiver.workflow.anchors import CHECKPOINT, proof_path
from builders import RECORD, WHEN, a_folder, a_package

LOG = Signer(name="example.org/log", kind=Kind.LOG, seed=bytes(32))
CI = Signer(name="example.org/ci", kind=Kind.WITNESS, seed=bytes(31) + b"\x01")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_package(tmp_path_factory.mktemp("shelf")).parents[2]


@pytest.fixture
def shelf(once: Path, tmp_path: Path) -> Path:
    shutil.copytree(once, tmp_path / "place")
    return tmp_path / "place" / "shelf"


def grow(shelf: Path, place: str = "Elsewhere") -> None:
    folder = a_folder(shelf.parent / place, record=RECORD.replace("place: Fordham", f"place: {place}"))
    archiver.package(folder, shelf=shelf, when=WHEN)


def codes(found: archiver.Report) -> list[str]:
    return [finding.code for finding in found.findings]


def caught(call: pytest.ExceptionInfo[InvalidMaterial]) -> list[str]:
    return [finding.code for finding in call.value.findings]


def test_an_unsigned_checkpoint_is_named_by_the_first_line_and_keeps_its_name(shelf: Path) -> None:
    first = workflow.checkpoint(shelf)
    assert first.startswith(b"archiver-ledger/")
    assert first.count(b"\n") == 3
    (shelf / CHECKPOINT).write_bytes(workflow.checkpoint(shelf, origin="example.org/own"))
    grow(shelf)
    assert workflow.checkpoint(shelf).startswith(b"example.org/own\n2\n")


def test_a_checkpoint_is_refused_to_a_ledger_that_is_not_the_last_one_grown(shelf: Path) -> None:
    (shelf / CHECKPOINT).write_bytes(workflow.checkpoint(shelf, signer=LOG))
    grow(shelf)
    lines = (shelf / "LEDGER").read_bytes()
    (shelf / CHECKPOINT).write_bytes(workflow.checkpoint(shelf, signer=LOG))
    (shelf / "LEDGER").write_bytes(lines.splitlines(keepends=True)[0])
    with pytest.raises(InvalidMaterial) as call:
        workflow.checkpoint(shelf, signer=LOG)
    assert caught(call) == ["L203"]


@pytest.mark.parametrize(("origin", "signer"), [("other", LOG), (None, CI), ("a b", None), ("a+b", None)])
def test_names_and_keys_that_do_not_fit_are_refused(shelf: Path, origin: str | None, signer: Signer | None) -> None:
    with pytest.raises(UsageError):
        workflow.checkpoint(shelf, signer=signer, origin=origin)


def test_a_broken_an_empty_and_no_ledger_get_no_checkpoint(shelf: Path) -> None:
    book = shelf / "LEDGER"
    book.write_bytes(book.read_bytes().replace(b"bridge/v1", b"bridge/v2"))
    with pytest.raises(InvalidMaterial) as call:
        workflow.checkpoint(shelf)
    assert caught(call) == ["L102"]
    book.write_bytes(b"")
    with pytest.raises(UsageError, match="no entry"):
        workflow.checkpoint(shelf)
    book.unlink()
    with pytest.raises(CannotRead):
        workflow.checkpoint(shelf)


def test_a_malformed_checkpoint_is_a_finding(shelf: Path) -> None:
    (shelf / CHECKPOINT).write_text("x\n")
    with pytest.raises(InvalidMaterial) as call:
        workflow.checkpoint(shelf)
    assert caught(call) == ["L201"]


def test_what_one_might_wait_on_for_ever_or_be_led_elsewhere_by_is_not_opened(shelf: Path) -> None:
    path, proof = shelf / CHECKPOINT, proof_path(shelf / "bridge" / "v1")
    os.mkfifo(path)
    os.mkfifo(proof)
    with pytest.raises(CannotRead, match="no regular file"):
        workflow.checkpoint(shelf)
    with pytest.raises(CannotRead, match="no regular file"):
        workflow.witness(shelf, state=path, when=WHEN)
    with pytest.raises(CannotRead, match="no regular file"):
        workflow.check_proof(shelf / "bridge" / "v1", proof, verifiers=[])
    path.unlink()
    path.symlink_to(shelf / "LEDGER")
    with pytest.raises(CannotRead, match="is a link"):
        workflow.checkpoint(shelf)


def test_to_prove_needs_a_package_its_entry_and_a_checkpoint_that_has_it(shelf: Path, tmp_path: Path) -> None:
    package = shelf / "bridge" / "v1"
    with pytest.raises(CannotRead, match="not there"):
        workflow.prove_package(package)
    (shelf / CHECKPOINT).write_bytes(workflow.checkpoint(shelf))
    grow(shelf)
    with pytest.raises(UsageError, match="older"):
        workflow.prove_package(shelf / "bridge" / "v2")
    with pytest.raises(UsageError, match="no package"):
        workflow.prove_package(tmp_path / "nowhere")
    shutil.copytree(package, shelf / "bridge" / "v7")
    with pytest.raises(InvalidMaterial) as call:
        workflow.prove_package(shelf / "bridge" / "v7")
    assert caught(call) == ["L106"]
    foreign = (shelf / CHECKPOINT).read_text().splitlines()
    (shelf / CHECKPOINT).write_text(f"{foreign[0]}\n1\n{'A' * 43}=\n")
    with pytest.raises(InvalidMaterial) as call:
        workflow.prove_package(package)
    assert caught(call) == ["L204"]


def test_a_package_in_an_archive_file_is_checked_by_its_proof(shelf: Path, tmp_path: Path) -> None:
    package = shelf / "bridge" / "v1"
    (shelf / CHECKPOINT).write_bytes(workflow.checkpoint(shelf, signer=LOG))
    proof = proof_path(package)
    proof.write_bytes(workflow.prove_package(package))
    packed = tmp_path / "v1.zip"
    with zipfile.ZipFile(packed, "w") as file:
        for path in sorted(package.rglob("*")):
            file.write(path, Path("v1") / path.relative_to(package))
    report = workflow.check_proof(packed, proof, verifiers=[LOG.verifier], name="bridge/v1")
    assert codes(report) == []
    assert report.exit_code() == 0
    assert codes(workflow.check_proof(packed, proof, verifiers=[LOG.verifier], name="bridge/v2")) == ["L213"]
    assert codes(workflow.check_proof(packed, proof, verifiers=[])) == ["L206"]
    with pytest.raises(CannotRead, match="no package"):
        workflow.check_proof(tmp_path, proof, verifiers=[])
    archiver.verify(shelf).raise_for_findings()  # the sidecars disturb nobody


def test_a_proof_that_does_not_hold_or_is_none_is_named(shelf: Path) -> None:
    package = shelf / "bridge" / "v1"
    grow(shelf)
    (shelf / CHECKPOINT).write_bytes(workflow.checkpoint(shelf))
    proof = proof_path(package)
    whole = workflow.prove_package(package)
    proof.write_bytes(whole.replace(b"index 0", b"index 1"))
    assert codes(workflow.check_proof(package, proof, verifiers=[])) == ["L206", "L212", "L212"]
    proof.write_bytes(b"no proof")
    report = workflow.check_proof(package, proof, verifiers=[])
    assert (codes(report), report.exit_code()) == (["L211"], 1)
    proof.unlink()
    with pytest.raises(CannotRead):
        workflow.check_proof(package, proof, verifiers=[])


def test_a_witness_remembers_cosigns_and_goes_on(shelf: Path, tmp_path: Path) -> None:
    state = tmp_path / "seen"
    first = workflow.witness(shelf, state=state, when=WHEN, signer=CI)
    assert first.state is not None
    assert vouched(parse_note(first.state), CI.verifier) == int(WHEN.timestamp())
    state.write_bytes(first.state)
    assert workflow.witness(shelf, state=state, when=WHEN, signer=CI).state is None
    grow(shelf)
    second = workflow.witness(shelf, state=state, when=WHEN, signer=CI)
    assert codes(second.report) == []
    assert second.state is not None
    assert second.state.startswith(b"archiver-ledger/")
    assert b"\n2\n" in second.state
    state.write_bytes(first.state.replace(b"\n1\n", b"\n2\n"))
    assert codes(workflow.witness(shelf, state=state, when=WHEN, signer=CI).report) == ["L202", "L204"]


def test_a_witness_of_a_signed_ledger_takes_signed_checkpoints_only(shelf: Path, tmp_path: Path) -> None:
    state, keys = tmp_path / "seen", [LOG.verifier]
    assert codes(workflow.witness(shelf, state=state, when=WHEN, verifiers=keys).report) == ["L202"]
    (shelf / CHECKPOINT).write_bytes(workflow.checkpoint(shelf, signer=LOG))
    grow(shelf)
    seen = workflow.witness(shelf, state=state, when=WHEN, verifiers=keys)
    assert seen.state == (shelf / CHECKPOINT).read_bytes()
    state.write_bytes(seen.state)
    assert workflow.witness(shelf, state=state, when=WHEN, verifiers=keys).state is None
    assert b"\n2\n" in (workflow.witness(shelf, state=state, when=WHEN).state or b"")
    (shelf / CHECKPOINT).unlink()
    (shelf / CHECKPOINT).write_bytes(workflow.checkpoint(shelf, origin="example.org/other"))
    assert "L205" in codes(workflow.witness(shelf, state=state, when=WHEN).report)


def test_a_witness_of_what_is_not_whole_says_so(shelf: Path, tmp_path: Path) -> None:
    state = tmp_path / "seen"
    with pytest.raises(UsageError, match="key of a log"):
        workflow.witness(shelf, state=state, when=WHEN, signer=LOG)
    seen = workflow.witness(shelf, state=state, when=WHEN).state
    assert seen is not None
    (shelf / "LEDGER").write_bytes(b"")
    assert workflow.witness(shelf, state=state, when=WHEN).report.exit_code() == 3
    state.write_bytes(seen)
    assert codes(workflow.witness(shelf, state=state, when=WHEN).report) == ["L203"]
    (shelf / "LEDGER").write_bytes(b"rubbish\n")
    found = workflow.witness(shelf, state=state, when=WHEN)
    assert codes(found.report) == ["L101"]
    assert found.report.subjects[0].checks[0].state is State.NOT_RUN
    assert found.state is None


def test_a_checkpoint_without_a_ledger_to_hold_it_against_is_not_green(shelf: Path) -> None:
    kept = shelf.parent / "kept"
    kept.write_bytes(workflow.checkpoint(shelf))
    report = archiver.verify(shelf / "bridge" / "v1", ledger=False, checkpoint=kept)
    assert codes(report) == ["L206", "F903"]
    assert report.exit_code() == 3
    assert codes(archiver.verify(shelf, checkpoint=kept)) == ["L206"]
    (shelf / "LEDGER").write_bytes((shelf / "LEDGER").read_bytes() + b"rubbish\n")
    report = archiver.verify(shelf, checkpoint=kept)
    assert "L101" in codes(report)
    assert report.subjects[-1].checks[0].state is State.NOT_RUN
    with pytest.raises(ArchiverError):
        archiver.verify(shelf, checkpoint=shelf / "nowhere")


def test_pins_hold_packages_to_what_they_were(shelf: Path, tmp_path: Path) -> None:
    grow(shelf)
    package, pins = shelf / "bridge" / "v1", tmp_path / "pins"
    pins.write_text("\n" + format_pin(workflow.pin(package)) + "\n")
    report = archiver.verify(shelf, pinned=pins)
    assert codes(report) == ["L223"]
    shutil.rmtree(package)
    shutil.copytree(shelf / "bridge" / "v2", package)
    report = archiver.verify(package, ledger=False, pinned=pins)
    assert (codes(report), report.subjects[0].verdict) == (["L221"], Verdict.ANOTHER)
    (package / "data" / "record.json").write_text("{}")
    report = archiver.verify(package, ledger=False, pinned=pins)
    assert "L221" not in codes(report)
    assert report.subjects[0].verdict is Verdict.CORRUPT
    shutil.rmtree(package)
    report = archiver.verify(shelf, ledger=False, pinned=pins)
    assert (codes(report), report.subjects[-1].verdict) == (["L223", "L222"], Verdict.INCOMPLETE)
    assert "L222" not in codes(archiver.verify(shelf / "bridge" / "v2", ledger=False, pinned=pins))


def test_plain_bags_and_archive_files_are_pinned_too(shelf: Path, tmp_path: Path) -> None:
    plain, pins = tmp_path / "plain", tmp_path / "pins"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("a")
    workflow.bag(tmp_path / "in", plain, when=WHEN)
    packed = tmp_path / "plain.zip"
    with zipfile.ZipFile(packed, "w") as file:
        for path in sorted(plain.rglob("*")):
            file.write(path, Path("plain") / path.relative_to(plain))
    one, other = workflow.pin(plain), workflow.pin(packed)
    assert (one.name, other.name) == ("plain", "plain.zip")
    assert (one.payload, one.swhid) == (other.payload, other.swhid)
    pins.write_text(format_pin(one) + "\n")
    for path in (plain, packed):
        assert codes(archiver.verify(path, pinned=pins)) == []
    report = archiver.verify(shelf / "bridge" / "v1", pinned=pins)
    assert (codes(report), report.exit_code()) == (["L223", "F903"], 3)
    report = archiver.verify(shelf / "bridge" / "v1", plain, pinned=pins)
    assert (codes(report), report.exit_code()) == (["L223"], 0)


def test_what_is_not_whole_is_not_pinned(shelf: Path, tmp_path: Path) -> None:
    package = shelf / "bridge" / "v1"
    (package / "data" / "record.json").unlink()
    with pytest.raises(InvalidMaterial) as call:
        workflow.pin(package)
    assert "F101" in caught(call)
    with pytest.raises(CannotRead, match="no package"):
        workflow.pin(tmp_path)


def test_every_line_that_is_no_pin_is_told(shelf: Path, tmp_path: Path) -> None:
    pins = tmp_path / "pins"
    good = format_pin(workflow.pin(shelf / "bridge" / "v1"))
    other = good.replace("swh:1:dir:", "swh:1:dir:0")[: len(good)]
    pins.write_text("\n".join([good, good, good.replace("sha-256;", "sha-256;A").replace("=", ""), "x", ""]))
    with pytest.raises(InvalidMaterial) as call:
        archiver.verify(shelf, pinned=pins)
    assert [(f.code, f.line) for f in call.value.findings] == [("L224", 3), ("L224", 4)]
    start = good.index("swh:1:dir:") + len("swh:1:dir:")
    other = good[:start] + "0" * 40 + good[start + 40 :]
    pins.write_text(f"{good}\n{other}\n")
    with pytest.raises(InvalidMaterial, match="1 finding"):
        archiver.verify(shelf, pinned=pins)
    pins.write_bytes(b"\n")
    with pytest.raises(InvalidMaterial):
        archiver.verify(shelf, pinned=pins)
    with pytest.raises(CannotRead):
        archiver.verify(shelf, pinned=tmp_path / "nowhere")
