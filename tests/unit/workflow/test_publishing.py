# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

import pytest

import archiver
from archiver import workflow
from archiver.errors import NothingToCheck
from builders import RECORD, REPORT, WHEN, a_folder
from pages import by_class, parsed, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def stored(where: Path, name: str = "bridge", record: str = RECORD) -> Path:
    folder = a_folder(where / f"in-{name}-{len(list(where.iterdir()))}", record=record)
    return Path(archiver.package(folder, shelf=where / "shelf", name=name, when=WHEN).path)


def site(where: Path, **options: object) -> dict[str, bytes]:
    found = workflow.publish(where / "shelf", when=WHEN, **options)  # type: ignore[arg-type]
    return {name: b"".join(pieces) for name, pieces in found.files()}


def page(files: dict[str, bytes], name: str) -> Element:
    return parsed(files[name].decode())


def test_site_has_a_page_and_files_for_each_version_and_the_indices(tmp_path: Path) -> None:
    stored(tmp_path)
    files = site(tmp_path)
    assert sorted(files) == [
        *(
            f"bridge/v1/{name}"
            for name in (
                "biblatex.bib",
                "bibtex.bib",
                "citation.cff",
                "citation.csl.json",
                "citation.ris",
                "datacite.xml",
                "dublin-core.xml",
                "index.html",
                "record.json",
                "ro-crate-metadata.json",
                "source.txt",
                "transcript.tei.xml",
            )
        ),
        "dates.html",
        "index.html",
        "speakers.html",
    ]
    assert files["bridge/v1/source.txt"] == REPORT.encode()
    package = tmp_path / "shelf/bridge/v1"
    assert files["bridge/v1/transcript.tei.xml"] == (package / "data/transcript.tei.xml").read_bytes()
    assert words(page(files, "index.html").find(".//h1")) == "Fordham Archive"  # type: ignore[arg-type]


def test_versions_are_linked_with_each_other(tmp_path: Path) -> None:
    stored(tmp_path)
    stored(tmp_path, record=RECORD.replace("place: Fordham", "place: Fordham Bridge"))
    files = site(tmp_path)
    links = {
        link.get("rel"): link.get("href") for link in page(files, "bridge/v1/index.html").iter("a") if link.get("rel")
    }
    assert links["next"] == "../../bridge/v2/index.html"
    assert "prev" not in links
    links = {
        link.get("rel"): link.get("href") for link in page(files, "bridge/v2/index.html").iter("a") if link.get("rel")
    }
    assert links["prev"] == "../../bridge/v1/index.html"


def test_every_link_of_the_site_leads_to_a_file_of_it(tmp_path: Path) -> None:
    stored(tmp_path)
    broken = stored(tmp_path, record=RECORD.replace("place: Fordham", "place: Fordham Bridge"))
    (broken / "data/record.json").write_bytes(b"{}")
    files = site(tmp_path)
    for name in [name for name in files if name.endswith(".html")]:
        for element in page(files, name).iter():  # from a disk, where no folder will do
            target = (element.get("href") or "").partition("#")[0]
            if target and ":" not in target:
                assert normpath(join(dirname(name), target)) in files, f"{name}: {target}"


def test_damaged_version_is_said_to_be_and_its_words_are_nowhere(tmp_path: Path) -> None:
    stored(tmp_path)
    broken = stored(tmp_path, "other", RECORD.replace("The bridge at Fordham", "Unheard-of title"))
    (broken / "data/source/bridge.txt").write_bytes(b"Unheard-of words")
    found = workflow.publish(tmp_path / "shelf", when=WHEN)
    files = {name: b"".join(pieces) for name, pieces in found.files()}
    assert found.report.exit_code() == 1
    assert [name for name in files if name.startswith("other/")] == ["other/v1/index.html"]
    assert "damaged" in words(by_class(page(files, "other/v1/index.html"), "bad")[0])
    assert "F102" in words(page(files, "other/v1/index.html"))
    assert "1 version damaged" in words(by_class(page(files, "index.html"), "bad")[0])
    assert not [name for name, data in files.items() if b"Unheard-of title" in data]


def test_recorded_version_that_is_gone_is_listed(tmp_path: Path) -> None:
    stored(tmp_path)
    shutil.rmtree(stored(tmp_path, "other"))
    files = site(tmp_path)
    assert "L105" in words(page(files, "other/v1/index.html"))


def test_package_that_is_damaged_between_the_check_and_its_page_is_said_to_be(tmp_path: Path) -> None:
    package = stored(tmp_path)
    found = workflow.publish(tmp_path / "shelf", when=WHEN)
    (package / "data/source/bridge.txt").write_bytes(b"Other words")
    files = {name: b"".join(pieces) for name, pieces in found.files()}
    assert "F102" in words(page(files, "bridge/v1/index.html"))
    assert found.report.exit_code() == 1


