# SPDX-License-Identifier: Apache-2.0
"""Validate a source with its record, and encode it as TEI."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver import rules, speech
from archiver.errors import ArchiverError, InvalidMaterial, UsageError
from archiver.findings import Check, Finding, Report, State, Subject, errors_in, in_order
from archiver.workflow.inputs import Inputs, described, gather

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.model import Encoding, Record, Transcript


def validate(source: Path, *, record: Path | None = None) -> Report:
    """Check a source and its record together, down to the TEI that they give; nothing is written.

    Every fault of the record and of the source is reported. Speech is looked for only where both are
    sound: then it is also said which declared speakers are given no words.

    Raises:
        CannotRead: if a file cannot be read.
        UsageError: if there is no record.
    """
    inputs = gather(source, record_path=record)
    findings = list(inputs.findings)
    if not errors_in(findings) and inputs.stopped is None:
        try:
            findings += _silent(inputs, encode_inputs(inputs)[1])
        except InvalidMaterial as error:
            findings += error.findings
    return Report(subjects=_subjects(inputs, in_order(findings)))


def validate_all(*sources: Path, record: Path | None = None) -> Report:
    """Check several sources, each with its record; a folder without a record stands for those below it.

    One that cannot be read is a finding (F903), so that it hides nothing of the others.

    Raises:
        CannotRead: if there is one source only and a file cannot be read.
        UsageError: if there is one source only and it has no record, or several sources and one record.
    """
    if record is not None and len(sources) > 1:
        raise UsageError("--record is for one source", help="keep a record beside each source")
    places = [place for source in sources for place in (described(source) or [source])]
    if len(places) == 1:
        return validate(places[0], record=record)
    subjects: list[Subject] = []
    for place in places:
        try:
            subjects += validate(place).subjects
        except ArchiverError as error:
            subjects.append(_unseen(place, error))
    return Report(subjects=tuple(subjects))


def _unseen(place: Path, error: ArchiverError) -> Subject:
    return Subject(
        path=str(place),
        checks=(Check(name="look", state=State.NOT_RUN, note=error.message),),
        findings=(Finding(code="F903", path=str(place), detail=(error.message,), help=error.help),),
    )


def encode(source: Path, *, record: Path | None = None) -> Encoding:
    """Encode a source as TEI P5 with its speakers; nothing is written.

    Raises:
        InvalidMaterial: with all findings, if source or record is wrong.
        CannotRead: if a file cannot be read.
        UsageError: if there is no record.
    """
    return encode_inputs(gather(source, record_path=record))[0]


def encode_inputs(inputs: Inputs) -> tuple[Encoding, Transcript]:
    """Attribute the speech of sound inputs and encode them, and check the result against our own rules.

    Raises:
        InvalidMaterial: with the findings, if the inputs are wrong or a correction cannot be applied.
    """
    from archiver import tei  # noqa: PLC0415 # lxml is dear and needed only now

    source, record, read = inputs.sound()
    try:
        transcript = speech.interpret(
            read,
            participants=record.everyone,
            corrections=record.corrections,
            language=record.language.value,
            nested=True,
        )
        encoding = tei.encode(transcript, record=record, source=source, rules=speech.RULES)
    except InvalidMaterial as error:
        raise InvalidMaterial([_located(finding, inputs) for finding in error.findings]) from error
    wrong = errors_in(
        tei.check(encoding.data, path="transcript.tei.xml", schema=rules.rule("archiver.rng"), source=source)
    )
    if wrong:
        raise InvalidMaterial(wrong)
    return encoding, transcript


def _located(finding: Finding, inputs: Inputs) -> Finding:
    return replace(finding, path=inputs.record_path if finding.code.startswith("R") else inputs.source_path)


def _silent(inputs: Inputs, transcript: Transcript) -> list[Finding]:
    _, record, _ = inputs.sound()
    heard = {utterance.speaker for utterance in transcript.utterances}
    return [
        Finding(code="R118", path=inputs.record_path, pointer=f"$.speakers[{i}]", detail=(f"speaker: {speaker.id}",))
        for i, speaker in enumerate(record.speakers)
        if speaker.speaks and speaker.id not in heard
    ]


def _subjects(inputs: Inputs, findings: tuple[Finding, ...]) -> tuple[Subject, ...]:
    paths = (inputs.record_path, inputs.source_path)
    return tuple(
        Subject(path=path, checks=(_check(name, mine, inputs.record),), findings=mine)
        for name, path in zip(("record", "source"), paths, strict=True)
        for mine in [tuple(f for f in findings if (f.path == path) or (name == "source" and f.path not in paths))]
    )


def _check(name: str, findings: tuple[Finding, ...], record: Record | None) -> Check:
    if name == "source" and record is None and not findings:
        return Check(name=name, state=State.NOT_RUN, note="the record must be mended first")
    if any(finding.code == "F903" for finding in findings):
        return Check(name=name, state=State.NOT_RUN, note="it could not be read")
    state = State.FAILED if errors_in(findings) else State.WARNED if findings else State.PASSED
    return Check(name=name, state=state)
