# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import re
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.errors import UsageError
from archiver.model import Source
from archiver.record import canonical, check_source, load, template
from archiver.record.dates import bounds, is_edtf
from archiver.record.languages import is_language_tag
from archiver.record.syntax import DEEPEST, compose
from archiver.rules import rule

SCHEMA = rule("record.schema.json")
MINIMAL: dict[str, Any] = json.loads(SCHEMA)["examples"][0]

xml_text = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r\x7f\x85\u2028\u2029\ufeff")
)
written = xml_text.filter(lambda text: re.search(r"\S", text) is not None)
scalars = st.none() | st.booleans() | st.integers(-(10**16), 10**16) | st.floats(allow_nan=False, allow_infinity=False)
keys = xml_text.map(lambda text: text[:40])  # a longer one than 1,024 escaped characters is no key of YAML
values = st.recursive(
    scalars | xml_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)
ids = st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True)
facts = (
    written
    | st.fixed_dictionaries({"value": written, "from": st.just("source")}, optional={"evidence": written})
    | st.fixed_dictionaries({"unknown": st.sampled_from([True])}, optional={"note": written})
    | st.fixed_dictionaries(
        {
            "value": written,
            "supplied_by": st.just("desk"),
            "certainty": st.sampled_from(["high", "low"]),
            "evidence": written,
        }
    )
)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    people = draw(st.lists(ids.filter(lambda one: one != "desk"), unique=True, max_size=5))
    speakers = [
        {"id": one, "name": f"name of {one}", "roles": draw(st.lists(written, unique=True, max_size=2))}
        for one in people
    ]
    optional = {
        "place": facts,
        "occasion": facts,
        "publisher": facts,
        "creators": st.lists(facts, max_size=3),
        "abstract": written,
    }
    return {**MINIMAL, "title": draw(facts), "speakers": speakers, **draw(st.fixed_dictionaries({}, optional=optional))}


yaml_like = st.text(
    st.sampled_from(list("abc:-[]{}\"'\n\t #&*!|>%@`?,.<\\~0123456789\x00\x85\u2028\ud7ff\U0001f600"))
).map(str.encode)


@given(st.binary() | yaml_like | values.map(lambda value: yaml.safe_dump(value).encode()))
@example(b"\xff\xfe")
@example(b'{"a": "\\ud800"}')
@example(b'"\\UFFFFFFFF"')
@example(b"%YAML 9" + b"9" * 5000 + b".1\n---\n")
@example(b"!<tag:%zz> x")
@example(b"- " * 3000)
def test_any_bytes_give_a_record_or_findings_and_never_an_exception(data: bytes) -> None:
    loaded = load(data, path="record.yaml", schema=SCHEMA)
    assert (loaded.record is None) == bool(loaded.findings)
    check_source(loaded, source=Source(name="a", data=data), text=data.decode("latin-1"))


@given(records())
def test_the_canonical_form_is_the_same_record_and_itself_canonical(value: dict[str, Any]) -> None:
    loaded = load(json.dumps(value).encode(), path="record.json", schema=SCHEMA)
    assert loaded.findings == ()
    assert loaded.record is not None
    again = load(loaded.record.canonical, path="record.json", schema=SCHEMA)
    assert again.record == loaded.record
    assert canonical(again.value) == loaded.record.canonical == canonical(value)


@given(values, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_the_yaml_parser_reads_json_as_json(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    if not text.startswith(("{", "[")):
        return
    composed = compose(text.encode(), path="record.json")
    assert composed.findings == []
    assert composed.value == value


@given(values)
def test_canonical_json_is_a_fixed_point(value: Any) -> None:
    once = canonical({"value": value})
    assert once.endswith(b"}\n")
    assert canonical(compose(once, path="record.json").value) == once


@given(st.text(min_size=1, max_size=80), st.binary(max_size=20))
@example("a'b\"c\\d: #e {f} $g\n\t.txt", b"")
@example("no", b"")
@example("2021-07-12", b"")
@example("\x85\u2028\u2029\x7f\ufeff", b"")
@example("[]", b"")
def test_a_template_loads_and_describes_its_source_or_the_name_is_refused(name: str, data: bytes) -> None:
    name = name.replace("/", "_")
    source = Source(name=name, data=data)
    try:
        text = template(source=source, encoding="utf-8")
    except UsageError:
        assert not name.isprintable()
        return
    loaded = load(text.encode(), path="record.yaml", schema=SCHEMA)
    if name in {".", ".."}:
        assert [finding.pointer for finding in loaded.findings] == ["$.source.file"]
        return
    assert loaded.findings == ()
    assert check_source(loaded, source=source, text="") == ()


@given(st.integers(1, 3 * DEEPEST))
def test_depth_alone_decides_what_is_too_deep(depth: int) -> None:
    findings = compose(b"[" * depth + b"]" * depth, path="record.yaml").findings
    assert [finding.code for finding in findings] == (["R117"] if depth > DEEPEST else [])


@given(st.text(max_size=20) | st.text("0123456789XYTZ:+.?~%/-", max_size=25))
def test_whatever_is_edtf_has_bounds_in_order_or_none(text: str) -> None:
    if not is_edtf(text):
        return
    first, last = bounds(text)
    if "/" not in text and first is not None:
        assert last is not None
        assert first <= last


@given(st.dates().map(lambda day: day.isoformat()))
def test_every_day_is_a_date_and_its_own_bounds(text: str) -> None:
    assert is_edtf(text)
    first, last = bounds(text)
    assert first is not None
    assert first.isoformat() == text
    assert first == last


@given(st.text(max_size=40))
def test_language_tags_are_judged_whatever_they_are(text: str) -> None:
    assert is_language_tag(text) in {True, False}
