# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import Any

import pytest

from archiver.record.identities import check_identities
from archiver.record.places import Places
from archiver.record.shape import Note


def told(value: Any) -> list[tuple[str, str | None, str | None]]:
    note = Note(Places(), "record.yaml")
    check_identities(value, note)
    return [(finding.code, finding.pointer, finding.help) for finding in note.findings]


def person(id: str = "a", name: object = "Ada", **fields: Any) -> dict[str, Any]:
    return {"id": id, "name": name, **fields}


def test_ids_are_unique_over_all_lists() -> None:
    value = {
        "speakers": [person("a", "one"), person("a", "two")],
        "participants": [person("b", "three")],
        "organisations": [person("c", "four")],
        "agents": [{"id": "c"}, {"id": "d"}, {"id": "b"}],
    }
    assert told(value) == [
        ("R106", "$.speakers[1].id", None),
        ("R106", "$.agents[0].id", None),
        ("R106", "$.agents[2].id", None),
    ]


@pytest.mark.parametrize(
    ("one", "other", "pointer"),
    [
        (person(aliases=["The Chief"]), person("b", "Ben", aliases=["the  chief"]), "$.speakers[1].aliases[0]"),
        (person(), person("b", "ADA"), "$.speakers[1].name"),
        (person(), person("b", {"value": "Ada", "from": "source"}), "$.speakers[1].name"),
        (person(), person("b", "Ben", aliases=["Ben B.", "ada"]), "$.speakers[1].aliases[1]"),
        (person(aliases=["Straße"]), person("b", "STRASSE"), "$.speakers[1].name"),
        (person(), person("b", "the Ada", anonymous=True, aliases=["Ada"]), "$.speakers[1].aliases[0]"),
    ],
)
def test_what_names_one_names_nobody_else(one: dict[str, Any], other: dict[str, Any], pointer: str) -> None:
    assert told({"speakers": [one, other]}) == [("R107", pointer, None)]
    assert [code for code, _, _ in told({"speakers": [one], "organisations": [other]})] == ["R107"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person(roles=["minister"]), person("b", "Ben", roles=["minister"])),
        (person(name="a resident", anonymous=True), person("b", "a resident", anonymous=True)),
        (person(name={"unknown": True}), person("b", {"unknown": True})),
        (person(aliases=["Ada"]), person("b", "Ben")),
        (person(aliases=[5, None]), person("b", "Ben", aliases="Ada")),
    ],
)
def test_roles_and_descriptions_may_be_shared(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert told({"speakers": [one, other]}) == []


def test_every_reference_leads_to_a_declared_id() -> None:
    value = {
        "title": {"value": "x", "supplied_by": "dsek"},
        "rights": {"source": {"supplied_by": "ada"}},
        "speakers": [person("ada", {"value": "Ada", "supplied_by": "nobody"}, affiliation="desk")],
        "organisations": [person("council", "Council", affiliation="council")],
        "agents": [{"id": "desk"}],
        "corrections": [
            {"by": "desk", "speaker": "ada"},
            {"by": "council", "speaker": "council"},
            {"by": "desk", "speaker": "adda"},
            {"by": "desk", "speaker": None},
        ],
    }
    assert sorted(told(value), key=str) == [
        ("R111", "$.corrections[1].by", None),
        ("R111", "$.corrections[2].speaker", "did you mean ada?"),
        ("R111", "$.rights.source.supplied_by", None),
        ("R111", "$.speakers[0].affiliation", None),
        ("R111", "$.speakers[0].name.supplied_by", None),
        ("R111", "$.title.supplied_by", "did you mean desk?"),
    ]


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "x",
        {"speakers": None, "agents": {}, "corrections": "x"},
        {"speakers": [None, [], {"id": 5, "affiliation": 5}], "agents": [5], "corrections": [{"by": []}]},
        {"title": {"supplied_by": ["x"]}},
    ],
)
def test_what_has_not_the_shape_is_passed_over(value: Any) -> None:
    assert told(value) == []
