"""Work that is handed out: to threads, to a pool whose worker dies, and to a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import distributed
import pytest

from commcards.base import serialize
from commcards.base.diagnostics import has_errors
from commcards.base.errors import UserError, WorkerLostError
from commcards.build import builder, worker
from commcards.build.crew import Crew
from commcards.build.worker import Lacking, Order
from commcards.commands import cluster
from commcards.commands.cluster import on_cluster
from commcards.commands.pool import Pool
from commcards.workspace.recall import About, Reader
from commcards.workspace.request import BuildReport, Request
from commcards.workspace.workspace import Workspace
from tests.support.smalldeck import STAFF, Built

PEOPLE = ("uk", "bn", "ar")


def request(root: Path, **changes: Any) -> Request:
    asked = Request(root=root, output=root / "output", staff=(STAFF,), languages=PEOPLE)
    return replace(asked, **changes)


def made(output: Path) -> dict[str, bytes]:
    """Return every PDF and page of the decks, but not the front page, which lists them all."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for person in PEOPLE
        for path in (output / "emergency" / f"{STAFF}-{person}").iterdir()
    }


@pytest.fixture
def fresh_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this process a worker that was sent nothing yet."""
    for name in ("_deck_builders", "_fonts"):
        monkeypatch.setattr(worker, name, {})


class Listening(ThreadPoolExecutor):
    """Threads; notes which parcels went out with each order, and what came back."""

    def __init__(self, threads: int) -> None:
        super().__init__(threads)
        self.sent: list[tuple[Order, Mapping[str, bytes]]] = []
        self.answers: list[bytes] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        _, order, parcels = args
        self.sent.append((serialize.loads(order), parcels))
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(lambda done: self.answers.append(done.result()))
        return future


def build(crew: Crew, asked: Request) -> BuildReport:
    report = builder.build(asked, crew)
    assert not has_errors(report.diagnostics)
    return report


@pytest.mark.usefixtures("fresh_worker")
def test_a_near_crew_is_sent_the_material_once(mini: Path, built: Built) -> None:
    with Listening(2) as executor:
        build(Crew(executor, 1), request(mini))
    parcels = [dict(parcels) for _, parcels in executor.sent]
    assert [len(each) for each in parcels] == [0, 1, 0, 0]
    assert executor.sent[0][0].kit.assets
    assert max(map(len, executor.answers)) < 100_000  # what is made is written where it is made
    assert made(mini / "output") == made(built.output)


@pytest.mark.usefixtures("fresh_worker")
def test_a_far_crew_is_sent_the_fonts_and_keeps_a_cache(mini: Path, built: Built) -> None:
    with Listening(1) as executor:
        build(Crew(executor, 1, far=True), request(mini))
        kits = {order.kit for order, _ in executor.sent}
        assert [len(parcels) for _, parcels in executor.sent] == [0, 2, 0, 0]
        (kit,) = kits
        assert str(mini) not in repr(kit)
        (fonts,) = worker._fonts.values()
        assert fonts.digest == kit.fonts
        assert fonts.damaged() == ()
        assert not fonts.folder.is_relative_to(mini.resolve())
        assert not [path for path in (worker._own_folder() / "output").rglob("*") if path.is_file()]
        card = mini / "cards/illness.yaml"
        card.write_bytes(card.read_bytes() + b"\n")  # the same words, at the same places
        words = mini / "templates/page.css.j2"
        words.write_text(words.read_text("utf-8") + "/**/\n", "utf-8")
        executor.sent.clear()
        report = build(Crew(executor, 1, far=True), request(mini, output=mini / "again"))
        assert max(len(parcels) for _, parcels in executor.sent) == 1  # the fonts are there
        assert report.rendered == 0
    assert made(mini / "output") == made(built.output)


@pytest.mark.usefixtures("fresh_worker")
def test_a_worker_of_another_version_is_refused(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "code_digest", lambda: "another")
    with ThreadPoolExecutor(1) as executor, pytest.raises(UserError) as caught:
        build(Crew(executor, 1), request(mini))
    assert [fault.code for fault in caught.value.diagnostics] == ["worker-differs"]
    assert not list((mini / "output").rglob("*.pdf"))
    with pytest.raises(UserError):
        worker.make("of yesterday", b"what nobody here understands", {})


class Failing(Executor):
    """Makes the first targets, and fails with the next."""

    def __init__(self, good: int, error: BaseException) -> None:
        self._left = good
        self._error = error

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self._left <= 0:
            future.set_exception(self._error)
            return future
        result = fn(*args, **kwargs)
        self._left -= not isinstance(serialize.loads(result), Lacking)
        future.set_result(result)
        return future


@pytest.mark.usefixtures("fresh_worker")
def test_a_lost_worker_is_told_and_what_is_finished_is_kept(mini: Path, built: Built) -> None:
    with pytest.raises(WorkerLostError) as caught:
        build(Crew(Failing(2, BrokenProcessPool("died")), 1), request(mini))
    assert [fault.code for fault in caught.value.diagnostics] == ["worker-lost"]
    assert len(list((mini / "output").rglob("*.pdf"))) == 2
    assert not list((mini / "output").rglob("*.tmp"))
    stamps = {path: path.stat().st_mtime_ns for path in (mini / "output").rglob("*.pdf")}
    with ThreadPoolExecutor(1) as executor:
        build(Crew(executor, 1), request(mini))
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps
    assert made(mini / "output") == made(built.output)


@pytest.mark.usefixtures("fresh_worker")
def test_a_crew_begins_before_catalogs_are_read_and_not_for_a_single_target(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []
    about = Reader.about

    def note(self: Reader, workspace: Workspace, tag: str, *, strict: bool = False) -> About:
        noted.append(tag)
        return about(self, workspace, tag, strict=strict)

    monkeypatch.setattr(Reader, "about", note)
    with Listening(1) as executor:
        crew = Crew(executor, 1, begin=lambda: noted.append("begin"))
        build(crew, request(mini, languages=PEOPLE[:2]))
        assert noted[0] == "begin"
        assert noted.count("begin") == 1
        executor.sent.clear()
        build(crew, request(mini))
    assert noted.count("begin") == 1
    assert executor.sent == []


def test_processes_begin_with_their_work_and_leave_ctrl_c_to_us() -> None:
    before = multiprocessing.active_children()
    with Pool(1):
        assert multiprocessing.active_children() == before
    with Pool(1) as pool:
        assert pool.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN
    assert multiprocessing.active_children() == before


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a scheduler and two workers, each a process with one that looks after it."""
    with distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        local_directory=str(tmp_path_factory.mktemp("dask")),
    ) as running:  # fmt: skip
        yield running.scheduler_address


