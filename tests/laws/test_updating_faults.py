# SPDX-License-Identifier: Apache-2.0
"""Whatever goes wrong while a bag is brought up to date: it is the old one, the new one, or known to be in between."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archiver.bag import Request, alone, is_interrupted, judge, prepare, recover, replace
from archiver.bag.journal import TAGS
from archiver.bag.write import STAGING
from archiver.errors import ArchiverError, CannotRead, CannotWrite, InvalidMaterial
from archiver.workflow import bag, roll_back, update, verify
from bags import BARE, tree
from builders import WHEN
from faults import MEMORY, Faulty, die, in_a_child, interrupt, no_space

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUEST = Request(add=("sha512", "md5"), remove=("sha256",), accept=("data/a.txt",), info=(("Contact-Name", "Ada"),))


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        yield Path(place)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A bag one file of which was changed on purpose."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.txt").write_bytes(b"a")
    (source / "b.txt").write_bytes(b"b")
    place = tmp_path / "old" / "bag"
    bag(source, place, when=WHEN, algorithms=["sha256"])
    (place / "data" / "a.txt").write_bytes(b"A")
    return place


@pytest.fixture
def new(old: Path, tmp_path: Path) -> Path:
    place = a_copy(old, tmp_path / "new")
    update(place, REQUEST)
    return place


def a_copy(old: Path, shelf: Path) -> Path:
    shutil.copytree(old, shelf / "bag")
    return shelf / "bag"


def contents(place: Path) -> dict[str, bytes]:
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def renew(place: Path, disk: object) -> None:
    with alone(place):
        renewal = prepare(place, path="bag", request=REQUEST)
        assert renewal.wrong == ()
        replace(place, renewal.files, before=renewal.before, disk=disk)  # type: ignore[arg-type]


def count_steps(old: Path, shelf: Path) -> int:
    disk = Faulty(TAGS, -1, no_space)
    renew(a_copy(old, shelf), disk)
    return disk.steps


def test_the_new_bag_is_sound_and_the_old_one_was_not(old: Path, new: Path) -> None:
    assert {finding.code for finding in judge(old, path="bag").findings} == {"F102"}
    assert judge(new, path="bag").findings == ()
    assert sorted(path.name for path in new.parent.iterdir()) == ["bag"]
    assert {path.stat().st_nlink for path in new.rglob("*") if path.is_file()} == {1}


def test_each_step_is_on_the_medium_before_the_next_one_counts_on_it(old: Path, tmp_path: Path) -> None:
    place, disk = a_copy(old, tmp_path / "watched"), Faulty(TAGS, -1, no_space)
    renew(place, disk)
    root, shelf = os.fsencode(place), os.fsencode(place.parent)
    renames = [number for number, (name, _) in enumerate(disk.log) if name == "rename"]
    written = {path for name, path in disk.log[: renames[0]] if name in {"write", "mkdir"} and b"/update" in path}
    assert written <= {path for name, path in disk.log[: renames[0]] if name == "sync"}
    assert disk.log[renames[0] + 1] == ("sync", shelf)
    assert disk.log[renames[-1] - 1] == ("sync", root)
    assert disk.log[renames[-1] + 1 :] == [("sync", shelf)]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("fault", "error"), [(no_space, CannotWrite), (interrupt, KeyboardInterrupt)])
def test_a_fault_at_any_step_leaves_the_old_bag_or_the_new_one(
    old: Path, new: Path, tmp_path: Path, fault: type, error: type[BaseException], *, after: bool
) -> None:
    outcomes = []
    for step in range(count_steps(old, tmp_path / "counting")):
        place = a_copy(old, tmp_path / f"s{step}")
        disk = Faulty(TAGS, step, fault, after=after)
        with suppress(error):  # a link that fails is no failure: the bytes are copied
            renew(place, disk)
        found = contents(place)
        assert found in (contents(old), contents(new)), step
        assert is_interrupted(place) is False or found == contents(new)
        outcomes.append(found == contents(new))
        update(place, REQUEST)
        assert contents(place) == contents(new)
        assert sorted(path.name for path in place.parent.iterdir()) == ["bag"], step
    assert not outcomes[0]


@pytest.mark.parametrize("forward", [False, True])
@pytest.mark.parametrize("after", [False, True])
def test_a_killed_update_can_be_finished_and_rolled_back(
    old: Path, new: Path, tmp_path: Path, *, after: bool, forward: bool
) -> None:
    between = 0
    for step in range(count_steps(old, tmp_path / "counting")):
        place = a_copy(old, tmp_path / f"s{step}")
        disk = Faulty(TAGS, step, die, after=after)
        assert in_a_child(partial(renew, place, disk)) == 7
        found = contents(place)
        if found not in (contents(old), contents(new)):
            between += 1
            assert is_interrupted(place), step
            codes = {finding.code for finding in verify(place).findings}
            assert "B512" in codes
        if is_interrupted(place):
            with alone(place):
                assert recover(place, forward=forward)
            assert contents(place) == contents(new if forward else old), step
        assert not is_interrupted(place)
        update(place, REQUEST)
        assert contents(place) == contents(new)
        assert [path.name for path in place.parent.iterdir() if not path.name.startswith(STAGING)] == ["bag"], step
    assert between > 3


@pytest.mark.parametrize("after", [False, True])
def test_a_recovery_that_is_killed_can_be_begun_again_in_either_direction(
    old: Path, new: Path, tmp_path: Path, *, after: bool
) -> None:
    half = a_copy(old, tmp_path / "half")
    disk = Faulty(TAGS, -1, no_space)
    renew(a_copy(old, tmp_path / "counting"), disk)
    third = [number for number, (name, _) in enumerate(disk.log) if name == "rename"][3]
    assert in_a_child(partial(renew, half, Faulty(TAGS, third, die))) == 7
    assert contents(half) not in (contents(old), contents(new))
    for first in (False, True):
        for step in range(40):
            shelf = tmp_path / f"r{first}{step}"
            shutil.copytree(half.parent, shelf)
            place = shelf / "bag"
            code = in_a_child(partial(recovered, place, Faulty(TAGS, step, die, after=after), first))
            if is_interrupted(place):
                roll_back(place) if first else recovered(place, TAGS, True)  # noqa: FBT003 # as it stands there
                assert contents(place) == contents(old if first else new), (first, step)
            else:
                assert contents(place) == contents(new if first else old)
            if code == 0:
                break
        assert code == 0


def recovered(place: Path, disk: object, forward: bool) -> None:
    with alone(place):
        recover(place, forward=forward, disk=disk)  # type: ignore[arg-type]


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(old: Path, tmp_path: Path) -> None:
    place = a_copy(old, tmp_path / "new")
    with alone(place):
        renewal = prepare(place, path="bag", request=REQUEST)
        (place / "bag-info.txt").write_bytes(b"Contact-Name: somebody else\n")
        before = tree(place)
        with pytest.raises(CannotWrite, match=r"bag-info\.txt is neither what it was nor what it is to be"):
            replace(place, renewal.files, before=renewal.before)
    assert tree(place) == before
    assert [path.name for path in place.parent.iterdir()] == ["bag"]


def test_where_a_second_name_cannot_be_given_the_bytes_are_copied(old: Path, new: Path, tmp_path: Path) -> None:
    class NoLinks(Faulty):
        def link(self, _: bytes, new: bytes) -> None:
            raise PermissionError(1, "no links here", new)

    place = a_copy(old, tmp_path / "third")
    renew(place, NoLinks(TAGS, -1, no_space))
    assert contents(place) == contents(new)
    assert [path.name for path in place.parent.iterdir()] == ["bag"]


def test_a_second_update_at_the_same_time_is_refused(old: Path) -> None:
    with alone(old), pytest.raises(CannotWrite, match="another update is at work"):
        update(old, REQUEST)


def test_of_many_updates_each_is_made_or_refused_and_nothing_is_mixed(old: Path, new: Path) -> None:
    errors: list[str] = []
    start = threading.Barrier(5)

    def work() -> None:
        start.wait()
        try:
            update(old, REQUEST)
        except ArchiverError as error:
            errors.append(error.message)

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(errors) <= {"another update is at work on this bag"}
    assert contents(old) == contents(new)


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b'{"files": [{"name": "../../x", "old": null, "new": null}]}', b"\xff" * 9]
)
def test_a_damaged_journal_is_told_and_followed_nowhere(old: Path, text: bytes) -> None:
    journal = old.parent / ".archiver-update-bag"
    journal.mkdir()
    (journal / "journal.json").write_bytes(text)
    before = tree(old)
    with pytest.raises(CannotRead):
        update(old, REQUEST)
    with pytest.raises(CannotRead):
        roll_back(old)
    assert tree(old) == before


def test_a_journal_whose_files_are_not_the_promised_ones_is_told(old: Path) -> None:
    stop_half_way(old)
    for path in (old.parent / ".archiver-update-bag" / "new").iterdir():
        path.unlink()  # what is in place already is the same file by another name
        path.write_bytes(b"other bytes")
    with pytest.raises(CannotWrite, match="the journal of the update is damaged"):
        update(old, REQUEST)
    roll_back(old)
    assert {finding.code for finding in judge(old, path="bag").findings} == {"F102"}


def stop_half_way(place: Path, *, begun: bool = True) -> None:
    """Kill an update when its journal is valid, and with `begun` when the first tag file is in place too."""
    before, step = contents(place), 0
    while not is_interrupted(place) or (begun and contents(place) == before):
        if is_interrupted(place):
            roll_back(place)
        in_a_child(partial(renew, place, Faulty(TAGS, step, die)))
        step += 1


def test_a_journal_of_which_nothing_was_written_is_never_applied_unasked(old: Path, new: Path) -> None:
    before = contents(old)
    stop_half_way(old, begun=False)
    for request in (Request(), REQUEST):
        with pytest.raises(InvalidMaterial) as caught:
            update(old, request)
        assert [finding.code for finding in caught.value.findings] == ["B512"]
        assert "--roll-back" in caught.value.findings[0].advice
        assert contents(old) == before
    roll_back(old)
    assert not is_interrupted(old)
    update(old, REQUEST)
    assert contents(old) == contents(new)


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("sealed", [False, True])
def test_a_journal_is_not_applied_to_another_bag(old: Path, tmp_path: Path, *, begun: bool, sealed: bool) -> None:
    stop_half_way(old, begun=begun)
    old.rename(tmp_path / "elsewhere")
    (tmp_path / "source" / "c.txt").write_bytes(b"c")
    bag(tmp_path / "source", old, when=WHEN, algorithms=["sha512"])
    if not sealed:
        (old / "tagmanifest-sha512.txt").unlink()
    before = tree(old)
    for forward in (True, False):
        with pytest.raises(ArchiverError):
            roll_back(old) if not forward else update(old, REQUEST)
        assert tree(old) == before
    assert is_interrupted(old)


def test_a_bag_is_known_by_the_tag_files_that_stay_too(old: Path) -> None:
    stop_half_way(old)
    (old / "bagit.txt").write_bytes(b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
    before = contents(old)
    for attempt in (roll_back, partial(update, request=REQUEST)):
        with pytest.raises(CannotWrite, match=r"bagit\.txt is neither"):
            attempt(old)
    assert contents(old) == before


def test_a_bag_that_lost_its_journal_half_way_is_not_taken_in_as_a_whole(old: Path, new: Path, tmp_path: Path) -> None:
    between = 0
    for step in range(count_steps(old, tmp_path / "counting")):
        place = a_copy(old, tmp_path / f"s{step}")
        in_a_child(partial(renew, place, Faulty(TAGS, step, die)))
        if contents(place) in (contents(old), contents(new)):
            continue
        between += 1
        moved = place.rename(tmp_path / f"moved{step}")
        before = contents(moved)
        with pytest.raises(InvalidMaterial) as caught:
            update(moved, Request(accept_all=True))
        named = {finding.path.rpartition("/")[2] for finding in caught.value.findings}
        assert any("manifest-" in name for name in named), step
        assert contents(moved) == before
    assert between > 3


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
from archiver.cli import main
main(sys.argv[1:])
"""


