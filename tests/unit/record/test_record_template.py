# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import json
import re

import pytest
import yaml

from archiver.errors import UsageError
from archiver.model import Basis, Source
from archiver.record import check_source, load, template
from archiver.rules import rule

SCHEMA = rule("record.schema.json")
SOURCE = Source(name="bridge.txt", data=b"We open the bridge.")


def test_template_is_a_valid_record_of_the_source() -> None:
    loaded = load(template(source=SOURCE, encoding="utf-8").encode(), path="record.yaml", schema=SCHEMA)
    assert loaded.findings == ()
    assert loaded.record is not None
    assert (loaded.record.source_file, loaded.record.source_encoding) == ("bridge.txt", "utf-8")
    assert loaded.record.title.basis is Basis.UNKNOWN
    assert check_source(loaded, source=SOURCE, text="We open the bridge.") == ()
    assert check_source(loaded, source=Source(name="bridge.txt", data=b"other"), text=None)[0].code == "R115"


def test_template_without_the_digest() -> None:
    text = template(source=SOURCE, encoding="utf-8", sha256=False)
    assert hashlib.sha256(SOURCE.data).hexdigest() not in text
    loaded = load(text.encode(), path="record.yaml", schema=SCHEMA)
    assert loaded.findings == ()
    assert "sha256" not in loaded.value["source"]


def test_template_names_every_key_of_the_schema_once_with_a_comment() -> None:
    text = template(source=SOURCE, encoding="utf-8")
    rules = json.loads(SCHEMA)
    keys = [*rules["properties"], *rules["properties"]["source"]["properties"]]
    for name in ("speaker", "agent", "related", "correction"):
        keys.extend(rules["$defs"][name]["properties"])
    for key in keys:
        assert re.search(rf"^[ #-]*{key}:", text, re.MULTILINE) or f"; {key}: " in text or f" {key}: [" in text, key


def test_examples_in_the_comments_are_valid_when_they_are_uncommented() -> None:
    text = template(source=SOURCE, encoding="utf-8")
    text = re.sub(r": \[\]( *#.*)?\n#  -", ":\n#  -", text)
    text = re.sub(r"^#(  +-? *[a-z_]+: .*)$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^# ((abstract|subjects): )", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^   \{value.*\n", "", text, flags=re.MULTILINE)
    loaded = load(text.encode(), path="record.yaml", schema=SCHEMA)
    assert loaded.findings == ()
    assert loaded.record is not None
    assert loaded.record.corrections[0].speaker == loaded.record.speakers[0].id
    assert loaded.record.related
    assert loaded.record.abstract


def test_template_reads_the_same_in_a_yaml_1_1_reader() -> None:
    text = template(source=SOURCE, encoding="utf-8")
    loaded = load(text.encode(), path="record.yaml", schema=SCHEMA)
    assert yaml.safe_load(text) == loaded.value


@pytest.mark.parametrize("name", ["a\x01b.txt", "a\x00b.txt", "\udcff.txt", "\uffff"])
def test_names_that_no_record_can_hold_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="XML forbids"):
        template(source=Source(name=name, data=b"x"), encoding="utf-8")
