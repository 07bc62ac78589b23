# SPDX-License-Identifier: Apache-2.0
"""`archiver diff`: what changed between two packages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from archiver.cli import options, render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver.changes import AttributionChange
    from archiver.workflow.comparing import Compared

_LONGEST = 100
"""Characters of a value on the screen."""


@click.command("diff")
@click.argument("old", type=options.PATH)
@click.argument("new", type=options.PATH)
@click.option(
    "--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True, help="How it is told."
)
def command(old: Path, new: Path, style: str) -> None:
    """Say what changed from the package OLD to the package NEW: rules, record, attributions, text, files.

    Both may be folders or archive files, and both must be whole. Offsets are characters; those of the
    attributions are of the new text, or of the old one for what is gone.
    """
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    found = workflow.diff(old, new)
    if style == "json":
        render.data(_document(found), indent=2)
        return
    for line in _lines(found):
        render.result(render.safe(line))


def _lines(found: Compared) -> Iterator[str]:
    yield f"{found.old.key} {found.old.swhid}"
    yield f"{found.new.key} {found.new.swhid}"
    if found.same:
        yield "nothing changed: both hold the same payload"
    before, after = found.rules
    if before != after:
        yield f"rules: {before or 'unknown'} -> {after or 'unknown'}"
    for field in found.record:
        yield f"record: {field.kind} {field.pointer}: {_value(field.old)} -> {_value(field.new)}"
    for change in found.attributions:
        yield from _attribution(change)
    for part in found.text:
        yield f"text: {part.old.start}-{part.old.end}: {_value(part.removed)} -> {_value(part.added)}"
    for file in found.files:
        yield f"file: {file.kind} {file.path}"


def _attribution(change: AttributionChange) -> Iterator[str]:
    pieces = change.new or change.old or ()
    place = ", ".join(f"{span.start}-{span.end}" for span in pieces)
    who = change.speaker or "unknown speaker"
    yield f"attribution: {change.kind} {place} {who}: {_value(change.words)}"
    for name, before, after in change.fields:
        yield f"  {name}: {before or '-'} -> {after or '-'}"
    if change.kind == "changed" and change.old and [*map(_length, change.old)] != [*map(_length, pieces)]:
        yield f"  place: {', '.join(f'{span.start}-{span.end}' for span in change.old)} -> {place}"


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def _value(value: Any) -> str:
    from archiver.changes.fields import ABSENT  # noqa: PLC0415 # as above

    text = "-" if value is ABSENT else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:60]} … {text[-37:]}"


def _document(found: Compared) -> dict[str, Any]:
    from archiver.changes.fields import ABSENT  # noqa: PLC0415 # as above

    return {
        "old": {"package": found.old.key, "swhid": found.old.swhid},
        "new": {"package": found.new.key, "swhid": found.new.swhid},
        "same": found.same,
        "rules": {"old": found.rules[0], "new": found.rules[1]},
        "record": [
            {"change": one.kind, "pointer": one.pointer}
            | {side: value for side, value in (("old", one.old), ("new", one.new)) if value is not ABSENT}
            for one in found.record
        ],
        "attributions": [
            {
                "change": one.kind,
                "old": [list(span) for span in one.old] if one.old else None,
                "new": [list(span) for span in one.new] if one.new else None,
                "speaker": one.speaker,
                "words": one.words,
                "fields": {name: {"old": old, "new": new} for name, old, new in one.fields},
            }
            for one in found.attributions
        ],
        "text": [
            {"old": list(one.old), "new": list(one.new), "removed": one.removed, "added": one.added}
            for one in found.text
        ],
        "files": [{"change": one.kind, "path": one.path, "old": one.old, "new": one.new} for one in found.files],
    }
