"""The queue of orders: one is built at a time, and one that nobody waits for is not built."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock

from commcards.base.digests import digest
from commcards.workshop.desk import Desk, PdfRequest, PdfResult

MOST_WAITING = 32  # orders
MOST_KEPT = 500  # orders that are done
MOST_BYTES = 32 * 1024 * 1024  # of their PDFs
PATIENCE = 5.0  # seconds after which nobody waits for an order that nobody asked about


class Busy(Exception):
    """Too many orders wait already."""


class State(StrEnum):
    """How far an order is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Ticket:
    """An order by its id; ``asked`` is when somebody last asked about it, ``began`` its begin.

    Times are those of the clock. ``result`` is None until it is done; a bug has none.
    """

    id: str
    request: PdfRequest
    state: State
    asked: float
    began: float = 0.0
    result: PdfResult | None = None
    before: int = 0  # orders that are built before it


class Press:
    """Takes orders for a desk. Several threads may use it."""

    def __init__(
        self,
        desk: Desk,
        log: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk, self._log, self._clock = desk, log, clock
        self._lock = Lock()
        self._open: dict[str, Ticket] = {}  # not done yet, in the order of their coming
        self._last: dict[str, Ticket] = {}  # done; their results may be of former files

    def place(self, request: PdfRequest) -> Ticket:
        """Order a PDF; return its ticket, done if it was built from the current files.

        Raises Busy, and UserError if the project is not prepared.
        """
        number = digest("order", repr(request))[:24]
        result = self._desk.made(request)
        with self._lock:
            ticket = self._open.get(number)
            if ticket is None and result:
                return self._close(Ticket(number, request, State.DONE, self._clock()), result)
            if ticket is None:
                if len(self._open) >= MOST_WAITING:
                    raise Busy
                ticket = Ticket(number, request, State.WAITING, self._clock())
                self._open[number] = ticket
                self._desk.queue(lambda: self._work(number))
            return self._asked(ticket)

    def find(self, number: str) -> Ticket | None:
        """Return an order that somebody asks about; None if it is unknown or was given up."""
        with self._lock:
            ticket = self._open.get(number)
            return self._asked(ticket) if ticket else self._last.get(number)

    def seconds(self, ticket: Ticket) -> float:
        """Return how long an order has been in work."""
        return self._clock() - ticket.began if ticket.state is State.WORKING else 0.0

    def _asked(self, ticket: Ticket) -> Ticket:
        before = list(self._open).index(ticket.id)
        self._open[ticket.id] = ticket = replace(ticket, asked=self._clock(), before=before)
        return ticket

    def _work(self, number: str) -> None:
        """Build an order, in the thread that builds."""
        with self._lock:
            ticket = self._open[number]
            if self._clock() - ticket.asked > PATIENCE:
                del self._open[number]
                return
            ticket = replace(ticket, state=State.WORKING, began=self._clock())
            self._open[number] = ticket
        result = None
        try:
            result = self._desk.build(ticket.request)
        except Exception:
            self._log(traceback.format_exc())
        with self._lock:
            del self._open[number]
            self._close(ticket, result)

    def _close(self, ticket: Ticket, result: PdfResult | None) -> Ticket:
        state = State.DONE if result and result.pdf else State.FAILED
        ticket = replace(ticket, state=state, result=result, before=0)
        self._last.pop(ticket.id, None)
        self._last[ticket.id] = ticket
        while len(self._last) > MOST_KEPT or sum(map(_size, self._last.values())) > MOST_BYTES:
            del self._last[next(iter(self._last))]
        return ticket


def _size(ticket: Ticket) -> int:
    return len(ticket.result.pdf) if ticket.result else 0
