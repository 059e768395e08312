"""Workers of a Dask cluster; they need the installed package, but none of our files."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import partial
from typing import Any

import click

from commcards.base.errors import UserError
from commcards.build.workers import LOST, Workers

PATIENCE = 10  # seconds for a scheduler to answer
AHEAD = 500  # tasks of a few kB each, so that workers which join find work


@contextmanager
def on_cluster(address: str) -> Iterator[Workers]:
    """Yield the workers of the scheduler at an address.

    Dask gives the work of a lost worker to another. Any error cancels the remaining work. Raises
    UserError with code ``worker-lost`` for a task that ended several workers.
    """
    try:
        import dask
        import distributed
    except ImportError as error:
        raise click.UsageError("--scheduler needs Dask: install commcards[cluster]") from error
    # Dask would warn of the size of the fonts.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"})
    connect: Any = distributed.Client  # It has no types.
    try:
        client = connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        text = f"no Dask scheduler answers at {address}; start one with `dask scheduler`"
        raise click.ClickException(text) from error
    with client, client.get_executor(pure=False) as executor:
        try:
            # Dask computes a result again if its worker is lost; scattered data would be gone.
            yield Workers(executor, AHEAD, partial(client.submit, bytes), remote=True)
        except BaseException as error:
            executor.shutdown(wait=False)
            if isinstance(error, distributed.scheduler.KilledWorker | CancelledError):
                raise UserError([LOST]) from error
            raise
