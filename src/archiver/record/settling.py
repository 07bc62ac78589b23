# SPDX-License-Identifier: Apache-2.0
"""From decisions to corrections: do they fit the source and the record, and each other."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.blocks import content
from archiver.findings import Finding, in_order
from archiver.model import Correction, Span
from archiver.record.dates import is_edtf
from archiver.record.decisions import parse
from archiver.record.places import pointer
from archiver.record.source import EDGES
from archiver.record.words import nearest, show

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from archiver.model import Record, Transcript
    from archiver.record.decisions import Decision
    from archiver.record.load import Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What came of reading decisions: the corrections, or the findings that say why there are none."""

    corrections: tuple[Correction, ...]
    lines: tuple[int, ...]
    """For each correction the line of the decision."""
    decisions: int
    findings: tuple[Finding, ...]


def read_decisions(
    data: bytes, *, path: str, loaded: Loaded, transcript: Transcript, by: str, date: str | None = None
) -> Settled:
    """Read decisions about a source and turn them into corrections of its record.

    `path` names the file of the decisions in the findings; `loaded` is the record as it is, without a
    fault; `transcript` is the source with the utterances that the record and the rules give. Words that
    stand in the text once are named by `quote`, others by `at`; an utterance of several pieces gets a
    correction for each of them. All faults are reported together, each with its line: R121 what cannot be
    read, R108, R109, R119 and R122 words that are not there, R111 ids that are not in the record, R112 a
    date, R123 and R124 words decided twice.
    """
    decisions, findings = parse(data, path=path, by=by, date=date)
    settling = _Settling(path, loaded, transcript, findings)
    for decision in decisions:
        settling.take(decision)
    settling.compare()
    found = in_order(settling.findings)
    placed = () if found else tuple(settling.placed)
    return Settled(
        corrections=tuple(settling.correction(decision, span) for decision, span in placed),
        lines=tuple(decision.line for decision, _ in placed),
        decisions=len(decisions),
        findings=found,
    )


