# SPDX-License-Identifier: Apache-2.0
"""A profile is read and a bag is judged by it whatever is in them, and the verdict follows the rule."""

from __future__ import annotations

import fnmatch
import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from archiver.bag import TERMS
from archiver.bag.conformity import conform
from archiver.bag.contents import File, Observed
from archiver.bag.declared import declared
from archiver.bag.patterns import Patterns
from archiver.bag.profile import Profile, parse_profile
from archiver.codes import PROFILE, Severity
from archiver.findings import State
from bags import NAMES, PATHS
from profiles import a_profile, the_profile

KEYS = st.sampled_from(
    [
        "BagIt-Profile-Info",
        "Bag-Info",
        "Manifests-Required",
        "Manifests-Allowed",
        "Tag-Files-Required",
        "Tag-Files-Allowed",
        "Payload-Files-Required",
        "Payload-Files-Allowed",
        "Allow-Fetch.txt",
        "Fetch.txt-Required",
        "Data-Empty",
        "Serialization",
        "Accept-Serialization",
        "Accept-BagIt-Version",
        "BagIt-Profile-Identifier",
        "BagIt-Profile-Version",
        "required",
        "values",
    ]
)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from(["1.4.0", "*"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
PIECES = st.sampled_from(["a", "b", "/", ".", "*", "?", "é", "\n", "data/"])
TEXTS = st.lists(PIECES, max_size=8).map("".join)


@given(st.binary(max_size=200))
def test_any_octets_are_read_or_refused(data: bytes) -> None:
    profile, findings = parse_profile(data, path="p")
    assert (profile is None) == any(finding.code == "B301" for finding in findings)
    assert {finding.code for finding in findings} <= PROFILE.keys()


@given(st.dictionaries(KEYS, VALUES, max_size=8), st.binary(max_size=60), st.binary(max_size=60), PATHS)
def test_any_bag_is_judged_by_any_profile(content: dict[str, Any], info: bytes, version: bytes, path: str) -> None:
    data = json.dumps(a_profile() | content, allow_nan=False, default=str) if not _odd(content) else "{}"
    profile, findings = parse_profile(data.encode("utf-8", "surrogatepass"), path="p")
    told = {finding.code for finding in findings}
    assert profile is None or profile.whole == ("B302" not in told)
    kept = {"bagit.txt": version, "bag-info.txt": info}
    files = {name: File(1, ()) for name in (*kept, path, f"data/{path}", "manifest-md5.txt")}
    observed = Observed(algorithms=(), files=files, kept=kept, media_type="application/zip")
    what, _ = declared(kept)
    profiles = () if profile is None else (profile,)
    found, checks = conform(what, observed, replace(TERMS, profiles=profiles))
    for finding in found:
        assert finding.code in PROFILE
        assert "\n" not in finding.code
    errors = {finding.code for finding in found if finding.severity is Severity.ERROR}
    if profiles:
        assert bool(errors) == (checks[0].state is State.FAILED)


def _odd(value: object) -> bool:
    if isinstance(value, float):
        return value != value or abs(value) == float("inf")  # noqa: PLR0124 # NaN is no JSON
    if isinstance(value, dict):
        return any(map(_odd, value.values()))
    return isinstance(value, list) and any(map(_odd, value))


@given(st.lists(TEXTS, max_size=5), TEXTS)
def test_patterns_match_what_each_of_them_matches(entries: list[str], path: str) -> None:
    one_by_one = any(path == entry or fnmatch.fnmatchcase(path, entry) for entry in entries)
    assert Patterns(entries).match(path) == one_by_one


@given(st.sets(NAMES, max_size=6), st.sets(NAMES, max_size=3), st.sets(NAMES, max_size=3))
def test_required_and_allowed_files_are_sets(there: set[str], required: set[str], allowed: set[str]) -> None:
    there, required, allowed = (
        {f"data/{name}" for name in names if not set(name) & set("*?[") and name.isascii()}
        for names in (there, required, allowed)
    )
    rules = {"Payload-Files-Required": sorted(required), "Payload-Files-Allowed": sorted(required | allowed)}
    assert _told(the_profile(**rules), there) == (
        {("B322", path) for path in required - there} | {("B323", path) for path in there - required - allowed}
    )


def _told(profile: Profile, paths: set[str]) -> set[tuple[str, str]]:
    observed = Observed(algorithms=(), files={path: File(0, ()) for path in paths})
    what, _ = declared({})
    findings, _ = conform(what, observed, replace(TERMS, profiles=(profile,)))
    return {(finding.code, finding.path) for finding in findings} - {("B312", "bag-info.txt")}
