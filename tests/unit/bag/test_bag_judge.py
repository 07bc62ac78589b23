# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from archiver.bag import PROFILE, Judgement, Terms, judge
from archiver.bag.plan import plan
from archiver.errors import CannotRead, NothingToCheck
from archiver.findings import State
from archiver.identity import content_swhid, directory_swhid, payload_digest
from bags import BARE, INFO, PAYLOAD, a_plan, put, tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOREIGN = (("Source-Organization", "Fordham Archive"),)


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return put(a_plan(), tmp_path / "v1")


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    return put(plan(PAYLOAD, info=FOREIGN), tmp_path / "foreign")


def told(judgement: Judgement) -> list[tuple[str, str]]:
    return [(finding.code, finding.path.removeprefix("bag/")) for finding in judgement.findings]


def states(judgement: Judgement) -> list[tuple[str, State]]:
    return [(check.name, check.state) for check in judgement.checks]


def test_a_sound_package_passes_with_what_was_checked(bag: Path) -> None:
    judgement = judge(bag, path="bag")
    assert judgement.findings == ()
    assert [(check.name, check.state, check.note) for check in judgement.checks] == [
        ("structure", State.PASSED, "RFC 8493"),
        ("completeness", State.PASSED, "10 files"),
        ("fixity", State.PASSED, "10 files, 2 algorithms"),
    ]
    assert (judgement.ours, judgement.safe) == (True, True)
    assert judgement.info == (*INFO, ("Payload-Oxum", "30.3"))


def test_a_judgement_carries_what_the_identifiers_are_made_of(bag: Path) -> None:
    judgement = judge(bag, path="bag", identify=True, keep=lambda path: path == "data/record.json")
    planned = a_plan()
    assert judgement.payload == planned.digests
    assert payload_digest(judgement.payload) == payload_digest(planned.digests)
    assert directory_swhid(judgement.swhids) == directory_swhid(
        {path: content_swhid(data) for path, data in planned.payload.items()}
    )
    assert judgement.tagmanifests == {
        name: hashlib.sha512(planned.file(name)).hexdigest()
        for name in ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt")
    }
    assert judgement.contents == {"data/record.json": b"{}\n"}


def test_identifiers_are_computed_for_a_bag_without_sha256_too(foreign: Path) -> None:
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"):
        (foreign / name).unlink()
    assert judge(foreign, path="bag").payload == {}
    assert judge(foreign, path="bag", identify=True).payload == a_plan().digests


def test_a_changed_file_is_told_with_what_was_recorded_and_found(bag: Path) -> None:
    (bag / "data/record.json").write_bytes(b"[]\n")
    (finding,) = judge(bag, path="bag/").findings
    old, new = (hashlib.sha512(data).hexdigest()[:8] for data in (b"{}\n", b"[]\n"))
    assert finding.path == "bag/data/record.json"
    assert finding.detail[1] == f"sha512 recorded {old}…   found {new}…"
    assert states(judge(bag, path="bag")) == [
        ("structure", State.PASSED),
        ("completeness", State.PASSED),
        ("fixity", State.FAILED),
    ]


def test_a_wrong_manifest_is_not_blamed_on_the_file(foreign: Path) -> None:
    for name in ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt"):
        (foreign / name).unlink()
    manifest = foreign / "manifest-sha512.txt"
    text = manifest.read_text()
    manifest.write_text(("1" if text[0] != "1" else "2") + text[1:])
    judgement = judge(foreign, path="bag")
    assert told(judgement) == [("B109", "manifest-sha512.txt"), ("B125", "tagmanifest-sha512.txt")]
    assert judgement.findings[0].detail[0].startswith("data/record.json: sha512 recorded")


def test_a_weak_algorithm_does_not_outvote_a_strong_one(foreign: Path) -> None:
    for path in foreign.glob("*manifest-*.txt"):
        path.unlink()
    lines = {"md5": "", "sha512": ""}
    for name in lines:
        for file, data in PAYLOAD.items():
            lines[name] += f"{hashlib.new(name, data).hexdigest()}  data/{file}\n"
    (foreign / "manifest-md5.txt").write_text(lines["md5"])
    (foreign / "manifest-sha512.txt").write_text(lines["sha512"].replace(lines["sha512"][:8], "0" * 8, 1))
    assert told(judge(foreign, path="bag"))[0] == ("F102", "data/source/bridge.txt")


