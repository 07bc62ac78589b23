# SPDX-License-Identifier: Apache-2.0
"""The person decides: list what is doubtful, and put the decisions into the record."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from archiver import record as records
from archiver import rules, speech
from archiver.errors import CannotRead, InvalidMaterial, NothingToCheck
from archiver.findings import in_order
from archiver.workflow.encoding import encode_inputs
from archiver.workflow.inputs import RECORD_LIMIT, gather, read

if TYPE_CHECKING:
    from archiver.findings import Finding
    from archiver.model import Record, Transcript, Utterance
    from archiver.record import Settled
    from archiver.workflow.inputs import Inputs

DECISIONS_LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A source with what is to be looked at, the most doubtful first."""

    path: str
    record: Record
    transcript: Transcript
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A record with decisions, ready to be written."""

    path: Path
    before: bytes
    """The record as it was read; what stands there when it is written must still be this."""
    data: bytes
    decisions: int
    corrections: int


def review(
    source: Path, *, record: Path | None = None, below: float | None = None, everything: bool = False
) -> Reviewed:
    """List the utterances of a source by certainty, ascending, then by offset.

    Left out are those that a person decided, unless `everything` is wanted, and with `below` those that are
    as certain as this or more.

    Raises:
        InvalidMaterial: with all findings, if source or record is wrong.
        CannotRead: if a file cannot be read.
        UsageError: if there is no record.
    """
    inputs = gather(source, record_path=record)
    _, described, _ = inputs.sound()
    transcript = _interpreted(inputs)
    wanted = [
        utterance
        for utterance in transcript.utterances
        if (everything or utterance.decided_by is None) and (below is None or utterance.certainty < below)
    ]
    wanted.sort(key=lambda utterance: (utterance.certainty, utterance.pieces))
    return Reviewed(path=inputs.source_path, record=described, transcript=transcript, utterances=tuple(wanted))


def decide(
    source: Path,
    *,
    decisions: Path | bytes,
    by: str,
    date: str | None = None,
    record: Path | None = None,
) -> Decided:
    """Return the record of a source with decisions added as corrections; nothing is written.

    `decisions` are JSON Lines as `archiver review --format jsonl` writes them, in a file or as they come
    from a pipe. The record that comes out has been loaded, and the source encoded with it.

    Raises:
        InvalidMaterial: with all findings on the decisions, on the source or on the record.
        NothingToCheck: if no line decides anything.
        CannotRead: if a file cannot be read.
        CannotWrite: if the record cannot be given the corrections without other changes.
        UsageError: if there is no record.
    """
    inputs = gather(source, record_path=record)
    _, described, _ = inputs.sound()
    data = read(Path(inputs.record_path), RECORD_LIMIT)
    loaded = _load(data, inputs.record_path)
    if loaded.record != described:
        raise CannotRead(f"{inputs.record_path} changed while it was read", where=inputs.record_path)
    path = "-" if isinstance(decisions, bytes) else str(decisions)
    lines = decisions if isinstance(decisions, bytes) else read(decisions, DECISIONS_LIMIT)
    settled = records.read_decisions(lines, path=path, loaded=loaded, transcript=_interpreted(inputs), by=by, date=date)
    if settled.findings:
        raise InvalidMaterial(settled.findings)
    if not settled.decisions:
        advice = "give a reason in because on each line that is decided"
        raise NothingToCheck(f"no decision in {path}", where=path, help=advice)
    result = records.add_corrections(data, settled.corrections, path=inputs.record_path)
    _prove(result, inputs, settled, path)
    return Decided(
        path=Path(inputs.record_path),
        before=data,
        data=result,
        decisions=settled.decisions,
        corrections=len(settled.corrections),
    )


def _interpreted(inputs: Inputs) -> Transcript:
    _, described, text = inputs.sound()
    try:
        return speech.interpret(
            text,
            participants=described.everyone,
            corrections=described.corrections,
            language=described.language.value,
            nested=True,
        )
    except InvalidMaterial as error:
        raise InvalidMaterial([replace(each, path=inputs.record_path) for each in error.findings]) from error


def _load(data: bytes, path: str) -> records.Loaded:
    return records.load(data, path=path, schema=rules.rule("record.schema.json"))


def _prove(data: bytes, inputs: Inputs, settled: Settled, path: str) -> None:
    """Load the record that would be written and encode the source with it."""
    loaded = _load(data, inputs.record_path)
    if loaded.record is None:
        raise InvalidMaterial(loaded.findings)
    before = len(loaded.record.corrections) - len(settled.corrections)
    try:
        encode_inputs(replace(inputs, record=loaded.record))
    except InvalidMaterial as error:
        raise InvalidMaterial(in_order(_told(each, settled, before, path) for each in error.findings)) from error


def _told(finding: Finding, settled: Settled, before: int, path: str) -> Finding:
    """Say of a correction that is not in the record yet in which line of the decisions it stands."""
    match = re.match(r"\$\.corrections\[(\d+)\]", finding.pointer or "")
    if match is None or int(match[1]) < before:
        return finding
    return replace(finding, path=path, line=settled.lines[int(match[1]) - before], column=1, pointer=None)
