# SPDX-License-Identifier: Apache-2.0
"""The Python and YAML shown in the documents does what is said of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from archiver import record
from archiver.rules import rule
from builders import RECORD

PROJECT = Path(__file__).parents[2]


def blocks(kind: str) -> list[tuple[str, str]]:
    pages = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
    return [
        (f"{page.name}-{i}", block)
        for page in pages
        for i, block in enumerate(re.findall(rf"```{kind}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
    ]


@pytest.mark.parametrize("block", [pytest.param(block, id=name) for name, block in blocks("python")])
def test_python_runs(block: str, tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "seeds", tmp_path / "seeds")
    done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("block", [pytest.param(block, id=name) for name, block in blocks("yaml")])
def test_yaml_is_part_of_a_valid_record(block: str) -> None:
    value = yaml.safe_load(RECORD) | yaml.safe_load(block)
    value.setdefault("agents", [])
    loaded = record.load(record.canonical(value), path="record", schema=rule("record.schema.json"))
    assert [(finding.code, finding.pointer, finding.detail) for finding in loaded.findings] == []


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md"), *PROJECT.glob("schema/*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
