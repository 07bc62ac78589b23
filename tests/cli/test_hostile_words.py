# SPDX-License-Identifier: Apache-2.0
"""Words of a record and names of files that would drive a terminal, turn lines round or speak to a CI: printed safely,
and told to programs as they are."""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from lxml import etree

import archiver
from archiver.citation import STYLES
from builders import RECORD, REPORT, WHEN, a_folder

if TYPE_CHECKING:
    from pathlib import Path

CSI, OVERRIDE, BELL = "\x9b", "\u202e", "\x07"
DRIVING = ("\x1b", CSI, OVERRIDE, BELL, "\x08")
RECORDED = (
    RECORD.replace("{value: The bridge at Fordham", '{value: "The \\x9B31m \\u202E bridge"')
    .replace("archive: {value: Fordham Archive", 'archive: {value: "Ford\\x9B31mham\\u202E"')
    .replace("name: Cal Dorn", 'name: "Cal\\x9B2J\\u202E Dorn"')
    .replace("place: Fordham", 'place: "F\\u202Ek"')
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("words")
    folder = a_folder(where / "in", record=RECORDED, text=REPORT.replace("Nobody told", f"No{CSI}{OVERRIDE}body told"))
    archiver.package(folder, shelf=where / "shelf", when=WHEN)
    return where


@pytest.fixture(scope="module")
def package(root: Path) -> Path:
    return root / "shelf" / "bridge" / "v1"


def run(*args: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archiver", *map(str, args)]
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, encoding="utf-8", timeout=30, check=False
    )
    assert "Traceback" not in done.stderr
    assert not [each for each in DRIVING if each in done.stdout + done.stderr]
    return done


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("quote", [(), ("--quote", "4")])
def test_a_citation_drives_no_terminal_and_is_still_one(package: Path, style: str, quote: tuple[str, ...]) -> None:
    done = run("cite", package, "--style", style, *quote)
    assert done.returncode == 0
    assert "bridge" in done.stdout
    if style in {"datacite", "dublin-core"}:
        etree.fromstring(done.stdout.encode())  # noqa: TID251 # our own
    if style == "csl-json":
        assert json.loads(done.stdout)[0]["title"] == "[The 31m bridge]"
    if style == "cff":
        assert yaml.safe_load(done.stdout)["title"] == "[The 31m bridge]"


def test_the_words_of_a_quotation_are_told_to_programs_as_they_are(package: Path) -> None:
    item = json.loads(run("cite", package, "--quote", "4", "--style", "csl-json").stdout)[0]
    assert item["custom"]["quotation"]["words"] == [f"“No{CSI}{OVERRIDE}body told us,”"]


@pytest.mark.parametrize("style", ["provn", "json", "jsonld", "svg", "dot"])
def test_a_history_drives_no_terminal_and_is_still_one(tmp_path: Path, style: str) -> None:
    hall = '  - {id: hall, name: "Vera\\x9B2J\\u202E Hall & Daughters", kind: person}\n'
    decided = 'corrections:\n  - {quote: "We open the bridge,", speaker: null, by: hall, because: "\\x9B1m"}\n'
    folder = a_folder(tmp_path / "in", record=RECORD + hall + decided)
    made = archiver.package(folder, shelf=tmp_path / "shelf", when=WHEN)
    done = run("prov", made.path, "--format", style)
    assert done.returncode == 0
    name = f"Vera{CSI}2J{OVERRIDE} Hall & Daughters"
    if style == "svg":
        assert "Hall & Daughters" in "".join(etree.fromstring(done.stdout.encode()).itertext())  # noqa: TID251 # our own
    elif style == "dot":
        assert name in html.unescape(done.stdout.replace("&#x9b;", CSI))  # HTML reads that one by windows-1252
    elif style == "provn":
        assert r"Vera\u009b2J\u202e Hall & Daughters" in done.stdout
    else:
        assert name in json.dumps(json.loads(done.stdout), ensure_ascii=False)


@pytest.mark.parametrize(
    "name", ["a\x1b[31m\u202e\r\x9b.d", os.fsdecode(b"\xff\xfe\x9b"), "::error::x", "-x", "e\u0301"]
)
def test_names_of_folders_are_told_and_drive_nothing(root: Path, package: Path, name: str) -> None:
    odd = root / name / "v1"
    shutil.copytree(package, odd)
    for command in ("identify", "cite", "reproduce", "pin"):
        run(command, odd)
        run(command, odd.parent)
    assert json.loads(run("identify", odd, "--format", "json").stdout)["path"] == str(odd)
    assert run("diff", odd, package).returncode == 0
    assert json.loads(run("diff", odd, package, "--format", "json").stdout)["same"] is True
    commands: tuple[tuple[str | Path, ...], ...] = (
        ("ledger", "checkpoint", odd),
        ("ledger", "prove", odd),
        ("ledger", "check-proof", odd, odd),
        ("ledger", "witness", odd, "--state", odd.parent / "s"),
        ("verify", package, "--pinned", odd),
        ("verify", package, "--checkpoint", odd),
    )
    for each in commands:
        assert run(*each).returncode in {1, 2, 3}


def test_what_is_pinned_can_be_held_to_its_pin(root: Path, package: Path) -> None:
    for name, code in (("tab\tname", 2), (os.fsdecode(b"\xff"), 2), ("name\u202e", 0), ("::error::", 0), ("мост", 0)):
        odd = root / "pinned" / name / "v1"
        shutil.copytree(package, odd)
        done = run("pin", odd)
        assert done.returncode == code, done.stderr
        if code == 0:
            (root / "pins").write_text(done.stdout, encoding="utf-8")
            assert run("verify", odd, "--no-ledger", "--pinned", root / "pins").returncode == 0


@pytest.mark.parametrize("name", ["ex\u202ex", "ex\x9bx", "e\u2066x"])
def test_no_ledger_and_no_key_is_named_so(root: Path, name: str) -> None:
    assert run("ledger", "checkpoint", root / "shelf", "--origin", name).returncode == 2
    assert run("ledger", "key", root / "key", "--name", name).returncode == 2
    assert not (root / "key").exists()


def test_a_table_of_quotations_drives_no_terminal(root: Path) -> None:
    folder = a_folder(root / "a\x1b[31m\u202e\x9b")
    assert "4 utterances" in run("quotes", folder).stdout
    assert json.loads(run("quotes", folder, "--format", "jsonl").stdout)["id"].startswith(str(folder))
