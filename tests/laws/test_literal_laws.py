# SPDX-License-Identifier: Apache-2.0
"""The short way of the judge, for a small bag of which nothing can be said, never says what the long way does not."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import adversarial
from archiver.bag import judge
from archiver.bag.literal import literal
from archiver.bag.observe import Folder
from bags import NAMES, PAYLOAD

if TYPE_CHECKING:
    from collections.abc import Mapping

on_disk = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DECLARATION = "BagIt-Version: {}\nTag-File-Character-Encoding: UTF-8\n"
INFO = "Source-Organization: Fordham Archive\nBagging-Date: 2026-01-31\nContact-Name: the desk\nPayload-Oxum: {}\n"
BYTES = b" \t\n\r%:0A\xc3"
"""What means something in a tag file, and what means nothing in any."""
PLAIN_NAMES = st.sampled_from(
    ["a", "B", "c d", "x-1_y.txt", ".hidden", "(1)", "o'b", "content", "commas,", "a.b.c", "10"]
)
ODD_NAMES = st.sampled_from(["con", "Aux.txt", "com1", "nul .b", "b", "C D", "e.", "f ", " g", "..x", "...", "~", "A"])


def a_bag(
    root: Path,
    payload: Mapping[str, bytes],
    tags: Mapping[str, bytes] | None = None,
    *,
    version: str = "1.0",
    algorithms: tuple[str, ...] = ("sha256",),
    info: str | None = INFO,
) -> Path:
    """Write a bag by rules of its own, without the writer under test; the names are as they are."""
    texts = {"bagit.txt": DECLARATION.format(version).encode(), **(tags or {})}
    if info is not None:
        oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
        texts["bag-info.txt"] = info.replace("{}", oxum).encode()
    files = {f"data/{path}": data for path, data in payload.items()}
    for name in algorithms:
        texts[f"manifest-{name}.txt"] = lines(files, name)
    seals = {f"tagmanifest-{name}.txt": lines(texts, name) for name in algorithms}
    (root / "data").mkdir(parents=True)
    for path, data in (files | texts | seals).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def lines(files: Mapping[str, bytes], algorithm: str) -> bytes:
    text = "".join(f"{hashlib.new(algorithm, data).hexdigest()}  {path}\n" for path, data in files.items())
    return text.encode()


def seal(root: Path, algorithm: str = "sha256") -> None:
    """Write the tag manifest anew, so that it vouches for whatever stands in the tag files."""
    names = sorted(path.name for path in root.iterdir() if path.is_file() and not path.name.startswith("tagmanifest"))
    (root / f"tagmanifest-{algorithm}.txt").write_bytes(
        lines({name: (root / name).read_bytes() for name in names}, algorithm)
    )


def both_ways(root: Path) -> bool:
    """Hold the two ways against each other; tell whether the short one was taken."""
    assert judge(root, path="bag", keep=is_kept) == judge(Folder(root), path="bag", keep=is_kept)
    return literal(str(root)) is not None


def is_kept(path: str) -> bool:
    return "a" in path.removeprefix("data/")


PLAIN: dict[str, dict[str, object]] = {
    "one file": {"payload": {"document.txt": b"text\n"}},
    "folders": {"payload": {"a/b/c": b"1", "a/d e.txt": b"", "z": b"2", ".hidden": b"3"}},
    "as bagit.py writes it": {"payload": PAYLOAD, "version": "0.97", "algorithms": ("sha256", "sha512")},
    "without bag-info": {"payload": PAYLOAD, "info": None},
    "other words": {"payload": PAYLOAD, "info": "Anything: goes: here\nAnything: twice\nOrt: Köln\n"},
    "an empty bag-info": {"payload": PAYLOAD, "info": ""},
    "tag files": {"payload": PAYLOAD, "tags": {"metadata/premis.xml": b"<premis/>", "notes.txt": b"n"}},
    "no payload": {"payload": {}},
    "a weak algorithm beside a strong one": {"payload": PAYLOAD, "algorithms": ("md5", "sha512")},
    "capitals": {"payload": {"A": b"1", "b": b"2", "Content/Aux-1.txt": b"3"}},
    "names of other scripts": {
        "payload": {"Ä/ß.txt": b"1", "ä.txt": b"2", "ö.txt": b"3", "日本 (1)": b"4", "e\u0301": b"5"}
    },
    "nearly large": {"payload": {f"{n}": bytes(200_000) for n in range(30)}},
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_bag_goes_the_short_way(name: str, tmp_path: Path) -> None:
    root = a_bag(tmp_path / "bag", **PLAIN[name])  # type: ignore[arg-type]
    assert both_ways(root)
    assert judge(root, path="bag").findings == ()


SPECIAL: dict[str, dict[str, object]] = {
    "a profile of ours": {"payload": PAYLOAD, "info": "BagIt-Profile-Identifier: urn:x-archiver:profile:package:1\n"},
    "a profile": {"payload": PAYLOAD, "info": "BAGIT-PROFILE-IDENTIFIER: https://example.org/p.json\n"},
    "an odd date": {"payload": PAYLOAD, "info": "Bagging-Date: 2026-02-30\n"},
    "a leap day": {"payload": PAYLOAD, "info": "Bagging-Date: 2024-02-29\n"},
    "a count": {"payload": PAYLOAD, "info": "Bag-Count: 1 of x\n"},
    "twice": {"payload": PAYLOAD, "info": "Bag-Size: 1 kB\nbag-size: 1 kB\n"},
    "oxum twice": {"payload": PAYLOAD, "info": INFO + "Payload-Oxum: {}\n"},
    "oxum wrong": {"payload": PAYLOAD, "info": "Payload-Oxum: 1.1\n"},
    "oxum with zeros": {"payload": PAYLOAD, "info": "Payload-Oxum: 0{}\n"},
    "oxum with a blank": {"payload": PAYLOAD, "info": "Payload-Oxum: {} \n"},
    "oxum of words": {"payload": PAYLOAD, "info": "Payload-Oxum: many\n"},
    "folded": {"payload": PAYLOAD, "info": "A: b\n  c: d\n"},
    "no blank": {"payload": PAYLOAD, "info": "A:b: c\n"},
    "line ends of Windows": {"payload": PAYLOAD, "info": "A: b\r\n"},
    "two blanks": {"payload": PAYLOAD, "info": "A:  b\n", "version": "0.97"},
    "an old bag": {"payload": PAYLOAD, "version": "0.96"},
    "a bag of tomorrow": {"payload": PAYLOAD, "version": "1.1"},
    "weak algorithms": {"payload": PAYLOAD, "algorithms": ("md5", "sha1")},
    "no algorithm that is known here": {"payload": PAYLOAD, "algorithms": ("sha224",)},
    "a hole": {"payload": PAYLOAD, "tags": {"fetch.txt": b""}},
    "two texts": {"payload": PAYLOAD, "tags": {"package-info.txt": b"A: b\n"}},
    "a manifest by another name": {"payload": PAYLOAD, "tags": {"old-manifest-sha256.txt": b""}},
    "a device": {"payload": {"Con.txt": b"1"}},
    "a name twice": {"payload": {"A": b"1", "a": b"2"}},
    "folders but for case": {"payload": {"A/x": b"1", "a/x": b"2"}},
    "a name twice, by other letters": {"payload": {"É": b"1", "é": b"2"}},
    "a name twice, composed and not": {"payload": {"\u00e9": b"1", "e\u0301": b"2"}},
    "a name twice, the sharp s": {"payload": {"ß": b"1", "ss": b"2"}},
    "a port of small digits": {"payload": {"com\u00b9": b"1"}},
    "a device beside other scripts": {"payload": {"ä/nul.txt": b"1"}},
    "a name that turns the line": {"payload": {"a\u202eb": b"1"}},
    "a hard blank at the end": {"payload": {"a\u00a0": b"1"}},
    "a dot at the end": {"payload": {"ä.": b"1"}},
    "a colon, and another script": {"payload": {"ä:": b"1"}},
    "a line end in a name": {"payload": {"a\nb": b"1"}},
    "a percent sign": {"payload": {"100%": b"1"}},
    "a blank before a name": {"payload": PAYLOAD, "tags": {" notes": b"n"}},
    "a blank after a name": {"payload": {"a ": b"1"}},
    "deep": {"payload": {"a/" * 40 + "b": b"1"}},
    "many": {"payload": {f"{n}": b"" for n in range(1001)}},
    "many tag files": {"payload": PAYLOAD, "tags": {f"{n}": b"" for n in range(1001)}},
    "large": {"payload": {"a": bytes(300_000)}},
    "large together": {"payload": {f"{n}": bytes(250_000) for n in range(40)}, "info": None},
    "large tag files": {"payload": PAYLOAD, "tags": {f"{n}": bytes(250_000) for n in range(40)}},
}


@pytest.mark.parametrize("name", SPECIAL)
def test_a_special_bag_goes_the_long_way(name: str, tmp_path: Path) -> None:
    root = a_bag(tmp_path / "bag", **SPECIAL[name])  # type: ignore[arg-type]
    assert not both_ways(root)


@pytest.mark.parametrize(
    "what", ["changed", "changed and one link less", "vanished", "a folder vanished", "replaced by a link"]
)
def test_what_does_not_stand_still_is_not_called_good(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_bag(tmp_path / "bag", {"a/b": b"content", "c": b""})
    (tmp_path / "link").hardlink_to(root / "data/a/b")
    read, listed = os.read, os.scandir

    def reading(descriptor: int, count: int) -> bytes:
        data = read(descriptor, count)
        if data == b"content" and what == "changed":
            (root / "data/a/b").write_bytes(b"another")
        if data == b"content" and what == "changed and one link less":
            (root / "data/a/b").write_bytes(b"another")
            (tmp_path / "link").unlink(missing_ok=True)
        if data == b"content" and what == "vanished":
            (root / "data/a/b").unlink(missing_ok=True)
            (tmp_path / "link").unlink(missing_ok=True)
        return data

    def listing(place: int) -> Any:
        entries = list(listed(place))
        if {entry.name for entry in entries} == {"b"} and what == "a folder vanished":
            (root / "data/a/b").unlink()
            (root / "data/a").rmdir()
        if {entry.name for entry in entries} == {"b"} and what == "replaced by a link":
            (root / "data/a/b").rename(tmp_path / "elsewhere")
            (root / "data/a/b").symlink_to(tmp_path / "elsewhere")
        return contextlib.nullcontext(entries)

    monkeypatch.setattr(os, "read", reading)
    monkeypatch.setattr(os, "scandir", listing)
    assert literal(str(root)) is None
    monkeypatch.undo()
    assert judge(root, path="bag").findings


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adversarial") / "bags"
    adversarial.main(folder)
    return folder


def test_no_bag_that_was_made_to_deceive_is_taken_without_a_word(written: Path) -> None:
    taken = [name for name in adversarial.cases() if both_ways(written / name / "bag")]
    assert all(name.startswith("ok_") for name in taken)
    assert len(taken) >= 20


@pytest.mark.parametrize("sealed", [False, True], ids=["changed", "changed and sealed anew"])
@pytest.mark.parametrize("name", ["bagit.txt", "bag-info.txt", "manifest-sha256.txt"])
def test_no_octet_of_a_tag_file_changes_unseen(name: str, sealed: bool, tmp_path: Path) -> None:
    root = a_bag(tmp_path / "bag", {"a": b"1", "b c": b"2"})
    whole = (root / name).read_bytes()
    taken = 0
    for place in range(len(whole) + 1):
        if name.startswith("manifest") and 3 < place % 64 < 60:  # one digit is as another
            continue
        changes = [
            whole[:place] + bytes([octet]) + whole[place + len(kept) :] for kept in (b"", b"x") for octet in BYTES
        ]
        for changed in [*changes, whole[:place] + whole[place + 1 :], whole[:place]]:
            (root / name).write_bytes(changed)
            if sealed:
                seal(root)
            if both_ways(root):
                taken += 1
                assert sealed or changed == whole
    (root / name).write_bytes(whole)
    seal(root)
    assert both_ways(root)
    assert taken


TREES = st.dictionaries(
    st.lists(st.one_of(PLAIN_NAMES, PLAIN_NAMES, ODD_NAMES, NAMES), min_size=1, max_size=3).map("/".join),
    st.binary(max_size=20),
    max_size=4,
)
CHANGES = st.sampled_from(["nothing", "octet", "remove", "add", "rename", "link", "folder", "fifo", "swap"])


@on_disk
@given(TREES, TREES, st.sampled_from(["1.0", "0.97"]), st.sampled_from([None, INFO, ""]), CHANGES, st.data())
def test_both_ways_lead_to_one_judgement(
    payload: dict[str, bytes],
    tags: dict[str, bytes],
    version: str,
    info: str | None,
    change: str,
    data: st.DataObject,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            root = a_bag(Path(folder) / "bag", payload, tags, version=version, info=info)
        except OSError:  # no such tree: a file in the place of a folder, a name too long
            return
        files = sorted(path for path in root.rglob("*") if path.is_file())
        applied(change, root, data.draw(st.sampled_from(files)))
        both_ways(root)


def applied(change: str, root: Path, file: Path) -> None:
    """Do something to a file of the bag, or beside it."""
    if change == "octet":
        data = file.read_bytes() or b"?"
        file.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    elif change in {"remove", "link", "fifo", "folder"}:
        file.unlink()
    elif change == "add":
        file.with_name(file.name[:200] + "1").write_bytes(b"")
    elif change == "rename":
        file.rename(file.with_name(file.name[:200] + "1"))
    elif change == "swap":
        first, second = root / "manifest-sha256.txt", root / "bagit.txt"
        one, two = first.read_bytes(), second.read_bytes()
        first.write_bytes(two)
        second.write_bytes(one)
    if change == "link":
        file.symlink_to(root / "bagit.txt")
    elif change == "fifo":
        os.mkfifo(file)
    elif change == "folder":
        file.mkdir()


@on_disk
@given(st.dictionaries(PLAIN_NAMES, st.binary(max_size=20), min_size=1, max_size=4), st.data())
def test_what_is_changed_in_a_plain_bag_takes_it_off_the_short_way(
    payload: dict[str, bytes], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = a_bag(Path(folder) / "bag", payload)
        assert both_ways(root)
        files = sorted(path for path in root.rglob("*") if path.is_file())
        for change in ("octet", "remove", "add", "rename", "link", "folder", "fifo", "swap"):
            copy = Path(folder) / change
            shutil.copytree(root, copy)
            file = copy / data.draw(st.sampled_from(files)).relative_to(root)
            if change == "octet" and not file.read_bytes():
                continue
            applied(change, copy, file)
            assert not both_ways(copy), (change, file)
