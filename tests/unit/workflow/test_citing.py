# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import archiver
from archiver import workflow
from archiver.errors import InvalidMaterial, NothingToCheck, UsageError
from archiver.identity import content_swhid
from builders import RECORD, REPORT, WHEN, a_folder, a_package
from forgery import rewritten


def test_a_package_is_cited_by_its_version_and_its_identifier(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    found = workflow.cite(package)
    assert (found.key, found.version, found.archived) == ("bridge/v1", "1", "2024-06-01")
    assert found.swhid == dict(workflow.identify(package).ids)["data/"]
    assert found.source == content_swhid(REPORT.encode())
    assert (found.previous, found.following, found.quotation) == (None, None, None)


def test_versions_know_each_other_where_they_stand_side_by_side(tmp_path: Path) -> None:
    first = a_package(tmp_path)
    changed = a_folder(tmp_path / "again", record=RECORD.replace("place: Fordham\n", ""))
    second = Path(archiver.package(changed, shelf=tmp_path / "shelf", when=WHEN).path)
    one, other = workflow.cite(first), workflow.cite(second)
    assert one.following == other.swhid
    assert other.previous == one.swhid
    assert other.version == "2"
    (second / "bag-info.txt").write_text("Previous-Version: swh:1:dir:00\nExternal-Identifier: swh:1:dir:11\n", "utf-8")
    assert workflow.cite(first).following is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("wanted", ["3", "s3"])
def test_the_octets_of_a_quotation_are_its_words(tmp_path: Path, encoding: str, wanted: str) -> None:
    folder = a_folder(tmp_path / "in")
    data = REPORT.replace("\n", "\r\n").encode(encoding)
    (folder / "bridge.txt").write_bytes(data)
    package = Path(archiver.package(folder, shelf=tmp_path / "shelf", when=WHEN).path)
    quotation = workflow.cite(package, quote=wanted).quotation
    assert quotation is not None
    assert (quotation.number, quotation.id, quotation.speaker) == (3, "s3", "Ada Brook")
    assert len(quotation.locators) == len(quotation.words) > 1
    for locator, words in zip(quotation.locators, quotation.words, strict=True):
        swhid, _, place = locator.partition(";bytes=")
        first, last = map(int, place.split("-"))
        assert swhid == content_swhid(data)
        text = data[first : last + 1].decode("utf-16-le" if encoding == "utf-16" else "utf-8")
        assert text == words


def test_a_quotation_says_how_the_words_are_given_and_how_sure_the_speaker_is(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    found = [workflow.cite(package, quote=str(number)).quotation for number in (1, 2, 3)]
    assert all(found)
    kinds = [(str(one.kind), one.doubtful, one.certainty < 0.94) for one in found if one]
    assert kinds[0] == ("indirect", True, True)
    assert ("direct", False, False) in kinds


@pytest.mark.parametrize("wanted", ["0", "99", "s99", "", "²"])
def test_an_utterance_that_is_not_there_is_a_slip(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(UsageError, match="no utterance"):
        workflow.cite(a_package(tmp_path), quote=wanted)


def test_a_package_in_an_archive_is_cited_alike(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    with tarfile.open(tmp_path / "p.tar.gz", "w:gz") as packed:
        packed.add(package, arcname="bridge")
    assert workflow.cite(tmp_path / "p.tar.gz", quote="1") == workflow.cite(package, quote="1")


def test_what_is_not_whole_is_not_cited(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data" / "source" / "bridge.txt").write_text("Another one.", encoding="utf-8")
    with pytest.raises(InvalidMaterial):
        workflow.cite(package)
    with pytest.raises(NothingToCheck):
        workflow.cite(tmp_path)


def test_neither_citing_nor_identifying_imports_lxml(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    code = (
        "import sys; from pathlib import Path; from archiver import workflow, citation; p = Path(sys.argv[1]);"
        "c = workflow.cite(p); [citation.write(c, s) for s in citation.STYLES]; workflow.identify(p);"
        "assert not {'lxml', 'lxml.etree', 'bagit'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code, str(package)], check=True)


def test_a_package_is_identified_and_what_it_says_falsely_is_told(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    found = workflow.identify(package)
    assert [what for what, _ in found.ids] == ["data/", "data/source/bridge.txt", "data/transcript.tei.xml", "payload"]
    assert found.stated == ()
    assert dict(found.ids)["data/"] == workflow.identify(package / "data").ids[0][1]
    assert workflow.identify(package, plain=True).kind == "folder"
    (package / "data" / "source" / "bridge.txt").write_text("Another one.", encoding="utf-8")
    assert {label for label, _ in workflow.identify(package).stated} == {
        "External-Identifier",
        "Archiver-Payload-Digest",
    }


def test_an_archive_is_identified_by_what_is_in_it_or_as_a_file(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    with tarfile.open(tmp_path / "p.tar", "w") as packed:
        packed.add(package, arcname="bridge")
    with tarfile.open(tmp_path / "other.tar", "w") as packed:
        packed.add(package / "data" / "source", arcname="source")
    assert workflow.identify(tmp_path / "p.tar").ids == workflow.identify(package).ids
    plain = content_swhid((tmp_path / "p.tar").read_bytes())
    assert workflow.identify(tmp_path / "p.tar", plain=True).ids == (("", plain),)
    assert workflow.identify(tmp_path / "other.tar").kind == "file"


def test_a_link_in_a_package_gives_it_no_name(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data" / "link").symlink_to("record.json")
    with pytest.raises(archiver.ArchiverError):
        workflow.identify(package)


def test_a_valid_bag_that_holds_two_sources_or_no_record_is_not_cited(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    two = rewritten(package, tmp_path / "two", more={"source/other.txt": b"Other."})
    none = rewritten(package, tmp_path / "none", more={"record.json": b"{}\n"})
    for path, code in ((two, "B117"), (none, "R104")):
        with pytest.raises(InvalidMaterial) as caught:
            workflow.cite(path)
        assert code in {finding.code for finding in caught.value.findings}


def test_a_bag_that_is_cut_off_gives_no_name(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "p.tar", "w") as packed:
        packed.add(a_package(tmp_path), arcname="p")
    data = (tmp_path / "p.tar").read_bytes()
    (tmp_path / "p.tar").write_bytes(data[: len(data) * 9 // 10])
    with pytest.raises(archiver.ArchiverError):
        workflow.identify(tmp_path / "p.tar")


def test_a_neighbour_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    neighbour = package.parent / "v2" / "bag-info.txt"
    neighbour.mkdir(parents=True)
    assert workflow.cite(package).following is None


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("tei", b"Nobody told us", b"Nobody paid us", "T301"),
        ("source", b"Nobody told us", b"Nobody paid us", "T301"),
        ("tei", b'who="#dorn"', b'who="#nobody"', "T201"),
        ("tei", b"<TEI", b"<TEI <", "T101"),
    ],
)
def test_no_words_are_cited_that_the_source_does_not_have_and_no_speaker_whom_nobody_knows(
    tmp_path: Path, name: str, old: bytes, new: bytes, code: str
) -> None:
    forged = rewritten(a_package(tmp_path), tmp_path / "forged", **{name: (old, new)})  # type: ignore[arg-type]
    assert workflow.cite(forged).quotation is None
    with pytest.raises(InvalidMaterial) as caught:
        workflow.cite(forged, quote="4")
    found = {(finding.code, finding.path) for finding in caught.value.findings}
    assert (code, f"{forged}/data/transcript.tei.xml") in found
