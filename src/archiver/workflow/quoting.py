# SPDX-License-Identifier: Apache-2.0
"""Say who said what in a source, without packaging it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver import readers, speech
from archiver.model import Source
from archiver.workflow.inputs import SOURCE_LIMIT, gather, has_record, read

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.model import Record, Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A source with the speech that was found in it."""

    path: str
    transcript: Transcript
    record: Record | None
    """The record that named the speakers; None where there is none."""


def quotes(source: Path, *, record: Path | None = None, nested: bool = False) -> Quoted:
    """Find the speech in a source and its speakers, by its record if it has one.

    With `nested` the quotations within quotations that are speech are given too, as the TEI has them.

    Raises:
        InvalidMaterial: with all findings, if source or record is wrong.
        CannotRead: if a file cannot be read.
    """
    if record is None and not has_record(source):
        document = Source(name=source.name, data=read(source, SOURCE_LIMIT))
        return Quoted(path=str(source), transcript=speech.interpret(readers.read(document), nested=nested), record=None)
    inputs = gather(source, record_path=record)
    _, described, text = inputs.sound()
    transcript = speech.interpret(
        text,
        participants=described.everyone,
        corrections=described.corrections,
        language=described.language.value,
        nested=nested,
    )
    return Quoted(path=inputs.source_path, transcript=transcript, record=described)
