# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

import archiver
from archiver import bag, citation, workflow
from archiver.citation import citation_of
from archiver.workflow.own import CITATIONS
from builders import RECORD, WHEN, a_folder, a_package
from datacite import faults
from strategies import records

if TYPE_CHECKING:
    from archiver.model import Record

RELATED = """
related:
  - {relation: IsTranslationOf, identifier: https://example.org/ru, identifier_type: URL, note: The Russian text.}
  - {relation: References, identifier: "swh:1:dir:1111111111111111111111111111111111111111", identifier_type: SWHID}
"""


def again(tmp_path: Path, record: str) -> Path:
    folder = a_folder(tmp_path / "again", record=record)
    return Path(archiver.package(folder, shelf=tmp_path / "shelf", when=WHEN).path)


def test_the_citations_in_a_package_are_those_that_are_printed_of_it(tmp_path: Path) -> None:
    a_package(tmp_path)
    package = again(tmp_path, RECORD.replace("place: Fordham\n", "") + RELATED)
    for path, style in CITATIONS.items():
        assert (package / path).read_bytes().decode() == citation.write(workflow.cite(package), style), path
    assert workflow.verify(package).exit_code(strict=True) == 0


def test_the_datacite_record_in_a_package_names_it_and_the_version_before(tmp_path: Path) -> None:
    first = workflow.cite(a_package(tmp_path))
    package = again(tmp_path, RECORD.replace("place: Fordham\n", "") + RELATED)
    text = (package / "metadata/datacite.xml").read_text(encoding="utf-8")
    assert faults(text) == []
    cited = workflow.cite(package)
    for part in (
        f'<identifier identifierType="SWHID">{cited.swhid}</identifier>',
        f">{cited.payload}</alternateIdentifier>",
        f'relationType="IsNewVersionOf">{first.swhid}</',
        'relationType="IsTranslationOf" relationTypeInformation="The Russian text.">https://example.org/ru</',
        "<version>2</version>",
    ):
        assert part in text
    assert "IsPreviousVersionOf" not in text


@given(records())
def test_the_datacite_record_of_any_record_keeps_the_rules_of_4_7(record: Record) -> None:
    one = citation_of(
        record,
        key="a/v2",
        swhid="swh:1:dir:" + "a" * 40,
        payload="ni:///sha-256;" + "A" * 43,
        source="swh:1:cnt:" + "b" * 40,
        tei="swh:1:cnt:" + "c" * 40,
        archived="2024-06-01",
        previous="swh:1:dir:" + "d" * 40,
    )
    assert faults(citation.write(one, "datacite")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("identifierType=", "type="),
        ("<publicationYear>2024", "<publicationYear>24"),
        ("IsNewVersionOf", "IsNewerThan"),
        ('"SWHID" relationType', '"swh" relationType'),
        ("<version>2</version>", "<version>2</version><version>2</version>"),
        ('resourceTypeGeneral="Text"', 'resourceTypeGeneral="Press"'),
        ("<creatorName>:unkn</creatorName>", ""),
        ("<language>en", "<language>English please"),
        ('dateType="Available"', 'dateType="Bagged"'),
        ("<version>", "<edition/><version>"),
    ],
)
def test_the_check_of_datacite_records_finds_what_is_wrong(tmp_path: Path, old: str, new: str) -> None:
    a_package(tmp_path)
    text = (again(tmp_path, RECORD.replace("place: Fordham\n", "")) / "metadata/datacite.xml").read_text(
        encoding="utf-8"
    )
    assert faults(text) == []
    assert old in text
    try:
        assert faults(text.replace(old, new))
    except IndexError:
        assert "creatorName" in old


def forged(package: Path, changed: dict[str, tuple[str, str]]) -> Path:
    """Write the package with other tag files and manifests that vouch for them."""
    tags = {path: (package / path).read_bytes().decode() for path in CITATIONS}
    for path, (old, new) in changed.items():
        assert old in tags[path]
        tags[path] = tags[path].replace(old, new)
    payload = {path.relative_to(package / "data").as_posix(): path.read_bytes() for path in package.glob("data/**/*.*")}
    pairs, _ = bag.parse_info((package / "bag-info.txt").read_bytes())
    plan = bag.plan(payload, info=pairs, tags={path: text.encode() for path, text in tags.items() if text})
    shutil.rmtree(package / "metadata")
    for path, octets in plan.files:
        (package / path).parent.mkdir(exist_ok=True)
        (package / path).write_bytes(octets)
    return package


OTHER = "swh:1:dir:" + "9" * 40


def test_a_citation_that_names_another_package_is_a_finding(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    cited = workflow.cite(package)
    forged(package, dict.fromkeys(CITATIONS, (cited.swhid, OTHER)))
    found = workflow.verify(package, ledger=False).findings
    assert [(one.code, one.path) for one in found] == [("P105", f"{package}/{path}") for path in sorted(CITATIONS)]
    assert found[-1].detail == (f"identifier: {OTHER}", f"found: {cited.swhid}")
    assert found[0].detail == (f"not named: {cited.swhid}",)


def test_a_citation_that_names_the_package_beside_another_is_seen_through(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    cited = workflow.cite(package)
    swapped = (f">{cited.swhid}</identifier>", f">{OTHER}</identifier><!-- {cited.swhid} -->")
    forged(package, {"metadata/datacite.xml": swapped})
    assert [one.code for one in workflow.verify(package, ledger=False).findings] == ["P105"]
    package = a_package(tmp_path / "second")
    digest = cited.payload
    forged(package, {"metadata/datacite.xml": (digest, "ni:///sha-256;" + "A" * 43)})
    (finding,) = workflow.verify(package, ledger=False).findings
    assert finding.detail == (f"not named: {digest}",)


def test_a_citation_without_any_identifier_is_a_finding(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    text = (package / "metadata/citation.cff").read_text(encoding="utf-8")
    forged(package, {"metadata/citation.cff": (text, "cff-version: 1.2.0\n")})
    (finding,) = workflow.verify(package, ledger=False).findings
    assert finding.detail == (f"not named: {workflow_swhid(package)}",)


def workflow_swhid(package: Path) -> str:
    return dict(workflow.identify(package).ids)["data/"]


def test_packages_from_before_there_were_citations_in_them_are_sound(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    forged(package, {path: ((package / path).read_bytes().decode(), "") for path in CITATIONS})
    assert not (package / "metadata/datacite.xml").exists()
    assert workflow.verify(package, ledger=False).findings == ()
    assert workflow.reproduce(package).exit_code(strict=True) == 0


def test_a_doi_as_identifier_is_no_fault(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    swhid = workflow.cite(package).swhid
    old = f'<identifier identifierType="SWHID">{swhid}</identifier>'
    new = f'<identifier identifierType="DOI">10.5555/1</identifier><!-- {swhid} -->'
    forged(package, {"metadata/datacite.xml": (old, new)})
    assert workflow.verify(package, ledger=False).findings == ()


def test_what_a_record_says_of_other_packages_is_no_fault(tmp_path: Path) -> None:
    record = RECORD.replace(
        "place: Fordham", f"place: Fordham\nabstract: 'It is about {OTHER} and ni:///sha-256;{'B' * 43}.'"
    )
    package = again(tmp_path, record + RELATED)
    assert workflow.verify(package).exit_code(strict=True) == 0
    assert json.loads((package / "metadata/citation.csl.json").read_text(encoding="utf-8"))
