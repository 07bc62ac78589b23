# SPDX-License-Identifier: Apache-2.0
"""The hooks of pre-commit, run by pre-commit itself in a repository of a user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builders import RECORD, a_folder, a_package

PROJECT = Path(__file__).parents[2]
HOOKS = ".pre-commit-hooks.yaml"


def run(cwd: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    home = {"HOME": str(cwd), "PRE_COMMIT_HOME": str(cwd.parent / "cache"), "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        command, cwd=cwd, env=kept | home | {"PATH": path}, capture_output=True, text=True, check=False, timeout=120
    )


def commit(folder: Path) -> str:
    for command in (
        ("git", "init", "-q"),
        ("git", "config", "user.name", "nobody"),
        ("git", "config", "user.email", "nobody@example.org"),
        ("git", "config", "core.autocrlf", "false"),
        ("git", "add", "-A", "-f"),
        ("git", "commit", "-q", "-m", "begin"),
    ):
        done = run(folder, *command)
        assert done.returncode == 0, done.stderr
    return run(folder, "git", "rev-parse", "HEAD").stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a shelf and a source; its hooks are ours, with the archiver under test (`language: system`)."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    shutil.copy(PROJECT / HOOKS, hooks)
    revision = commit(hooks)
    folder = tmp_path / "repository"
    folder.mkdir()
    a_package(folder)
    (folder / "shelf").rename(folder / "packages")
    shutil.rmtree(folder / "in")
    a_folder(folder / "seeds")
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n"
        "  - {id: archiver-verify, language: system}\n  - {id: archiver-validate, language: system}\n"
    )
    commit(folder)
    return folder


def hooks_say(repository: Path) -> tuple[int, str]:
    done = run(repository, sys.executable, "-m", "pre_commit", "run", "--color", "never")
    return done.returncode, done.stdout + done.stderr


def test_manifest_is_one_of_pre_commit() -> None:
    done = run(PROJECT, sys.executable, "-m", "pre_commit", "validate-manifest", HOOKS)
    assert done.returncode == 0, done.stdout


def test_hooks_pass_on_a_sound_repository(repository: Path) -> None:
    code, said = hooks_say(repository)
    assert code == 0, said
    assert said.count("Passed") == 2


def test_deleted_file_stops_the_commit(repository: Path) -> None:
    assert run(repository, "git", "rm", "-q", "packages/bridge/v1/data/source/bridge.txt").returncode == 0
    code, said = hooks_say(repository)
    assert code == 1
    assert "packages/bridge/v1/data/source/bridge.txt: F101 file is missing" in said


def test_faulty_record_stops_the_commit(repository: Path) -> None:
    (repository / "seeds/bridge/record.yaml").write_text(RECORD.replace("language: en", "language: english_"))
    run(repository, "git", "add", "-A")
    code, said = hooks_say(repository)
    assert code == 1
    assert "seeds/bridge/record.yaml:4:11: R113" in said


def test_repository_without_a_shelf_is_not_green(repository: Path) -> None:
    run(repository, "git", "rm", "-rq", "packages", "seeds")
    code, said = hooks_say(repository)
    assert code == 1
    assert said.count("Failed") == 2
