# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from archiver import workflow
from archiver.errors import CannotRead, InvalidMaterial, NothingToCheck
from archiver.findings import Check, State, Subject
from archiver.model import Kind, Span, Utterance
from archiver.workflow.showing import facts_of, locators
from builders import REPORT, WHEN, a_package, a_transcript

if TYPE_CHECKING:
    from pathlib import Path

SWHID = "swh:1:cnt:" + "ab" * 20


def test_package_is_shown_with_all_that_is_known(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    shown = workflow.show(package, when=WHEN)
    facts = shown.facts
    assert facts.key == "bridge/v1"
    assert facts.transcript.text == REPORT
    assert facts.checked.when == "2024-06-01T12:30:00Z"
    assert {check.name for check in facts.checked.subject.checks} >= {"fixity", "tei", "ledger"}
    assert facts.citation == workflow.cite(package)
    assert {file.path: file.octets for file in facts.files} == {
        path.relative_to(package).as_posix(): path.stat().st_size
        for path in (package / "data").rglob("*")
        if path.is_file()
    }
    assert facts.ids[0] == "s1"
    assert facts.picture is not None
    assert "The payload was written as the bag bridge/v1." in " ".join(facts.history)
    assert "2024-06-01T12:30:00Z: " in " ".join(facts.history)
    assert shown.report.exit_code() == 0


def test_places_in_the_source_are_those_that_a_quotation_is_cited_with(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    for number, places in enumerate(workflow.show(package, when=WHEN).facts.locators, 1):
        cited = workflow.cite(package, quote=str(number)).quotation
        assert cited is not None
        assert places == cited.locators


@pytest.mark.parametrize(
    ("encoding", "bom"), [("utf-8", False), ("utf-8", True), ("utf-16-le", True), ("latin-1", False)]
)
def test_places_count_octets(encoding: str, bom: bool) -> None:
    text = "é “a” ü"
    mark = "\ufeff" if bom else ""
    text = text.replace("“", '"').replace("”", '"') if encoding == "latin-1" else text
    said = Utterance(pieces=(Span(2, 5), Span(6, 7)), kind=Kind.DIRECT)
    found = locators(
        (mark + text).encode(encoding), a_transcript(text, encoding=encoding, bom=bom, utterances=(said,)), SWHID
    )
    data = (mark + text).encode(encoding)
    for place, span in zip(found[0], said.pieces, strict=True):
        first, _, last = place.rpartition("=")[2].partition("-")
        assert data[int(first) : int(last) + 1] == text[span.start : span.end].encode(encoding)


def test_no_place_is_given_where_the_octets_are_other_words() -> None:
    said = Utterance(pieces=(Span(0, 1),), kind=Kind.DIRECT)
    assert locators(b"<p>a</p>", a_transcript("a", utterances=(said,)), SWHID) == ((),)
    assert locators(b"a", a_transcript("a", encoding="no-such", utterances=(said,)), SWHID) == ((),)


def test_damaged_package_is_not_shown(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    file = package / "data/source/bridge.txt"
    file.write_bytes(file.read_bytes().replace(b"Brook", b"Dorn "))
    with pytest.raises(InvalidMaterial) as caught:
        workflow.show(package, when=WHEN)
    assert "F102" in {finding.code for finding in caught.value.findings}


def test_package_far_from_its_shelf_is_shown_and_not_called_verified(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    copy = shutil.copytree(package, tmp_path / "elsewhere/x/y/z/bridge")
    shown = workflow.show(copy, when=WHEN)
    assert shown.facts.checked.subject.state is State.NOT_RUN
    assert shown.report.exit_code() == 3
    assert workflow.show(copy, when=WHEN, ledger=False).report.exit_code() == 0
    with pytest.raises(InvalidMaterial):  # the ledger knows nothing of that place
        workflow.show(copy, when=WHEN, ledger=tmp_path / "shelf/LEDGER")


def test_damaged_ledger_is_told_beside_a_sound_package(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    ledger = tmp_path / "shelf/LEDGER"
    ledger.write_bytes(ledger.read_bytes() + b"{}\n")
    shown = workflow.show(package, when=WHEN)
    assert [finding.code for finding in shown.facts.checked.ledger] == ["L101"]
    assert shown.report.exit_code() == 1


def test_package_in_an_archive_file_is_shown(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    packed = tmp_path / "shelf/bridge.tar"
    shutil.make_archive(str(packed.with_suffix("")), "tar", package.parent, package.name)
    shown = workflow.show(packed, when=WHEN)
    assert shown.facts.transcript.text == REPORT
    assert shown.report.exit_code() == 0


def test_bag_of_somebody_else_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("a")
    workflow.bag(tmp_path / "in", target=tmp_path / "bag", when=WHEN)
    with pytest.raises(NothingToCheck, match="is no package"):
        workflow.show(tmp_path / "bag", when=WHEN, ledger=False)


def test_ledger_is_no_package(tmp_path: Path) -> None:
    a_package(tmp_path)
    with pytest.raises(NothingToCheck, match="is a ledger"):
        workflow.show(tmp_path / "shelf/LEDGER", when=WHEN)


def test_shelf_is_none_either(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    assert workflow.is_shelf(tmp_path / "shelf")
    assert not workflow.is_shelf(package)
    with pytest.raises(NothingToCheck, match="is no package"):
        workflow.show(tmp_path / "shelf", when=WHEN)


def test_package_that_changed_after_it_was_judged_is_not_shown(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    judged = Subject(path=str(package), checks=(Check(name="identity", state=State.PASSED, note="swh:1:dir:00"),))
    with pytest.raises(CannotRead, match="changed while it was read"):
        facts_of(package, judged, when=WHEN)
