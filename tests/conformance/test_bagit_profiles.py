# SPDX-License-Identifier: Apache-2.0
"""The sample bags and profiles of Beyond the Repository, APTrust's DART and the specification."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archiver.bag import TERMS, judge
from archiver.bag.profile import parse_profile
from archiver.codes import Severity
from archiver.findings import State
from archiver.workflow.profiles import demanded

SHARED = Path(__file__).parents[2].parent / "shared" / "bagit" / "profiles"
BTR = "btr/sample_bags"
DART = "dart/testdata/bags"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not there")

GOOD: set[str] = set()
"""No error."""
SAMPLES = {
    f"{BTR}/btr_good_sha256": GOOD,
    f"{BTR}/btr_good_sha512": GOOD,
    f"{BTR}/btr_bad_checksums": {"F102", "F105"},
    f"{BTR}/btr_bad_extraneous_file": {"F103"},
    f"{BTR}/btr_bad_missing_payload_file": {"F101"},
    f"{BTR}/btr_bad_missing_required_tags": {"B313"},
    f"{BTR}/dspace/SITE@123456789-0": GOOD,
    f"{BTR}/dspace/COMMUNITY@123456789-1": GOOD,
    f"{BTR}/dspace/COLLECTION@123456789-2": GOOD,
    f"{BTR}/dspace/ITEM@123456789-3": GOOD,
    f"{BTR}/fedora/fedora-btr-bag": {"B142", "B113"},  # a bare % in 1.0; Payload-Oxum says 8 files and there are 16
    f"{DART}/test.edu.btr_good_sha256": GOOD,
    f"{DART}/test.edu.btr_good_sha512": GOOD,
    f"{DART}/test.edu.btr-glacier-deep-oh": GOOD,
    f"{DART}/test.edu.btr-wasabi-or": GOOD,
    f"{DART}/test.edu.btr_bad_checksums": {"F102", "F105"},
    f"{DART}/test.edu.btr_bad_extraneous_file": {"F103"},
    f"{DART}/test.edu.btr_bad_missing_payload_file": {"F101"},
    f"{DART}/test.edu.btr_bad_missing_required_tags": {"B313"},
    f"{DART}/example.edu.sample_good": GOOD,
    f"{DART}/example.edu.tagsample_good": GOOD,
    f"{DART}/example.edu.sample_bad_oxum": {"B113"},
    f"{DART}/example.edu.sample_missing_data_file": {"F101"},
    f"{DART}/example.edu.sample_no_bag_info": {"B313"},
    f"{DART}/example.edu.sample_no_data_dir": {"B103"},
    f"{DART}/example.edu.sample_no_md5_manifest": {"B104", "B316"},
    f"{DART}/example.edu.tagsample_bad": {"B105", "F105", "F106"},
}
"""The errors that each bag has to show, as its folder says what is wrong with it."""


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_bag_is_judged_right(name: str) -> None:
    target = "btr" if "btr" in name else "aptrust"
    (profile,), _ = demanded([target])
    terms = replace(TERMS, profiles=(profile,))
    judgement = judge(SHARED / f"{name}.tar", path="bag", terms=terms)
    errors = {finding.code for finding in judgement.findings if finding.severity is Severity.ERROR}
    assert errors == SAMPLES[name]
    passes = not any(code.startswith("B3") for code in errors)
    assert judgement.checks[3].state is (State.PASSED if passes else State.FAILED)


def test_all_sample_bags_that_are_tars_are_judged() -> None:
    tars = {path.relative_to(SHARED).with_suffix("").as_posix() for path in SHARED.rglob("*.tar")}
    others = {"sample_wrong_folder_name", "sample_illegal_control", "uva-lib_2278801"}
    assert {name for name in tars - SAMPLES.keys() if not name.endswith(tuple(others))} == set()


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("bagProfileFoo.json", []),
        ("bagProfileBar.json", []),
        ("press-statement-profile-draft.json", []),
        ("btr/btr-bagit-profile.json", ["B303"]),
        ("dart/testdata/profiles/standard/bagProfileFoo.json", []),
        ("dart/testdata/profiles/standard/bagProfileBar.json", []),
        ("dart/testdata/profiles/btr_standard_profile.json", ["B303"]),
        ("dart/testdata/profiles/empty_profile.json", ["B302", "B303", "B305"]),
        ("dart/testdata/profiles/invalid_profile.json", ["B302", "B303", "B305"]),
        ("dart/testdata/profiles/multi_manifest.json", ["B302", "B303", "B305"]),
        ("dart/testdata/profiles/loc/SANC-state-profile.json", ["B302", "B303", "B305"]),
        ("dart/testdata/profiles/loc/unordered-loc-profile.json", ["B302", "B303", "B305"]),
    ],
)
def test_sample_profile_is_judged_right(name: str, codes: list[str]) -> None:
    _, findings = parse_profile((SHARED / name).read_bytes(), path=name)
    assert sorted({finding.code for finding in findings}) == codes, findings


def test_the_published_profile_and_the_bundled_one_demand_the_same() -> None:
    published, _ = parse_profile((SHARED / "btr/btr-bagit-profile.json").read_bytes(), path="btr")
    (bundled,), _ = demanded(["btr"])
    assert published is not None
    assert published.identifier == bundled.identifier
    for key in (
        "manifests_required",
        "manifests_allowed",
        "tag_manifests_required",
        "tag_manifests_allowed",
        "tag_files_required",
        "allow_fetch",
        "serialization",
        "accept_serialization",
        "accept_bagit_version",
    ):
        assert getattr(published, key) == getattr(bundled, key), key
    names = [{tag.label for tag in profile.tags if tag.required} for profile in (published, bundled)]
    assert names[0] == names[1] - {"BagIt-Profile-Identifier"}
