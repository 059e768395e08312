"""What a file from elsewhere may take of a machine."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 0.05  # seconds


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in a block that takes more processor time.

    Only the main thread of a process can be stopped so, and not on Windows.
    """
    if not hasattr(signal, "SIGVTALRM") or threading.current_thread() != threading.main_thread():
        yield
        return

    def stop(signal: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    # Again and again: Python passes over an error in the middle of a destructor.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
