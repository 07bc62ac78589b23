# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archiver.bag.plan import plan
from archiver.errors import CannotRead, UsageError
from archiver.findings import State, Verdict
from archiver.rules import PROFILES, rule
from archiver.workflow import verify
from archiver.workflow.profiles import demanded, known
from bags import BARE, put, tree
from builders import a_package
from profiles import IDENTIFIER, a_profile

if TYPE_CHECKING:
    from archiver.findings import Report

BTR = json.loads(rule("profiles/btr.json"))["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]
PAYLOAD = {"a.txt": b"We open the bridge."}
INFO = (("BagIt-Profile-Identifier", IDENTIFIER), ("Source-Organization", "Fordham Archive"))


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return put(plan(PAYLOAD, info=INFO), tmp_path / "bag")


def a_file(where: Path, **changes: object) -> Path:
    where.write_text(json.dumps(a_profile(**changes)))
    return where


def profile_check(report: Report) -> tuple[State, str]:
    subject = report.subjects[-1]
    (check,) = [check for check in subject.checks if check.name == "profile"]
    return check.state, check.note


@pytest.mark.parametrize("name", PROFILES)
def test_a_bundled_profile_has_no_fault(name: str) -> None:
    (profile,), told = demanded([name])
    assert told == ()
    assert (profile.name, profile.whole, profile.version) == (name, True, (1, 4, 0))
    assert profile.published == (name in {"archiver", "btr"})


def test_bundled_profiles_are_told_apart_and_have_their_sources_named() -> None:
    found, _ = demanded(PROFILES)
    identifiers = [identifier for profile in found for identifier in profile.identifiers]
    assert len(identifiers) == len(set(identifiers))
    readme = (Path(__file__).parents[3] / "schema/profiles/README.md").read_text()
    assert [name for name in PROFILES if name != "archiver" and f"| `{name}` |" not in readme] == []


@pytest.mark.parametrize("name", ["seed", "package"])
def test_our_packages_conform_to_our_profile(name: str, tmp_path: Path) -> None:
    seed = Path(__file__).parents[3] / "packages/lavrov-2021-07-12/v1"
    package = a_package(tmp_path) if name == "package" else seed
    report = verify(package, profiles=["archiver"])
    assert report.findings == ()
    assert profile_check(report) == (State.PASSED, "archiver")


def test_a_package_that_does_not_conform_any_more(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (package / "data/record.json").unlink()
    codes = [finding.code for finding in verify(package, profiles=["archiver"]).findings]
    assert codes == ["B322", "F101"]


def test_a_profile_takes_nothing_from_the_other_checks(tmp_path: Path) -> None:
    package = a_package(tmp_path)
    (subject,) = verify(package, profiles=["btr"]).subjects[1:]
    failed = [check.name for check in subject.checks if check.state is not State.PASSED]
    assert failed == ["profile"]


def test_a_file_is_a_profile_and_what_it_demands_is_judged_apart(bag: Path, tmp_path: Path) -> None:
    before = tree(bag)
    profile = a_file(tmp_path / "p.json", **{"Tag-Files-Required": ["metadata/ead.xml"]})
    report = verify(bag, profiles=[profile])
    (subject,) = report.subjects
    assert [(finding.code, finding.path) for finding in subject.findings] == [("B320", f"{bag}/metadata/ead.xml")]
    assert (subject.verdict, report.exit_code()) == (Verdict.NONCONFORMING, 1)
    assert [(check.name, check.state) for check in subject.checks] == [
        ("structure", State.PASSED),
        ("completeness", State.PASSED),
        ("fixity", State.PASSED),
        ("profile", State.FAILED),
    ]
    assert tree(bag) == before


def test_what_is_wrong_with_a_profile_is_told_of_its_file(bag: Path, tmp_path: Path) -> None:
    profile = a_file(tmp_path / "p.json", Serialization="perhaps", Colour="green")
    report = verify(bag, profiles=[str(profile)])
    first, second = report.subjects
    assert (first.path, first.state, second.path) == (str(profile), State.FAILED, str(bag))
    assert [(finding.code, finding.path) for finding in report.findings] == [
        ("B302", str(profile)),
        ("B303", str(profile)),
    ]
    assert second.checks[-1].state is State.NOT_RUN
    assert report.exit_code() == 1


def test_a_profile_that_is_no_json_stops_no_check(bag: Path, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text("{")
    report = verify(bag, profiles=[tmp_path / "p.json"])
    assert [finding.code for finding in report.findings] == ["B301"]
    assert [subject.state for subject in report.subjects] == [State.FAILED, State.PASSED]


@pytest.mark.parametrize(("change", "state"), [({"Colour": 1}, State.PASSED), ({"Serialization": None}, State.FAILED)])
def test_a_note_on_a_profile_leaves_the_run_green(
    bag: Path, tmp_path: Path, change: dict[str, object], state: State
) -> None:
    report = verify(bag, profiles=[a_file(tmp_path / "p.json", **change)])
    assert report.subjects[0].state is state
    assert report.exit_code(strict=True) == (0 if state is State.PASSED else 1)


def test_a_warning_on_a_profile_is_one(bag: Path, tmp_path: Path) -> None:
    report = verify(bag, profiles=[a_file(tmp_path / "p.json", **{"Tag-Files-Required": ["bag-info.txt"]})])
    assert report.subjects[0].state is State.WARNED
    assert (report.exit_code(), report.exit_code(strict=True)) == (0, 1)


def test_a_bag_that_names_a_bundled_profile_is_judged_by_it_unasked(tmp_path: Path) -> None:
    named = put(plan(PAYLOAD, info=(("BagIt-Profile-Identifier", BTR),)), tmp_path / "bag")
    report = verify(named)
    assert profile_check(report) == (State.FAILED, "btr, which the bag names")
    assert {finding.code for finding in report.findings} == {"B313"}


def test_a_bag_that_names_a_profile_of_somebody_else_stays_green(bag: Path) -> None:
    report = verify(bag)
    state, note = profile_check(report)
    assert (report.findings, report.exit_code(), state) == ((), 0, State.NOT_RUN)
    assert IDENTIFIER in note


OFFLINE = """
import sys
from pathlib import Path
from archiver.workflow import verify
def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")):
        print(event, arguments)
sys.addaudithook(watch)
print(verify(Path(sys.argv[1]), profiles=sys.argv[2:]).exit_code())
"""


@pytest.mark.parametrize("profiles", [[], ["btr"]])
def test_the_address_that_a_bag_names_is_never_opened(bag: Path, profiles: list[str]) -> None:
    command = [sys.executable, "-c", OFFLINE, str(bag), *profiles]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=BARE)
    assert (done.stdout, done.stderr) == ("1\n" if profiles else "0\n", "")


def test_bagit_has_no_opinion_on_profiles(bag: Path, tmp_path: Path) -> None:
    profile = a_file(tmp_path / "p.json", **{"Manifests-Required": ["md5"]})
    report = verify(bag, profiles=[profile], second_opinion=True)
    assert [finding.code for finding in report.findings] == ["B316"]
    assert report.subjects[0].checks[-1].state is State.PASSED


def test_known_are_the_bundled_profiles_by_all_their_names() -> None:
    profile = known(BTR)
    assert profile is not None
    assert profile.name == "btr"
    assert all(known(identifier) is profile for identifier in profile.identifiers)
    assert known("https://example.org/p.json") is None


def test_a_name_that_is_neither_bundled_nor_a_file_is_a_slip(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such profile: aptrsut") as caught:
        demanded(["aptrsut"])
    assert "aptrust" in str(caught.value.help)
    with pytest.raises(UsageError, match="no profile is fetched"):
        demanded(["https://example.org/p.json"])
    with pytest.raises(CannotRead, match="Is a directory"):
        demanded([tmp_path])
    with pytest.raises(CannotRead, match="null"):
        demanded(["a\0b"])


def test_a_profile_may_come_through_a_pipe() -> None:
    reading, writing = os.pipe()
    os.write(writing, json.dumps(a_profile()).encode())
    os.close(writing)
    (profile,), told = demanded([f"/dev/fd/{reading}"])
    os.close(reading)
    assert (profile.identifier, told) == (IDENTIFIER, ())


def test_a_file_called_like_a_bundled_profile_is_meant_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(a_file(tmp_path / "p.json"), tmp_path / "btr")
    monkeypatch.chdir(tmp_path)
    (bundled, own), _ = demanded(["btr", "./btr"])
    assert (bundled.identifier, own.identifier) == (BTR, IDENTIFIER)


def test_a_pipe_that_nobody_writes_into_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "profile.json")
    with pytest.raises(CannotRead, match=r"cannot read the profile .*: nobody writes into it"):
        demanded([tmp_path / "profile.json"])
    with pytest.raises(CannotRead, match="neither a file nor a pipe"):
        demanded(["/dev/zero"])


def test_a_pipe_whose_writer_takes_its_time_is_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "profile.json")
    text = json.dumps(a_profile())
    writing = os.open(tmp_path / "profile.json", os.O_RDWR)

    def write() -> None:
        os.write(writing, text.encode())
        os.close(writing)

    slow = threading.Timer(1.5, write)
    slow.start()
    (profile,), _ = demanded([tmp_path / "profile.json"])
    slow.join()
    assert profile.identifiers
