# SPDX-License-Identifier: Apache-2.0
"""Time two things in turns (A B A B …) in one run and print the ratio of their medians."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def compare(name: str, ours: Callable[[], object], peer: Callable[[], object], *, rounds: int) -> None:
    """Print medians in milliseconds and the ratio ours : peer, with the spread of the ratio over the rounds."""
    ours(), peer()  # files into the page cache, bytecode onto the disk
    pairs = [(clock(ours), clock(peer)) for _ in range(rounds)]
    ratios = sorted(a / b for a, b in pairs)
    a, b = (statistics.median(times) for times in zip(*pairs, strict=True))
    low, high = ratios[len(ratios) // 10], ratios[-1 - len(ratios) // 10]
    print(f"{name:<58} {a * 1000:9.1f} {b * 1000:9.1f} {a / b:7.2f}  ({low:.2f}-{high:.2f})")


def clock(work: Callable[[], object]) -> float:
    """Return the seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def heading(text: str) -> None:
    """Print a heading over the columns of `compare`."""
    print(f"\n{text}\n{'':<58} {'ours ms':>9} {'peer ms':>9} {'ratio':>7}  (10-90 %)")
