# SPDX-License-Identifier: Apache-2.0
"""How far a long check has come, in one line of stderr that a person looks at."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from archiver.cli import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_PATIENCE = 1.0
"""Seconds of work of which nothing is said."""

_PAUSE = 0.2
"""Seconds between two words on the same work."""


class Progress:
    """Counts files and octets and says so from time to time; `total` is how many octets there are, if known.

    `clock` gives seconds from any beginning.
    """

    def __init__(self, total: int | None, clock: Callable[[], float] = monotonic) -> None:
        self._total, self._clock = total, clock
        self._start = clock()
        self._due = self._start + _PATIENCE
        self._files = self._octets = 0
        self._shown = False

    def __call__(self, files: int, octets: int) -> None:
        """Count what was read since the last call."""
        self._files += files
        self._octets += octets
        now = self._clock()
        if now >= self._due:
            self._due = now + _PAUSE
            self._shown = True
            render.progress(self.line(now - self._start))

    def line(self, seconds: float) -> str:
        """Return the line after so many seconds of work."""
        rate = self._octets / seconds if seconds else 0
        words = [f"{self._files} files", f"{_size(self._octets)}", f"{rate / 1e6:.0f} MB/s"]
        if self._total and rate and self._octets <= self._total:
            words.append(f"{100 * self._octets // self._total} %")
            words.append(f"{_time((self._total - self._octets) / rate)} left")
        return ", ".join(words)

    def close(self) -> None:
        """Take the line away."""
        if self._shown:
            render.progress("")


def _size(octets: int) -> str:
    return f"{octets / 1e9:.2f} GB" if octets >= 1e9 else f"{octets / 1e6:.1f} MB"  # noqa: PLR2004 # a gigabyte


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def progress(expected: Callable[[], int | None], *, wanted: bool) -> Iterator[Progress | None]:
    """Give a counter that shows how far the work is, or None where nobody would see it.

    It is shown on a terminal only, and only while work lasts. `expected` gives the octets of all the work; it is
    asked only where that is shown.
    """
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    counter = Progress(expected())
    try:
        yield counter
    finally:
        counter.close()


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Let SIGTERM stop the work as SIGINT does: workers are ended, what is open is closed, and the exit code is 130."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
