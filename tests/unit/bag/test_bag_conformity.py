# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from archiver.bag import PROFILE, TERMS, judge
from archiver.bag.conformity import conform
from archiver.bag.contents import File, Observed
from archiver.bag.declared import declared
from archiver.bag.plan import plan
from archiver.bag.profile import TARGET
from archiver.findings import State, Subject, Verdict
from bags import PAYLOAD, put
from profiles import IDENTIFIER, the_profile

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.bag.profile import Profile
    from archiver.findings import Check, Finding

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
INFO = f"BagIt-Profile-Identifier: {IDENTIFIER}\nContact-Name: Ada\n".encode()
FILES = {
    "bagit.txt": DECLARATION,
    "bag-info.txt": INFO,
    "manifest-sha512.txt": b"",
    "tagmanifest-sha512.txt": b"",
    "meta/a.xml": b"<a/>",
    "data/a": b"1",
    "data/b/c": b"22",
}


def a_bag(files: dict[str, bytes] | None = None, **changes: Any) -> Observed:
    files = FILES if files is None else files
    sizes = {path: File(len(data), ()) for path, data in files.items()}
    kept = {path: data for path, data in files.items() if path.endswith(".txt")}
    return Observed(algorithms=(), files=sizes, kept=kept, **changes)


def judged(
    profile: Profile | None, observed: Observed | None = None, **terms: Any
) -> tuple[list[Finding], tuple[Check, ...]]:
    observed = a_bag() if observed is None else observed
    what, _ = declared(observed.kept)
    profiles = () if profile is None else (profile,)
    return conform(what, observed, replace(TERMS, profiles=profiles, **terms))


def told(profile: Profile, observed: Observed | None = None) -> list[tuple[str, str]]:
    findings, (check,) = judged(profile, observed)
    assert check.name == "profile"
    assert (check.state is State.FAILED) == any(finding.code != "B311" for finding in findings)
    assert all(finding.detail[-1] == f"profile {profile.name}" for finding in findings)
    return [(finding.code, finding.path) for finding in findings]


