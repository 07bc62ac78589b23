# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import Any

import pytest

from archiver.bag.profile import TARGET, Profile, Serialization, parse_profile
from archiver.bag.profile_json import LARGEST
from profiles import a_profile
from work import growth


def parsed(content: Any) -> tuple[Profile | None, list[tuple[str, str | None]]]:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    profile, findings = parse_profile(data, path="p.json")
    assert all(finding.path == "p.json" for finding in findings)
    return profile, [(finding.code, finding.pointer) for finding in findings]


def test_a_profile_that_says_little_has_the_defaults_of_the_specification() -> None:
    profile, findings = parsed(a_profile())
    assert findings == []
    assert profile is not None
    assert (profile.name, profile.identifier, profile.version) == ("p.json", "https://example.org/p.json", (1, 4, 0))
    assert (profile.allow_fetch, profile.fetch_required, profile.data_empty) == (True, False, False)
    assert profile.serialization is Serialization.OPTIONAL
    assert (profile.manifests_allowed, profile.tag_files_allowed, profile.payload_files_allowed) == (None, None, None)
    assert (profile.tags, profile.manifests_required, profile.published, profile.whole) == ((), (), True, True)


def test_all_that_a_profile_can_say_is_read() -> None:
    profile, findings = parsed(
        a_profile(
            **{
                "Bag-Info": {
                    "A": {"required": True, "values": ["x"], "repeatable": False, "description": "why"},
                    "B": {},
                },
                "Manifests-Required": ["SHA-256"],
                "Manifests-Allowed": ["sha256", "md5"],
                "Tag-Manifests-Required": ["md5"],
                "Tag-Manifests-Allowed": ["MD5"],
                "Tag-Files-Required": ["meta/a"],
                "Tag-Files-Allowed": ["meta/*"],
                "Payload-Files-Required": ["data/a", "data/b/"],
                "Payload-Files-Allowed": ["data/*"],
                "Allow-Fetch.txt": True,
                "Fetch.txt-Required": True,
                "Data-Empty": True,
                "Serialization": "required",
            }
        )
    )
    assert findings == []
    assert profile is not None
    first, second = profile.tags
    assert (first.label, first.required, first.values, first.repeatable, first.description) == (
        "A",
        True,
        ("x",),
        False,
        "why",
    )
    assert (second.required, second.values, second.repeatable, second.description) == (False, (), True, "")
    assert (profile.manifests_required, profile.manifests_allowed) == (("sha256",), ("sha256", "md5"))
    assert (profile.tag_manifests_required, profile.tag_manifests_allowed) == (("md5",), ("md5",))
    assert (profile.tag_files_required, profile.payload_files_required) == (("meta/a",), ("data/a", "data/b/"))
    assert (profile.fetch_required, profile.data_empty) == (True, True)
    assert profile.serialization is Serialization.REQUIRED


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"", "Expecting value", 1),
        (b'{\n "a": 1,\n}', "Expecting property name enclosed in double quotes", 3),
        (b'{"a": {"b": 1, "b": 2}}', "the key 'b' is given twice", None),
        (b'{"a": NaN}', "NaN is no JSON", None),
        (b"[]", "an object is needed", None),
        (b"\xff{}", "not UTF-8 at octet 0", None),
        (b'{"a":' + b"[" * 400_000, "too deeply nested", None),
        (b'{"a":' + b"9" * 10_000 + b"}", "Exceeds the limit", None),
        (b" " * (LARGEST + 1), "larger than 1048576 octets", None),
    ],
)
def test_what_is_no_json_object_is_refused_whole(data: bytes, reason: str, line: int | None) -> None:
    profile, (finding,) = parse_profile(data, path="p.json")
    assert profile is None
    assert (finding.code, finding.line) == ("B301", line)
    assert finding.detail[0].startswith(reason)


def test_the_largest_profile_is_read_and_its_identifier_without_blanks() -> None:
    content = a_profile()
    content["BagIt-Profile-Info"]["BagIt-Profile-Identifier"] = " urn:a "
    data = json.dumps(content).encode()
    profile, findings = parsed(data + b" " * (LARGEST - len(data)))
    assert findings == []
    assert profile is not None
    assert profile.identifier == "urn:a"


