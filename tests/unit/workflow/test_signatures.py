# SPDX-License-Identifier: Apache-2.0
"""Signatures beside packages: made, found, demanded, and where something is in the way."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver import workflow
from archiver.bag import Terms
from archiver.errors import ArchiverError, CannotRead, InvalidMaterial, UsageError
from archiver.findings import Check, State, Verdict
from archiver.signature.keys import fingerprint
from archiver.signature.sshsig import format_signature, parse_signature
from archiver.signature.wire import string
from archiver.workflow.abreast import MANY
from archiver.workflow.signatures import Demand, sidecar
from archives import a_bag
from builders import a_package
from signing import a_signature, allow, key, opened, public_text

ADA, BOB = "ada@example.org", "bob@example.org"
NOW = datetime(2024, 6, 1, tzinfo=UTC)
NOTES = {"notes.txt": b"The ferry is late.\n"}
WHO = fingerprint(opened(key()).public)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("place")
    package = a_package(place)
    allow(f"{ADA} {public_text(key())}", f"{BOB} {public_text(key(number=2))}", to=place / "signers")
    sign(package)
    return place


@pytest.fixture
def place(once: Path, tmp_path: Path) -> Path:
    shutil.copytree(once, tmp_path / "place")
    return tmp_path / "place"


@pytest.fixture
def package(place: Path) -> Path:
    return place / "shelf" / "bridge" / "v1"


def sign(*packages: Path, number: int = 1, name: str = "") -> None:
    for one in workflow.sign(packages, key=opened(key(number=number)), name=name):
        one.path.write_bytes(one.data)


def verify(
    path: Path,
    *,
    signers: Path | None = None,
    identities: tuple[str, ...] = (),
    revoked: Path | None = None,
    when: datetime = NOW,
    **fields: Any,
) -> archiver.Report:
    """Verify what is signed by those in the list that lies in a folder above, if no other one is named."""
    listed = signers or next(folder for folder in path.parents if (folder / "signers").exists()) / "signers"
    demand = Demand(signers=listed, identities=identities, revoked=revoked, when=when)
    return archiver.verify(path, signed=demand, **fields)


def codes(found: archiver.Report) -> list[str]:
    return [finding.code for finding in found.findings]


def check_of(found: archiver.Report) -> Check:
    return next(check for subject in found.subjects for check in subject.checks if check.name == "signature")


def write_bag(root: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        name = path.removeprefix("bag/")
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def test_a_signed_package_is_told_with_who_signed_and_that_nobody_vouches_for_the_time(package: Path) -> None:
    found = verify(package)
    assert codes(found) == []
    note = f"{ADA} {WHO} over tagmanifest-sha512.txt, at a time that nobody vouches for"
    assert check_of(found) == Check(name="signature", state=State.PASSED, note=note)


def test_the_signature_is_over_the_tag_manifest(package: Path) -> None:
    expected = a_signature(key(), (package / "tagmanifest-sha512.txt").read_bytes())
    assert package.with_name("v1.sshsig").read_bytes() == expected
    (made,) = workflow.sign([package], key=opened(key()))
    assert (made.path, made.data) == (package.with_name("v1.sshsig"), expected)


def test_evidence_that_is_gone_is_a_failure(package: Path) -> None:
    package.with_name("v1.sshsig").unlink()
    found = verify(package)
    assert codes(found) == ["L231"]
    assert found.exit_code() == 1
    assert found.subjects[-1].verdict is Verdict.ANOTHER
    assert check_of(found).note == "none that counts"


def test_a_package_that_was_rewritten_is_not_the_signed_one(package: Path) -> None:
    info = package / "bag-info.txt"
    info.write_text(info.read_text().replace("Fordham", "Elsewhere"))
    found = verify(package, ledger=False)
    assert "L233" not in codes(found)  # the tag manifest is as it was signed, and says that the file is not
    assert "F105" in codes(found)
    tags = package / "tagmanifest-sha512.txt"
    tags.write_bytes(tags.read_bytes().replace(b"0", b"1", 1))
    assert "L233" in codes(verify(package, ledger=False))


@pytest.mark.parametrize("left", ["tagmanifest-sha256.txt", ""])
def test_a_package_without_the_tag_manifest_that_was_signed_is_not_the_signed_one(package: Path, left: str) -> None:
    for path in package.glob("tagmanifest-*.txt"):
        if path.name != left:
            path.unlink()
    assert "L233" in codes(verify(package, ledger=False))


def test_several_signatures_stand_beside_each_other(package: Path) -> None:
    sign(package, number=2, name="bob@example.org")
    assert package.with_name("v1.sshsig.bob@example.org").is_file()
    found = verify(package, identities=(ADA, BOB))
    assert codes(found) == []
    assert check_of(found).note.startswith(f"{ADA} {WHO}, {BOB} SHA256:")
    package.with_name("v1.sshsig").unlink()
    assert codes(verify(package)) == []
    found = verify(package, identities=(ADA, BOB))
    assert [(finding.code, *finding.detail) for finding in found.findings] == [("L231", f"of {ADA}")]


def test_what_strangers_signed_besides_does_no_harm_and_no_good(package: Path) -> None:
    sign(package, number=3, name="stranger")
    found = verify(package)
    assert codes(found) == []
    assert check_of(found).note.endswith("; 1 more that does not count")
    package.with_name("v1.sshsig").unlink()
    assert codes(verify(package)) == ["L234"]
    assert codes(verify(package, identities=(ADA,))) == ["L231", "L234"]


def test_what_contradicts_a_signature_that_holds_is_told(package: Path) -> None:
    package.with_name("v1.sshsig.old").write_bytes(a_signature(key(number=2), b"another tag manifest"))
    package.with_name("v1.sshsig.bad").write_bytes(b"garbage")
    found = verify(package)
    assert codes(found) == ["L232", "L233"]
    assert check_of(found).state is State.FAILED
    package.with_name("v1.sshsig.old").write_bytes(a_signature(key(number=3), b"by a stranger"))
    assert codes(verify(package)) == ["L232"]


def test_a_key_that_was_revoked_or_ran_out_does_not_count(place: Path, package: Path) -> None:
    revoked = place / "revoked"
    revoked.write_text(public_text(key()) + "\n")
    assert codes(verify(package, revoked=revoked)) == ["L239"]
    sign(package, number=2, name="bob")
    assert codes(verify(package, revoked=revoked)) == []
    assert codes(verify(package, revoked=revoked, identities=(ADA, BOB))) == ["L231", "L239"]
    allow(f'{ADA} valid-before="20240601" {public_text(key())}', to=place / "signers")
    package.with_name("v1.sshsig.bob").unlink()
    assert codes(verify(package)) == []
    assert codes(verify(package, when=datetime(2024, 6, 1, 0, 0, 1, tzinfo=UTC))) == ["L236"]


def test_a_kind_of_signature_that_is_not_known_is_not_green(package: Path) -> None:
    made = package.with_name("v1.sshsig").read_bytes()
    odd = replace(parse_signature(made), made=string(b"ssh-ed448"))
    package.with_name("v1.sshsig").write_bytes(format_signature(odd))
    found = verify(package)
    assert codes(found) == ["L238"]
    assert found.exit_code() == 3
    assert check_of(found).state is State.NOT_RUN


@pytest.mark.parametrize("kind", ["link", "folder", "fifo"])
def test_what_is_no_regular_file_is_no_signature_and_is_not_opened(package: Path, kind: str) -> None:
    path = package.with_name("v1.sshsig")
    good = path.rename(path.with_name("elsewhere"))
    if kind == "link":
        path.symlink_to(good)
    elif kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    found = verify(package)
    assert codes(found) == ["L232"]
    assert found.exit_code() == 1


def test_a_large_file_is_no_signature(package: Path) -> None:
    package.with_name("v1.sshsig").write_bytes(b"x" * 10_000_000)
    (finding,) = verify(package).findings
    assert finding.code == "L232"
    assert finding.detail == ("more than 65536 octets",)


@pytest.mark.parametrize("name", ["v1.zip", "v1.tar.gz"])
def test_an_archive_file_is_signed_beside_it(place: Path, package: Path, name: str) -> None:
    archive = Path(
        shutil.make_archive(str(place / "v1"), "zip" if name.endswith("zip") else "gztar", package.parent, "v1")
    )
    assert archive.name == name
    assert codes(verify(archive, ledger=False)) == ["L231"]
    sign(archive)
    assert (place / f"{name}.sshsig").read_bytes() == package.with_name("v1.sshsig").read_bytes()
    assert codes(verify(archive, ledger=False)) == []


def test_a_shelf_is_signed_if_each_package_is(package: Path) -> None:
    shelf = package.parents[1]
    assert codes(verify(shelf)) == []
    shutil.copytree(package, shelf / "bridge" / "v2")
    assert codes(verify(shelf, ledger=False)) == ["L231"]
    sign(shelf / "bridge" / "v2")
    assert codes(verify(shelf, ledger=False)) == []


def test_many_packages_are_held_to_their_signatures_by_several_processes(place: Path) -> None:
    first = write_bag(place / "many" / "0", a_bag(NOTES))
    for number in range(1, MANY + 1):
        shutil.copytree(first, place / "many" / str(number))
    (made,) = workflow.sign([first], key=opened(key()))
    for number in range(MANY):
        (place / "many" / f"{number}.sshsig").write_bytes(made.data)
    found = verify(place / "many", ledger=False, terms=Terms(jobs=2))
    assert [(f.code, Path(f.path).name) for f in found.findings if f.code != "B126"] == [("L231", str(MANY))]


def test_a_run_that_meets_no_package_is_not_green(place: Path) -> None:
    found = verify(place / "shelf" / "LEDGER")
    assert codes(found) == ["F903"]
    assert found.exit_code() == 3


def test_lists_that_cannot_be_read_stop_the_run(place: Path, package: Path) -> None:
    allow("ada", "bob", to=place / "signers")
    (place / "revoked").write_text("cal\n")
    with pytest.raises(InvalidMaterial) as caught:
        verify(package, revoked=place / "revoked")
    assert [(f.code, Path(f.path).name, f.line) for f in caught.value.findings] == [
        ("L240", "signers", 1),
        ("L240", "signers", 2),
        ("L240", "revoked", 1),
    ]
    os.mkfifo(place / "fifo")
    for path in (place / "nowhere", place / "fifo", place):
        with pytest.raises(CannotRead):
            verify(package, signers=path)


def test_without_the_extra_nothing_is_checked(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    with pytest.raises(ArchiverError, match="cryptography"):
        verify(package)


# To sign


def test_what_is_not_sound_is_not_signed_and_neither_is_the_rest(place: Path, package: Path) -> None:
    good = write_bag(place / "other", a_bag(NOTES))
    (package / "data" / "source" / "bridge.txt").write_text("x")
    with pytest.raises(InvalidMaterial) as caught:
        sign(good, package)
    assert {finding.code for finding in caught.value.findings} >= {"F102"}
    assert not sidecar(good).exists()


def test_a_package_that_is_not_the_recorded_one_is_not_signed(package: Path) -> None:
    info = package / "bag-info.txt"
    info.write_text(info.read_text() + "Contact-Name: somebody else\n")
    for algorithm in ("sha256", "sha512"):
        tags = package / f"tagmanifest-{algorithm}.txt"
        kept = [line for line in tags.read_text().splitlines(keepends=True) if not line.endswith("  bag-info.txt\n")]
        kept.append(f"{hashlib.new(algorithm, info.read_bytes()).hexdigest()}  bag-info.txt\n")
        tags.write_text("".join(sorted(kept, key=lambda line: line.split("  ")[1])))
    with pytest.raises(InvalidMaterial) as caught:
        sign(package)
    assert [finding.code for finding in caught.value.findings] == ["L108"]
    shutil.move(package.parents[1] / "LEDGER", package.parents[2])
    sign(package)


def test_a_bag_without_tag_manifest_cannot_be_signed(tmp_path: Path) -> None:
    files = {name: data for name, data in a_bag(NOTES).items() if "tagmanifest" not in name}
    bag = write_bag(tmp_path / "bare", files)
    with pytest.raises(InvalidMaterial) as caught:
        sign(bag)
    assert [(f.code, *f.detail) for f in caught.value.findings] == [("L241", "no tag manifest")]


def test_a_tag_manifest_that_lists_no_manifest_vouches_for_nothing(tmp_path: Path) -> None:
    files = {name: data for name, data in a_bag(NOTES).items() if "tagmanifest" not in name}
    declaration = files["bag/bagit.txt"].replace(b"1.0", b"0.97")
    listed = f"{hashlib.sha512(declaration).hexdigest()}  bagit.txt\n".encode()
    old = {"bagit.txt": declaration, "tagmanifest-sha512.txt": listed}
    bag = write_bag(write_bag(tmp_path / "old", files), old)
    with pytest.raises(InvalidMaterial) as caught:
        sign(bag)
    assert [f.code for f in caught.value.findings] == ["L241"]
    (tmp_path / "old.sshsig").write_bytes(a_signature(key(), listed))
    allow(f"{ADA} {public_text(key())}", to=tmp_path / "signers")
    assert "L233" in codes(verify(bag))


def sha512_lines(files: dict[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha512(data).hexdigest()}  {name}\n" for name, data in files.items()).encode()


def an_old_bag(root: Path, *, unlisted: tuple[str, ...] = ()) -> Path:
    """Write a bag of 0.97 that ADA has signed, with a tag manifest that leaves something out."""
    notes = {f"data/{name}": data for name, data in NOTES.items()}
    tags = {"bagit.txt": b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"}
    tags["manifest-sha512.txt"] = sha512_lines(notes)
    seal = sha512_lines({name: data for name, data in tags.items() if name not in unlisted})
    write_bag(root, {**notes, **tags, "tagmanifest-sha512.txt": seal})
    root.with_name(f"{root.name}.sshsig").write_bytes(a_signature(key(), seal))
    allow(f"{ADA} {public_text(key())}", to=root.parent / "signers")
    return root


def test_a_manifest_that_was_not_signed_adds_no_file_to_a_signed_bag(tmp_path: Path) -> None:
    """Before 1.0 a manifest need not list all files, and a tag manifest not all manifests."""
    bag = an_old_bag(tmp_path / "old")
    assert check_of(verify(bag)).state is State.PASSED
    more = {**{f"data/{name}": data for name, data in NOTES.items()}, "data/forged.txt": b"I owe you a million.\n"}
    listed = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in more.items())
    write_bag(bag, {**more, "manifest-sha256.txt": listed.encode()})
    found = verify(bag)
    assert check_of(found).state is State.FAILED
    assert "L233" in codes(found)


def test_a_signature_is_over_the_encoding_of_the_names_too(tmp_path: Path) -> None:
    """Who may change bagit.txt may read the manifests as others, and rename the files that they list."""
    bag = an_old_bag(tmp_path / "old", unlisted=("bagit.txt",))
    assert "L233" in codes(verify(bag))
    with pytest.raises(InvalidMaterial) as caught:
        sign(bag)
    assert [f.code for f in caught.value.findings] == ["L241"]


@pytest.mark.parametrize("name", ["", "a/b", "a b", ".hidden", "x.sshsig", "a" * 65, "é"])
def test_a_name_of_a_signature_is_one_of_a_file(package: Path, name: str) -> None:
    if not name:
        assert sidecar(package) == package.with_name("v1.sshsig")
        return
    with pytest.raises(UsageError):
        sign(package, name=name)


def test_a_package_that_is_named_twice_is_signed_once(package: Path) -> None:
    assert len(workflow.sign([package, package], key=opened(key()))) == 1


def test_what_is_no_package_is_not_signed(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CannotRead):
            sign(path)


def test_a_package_is_called_by_its_name_wherever_one_stands(
    place: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(package)
    assert sidecar(Path()) == package.with_name("v1.sshsig")
    assert sidecar(Path("data/..")) == package.with_name("v1.sshsig")
    assert codes(verify(Path(), signers=place / "signers")) == []
    assert sidecar(Path("../v1")) == Path("../v1.sshsig")


def test_zip_and_folder_of_one_name_have_their_own(place: Path, package: Path) -> None:
    with zipfile.ZipFile(package.with_name("v1.zip"), "w") as file:
        for path in sorted(package.rglob("*")):
            file.write(path, path.relative_to(package.parent))
    package.with_name("v1.zip.sshsig").write_bytes(b"garbage")
    assert codes(verify(package)) == []
    assert "L232" in codes(verify(package.with_name("v1.zip")))
    assert place.is_dir()
