"""A Dask cluster as a crew; its workers need the installed package, and none of our files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from commcards.build.crew import Crew, lost

PATIENCE = 10  # seconds for a scheduler to answer


@contextmanager
def on_cluster(address: str) -> Iterator[Crew]:
    """Yield the workers of the scheduler at an address.

    Dask gives the work of a lost worker to another. Raises WorkerLostError for work that took
    several workers down; what is still to be done is cancelled on any error.
    """
    try:
        import dask
        import distributed
    except ImportError as error:
        raise click.UsageError("--scheduler needs Dask: install commcards[cluster]") from error
    # Fonts go out in one piece, once a worker: Dask would warn of its size.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"})
    connect: Any = distributed.Client  # has no types
    try:
        client = connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        text = f"no Dask scheduler answers at {address}; `dask scheduler` starts one"
        raise click.ClickException(text) from error
    with client, client.get_executor(pure=False) as executor:
        try:
            yield Crew(executor, max(1, sum(client.nthreads().values())), far=True)
        except BaseException as error:
            executor.shutdown(wait=False)
            if isinstance(error, distributed.scheduler.KilledWorker):
                raise lost() from error
            raise