def test_rules_of_our_profile_are_warnings_in_other_bags(foreign: Path) -> None:
    (foreign / "notes.txt").write_bytes(b"x")
    (foreign / "data/empty").mkdir()
    assert told(judge(foreign, path="bag")) == [("B124", "notes.txt")]
    assert told(judge(foreign, path="bag", strict_profile=True)) == [("F103", "data/empty"), ("B114", "notes.txt")]
    for path in foreign.glob("tagmanifest-*"):
        path.unlink()
    assert told(judge(foreign, path="bag")) == [("B125", "tagmanifest-sha512.txt")]
    assert states(judge(foreign, path="bag"))[1] == ("completeness", State.WARNED)


def test_what_a_package_needs_is_told_where_no_manifest_lists_it(bag: Path) -> None:
    judgement = judge(bag, path="bag", needs=["data/ro-crate-metadata.json", "data/record.json"])
    assert told(judgement) == [("B117", "data/ro-crate-metadata.json")]
    (bag / "data/record.json").unlink()
    assert told(judge(bag, path="bag", needs=["data/record.json"])) == [("F101", "data/record.json")]


def test_a_bag_names_our_profile_by_its_label_in_any_case(tmp_path: Path) -> None:
    bag = put(plan(PAYLOAD, info=[("bagit-profile-IDENTIFIER", PROFILE)]), tmp_path / "v1")
    assert judge(bag, path="bag").ours
    assert not judge(put(plan(PAYLOAD, info=[("A", PROFILE)]), tmp_path / "v2"), path="bag").ours


def test_a_package_of_ours_has_one_declaration_and_one_form_of_manifest(bag: Path) -> None:
    (bag / "bagit.txt").write_bytes(b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
    tag_manifest = bag / "tagmanifest-sha256.txt"
    tag_manifest.write_bytes(tag_manifest.read_bytes().replace(b"\n", b"\r\n"))
    assert told(judge(bag, path="bag")) == [
        ("B102", "bagit.txt"),
        ("F105", "bagit.txt"),
        ("B105", "tagmanifest-sha256.txt"),
    ]


def test_links_and_special_files_are_told_and_never_opened(bag: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"{}\n")
    (bag / "data/record.json").unlink()
    (bag / "data/record.json").symlink_to(outside / "secret")
    (bag / "data/linked").symlink_to(outside)
    os.mkfifo(bag / "data/fifo")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(bag / "sock"))
        judgement = judge(bag, path="bag")
    assert [(finding.code, finding.path, finding.detail) for finding in judgement.findings] == [
        ("B110", "bag/data/fifo", ("FIFO",)),
        ("B110", "bag/data/linked", ("symbolic link",)),
        ("B110", "bag/data/record.json", ("symbolic link",)),
        ("B110", "bag/sock", ("socket",)),
    ]
    assert not judgement.safe


@pytest.mark.parametrize("name", ["bagit.txt", "manifest-sha512.txt", "bag-info.txt"])
def test_a_tag_file_that_is_a_fifo_does_not_make_us_wait(bag: Path, name: str) -> None:
    (bag / name).unlink()
    os.mkfifo(bag / name)
    judgement = judge(bag, path="bag", strict_profile=True)
    assert ("B110", name) in told(judgement)
    assert not judgement.safe


@pytest.mark.parametrize(
    ("name", "code"), [("bag-info.txt", "B112"), ("fetch.txt", "B122"), ("manifest-md5.txt", "B105")]
)
def test_a_folder_in_the_place_of_a_tag_file_is_told(foreign: Path, name: str, code: str) -> None:
    """Other tools read bag-info.txt, whether it is listed or not, and cannot."""
    listed = (foreign / name).exists()
    (foreign / name).unlink(missing_ok=True)
    (foreign / name).mkdir()
    assert told(judge(foreign, path="bag")) == [("F106", name) if listed else (code, name)]
    for manifest in foreign.glob("tagmanifest-*.txt"):
        kept = [line for line in manifest.read_text().splitlines(keepends=True) if name not in line]
        manifest.write_text("".join(kept))
    assert told(judge(foreign, path="bag")) == [(code, name)]


def test_a_payload_folder_that_is_a_link_is_told_once(bag: Path) -> None:
    (bag / "data").rename(bag.parent / "elsewhere")
    (bag / "data").symlink_to(bag.parent / "elsewhere")
    assert told(judge(bag, path="bag")) == [("B110", "data")]


