# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest

import archiver
from archiver import workflow
from archiver.errors import InvalidMaterial, NothingToCheck
from archiver.model import RULES_VERSION
from archiver.provenance import PREVIOUS, DeedKind, History
from builders import RECORD, WHEN, a_folder, a_package

LATER = WHEN + timedelta(days=365)


def second_version(tmp_path: Path) -> Path:
    changed = a_folder(tmp_path / "second", record=RECORD.replace("place: Fordham\n", ""))
    return Path(archiver.package(changed, shelf=tmp_path / "shelf", when=LATER).path)


def deeds(history: History) -> list[tuple[DeedKind, str | None, str | None]]:
    return [(deed.kind, deed.when, deed.outcome) for deed in history.deeds[-4:]]


def test_the_history_of_a_package_ends_with_what_the_ledger_knows(tmp_path: Path) -> None:
    first = a_package(tmp_path)
    workflow.verify(first, recorded_at=LATER)
    second = second_version(tmp_path)
    (first / "data/record.json").write_bytes(old := (first / "data/record.json").read_bytes() + b" ")
    workflow.verify(first, recorded_at=LATER)
    (first / "data/record.json").write_bytes(old[:-1])
    told = workflow.history(first)
    assert deeds(told) == [
        (DeedKind.PACKAGING, "2024-06-01T12:30:00Z", "success"),
        (DeedKind.FIXITY, "2025-06-01T12:30:00Z", "success"),
        (DeedKind.PACKAGING, "2025-06-01T12:30:00Z", "success"),
        (DeedKind.FIXITY, "2025-06-01T12:30:00Z", "failure"),
    ]
    things, actors = {thing.id for thing in told.things}, {actor.id for actor in told.actors}
    assert all({*deed.used, *deed.made} <= things and {*deed.actors} <= actors for deed in told.deeds)
    assert told.deeds[-1].told.startswith("The package was checked again: F102, P102")
    assert told.deeds[-1].detail[:3] == ("entry 3 of the ledger", "F102", "P102")
    assert [(thing.label, thing.uri) for thing in told.things[-1:]] == [("bridge/v2", workflow.cite(second).swhid)]
    assert [actor.version for actor in told.actors if actor.kind == "software"] == [
        f"{archiver.__version__}, rules {RULES_VERSION}"
    ]


def test_the_version_before_has_its_name_from_the_ledger(tmp_path: Path) -> None:
    first = a_package(tmp_path)
    second = second_version(tmp_path)
    labels = {thing.id: (thing.label, thing.uri) for thing in workflow.history(second).things}
    assert labels[PREVIOUS] == ("bridge/v1", workflow.cite(first).swhid)
    alone = {thing.id: thing.label for thing in workflow.history(second, ledger=False).things}
    assert alone[PREVIOUS] == "the version before"


def test_without_a_ledger_the_day_of_packaging_is_known(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    alone = workflow.history(package, ledger=False)
    assert (alone.deeds[-1].kind, alone.deeds[-1].when) == (DeedKind.PACKAGING, "2024-06-01")
    shutil.copytree(package, tmp_path / "away" / "deep" / "in" / "the" / "woods")
    assert workflow.history(tmp_path / "away/deep/in/the/woods") == alone
    asked = workflow.history(tmp_path / "away/deep/in/the/woods", ledger=tmp_path / "shelf/LEDGER")
    assert asked == workflow.history(package)


def test_a_check_by_another_release_has_an_actor_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = a_package(tmp_path)
    monkeypatch.setattr("archiver.workflow.recording.__version__", "9.0 (x)")
    workflow.verify(package, recorded_at=LATER)
    told = workflow.history(package)
    (actor,) = [actor for actor in told.actors if actor.id in told.deeds[-1].actors]
    assert (actor.id, actor.name, actor.version) == ("software.archiver.archiver_9.0__x_", "archiver 9.0", "(x)")


def test_a_package_in_an_archive_beside_its_ledger_has_the_same_history(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    with tarfile.open(tmp_path / "shelf/bridge/v1.tar", "w") as packed:
        packed.add(package, arcname="v1")
    assert workflow.history(tmp_path / "shelf/bridge/v1.tar") == workflow.history(package)


def test_what_is_not_whole_or_not_the_recorded_one_has_no_history_told(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    second = second_version(tmp_path)
    ledger = tmp_path / "shelf/LEDGER"
    lines = ledger.read_bytes()
    other = workflow.cite(second).payload.encode()
    own = workflow.cite(package).payload.encode()
    info = (second / "bag-info.txt").read_bytes()
    assert other in info
    shutil.copytree(package, tmp_path / "other/bridge/v2")
    (tmp_path / "other/LEDGER").write_bytes(lines)
    with pytest.raises(InvalidMaterial) as caught:
        workflow.history(_renamed(tmp_path / "other/bridge/v2"))
    assert [finding.code for finding in caught.value.findings] == ["L104"]
    ledger.write_bytes(lines.replace(own, other, 1))
    with pytest.raises(InvalidMaterial) as caught:
        workflow.history(package)
    assert [(finding.code, finding.line) for finding in caught.value.findings] == [("L102", 1)]
    ledger.write_bytes(lines.replace(b'"event":"packaged"', b'"event":7', 1))
    with pytest.raises(InvalidMaterial) as caught:
        workflow.history(package)
    assert [finding.code for finding in caught.value.findings] == ["L101"]
    (package / "data/record.json").write_bytes(b"{}")
    with pytest.raises(InvalidMaterial):
        workflow.history(package)
    with pytest.raises(NothingToCheck):
        workflow.history(tmp_path)


def _renamed(package: Path) -> Path:
    """Make a package say that it is the second version, manifests and all."""
    from archiver import bag  # noqa: PLC0415 # for this alone

    pairs, _ = bag.parse_info((package / "bag-info.txt").read_bytes())
    said = [(label, "bridge/v2" if label == "Archiver-Package" else value) for label, value in pairs]
    payload = {path.relative_to(package / "data").as_posix(): path.read_bytes() for path in package.glob("data/**/*.*")}
    tags = {f"metadata/{path.name}": path.read_bytes() for path in package.glob("metadata/*")}
    for path, octets in bag.plan(payload, info=said, tags=tags).files:
        (package / path).write_bytes(octets)
    return package


def test_every_package_of_this_project_has_a_history() -> None:
    packages = sorted((Path(__file__).parents[3] / "packages").glob("*/v*"))
    assert packages
    for package in packages:
        told = workflow.history(package)
        assert told.package == f"{package.parent.name}/{package.name}"
        assert DeedKind.PACKAGING in {deed.kind for deed in told.deeds}