def test_a_bag_that_conforms_passes() -> None:
    findings, (check,) = judged(the_profile())
    assert findings == []
    assert (check.state, check.note) == (State.PASSED, "p.json")


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"Bag-Info": {"contact-NAME": {"required": True}}}, []),
        ({"Bag-Info": {"Title": {"required": True}}}, [("B313", "bag-info.txt")]),
        ({"Bag-Info": {"Title": {"values": ["x"], "repeatable": False}}}, []),
        ({"Bag-Info": {"CONTACT-Name": {"values": ["Ada", "Bob"]}}}, []),
        ({"Bag-Info": {"Contact-Name": {"values": [], "repeatable": False}}}, []),
        ({"Bag-Info": {"Contact-Name": {"values": ["ada"]}}}, [("B314", "bag-info.txt")]),
        ({"Manifests-Required": ["sha512"]}, []),
        ({"Manifests-Required": ["SHA-512"]}, []),
        ({"Manifests-Required": ["md5", "sha512"]}, [("B316", "manifest-md5.txt")]),
        ({"Manifests-Allowed": ["sha512"]}, []),
        ({"Manifests-Allowed": ["md5"]}, [("B317", "manifest-sha512.txt")]),
        ({"Manifests-Allowed": []}, [("B317", "manifest-sha512.txt")]),
        ({"Tag-Manifests-Required": ["md5"]}, [("B318", "tagmanifest-md5.txt")]),
        ({"Tag-Manifests-Allowed": ["sha512"]}, []),
        ({"Tag-Manifests-Allowed": ["md5"]}, [("B319", "tagmanifest-sha512.txt")]),
        ({"Tag-Files-Required": ["meta/a.xml"]}, []),
        ({"Tag-Files-Required": ["meta/A.xml"]}, [("B320", "meta/A.xml")]),
        ({"Tag-Files-Required": ["meta/*"]}, [("B320", "meta/*")]),
        ({"Tag-Files-Allowed": ["*"]}, []),
        ({"Tag-Files-Allowed": ["meta/*"]}, []),
        ({"Tag-Files-Allowed": ["meta/a.xml"]}, []),
        ({"Tag-Files-Allowed": []}, [("B321", "meta/a.xml")]),
        ({"Tag-Files-Allowed": ["*.txt"]}, [("B321", "meta/a.xml")]),
        ({"Payload-Files-Required": ["data/a", "data/b/"]}, []),
        ({"Payload-Files-Required": ["data/b/", "data/b/c"]}, []),
        ({"Payload-Files-Required": ["data/x", "data/c/"]}, [("B322", "data/c"), ("B322", "data/x")]),
        ({"Payload-Files-Required": ["data/b"]}, [("B322", "data/b")]),
        ({"Payload-Files-Allowed": ["data/*"]}, []),
        ({"Payload-Files-Allowed": ["data/b/*", "data/?"]}, []),
        ({"Payload-Files-Allowed": ["data/b/"]}, [("B323", "data/a"), ("B323", "data/b/c")]),
        ({"Payload-Files-Allowed": []}, [("B323", "data/a"), ("B323", "data/b/c")]),
        ({"Allow-Fetch.txt": False}, []),
        ({"Fetch.txt-Required": True}, [("B325", "fetch.txt")]),
        ({"Data-Empty": False}, []),
        ({"Data-Empty": True}, [("B326", "data")]),
        ({"Accept-BagIt-Version": ["0.97", "1.0"]}, []),
        ({"Accept-BagIt-Version": ["0.97", "1.00"]}, [("B329", "bagit.txt")]),
        ({"Serialization": "forbidden"}, []),
        ({"Serialization": "required"}, [("B327", "")]),
    ],
)
def test_each_rule_is_kept_or_broken(rules: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert sorted(told(the_profile(**rules))) == expected


def test_a_bag_that_must_be_packed_is_told_how() -> None:
    profile = the_profile(
        **{"Serialization": "required", "Accept-Serialization": ["application/zip", "application/tar"]}
    )
    (finding,), _ = judged(profile)
    assert finding.detail[:-1] == ("found    a folder", "accepted application/zip, application/tar")


def test_what_is_demanded_and_found_is_told() -> None:
    rules: dict[str, Any] = {
        "Bag-Info": {"Contact-Name": {"values": ["Bob", "Cy"]}, "Title": {"required": True, "description": "In short"}},
        "Accept-BagIt-Version": ["0.97"],
    }
    findings, _ = judged(the_profile(**rules))
    assert {finding.code: finding.detail[:-1] for finding in findings} == {
        "B314": ("Contact-Name: Ada", "accepted Bob; Cy"),
        "B313": ("Title", "In short"),
        "B329": ("found    1.0", "accepted 0.97"),
    }


def test_a_tag_that_is_repeated() -> None:
    bag = a_bag(FILES | {"bag-info.txt": INFO + b"contact-name: Bob\n"})
    assert told(the_profile(), bag) == []
    assert told(the_profile(**{"Bag-Info": {"Contact-Name": {"repeatable": False}}}), bag) == [("B315", "bag-info.txt")]
    values = {"Contact-Name": {"values": ["Ada"]}}
    assert told(the_profile(**{"Bag-Info": values}), bag) == [("B314", "bag-info.txt")]


@pytest.mark.parametrize(
    ("kind", "serialization", "accepted", "code"),
    [
        ("application/zip", "forbidden", ["application/zip"], "B327"),
        ("application/zip", "required", ["application/zip"], None),
        ("application/zip", "optional", ["application/zip"], None),
        ("application/zip", "optional", ["Application/ZIP; q=1"], None),
        ("application/zip", "optional", ["application/x-zip-compressed"], None),
        ("application/zip", "required", ["application/x-tar"], "B328"),
        ("application/x-tar", "optional", ["application/tar"], None),
        ("application/x-tar", "optional", ["application/gzip"], "B328"),
        ("application/gzip", "required", ["application/tar+gzip"], None),
        ("application/gzip", "optional", ["application/tar"], "B328"),
        ("application/zip", "optional", [], "B328"),
        (None, "optional", [], None),
        (None, "forbidden", ["application/zip"], None),
        (None, "required", ["application/zip"], "B327"),
        ("application/x-7z-compressed", "optional", ["application/x-7z-compressed"], None),
    ],
)
def test_how_a_bag_comes(kind: str | None, serialization: str, accepted: list[str], code: str | None) -> None:
    profile = the_profile(**{"Serialization": serialization, "Accept-Serialization": accepted})
    assert told(profile, a_bag(media_type=kind)) == ([(code, "")] if code else [])


def test_any_archive_file_will_do_where_no_media_type_is_named() -> None:
    profile = replace(the_profile(), accept_serialization=None)
    assert told(profile, a_bag(media_type="application/zip")) == []


def test_a_bag_that_names_no_profile_does_not_conform() -> None:
    bag = a_bag(FILES | {"bag-info.txt": b"Contact-Name: Ada\n"})
    assert told(the_profile(), bag) == [("B310", "bag-info.txt")]
    assert told(replace(the_profile(), identifier=f"{TARGET}x:1"), bag) == []


def test_a_bag_that_names_another_profile_gets_a_warning_for_one_profile_may_lie_at_two_addresses() -> None:
    bag = a_bag(FILES | {"bag-info.txt": b"BagIt-Profile-Identifier: https://example.org/q.json\n"})
    findings, (check, other) = judged(the_profile(), bag)
    assert [(finding.code, finding.detail[:-1]) for finding in findings] == [
        ("B311", (f"expected {IDENTIFIER}", "found    https://example.org/q.json"))
    ]
    assert (check.state, other.state) == (State.WARNED, State.NOT_RUN)
    assert judged(replace(the_profile(), identifier=f"{TARGET}x:1"), bag)[0] == []
    assert judged(replace(the_profile(), identifier=""), bag)[0] == []


def test_one_of_several_names_is_enough_and_so_is_one_that_the_profile_lists() -> None:
    several = a_bag(FILES | {"bag-info.txt": b"BagIt-Profile-Identifier: urn:other\n" + INFO})
    assert judged(the_profile(), several)[0] == []
    other = a_bag(FILES | {"bag-info.txt": b"bagit-profile-identifier: urn:other\n"})
    listing = the_profile(**{"Bag-Info": {"BagIt-Profile-Identifier": {"values": ["urn:other"], "repeatable": False}}})
    assert told(listing, other) == []


def test_bag_info_is_always_required_of_those_who_can_know_the_profile() -> None:
    bag = a_bag({path: data for path, data in FILES.items() if path != "bag-info.txt"})
    assert told(the_profile(), bag) == [("B312", "bag-info.txt")]
    demanding = the_profile(**{"Bag-Info": {"Title": {"required": True}}})
    assert told(demanding, bag) == [("B312", "bag-info.txt"), ("B313", "bag-info.txt")]
    assert told(replace(the_profile(), identifier=f"{TARGET}x:1"), bag) == []


def test_what_could_not_be_read_is_not_called_missing() -> None:
    demanding = the_profile(**{"Bag-Info": {"Title": {"required": True}}, "Tag-Files-Required": ["meta/a.xml"]})
    without = {path: data for path, data in FILES.items() if path not in {"bag-info.txt", "meta/a.xml"}}
    closed = a_bag(without, unreadable={"bag-info.txt": "Permission denied", "meta/a.xml": "Permission denied"})
    findings, (check,) = judged(demanding, closed)
    assert findings == []
    assert (check.state, check.note) == (State.NOT_RUN, "p.json: not all could be read")


def test_tags_in_an_unknown_encoding_are_not_called_missing() -> None:
    findings, (check,) = judged(
        the_profile(**{"Bag-Info": {"Title": {"required": True}}}), a_bag(FILES | {"bag-info.txt": b"Title: \xff\n"})
    )
    assert findings == []
    assert (check.state, check.note) == (State.NOT_RUN, "p.json: bag-info.txt could not be read")


@pytest.mark.parametrize("text", [None, b"", b"BagIt-Version: one\n", b"\xef\xbb\xbf" + DECLARATION])
def test_without_a_version_nothing_is_said_of_it(text: bytes | None) -> None:
    files = {path: data for path, data in FILES.items() if path != "bagit.txt"}
    findings, (check,) = judged(
        the_profile(**{"Accept-BagIt-Version": ["0.97"]}), a_bag(files if text is None else files | {"bagit.txt": text})
    )
    assert findings == []
    assert (check.state, check.note) == (
        State.NOT_RUN,
        "p.json: bagit.txt does not say which version of BagIt it is",
    )


@pytest.mark.parametrize("text", [b"BagIt-Version : 0.96\r\n", b"BagIt-Version: 0.96", b"BagIt-Version:\t0.96 \rx"])
def test_the_version_is_the_one_that_is_written(text: bytes) -> None:
    profile = the_profile(**{"Accept-BagIt-Version": ["0.97"]})
    assert told(profile, a_bag(FILES | {"bagit.txt": text})) == [("B329", "bagit.txt")]


def test_a_profile_that_is_not_whole_passes_nobody() -> None:
    findings, (check,) = judged(replace(the_profile(), whole=False))
    assert (findings, check.state, check.note) == ([], State.NOT_RUN, "p.json: the profile is malformed")


def test_links_are_there_and_are_judged_by_their_names() -> None:
    profile = the_profile(**{"Tag-Files-Required": ["b"], "Tag-Files-Allowed": ["b", "meta/*"]})
    bag = a_bag(irregular={"b": "a symbolic link", "c": "a FIFO", "data": "a symbolic link"})
    assert told(profile, bag) == [("B321", "c")]


def test_spellings_in_another_normalisation_are_the_same_file() -> None:
    profile = the_profile(**{"Payload-Files-Required": ["data/é"], "Payload-Files-Allowed": ["data/é"]})
    bag = a_bag({path: data for path, data in FILES.items() if not path.startswith("data/")} | {"data/e\u0301": b""})
    assert told(profile, bag) == []
    tags = the_profile(**{"Tag-Files-Required": ["meta/é"], "Tag-Files-Allowed": ["meta/é"]})
    assert told(tags, a_bag({path.replace("a.xml", "e\u0301"): data for path, data in FILES.items()})) == []


def test_a_holey_bag_is_judged_as_the_complete_one_that_it_will_be() -> None:
    holey = a_bag(FILES | {"fetch.txt": b"http://example.org/x 1 data/x\nhttp://example.org/a 1 data/a\n"})
    assert told(the_profile(**{"Payload-Files-Required": ["data/x"], "Fetch.txt-Required": True}), holey) == []
    assert told(the_profile(**{"Payload-Files-Allowed": ["data/a", "data/b/*"]}), holey) == [("B323", "data/x")]
    assert told(the_profile(**{"Allow-Fetch.txt": False}), holey) == [("B324", "fetch.txt")]


@pytest.mark.parametrize(
    ("payload", "empty"),
    [({}, True), ({"data/.keep": b""}, True), ({"data/.keep": b"x"}, False), ({"data/a": b"", "data/b": b""}, False)],
)
def test_an_empty_payload_is_none_or_one_file_without_octets(payload: dict[str, bytes], empty: bool) -> None:
    tags = {path: data for path, data in FILES.items() if not path.startswith("data/")}
    assert told(the_profile(**{"Data-Empty": True}), a_bag(tags | payload)) == ([] if empty else [("B326", "data")])


def test_every_profile_has_a_check_of_its_own_and_is_judged_once() -> None:
    first, second = the_profile(), replace(the_profile(), name="q.json", manifests_required=("md5",))
    what, _ = declared(FILES)
    findings, checks = conform(what, a_bag(), replace(TERMS, profiles=(first, second, first)))
    assert [(check.note, check.state) for check in checks] == [("p.json", State.PASSED), ("q.json", State.FAILED)]
    assert [finding.detail for finding in findings] == [("profile q.json",)]


def test_a_profile_that_the_bag_names_is_applied_where_it_is_known() -> None:
    known = {IDENTIFIER: replace(the_profile(), name="bundled", manifests_required=("md5",))}
    findings, (check,) = judged(None, known_profile=known.get)
    assert [finding.code for finding in findings] == ["B316"]
    assert (check.state, check.note) == (State.FAILED, "bundled, which the bag names")
    blanks = a_bag(FILES | {"bag-info.txt": INFO.replace(IDENTIFIER.encode(), b" " + IDENTIFIER.encode() + b" ")})
    assert judged(None, blanks, known_profile=known.get) == (findings, (check,))
    assert judged(the_profile(), blanks)[0] == []
    findings, (check,) = judged(the_profile(), known_profile=known.get)
    assert (findings, check.note) == ([], "p.json")


def test_a_profile_that_nobody_knows_is_told_and_spoils_nothing() -> None:
    known: dict[str, Profile] = {}
    for lookup in (None, known.get):
        findings, (check,) = judged(None, known_profile=lookup)
        assert findings == []
        assert check.state is State.NOT_RUN
        assert check.note == f"the bag names {IDENTIFIER}, which was not opened; give it with --profile"


def test_our_own_profile_is_judged_elsewhere() -> None:
    assert judged(None, a_bag(FILES | {"bag-info.txt": f"BagIt-Profile-Identifier: {PROFILE}\n".encode()})) == ([], ())


def test_the_judge_tells_the_profile_apart_from_the_rest(tmp_path: Path) -> None:
    bag = put(plan(PAYLOAD, info=(("BagIt-Profile-Identifier", IDENTIFIER),)), tmp_path / "bag")
    profile = the_profile(**{"Tag-Files-Required": ["R\x1b.md"], "Serialization": "required"})
    judgement = judge(bag, path="bag", terms=replace(TERMS, profiles=(profile,)))
    assert [(check.name, check.state) for check in judgement.checks] == [
        ("structure", State.PASSED),
        ("completeness", State.PASSED),
        ("fixity", State.PASSED),
        ("profile", State.FAILED),
    ]
    assert [(finding.code, finding.path) for finding in judgement.findings] == [
        ("B327", "bag"),
        ("B320", "bag/R\\x1b.md"),
    ]
    assert judgement.safe
    subject = Subject(path="bag", checks=judgement.checks, findings=judgement.findings)
    assert subject.verdict is Verdict.NONCONFORMING


def test_a_profile_that_is_named_and_unknown_leaves_a_bag_valid(tmp_path: Path) -> None:
    bag = put(plan(PAYLOAD, info=(("BagIt-Profile-Identifier", IDENTIFIER),)), tmp_path / "bag")
    judgement = judge(bag, path="bag")
    subject = Subject(path="bag", checks=judgement.checks, findings=judgement.findings)
    assert (judgement.checks[-1].state, subject.state, subject.verdict) == (State.NOT_RUN, State.PASSED, Verdict.VALID)
    assert len(judge(put(plan(PAYLOAD, info=()), tmp_path / "plain"), path="bag").checks) == 3