def test_a_file_larger_than_the_system_allows_leaves_the_old_bag(old: Path) -> None:
    before = contents(old)
    command = [sys.executable, "-c", LIMITED, "update", str(old), "--add-algorithm", "sha512", "--accept-all"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=BARE)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("error: the file is larger than the system allows: ")
    assert contents(old) == before
    assert [path.name for path in old.parent.iterdir()] == ["bag"]


def test_new_tag_files_have_the_mode_of_the_old_ones(old: Path) -> None:
    (old / "bag-info.txt").chmod(0o640)
    update(old, REQUEST)
    assert (old / "bag-info.txt").stat().st_mode & 0o777 == 0o640
    assert (old / "manifest-sha512.txt").stat().st_mode & 0o777 == 0o644


def test_a_bag_is_updated_where_a_link_leads_to(old: Path, new: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link"
    link.symlink_to(old)
    update(link, REQUEST)
    assert contents(old) == contents(new)
    assert os.listdir(tmp_path / "elsewhere") == ["link"]  # noqa: PTH208 # names alone


def test_an_update_that_can_neither_go_on_nor_back_says_so_and_can_be_finished(old: Path, new: Path) -> None:
    journal = old.parent / ".archiver-update-bag"

    class Broken(Faulty):
        def rename(self, first: bytes, second: bytes) -> None:
            if second.endswith(b"/bag/tagmanifest-sha512.txt"):
                (journal / "old").rename(journal / "lost")
                no_space()
            TAGS.rename(first, second)

    with pytest.raises(CannotWrite, match="the update is half done"):
        renew(old, Broken(TAGS, -1, no_space))
    assert is_interrupted(old)
    (journal / "lost").rename(journal / "old")
    update(old, REQUEST)
    assert contents(old) == contents(new)
    assert [path.name for path in old.parent.iterdir()] == ["bag"]


def test_a_bag_that_is_a_mount_point_is_refused_and_left_alone(old: Path, tmp_path: Path) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode != 0:
        pytest.skip("mounting a disk is not permitted here")
    try:
        shutil.copytree(old, place, dirs_exist_ok=True)
        before = contents(place)
        with pytest.raises(CannotWrite, match="the bag is a mount point"):
            update(place, REQUEST)
        assert contents(place) == before
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_an_update_killed_from_outside_leaves_a_bag_that_the_next_one_makes_new(
    old: Path, new: Path, tmp_path: Path
) -> None:
    arguments = ["--add-algorithm=sha512", "--add-algorithm=md5", "--remove-algorithm=sha256", "--accept=data/a.txt"]
    command = [sys.executable, "-m", "archiver", "update", "--info=Contact-Name=Ada", *arguments]
    for number in range(8):
        place = a_copy(old, tmp_path / f"k{number}")
        run = subprocess.Popen([*command, str(place)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=BARE)
        time.sleep(0.1 + 0.04 * number)
        run.kill()
        run.communicate()
        assert contents(place) in (contents(old), contents(new)) or is_interrupted(place)
        if is_interrupted(place) and contents(place) == contents(old):
            roll_back(place)
        update(place, REQUEST)
        assert contents(place) == contents(new)
        assert [path.name for path in place.parent.iterdir() if not path.name.startswith(STAGING)] == ["bag"]


def test_the_command_finishes_and_rolls_back(old: Path, new: Path, tmp_path: Path) -> None:
    before = contents(old)
    stop_half_way(old)
    other = tmp_path / "other"
    shutil.copytree(old.parent, other)
    finished = command("update", str(old))
    assert (finished.returncode, finished.stdout) == (0, f"{old}\n")
    assert finished.stderr == "finished the update that had been stopped\nunchanged: the bag is as asked\n"
    assert contents(old) == contents(new)
    rolled = command("update", str(other / "bag"), "--roll-back")
    assert (rolled.returncode, rolled.stdout) == (0, f"{other / 'bag'}\n")
    assert rolled.stderr == "rolled back the update that had been stopped: the bag is the old one\n"
    assert contents(other / "bag") == before
    assert [path.name for path in other.iterdir()] == ["bag"]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "archiver", *arguments]
    return subprocess.run(program, capture_output=True, text=True, check=False)


def test_a_bag_that_is_gone_when_it_is_to_be_locked_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRead), alone(tmp_path / "gone"):
        pass
