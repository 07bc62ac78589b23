# SPDX-License-Identifier: Apache-2.0
"""What a package calls itself goes into citations: a forged name is no name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archiver import bag, workflow
from archiver.errors import InvalidMaterial
from builders import a_package
from forgery import files

if TYPE_CHECKING:
    from pathlib import Path


def renamed(package: Path, where: Path, label: str, value: str | None) -> Path:
    data = {path.relative_to(package / "data").as_posix(): path.read_bytes() for path in files(package / "data")}
    pairs, _ = bag.parse_info((package / "bag-info.txt").read_bytes())
    kept = [(name, value if name == label else old) for name, old in pairs if name != "Payload-Oxum"]
    for path, octets in bag.plan(data, info=[(name, old) for name, old in kept if old is not None]).files:
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_bytes(octets)
    return where


@pytest.mark.parametrize(
    ("label", "value"),
    [
        *(("Archiver-Package", value) for value in ("foo", "foo/v0", "foo/vx", "/v1", "../v1", "a/../b/v1", None)),
        *(("Archiver-Package", value) for value in ("a\x1b[31m/v1", "x/v1\u202e", "\u202ex/v1", "foo/v99999999999")),
        *(("Archiver-Rules", value) for value in ("evil", "3x", "\u0663", "", None)),
    ],
)
def test_a_package_that_calls_itself_what_no_package_is_called_is_neither_sound_nor_cited(
    tmp_path: Path, label: str, value: str | None
) -> None:
    forged = renamed(a_package(tmp_path), tmp_path / "forged", label, value)
    assert "P101" in {finding.code for finding in workflow.verify(forged, ledger=False).findings}
    with pytest.raises(InvalidMaterial) as caught:
        workflow.cite(forged)
    assert "P101" in {finding.code for finding in caught.value.findings}
    assert "P101" in {finding.code for finding in workflow.reproduce(forged).findings}


@pytest.mark.parametrize("name", ["мост/v3", "a b/v12", "archive/bridge/v1", "v1/v1", ".hidden/v1", "a..b/v2"])
def test_names_of_all_scripts_are_names(tmp_path: Path, name: str) -> None:
    forged = renamed(a_package(tmp_path), tmp_path / "forged", "Archiver-Package", name)
    assert workflow.cite(forged).key == name


@pytest.mark.parametrize("value", ["swh:1:dir:<evil>", "swh:1:cnt:" + "0" * 40, "swh:1:dir:" + "0" * 41, "x\x1b"])
def test_what_is_no_identifier_is_not_cited_as_the_version_before(tmp_path: Path, value: str) -> None:
    package = a_package(tmp_path)
    info = (package / "bag-info.txt").read_text(encoding="utf-8")
    (package / "bag-info.txt").write_text(info + "Previous-Version: swh:1:dir:" + "a" * 40 + "\n", encoding="utf-8")
    good = renamed(package, tmp_path / "good", "Previous-Version", "swh:1:dir:" + "a" * 40)
    forged = renamed(package, tmp_path / "forged", "Previous-Version", value)
    assert workflow.cite(good).previous == "swh:1:dir:" + "a" * 40
    assert workflow.cite(forged).previous is None
    beside = good.with_name("bridge") / "v2"
    (beside.parent / "v1").parent.mkdir()
    good.rename(beside.parent / "v1")
    beside.mkdir()
    said = f"Previous-Version: {workflow.cite(beside.parent / 'v1').swhid}\nExternal-Identifier: {value}\n"
    (beside / "bag-info.txt").write_text(said, encoding="utf-8")
    assert workflow.cite(beside.parent / "v1").following is None
