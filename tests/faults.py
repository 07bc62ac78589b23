# SPDX-License-Identifier: Apache-2.0
"""A disk of any kind with a fault before or after the step of a given number, the pieces of a copy included."""

from __future__ import annotations

import errno
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 # waiting for a disk is not the point of a test


class Faulty:
    """Does what the disk does, and counts."""

    def __init__(self, disk: object, step: int, fault: Callable[[], object], *, after: bool = False) -> None:
        self.disk, self.left, self.fault, self.after = disk, step, fault, after
        self.steps = 0
        self.log: list[tuple[str, bytes]] = []

    def __getattr__(self, name: str) -> Any:
        def step(path: bytes, *rest: Any) -> Any:
            self.log.append((name, path))
            if name == "copy":
                rest = (self._counted(rest[0]), *rest[1:])
            return self._step(lambda: getattr(self.disk, name)(path, *rest))

        return step

    def _step(self, do: Callable[[], Any]) -> Any:
        due = self.steps == self.left
        self.steps += 1
        if due and not self.after:
            self.fault()
        done = do()
        if due and self.after:
            self.fault()
        return done

    def _counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            yield self._step(partial(bytes, piece))


def no_space() -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt() -> NoReturn:
    raise KeyboardInterrupt


def die() -> NoReturn:
    os._exit(7)


def in_a_child(work: Callable[[], object]) -> int:
    """Run the work in a child process and return its exit code; 0 if it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 # the child ends here, whatever happened
            os._exit(9)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