def test_a_rule_that_cannot_be_read_demands_nothing() -> None:
    rules = {"Bag-Info": {"A": {"required": 1, "repeatable": 0, "values": 1}}, "Fetch.txt-Required": 1, "Data-Empty": 1}
    profile, findings = parsed(a_profile(**rules))
    assert len(findings) == 5
    assert profile is not None
    (tag,) = profile.tags
    assert (tag.required, tag.repeatable, tag.values) == (False, True, ())
    assert (profile.fetch_required, profile.data_empty) == (False, False)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert parsed(b"\xef\xbb\xbf" + json.dumps(a_profile()).encode())[1] == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"BagIt-Profile-Info": None}, "$['BagIt-Profile-Info']"),
        ({"Bag-Info": []}, "$['Bag-Info']"),
        ({"Bag-Info": {"A": True}}, "$['Bag-Info'].A"),
        ({"Bag-Info": {"A": {"required": "yes"}}}, "$['Bag-Info'].A.required"),
        ({"Bag-Info": {"A": {"repeatable": 1}}}, "$['Bag-Info'].A.repeatable"),
        ({"Bag-Info": {"A": {"values": "x"}}}, "$['Bag-Info'].A.values"),
        ({"Bag-Info": {"It's": {"values": ["x", 1]}}}, "$['Bag-Info']['It\\'s'].values[1]"),
        ({"Bag-Info": {"A": {"description": 1}}}, "$['Bag-Info'].A.description"),
        ({"Manifests-Required": "md5"}, "$['Manifests-Required']"),
        ({"Tag-Files-Allowed": None}, "$['Tag-Files-Allowed']"),
        ({"Tag-Files-Allowed": ["*"] * 1001}, "$['Tag-Files-Allowed']"),
        ({"Allow-Fetch.txt": "no"}, "$['Allow-Fetch.txt']"),
        ({"Data-Empty": 0}, "$['Data-Empty']"),
        ({"Serialization": True}, "$.Serialization"),
        ({"Serialization": "capn-crunch"}, "$.Serialization"),
        ({"Serialization": "required", "Accept-Serialization": []}, "$['Accept-Serialization']"),
        ({"Accept-BagIt-Version": []}, "$['Accept-BagIt-Version']"),
        ({"Accept-BagIt-Version": ["1.0", 0.97]}, "$['Accept-BagIt-Version'][1]"),
        ({"Manifests-Required": ["md5", "sha1"], "Manifests-Allowed": ["md5"]}, "$['Manifests-Required'][1]"),
        ({"Tag-Manifests-Required": ["md5"], "Tag-Manifests-Allowed": []}, "$['Tag-Manifests-Required'][0]"),
        ({"Tag-Files-Required": ["a"], "Tag-Files-Allowed": ["b*"]}, "$['Tag-Files-Required'][0]"),
        ({"Payload-Files-Required": ["data/a"], "Payload-Files-Allowed": []}, "$['Payload-Files-Required'][0]"),
        ({"Payload-Files-Required": ["a"]}, "$['Payload-Files-Required'][0]"),
        ({"Allow-Fetch.txt": False, "Fetch.txt-Required": True}, "$['Fetch.txt-Required']"),
    ],
)  # fmt: skip
def test_a_malformed_profile_is_told_with_the_place(change: dict[str, Any], pointer: str) -> None:
    profile, findings = parsed(a_profile(**change))
    assert findings == [("B302", pointer)]
    assert profile is not None
    assert not profile.whole


@pytest.mark.parametrize("key", ["Source-Organization", "External-Description", "Version", "BagIt-Profile-Identifier"])
def test_what_a_profile_must_say_of_itself(key: str) -> None:
    content = a_profile()
    del content["BagIt-Profile-Info"][key]
    place = "$['BagIt-Profile-Info']"
    expected = f"{place}.Version" if key == "Version" else f"{place}['{key}']"
    assert parsed(content)[1] == [("B302", expected)]
    content["BagIt-Profile-Info"][key] = " "
    assert parsed(content)[1] == [("B302", expected)]


def test_a_folder_may_be_required_where_only_files_in_it_are_allowed() -> None:
    allowed = ["data/a/b", "data/c/*.txt", "data/d*"]
    allowed.append("data/é/f")
    required = ["data/a/", "data/b/", "data/c/", "data/d/e/", "data/e\u0301/"]
    lists = {"Payload-Files-Required": required, "Payload-Files-Allowed": allowed}
    assert parsed(a_profile(**lists))[1] == [("B302", "$['Payload-Files-Required'][1]")]


def test_true_in_quotation_marks_is_true() -> None:
    profile, findings = parsed(a_profile(**{"Allow-Fetch.txt": "False", "Bag-Info": {"A": {"required": "true"}}}))
    assert findings == []
    assert profile is not None
    assert (profile.allow_fetch, profile.tags[0].required) == (False, True)


def test_keys_outside_the_specification_are_one_note() -> None:
    content = a_profile(**{"Bag-Info": {"Title": {"recommended": True, "help": "…"}}, "tags": []})
    content["BagIt-Profile-Info"]["Profile-Licence"] = "CC0"
    profile, (finding,) = parse_profile(json.dumps(content).encode(), path="p.json")
    assert profile is not None
    assert profile.whole
    tag, info = "$['Bag-Info'].Title", "$['BagIt-Profile-Info']"
    assert finding.code == "B303"
    assert finding.detail == ("$.tags", f"{tag}.help", f"{tag}.recommended", f"{info}['Profile-Licence']")


