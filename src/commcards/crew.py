"""Hands work out to any concurrent.futures Executor, and takes it back as it is done.

An order is small and names the parcels that it needs. A worker that lacks one says so and is sent
the order again with it: so each worker is sent a parcel about once, and one that takes the place
of a lost worker too, whoever decides where orders go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from commcards import worker
from commcards.diagnostics import Diagnostic, Location
from commcards.digests import digest
from commcards.engine import engine_seal
from commcards.errors import WorkerLostError
from commcards.fonts import FontSet
from commcards.press import TargetReport
from commcards.worker import Kit, Lacking, Order

MOST = 1000  # orders out at once, so that memory does not grow with the number of targets


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the work. ``hands`` is how many orders are out at first.

    A ``far`` crew sees none of our files: fonts are sent, and each worker has a cache of its own.
    """

    executor: Executor
    hands: int
    far: bool = False

    def kit(self, material: bytes, fonts: FontSet, cache: Path | None) -> Kit:
        """Return what orders need; ``material`` is the parcel of all but fonts."""
        name = digest("material", material)
        if self.far:
            own = Path("store") if cache else None
            return Kit(engine_seal(), name, fonts.digest, None, own)
        near = cache.absolute() if cache else None
        return Kit(engine_seal(), name, fonts.digest, fonts.folder.parent, near)

    def work(
        self, orders: Iterable[Order], supply: Callable[[str], bytes]
    ) -> Iterator[TargetReport]:
        """Yield what each order comes to, in whichever order; ``supply`` returns a parcel.

        One more order goes out for each that is done, so that there is always one waiting however
        many workers there come to be. Raises WorkerLostError when the executor gives up.
        """
        waiting = iter(orders)
        answers: SimpleQueue[Future[TargetReport | Lacking]] = SimpleQueue()
        out: dict[Future[TargetReport | Lacking], Order] = {}
        room = self.hands

        def send(order: Order, parcels: Mapping[str, bytes]) -> None:
            future = self.executor.submit(worker.make, order, parcels)
            out[future] = order
            future.add_done_callback(answers.put)

        try:
            while True:
                for order in islice(waiting, max(0, room - len(out))):
                    send(order, {})
                if not out:
                    return
                future = answers.get()
                order, result = out.pop(future), future.result()
                if isinstance(result, Lacking):
                    send(order, {name: supply(name) for name in result.parcels})
                else:
                    room = min(room + 1, MOST)
                    yield result
        except (BrokenExecutor, CancelledError) as error:
            raise lost() from error


def lost() -> WorkerLostError:
    """Return the error that tells of work that no worker survives."""
    return WorkerLostError(
        [
            Diagnostic(
                Location("decks.yaml"),
                "worker-lost",
                "a worker process ended in the middle of its work; what was finished is kept",
                "build again: it goes on from there; if memory ran out, with fewer --jobs",
            )
        ]
    )
