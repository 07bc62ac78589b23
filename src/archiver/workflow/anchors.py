# SPDX-License-Identifier: Apache-2.0
"""Checkpoints of a shelf: make one, hold the ledger against a remembered one, prove a package, witness."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import lexists
from typing import TYPE_CHECKING

from archiver import ledger
from archiver.errors import CannotRead, InvalidMaterial, UsageError
from archiver.findings import Check, Finding, Report, State, Subject, errors_in
from archiver.ledger.checkpoint import Checkpoint, default_origin, of_tree, open_checkpoint, parse_checkpoint
from archiver.ledger.memory import against, signatures
from archiver.ledger.note import Kind, Note, Signer, Verifier, format_note, is_new_key_name, signed
from archiver.ledger.proof import SUFFIX, format_proof, prove
from archiver.workflow.given import octets_of
from archiver.workflow.shelf import LEDGER, key_of, ledgers_above, looks_like_a_bag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from archiver.ledger import Ledger
    from archiver.ledger.tree import Tree
    from archiver.workflow.books import Books

CHECKPOINT = "LEDGER.checkpoint"
"""Where the checkpoint of a shelf lies, beside its ledger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """What a witness found, and what to remember from now on."""

    report: Report
    state: bytes | None
    """The checkpoint to remember; None where the old one has to stand, or says the same already."""
    before: bytes | None = None
    """What was remembered before; only in its place the new one may be written. None where nothing was."""


def read_note(path: Path) -> tuple[Checkpoint, Note]:
    """Read a checkpoint with its note.

    Raises:
        CannotRead: if the file cannot be read.
        InvalidMaterial: if it is no checkpoint (L201).
    """
    return _opened(octets_of(path), path)


def _opened(data: bytes, path: Path) -> tuple[Checkpoint, Note]:
    try:
        return open_checkpoint(data)
    except ValueError as error:
        raise InvalidMaterial([Finding(code="L201", path=str(path), detail=(str(error),))]) from error


def checkpoint(shelf: Path, *, signer: Signer | None = None, origin: str | None = None) -> bytes:
    """Return the checkpoint of a shelf as it is now, signed if a key is given.

    `origin` names the log; without it the name stands of the key, of the checkpoint before this one, or the hash
    of the first line. A ledger that is not the one before it grown is never given a checkpoint: whoever signs two
    that contradict each other is no log.

    Raises:
        InvalidMaterial: if the ledger is broken, or was rolled back or forked since the checkpoint beside it.
        CannotRead: if the ledger cannot be read.
        UsageError: if the ledger is empty, or key and origin are of different names.
        ArchiverError: if a key is given and the extra `sign` is not installed.
    """
    if signer and (signer.kind is not Kind.LOG or origin not in {None, signer.name}):
        raise UsageError("this key signs no such checkpoint", help="make a key with archiver ledger key --name ORIGIN")
    tree = sound_tree(shelf)
    before, _ = _beside(shelf) or (None, None)
    wanted = origin or (signer.name if signer else None)
    if before:
        wrong = against(tree, before, path=str(shelf / LEDGER))
        if wrong:
            raise InvalidMaterial(wrong)
    made = of_tree(tree, _origin(wanted or (before.origin if before else default_origin(tree))))
    note = Note(text=made.text)
    return format_note(signed(note, signer) if signer else note)


def prove_package(package: Path, *, note: Path | None = None) -> bytes:
    """Return the proof that a package is in the ledger of its shelf, to lie beside it.

    `note` is the checkpoint to prove it by; without it the one beside the ledger.

    Raises:
        InvalidMaterial: if the ledger or the checkpoint is broken, or the package is not recorded (L106).
        CannotRead: if ledger or checkpoint cannot be read.
        UsageError: if the checkpoint is older than the entry.
    """
    above = ledgers_above(package)
    if not above or not looks_like_a_bag(package):
        raise UsageError(f"{package} is no package on a shelf", help="name the folder of a package below its LEDGER")
    tree = sound_tree(above[0].parent)
    line = _line_of(package, above[0])
    path = note or above[0].with_name(CHECKPOINT)
    if not lexists(path):
        advice = f"run archiver ledger checkpoint {above[0].parent}"
        raise CannotRead(f"{path} is not there", where=str(path), help=advice)
    remembered, opened = read_note(path)
    wrong = against(tree, remembered, path=str(above[0]))
    if wrong:
        raise InvalidMaterial(wrong)
    entry = ledger.parse_entry(line)
    if entry.seq >= remembered.size:
        raise UsageError(f"{path} is older than the entry of {package}", help="make a new checkpoint first")
    return format_proof(prove(line, entry.seq, tree, opened))