@pytest.mark.parametrize(
    ("version", "known"),
    [
        (None, 0),
        ("1.0.0", 0),
        ("1.1.0", 0),
        ("1.1", 0),
        ("1.2.0", 1),
        ("1.3.0", 3),
        ("1.3.7", 3),
        ("1.4.0", 7),
        ("1.4.1", 7),
    ],
)
def test_rules_that_the_stated_version_does_not_know_are_not_applied(version: str | None, known: int) -> None:
    rules: dict[str, Any] = {
        "Tag-Files-Allowed": ["x"],
        "Manifests-Allowed": ["md5"],
        "Tag-Manifests-Allowed": ["md5"],
        "Payload-Files-Required": ["data/x"],
        "Payload-Files-Allowed": ["data/x"],
        "Fetch.txt-Required": True,
        "Data-Empty": True,
    }
    content = a_profile(**rules)
    content["BagIt-Profile-Info"]["BagIt-Profile-Version"] = version
    if version is None:
        del content["BagIt-Profile-Info"]["BagIt-Profile-Version"]
    profile, findings = parsed(content)
    assert sorted(findings) == sorted(("B304", f"$['{key}']") for key in list(rules)[known:])
    assert profile is not None
    applied = [
        profile.tag_files_allowed is not None,
        profile.manifests_allowed is not None,
        profile.tag_manifests_allowed is not None,
        bool(profile.payload_files_required),
        profile.payload_files_allowed is not None,
        profile.fetch_required,
        profile.data_empty,
    ]
    assert applied == [True] * known + [False] * (7 - known)


def test_repeatable_is_as_old_as_the_specification() -> None:
    content = a_profile(**{"Bag-Info": {"A": {"repeatable": False}}})
    content["BagIt-Profile-Info"]["BagIt-Profile-Version"] = "1.1.0"
    profile, findings = parsed(content)
    assert findings == []
    assert profile is not None
    assert not profile.tags[0].repeatable


@pytest.mark.parametrize(
    ("version", "code"),
    [
        ("1.5.0", "B305"),
        ("2.0", "B305"),
        ("", "B302"),
        ("1.x", "B302"),
        ("1.4.0.0", "B302"),
        (1.4, "B302"),
        ("٣", "B302"),
        ("12345", "B302"),
    ],
)
def test_a_version_that_is_newer_or_none_is_read_as_the_newest_known(version: object, code: str) -> None:
    content = a_profile(**{"Data-Empty": True})
    content["BagIt-Profile-Info"]["BagIt-Profile-Version"] = version
    profile, findings = parsed(content)
    assert findings == [(code, "$['BagIt-Profile-Info']['BagIt-Profile-Version']")]
    assert profile is not None
    assert profile.data_empty


@pytest.mark.parametrize("change", [{"Serialization": "optional"}, {}])
def test_a_profile_without_media_types_is_advised(change: dict[str, Any]) -> None:
    content = a_profile(**change)
    del content["Accept-Serialization"]
    assert parsed(content)[1] == [("B305", "$['Accept-Serialization']")]
    assert parsed(content | {"Serialization": "forbidden"})[1] == []


def test_files_with_rules_of_their_own_are_not_required_as_tag_files() -> None:
    files = ["bag-info.txt", "manifest-md5.txt", "tagmanifest-md5.txt", "manifest.txt"]
    content = a_profile(**{"Tag-Files-Required": files})
    assert parsed(content)[1] == [("B305", f"$['Tag-Files-Required'][{number}]") for number in range(3)]
    content["BagIt-Profile-Info"]["BagIt-Profile-Identifier"] = f"{TARGET}x:1"
    profile, findings = parsed(content)
    assert findings == []
    assert profile is not None
    assert not profile.published


@pytest.mark.parametrize(("key", "word"), [("bagItProfileInfo", "DART"), ("ordered", "Bagger")])
def test_profiles_in_another_form_are_recognised(key: str, word: str) -> None:
    _, findings = parse_profile(json.dumps({key: {}}).encode(), path="p.json")
    assert {finding.code for finding in findings} == {"B302", "B303", "B305"}
    assert all(word in finding.advice for finding in findings if finding.code == "B302")


def test_no_name_in_a_profile_steers_a_terminal() -> None:
    _, findings = parse_profile(json.dumps(a_profile(**{"\x1b[2J": 1, "Bag-Info": {"\u202e": 1}})).encode(), path="p")
    assert len(findings) == 2
    assert not any("\x1b" in text or "\u202e" in text for f in findings for text in (f.pointer or "", *f.detail))


def test_identifiers_are_its_own_and_those_it_lists() -> None:
    listed = {"bagit-profile-identifier": {"values": ["urn:a", "urn:b"]}}
    profile, _ = parsed(a_profile(**{"Bag-Info": listed}))
    assert profile is not None
    assert profile.identifiers == {"https://example.org/p.json", "urn:a", "urn:b"}


def test_the_work_grows_with_the_size_of_a_profile() -> None:
    def read(size: int) -> None:
        lists = {
            "Tag-Files-Required": [f"m/{n}x" for n in range(size)],
            "Tag-Files-Allowed": [f"m/{n}?" for n in range(9)],
        }
        parse_profile(json.dumps(a_profile(**lists)).encode(), path="p")

    assert growth(read, 200) < 2.5
