# SPDX-License-Identifier: Apache-2.0
"""Keys as files: private, never replaced, refused without being repeated."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from archiver.ledger.note import parse_signer, parse_verifier
from builders import a_package

if TYPE_CHECKING:
    from pathlib import Path


def run(*args: str | Path, umask: int = 0o022) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "archiver", *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, umask=umask)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_key_is_written_for_its_owner_alone_and_its_public_half_printed(tmp_path: Path, umask: int) -> None:
    file = tmp_path / "key"
    code, said, told = run("ledger", "key", file, "--name", "example.org/log", umask=umask)
    assert code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert parse_signer(file.read_text().strip()).verifier == parse_verifier(said.strip())
    assert "PRIVATE" not in said + told
    assert os.listdir(tmp_path) == ["key"]  # noqa: PTH208 # hidden files too


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("mine")
    code, said, told = run("ledger", "key", file, "--name", "a")
    assert (code, said, file.read_text()) == (3, "", "mine")
    assert "is there already" in told


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_a_key_without_a_good_name_is_not_made(tmp_path: Path, name: str) -> None:
    assert run("ledger", "key", tmp_path / "key", "--name", name)[0] == 2
    assert not (tmp_path / "key").exists()


def test_no_key_and_no_state_goes_into_a_bag(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    assert run("ledger", "key", package / "key", "--name", "a")[0] == 2
    assert run("ledger", "witness", package.parents[1], "--state", package / "seen")[0] == 2
    assert not (package / "key").exists()
    assert not (package / "seen").exists()


def test_what_is_no_key_is_refused_and_not_repeated(tmp_path: Path) -> None:
    shelf, key = a_package(tmp_path).parents[1], tmp_path / "key"
    key.write_text("PRIVATE+KEY+a+00000000+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    for data in (key.read_bytes(), b"secret", b"\xff"):
        key.write_bytes(data)
        code, said, told = run("ledger", "checkpoint", shelf, "--key", key)
        assert (code, said) == (2, "")
        assert "AAAA" not in told
        assert "secret" not in told
    assert run("ledger", "checkpoint", shelf, "--key", tmp_path / "nowhere")[0] == 3
    assert run("verify", shelf, "--checkpoint", key, "--verifier", "no key")[0] == 2
    assert run("verify", shelf, "--verifier", "x+00000000+AQ==")[0] == 2
    assert run("ledger", "frobnicate")[0] == 2


def test_a_verifier_needs_a_checkpoint(tmp_path: Path) -> None:
    public = run("ledger", "key", tmp_path / "key", "--name", "a")[1].strip()
    code, _, told = run("verify", tmp_path, "--verifier", public)
    assert code == 2
    assert "--verifier goes with --checkpoint" in told


def test_a_proof_takes_the_place_of_a_proof_and_of_nothing_else(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    shelf, proof = package.parents[1], package.with_name("v1.tlog-proof")
    code, said, told = run("ledger", "checkpoint", shelf)
    assert (code, said) == (0, (shelf / "LEDGER.checkpoint").read_text())
    assert "not signed" in told
    for _ in range(2):
        code, said, _ = run("ledger", "prove", package)
        assert (code, said) == (0, f"{proof}\n")
    proof.write_text("a letter")
    assert run("ledger", "prove", package)[0] == 2
    assert proof.read_text() == "a letter"
    proof.unlink()
    proof.mkdir()
    assert run("ledger", "prove", package)[0] == 2
