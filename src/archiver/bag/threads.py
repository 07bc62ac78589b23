# SPDX-License-Identifier: Apache-2.0
"""Read large files in threads: hashing lets other threads run, and the words on progress come while it lasts."""

from __future__ import annotations

import threading
from contextlib import closing
from queue import SimpleQueue
from typing import TYPE_CHECKING

from archiver.bag.descent import Descent
from archiver.bag.opening import Unread
from archiver.bag.reading import Read, maker, new_buffer, read_large

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from archiver.bag.reading import Hash

    Found = tuple["Place", Read | OSError | Unread]

Place = tuple[str, str]
"""The folder of a file, below the bag, and its name."""

_PATIENCE = 0.5
"""Seconds to wait for a thread that was told to stop; one that a dead disk holds ends with the process."""


class _Stopped(Exception):
    """Nobody waits for the result."""


def read_in_turn(
    places: Sequence[Place], root: int, algorithms: Sequence[str], went: Callable[[int], None]
) -> Generator[Found, None, None]:
    """Read large files one after the other and give each with what was read or why it was not.

    `root` is the open folder of the bag; `went` is told the octets of each piece.
    """
    yield from _read_each(iter(places), root, [maker(name) for name in algorithms], went)


def _read_each(
    places: Iterator[Place], root: int, makers: Sequence[Callable[[int], Hash]], went: Callable[[int], None]
) -> Generator[Found, None, None]:
    with closing(Descent(root)) as descent, new_buffer() as buffer:
        for folder, name in places:
            found: Read | OSError | Unread
            try:
                found = read_large(name, descent.folder(folder), makers, buffer, went)
            except (OSError, Unread) as error:
                found = error
            yield (folder, name), found


def read_in_threads(
    places: Sequence[Place], root: int, algorithms: Sequence[str], went: Callable[[int], None], count: int
) -> Generator[Found, None, None]:
    """Read large files in a number of threads, otherwise like `read_in_turn`; they come as they are done.

    `went` is called in the thread of the caller. Close the iterator to stop the threads.
    """
    reading = _Threads(places, root, algorithms)
    threads = [threading.Thread(target=reading.run, daemon=True) for _ in range(count)]
    try:
        for thread in threads:
            thread.start()
        left = count
        while left:
            said = reading.said.get()
            if said is None:
                left -= 1
            elif isinstance(said, int):
                went(said)
            else:
                yield said
    finally:
        reading.stopped = True
        for thread in threads:
            thread.join(_PATIENCE)


class _Threads:
    """What the threads share."""

    def __init__(self, places: Sequence[Place], root: int, algorithms: Sequence[str]) -> None:
        self.places, self.root = iter(places), root
        self.makers = [maker(name) for name in algorithms]
        self.lock = threading.Lock()
        self.said: SimpleQueue[int | Found | None] = SimpleQueue()
        self.stopped = False

    def run(self) -> None:
        try:
            for found in _read_each(self.turns(), self.root, self.makers, self.went):
                self.said.put(found)
        except _Stopped:
            pass
        finally:
            self.said.put(None)

    def turns(self) -> Iterator[Place]:
        while not self.stopped:
            with self.lock:
                place = next(self.places, None)
            if place is None:
                return
            yield place

    def went(self, octets: int) -> None:
        if self.stopped:
            raise _Stopped
        self.said.put(octets)
