# SPDX-License-Identifier: Apache-2.0
"""Write to the screen: results to stdout, words for people to stderr."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def result(text: str, *, newline: bool = True) -> None:
    """Write a result to stdout as it is."""
    _write(text, sys.stdout, newline=newline)


def remark(text: str) -> None:
    """Write a word for people to stderr."""
    _write(text, sys.stderr, newline=True)


def progress(line: str) -> None:
    """Write a line to stderr in place of the one before; an empty one takes it away."""
    _write(f"\r{line}\x1b[K", sys.stderr, newline=False)


def _write(text: str, stream: TextIO, *, newline: bool) -> None:
    try:
        stream.write(text + "\n" if newline else text)
        stream.flush()
    except BrokenPipeError:
        # The reader went away (| head). The work goes on, and its exit code is still the true one.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
