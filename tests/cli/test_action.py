# SPDX-License-Identifier: Apache-2.0
"""The composite action, its shell steps run as the runner of GitHub runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import reports
from builders import a_package

PROJECT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["name"]: step for step in ACTION["runs"]["steps"]}


def expanded(text: str, inputs: dict[str, str]) -> str:
    """Put the inputs in for their expressions; any other expression is an error."""
    values = {name: str(given["default"]) for name, given in ACTION["inputs"].items()} | inputs
    return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: values[match[1]], text)


class Runner:
    """A job in a sandbox: its workspace, its temporary folder and the files that a step writes to."""

    def __init__(self, sandbox: Path, action: Path = PROJECT) -> None:
        self.action = action
        self.workspace, self.temp = sandbox / "work space", sandbox / "temp"
        self.workspace.mkdir()
        self.temp.mkdir()
        self.output, self.summary = self.temp / "output", self.temp / "summary"

    def step(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        step = STEPS[name]
        given = {key.replace("_", "-"): value for key, value in inputs.items()}
        script = self.temp / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        environment = {
            **{key: value for key, value in os.environ.items() if key in {"PATH", "HOME"} or key.startswith("PIP_")},
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(self.action),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.temp),
            **{key: expanded(value, given) for key, value in step["env"].items()},
        }
        self.output.touch()
        self.summary.touch()
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]  # what `shell: bash` means
        return subprocess.run(
            command, cwd=self.workspace, env=environment, capture_output=True, text=True, check=False, timeout=300
        )


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A job whose archiver is the one under test, and whose shelf `packages` holds one package."""
    runner = Runner(tmp_path)
    a_package(runner.workspace)
    (runner.workspace / "shelf").rename(runner.workspace / "packages")
    (runner.temp / "archiver/bin").mkdir(parents=True)
    (runner.temp / "archiver/bin/archiver").symlink_to(Path(sys.executable).with_name("archiver"))
    return runner


def spoil(runner: Runner) -> None:
    with (runner.workspace / "packages/bridge/v1/data/source/bridge.txt").open("ab") as file:
        file.write(b"x")


def test_sound_shelf_passes(runner: Runner) -> None:
    done = runner.step("Verify")
    assert done.returncode == 0, done.stderr
    assert reports.commands(done.stdout) == []
    assert runner.output.read_text() == "exit-code=0\n"
    assert runner.summary.read_text().startswith("### archiver: all good\n")


def test_corrupt_package_fails_with_annotations_and_reports(runner: Runner) -> None:
    spoil(runner)
    done = runner.step("Verify", reports="out.sarif\n\njunit:with space.xml\n", second_opinion="true")
    assert done.returncode == 1
    name, properties, _ = reports.commands(done.stdout)[0]
    assert (name, properties["file"]) == ("error", "packages/bridge/v1/data/source/bridge.txt")
    assert runner.output.read_text() == "exit-code=1\n"
    assert "FAILED" in runner.summary.read_text()
    assert reports.faults_of_sarif(json.loads((runner.workspace / "out.sarif").read_text())) == []
    assert (runner.workspace / "with space.xml").exists()


def test_nothing_to_check_is_not_green(runner: Runner) -> None:
    (runner.workspace / "empty").mkdir()
    assert runner.step("Verify", paths="empty").returncode == 3
    assert runner.output.read_text() == "exit-code=3\n"
    assert runner.step("Verify", paths="").returncode == 2


def test_several_paths_and_the_ledger(runner: Runner) -> None:
    (runner.workspace / "packages/LEDGER").rename(runner.workspace / "a ledger")
    paths = "packages/bridge/v1\npackages"
    assert runner.step("Verify", paths=paths).returncode == 3
    assert runner.step("Verify", paths=paths, ledger="none").returncode == 0
    assert runner.step("Verify", paths="packages", ledger="a ledger").returncode == 0


@pytest.mark.parametrize("inputs", [{"strict": "yes"}, {"second_opinion": ""}])
def test_switch_that_is_neither_on_nor_off_is_wrong_usage(runner: Runner, inputs: dict[str, str]) -> None:
    done = runner.step("Verify", **inputs)
    assert done.returncode == 2
    assert [name for name, _, _ in reports.commands(done.stdout)] == ["error"]


@pytest.mark.parametrize("hostile", ["$(touch pwned)", "`touch pwned`", "x'\"; touch pwned #"])
def test_no_input_is_run(runner: Runner, hostile: str) -> None:
    for name in ("paths", "ledger", "strict", "second_opinion"):
        assert runner.step("Verify", **{name: hostile}).returncode in {2, 3}
    assert runner.step("Verify", reports=hostile).returncode == 0
    assert (runner.workspace / hostile).is_file()  # it is a name like any other
    assert not (runner.workspace / "pwned").exists()


def test_no_input_is_an_option(runner: Runner) -> None:
    assert runner.step("Verify", paths="--help").returncode == 3
    assert runner.step("Verify", ledger="--help").returncode == 3


def test_inputs_reach_no_script_but_by_the_environment() -> None:
    assert [step["name"] for step in STEPS.values() if "${{" in step.get("run", "")] == []


def test_every_input_is_used_and_described() -> None:
    steps = yaml.safe_dump(ACTION["runs"])
    for name, given in ACTION["inputs"].items():
        assert f"inputs.{name}" in steps
        assert given["description"]
        assert isinstance(given["default"], str)
    used = set(re.findall(r"inputs\.([a-z-]+)", steps))
    assert used == set(ACTION["inputs"])


def test_foreign_actions_are_pinned_and_asked_for() -> None:
    foreign = [step for step in STEPS.values() if "uses" in step]
    assert [step["uses"].split("@")[0] for step in foreign] == ["actions/setup-python"]
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]) for step in foreign)
    assert [step["if"] for step in foreign] == ["inputs.python-version != ''"]


@pytest.mark.slow
def test_install_and_verify(tmp_path: Path) -> None:
    """The whole action, with what pip gives; skipped where pip reaches no index."""
    action = tmp_path / "action"
    ignored = shutil.ignore_patterns(".git", ".venv", "tests", "packages", "seeds", "__pycache__")
    shutil.copytree(PROJECT, action, ignore=ignored)
    runner = Runner(tmp_path, action)
    before = {path.relative_to(action) for path in action.rglob("*")}
    done = runner.step("Install archiver")
    if done.returncode and re.search("No matching distribution|Could not find a version|connection", done.stderr):
        pytest.skip("pip reaches no index")
    assert done.returncode == 0, done.stderr
    assert {path.relative_to(action) for path in action.rglob("*")} == before
    shutil.copytree(PROJECT / "packages", runner.workspace / "packages")
    done = runner.step("Verify", second_opinion="true")
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflows_in_the_documents_give_what_action_and_hooks_take() -> None:
    page = (PROJECT / "docs/how-to/check-in-ci.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yml\n(.*?)```", page, re.DOTALL)]
    hooks = {hook["id"] for hook in yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    (job,) = [block["jobs"]["fixity"] for block in blocks if "jobs" in block]
    (ours,) = [step for step in job["steps"] if "archiver" in step["uses"]]
    assert set(ours["with"]) <= set(ACTION["inputs"])
    (config,) = [block["repos"][0] for block in blocks if "repos" in block]
    assert {hook["id"] for hook in config["hooks"]} == hooks
    told = re.findall(r"The inputs are (.*?);", page, re.DOTALL)[0]
    assert set(re.findall(r"`([a-z-]+)`", told)) == set(ACTION["inputs"])
