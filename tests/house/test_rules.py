# SPDX-License-Identifier: Apache-2.0
"""Packaged rules do not change without a new version: their digests are held here."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import archiver
from archiver import bag
from archiver.model import RULES_VERSION
from archiver.rules import PACKAGED, PROFILE, RULE_FILES, rule
from archiver.workflow.inputs import gather
from archiver.workflow.payload import contents_of

PROJECT = Path(__file__).parents[2]
SHELF = PROJECT / "packages"

DIGESTS = {
    "1": {
        "archiver.odd": "8671e736f3f9dffefe27214b703c8dff6177105299a7cdd802f8262bc64a13ba",
        "archiver.rng": "ef1c669628eb84f8cb949bac9ee9e94f40b6c65d2ceba3cfbfdcbfa3ea2569b6",
        "record.schema.json": "a7cca006309016ad3eb0eb4c9d844b03948f70829d70a25500a6e1d016429f31",
    },
    "2": {
        "archiver.odd": "8671e736f3f9dffefe27214b703c8dff6177105299a7cdd802f8262bc64a13ba",
        "archiver.rng": "ef1c669628eb84f8cb949bac9ee9e94f40b6c65d2ceba3cfbfdcbfa3ea2569b6",
        "record.schema.json": "a7cca006309016ad3eb0eb4c9d844b03948f70829d70a25500a6e1d016429f31",
    },
    "3": {
        "archiver.odd": "8671e736f3f9dffefe27214b703c8dff6177105299a7cdd802f8262bc64a13ba",
        "archiver.rng": "ef1c669628eb84f8cb949bac9ee9e94f40b6c65d2ceba3cfbfdcbfa3ea2569b6",
        "record.schema.json": "a7cca006309016ad3eb0eb4c9d844b03948f70829d70a25500a6e1d016429f31",
    },
    "4": {
        "archiver.odd": "8671e736f3f9dffefe27214b703c8dff6177105299a7cdd802f8262bc64a13ba",
        "archiver.rng": "ef1c669628eb84f8cb949bac9ee9e94f40b6c65d2ceba3cfbfdcbfa3ea2569b6",
        "record.schema.json": "a7cca006309016ad3eb0eb4c9d844b03948f70829d70a25500a6e1d016429f31",
    },
}


@pytest.mark.parametrize("name", PACKAGED)
def test_packaged_rule_is_the_one_of_its_version(name: str) -> None:
    assert sha256(rule(name)).hexdigest() == DIGESTS[RULES_VERSION][name]


@pytest.mark.parametrize("name", [name for name in RULE_FILES if name.endswith(".schema.json")])
def test_schema_is_a_schema_and_describes_every_property(name: str) -> None:
    schema = json.loads(rule(name))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].startswith("urn:x-archiver:schema:")
    undescribed = [where for where, part in properties(schema, "$") if "description" not in part and "$ref" not in part]
    assert undescribed == []


def properties(schema: object, where: str) -> list[tuple[str, dict[str, object]]]:
    if isinstance(schema, list):
        return [found for i, part in enumerate(schema) for found in properties(part, f"{where}[{i}]")]
    if not isinstance(schema, dict):
        return []
    own = schema.get("properties")
    named = own.items() if isinstance(own, dict) else ()
    mine = [(f"{where}.{key}", part) for key, part in named if isinstance(part, dict)]
    below = [found for key, part in schema.items() for found in properties(part, f"{where}.{key}")]
    return mine + below


def test_profile_is_the_one_that_bags_name() -> None:
    profile = json.loads(rule("bagit-profile.json"))
    assert profile["BagIt-Profile-Info"]["BagIt-Profile-Identifier"] == PROFILE == bag.PROFILE


def test_every_archived_package_verifies() -> None:
    report = archiver.verify(SHELF, second_opinion=True)
    assert [(f.code, f.path, f.detail) for f in report.findings] == []
    assert report.exit_code(strict=True) == 0
    assert len(report.subjects) > 1


@pytest.mark.parametrize("seed", sorted(path.name for path in (PROJECT / "seeds").iterdir()))
def test_seed_gives_its_archived_package_again(seed: str) -> None:
    latest = max((SHELF / seed).iterdir(), key=lambda path: int(path.name[1:]))
    payload = contents_of(gather(PROJECT / "seeds" / seed)).payload
    files = [path for path in (latest / "data").rglob("*") if path.is_file()]
    assert payload == {path.relative_to(latest / "data").as_posix(): path.read_bytes() for path in files}
