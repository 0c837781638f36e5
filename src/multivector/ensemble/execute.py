"""Where the work of a study is done: a seam with two leaves, this process or several on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import connection
from typing import Any, Protocol, TypeVar

from multivector.errors import EnsembleError

T = TypeVar("T")
U = TypeVar("U")

Tick = Callable[[], None]
Work = Callable[[T, Tick], U]
"""A function importable by name: takes a task and a tick to be called after each small step."""


class Executor(Protocol):
    """Does tasks, in any order, and hands over each result as it comes."""

    def map(self, work: Work[T, U], tasks: Sequence[T], tick: Callable[[int], None]) -> Iterator[U]:
        """Do all tasks.

        Args:
            work: What to do with each.
            tasks: The tasks.
            tick: Told the number of small steps done since it was last called; called from this process.

        Raises:
            Exception: What the work raised; tasks under way are abandoned, finished ones stay done.
        """

    def close(self) -> None:
        """Give back what it holds; it may be used again."""


class Inline:
    """In this process, one after the other."""

    def map(self, work: Work[T, U], tasks: Sequence[T], tick: Callable[[int], None]) -> Iterator[U]:
        """See :meth:`Executor.map`."""
        for task in tasks:
            yield work(task, lambda: tick(1))

    def close(self) -> None:
        """Nothing is held."""


class Local:
    """Several processes on this machine, each with one task at a time, kept until the executor is closed.

    Processes are spawned, not forked, because threads of numerical libraries don't survive a fork. They end with
    this process, however it ends.

    Args:
        jobs: Number of processes.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._steps: Any = None
        self._stop: Any = None

    def map(self, work: Work[T, U], tasks: Sequence[T], tick: Callable[[int], None]) -> Iterator[U]:
        """See :meth:`Executor.map`."""
        pool = self._open()
        seen = self._steps.value
        waiting: set[Future[U]] = set()
        left = iter(tasks)
        try:
            while True:
                # a short queue, so that little is lost when the work is abandoned
                for task in islice(left, 2 * self.jobs - len(waiting)):
                    waiting.add(pool.submit(_do, work, task))
                if not waiting:
                    return
                done, waiting = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
                now = self._steps.value
                if now > seen:
                    tick(now - seen)
                    seen = now
                for future in done:
                    yield future.result()
        except BrokenProcessPool as error:
            raise EnsembleError(
                "a process that simulates runs died, as happens when memory runs out",
                advice="What is finished is kept. Run the same command with --resume and fewer --jobs",
            ) from error
        finally:
            if waiting:
                self.close()

    def close(self) -> None:
        """End the processes; a task under way is abandoned at its next small step."""
        if self._pool is not None:
            self._stop.set()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._steps, self._stop = context.Value("q", 0), context.Event()
            shared = (self._steps, self._stop)
            self._pool = ProcessPoolExecutor(self.jobs, context, initializer=_begin, initargs=shared)
        return self._pool


def executor(jobs: int | None = None) -> Executor:
    """The executor for a number of processes.

    Args:
        jobs: Processes; None for as many as this process may use cores.
    """
    if jobs is None:
        jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Local(jobs) if jobs > 1 else Inline()


class _AbandonedError(Exception):
    """The study was stopped while this task was under way."""


_steps: Any = None
_stop: Any = None


def _begin(steps: Any, stop: Any) -> None:
    """Start of a process: leave Ctrl-C to the parent, and end if the parent is gone."""
    global _steps, _stop
    _steps, _stop = steps, stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _do(work: Work[T, U], task: T) -> U:
    return work(task, _tick)


def _tick() -> None:
    with _steps.get_lock():
        _steps.value += 1
    if _stop.is_set():
        raise _AbandonedError