def test_a_package_of_ours_is_not_read_leniently(bag: Path, foreign: Path) -> None:
    for root, codes in ((bag, {"B134", "F105"}), (foreign, {"B135", "F105"})):
        with (root / "manifest-sha512.txt").open("a") as manifest:
            manifest.write("\n")
        assert {code for code, _ in told(judge(root, path="bag", terms=Terms(lenient=True)))} == codes


def test_a_missing_payload_folder_is_one_finding(bag: Path) -> None:
    for path in sorted((bag / "data").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (bag / "data").rmdir()
    (finding,) = judge(bag, path="bag").findings
    assert (finding.code, finding.detail) == ("B103", ("3 files are listed",))


def test_a_bag_without_payload_manifest_is_told_with_what_comes_near(foreign: Path) -> None:
    for path in foreign.glob("tagmanifest-*"):
        path.unlink()
    (foreign / "manifest-sha256.txt").unlink()
    (foreign / "manifest-sha512.txt").rename(foreign / "manifest-SHA-512.txt")
    judgement = judge(foreign, path="bag")
    assert told(judgement) == [("B104", "manifest-sha512.txt"), ("B125", "tagmanifest-sha512.txt")]
    assert judgement.findings[0].detail == (
        "manifest-SHA-512.txt: an algorithm is written in lower-case letters and digits",
    )
    assert states(judgement)[2] == ("fixity", State.NOT_RUN)


def test_an_unknown_algorithm_is_not_passed_over(foreign: Path) -> None:
    (foreign / "manifest-whirl.txt").write_text("ab  data/record.json\n")
    judgement = judge(foreign, path="bag")
    assert ("B115", "manifest-whirl.txt") in told(judgement)
    assert states(judgement)[2] == ("fixity", State.NOT_RUN)


def test_weak_algorithms_alone_are_warned_of(foreign: Path) -> None:
    for path in foreign.glob("*manifest-*.txt"):
        path.unlink()
    text = "".join(
        f"{hashlib.md5(data, usedforsecurity=False).hexdigest()}  data/{path}\n" for path, data in PAYLOAD.items()
    )
    (foreign / "manifest-md5.txt").write_text(text)
    assert told(judge(foreign, path="bag")) == [("B126", "manifest-md5.txt"), ("B125", "tagmanifest-sha512.txt")]


def test_payload_oxum_is_told_only_where_no_file_explains_it(tmp_path: Path) -> None:
    other = put(plan(PAYLOAD, info=[*INFO, ("Payload-Oxum", "35.3")]), tmp_path / "v2")
    (finding,) = judge(other, path="bag").findings
    assert (finding.code, finding.detail) == ("B113", ("recorded 35.3   found 30.3",))
    (other / "data/record.json").write_bytes(b"{ }\n")
    assert told(judge(other, path="bag")) == [("F102", "data/record.json")]
    (other / "data/record.json").unlink()
    os.mkfifo(other / "data/record.json")
    assert told(judge(other, path="bag")) == [("B110", "data/record.json")]


def test_payload_oxum_is_not_held_against_a_payload_that_nobody_could_look_at(tmp_path: Path) -> None:
    """Too few descriptors, as a folder that may not be read, are no fault of the bag."""
    root = put(plan(PAYLOAD, info=FOREIGN), tmp_path / "bag")
    assert "Payload-Oxum" in (root / "bag-info.txt").read_text()
    program = f"""
import resource
from archiver.bag import judge
from pathlib import Path
judge(Path({str(root)!r}), path="bag", identify=True)
with open("/dev/null") as file:
    first = file.fileno()
resource.setrlimit(resource.RLIMIT_NOFILE, (first + 2, first + 2))
print(*{{finding.code for finding in judge(Path({str(root)!r}), path="bag", identify=True).findings}})
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "F901\n"


def test_fetched_files_that_are_missing_are_incomplete(foreign: Path) -> None:
    (foreign / "fetch.txt").write_text("https://example.org/r 3 data/record.json\nhttps://example.org/x - data/x\n")
    (foreign / "data/record.json").unlink()
    judgement = judge(foreign, path="bag")
    assert told(judgement) == [
        ("F101", "data/record.json"),
        ("B122", "fetch.txt"),
        ("B123", "fetch.txt"),
        ("B124", "fetch.txt"),
    ]
    assert judgement.findings[0].detail == ("incomplete: fetch.txt says where it is to be had",)
    assert ("B118", "fetch.txt") in told(judge(foreign, path="bag", strict_profile=True))


def test_a_file_that_cannot_be_read_is_not_called_good(bag: Path) -> None:
    (bag / "data/record.json").chmod(0)
    child = os.fork()
    if child == 0:
        for folder in bag.parents:  # the child is nobody and has to reach the bag
            if os.stat(folder).st_uid == os.getuid() and str(folder).startswith("/tmp/"):  # noqa: PTH116, S108
                folder.chmod(0o755)
        if os.getuid() == 0:
            os.setuid(65534)
        found = told(judge(bag, path="bag"))
        os._exit(7 if found == [("F901", "data/record.json")] else 8)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_a_tag_file_in_another_normal_form_is_found(tmp_path: Path) -> None:
    bag = put(plan({"e\u0301": b"x"}, info=FOREIGN), tmp_path / "v1")
    (bag / "data/e\u0301").rename(bag / "data/é")
    assert told(judge(bag, path="bag")) == [("B144", "data/e\u0301")]
    (bag / "data/é").write_bytes(b"y")
    assert told(judge(bag, path="bag")) == [("B144", "data/e\u0301"), ("F102", "data/e\u0301")]


def test_one_of_two_spellings_does_not_vouch_for_the_other(tmp_path: Path) -> None:
    bag = put(plan({"é": b"x"}, info=FOREIGN), tmp_path / "v1")
    (bag / "data/e\u0301").write_bytes(b"other")
    assert [code for code, _ in told(judge(bag, path="bag"))] == ["F103", "B120"] or [
        code for code, _ in told(judge(bag, path="bag"))
    ] == ["B120", "F103"]


def test_two_spellings_on_disk_are_not_taken_for_the_one_that_is_listed(tmp_path: Path) -> None:
    bag = put(plan({"\u212b": b"x"}, info=FOREIGN), tmp_path / "v1")
    (bag / "data/\u212b").rename(bag / "data/\u00c5")
    (bag / "data/A\u030a").write_bytes(b"other")
    codes = {code for code, _ in told(judge(bag, path="bag"))}
    assert "F101" in codes or "F104" in codes
    assert "F103" in codes


def test_a_manifest_that_was_altered_is_not_believed(bag: Path) -> None:
    manifest = bag / "manifest-sha256.txt"
    manifest.write_text(f"{'0' * 64}  data/invented\n" + manifest.read_text().split("\n", 1)[1])
    judgement = judge(bag, path="bag")
    assert told(judgement) == [("B109", "manifest-sha256.txt"), ("F105", "manifest-sha256.txt")]
    assert judgement.findings[0].detail == (
        "does not list data/record.json",
        "lists data/invented, which no other manifest does",
    )


def test_names_that_do_not_decode_are_shown_escaped(bag: Path) -> None:
    with open(os.fsencode(bag) + b"/data/\xff\x1b", "wb"):  # noqa: PTH123 # a name that is no text
        pass
    found = told(judge(bag, path="bag"))
    assert ("F103", "data/\\xff\\x1b") in found


def test_a_manifest_whose_lines_are_broken_does_not_make_every_file_an_addition(foreign: Path) -> None:
    for path in foreign.glob("tagmanifest-*"):
        path.unlink()
    for path in foreign.glob("manifest-*"):
        path.write_bytes(b"\xff" + path.read_bytes())
    assert {code for code, _ in told(judge(foreign, path="bag"))} == {"B105", "B125"}


def test_many_lines_of_detail_are_cut(tmp_path: Path) -> None:
    bag = put(plan({f"f{number:03}": b"%d" % number for number in range(50)}, info=FOREIGN), tmp_path / "v1")
    for path in bag.glob("tagmanifest-*"):
        path.unlink()
    (bag / "manifest-sha256.txt").write_bytes((bag / "manifest-sha256.txt").read_bytes().split(b"\n")[0] + b"\n")
    finding = next(finding for finding in judge(bag, path="bag").findings if finding.code == "B108")
    assert finding.detail[0] == "does not list data/f001"
    assert finding.detail[-1] == "and 29 more"


def test_a_tag_manifest_that_leaves_out_a_manifest_is_told_in_every_bag(foreign: Path) -> None:
    path = foreign / "tagmanifest-sha256.txt"
    path.write_bytes(
        b"".join(line for line in path.read_bytes().splitlines(keepends=True) if b"  manifest-" not in line)
    )
    (finding,) = judge(foreign, path="bag").findings
    assert (finding.code, finding.detail) == ("B108", ("manifest-sha256.txt", "manifest-sha512.txt"))


@pytest.mark.parametrize("name", ["manifest-sha512.txt", "bag-info.txt"])
def test_a_tag_file_too_large_to_be_read_is_not_passed_over(foreign: Path, name: str) -> None:
    with (foreign / name).open("r+b") as file:
        file.truncate(257 * 1024 * 1024)
    for path in foreign.glob("*manifest-sha256.txt"):
        path.unlink()
    judgement = judge(foreign, path="bag")
    assert ("F903", name) in told(judgement)
    assert not judgement.safe


def test_what_is_no_folder_is_nothing_to_check(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for name in ("file", "absent"):
        with pytest.raises(NothingToCheck):
            judge(tmp_path / name, path=name)


def test_an_empty_folder_is_no_bag(tmp_path: Path) -> None:
    assert told(judge(tmp_path, path="bag")) == [
        ("B101", "bagit.txt"),
        ("B103", "data"),
        ("B104", "manifest-sha512.txt"),
        ("B125", "tagmanifest-sha512.txt"),
    ]


def test_folders_inside_each_other_without_end_are_told(bag: Path) -> None:
    deep = bag / "data"
    for _ in range(210):
        deep = deep / "d"
    deep.mkdir(parents=True)
    judgement = judge(bag, path="bag")
    found = judgement.findings
    assert [finding.code for finding in found] == ["F901"]
    assert not judgement.safe
    assert found[0].detail == ("more than 200 folders inside each other",)


WATCHED = """
import sys
from pathlib import Path
from archiver.bag import judge
root = Path(sys.argv[1])
judge(root, path="bag")  # loads all that is loaded on first use
opened = []
def watch(event, arguments):
    changing = "mkdir rename remove rmdir symlink link chmod chown utime truncate setxattr".split()
    if event == "open" or event.startswith("shutil.") or event.removeprefix("os.") in changing:
        opened.append((event, arguments))
sys.addaudithook(watch)
judge(root, path="bag", identify=True)
import os
for event, arguments in opened:
    path, mode, flags = arguments if event == "open" else (arguments[0], None, -1)
    wrong = event != "open" or mode is not None or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    if wrong or ("/" in str(path) and str(path) != str(root)) or str(path) == "..":
        print(event, arguments)
print("opened", len(opened))
"""


def test_judging_writes_nothing_and_opens_nothing_outside_the_bag(bag: Path) -> None:
    (bag / "data/linked").symlink_to("/etc/passwd")
    os.mkfifo(bag / "data/fifo")
    (bag / "data/large").write_bytes(bytes(700_000))
    before = tree(bag)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(bag)], check=True, capture_output=True, text=True, env=BARE
    )
    # The folder twice, data, data/source and metadata, ten files and the large one; once more the three folders and
    # the large file where they are read, and data where the large one is.
    assert (done.stdout, done.stderr) == ("opened 21\n", "")
    assert tree(bag) == before


def test_a_folder_that_cannot_be_read_is_told(bag: Path) -> None:
    child = os.fork()
    if child == 0:
        bag.chmod(0)
        if os.getuid() == 0:
            os.setuid(65534)
        try:
            judge(bag, path="bag")
        except CannotRead:
            os._exit(7)
        os._exit(8)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    bag.chmod(0o755)


@pytest.mark.parametrize("mode", [0o755, 0o645, 0o654, 0o744, 0o4644, 0o2644, 0o1644])
@pytest.mark.parametrize("path", ["data/record.json", "data/large", "bag-info.txt", "manifest-sha512.txt"])
def test_a_file_that_can_be_run_is_told_in_a_package_of_ours(tmp_path: Path, path: str, mode: int) -> None:
    bag = put(a_plan(PAYLOAD | {"large": bytes(300_000)}), tmp_path / "v1")
    (bag / path).chmod(mode)
    judgement = judge(bag, path="bag")
    (finding,) = judgement.findings
    assert (finding.code, finding.path, finding.detail) == ("B127", f"bag/{path}", (f"mode {mode:04o}",))
    assert states(judgement)[0] == ("structure", State.WARNED)
    assert judgement.safe


def test_modes_that_git_leaves_are_no_finding(bag: Path, foreign: Path) -> None:
    for mode in (0o644, 0o664, 0o600, 0o640, 0o444, 0o666):
        for path in bag.rglob("*"):
            path.chmod(0o3777 if path.is_dir() else mode)
        assert judge(bag, path="bag").findings == ()
    for path in foreign.rglob("*"):
        path.chmod(0o755)
    assert judge(foreign, path="bag").findings == ()


def spoil_manifests(bag: Path) -> None:
    for path in bag.glob("manifest-*"):
        path.write_text("rubbish\n")


def remove_manifests(bag: Path) -> None:
    for path in bag.glob("*manifest-*"):
        path.unlink()


def link_manifests(bag: Path) -> None:
    for path in bag.glob("manifest-*"):
        path.rename(bag.parent / path.name)
        path.symlink_to(bag.parent / path.name)


def link_payload(bag: Path) -> None:
    (bag / "data").rename(bag.parent / "elsewhere")
    (bag / "data").symlink_to(bag.parent / "elsewhere")


def link_one_file(bag: Path) -> None:
    (bag / "data/record.json").unlink()
    (bag / "data/record.json").symlink_to(os.devnull)


def remove_payload(bag: Path) -> None:
    shutil.rmtree(bag / "data")


def swell_tag_manifests(bag: Path) -> None:
    for path in bag.glob("tagmanifest-*"):
        os.truncate(path, 256 * 1024 * 1024 + 1)


def dig(bag: Path) -> None:
    (bag / "data" / "/".join("d" * 203)).mkdir(parents=True)


def add_a_fifo(bag: Path) -> None:
    os.mkfifo(bag / "data/fifo")


NO_LIST = "no whole list of the payload to check against"
NOT_SEEN = "listed files could not be looked at"


@pytest.mark.parametrize(
    ("damage", "completeness", "fixity"),
    [
        (spoil_manifests, (State.NOT_RUN, NO_LIST), (State.FAILED, "10 files, 2 algorithms")),
        (remove_manifests, (State.FAILED, "6 files"), (State.NOT_RUN, "no manifest to check against")),
        (link_manifests, (State.NOT_RUN, NO_LIST), (State.NOT_RUN, "no manifest to check against")),
        (link_payload, (State.NOT_RUN, f"3 {NOT_SEEN}"), (State.NOT_RUN, f"3 {NOT_SEEN}")),
        (remove_payload, (State.NOT_RUN, f"3 {NOT_SEEN}"), (State.NOT_RUN, f"3 {NOT_SEEN}")),
        (
            link_one_file,
            (State.NOT_RUN, "1 listed file could not be looked at"),
            (State.NOT_RUN, "1 listed file could not be looked at"),
        ),
        (
            swell_tag_manifests,
            (State.NOT_RUN, "no whole list of the tag files to check against"),
            (State.PASSED, "10 files, 2 algorithms"),
        ),
        (dig, (State.NOT_RUN, "a folder could not be looked at"), (State.NOT_RUN, "10 files, 2 algorithms")),
        (add_a_fifo, (State.PASSED, "10 files"), (State.PASSED, "10 files, 2 algorithms")),
    ],
)
def test_a_check_of_an_unsafe_bag_that_could_not_look_has_not_passed(
    bag: Path, damage: Callable[[Path], None], completeness: tuple[State, str], fixity: tuple[State, str]
) -> None:
    damage(bag)
    judgement = judge(bag, path="bag")
    assert [(check.state, check.note) for check in judgement.checks[1:]] == [completeness, fixity]
    assert not judgement.safe


def test_a_listed_path_of_very_many_names_takes_little_time_and_memory(bag: Path) -> None:
    link_one_file(bag)
    (bag / "data/empty").mkdir()
    for path in [*bag.glob("tagmanifest-*"), bag / "manifest-sha256.txt"]:
        path.unlink()
    with (bag / "manifest-sha512.txt").open("a") as manifest:
        manifest.write("0" * 128 + "  data" + "/a" * 100_000 + "\n")
    tracemalloc.start()
    try:
        judgement = judge(bag, path="bag")
        assert ("B110", "data/record.json") in told(judgement)
        assert ("F101", "data" + "/a" * 100_000) in told(judgement)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("version", ["1.0", "0.97"])
def test_a_path_of_combining_characters_without_end_is_not_put_in_order(foreign: Path, version: str) -> None:
    (foreign / "bagit.txt").write_text(f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n")
    (foreign / "data/café").write_bytes(b"")
    path = "data/" + "\u0315\u0300" * 500_000
    with (foreign / "manifest-sha512.txt").open("a", encoding="utf-8") as manifest:
        manifest.write(f"{'0' * 128}  {path}\n")
    assert ("F103", "data/café") in told(judge(foreign, path="bag"))  # to put the path in order would take hours