def proof_path(package: Path) -> Path:
    """Return where the proof of a package lies: beside it."""
    return package.with_name(package.name + SUFFIX)


def anchored(path: Path, verifiers: Sequence[Verifier], books: Books) -> Subject:
    """Hold the ledgers that were met in a run against a checkpoint that somebody kept elsewhere."""
    remembered, note = read_note(path)
    findings = signatures(note, verifiers, path=str(path))
    books_met = books.all()
    if not books_met:
        check = Check(name="checkpoint", state=State.NOT_RUN, note="no ledger was met to hold it against")
        unseen = Finding(code="F903", path=str(path), detail=(check.note,))
        return Subject(path=str(path), checks=(check,), findings=(*findings, unseen))
    whole = [(book, book.tree) for book in books_met if book.tree is not None]
    for book, tree in whole:
        findings += against(tree, remembered, path=str(book.path))
    if not whole:
        check = Check(name="checkpoint", state=State.NOT_RUN, note="not compared: the ledger is not whole")
        return Subject(path=str(path), checks=(check,), findings=findings)
    state = State.FAILED if errors_in(findings) else State.WARNED if findings else State.PASSED
    check = Check(name="checkpoint", state=state, note=f"{_lines(remembered.size)} of {remembered.origin}")
    return Subject(path=str(path), checks=(check,), findings=findings)


def witness(
    shelf: Path,
    *,
    state: Path,
    when: datetime,
    signer: Signer | None = None,
    verifiers: Sequence[Verifier] = (),
) -> Witnessed:
    """Hold a ledger against the last checkpoint of it that was seen, and say what to remember next.

    `state` is the file of the checkpoint that was seen last; it may not be there yet. With `signer`, the key of a
    witness, what is remembered bears its cosignature, dated `when`, and what was remembered has to bear one. Of
    `verifiers` each must have signed the checkpoint beside the ledger.

    Raises:
        CannotRead: if ledger or state cannot be read.
        InvalidMaterial: if the state is no checkpoint (L201).
        UsageError: if the key is not one of a witness, or the ledger is empty.
        ArchiverError: if keys are given and the extra `sign` is not installed.
    """
    if signer and signer.kind is not Kind.WITNESS:
        raise UsageError("this is the key of a log", help="make one with archiver ledger key --witness")
    book = _book(shelf / LEDGER)
    findings = list(book.findings)
    before = octets_of(state) if lexists(state) else None
    seen = None if before is None else _opened(before, state)
    if seen and signer:
        findings += signatures(seen[1], [signer.verifier], path=str(state))
    if book.tree is None or not (book.entries or seen):
        return Witnessed(
            report=_report(shelf, findings, "not compared: the ledger is not whole", run=False), state=None
        )
    current, found = _current(shelf, book.tree, seen, verifiers)
    findings += found
    if seen:
        findings += _since(book.tree, seen[0], current, shelf)
    report = _report(shelf, findings, _told(seen, book.tree))
    if errors_in(findings) or (seen and not _is_news(current, *seen)):
        return Witnessed(report=report, state=None)
    cosigned = signed(current, signer, time=int(when.timestamp())) if signer else current
    return Witnessed(report=report, state=format_note(cosigned), before=before)


