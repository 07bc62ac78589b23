# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from archiver.codes import SOURCE
from archiver.errors import InvalidMaterial
from archiver.model import Source
from archiver.readers import read

FIXTURES = Path(__file__).parent / "fixtures"
FOLDERS = sorted(folder.name for folder in FIXTURES.iterdir())
TOO_LARGE_TO_KEEP = {"S106"}
OF_THE_FILE_NAME = {"S108"}  # found before any reader sees the source


@pytest.mark.parametrize("name", FOLDERS)
def test_each_broken_source_gives_its_code_and_no_other(name: str) -> None:
    declared = yaml.safe_load((FIXTURES / name / "record.yaml").read_bytes())["source"]
    source = Source(name="source.txt", data=(FIXTURES / name / "source.txt").read_bytes())
    with pytest.raises(InvalidMaterial) as caught:
        read(source, encoding=declared.get("encoding"), media_type=declared.get("media_type"))
    assert [finding.code for finding in caught.value.findings] == [name.partition("_")[0]]
    assert caught.value.findings[0].path == "source.txt"


def test_every_code_of_the_room_has_a_fixture() -> None:
    assert {name.partition("_")[0] for name in FOLDERS} == set(SOURCE) - TOO_LARGE_TO_KEEP - OF_THE_FILE_NAME
