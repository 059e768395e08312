"""Gives targets to workers: processes of this machine, or those of any other executor."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from commcards.base import paths, serialize
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.digests import digest
from commcards.base.errors import UserError
from commcards.base.files import scratch, write_atomic
from commcards.base.versions import code_digest
from commcards.build import process, worker
from commcards.build.deck import TargetReport
from commcards.model.catalogs import Catalog
from commcards.workspace.output import Tools
from commcards.workspace.targets import Current, Target
from commcards.workspace.workspace import Workspace

LOST = Diagnostic(
    Location(paths.DECKS),
    "worker-lost",
    "a worker process ended in the middle of its work; finished targets are kept",
    "build again, which continues from there; if it ends again, use fewer --jobs, which need less "
    "memory, or run `commcards clean`",
)


@dataclass(frozen=True, slots=True)
class Workers:
    """An executor that makes targets; ``ahead`` tasks are submitted at a time, to bound memory.

    ``share`` hands bytes to all workers, and returns a reference for tasks. ``remote`` workers see
    none of our files.
    """

    executor: futures.Executor
    ahead: int
    share: Callable[[bytes], Any]
    remote: bool = False

    def prepare(self, tasks: int) -> None:
        """Start local processes and let them load what is slow to load, before there is work."""
        if self.remote:
            return
        # New processes inherit the mask; a Ctrl-C of this moment reaches the parent afterwards.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            for _ in range(min(tasks, self.ahead)):
                self.executor.submit(worker.load)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def make(
        self,
        work: Iterable[tuple[Target, Current]],
        workspace: Workspace,
        tools: Tools,
        catalogs: Mapping[str, Catalog],
    ) -> Iterator[TargetReport]:
        """Yield the report of each target as it is done; all are made with the same ``tools``.

        Raises any error of a worker, and those of the executor.
        """
        setup = self.share(worker.setup(workspace, tools, remote=self.remote))
        catalog = cache(lambda tag: self.share(serialize.dumps(catalogs[tag])))

        def submit(target: Target, current: Current) -> futures.Future[TargetReport]:
            own = {tag: catalog(tag) for tag in target.tags if tag in catalogs}
            task = self.share(serialize.dumps((target, current)))
            return self.executor.submit(worker.make, code_digest(), setup, own, task)

        waiting = (submit(*each) for each in work)
        running = set(islice(waiting, self.ahead))
        while running:
            done, running = futures.wait(running, return_when=futures.FIRST_COMPLETED)
            yield from (future.result() for future in done)
            running.update(islice(waiting, len(done)))


@contextmanager
def processes(jobs: int) -> Iterator[Workers]:
    """Yield at most ``jobs`` processes of this machine.

    They end on any error, and when this process is killed, because they watch a pipe. Raises
    UserError with code ``worker-lost`` if one of them ends by itself.
    """
    import multiprocessing

    # Spawned workers start in the same way on every system, and share no locks with this process.
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    executor = futures.ProcessPoolExecutor(jobs, context, process.begin, (theirs,))
    with scratch() as folder:

        def share(data: bytes) -> Path:
            """Write a file: more than a pipe holds would block the executor where a worker dies."""
            path = folder / digest("shared", data)
            if not path.exists():
                write_atomic(path, data)
            return path

        try:
            yield Workers(executor, 2 * jobs, share)
        except BaseException as error:
            ours.close()
            executor.shutdown(wait=False, cancel_futures=True)
            if isinstance(error, futures.BrokenExecutor) and not error.__cause__:
                raise UserError([LOST]) from error
            raise  # With a cause, the executor broke because it could not read a worker's error.
        executor.shutdown()