@pytest.mark.slow
def test_a_cluster_makes_the_same_bytes(mini: Path, built: Built, address: str) -> None:
    with on_cluster(address) as crew:
        report = build(crew, request(mini))
    assert report.rendered > 0
    assert made(mini / "output") == made(built.output)


@pytest.mark.slow
def test_a_lost_worker_of_a_cluster_loses_nothing(mini: Path, built: Built, address: str) -> None:
    killed: list[int] = []
    with on_cluster(address) as crew, distributed.Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        pids = client.run(os.getpid)

        def kill(done: int, total: int) -> None:
            """Kill a worker that is at work, once one target is done."""
            if done == 1 and not killed:
                busy = [who for who, tasks in client.processing().items() if tasks]
                killed.append(pids[busy[0] if busy else next(iter(pids))])
                os.kill(killed[0], signal.SIGKILL)

        report = builder.build(request(mini, cache=False), crew, kill)
        assert killed
        assert killed[0] not in client.run(os.getpid).values()
    assert not has_errors(report.diagnostics)
    assert made(mini / "output") == made(built.output)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://127.0.0.1:1"])
@pytest.mark.slow
def test_an_address_without_a_scheduler_is_told(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with pytest.raises(click.ClickException) as caught, on_cluster(address):
        raise AssertionError("connected to nothing")
    assert f"no Dask scheduler answers at {address}" in caught.value.format_message()
