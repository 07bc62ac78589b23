# SPDX-License-Identifier: Apache-2.0
"""What a witness remembers never gets less, however many run at once, and does not lie where it is worth nothing."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import archiver
from archiver import workflow
from archiver.cli import files
from archiver.errors import CannotWrite
from builders import RECORD, WHEN, a_folder, a_package

if TYPE_CHECKING:
    from pathlib import Path


def run(*args: str | Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "archiver", *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def grow(shelf: Path, place: str) -> None:
    folder = a_folder(shelf.parent / place, record=RECORD.replace("place: Fordham", f"place: {place}"))
    archiver.package(folder, shelf=shelf, when=WHEN)


def test_of_two_witnesses_the_slower_one_takes_nothing_back(tmp_path: Path) -> None:
    shelf = a_package(tmp_path).parents[1]
    state = tmp_path / "seen"
    first, also_first = (workflow.witness(shelf, state=state, when=WHEN) for _ in range(2))
    assert first.before is None
    assert first.state is not None
    files.renew(state, first.state, before=first.before)
    with pytest.raises(CannotWrite, match="is there already"):
        files.renew(state, first.state, before=also_first.before)
    grow(shelf, "A")
    slow = workflow.witness(shelf, state=state, when=WHEN)
    grow(shelf, "B")
    fast = workflow.witness(shelf, state=state, when=WHEN)
    assert slow.state is not None
    assert fast.state is not None
    files.renew(state, fast.state, before=fast.before)
    with pytest.raises(CannotWrite, match="changed meanwhile"):
        files.renew(state, slow.state, before=slow.before)
    assert state.read_bytes() == fast.state


def test_the_state_is_not_the_checkpoint_of_the_shelf_itself(tmp_path: Path) -> None:
    shelf = a_package(tmp_path).parents[1]
    assert run("ledger", "checkpoint", shelf)[0] == 0
    (tmp_path / "link").symlink_to(shelf / "LEDGER.checkpoint")
    for state in (shelf / "LEDGER.checkpoint", tmp_path / "link"):
        code, said = run("ledger", "witness", shelf, "--state", state)
        assert (code, "checkpoint of the shelf itself" in said) == (2, True)


def test_a_proof_is_not_written_through_a_link(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    assert run("ledger", "checkpoint", package.parents[1])[0] == 0
    victim = tmp_path / "victim"
    victim.touch()
    (package.parent / "v1.tlog-proof").symlink_to(victim)
    assert run("ledger", "prove", package)[0] == 2
    assert victim.read_bytes() == b""


def test_a_state_that_was_made_read_only_stays_as_it_is(tmp_path: Path) -> None:
    shelf = a_package(tmp_path).parents[1]
    state = tmp_path / "seen"
    assert run("ledger", "witness", shelf, "--state", state)[0] == 0
    kept = state.read_bytes()
    state.chmod(0o444)
    grow(shelf, "A")
    assert run("ledger", "witness", shelf, "--state", state)[0] == 3
    assert state.read_bytes() == kept
