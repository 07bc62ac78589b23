# SPDX-License-Identifier: Apache-2.0
"""Whatever lies where a pin, a key, a checkpoint, a proof or a package is expected: nothing hangs, fills the memory
or ends in a traceback."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from archiver.ledger.note import Kind, Signer, format_signer
from archiver.ledger.pin import Pin, format_pin
from builders import a_package

if TYPE_CHECKING:
    from pathlib import Path

MEMORY = 1_500_000_000
COMMANDS = (
    "verify shelf --pinned X",
    "verify shelf --checkpoint X",
    "verify shelf --checkpoint kept --verifier X",
    "ledger witness shelf --state X",
    "ledger witness shelf --state seen --key X",
    "ledger checkpoint shelf --key X",
    "ledger checkpoint X",
    "ledger prove shelf/bridge/v1 --checkpoint X",
    "ledger check-proof shelf/bridge/v1 X",
    "ledger key X --name a",
    "cite X",
    "pin X",
    "reproduce X",
    "diff X shelf/bridge/v1",
    "verify shelf --report X",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = a_package(tmp_path_factory.mktemp("hostile")).parents[2]
    os.mkfifo(root / "fifo")
    (root / "folder").mkdir()
    (root / "loop").symlink_to("loop")
    (root / "zero").symlink_to("/dev/zero")
    with (root / "sparse").open("wb") as file:
        file.truncate(10 * 1024**3)
    (root / "kept").write_text(run(root, "ledger checkpoint shelf").stdout)
    return root


def run(root: Path, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "archiver", *command.split()],
        cwd=root,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),  # one thread
    )


@pytest.mark.parametrize("what", ["fifo", "folder", "loop", "zero", "sparse"])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_small_file_is_refused_at_once(place: Path, command: str, what: str) -> None:
    if "--report" in command and what in {"fifo", "zero"}:
        pytest.skip("a report goes into a pipe if it is told to")
    done = run(place, command.replace("X", what))
    assert done.returncode in {1, 2, 3}, done.stderr
    assert "Traceback" not in done.stderr
    assert "out of memory" not in done.stderr
    assert what in done.stdout + done.stderr
    assert len(done.stdout + done.stderr) < 100_000


def test_a_file_of_rubbish_is_no_pins_and_is_told_a_hundred_times(place: Path) -> None:
    (place / "rubbish").write_bytes(b"x\n" * 100_000)
    done = run(place, "verify shelf --pinned rubbish")
    assert done.returncode == 1
    assert done.stderr.count("L224") == 100


def test_a_name_of_half_a_character_is_no_pin(place: Path) -> None:
    line = format_pin(Pin(name="NAME", payload="ni:///sha-256;" + "A" * 43, swhid="swh:1:dir:" + "0" * 40))
    (place / "pins").write_text(line.replace("NAME", "\\ud800"))
    done = run(place, "verify shelf --no-ledger --pinned pins --report out.json")
    assert (done.returncode, "L224" in done.stderr) == (1, True), done.stderr


def test_a_key_that_others_may_read_is_taken_and_told(place: Path) -> None:
    key = place / "log.key"
    key.write_text(format_signer(Signer(name="example.org/log", kind=Kind.LOG, seed=bytes(32))) + "\n")
    for mode, told in ((0o600, False), (0o640, True), (0o604, True)):
        key.chmod(mode)
        done = run(place, "ledger checkpoint shelf --key log.key")
        assert done.returncode == 0
        assert ("others may read log.key" in done.stderr) is told
        (place / "shelf" / "LEDGER.checkpoint").unlink()


def test_a_long_public_key_is_a_key_and_not_the_name_of_a_file(place: Path) -> None:
    verifier = str(Signer(name="example.org/" + "l" * 300, kind=Kind.LOG, seed=bytes(32)).verifier)
    done = run(place, f"verify shelf --checkpoint kept --verifier {verifier} --format json")
    codes = {one["code"] for subject in json.loads(done.stdout)["subjects"] for one in subject["findings"]}
    assert (done.returncode, codes) == (1, {"L202"})
