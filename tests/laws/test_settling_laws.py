# SPDX-License-Identifier: Apache-2.0
"""What is read and compared in bulk gives the same as what is read and compared one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.bag import compare as comparing
from archiver.bag import manifest as reading
from archiver.bag import plain
from archiver.bag.columns import Entries, File, Files
from archiver.bag.compare import compare
from archiver.bag.contents import Declared, Observed
from archiver.bag.hazards import hazards
from archiver.bag.manifest import Manifest, parse_manifest
from archiver.bag.paths import folded, hazard
from archiver.bag.tags import Declaration, Fetch

if TYPE_CHECKING:
    from collections.abc import Iterable

PATHS = ["data/a", "data/b", "data/B", "data/d/é", "data/d/e\u0301", "data/k", "data/\u212a", "data/nul", "metadata/x"]
DIGESTS = [b"\1" * 2, b"\2" * 2, b"\3" * 2]
SOME = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(DIGESTS), max_size=len(PATHS))
NONE: st.SearchStrategy[dict[str, bytes]] = st.just({})
ALGORITHMS = ("md5", "sha256", "zzz")


@st.composite
def sides(draw: st.DrawFn) -> tuple[Declared, Observed]:
    """Bags that are whole but for some faults, in one to three manifests, one of an unknown algorithm."""
    there = draw(SOME)
    manifests, tags = {}, {}
    for algorithm in draw(st.lists(st.sampled_from(ALGORITHMS), min_size=1, unique=True)):
        listed = {**there, **draw(NONE | SOME)}
        for path in draw(st.just([]) | st.lists(st.sampled_from(PATHS), max_size=2)):
            listed.pop(path, None)
        payload = {path: digest for path, digest in listed.items() if path.startswith("data/")}
        paths = sorted(payload)
        column = bytearray(b"".join(payload[path] for path in paths))
        entries = Entries(paths, column, 2) if draw(st.booleans()) else payload
        manifests[algorithm] = Manifest(algorithm=algorithm, entries=entries)
        tags[algorithm] = Manifest(algorithm=algorithm, entries={k: v for k, v in listed.items() if k not in payload})
    files = {path: File(3, (digest, digest), 0o755) for path, digest in there.items()}
    fetch = draw(st.lists(st.sampled_from(PATHS[:6]), max_size=2))
    declared = Declared(
        declaration=Declaration(version=draw(st.sampled_from([(1, 0), (0, 97)]))),
        manifests=manifests,
        tagmanifests=tags if draw(st.booleans()) else {},
        broken=frozenset(draw(st.lists(st.sampled_from(["manifest-md5.txt", "manifest-sha256.txt"]), max_size=1))),
        oxum=draw(st.none() | st.just((3 * len(files), len(files)))),
        fetch=tuple(Fetch(url="https://a.example/", length=None, path=path) for path in fetch),
        profile=draw(st.booleans()),
        needs=("data/a", "metadata/x"),
    )
    observed = Observed(
        algorithms=("md5", "sha256"),
        files=Files(files) if draw(st.booleans()) else files,
        irregular=dict.fromkeys(draw(st.lists(st.sampled_from(PATHS), max_size=1)), "FIFO"),
        folders=frozenset({"data", "data/d"} if draw(st.booleans()) or any("/" in p for p in files) else ()),
    )
    return declared, observed


@settings(max_examples=1500, deadline=None)
@given(sides())
def test_what_is_settled_changes_no_finding(both: tuple[Declared, Observed]) -> None:
    declared, observed = both
    with patch.object(comparing, "unsettled", lambda declared, observed, _: (declared, observed)):
        expected = compare(declared, observed)
    assert compare(declared, observed) == expected


LINES = st.tuples(
    st.sampled_from(["ab", "AB", "cd", "a", "xy", "abcd"]).map(lambda part: (part * 16)[:32]),
    st.sampled_from(["  ", " ", "\t", " *", ""]),
    st.sampled_from(
        [
            "data/a",
            "data/b/c",
            "data/b c",
            "data/é",
            "data/..",
            "data/../x",
            "data//a",
            "data/./a",
            "data/%0A",
            "data/%",
            "data",
            "data/",
            "./data/a",
            "bagit.txt",
            "/data/a",
            "data/a\\b",
            "data/\x7f",
            "data/...",
            "data/ ",
        ]
    )
    | st.text("ab/", min_size=1, max_size=3).map(lambda text: "data/" + text),
    st.sampled_from(["\n"] * 8 + ["\r\n", "\r", ""]),
)
MANIFESTS = st.lists(LINES.map("".join), max_size=6).map("".join) | st.lists(
    st.text("abc", min_size=1, max_size=3).map(
        lambda name: f"{name[0] * 32}  data/{name}\n".replace("c" * 32, "d" * 32)
    ),
    max_size=9,
).map("".join)


@settings(max_examples=1500, deadline=None)
@given(MANIFESTS, st.sampled_from([(1, 0), (0, 97)]), st.integers(1, 200), st.binary(max_size=2))
def test_a_plain_manifest_is_read_as_any_other(text: str, version: tuple[int, int], piece: int, last: bytes) -> None:
    data = text.encode() + last
    with patch.object(reading, "plain_entries", lambda _, **__: None):
        expected, faults = parse_manifest(data, path="manifest-md5.txt", version=version)
    with patch.object(plain, "_FEW", 0), patch.object(plain, "_PIECE", piece):
        known = ["data/a", "data/ab", "data/b"]
        found, said = parse_manifest(data, path="manifest-md5.txt", version=version, known=known)
    assert dict(found.entries) == dict(expected.entries)
    assert said == faults


def one_by_one(paths: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for path in sorted(paths):
        other = spellings.setdefault(folded(path), path)
        reason = f"differs only in case or normalisation from {other}" if other != path else hazard(path)
        if reason is not None:
            found[path] = reason
    return found


@settings(max_examples=1500, deadline=None)
@given(
    st.sets(
        st.lists(
            st.sampled_from(["a", "A", "b", "B.", "c ", "con", "Con.txt", "x:y", "é", "e\u0301", "k", "\u212a", "n\nl"])
            | st.text(max_size=3),
            min_size=1,
            max_size=3,
        ).map("/".join),
        max_size=8,
    )
)
def test_hazards_are_those_of_each_name(paths: set[str]) -> None:
    with patch("archiver.bag.hazards._STRETCH", 3):
        assert {finding.path: finding.detail[0] for finding in hazards(sorted(paths))} == one_by_one(paths)
