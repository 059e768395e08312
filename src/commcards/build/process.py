"""How a worker process begins and ends. It loads nothing, so that its parent is watched at once."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from threading import Lock, Thread
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

busy = Lock()  # held by the one thread that makes a target


def begin(parent: Connection) -> None:
    """Leave Ctrl-C to the parent process, and end at once when it closes its end or is killed.

    Nothing here may fail: an executor does not report the errors of an initializer.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Connection) -> None:
    from multiprocessing import parent_process

    with suppress(EOFError, OSError):
        parent.recv_bytes()
    # An idle worker is told to end, and one that is answering must not leave half an answer: the
    # parent would wait for the rest.
    while not busy.locked() and (process := parent_process()) and process.is_alive():
        sleep(0.01)
    os._exit(1)
