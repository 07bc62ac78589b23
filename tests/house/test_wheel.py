# SPDX-License-Identifier: Apache-2.0
"""What `pip install .` gives works anywhere: the rules travel inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from archiver.rules import RULE_FILES, rule
from builders import a_folder

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder)]
    command = [sys.executable, "-m", "pip", "wheel", *options, str(PROJECT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    (found,) = folder.glob("archiver-*.whl")
    return found


def test_wheel_holds_the_rules_and_the_marker_for_types(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for name in RULE_FILES:
            assert archive.read(f"archiver/schema/{name}") == rule(name)
    assert "archiver/py.typed" in names
    assert not any(name.startswith(("tests", "seeds", "packages")) for name in names)


def test_installed_wheel_packages_and_verifies_elsewhere(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    folder = a_folder(tmp_path / "in")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(site)}
    for args in (
        ["package", str(folder), "--shelf", "shelf"],
        ["verify", "shelf", "--strict"],
        ["schema", "archiver.rng"],
    ):
        command = [sys.executable, "-W", "error", "-m", "archiver", *args]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    where = subprocess.run(
        [sys.executable, "-c", "import archiver; print(archiver.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(site)
