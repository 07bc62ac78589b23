# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from archiver.errors import CannotRead
from archiver.record.places import Places
from archiver.record.schema import MOST_FAULTS, faults
from archiver.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.findings import Finding

SCHEMA = rule("record.schema.json")
RULES = json.loads(SCHEMA)


def minimal(**fields: Any) -> dict[str, Any]:
    return {**RULES["examples"][0], **fields}


def found(value: Any, schema: bytes = SCHEMA) -> list[Finding]:
    return faults(value, schema=schema, places=Places(), path="record.yaml")


def told(value: Any) -> list[tuple[str, str | None, str]]:
    return [(finding.code, finding.pointer, finding.detail[-1]) for finding in found(value)]


def subschemas(node: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for key in ("properties", "$defs"):
            for name, inner in node.get(key, {}).items():
                if isinstance(inner, dict):
                    yield f"{path}.{name}", inner
                    yield from subschemas(inner, f"{path}.{name}")
        if isinstance(node.get("items"), dict):
            yield f"{path}[]", node["items"]
            yield from subschemas(node["items"], f"{path}[]")


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(RULES)
    assert RULES["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert RULES["$id"] == "urn:x-archiver:schema:record:1"


def test_every_property_is_described_and_every_mapping_closed() -> None:
    for path, schema in subschemas(RULES):
        assert "description" in schema or list(schema) == ["$ref"], path
        if "properties" in schema:
            assert schema.get("additionalProperties") is False, path
    assert RULES["additionalProperties"] is False


def test_every_example_is_valid() -> None:
    for example in RULES["examples"]:
        assert found(example) == []
    for path, schema in subschemas(RULES):
        for example in schema.get("examples", []):
            wrapped = {"$ref": "#/$defs/wanted", "$defs": {**RULES["$defs"], "wanted": schema}}
            assert list(Draft202012Validator(wrapped).iter_errors(example)) == [], path


def test_every_property_has_an_example() -> None:
    lists_of_mappings = {
        f"$.{name}[]" for name in ("speakers", "participants", "organisations", "related", "agents", "corrections")
    }
    without = {path for path, schema in subschemas({"properties": RULES["properties"]}) if "examples" not in schema}
    assert without == lists_of_mappings


@pytest.mark.parametrize(
    "fact",
    [
        "text",
        {"value": "x", "from": "source"},
        {"value": "x", "from": "source", "evidence": "e", "note": "n", "authority": "https://example.org/x"},
        {"value": "x", "supplied_by": "desk", "certainty": "low", "evidence": "e"},
        {"unknown": True},
        {"unknown": True, "note": "why"},
    ],
)
def test_forms_of_a_fact(fact: Any) -> None:
    assert found(minimal(place=fact)) == []


@pytest.mark.parametrize(
    ("fact", "fault"),
    [
        ("", ("R105", "$.place", 'found: ""')),
        (5, ("R105", "$.place", "found: 5")),
        (None, ("R105", "$.place", "found: nothing")),
        (["x"], ("R105", "$.place", "found: a list of 1")),
        ({"value": "x"}, ("R104", "$.place", "meaning: Says that the source states it.")),
        ({"value": "x", "from": "hearsay"}, ("R105", "$.place.from", 'found: "hearsay"')),
        (
            {"value": "x", "certainty": "high", "evidence": "e"},
            ("R104", "$.place", "meaning: Id of the agent who supplies what the source does not say."),
        ),
        ({"unknown": False}, ("R105", "$.place.unknown", "found: false")),
        ({"unknown": True, "value": "x"}, ("R103", "$.place.value", 'found: "value"')),
        (
            {"value": "x", "supplied_by": "desk", "certainty": "sure", "evidence": "e"},
            ("R105", "$.place.certainty", 'found: "sure"'),
        ),
    ],
)
def test_faults_of_a_fact_are_told_for_the_form_that_was_meant(fact: Any, fault: tuple[str, str, str]) -> None:
    assert told(minimal(place=fact)) == [fault]


def test_a_missing_ground_is_explained() -> None:
    (finding,) = found(minimal(place={"value": "x"}))
    assert finding.detail[0] == "missing: from"
    assert "supplied_by" in finding.advice


@pytest.mark.parametrize(
    ("rights", "pointer", "expected"),
    [
        ({"from": "source"}, "$.rights.source", "expected: uri, spdx or statement"),
        ({"spdx": "CC BY", "from": "source"}, "$.rights.source.spdx", "expected: A licence id"),
        ({"uri": "ftp://x", "from": "source"}, "$.rights.source.uri", "expected: A URI"),
        ({"uri": "https://x\n", "from": "source"}, "$.rights.source.uri", "expected: A URI"),
        ("CC-BY-4.0", "$.rights.source", "expected: a mapping"),
    ],
)
def test_faults_of_rights(rights: Any, pointer: str, expected: str) -> None:
    (finding,) = found(minimal(rights={**minimal()["rights"], "source": rights}))
    assert (finding.code, finding.pointer) == ("R105", pointer)
    assert finding.detail[0].startswith(expected)


@pytest.mark.parametrize(
    ("correction", "details"),
    [
        ({"quote": "a", "at": [1, 2], "speaker": None}, ["expected: quote or at, not both"]),
        ({"speaker": None}, ["missing: quote"]),
        ({"quote": "a"}, ["missing: speaker"]),
        ({"quote": "a", "speech": True}, ["missing: speaker"]),
        ({"quote": "a", "speech": False, "speaker": "brook"}, ["expected: null"]),
        ({"at": [1], "speaker": None}, ["expected: at least 2 items"]),
        ({"at": [1, 2, 3], "speaker": None}, ["expected: at most 2 items"]),
        ({"at": [-1, 2], "speaker": None}, ["expected: at least 0"]),
        ({"at": [1, "2"], "speaker": None}, ["expected: a whole number"]),
        ({"at": [1, 10**10], "speaker": None}, ["expected: at most 1000000000"]),
        ({"quote": "a", "speech": False}, []),
        ({"at": [1, 2], "speaker": None}, []),
    ],
)
def test_forms_of_a_correction(correction: dict[str, Any], details: list[str]) -> None:
    findings = found(minimal(corrections=[{"by": "desk", "because": "x", **correction}]))
    assert [finding.detail[0] for finding in findings] == details


@pytest.mark.parametrize(
    ("fields", "help"),
    [
        ({"kind": "newsreport"}, "did you mean newsReport?"),
        ({"kind": 5}, None),
        ({"statement_date": 2021}, "write it in quotation marks"),
        ({"place": None}, "write {unknown: true, note: why}, or leave the key out if it is not required"),
        ({"record_version": 1}, 'write record_version: "1", with the quotation marks'),
        ({"plaice": "x"}, "did you mean place?"),
        ({"agents": [{"id": "Desk", "name": "x", "kind": "person"}]}, "for example brook"),
        ({"source": {"file": ".."}}, None),
        ({"source": {"file": "a/b"}}, "for example bridge.txt"),
        ({"source": {"file": "a\x00b"}}, "for example bridge.txt"),
        ({"source": {"file": "x" * 256}}, None),
    ],
)
def test_what_to_do_is_said_where_it_can_be_said(fields: dict[str, Any], help: str | None) -> None:
    (finding,) = found(minimal(**fields))
    assert finding.help == help


def test_the_nearest_licence_is_named() -> None:
    encoding = {**minimal()["rights"]["encoding"], "spdx": "cc by sa 4.0"}
    (finding,) = found(minimal(rights={"source": {"unknown": True}, "encoding": encoding}))
    assert finding.help == "did you mean CC-BY-SA-4.0?"


def test_a_key_far_from_all_gets_the_known_ones() -> None:
    (finding,) = found(minimal(source={"file": "x.txt", "qqq": 1}))
    assert finding.help == "known here: file, media_type, encoding, url, captured, sha256"


def test_all_faults_are_told_and_none_twice() -> None:
    value = minimal(kind="x", language=5, agents=[{"id": "A"}], extra=1)
    assert sorted(fault[:2] for fault in told(value)) == [
        ("R103", "$.extra"),
        ("R104", "$.agents[0]"),
        ("R104", "$.agents[0]"),
        ("R105", "$.agents[0].id"),
        ("R105", "$.kind"),
        ("R105", "$.language"),
    ]


@pytest.mark.parametrize("value", [None, [], "x", 5, True])
def test_a_record_is_a_mapping(value: Any) -> None:
    assert [(finding.code, finding.pointer) for finding in found(value)] == [("R105", "$")]


@pytest.mark.parametrize("version", ["2", "", 2, 1.5])
def test_an_unknown_version_ends_the_check(version: object) -> None:
    assert [finding.code for finding in found({"record_version": version, "anything": 1})] == ["R116"]


@pytest.mark.parametrize("version", [None, [], True, 1])
def test_what_is_no_version_is_an_ordinary_fault(version: object) -> None:
    assert "R116" not in [finding.code for finding in found({"record_version": version})]


def test_repeated_items_are_found_even_among_mappings_and_many() -> None:
    items: list[Any] = [{"a": number} for number in range(20_000)]
    findings = found(minimal(subjects=["x", "y", "x"]))
    assert [(finding.pointer, finding.detail) for finding in findings] == [
        ("$.subjects[2]", ("expected: each item once", 'found: "x"'))
    ]
    assert len(found(minimal(subjects=items))) == MOST_FAULTS
    assert [finding.pointer for finding in found(minimal(subjects="x"))] == ["$.subjects"]


@pytest.mark.parametrize(
    "schema",
    [
        b"",
        b"{",
        b"5",
        b"[" * 100_000,
        b'{"type": "nonsense"}',
        b'{"$ref": "https://example.org/schema.json"}',
        b'{"$ref": "file:///etc/hostname"}',
        b'{"$ref": "#"}',
        b'{"properties": 5}',
        b'{"patternProperties": {"(": {}}}',
    ],
)
def test_a_broken_or_remote_schema_is_said_to_be_unusable(schema: bytes) -> None:
    with pytest.raises(CannotRead, match="schema of the record"):
        found({"a": 1}, schema)


def test_no_reference_is_followed_over_the_network() -> None:
    asked: list[str] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever).start()
        address = f"http://127.0.0.1:{server.server_port}/schema.json"
        with pytest.raises(CannotRead, match="schema of the record"):
            found({"a": 1}, json.dumps({"$ref": address}).encode())
        server.shutdown()
    assert asked == []


def test_keywords_that_need_no_words_of_ours_are_named() -> None:
    schema = b'{"properties": {"a": {"multipleOf": 2}, "b": {"pattern": "^x$"}, "c": false, "d": {"enum": [1]}}}'
    findings = found({"a": 3, "b": "y", "c": 1, "d": "x"}, schema)
    assert [finding.detail[0] for finding in findings] == [
        "expected: multipleOf 2",
        "expected: text like ^x$",
        "expected: quote or at, not both",
        "expected: one of 1",
    ]
    assert [finding.help for finding in findings] == [None, None, "leave one of the two out", None]
