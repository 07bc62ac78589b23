# SPDX-License-Identifier: Apache-2.0
"""Bring one file: from which of its addresses, after how many tries, and whether it is the one recorded."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Protocol

from archiver.bag.holes import Hole  # noqa: TC001 # a dataclass field
from archiver.fetch.addresses import redirected, vet
from archiver.fetch.connection import ask
from archiver.fetch.failure import (
    NOT_ALLOWED,
    NOT_FETCHED,
    OTHER_BYTES,
    OTHER_LENGTH,
    TOO_LARGE,
    Failed,
    Stopped,
    gravest,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from threading import Event

    from archiver.fetch.connection import Answer
    from archiver.fetch.place import Part
    from archiver.fetch.terms import Terms

_PYTHON_NAMES = {"sha3224": "sha3_224", "sha3256": "sha3_256", "sha3384": "sha3_384", "sha3512": "sha3_512"}
_OK, _PARTIAL, _NOT_SATISFIABLE = 200, 206, 416
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_RANGE = re.compile(r"bytes ([0-9]{1,19})-([0-9]{1,19})/([0-9]{1,19}|\*)", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,19}")
_SHOWN = 8
_LONGEST = 60
"""Characters that are shown of what a server says."""
_BLOCK = 1 << 20


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What one file needs to be fetched."""

    hole: Hole
    part: Part
    terms: Terms
    spend: Callable[[int], None]
    """Called with the octets that came; raises `Failed` when all that may come has come."""
    stop: Event


def bring(errand: Errand) -> int:
    """Fetch a file, verify it and put it into the bag; return its octets.

    The addresses are tried in their order, each as often as another try may help.

    Raises:
        Failed: with what befell at each address.
        Stopped: if the caller wants no more.
    """
    _foresee(errand)
    octets = _whole_already(errand)
    if octets:
        return octets
    failures = []
    for url in errand.hole.urls:
        try:
            return _patiently(errand, url)
        except Failed as failure:
            failures.append(failure.at(url))
    raise gravest(failures)


def _foresee(errand: Errand) -> None:
    hole, terms = errand.hole, errand.terms
    if not hole.digests:
        raise Failed(NOT_FETCHED, "no manifest has a digest of it that can be checked")
    if hole.length is not None and hole.length > terms.file_octets:
        raise Failed(TOO_LARGE, f"{hole.length} octets, and {terms.file_octets} may come")


def _whole_already(errand: Errand) -> int:
    """Take in a file that came whole in a run which was killed before it could; return its octets, or 0."""
    descriptor = errand.part.open()
    try:
        size = os.fstat(descriptor).st_size
        if not size or errand.hole.length not in {None, size}:
            return 0
        hashes = _hashes(errand.hole)
        _read(descriptor, size, hashes)
        if _differences(errand.hole, hashes):
            return 0
        errand.part.put_in_place(descriptor)
        return size
    finally:
        os.close(descriptor)


def _patiently(errand: Errand, url: str) -> int:
    for number in count(1):
        try:
            return _try(errand, url)
        except Failed as failure:
            # What was put together from two runs and does not fit has one more try, which begins anew.
            last = number >= errand.terms.tries and failure.code != OTHER_BYTES
            if not failure.again or last:
                raise
            wait = max(failure.after, errand.terms.backoff * 2 ** (number - 1))
            if errand.stop.wait(min(wait, errand.terms.longest_wait)):
                raise Stopped from failure
    raise AssertionError  # count() does not end


def _try(errand: Errand, url: str) -> int:
    descriptor = errand.part.open()
    try:
        arrival = _Arrival(errand, descriptor, url)
        with _answered(errand, url, arrival.headers()) as answer:
            arrival.begin(answer)
            arrival.receive(answer)
        arrival.verify()
        errand.part.put_in_place(descriptor)
        return arrival.size
    finally:
        os.close(descriptor)


@contextmanager
def _answered(errand: Errand, url: str, headers: Mapping[str, str]) -> Iterator[Answer]:
    """Ask an address, and the ones to which it sends on."""
    address = vet(url, errand.terms)
    for _ in range(errand.terms.redirects + 1):
        with ask(address, headers, errand.terms, errand.stop) as answer:
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or location is None:
                yield answer
                return
        address = redirected(address, location, errand.terms)
    raise Failed(NOT_ALLOWED, f"redirected more than {errand.terms.redirects} times")


