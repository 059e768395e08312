"""Processes of this machine, which begin when there is work for them."""

from __future__ import annotations

import atexit
import gc
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import cached_property
from typing import Any

from commcards.build import worker


class Pool(Executor):
    """At most ``jobs`` processes; none until there is work or ``begin`` is called."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    @cached_property
    def _processes(self) -> Executor:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        # Spawned workers start alike on every system, and share no locks with this process.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_begun)

    def begin(self) -> None:
        """Start the processes, so that they have loaded all they need when work comes."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # which they take over where they can
        try:
            for _ in range(self._jobs):
                self.submit(worker.load)
        finally:
            signal.signal(signal.SIGINT, before)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a process call a function."""
        return self._processes.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, if there are any."""
        if "_processes" in vars(self):
            self._processes.shutdown(wait, cancel_futures=cancel_futures)


def _begun() -> None:
    """Leave Ctrl-C to the process that gives out the work, on every system; end at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    atexit.register(gc.freeze)  # or Python looks for garbage first, for a tenth of a second
