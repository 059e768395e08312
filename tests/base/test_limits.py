"""What takes too long is stopped, in the main thread at least."""

from __future__ import annotations

import signal
from threading import Thread

import pytest

from commcards.base.limits import time_limit

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="no such timer")


def test_a_block_without_end_is_stopped() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with pytest.raises(TimeoutError), time_limit(0.01):
        while True:
            pass
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_one_that_passes_over_the_first_error_is_stopped_by_the_next() -> None:
    passed = 0
    with pytest.raises(TimeoutError), time_limit(0.01):
        while True:
            try:
                while True:
                    pass
            except TimeoutError:
                passed += 1
                if passed == 2:
                    raise


def test_a_quick_block_is_left_alone() -> None:
    with time_limit(60):
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_another_thread_has_no_limit() -> None:
    done: list[bool] = []

    def work() -> None:
        with time_limit(0.001):
            done.append(True)

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
