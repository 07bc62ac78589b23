# SPDX-License-Identifier: Apache-2.0
"""`sarif`: findings as results of a static analysis (SARIF 2.1.0), with the whole table of codes as its rules.

What could not be checked is no result but a notification of the tool, and the run was then not successful.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from archiver import __version__
from archiver.cli.report import places, words
from archiver.cli.report.document import spelling
from archiver.codes import CODES, Severity, aspect_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archiver.codes import Code
    from archiver.findings import Finding, Report

GITHUB_LIMIT = 25_000
"""Results of a run above which GitHub's code scanning refuses the log."""

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "SRCROOT"
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.UNCHECKED: "error",
    Severity.NOTE: "note",
}
_MEANING = {0: "all good", 1: "the material is wrong", 3: "something could not be checked, or nothing was"}
_RULES = {code: entry for code, entry in CODES.items() if entry.severity is not Severity.UNCHECKED}
_NOTIFICATIONS = {code: entry for code, entry in CODES.items() if entry.severity is Severity.UNCHECKED}
_INDEX = {code: index for kind in (_RULES, _NOTIFICATIONS) for index, code in enumerate(kind)}


def write(what: Report, *, strict: bool, root: str) -> Iterator[str]:
    """Yield the log. A path below `root` is relative to SRCROOT, any other an absolute URI."""
    prints = Counter[str]()
    found = [(subject.path, finding) for subject in what.subjects for finding in subject.findings]
    results = [
        _result(finding, path, prints, strict=strict, root=root)
        for path, finding in found
        if finding.severity is not Severity.UNCHECKED
    ]
    unchecked = [_notification(f, path, root) for path, f in found if f.severity is Severity.UNCHECKED]
    run = {
        "tool": {
            "driver": {
                "name": "archiver",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_descriptor(code, entry) for code, entry in _RULES.items()],
                "notifications": [_descriptor(code, entry) for code, entry in _NOTIFICATIONS.items()],
            }
        },
        "invocations": [_invocation(what.exit_code(strict=strict), unchecked, _excess(len(results)))],
        "originalUriBaseIds": {_ROOT: {"description": _message("The folder from which paths are counted.")}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=True, indent=2) + "\n"


def _invocation(exit_code: int, unchecked: list[dict[str, Any]], told: list[dict[str, Any]]) -> dict[str, Any]:
    if exit_code == 3 and not unchecked:  # noqa: PLR2004 # nothing was there to be checked
        unchecked = [{"level": "error", "message": _message("Nothing was checked.")}]
    return {
        "executionSuccessful": not unchecked,
        "exitCode": exit_code,
        "exitCodeDescription": _MEANING[exit_code],
        "toolExecutionNotifications": [*unchecked, *told],
    }


def _excess(count: int) -> list[dict[str, Any]]:
    """Say that GitHub takes no such log; every result is in it all the same, for others do."""
    if count <= GITHUB_LIMIT:
        return []
    text = f"There are {count} results, and GitHub takes {GITHUB_LIMIT} of a run. None was left out."
    return [{"level": "warning", "message": _message(text)}]


def _descriptor(code: str, entry: Code) -> dict[str, Any]:
    title = entry.title[:1].upper() + entry.title[1:]
    return {
        "id": code,
        "shortDescription": _message(f"{title}."),
        "fullDescription": _message(f"{title}. It rests on {entry.clause}."),
        "help": _message(f"What to do: {entry.help}."),
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
        "properties": {"clause": entry.clause, "tags": [str(aspect_of(code))]},
    }


def _result(finding: Finding, subject: str, prints: Counter[str], *, strict: bool, root: str) -> dict[str, Any]:
    as_error = strict and finding.severity is Severity.WARNING
    mark = _fingerprint(finding, root)
    prints[mark] += 1
    # The second of two findings that nothing else tells apart is still another one.
    name = f"{mark}:{prints[mark]}"
    return {
        "ruleId": finding.code,
        "ruleIndex": _INDEX[finding.code],
        "level": "error" if as_error else _LEVELS[finding.severity],
        **_told(finding, subject, root),
        "partialFingerprints": {"archiver/v1": name, "primaryLocationLineHash": name},
    }


def _notification(finding: Finding, subject: str, root: str) -> dict[str, Any]:
    return {
        "descriptor": {"id": finding.code, "index": _INDEX[finding.code]},
        "level": _LEVELS[finding.severity],
        **_told(finding, subject, root),
    }


def _told(finding: Finding, subject: str, root: str) -> dict[str, Any]:
    """Return message and place, and in `properties` what SARIF has no place for, so that nothing is lost."""
    text, escaped = spelling(subject, finding.path, finding.pointer or "", finding.advice, *finding.detail)
    lines = [f"{finding.title[:1].upper()}{finding.title[1:]}.", *words.particulars(finding)]
    return {
        "message": _message("\n".join([*lines, f"What to do: {words.safe(finding.advice)}."])),
        "locations": [_location(finding, text, root)],
        "properties": {
            "aspect": str(aspect_of(finding.code)),
            "subject": text(subject),
            "path": text(finding.path),
            "escaped": escaped,
            "offset": finding.offset,
            "detail": [text(line) for line in finding.detail],
            "help": text(finding.advice),
        },
    }


def _location(finding: Finding, text: Callable[[str], str], root: str) -> dict[str, Any]:
    relative = places.below(finding.path, root)
    artifact = (
        {"uri": places.uri(relative), "uriBaseId": _ROOT}
        if relative
        else {"uri": places.uri(places.absolute(finding.path))}
    )
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if region := _region(finding):
        physical["region"] = region
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": text(finding.pointer)}]
    return location


def _region(finding: Finding) -> dict[str, int]:
    """Return line and column, which are those of the file; an offset only where there is no line."""
    if finding.line is not None:
        return {"startLine": finding.line} | ({"startColumn": finding.column} if finding.column else {})
    return {} if finding.offset is None else {"charOffset": finding.offset, "charLength": 0}


def _fingerprint(finding: Finding, root: str) -> str:
    """Return what makes a finding the same one at the next run: neither the line, which moves, nor the machine."""
    path = places.below(finding.path, root) or finding.path
    parts = (finding.code, path, finding.pointer or "", *finding.detail)
    return hashlib.sha256(b"\0".join(places.octets(part) for part in parts)).hexdigest()[:32]


def _message(text: str) -> dict[str, str]:
    # Braces would be placeholders (SARIF §3.11.5), and `[text](target)` a link (§3.11.6), of a hostile file's making.
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}
