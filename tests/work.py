# SPDX-License-Identifier: Apache-2.0
"""How much work something does, counted and not timed: a busy machine changes nothing about it."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def steps(do: Callable[[], object]) -> int:
    """Return how many calls and returns of functions, Python's and C's, it takes to do something."""
    count = 0

    def tick(frame: Any, event: str, arg: Any) -> None:  # noqa: ARG001 # the signature of a profile function
        nonlocal count
        count += 1

    before, collecting = sys.getprofile(), gc.isenabled()
    gc.disable()  # when it runs depends on what ran before, and what listens to it would be counted
    sys.setprofile(tick)
    try:
        do()
    finally:
        sys.setprofile(before)
        if collecting:
            gc.enable()
    return count


def growth(do: Callable[[int], object], size: int) -> float:
    """Return how many times the work grows when the size doubles: 2 is in proportion, 4 is quadratic."""
    do(size)  # what is set up once and kept is no part of the work
    return steps(lambda: do(2 * size)) / steps(lambda: do(size))
