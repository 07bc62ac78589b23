# SPDX-License-Identifier: Apache-2.0
"""Whatever is done to a package on a shelf is found, named and explained, in one pass."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

import archiver
from archiver.codes import Severity
from builders import RECORD, REPORT, WHEN, a_folder, a_package

if TYPE_CHECKING:
    from collections.abc import Callable

TEI = "data/transcript.tei.xml"
SOURCE = "data/source/bridge.txt"


@pytest.fixture(scope="module")
def shelf_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_package(tmp_path_factory.mktemp("shelf")).parents[1]


@pytest.fixture
def shelf(shelf_once: Path, tmp_path: Path) -> Path:
    shutil.copytree(shelf_once, tmp_path / "shelf")
    return tmp_path / "shelf"


@pytest.fixture
def package(shelf: Path) -> Path:
    return shelf / "bridge" / "v1"


def wrong(*paths: Path) -> list[tuple[str, str]]:
    """Return code and path below the first path of all that is wrong."""
    report = archiver.verify(*paths)
    assert (report.exit_code() == 0) == (not report.findings)
    for finding in report.findings:
        assert finding.title
        assert finding.advice
    return [
        (f.code, Path(f.path).relative_to(paths[0]).as_posix())
        for f in report.findings
        if f.severity is not Severity.NOTE
    ]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def rewrite(package: Path) -> None:
    """Write all manifests anew, as somebody would who wants the bag to be valid."""
    for tag in ("", "tag"):
        for algorithm in ("sha256", "sha512"):
            manifest = package / f"{tag}manifest-{algorithm}.txt"
            lines = []
            for line in manifest.read_text(encoding="utf-8").splitlines():
                name = line.split("  ", 1)[1]
                if (package / name).exists():
                    lines.append(f"{hashlib.new(algorithm, (package / name).read_bytes()).hexdigest()}  {name}\n")
            manifest.write_text("".join(lines), encoding="utf-8")


def test_untouched_shelf_is_sound(shelf: Path) -> None:
    assert wrong(shelf) == []


@pytest.mark.parametrize(
    "name", ["data/record.json", SOURCE, TEI, "data/schema/archiver.rng", "data/schema/record.schema.json"]
)
def test_altered_payload_file(package: Path, name: str) -> None:
    data = bytearray((package / name).read_bytes())
    data[len(data) // 2] ^= 1
    (package / name).write_bytes(data)
    found = wrong(package)
    assert ("F102", name) in found
    assert {path for _, path in found} == {name}
    if name.startswith(("data/source", "data/schema")):
        assert found == [("F102", name)]


@pytest.mark.parametrize("name", ["data/record.json", SOURCE, TEI, "data/schema/archiver.odd"])
def test_missing_payload_file(package: Path, name: str) -> None:
    (package / name).unlink()
    assert wrong(package) == [("F101", name)]


def test_added_file(package: Path) -> None:
    (package / "data/notes.txt").write_text("mine")
    assert wrong(package) == [("F103", "data/notes.txt")]


def test_renamed_file(package: Path) -> None:
    (package / "data/record.json").rename(package / "data/Record.json")
    report = archiver.verify(package)
    assert [f.code for f in report.findings] == ["F104"]
    assert "data/record.json" in " ".join(report.findings[0].detail) + report.findings[0].path


@pytest.mark.parametrize("name", ["bag-info.txt", "bagit.txt"])
def test_altered_tag_file(package: Path, name: str) -> None:
    edit(package / name, "1.0", "1.1") if name == "bagit.txt" else edit(package / name, "Fordham", "Fordhum")
    assert ("F105", name) in wrong(package)


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "manifest-sha512.txt"])
def test_dropped_manifest_line(package: Path, name: str) -> None:
    lines = (package / name).read_text(encoding="utf-8").splitlines(keepends=True)
    (package / name).write_text("".join(lines[1:]), encoding="utf-8")
    codes = {code for code, _ in wrong(package)}
    assert {"F105", "B108"} <= codes


@pytest.mark.parametrize("name", ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"])
def test_deleted_tag_manifest(package: Path, name: str) -> None:
    (package / name).unlink()
    assert ("B111", name) in wrong(package) or ("B111", ".") in wrong(package)


def test_all_tag_manifests_deleted_and_bag_info_edited(package: Path) -> None:
    for name in ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt"):
        (package / name).unlink()
    edit(package / "bag-info.txt", "Fordham", "Fordhum")
    assert "B111" in {code for code, _ in wrong(package)}


def test_stripped_of_everything_that_says_it_is_ours(package: Path) -> None:
    for name in ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt", "bag-info.txt"):
        (package / name).unlink()
    assert wrong(package)


def test_lost_declaration(shelf: Path) -> None:
    (shelf / "bridge/v1/bagit.txt").unlink()
    assert ("B101", "bridge/v1") in wrong(shelf) or ("B101", "bridge/v1/bagit.txt") in wrong(shelf)


def test_reindented_tei_is_told_from_altered_text(package: Path) -> None:
    tree = etree.parse(package / TEI, etree.XMLParser(remove_blank_text=True))  # noqa: TID251 # somebody else's editor
    tree.write(package / TEI, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    assert wrong(package) == [("F102", TEI), ("T302", TEI)]


def test_altered_tei_text_is_named_with_its_offset(package: Path) -> None:
    edit(package / TEI, "open the bridge", "shut the bridge")
    report = archiver.verify(package)
    assert [f.code for f in report.findings] == ["F102", "T301"]
    assert report.findings[1].offset == REPORT.index("open the bridge")


def test_altered_source_is_one_finding_that_says_where(package: Path) -> None:
    edit(package / SOURCE, "open the bridge", "shut the bridge")
    (finding,) = archiver.verify(package).findings
    assert (finding.code, finding.offset) == ("F102", REPORT.index("open the bridge"))
    assert "shut" in " ".join(finding.detail)


def test_source_and_tei_altered_alike_are_two_findings_and_more(package: Path) -> None:
    edit(package / SOURCE, "open the bridge", "shut the bridge")
    edit(package / TEI, "open the bridge", "shut the bridge")
    found = wrong(package)
    assert {("F102", SOURCE), ("F102", TEI), ("T303", TEI)} <= set(found)


def test_dangling_who(package: Path) -> None:
    edit(package / TEI, 'who="#brook"', 'who="#nobody"')
    assert {("F102", TEI), ("T201", TEI)} <= set(wrong(package))


def test_payload_and_manifests_rewritten_together(package: Path) -> None:
    edit(package / "data/record.json", "Fordham Archive", "Fordhum Archive")
    rewrite(package)
    codes = {code for code, _ in wrong(package)}
    assert codes == {"L104", "P101", "P103", "P104"}


def test_identity_rewritten_as_well(package: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    folder = a_folder(
        other / "in", text=REPORT.replace("ferryman", "fisherman"), record=RECORD.replace("ferryman", "fisherman")
    )
    shutil.rmtree(package)
    shutil.copytree(archiver.package(folder, shelf=other / "shelf", when=WHEN).path, package)
    assert wrong(package) == [("L104", ".")]


def test_second_source_with_all_manifests_rewritten(package: Path) -> None:
    (package / "data/source/other.txt").write_text("another\n")
    for algorithm in ("sha256", "sha512"):
        manifest = package / f"manifest-{algorithm}.txt"
        lines = manifest.read_text(encoding="utf-8").splitlines(keepends=True)
        lines.append(f"{hashlib.new(algorithm, b'another').hexdigest()}  data/source/other.txt\n")
        manifest.write_text("".join(sorted(lines, key=lambda line: line.split("  ")[1])), encoding="utf-8")
    files = [path for path in (package / "data").rglob("*") if path.is_file()]
    info = (package / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in files)}.{len(files)}"
    info = [oxum if line.startswith("Payload-Oxum") else line for line in info]
    (package / "bag-info.txt").write_text("\n".join(info) + "\n", encoding="utf-8")
    rewrite(package)
    report = archiver.verify(package, ledger=False)
    assert ("F103", "data/source") in [(f.code, Path(f.path).relative_to(package).as_posix()) for f in report.findings]


def test_bag_info_rewritten_with_its_tag_manifests(package: Path) -> None:
    edit(package / "bag-info.txt", "Bagging-Date: 2024-06-01", "Bagging-Date: 2014-06-01")
    rewrite(package)
    assert wrong(package) == [("L108", ".")]


def test_deleted_package(shelf: Path) -> None:
    shutil.rmtree(shelf / "bridge")
    assert wrong(shelf) == [("L105", "bridge/v1")]


def test_package_that_was_never_recorded(shelf: Path) -> None:
    shutil.copytree(shelf / "bridge/v1", shelf / "bridge/v2")
    assert wrong(shelf) == [("L106", "bridge/v2")]


def _ledger(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def apply(shelf: Path) -> None:
        lines = (shelf / "LEDGER").read_text(encoding="utf-8").splitlines(keepends=True)
        (shelf / "LEDGER").write_text("".join(change(lines)), encoding="utf-8")

    return apply


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_ledger(lambda lines: lines[1:]), "L103"),
        (_ledger(lambda lines: [lines[1], lines[0], *lines[2:]]), "L103"),
        (_ledger(lambda lines: [lines[0], lines[2]]), "L103"),
        (_ledger(lambda lines: [lines[0].replace("2024", "2014"), *lines[1:]]), "L102"),
        (_ledger(lambda lines: [*lines[:-1], lines[-1].replace("2024", "2014")]), "L102"),
        (_ledger(lambda lines: [lines[0], "not json\n", *lines[1:]]), "L101"),
        (_ledger(lambda lines: lines[:-1]), "L106"),
    ],
)
def test_edited_ledger(tmp_path: Path, change: Callable[[Path], None], code: str) -> None:
    for i in range(3):
        folder = a_folder(tmp_path / f"in{i}")
        archiver.package(folder, shelf=tmp_path / "shelf", when=WHEN, name=f"n{i}")
    change(tmp_path / "shelf")
    report = archiver.verify(tmp_path / "shelf")
    assert code in {finding.code for finding in report.findings}
    assert report.exit_code() == 1


def test_all_faults_in_one_pass(shelf: Path) -> None:
    package = shelf / "bridge/v1"
    edit(package / SOURCE, "bridge", "brydge")
    (package / "data/record.json").unlink()
    (package / "data/new.txt").write_text("new")
    (package / "data/schema/archiver.rng").rename(package / "data/schema/other.rng")
    edit(package / "bag-info.txt", "Fordham", "Fordhum")
    with (shelf / "LEDGER").open("a") as file:
        file.write("junk\n")
    codes = {code for code, _ in wrong(shelf)}
    assert {"F101", "F102", "F103", "F104", "F105", "L101"} <= codes


def test_valid_json_of_the_ledger_is_what_the_reference_says(shelf: Path) -> None:
    (line,) = (shelf / "LEDGER").read_text(encoding="utf-8").splitlines()
    entry = json.loads(line)
    assert list(entry) == sorted(entry)
    digest = entry.pop("digest")
    assert (
        digest
        == hashlib.sha256(
            json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        ).hexdigest()
    )