def _told(seen: tuple[Checkpoint, Note] | None, tree: Tree) -> str:
    if seen is None:
        return f"{_lines(tree.size)}, seen for the first time"
    return f"{_lines(seen[0].size)} seen before, {tree.size} now"


def _lines(count: int) -> str:
    return f"{count} line{'' if count == 1 else 's'}"


def _is_news(current: Note, seen: Checkpoint, note: Note) -> bool:
    """Tell whether a checkpoint says more than the one remembered: more lines, or the same with another signature."""
    if current.text == note.text:
        return not set(current.signatures) <= set(note.signatures)
    return parse_checkpoint(current.text).size > seen.size


def sound_tree(shelf: Path) -> Tree:
    """Return the tree of a shelf's ledger.

    Raises:
        InvalidMaterial: if anything is wrong with the ledger.
        CannotRead: if it cannot be read.
        UsageError: if it is empty.
    """
    book = _book(shelf / LEDGER)
    wrong = errors_in(book.findings)
    if wrong or book.tree is None:
        raise InvalidMaterial(wrong)
    if not book.entries:
        raise UsageError(f"{shelf / LEDGER} has no entry yet")
    return book.tree


def _book(path: Path) -> Ledger:
    try:
        return ledger.read(path, name=str(path))
    except CannotRead as error:
        raise CannotRead(f"cannot read {path}: {error.message}", where=str(path), help=error.help) from error


def _beside(shelf: Path) -> tuple[Checkpoint, Note] | None:
    """Return the checkpoint beside a ledger, if there is one; a link there would lead a writer elsewhere."""
    path = shelf / CHECKPOINT
    if path.is_symlink():
        raise CannotRead(f"{path} is a link", where=str(path), help="put a regular file in its place, or nothing")
    return read_note(path) if lexists(path) else None


def _origin(name: str) -> str:
    if not is_new_key_name(name):
        raise UsageError(f"no name for a ledger: {name!r}", help="no blanks and no plus signs, such as example.org/log")
    return name


def _line_of(package: Path, path: Path) -> bytes:
    key = key_of(package, path)
    line = ledger.line_of(path, key) if key else None
    if line is None:
        raise InvalidMaterial([Finding(code="L106", path=str(package), detail=(f"ledger: {path}",))])
    return line


def _current(
    shelf: Path, tree: Tree, seen: tuple[Checkpoint, Note] | None, verifiers: Sequence[Verifier]
) -> tuple[Note, list[Finding]]:
    """Return the checkpoint to remember, and what is wrong with the one beside the ledger.

    It is the one beside it if that is of this size, else one of our own; but where keys are named, theirs alone.
    """
    path = shelf / CHECKPOINT
    beside = _beside(shelf)
    findings: list[Finding] = []
    if beside:
        findings += against(tree, beside[0], path=str(shelf / LEDGER))
        findings += signatures(beside[1], verifiers, path=str(path)) if verifiers else ()
    elif verifiers:
        findings += signatures(Note(text=""), verifiers, path=str(path))
    named = beside or seen
    origin = named[0].origin if named else default_origin(tree)
    if beside and (verifiers or beside[0].size == tree.size):
        return beside[1], findings
    return Note(text=of_tree(tree, origin).text), findings


def _since(tree: Tree, seen: Checkpoint, current: Note, shelf: Path) -> tuple[Finding, ...]:
    path = str(shelf / LEDGER)
    origin = current.text.partition("\n")[0]
    if origin != seen.origin:
        detail = (f"remembered {seen.origin}", f"found      {origin}")
        return (Finding(code="L205", path=path, detail=detail), *against(tree, seen, path=path))
    return against(tree, seen, path=path)


def _report(shelf: Path, findings: Sequence[Finding], note: str, *, run: bool = True) -> Report:
    state = State.FAILED if errors_in(findings) else State.WARNED if findings else State.PASSED
    check = Check(name="witness", state=state if run else State.NOT_RUN, note=note)
    unique = tuple(dict.fromkeys(findings))
    return Report(subjects=(Subject(path=str(shelf / LEDGER), checks=(check,), findings=unique),))
