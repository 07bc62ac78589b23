# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
from pathlib import Path
from shutil import which

import pytest

import sessions

PROJECT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path.relative_to(PROJECT).as_posix()
    for path in [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md"), *Path(__file__).parent.glob("sessions/*.md")]
    if "```console" in path.read_text(encoding="utf-8")
)


@pytest.fixture
def sandbox(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "seeds", tmp_path / "seeds")
    return tmp_path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_shows_what_its_commands_print(name: str, sandbox: Path, request: pytest.FixtureRequest) -> None:
    path = PROJECT / name
    document = path.read_text(encoding="utf-8")
    if "$ ssh-keygen" in document and which("ssh-keygen") is None:
        pytest.skip("there is no ssh-keygen here (openssh-client)")
    if request.config.getoption("--record-sessions"):
        path.write_text(sessions.recorded(document, sandbox), encoding="utf-8")
        return
    for step in sessions.steps(document):
        printed = sessions.run(step.command, sandbox)
        assert sessions.agrees(step.shown, printed), f"$ {step.command}\n{printed}"


def test_ellipsis_stands_for_anything_and_nothing_else_does() -> None:
    assert sessions.agrees("a … c\n", "a bbb c\n")
    assert sessions.agrees("a\n…\nz\n", "a\nb\nc\nz\n")
    assert not sessions.agrees("a … c\n", "a bbb d\n")
    assert not sessions.agrees("a.c\n", "abc\n")
