# SPDX-License-Identifier: Apache-2.0
"""Time two things in turns (A B A B …) in one run and print the ratio of their medians."""

from __future__ import annotations

import resource
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def compare(name: str, ours: Callable[[], object], peer: Callable[[], object], *, rounds: int) -> None:
    """Print medians in milliseconds and the ratio ours : peer, with the spread of the ratio over the rounds.

    The last column is the ratio of processor time, of this process and of those that it started and waited for: who
    else uses the machine lengthens it much less. Work that returns a number has timed itself, in seconds.
    """
    ours(), peer()  # files into the page cache, bytecode onto the disk
    pairs = [(measure(ours), measure(peer)) for _ in range(rounds)]
    ratios = sorted(a / b for (a, _), (b, _) in pairs)
    a, b = (statistics.median(seconds for seconds, _ in side) for side in zip(*pairs, strict=True))
    c, d = (statistics.median(seconds for _, seconds in side) for side in zip(*pairs, strict=True))
    low, high = ratios[len(ratios) // 10], ratios[-1 - len(ratios) // 10]
    spread = f"({low:.2f}-{high:.2f})"
    print(f"{name:<58} {a * 1000:9.1f} {b * 1000:9.1f} {a / b:7.2f}  {spread:<13} {c / d:5.2f}", flush=True)


def measure(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that the work takes, and those that processors worked for it."""
    before, start = processor(), time.perf_counter()
    said = work()
    seconds = time.perf_counter() - start
    return said if isinstance(said, float) else seconds, max(processor() - before, 1e-6)


def processor() -> float:
    """Return the seconds of processor time of this process and of those that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(times.ru_utime + times.ru_stime for times in used)


def clock(work: Callable[[], object]) -> float:
    """Return the seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def heading(text: str) -> None:
    """Print a heading over the columns of `compare`."""
    print(f"\n{text}\n{'':<58} {'ours ms':>9} {'peer ms':>9} {'ratio':>7}  {'(10-90 %)':<13} {'cpu':>5}", flush=True)
