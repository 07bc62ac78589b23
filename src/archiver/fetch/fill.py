# SPDX-License-Identifier: Apache-2.0
"""Fill the holes of a bag, several at once."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from archiver.fetch.failure import TOO_LARGE, Failed
from archiver.fetch.place import waiting
from archiver.fetch.terms import TERMS
from archiver.fetch.transfer import Errand, bring
from archiver.findings import Finding, in_order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from archiver.bag.holes import Hole
    from archiver.fetch.place import Waiting
    from archiver.fetch.terms import Terms

_Outcome = Finding | BaseException


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What became of the holes of a bag."""

    findings: tuple[Finding, ...]
    """One for each hole, with its path below the bag: B411 for what came, else why it did not."""
    octets: int
    """How much came into the bag."""


def fill(root: Path, holes: Sequence[Hole], terms: Terms = TERMS) -> Filled:
    """Fetch the files that are missing in a bag; one that fails does not hinder the others.

    A file takes its place when it is whole and has the digests of all payload manifests, and never before.
    `root` is a folder that was judged safe. What of a file has come is kept beside the bag for the next run.

    Raises:
        CannotWrite: if another run fetches for this bag, or the disk does not take what comes.
    """
    run = _Run(terms)
    with waiting(root, holes) as room:
        try:
            findings = run.all(room, holes)
        finally:
            room.in_use = not run.ended()
    return Filled(findings=in_order(findings), octets=run.brought)


class _Run:
    """The threads of one run, and what they have in common."""

    def __init__(self, terms: Terms) -> None:
        self.terms, self.left, self.brought = terms, terms.octets, 0
        self.stop, self.lock = Event(), Lock()
        self.errands: SimpleQueue[Errand] = SimpleQueue()
        self.outcomes: SimpleQueue[_Outcome] = SimpleQueue()
        self.threads: list[Thread] = []

    def all(self, room: Waiting, holes: Sequence[Hole]) -> list[Finding]:
        """Fetch all that may come, and wait for it."""
        findings: list[Finding] = []
        for hole in self.affordable(holes, findings):
            errand = Errand(hole=hole, part=room.part(hole), terms=self.terms, spend=self.spend, stop=self.stop)
            self.errands.put(errand)
        count = self.errands.qsize()
        for _ in range(min(self.terms.jobs, count)):
            # Daemons: a run that is interrupted does not wait for a host that does not answer.
            self.threads.append(Thread(target=self.work, daemon=True))
            self.threads[-1].start()
        for _ in range(count):
            outcome = self.outcomes.get()
            if isinstance(outcome, BaseException):
                raise outcome
            findings.append(outcome)
        return findings

    def affordable(self, holes: Sequence[Hole], findings: list[Finding]) -> list[Hole]:
        """Return what may come together by the lengths that are stated; the rest is told and not begun."""
        found, total = [], 0
        for hole in holes:
            length = hole.length or 0
            if total + length > self.terms.octets and length <= self.terms.file_octets:
                detail = (f"{length} octets, and {self.terms.octets} may come in one run",)
                findings.append(Finding(code=TOO_LARGE, path=hole.path, detail=detail))
            else:
                total += length if length <= self.terms.file_octets else 0
                found.append(hole)
        return found

    def spend(self, octets: int) -> None:
        """Count what came, in vain or not."""
        with self.lock:
            self.left -= octets
            if self.left < 0:
                raise Failed(TOO_LARGE, f"more than {self.terms.octets} octets came in this run")

    def work(self) -> None:
        """Do errand after errand, in a thread."""
        while not self.stop.is_set():
            try:
                errand = self.errands.get_nowait()
            except Empty:
                return
            try:
                self.outcomes.put(self.errand(errand))
            except BaseException as error:  # noqa: BLE001 # the main thread raises it
                self.outcomes.put(error)
                return

    def errand(self, errand: Errand) -> Finding:
        """Do one errand."""
        try:
            octets = bring(errand)
        except Failed as failure:
            return Finding(code=failure.code, path=errand.hole.path, detail=failure.detail)
        with self.lock:
            self.brought += octets
        return Finding(code="B411", path=errand.hole.path, detail=(f"{octets} octets",))

    def ended(self) -> bool:
        """Tell the threads that no more is wanted, and whether all have heard it."""
        self.stop.set()
        for thread in self.threads:
            thread.join(1 / len(self.threads))
        return not any(thread.is_alive() for thread in self.threads)
