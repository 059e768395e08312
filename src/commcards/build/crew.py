"""Hands work out to any concurrent.futures Executor, and takes it back as it is done.

An order is small and names the parcels that it needs. A worker that lacks one says so and is sent
the order again with it: so each worker is sent a parcel about once, and one that takes the place
of a lost worker too, whoever decides where orders go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from commcards.base import paths, serialize
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.digests import digest
from commcards.base.errors import WorkerLostError
from commcards.base.versions import code_digest
from commcards.build import worker
from commcards.build.deck import TargetReport
from commcards.build.worker import Kit, Lacking, Order
from commcards.model.catalogs import Catalog
from commcards.text.templates import Templates
from commcards.workspace.targets import Current, Target
from commcards.workspace.workspace import Workspace

T = TypeVar("T")

MOST = 1000  # orders out at once, so that memory does not grow with the number of targets


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the work. ``hands`` is how many orders are out at first.

    A ``far`` crew sees none of our files: fonts are sent, and each worker has a cache of its own.
    ``begin`` is called as soon as it is known that there is work, before it is ready.
    """

    executor: Executor
    hands: int
    far: bool = False
    begin: Callable[[], None] = lambda: None

    def make(
        self,
        work: Iterable[tuple[Target, Current]],
        workspace: Workspace,
        templates: Templates,
        catalogs: Mapping[str, Catalog],
        cache: Path | None,
        output: Path,
    ) -> Iterator[TargetReport]:
        """Yield what each target comes to, in whichever order; ``cache`` is the store's folder.

        What is made is written into the folder ``output``, or comes along where that is far.

        Raises WorkerLostError when the executor gives up.
        """
        fonts = workspace.fonts
        material = worker.material(workspace, templates)
        name = digest("material", material)
        if self.far:
            kit = Kit(name, fonts.digest, None, Path("store") if cache else None, None)
        else:
            near = cache.absolute() if cache else None
            kit = Kit(name, fonts.digest, fonts.folder.parent, near, output.absolute())
        sent = {tag: serialize.dumps(catalog) for tag, catalog in catalogs.items()}
        orders = (
            serialize.dumps(Order(kit, own_catalogs(sent, target), target, current))
            for target, current in work
        )
        pack = lru_cache(maxsize=1)(fonts.pack)
        yield from self._work(orders, lambda wanted: material if wanted == name else pack())

    def _work(
        self, orders: Iterable[bytes], supply: Callable[[str], bytes]
    ) -> Iterator[TargetReport]:
        """Yield what each order comes to; ``supply`` returns a parcel.

        One more order goes out for each that is done, so that there is always one waiting however
        many workers there come to be.
        """
        waiting = iter(orders)
        answers: SimpleQueue[Future[bytes]] = SimpleQueue()
        out: dict[Future[bytes], bytes] = {}
        room = self.hands

        def send(order: bytes, parcels: Mapping[str, bytes]) -> None:
            future = self.executor.submit(worker.make, code_digest(), order, parcels)
            out[future] = order
            future.add_done_callback(answers.put)

        try:
            while True:
                for order in islice(waiting, max(0, room - len(out))):
                    send(order, {})
                if not out:
                    return
                future = answers.get()
                order, result = out.pop(future), serialize.loads(future.result())
                if isinstance(result, Lacking):
                    send(order, {name: supply(name) for name in result.parcels})
                else:
                    room = min(room + 1, MOST)
                    yield result
        except (BrokenExecutor, CancelledError) as error:
            raise lost() from error


def own_catalogs(catalogs: Mapping[str, T], target: Target) -> dict[str, T]:
    """Return the catalogs of a target's languages."""
    return {tag: catalogs[tag] for tag in target.tags if tag in catalogs}


def lost() -> WorkerLostError:
    """Return the error that tells of work that no worker survives."""
    return WorkerLostError(
        [
            Diagnostic(
                Location(paths.DECKS),
                "worker-lost",
                "a worker process ended in the middle of its work; what was finished is kept",
                "build again: it goes on from there; if memory ran out, with fewer --jobs",
            )
        ]
    )