class _Settling:
    """The decisions while they are being compared with the source, the record and each other."""

    def __init__(self, path: str, loaded: Loaded, transcript: Transcript, findings: Sequence[Finding]) -> None:
        self.path = path
        self.loaded = loaded
        self.text = transcript.text
        self.blocks = [content(transcript.text, block) for block in transcript.blocks]
        self.starts = [block.start for block in self.blocks]
        self.utterances = {utterance.pieces for utterance in transcript.utterances}
        self.findings = list(findings)
        self.placed: list[tuple[Decision, Span]] = []
        self.record = _record(loaded)
        self.people = {person.id for person in self.record.everyone}
        self.agents = {agent.id for agent in self.record.agents}
        self.said: set[str] = set()

    def find(self, code: str, line: int, *detail: str, help: str | None = None) -> None:
        """Note a fault of one line."""
        self.findings.append(Finding(code=code, path=self.path, line=line, column=1, detail=detail, help=help))

    def take(self, decision: Decision) -> None:
        """Check a decision by itself and place its words."""
        if decision.speaker is not None:
            self.known(decision.speaker, self.people, "speakers, participants, organisations", decision.line)
        if decision.by not in self.said:
            self.known(decision.by, self.agents, "agents", decision.line)
            self.said.add(decision.by)  # an option that is wrong is wrong once
        if decision.date is not None and not is_edtf(decision.date):
            self.find("R112", decision.line, f"found: {show(decision.date)}")
        spans = decision.pieces or self.quoted(decision.quote or "", decision.line)
        if self.stands(decision) and all(self.lies_well(span, decision.line) for span in spans):
            self.placed += [(decision, span) for span in spans]

    def known(self, given: str, declared: Collection[str], lists: str, line: int) -> None:
        """Check that an id is declared in the record."""
        if given not in declared:
            meant = nearest(given, declared)
            detail = (f"expected: an id of {lists} in {self.loaded.path}", f"found: {show(given)}")
            self.find("R111", line, *detail, help=f"did you mean {meant}?" if meant else None)

    def quoted(self, words: str, line: int) -> tuple[Span, ...]:
        """Return where the words of a quote stand, if they do so once."""
        first = self.text.find(words)
        if first < 0:
            self.find("R108", line, f"found nowhere: {show(words)}")
        elif (second := self.text.find(words, first + 1)) >= 0:
            self.find("R109", line, f"found at offsets {first} and {second}")
        else:
            return (Span(first, first + len(words)),)
        return ()

    def lies_well(self, span: Span, line: int) -> bool:
        """Check that a span is a stretch of one paragraph."""
        number = bisect_right(self.starts, span.start) - 1
        if span.start < span.end and number >= 0 and self.blocks[number].holds(span):
            return True
        inside = 0 <= span.start < span.end <= len(self.text)
        wrong = "it crosses a paragraph" if inside else f"the text has {len(self.text)} characters"
        self.find("R119", line, f"found: {span.start} and {span.end}; {wrong}")
        return False

    def stands(self, decision: Decision) -> bool:
        """Check that the words decided about are those that were seen."""
        if not decision.pieces:
            return True
        start, end = decision.pieces[0]
        if decision.text is not None and self.text[start:end] != decision.text:
            detail = [f"decided: {show(decision.text)}", f"at {start}: {show(self.text[start:end])}"]
            at = self.text.find(decision.text)
            self.find("R122", decision.line, *detail, *([f"the words stand at {at}"] if at >= 0 else []))
            return False
        if len(decision.pieces) > 1 and decision.pieces not in self.utterances:
            self.find("R122", decision.line, f"there is no utterance of these {len(decision.pieces)} pieces")
            return False
        return True

    def compare(self) -> None:
        """Look for words that are decided about twice, here or in the record.

        Of two stretches one may lie within the other, as a report does within a quotation.
        """
        mine = [(span, decision.line, -1) for decision, span in self.placed]
        old = [(self.standing(given), 0, index) for index, given in enumerate(self.record.corrections)]
        around: list[tuple[Span, int, int]] = []
        for here in sorted(mine + old, key=lambda each: (each[0].start, -each[0].end, each[1], each[2])):
            while around and around[-1][0].end <= here[0].start:
                around.pop()
            if around and (self.bare(here[0]) == self.bare(around[-1][0]) or not around[-1][0].holds(here[0])):
                self.twice(*sorted((here, around[-1]), key=lambda each: (each[1], each[0])))
            around.append(here)

    def bare(self, span: Span) -> Span:
        """Return a stretch without the marks and blanks at its ends: with them or without, it is the same words."""
        words = self.text[span.start : span.end]
        start = len(words) - len(words.lstrip(EDGES))
        return Span(span.start + start, span.start + max(start, len(words.rstrip(EDGES))))

    def twice(self, first: tuple[Span, int, int], second: tuple[Span, int, int]) -> None:
        """Note a decision about words of another one; `first` is the one in the record, if one is."""
        span, line, index = first
        if line == 0:
            place = self.loaded.places.value(("corrections", index))
            where = f"{self.loaded.path}:{place.line}, {pointer(('corrections', index))}"
            self.find("R124", second[1], f"decided in {where}", f"about {span.start} to {span.end}")
        else:
            self.find("R123", second[1], f"also decided in line {line}, about {span.start} to {span.end}")

    def standing(self, given: Correction) -> Span:
        """Return where a correction of the record stands; it was checked when the record was."""
        if given.at is not None:
            return given.at
        start = self.text.find(given.quote or "")
        return Span(start, start + len(given.quote or ""))

    def correction(self, decision: Decision, span: Span) -> Correction:
        """Return the decision about one stretch as a correction."""
        words = self.text[span.start : span.end]
        once = self.text.find(words) == span.start and self.text.find(words, span.start + 1) < 0
        return Correction(
            quote=words if once else None,
            at=None if once else span,
            speech=decision.speech,
            speaker=decision.speaker,
            by=decision.by,
            because=decision.because,
            date=decision.date,
        )


def _record(loaded: Loaded) -> Record:
    if loaded.record is None:
        raise ValueError("decisions are read against a record that loaded")
    return loaded.record
