# SPDX-License-Identifier: Apache-2.0
"""Worker processes: forked when there is much to do, fed with tasks, never left behind.

They are forks of this process, so that nothing is imported and nothing copied to start one; a process pool of the
standard library takes forty milliseconds to import, in which this one has read ten thousand files. A worker that is
killed loses the task it was at and no other.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

MOST = 8
"""Workers on a disk that makes them wait."""

_AHEAD = 2
"""Tasks that a worker has at a time: the one it is at, and the next."""
_HEAD = 4
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def may_fork() -> bool:
    """Tell whether this process can be forked safely: the threads of a fork are gone, their locks are not."""
    threading = sys.modules.get("threading")
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


class _Worker(Generic[T]):
    """One process, seen from the one that started it."""

    __slots__ = ("given", "pid", "reading", "received", "unsent", "writing")

    def __init__(self, pid: int, reading: int, writing: int) -> None:
        self.pid, self.reading, self.writing = pid, reading, writing
        self.given: deque[tuple[T, bytes]] = deque()
        self.unsent = bytearray()
        self.received = bytearray()

    def give(self, token: T, task: bytes) -> None:
        self.given.append((token, task))
        self.unsent += len(task).to_bytes(_HEAD, "big") + task
        self.send()

    def send(self) -> None:
        try:
            while self.unsent:
                del self.unsent[: os.write(self.writing, self.unsent)]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self.unsent.clear()  # that it is gone shows when nothing more can be read from it

    def receive(self) -> Iterator[tuple[T, bytes]]:
        """Give the answers that have arrived.

        Raises:
            EOFError: if the worker is gone.
        """
        try:
            while got := os.read(self.reading, 1 << 16):
                self.received += got
                while len(self.received) >= _HEAD:
                    end = _HEAD + int.from_bytes(self.received[:_HEAD], "big")
                    if len(self.received) < end:
                        break
                    token, _ = self.given.popleft()
                    answer = bytes(self.received[_HEAD:end])
                    del self.received[:end]
                    yield token, answer
        except BlockingIOError:
            return
        raise EOFError


class Workers(Generic[T]):
    """Processes that answer tasks with `serve`; octets go in and come out.

    A task is given with a token, which comes back with the answer. Close it, or use it as a context: no process
    outlives it.
    """

    def __init__(self, serve: Callable[[bytes], bytes], count: int) -> None:
        self._serve = serve
        self._workers: list[_Worker[T]] = []
        self._answers: deque[tuple[T, bytes | None]] = deque()
        for _ in range(count):
            self.grow()

    def __enter__(self) -> Workers[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._workers)

    def grow(self) -> None:
        """Start one more worker, unless the system has no place for it."""
        pipes: list[int] = []
        try:
            pipes += os.pipe()
            pipes += os.pipe()
            tasks, answers = (pipes[0], pipes[1]), (pipes[2], pipes[3])
            pid = self._fork(tasks, answers)
        except OSError:
            for descriptor in pipes:
                os.close(descriptor)
            return
        os.close(tasks[0])
        os.close(answers[1])
        for descriptor in (answers[0], tasks[1]):
            os.set_blocking(descriptor, False)
        self._workers.append(_Worker(pid, answers[0], tasks[1]))

    def _fork(self, tasks: tuple[int, int], answers: tuple[int, int]) -> int:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            pid = os.fork()
            if pid == 0:
                self._work(tasks, answers)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return pid

    def _work(self, tasks: tuple[int, int], answers: tuple[int, int]) -> None:
        """Be a worker; this never returns."""
        try:
            # A key pressed reaches all processes of a terminal; the one that started the others ends them.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            for descriptor in (tasks[1], answers[0]):
                os.close(descriptor)
            for other in self._workers:  # or their pipes would not end with the process that feeds them
                os.close(other.reading)
                os.close(other.writing)
            attend(self._serve, tasks[0], answers[1])
        finally:
            os._exit(0)

    def submit(self, token: T, task: bytes) -> None:
        """Give a task to the worker that has least to do; wait while all have enough.

        Where no process can be started the task is done here and now.
        """
        while True:
            if not self._workers:  # all were ended
                self.grow()
            if not self._workers:
                self._answers.append((token, self._serve(task)))
                return
            idle = min(self._workers, key=lambda worker: len(worker.given))
            if len(idle.given) < _AHEAD:
                idle.give(token, task)
                return
            self._wait()

    def ready(self) -> Iterator[tuple[T, bytes | None]]:
        """Give the answers that are there; None for a task that was lost with its worker."""
        while self._answers:
            yield self._answers.popleft()

    def finish(self) -> Iterator[tuple[T, bytes | None]]:
        """Give all answers that are still to come."""
        yield from self.ready()
        while any(worker.given for worker in self._workers):
            self._wait()
            yield from self.ready()

    def _wait(self) -> None:
        poll = select.poll()
        for worker in self._workers:
            poll.register(worker.reading, select.POLLIN)
            if worker.unsent:
                poll.register(worker.writing, select.POLLOUT)
        ready = {descriptor for descriptor, _ in poll.poll()}
        for worker in tuple(self._workers):
            if worker not in self._workers:  # it was buried meanwhile
                continue
            if worker.writing in ready:
                worker.send()
            if worker.reading in ready:
                self._take(worker)

    def _take(self, worker: _Worker[T]) -> None:
        try:
            self._answers.extend(worker.receive())
        except EOFError:
            self._bury(worker)

    def _bury(self, worker: _Worker[T]) -> None:
        """Count the task lost at which a worker ended, and give those that it had not begun to others."""
        self._workers.remove(worker)
        self._end(worker)
        if worker.given:
            self._answers.append((worker.given.popleft()[0], None))
        for token, task in worker.given:
            self.submit(token, task)

    def _end(self, worker: _Worker[T]) -> None:
        os.close(worker.reading)
        os.close(worker.writing)
        with suppress(ProcessLookupError, ChildProcessError):  # somebody else waited for it, or nobody is to
            os.kill(worker.pid, signal.SIGKILL)
            os.waitpid(worker.pid, 0)

    def close(self) -> None:
        """End all workers, whatever they are at."""
        while self._workers:
            self._end(self._workers.pop())


def attend(serve: Callable[[bytes], bytes], tasks: int, answers: int) -> None:
    """Answer tasks from one descriptor on another until no more come."""
    while head := _exactly(tasks, _HEAD):
        answer = serve(_exactly(tasks, int.from_bytes(head, "big")))
        rest = memoryview(len(answer).to_bytes(_HEAD, "big") + answer)
        while rest:
            rest = rest[os.write(answers, rest) :]


def _exactly(descriptor: int, count: int) -> bytes:
    """Read so many octets; none if there is nothing more."""
    data = os.read(descriptor, count)
    while data and len(data) < count:
        more = os.read(descriptor, count - len(data))
        if not more:
            return b""
        data += more
    return data
