# SPDX-License-Identifier: Apache-2.0
"""`archiver verify PATH...` with nothing else said is read without click, and ends as it does with click."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from archiver.cli import main

if TYPE_CHECKING:
    from pathlib import Path

WITH_CLICK = ("--format", "full")
"""Options that say what is so without them."""


def a_bag(root: Path) -> None:
    texts = {"bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"}
    texts["manifest-sha256.txt"] = f"{hashlib.sha256(b'a').hexdigest()}  data/a.txt\n".encode()
    listed = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in texts.items())
    (root / "data").mkdir(parents=True)
    for name, data in (texts | {"tagmanifest-sha256.txt": listed.encode(), "data/a.txt": b"a"}).items():
        (root / name).write_bytes(data)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("ARCHIVER_")]:
        monkeypatch.delenv(name)
    for name in ("good", "bad", "-odd"):
        a_bag(tmp_path / name)
    (tmp_path / "bad" / "data" / "a.txt").write_bytes(b"b")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ended(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["verify", *args])
    return left.value.code, *capsys.readouterr()


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (["good"], 0),
        (["bad"], 1),
        (["good", "bad"], 1),
        (["empty"], 3),
        (["absent"], 3),
        (["good/bagit.txt"], 3),
        (["."], 1),
        (["./-odd"], 0),
    ],
    ids=str,
)
@pytest.mark.usefixtures("shelf")
def test_the_short_way_ends_as_the_long_one(paths: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    plain = ended(capsys, *paths)
    assert plain[0] == code
    assert plain == ended(capsys, *WITH_CLICK, *paths)


@pytest.mark.parametrize("args", [[], [""], ["-odd"], ["--help"], ["good", "--concise"]], ids=str)
@pytest.mark.usefixtures("shelf")
def test_what_is_not_plain_is_for_click(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ended(capsys, *args)
    assert code == (0 if args == ["--help"] else 2)
    assert "Usage: archiver verify" in out + err


@pytest.mark.usefixtures("shelf")
def test_the_environment_is_heard(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVER_FORMAT", "json")
    assert ended(capsys, "good")[1].startswith("{")


def test_a_plain_check_imports_no_click(shelf: Path) -> None:
    program = (
        "import sys; before = set(sys.modules); from archiver.cli import main\n"
        "try: main(['verify', 'good'])\n"
        "except SystemExit as left: print(left.code, 'click' in set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=shelf, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 False"


@pytest.mark.parametrize("options", [(), WITH_CLICK], ids=str)
@pytest.mark.usefixtures("shelf")
def test_want_of_memory_is_no_verdict(
    options: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def greedy(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("archiver.workflow.verification.verify", greedy)
    monkeypatch.setattr("archiver.cli.at_sight.literal", greedy)
    assert ended(capsys, *options, "good") == (3, "", "error: stopped: out of memory\n")


def an_answer(*args: str) -> str:
    """Check in a fresh interpreter; return the exit code and what of this was imported on the way."""
    program = (
        "import sys; before = set(sys.modules); from archiver.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as left: code = left.code\n"
        "dear = {'click', 'dataclasses', 'pathlib', 're', 'typing', 'archiver.bag.judge'}\n"
        "print(code, *sorted(dear & (set(sys.modules) - before)))"
    )
    bare = [sys.executable, "-S", "-c", program, *args]
    places = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(bare, capture_output=True, text=True, check=True, env={"PYTHONPATH": places, "PATH": ""})
    return done.stdout.splitlines()[-1]


def test_one_plain_bag_waits_for_next_to_nothing(shelf: Path) -> None:
    assert an_answer("verify", str(shelf / "good")) == "0"
    assert "dataclasses" in an_answer("verify", str(shelf / "bad"))


@pytest.mark.parametrize(
    "path", ["good/", "./good", "good//", "good/.", ".//good", "../{}/good", "{}/good", "//{}/good", "data/../good"]
)
def test_a_path_is_shown_as_it_is_on_the_long_way(path: str, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = path.replace("{}", str(shelf) if path.startswith(("{", "/")) else shelf.name)
    assert ended(capsys, named) == ended(capsys, *WITH_CLICK, named)


@pytest.mark.parametrize("before", ["", "./", ".//./"])
@pytest.mark.parametrize("name", ["::error::", "ö", "a\nb", "\x1b[31m", " good", " ::x", ":"])
def test_a_name_that_would_command_is_shown_as_on_the_long_way(
    name: str, before: str, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shelf / "good").rename(shelf / name)
    assert ended(capsys, before + name) == ended(capsys, *WITH_CLICK, before + name)
    assert ended(capsys, before + name)[0] == 0


@pytest.mark.parametrize("options", [(), WITH_CLICK], ids=str)
@pytest.mark.parametrize("module", ["hashlib", "click", "os", "archiver/cli", "dataclasses"])
def test_no_module_is_taken_from_where_the_bag_lies(module: str, options: tuple[str, ...], shelf: Path) -> None:
    for name in ("good", "bad"):
        file = shelf / name / f"{module}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text("raise SystemExit(0)\n")
        command = [sys.executable, "-m", "archiver", "verify", *options, "../bad"]
        done = subprocess.run(command, cwd=shelf / name, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("above", ["LEDGER", "../LEDGER", "../../LEDGER"])
def test_a_ledger_above_is_asked(
    above: str, shelf: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (shelf / "a/b").mkdir(parents=True)
    (shelf / "good").rename(shelf / "a/b/good")
    monkeypatch.chdir(shelf / "a/b")
    (shelf / "a/b" / above).symlink_to("nowhere")
    plain = ended(capsys, "good")
    assert plain == ended(capsys, *WITH_CLICK, "good")
    assert (plain[0], "LEDGER" in plain[1]) == (3, True)


@pytest.mark.parametrize("path", ["good", ".", "../good"])
def test_a_folder_that_is_gone_is_no_place_to_start_from(
    path: str, shelf: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (shelf / "gone").mkdir()
    monkeypatch.chdir(shelf / "gone")
    (shelf / "gone").rmdir()
    plain = ended(capsys, path)
    assert plain == ended(capsys, *WITH_CLICK, path)
    assert plain[0] == 3


def test_what_may_be_a_package_of_ours_is_looked_into(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = shelf / "good/data/a.txt"
    for name in ("record.json", "transcript.tei.xml"):
        (shelf / "good/data" / name).write_bytes(file.read_bytes())
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    with (shelf / "good/manifest-sha256.txt").open("a") as manifest:
        manifest.write(f"{digest}  data/record.json\n{digest}  data/transcript.tei.xml\n")
    texts = {name: (shelf / "good" / name).read_bytes() for name in ("bagit.txt", "manifest-sha256.txt")}
    listed = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in texts.items())
    (shelf / "good/tagmanifest-sha256.txt").write_text(listed)
    plain = ended(capsys, "good")
    assert plain == ended(capsys, *WITH_CLICK, "good")
    assert plain[0] == 1
