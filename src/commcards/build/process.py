"""The beginning and end of a worker process.

It imports nothing heavy, so that a new process watches its parent at once.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from threading import Lock, Thread
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

busy = Lock()  # held by the thread that makes a target


def begin(parent: Connection) -> None:
    """Leave Ctrl-C to the parent process, and end when the parent closes the pipe or is killed.

    Nothing here may fail, because an executor does not report errors of an initializer.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Connection) -> None:
    from multiprocessing import parent_process

    with suppress(EOFError, OSError):
        parent.recv_bytes()
    # The executor stops idle workers itself, and a worker that is sending a result must finish, or
    # the parent would wait for the rest of it.
    while not busy.locked() and (process := parent_process()) and process.is_alive():
        sleep(0.01)
    os._exit(1)
