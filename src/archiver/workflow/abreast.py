# SPDX-License-Identifier: Apache-2.0
"""Examine the packages of a shelf, several at a time where they are many; the answers come in their order."""

from __future__ import annotations

import marshal
from dataclasses import replace
from functools import lru_cache
from resource import RUSAGE_SELF, getrusage
from typing import TYPE_CHECKING, Any

from archiver.bag import Seal, workers
from archiver.errors import ArchiverError, CannotRead
from archiver.findings import Check, Finding, State
from archiver.workflow.examination import Examined, examine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from archiver.bag import Terms
    from archiver.ledger import LedgerEntry

    Asked = tuple[Path, LedgerEntry | None]
    """A package, and what the ledger has recorded of it."""

MANY = 100
"""Packages from which on worker processes are worth their start."""

_TASK = 50
"""Packages at most that are examined for one task."""

_LOST = "the process that examined it was ended"


def examine_each(asked: Sequence[Asked], *, second_opinion: bool, terms: Terms) -> Iterator[Examined | ArchiverError]:
    """Examine each package, and give what was found or why nothing could be looked at, in the order asked.

    One that cannot be read hides no other. Of a worker process that is ended the packages it was at are given as
    ones that could not be read.
    """
    jobs = terms.jobs or workers.processors()
    if len(asked) < MANY or jobs == 1 or not workers.may_fork():
        for root, entry in asked:
            yield _examine(root, entry, second_opinion=second_opinion, terms=terms)
        return
    yield from _abreast(asked, jobs, second_opinion=second_opinion, terms=terms)


def _examine(root: Path, entry: LedgerEntry | None, *, second_opinion: bool, terms: Terms) -> Examined | ArchiverError:
    try:
        return examine(root, path=str(root), entry=entry, second_opinion=second_opinion, terms=terms)
    except ArchiverError as error:
        return error


def _abreast(
    asked: Sequence[Asked], jobs: int, *, second_opinion: bool, terms: Terms
) -> Iterator[Examined | ArchiverError]:
    size = max(1, min(_TASK, len(asked) // (4 * jobs)))
    most = terms.jobs or max(workers.MOST, jobs)
    found: dict[int, list[Examined | ArchiverError]] = {}
    reader = _Reader(asked, second_opinion=second_opinion, terms=terms)
    with workers.Workers[int](reader, jobs) as pool:
        for start in range(0, len(asked), size):
            pool.submit(start, marshal.dumps((start, min(start + size, len(asked)))))
            for done, answer in pool.ready():
                waited = _take(found, done, answer, min(size, len(asked) - done), terms)
                if waited and terms.jobs is None and len(pool) < most:
                    pool.grow()
        for done, answer in pool.finish():
            _take(found, done, answer, min(size, len(asked) - done), terms)
    for start in sorted(found):
        yield from found.pop(start)


def _take(
    found: dict[int, list[Examined | ArchiverError]], start: int, answer: bytes | None, count: int, terms: Terms
) -> bool:
    """Take in an answer; tell whether the disk made the worker wait."""
    if answer is None:
        found[start] = [CannotRead(_LOST) for _ in range(count)]
        return False
    waits, files, octets, packed = marshal.loads(answer)  # noqa: S302 # it comes from a fork of this process
    found[start] = [_unpacked(*one) for one in packed]
    if terms.progress:
        terms.progress(files, octets)
    return bool(waits > count)


class _Reader:
    """Examines some of the packages; what it takes and gives are octets."""

    def __init__(self, asked: Sequence[Asked], *, second_opinion: bool, terms: Terms) -> None:
        self._asked, self._second_opinion = asked, second_opinion
        self._terms = replace(terms, jobs=1, progress=self._count)
        self._files = self._octets = 0

    def _count(self, files: int, octets: int) -> None:
        self._files += files
        self._octets += octets

    def __call__(self, task: bytes) -> bytes:
        start, end = marshal.loads(task)  # noqa: S302 # it comes from the process that forked this one
        self._files = self._octets = 0
        before = getrusage(RUSAGE_SELF).ru_nvcsw
        packed = [
            _packed(_examine(root, entry, second_opinion=self._second_opinion, terms=self._terms))
            for root, entry in self._asked[start:end]
        ]
        waits = getrusage(RUSAGE_SELF).ru_nvcsw - before
        return marshal.dumps((waits, self._files, self._octets, packed))


def _packed(found: Examined | ArchiverError) -> tuple[Any, ...]:
    """Return plain values, which travel between processes ten times as fast as objects."""
    if isinstance(found, ArchiverError):
        return (found.message, found.help)
    checks = tuple((check.name, check.state.value, check.note) for check in found.checks)
    findings = [
        (f.code, f.path, f.line, f.column, f.offset, f.pointer, tuple(f.detail), f.help) for f in found.findings
    ]
    sealed = tuple(found.seal) if found.seal else None
    return checks, findings, found.digest, found.tagmanifest, found.ours, sealed, found.within


def _unpacked(*values: Any) -> Examined | ArchiverError:
    if len(values) == 2:  # noqa: PLR2004 # message and help
        return CannotRead(values[0], help=values[1])
    checks, findings, digest, tagmanifest, ours, sealed, within = values
    return Examined(
        checks=_checks(checks),
        findings=tuple(_finding(*finding) for finding in findings),
        digest=digest,
        tagmanifest=tagmanifest,
        ours=ours,
        seal=Seal(*sealed) if sealed else None,
        within=within,
    )


@lru_cache(256)
def _checks(values: tuple[tuple[str, str, str], ...]) -> tuple[Check, ...]:
    """Return the checks; most packages have those of the one before."""
    return tuple(Check(name=name, state=State(state), note=note) for name, state, note in values)


def _finding(*values: Any) -> Finding:
    names = ("code", "path", "line", "column", "offset", "pointer", "detail", "help")
    return Finding(**dict(zip(names, values, strict=True)))