class _Arrival:
    """A file that is arriving: what there is of it, and its digests so far."""

    def __init__(self, errand: Errand, descriptor: int, url: str) -> None:
        self.errand, self.descriptor, self.url = errand, descriptor, url
        self.size = self.offset = os.fstat(descriptor).st_size
        self.note = errand.part.note()
        self.validator = self.note.get("validator", "") if self.note.get("url") == url else ""
        if not self.validator or (errand.hole.length or self.size + 1) <= self.size:
            self.size = self.offset = 0
        self.hashes: dict[str, _Hash] = {}
        self.end: int | None = None
        """How many octets the whole file has, as the server says."""

    def headers(self) -> dict[str, str]:
        """Ask for the rest only, if it is the rest of the same file (RFC 9110 §13.1.5, §14.2)."""
        return {"Range": f"bytes={self.offset}-", "If-Range": self.validator} if self.offset else {}

    def begin(self, answer: Answer) -> None:
        """Make ready for what the answer holds."""
        if answer.status == _NOT_SATISFIABLE and self.offset:
            self.errand.part.discard()
            raise Failed(NOT_FETCHED, "the rest of the file is not to be had", again=True)
        if answer.status not in {_OK, _PARTIAL}:
            raise Failed(
                NOT_FETCHED,
                f"the server answers {answer.status}",
                again=answer.status in _AGAIN,
                after=_seconds(answer.headers.get("retry-after", "")),
            )
        coding = answer.headers.get("content-encoding", "identity").strip().lower()
        if coding not in {"", "identity"}:
            raise Failed(NOT_FETCHED, f"the file comes encoded as {coding[:_LONGEST]}, and not as it is")
        rest = _NUMBER.fullmatch(answer.headers.get("content-length", ""))
        if answer.status == _PARTIAL:
            self._demand_the_rest(answer.headers.get("content-range", ""))
        else:
            self.size = self.offset = 0
            self.end = int(rest[0]) if rest and "transfer-encoding" not in answer.headers else None
        self._foresee()
        self._prepare(answer)

    def _demand_the_rest(self, field: str) -> None:
        match = _RANGE.fullmatch(field.strip())
        if not self.offset or match is None or int(match[1]) != self.offset:
            self.errand.part.discard()
            raise Failed(NOT_FETCHED, "the server answers with another part than was asked for", again=True)
        self.end = None if match[3] == "*" else int(match[3])

    def _foresee(self) -> None:
        length = self.errand.hole.length
        if self.end is None:
            return
        if length is not None and self.end != length:
            self._other_length(f"found {self.end}")
        if self.end > self.errand.terms.file_octets:
            raise Failed(TOO_LARGE, f"{self.end} octets, and {self.errand.terms.file_octets} may come")

    def _other_length(self, found: str) -> None:
        self.errand.part.discard()
        raise Failed(OTHER_LENGTH, f"recorded {self.errand.hole.length} octets   {found}")

    def _prepare(self, answer: Answer) -> None:
        """Go on after what there is, or begin anew and note how this file is told from a later one."""
        self.hashes = _hashes(self.errand.hole)
        if self.offset:
            _read(self.descriptor, self.offset, self.hashes)
            os.lseek(self.descriptor, self.offset, os.SEEK_SET)
            return
        os.ftruncate(self.descriptor, 0)
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        tag = answer.headers.get("etag", "")
        validator = tag if tag.startswith('"') else answer.headers.get("last-modified", "")
        self.errand.part.write_note({"url": self.url, "validator": validator if validator.isascii() else ""})

    def receive(self, answer: Answer) -> None:
        """Take in the body; whatever was promised, no more than may come."""
        hole, terms = self.errand.hole, self.errand.terms
        most = terms.file_octets if hole.length is None else min(hole.length, terms.file_octets)
        for piece in answer.pieces(max(most - self.size, 0)):
            self.size += len(piece)
            self.errand.spend(len(piece))
            if self.size > most and hole.length is not None:
                self._other_length("found more")
            if self.size > most:
                self.errand.part.discard()
                raise Failed(TOO_LARGE, f"more than {most} octets came")
            for digest in self.hashes.values():
                digest.update(piece)
            _write(self.descriptor, piece)
        if self.end is None and "transfer-encoding" in answer.headers:
            self.end = self.size  # the last chunk came: this is all
            self._foresee()
        wanted = self.end if self.end is not None else hole.length
        if wanted is not None and self.size < wanted:
            raise Failed(NOT_FETCHED, f"broke off after {self.size} octets", again=True)

    def verify(self) -> None:
        """Hold what has come against the length and all digests that were recorded.

        Raises:
            Failed: B416. What was put together from two runs is fetched once more from its beginning.
        """
        differences = _differences(self.errand.hole, self.hashes)
        if differences:
            self.errand.part.discard()
            raise Failed(OTHER_BYTES, *differences, again=bool(self.offset))


def _hashes(hole: Hole) -> dict[str, _Hash]:
    names = {name: _PYTHON_NAMES.get(name, name) for name in hole.digests}
    return {name: hashlib.new(known, usedforsecurity=False) for name, known in names.items()}


def _read(descriptor: int, size: int, hashes: Mapping[str, _Hash]) -> None:
    """Hash the first `size` octets of a file."""
    place = 0
    while place < size and (data := os.pread(descriptor, min(_BLOCK, size - place), place)):
        for digest in hashes.values():
            digest.update(data)
        place += len(data)


def _differences(hole: Hole, hashes: Mapping[str, _Hash]) -> list[str]:
    """Say of each digest that is not the one recorded what it is."""
    return [
        f"{name} recorded {recorded.hex()[:_SHOWN]}…   found {found[:_SHOWN]}…"
        for name, recorded in sorted(hole.digests.items())
        if (found := hashes[name].hexdigest()) != recorded.hex()
    ]


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _seconds(text: str) -> float:
    """Return how long the server asks to wait; a date is not looked at, for the clocks may differ."""
    return float(text) if _NUMBER.fullmatch(text.strip()) else 0