def test_package_that_is_gone_between_the_check_and_its_page_is_said_to_be(tmp_path: Path) -> None:
    stored(tmp_path)
    package = stored(tmp_path, "other")
    found = workflow.publish(tmp_path / "shelf", when=WHEN)
    shutil.rmtree(package)
    files = {name: b"".join(pieces) for name, pieces in found.files()}
    assert "other/v1/transcript.tei.xml" not in files
    assert "F903" in words(page(files, "other/v1/index.html"))
    assert "1 version damaged" in words(page(files, "index.html"))
    assert found.report.exit_code() == 3


def test_package_that_is_another_sound_one_at_its_page_is_not_shown_as_the_one_checked(tmp_path: Path) -> None:
    package = stored(tmp_path)
    found = workflow.publish(tmp_path / "shelf", when=WHEN)
    other = stored(tmp_path, record=RECORD.replace("place: Fordham", "place: Elsewhere"))
    shutil.rmtree(package)
    other.rename(package)
    files = {name: b"".join(pieces) for name, pieces in found.files()}
    assert "changed while it was read" in words(page(files, "bridge/v1/index.html"))


def test_bag_of_somebody_else_and_strays_are_listed_apart(tmp_path: Path) -> None:
    stored(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("a")
    workflow.bag(tmp_path / "in", target=tmp_path / "shelf/foreign", when=WHEN)
    (tmp_path / "shelf/link").symlink_to(tmp_path)
    told = words(page(site(tmp_path), "index.html"))
    assert "Also on the shelf" in told
    assert "link: " in told


def test_place_that_is_no_plain_name_gets_one_of_ours(tmp_path: Path) -> None:
    package = stored(tmp_path)
    shutil.make_archive(str(tmp_path / "shelf" / "a <b> name"), "zip", package.parent, package.name)
    files = site(tmp_path)
    (name,) = [name for name in files if name.startswith("by-digest/") and name.endswith("index.html")]
    assert "a <b> name.zip" in words(page(files, name))


def test_package_named_like_a_page_of_the_site_does_not_replace_it(tmp_path: Path) -> None:
    stored(tmp_path, "index.html")
    files = site(tmp_path)
    assert "index.html" in files
    assert [name for name in files if name.startswith("by-digest/")]


def test_site_is_the_same_each_time_and_says_nothing_of_the_machine(tmp_path: Path) -> None:
    stored(tmp_path)
    (stored(tmp_path, "other") / "data/record.json").write_bytes(b"{}")
    files = site(tmp_path)
    moved = shutil.copytree(tmp_path / "shelf", tmp_path / "elsewhere/shelf")
    assert site(moved.parent) == files
    assert not [name for name, data in files.items() if str(tmp_path).encode() in data]


def test_pages_are_made_one_after_the_other(tmp_path: Path) -> None:
    stored(tmp_path)
    later = stored(tmp_path, "other")
    files = workflow.publish(tmp_path / "shelf", when=WHEN).files()
    assert next(files)[0] == "bridge/v1/index.html"
    (later / "data/record.json").write_bytes(b"{}")  # was not opened yet
    assert "other/v1/transcript.tei.xml" not in dict(files)


def test_title_is_the_one_asked_for(tmp_path: Path) -> None:
    stored(tmp_path)
    assert words(page(site(tmp_path, title="Our <shelf>"), "index.html").find(".//h1")) == "Our <shelf>"  # type: ignore[arg-type]


def test_damaged_ledger_is_said_on_every_page(tmp_path: Path) -> None:
    stored(tmp_path)
    ledger = tmp_path / "shelf/LEDGER"
    ledger.write_bytes(ledger.read_bytes() + b"{}\n")
    files = site(tmp_path)
    assert "The ledger of this shelf is damaged" in words(page(files, "index.html"))
    assert "Not vouched for" in words(page(files, "bridge/v1/index.html"))


def test_empty_shelf_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    with pytest.raises(NothingToCheck):
        workflow.publish(tmp_path / "shelf", when=WHEN)
    (tmp_path / "shelf/LEDGER").write_bytes(b"")
    with pytest.raises(NothingToCheck):
        workflow.publish(tmp_path / "shelf", when=WHEN)


def test_list_says_what_is_sound_and_what_is_not(tmp_path: Path) -> None:
    stored(tmp_path)
    (stored(tmp_path, "other") / "data/record.json").write_bytes(b"{}")
    found = [(one.key, one.sound, one.verdict) for one in workflow.publish(tmp_path / "shelf", when=WHEN).listed()]
    assert found == [("bridge/v1", True, "valid"), ("other/v1", False, "corrupt")]
