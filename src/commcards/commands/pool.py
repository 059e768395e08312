"""Processes of this machine, which begin when there is work for them."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, wait
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from commcards.faces import render


class Pool(Executor):
    """At most ``jobs`` processes; none until there is work or ``begin`` is called."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._first: list[Future[Any]] = []

    @cached_property
    def _processes(self) -> Executor:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        # Spawned workers start alike on every system, and share no locks with this process.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_deaf)

    def begin(self, count: int, load: Callable[[], None]) -> None:
        """Have ``count`` processes load what they need before work comes."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # which they take over where they can
        try:
            begun = [self._processes.submit(load) for _ in range(count)]
        finally:
            signal.signal(signal.SIGINT, before)
        self._first = self._first or begun

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a process call a function.

        What was begun first is waited for: no further process shall begin beside one that is about
        to be ready.
        """
        wait(self._first)
        return self._processes.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, if there are any."""
        if "_processes" in vars(self):
            self._processes.shutdown(wait, cancel_futures=cancel_futures)


@contextmanager
def pool(jobs: int) -> Iterator[Pool | None]:
    """Have a pool of ``jobs`` processes, or None for one: then this one does all.

    The first begins at once to load WeasyPrint, which takes about as long as it takes this process
    to read what is to be made.
    """
    if jobs == 1:
        yield None
        return
    with Pool(jobs) as found:
        found.begin(1, render.load)
        try:
            yield found
        except BaseException:
            found.shutdown(wait=False, cancel_futures=True)
            raise


def _deaf() -> None:
    """Leave Ctrl-C to the process that gives out the work, on every system."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
