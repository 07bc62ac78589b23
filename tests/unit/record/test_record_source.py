# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from archiver.model import Source
from archiver.record import check_source, load
from archiver.rules import rule

if TYPE_CHECKING:
    from archiver.findings import Finding

SCHEMA = rule("record.schema.json")
TEXT = "“We open the bridge,” Ada Brook said.\n\nThe road\u00a0follows, “It’s next,” she said, said she."


def checked(text: str | None = TEXT, name: str = "bridge.txt", **fields: Any) -> tuple[Finding, ...]:
    value = {**json.loads(SCHEMA)["examples"][0], **fields}
    loaded = load(json.dumps(value, indent=1).encode(), path="record.json", schema=SCHEMA)
    return check_source(loaded, source=Source(name=name, data=TEXT.encode()), text=text)


def corrected(text: str = TEXT, **correction: Any) -> list[tuple[str, str | None]]:
    correction = {"speaker": None, "by": "desk", "because": "x", **correction}
    return [(finding.code, finding.help) for finding in checked(text, corrections=[correction])]


def test_the_described_source_gives_nothing() -> None:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert checked(source={"file": "bridge.txt", "sha256": digest}) == ()


def test_another_file_name_and_another_digest_are_told_apart() -> None:
    one, other = checked(name="road.txt", source={"file": "bridge.txt", "sha256": "0" * 64})
    assert (one.code, one.pointer, one.detail) == (
        "R114",
        "$.source.file",
        ('recorded: "bridge.txt"', 'found: "road.txt"'),
    )
    assert (other.code, other.pointer) == ("R115", "$.source.sha256")
    assert other.detail[0].endswith("0" * 64)
    assert one.line is not None
    assert other.line is not None
    assert other.line > one.line > 1


def test_names_that_look_alike_are_told() -> None:
    (finding,) = checked(name="e\u0301.txt", source={"file": "é.txt"})
    assert "normalisation" in finding.advice


@pytest.mark.parametrize(
    ("quote", "help"),
    [
        ('"We open the bridge,"', "the words stand at offset 0 with other quotation marks or white space"),
        ("The road follows", "the words stand at offset 39 with other white space"),
        ("Ada Brook said.\nThe road", "the words stand at offset 22 with other white space"),
        ("It's next", "the words stand at offset 58 with other quotation marks"),
        ("''We open", "the words stand at offset 0"),
    ],
)
def test_a_quote_that_differs_in_marks_or_spaces_is_found_and_said(quote: str, help: str) -> None:
    ((code, advice),) = corrected(quote=quote)
    assert code == "R108"
    assert advice is not None
    assert advice.startswith(help)


@pytest.mark.parametrize("quote", ["We close the bridge", "”", "x" * 3000])
def test_a_quote_that_is_nowhere_is_said_to_be_nowhere(quote: str) -> None:
    assert corrected(quote=quote + "“" if quote == "”" else quote) == [("R108", None)]


def test_a_quote_that_stands_twice_is_told_with_both_places() -> None:
    (finding,) = checked(corrections=[{"quote": "said", "speaker": None, "by": "desk", "because": "x"}])
    assert (finding.code, finding.pointer) == ("R109", "$.corrections[0].quote")
    assert finding.detail == (f"found at offsets {TEXT.find('said')} and {TEXT.find('said', 33)}",)
    assert corrected("aaa", quote="aa") == [("R109", None)]


@pytest.mark.parametrize("at", [[0, 0], [5, 4], [0, 1000], [1000, 2000]])
def test_offsets_outside_the_text_are_refused(at: list[int]) -> None:
    assert [code for code, _ in corrected(at=at)] == ["R119"]


@pytest.mark.parametrize("correction", [{"at": [0, len(TEXT)]}, {"quote": "We open the bridge"}, {"at": [1, 2]}])
def test_corrections_that_fit_give_nothing(correction: dict[str, Any]) -> None:
    assert corrected(**correction) == []


def test_without_a_text_the_corrections_wait() -> None:
    assert checked(None, corrections=[{"quote": "nowhere", "speaker": None, "by": "desk", "because": "x"}]) == ()


@pytest.mark.parametrize("value", [b"[]", b"source: 5", b"corrections: [{at: 5}, {at: [a, b]}, {quote: 5}, 5]"])
def test_a_broken_record_is_checked_as_far_as_it_goes(value: bytes) -> None:
    loaded = load(value, path="record.yaml", schema=SCHEMA)
    assert check_source(loaded, source=Source(name="x", data=b"x"), text="x") == ()


def test_a_search_for_loose_quotes_comes_to_its_end() -> None:
    text = " " * 300_000 + "'" * 300_000 + "a " * 300_000
    for quote in (" b", "' b", "\" ' b", "a a b"):
        assert corrected(text, quote=quote) == [("R108", None)]
