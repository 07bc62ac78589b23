# SPDX-License-Identifier: Apache-2.0
"""`archiver review`: the person decides."""

from __future__ import annotations

import json
import re
import sys
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli import files, options, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archiver.model import Span, Utterance
    from archiver.workflow.reviewing import Reviewed

CONTEXT = 80
"""Characters that are shown on each side of the words."""
_WORDS = 400
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _number(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    if value is not None and not isfinite(value):  # nan is in every range
        raise click.BadParameter("not a number from 0 to 1", ctx, param)
    return value


@click.command("review")
@options.source
@options.record
@click.option(
    "--below", type=click.FloatRange(0, 1), callback=_number, help="List only what is less certain than this."
)
@click.option("--all", "everything", is_flag=True, help="List what a person decided too.")
@click.option(
    "--format",
    "style",
    type=click.Choice(("table", "jsonl")),
    default="table",
    show_default=True,
    help="jsonl: one utterance a line, the form in which decisions are read.",
)
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Add the decisions of this file to the record; - for stdin.",
)
@click.option("--by", help="Id of the agent of the record who decided; goes with --decisions.")
@click.option("--date", help="Date of the decisions, such as 2021-08-01; goes with --decisions.")
def command(
    source: Path,
    record: Path | None,
    below: float | None,
    style: str,
    decisions: Path | None,
    by: str | None,
    date: str | None,
    *,
    everything: bool,
) -> None:
    """List who said what in SOURCE, the doubtful first, for a person to decide.

    Write the list with --format jsonl, change `speaker` (an id of the record, or null) or `speech` (false: no
    speech) where the rules are wrong, give a reason in `because`, and hand it back with --decisions: each line
    with a reason becomes a correction in the record, which stays as it is otherwise. If anything is wrong,
    every fault is reported and nothing is written.
    """
    if decisions is None:
        if by or date:
            raise click.UsageError("--by and --date go with --decisions")
        _list(source, record, below=below, style=style, everything=everything)
        return
    if not by:
        raise click.UsageError("--decisions needs --by, the id of the agent who decided")
    _decide(source, record, decisions, by=by, date=date)


def _list(source: Path, record: Path | None, *, below: float | None, style: str, everything: bool) -> None:
    from archiver import workflow  # noqa: PLC0415 # --help needs none of the rooms

    reviewed = workflow.review(source, record=record, below=below, everything=everything)
    for utterance in reviewed.utterances:
        if style == "jsonl":
            render.result(_json(line(reviewed, utterance)))
        else:
            render.result("\n".join(_entry(line(reviewed, utterance), reviewed.transcript.text)))
    everyone = reviewed.transcript.utterances
    decided = sum(utterance.decided_by is not None for utterance in everyone)
    render.remark(f"{len(reviewed.utterances)} listed of {len(everyone)} utterances, {decided} decided by a person")


def _decide(source: Path, record: Path | None, decisions: Path, *, by: str, date: str | None) -> None:
    from archiver import workflow  # noqa: PLC0415 # the same

    given = sys.stdin.buffer.read() if decisions == Path("-") else decisions
    decided = workflow.decide(source, decisions=given, by=by, date=date, record=record)
    files.renew(decided.path, decided.data, before=decided.before)
    counted = (("decision", decided.decisions), ("correction", decided.corrections))
    render.remark(", ".join(f"{count} {noun}{'s' * (count != 1)}" for noun, count in counted) + " added")
    render.result(str(decided.path))


def line(reviewed: Reviewed, utterance: Utterance) -> dict[str, Any]:
    """Return an utterance in JSON types: what is proposed and why, and room for a decision.

    `at` and `text` are those of the first piece; the context is that of all pieces.
    """
    text = reviewed.transcript.text
    names = {person.id: person.name.value for person in reviewed.record.everyone}
    first, last = utterance.pieces[0], utterance.pieces[-1]
    return {
        "at": list(first),
        "pieces": [list(piece) for piece in utterance.pieces],
        "text": text[first.start : first.end],
        "context": {
            "before": text[max(0, first.start - CONTEXT) : first.start],
            "after": text[last.end : last.end + CONTEXT],
        },
        "kind": str(utterance.kind),
        "name": names.get(utterance.speaker or "", utterance.speaker),
        "ground": str(utterance.ground),
        "certainty": utterance.certainty,
        "rule": utterance.rule,
        "mention": _words(text, utterance.mention.span if utterance.mention else None),
        "cue": _words(text, utterance.cue),
        "speaker": utterance.speaker,
        "speech": True,
        "because": "",
    }


def _json(said: Mapping[str, Any]) -> str:
    """Write JSON on one line, also to those to whom more than LF ends a line."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(said, ensure_ascii=False))


def _words(text: str, span: Span | None) -> dict[str, Any] | None:
    return {"at": list(span), "text": text[span.start : span.end]} if span else None


def _entry(said: Mapping[str, Any], text: str) -> Iterator[str]:
    from archiver.speech import RULES  # noqa: PLC0415 # --help needs no room

    spans = ", ".join(f"{start}-{end}" for start, end in said["pieces"])
    who = "nobody known" if said["speaker"] is None else f"{said['name']} [{said['speaker']}]"
    yield f"{spans}  {said['certainty']:.2f}  {said['kind']}  {render.safe(who)}"
    rows = {
        "before": said["context"]["before"],
        "words": " […] ".join(_short(text[start:end]) for start, end in said["pieces"]),
        "after": said["context"]["after"],
        "ground": ", ".join(
            [said["ground"], *(f"{key} {_shown(said[key])}" for key in ("mention", "cue") if said[key])]
        ),
        "rule": f"{said['rule']}: {RULES.get(said['rule'], 'unknown to this archiver')}",
    }
    for name, value in rows.items():
        yield f"  {name:<7} {render.safe(value)}".rstrip(" ")


def _shown(words: Mapping[str, Any]) -> str:
    start, end = words["at"]
    return f"{words['text']} ({start}-{end})"


def _short(text: str) -> str:
    return text if len(text) <= _WORDS else f"{text[: _WORDS // 2]} … {text[-_WORDS // 4 :]}"
