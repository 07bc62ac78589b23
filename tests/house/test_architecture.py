# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import archiver
from archiver.cli.commands import COMMANDS
from archiver.codes import CODES
from archiver.rules import RULE_FILES

PROJECT = Path(__file__).parents[2]
MODULES = sorted((PROJECT / "src").rglob("*.py"))
NAMES = [
    "ArchiverError",
    "Encoding",
    "Finding",
    "InvalidMaterial",
    "Package",
    "Record",
    "Report",
    "Source",
    "Speaker",
    "Transcript",
    "Utterance",
    "__version__",
    "attribute",
    "encode",
    "package",
    "validate",
    "verify",
]


def test_floors_and_doors_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_public_names_are_these() -> None:
    assert sorted(archiver.__all__) == NAMES
    for name in NAMES:
        assert getattr(archiver, name) is not None


def test_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="frobnicate"):
        archiver.frobnicate  # noqa: B018 # the access is the test


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_module_is_of_a_readable_size(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            body = node.end_lineno - node.lineno + 1
            documented = len((ast.get_docstring(node) or "").splitlines())
            assert body - documented <= 45, f"{node.name} is {body} lines long"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_module_names_its_licence(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# SPDX-License-Identifier: Apache-2.0\n")


def test_only_render_prints() -> None:
    printing = re.compile(r"\bprint\(|sys\.std(?:out|err)\.write|click\.echo")
    found = {path.name for path in MODULES if printing.search(path.read_text(encoding="utf-8"))}
    assert found <= {"render.py"}


@pytest.mark.parametrize("module", ["lxml", "jsonschema", "yaml", "bagit", "edtf", "importlib.metadata"])
def test_help_imports_nothing_heavy(module: str) -> None:
    program = f"""
import sys
before = set(sys.modules)
import archiver.cli
try: archiver.cli.main(["--help"])
except SystemExit: pass
assert {module!r} not in set(sys.modules) - before
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("code", CODES)
def test_code_has_a_letter_of_a_room_a_title_and_advice(code: str) -> None:
    entry = CODES[code]
    assert re.fullmatch(r"[SRTBFPL]\d{3}", code)
    assert entry.title[:1].islower() or entry.title.startswith(("TEI", "Payload-Oxum", "bag"))
    assert not entry.title.endswith(".")
    assert entry.clause
    assert entry.help


@pytest.mark.parametrize("code", CODES)
def test_code_is_in_the_reference(code: str) -> None:
    assert f"### {code}" in (PROJECT / "docs" / "reference" / "codes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_in_the_reference(command: str) -> None:
    assert f"## archiver {command}" in (PROJECT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")


def test_rules_are_the_files_of_schema() -> None:
    schema = PROJECT / "schema"
    files = {path.relative_to(schema).as_posix() for path in schema.rglob("*") if path.is_file()}
    assert {name for name in files if not name.endswith("README.md")} == set(RULE_FILES)


def test_archived_files_are_kept_from_conversion() -> None:
    text = (PROJECT / ".gitattributes").read_text(encoding="utf-8")
    assert "packages/** -text" in text
    assert "seeds/** -text" in text


def test_every_code_is_tested_and_every_code_used_is_known() -> None:
    tests = [path for path in (PROJECT / "tests").rglob("*") if "__pycache__" not in path.parts]
    words = " ".join(
        path.name + (path.read_text(encoding="utf-8", errors="replace") if path.suffix in {".py", ".md"} else "")
        for path in tests
        if path.is_file() or path.is_dir()
    )
    assert [code for code in CODES if code not in words] == []
    rooms = [path for path in MODULES if path.name != "codes.py"]
    used = {code for path in rooms for code in re.findall(r'"([SRTBFPL]\d{3})"', path.read_text(encoding="utf-8"))}
    used |= {entry.lenient for entry in CODES.values()} - {""}  # given in the place of another code
    assert used <= set(CODES)
    assert set(CODES) - used == set()
