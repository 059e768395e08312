"""Fifty people at the deck builder: what each waits for, and what the server holds meanwhile."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from http.client import HTTPConnection, HTTPException
from itertools import islice, repeat
from pathlib import Path
from threading import Barrier, Lock
from urllib.parse import urlsplit

from benchmarks import ROOT
from benchmarks.measuring import watched

CLIENTS = 50
LOOK = 0.7  # seconds between two looks at the files, as the page has them
CHANGE = 2.0  # seconds between two changes of one person
CARDS = ("illness", "pregnancy", "birth", "lost", "theft", "threat")
LONGEST = 600.0  # seconds for an order, in a queue of all
OTHERS = "50 new decks in one moment"
MOMENT = "50 cached decks in one moment"
CACHED = "a cached deck, ordered and fetched"


@dataclass
class Noted:
    """What requests of a kind took, in seconds, and how many failed."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    _lock: Lock = field(default_factory=Lock)

    def time(self, act: Callable[[], object]) -> None:
        """Do something and note what it took."""
        started = time.perf_counter()
        try:
            act()
        except (OSError, HTTPException, AssertionError):
            with self._lock:
                self.errors += 1
            return
        with self._lock:
            self.seconds.append(time.perf_counter() - started)

    def row(self, number: int, name: str, peak: float) -> dict[str, object]:
        """Return the row of a figure: milliseconds, and megabytes of the server."""
        found = sorted(self.seconds)

        def part(share: float) -> float:
            return 1000 * found[min(len(found) - 1, int(share * len(found)))]

        return {
            "round": number, "name": name, "requests": len(found), "errors": self.errors,
            "p50": part(0.5), "p95": part(0.95), "most": part(1), "peak": peak,
        }  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody with the page of the deck builder open, who orders ``cards``."""

    host: str
    token: str
    cards: Sequence[str] = CARDS
    languages: Sequence[str] = ("ar", "uk")

    def shuffled(self, seed: str) -> Person:
        """Return somebody who wants the cards in another order, which makes another deck."""
        cards = list(self.cards)
        random.Random(seed).shuffle(cards)
        return replace(self, cards=tuple(cards))

    def ask(self, path: str, data: object = None) -> bytes:
        """Send a request as the page does; OSError where the answer is none or a refusal."""
        connection = HTTPConnection(self.host, timeout=LONGEST)
        headers = {"Sec-Fetch-Site": "same-origin"}
        if data is None:
            connection.request("GET", path, headers=headers)
        else:
            headers |= {
                "Origin": f"http://{self.host}",
                "Content-Type": "application/json",
                "X-Commcards-Token": self.token,
            }
            connection.request("POST", path, json.dumps(data).encode(), headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        if response.status == 503 and path == "/orders":
            raise BlockingIOError(path)
        if response.status != 200:
            raise OSError(response.status, path)
        return body

    def order(self) -> None:
        """Order a PDF, wait for it, and fetch it. Tries again while the queue is full."""
        data = {
            "title": "Six cards", "cards": list(self.cards), "tools": ["answers"],
            "languages": list(self.languages), "staff": "bg", "layout": "a6", "paper": "a4",
            "edition": "grey",
        }  # fmt: skip
        started = time.monotonic()
        told: dict[str, str] = {"state": "waiting", "id": ""}
        while told["state"] in ("waiting", "working"):
            assert time.monotonic() - started < LONGEST
            try:
                path, sent = (f"/orders/{told['id']}", None) if told["id"] else ("/orders", data)
                told = json.loads(self.ask(path, sent))
            except BlockingIOError:
                time.sleep(2)
                continue
            if told["state"] in ("waiting", "working"):
                time.sleep(0.3)
        assert told["state"] == "done", told
        assert self.ask(f"/orders/{told['id']}/{told['name']}").startswith(b"%PDF")


@contextmanager
def serving(root: Path) -> Iterator[tuple[int, str]]:
    """Run ``commcards serve``; yield its process and its host."""
    program = "from commcards.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--root", str(root), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.pid, urlsplit(process.stdout.readline().split()[0]).netloc
        finally:
            process.terminate()


def measured(root: Path, rounds: int, seconds: float) -> Iterator[dict[str, object]]:
    """Yield rows for a project in ``root``, with nothing there before; they sit for ``seconds``."""
    with serving(root) as (pid, host), ThreadPoolExecutor(CLIENTS) as threads:
        found = re.search(rb'data-token="([^"]+)"', Person(host, "").ask("/builder"))
        assert found
        person = Person(host, found[1].decode())
        yield _noting(pid, 0, "the first deck, nothing there", repeat(person.order), threads, 1)
        for number in range(rounds):
            own = [person.shuffled(f"{n} {number}").order for n in range(CLIENTS)]
            yield _noting(pid, number, OTHERS, iter(own), threads)
            yield _noting(pid, number, MOMENT, repeat(person.order), threads)
            yield from _sitting(pid, number, person, threads, seconds)


def _noting(
    pid: int,
    number: int,
    name: str,
    acts: Iterator[Callable[[], None]],
    threads: ThreadPoolExecutor,
    clients: int = CLIENTS,
) -> dict[str, object]:
    """Have clients do something at the same moment."""
    noted, barrier = Noted(), Barrier(clients)

    def one(act: Callable[[], None]) -> None:
        barrier.wait()
        noted.time(act)

    tasks = [partial(one, act) for act in islice(acts, clients)]
    usage = watched(pid, lambda: _all(threads, tasks))
    return noted.row(number, name, usage.peak)


def _sitting(
    pid: int, number: int, person: Person, threads: ThreadPoolExecutor, seconds: float
) -> Iterator[dict[str, object]]:
    """Have everybody look at the files all the time, and change something now and then."""
    kinds = {name: Noted() for name in ("the page", "a look at the files", CACHED)}
    acts: Mapping[str, Callable[[], object]] = {
        "the page": lambda: person.ask("/builder"),
        "a look at the files": lambda: person.ask("/state"),
        CACHED: person.order,
    }

    def sit(seed: int) -> None:
        chance = random.Random(seed)
        time.sleep(chance.uniform(0, LOOK))
        kinds["the page"].time(acts["the page"])
        change = time.monotonic() + chance.uniform(0, CHANGE)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            kinds["a look at the files"].time(acts["a look at the files"])
            if time.monotonic() > change:
                kinds[CACHED].time(acts[CACHED])
                change += CHANGE
            time.sleep(LOOK)

    usage = watched(pid, lambda: _all(threads, [partial(sit, n) for n in range(CLIENTS)]))
    for name, noted in kinds.items():
        yield noted.row(number, name, usage.peak)


def _all(threads: ThreadPoolExecutor, tasks: Sequence[Callable[[], None]]) -> None:
    for done in [threads.submit(task) for task in tasks]:
        done.result()
