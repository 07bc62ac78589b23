# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.model import Correction, Span
from archiver.record import add_corrections, load
from archiver.rules import rule
from builders import RECORD

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA = rule("record.schema.json")
OLD = '{quote: "old # words", speaker: dorn, by: desk, because: heard}'

STYLES = {
    "without the key": RECORD,
    "empty": RECORD + "corrections: []\n",
    "empty with a remark": RECORD.replace("archive:", "corrections: [ ]   # none yet\narchive:"),
    "empty on a line of its own": RECORD + "corrections:\n  []\n",
    "empty with a remark inside": RECORD + "corrections: [ # none\n]\n",
    "the template": RECORD + "corrections: []\n#  - quote: the road will follow\n#    speaker: brook\n",
    "in brackets": RECORD + f"corrections: [{OLD}]  # one\n",
    "in brackets over lines": RECORD + f"corrections: [\n    {OLD}   # one\n  ]\n",
    "in brackets with a last comma": RECORD + f"corrections: [\n    {OLD},\n]\n",
    "in brackets with a last comma on the line": RECORD + f"corrections: [{OLD}, ]\n",
    "a block of braces": RECORD + f"corrections:\n  - {OLD}\n",
    "not indented": RECORD.replace(
        "archive:",
        "corrections:\n- at: [0, 3]\n  speech: false\n  by: desk\n  because: no # so\n\n# who keeps it\narchive:",
    ),
    "wide dashes": RECORD
    + "corrections:\n    -   at:\n        - 0\n        - 3\n        speech: false\n        by: desk\n"
    "        because: no\n        # a remark on it\n# the end",
    "a block scalar": RECORD.replace(
        "archive:",
        "corrections:\n  - quote: x\n    speaker: ~\n    by: desk\n    because: |\n      a\n      b\n\n\narchive:",
    ),
    "a block scalar that keeps": RECORD.replace(
        "archive:",
        "corrections:\n  - quote: x\n    speaker: ~\n    by: desk\n    because: |+\n      two\n\n\n# now\narchive:",
    ),
    "a speaker left empty": RECORD
    + "corrections:\n  - {quote: x, by: desk, because: no}\n".replace(
        "{quote: x, by: desk, because: no}", "quote: x\n    by: desk\n    because: >-\n     no\n    speaker:"
    ),
    "a block scalar at the end": RECORD + "abstract: |\n  What is\n  said",
    "an end of the document": "--- # begin\n" + RECORD + "...\n# behind it\n",
    "all indented": "".join(f"  {line}\n" for line in RECORD.splitlines()),
    "all in braces": "{record_version: '1'}",
    "JSON": "",
    "JSON on one line": "",
    "JSON without spaces": "",
    "JSON with tabs and escapes": "",
}


def _styles() -> dict[str, bytes]:
    value = load(RECORD.encode(), path="r", schema=SCHEMA).value
    corrected = {
        **value,
        "abstract": "“Ä” \U0001f600",
        "corrections": [{"at": [0, 3], "speech": False, "by": "desk", "because": "so"}],
    }
    written = dict(STYLES)
    written["all in braces"] = "{" + ",\n ".join(f"{k}: {json.dumps(v)}" for k, v in corrected.items()) + ",\n}\n"
    written["braces without the key"] = " {" + ", ".join(f"{k}: {json.dumps(v)}" for k, v in value.items()) + "}"
    written["JSON"] = json.dumps(corrected, indent=2, ensure_ascii=False) + "\n"
    written["JSON on one line"] = json.dumps(value)
    written["JSON without spaces"] = json.dumps(value, separators=(",", ":"))
    written["JSON with tabs and escapes"] = json.dumps(corrected, indent="\t")
    return {name: text.encode() for name, text in written.items()}


RECORDS = _styles()

words = st.text(
    st.sampled_from("'\"“”:#-?[]{}&*!|>%@`,~ \t\n\r\x85\xa0\u2028\ufeff\U0001f600é中aZ0\\/=<")
    | st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    min_size=1,
).filter(lambda text: re.search(r"\S", text) is not None)  # the schema wants text that can be seen


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    speech = draw(st.booleans())
    quote = draw(st.none() | words)
    return Correction(
        quote=quote,
        at=None if quote is not None else Span(*sorted(draw(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9))))),
        speech=speech,
        speaker=draw(st.sampled_from(["brook", "dorn", None])) if speech else None,
        by="desk",
        because=draw(words),
        date=draw(st.sampled_from([None, "2024-05-02", "2024~"])),
    )


@given(
    st.sampled_from(sorted(RECORDS)),
    st.lists(corrections(), max_size=3),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.booleans(),
)
def test_what_is_loaded_afterwards_is_what_was_there_and_the_corrections(
    style: str, new: Sequence[Correction], newline: str, last: bool, bom: bool
) -> None:
    judge(style, new, newline, last=last, bom=bom)


HARD = "- “a: b” # '\"\\ {[&*!|>%@`\t\n\r\r\n\x7f\x85\xa0\u2028\u2029\ufeff\U0001f600 "


@pytest.mark.parametrize("style", RECORDS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_hard_words_survive_in_every_style(style: str, newline: str) -> None:
    one = Correction(quote=HARD, at=None, speech=True, speaker=None, by="desk", because=HARD)
    judge(style, [one, replace(one, quote="null", because="~"), replace(one, quote="1", because="yes")], newline)


def judge(style: str, new: Sequence[Correction], newline: str, *, last: bool = True, bom: bool = False) -> None:
    text = RECORDS[style].decode()
    text = text if last else text.rstrip("\n")
    data = (b"\xef\xbb\xbf" if bom else b"") + text.replace("\n", newline).encode()
    before = load(data, path="r", schema=SCHEMA)
    assert before.record is not None, before.findings
    result = add_corrections(data, new, path="r")
    after = load(result, path="r", schema=SCHEMA)
    assert after.record is not None, after.findings
    assert after.record.corrections == (*before.record.corrections, *new)
    assert {**after.value, "corrections": 0} == {**before.value, "corrections": 0}
    if not style.startswith("JSON"):
        assert newline == "\n" or b"\n" not in result.replace(newline.encode(), b"")
        kept = re.sub(rb"corrections:[ ]*\[[ ]*\]", b"corrections:", data) if new else data
        rest = iter(result)
        assert all(byte in rest for byte in kept), "something was taken away"
