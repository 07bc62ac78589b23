# SPDX-License-Identifier: Apache-2.0
"""Pins: say what a package is, and hold packages to what they were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver import bag, identity
from archiver.bag import open_archive
from archiver.errors import CannotRead, InvalidMaterial, UsageError
from archiver.findings import Check, Finding, State, Subject, errors_in
from archiver.ledger.pin import LONGEST, Pin, format_pin, parse_pin
from archiver.workflow.given import open_regular
from archiver.workflow.shelf import looks_like_a_bag, own_key, version_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_WHOLE = frozenset({"F101", "F102", "F103", "F104", "F901", "B103", "B110"})
"""What leaves nothing to be compared: the payload is not the one that its own manifests say."""


MOST_WRONG = 100
"""Lines that are no pins, after which no more is read."""


class Pins:
    """The pins of one run, and which of them were met."""

    def __init__(self, path: Path, pins: Mapping[str, Pin]) -> None:
        self._path, self._pins = path, pins
        self._met: set[str] = set()
        self.whole = False
        """Whether a shelf is checked, on which every pinned package has to be."""

    def held(self, subject: Subject, root: Path, digest: str | None) -> Subject:
        """Return what was found in a package with what its pin has to say of it."""
        pin = self._of(root, digest)
        if pin is None:
            unpinned = Finding(code="L223", path=str(root), detail=(f"pins: {self._path}",))
            return _with(subject, State.WARNED, "no pin", unpinned)
        self._met.add(pin.name)
        if digest == pin.payload:
            return _with(subject, State.PASSED, pin.name)
        if digest is None or any(finding.code in _WHOLE for finding in errors_in(subject.findings)):
            return _with(subject, State.NOT_RUN, "not compared: the package is not whole")
        detail = (f"pinned {pin.payload}", f"found  {digest}")
        return _with(subject, State.FAILED, pin.name, Finding(code="L221", path=str(root), detail=detail))

    def missing(self) -> list[Subject]:
        """Say of each pin that no package was met for it, where a whole shelf was checked; elsewhere if none was met.

        A run in which nothing was held to a pin has compared nothing: whoever asked for it must not see green.
        """
        if not self.whole and not self._met:
            check = Check(name="pin", state=State.NOT_RUN, note="no package was met that is pinned")
            unseen = Finding(code="F903", path=str(self._path), detail=(check.note,))
            return [Subject(path=str(self._path), checks=(check,), findings=(unseen,))]
        left = [pin for name, pin in sorted(self._pins.items()) if name not in self._met] if self.whole else []
        return [
            Subject(
                path=pin.name,
                checks=(Check(name="pin", state=State.FAILED, note=f"pinned in {self._path}"),),
                findings=(Finding(code="L222", path=pin.name, detail=(f"pinned {pin.payload}, {pin.swhid}",)),),
            )
            for pin in left
        ]

    def _of(self, root: Path, digest: str | None) -> Pin | None:
        """Return the pin of a package: that of its name, else that of what it is, wherever it stands."""
        named = self._pins.get(pin_name(root))
        if named or root.is_dir():
            return named
        return next((pin for pin in self._pins.values() if pin.payload == digest), None)


def read_pins(path: Path) -> Pins:
    """Read a file of pins, as `archiver pin` writes them; blank lines are passed over.

    Raises:
        CannotRead: if the file cannot be read.
        InvalidMaterial: with the lines, up to a hundred, that are no pins, or pin a name twice, not alike (L224).
    """
    pins: dict[str, Pin] = {}
    wrong: list[Finding] = []
    try:
        with open_regular(path) as file:
            for number, line in enumerate(iter(lambda: file.readline(LONGEST), b""), 1):
                try:
                    _take(pins, line)
                except ValueError as error:
                    wrong.append(Finding(code="L224", path=str(path), line=number, detail=(str(error),)))
                if len(wrong) == MOST_WRONG:
                    break  # this is no file of pins, and may have no end
    except OSError as error:
        raise CannotRead(f"cannot read {path}: {error.strerror}", where=str(path)) from error
    if not pins and not wrong:
        wrong.append(Finding(code="L224", path=str(path), detail=("there is no pin in it",)))
    if wrong:
        raise InvalidMaterial(wrong)
    return Pins(path, pins)


def pin(package: Path) -> Pin:
    """Return the pin of a package, a folder or an archive file, from its own bytes.

    Raises:
        InvalidMaterial: with what is wrong with it: what is not whole is not pinned.
        CannotRead: if it is no package or cannot be read.
        UsageError: if its folder or file is called what no pin can name.
    """
    archive = open_archive(package)
    if archive is None and not looks_like_a_bag(package):
        raise CannotRead(f"{package} is no package", where=str(package), help="name its folder or its archive file")
    judged = bag.judge(archive or package, path=str(package), identify=True)
    wrong = errors_in(judged.findings)
    if wrong:
        raise InvalidMaterial(wrong)
    made = Pin(
        name=pin_name(package),
        payload=identity.payload_digest(judged.payload),
        swhid=identity.directory_swhid(judged.swhids),
    )
    try:
        return parse_pin(format_pin(made))
    except ValueError as error:
        advice = "control characters and names that are not UTF-8 cannot be pinned: rename it"
        raise UsageError(f"no name for a pin: {made.name!r}", where=str(package), help=advice) from error


def pin_name(package: Path) -> str:
    """Return the name under which a package is pinned: name and version, else that of its folder or file."""
    own = own_key(package)
    return own if version_of(own) else own.rpartition("/")[2]


def _take(pins: dict[str, Pin], line: bytes) -> None:
    if not line.strip():
        return
    try:
        one = parse_pin(line.decode())
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from error
    if pins.setdefault(one.name, one) != one:
        raise ValueError(f"{one.name} is pinned twice, not alike")


def _with(subject: Subject, state: State, note: str, *findings: Finding) -> Subject:
    check = Check(name="pin", state=state, note=note)
    return replace(subject, checks=(*subject.checks, check), findings=(*subject.findings, *findings))
