"""Targets made by others: by threads, by processes that fail, end or are killed, and by Dask."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click
import distributed
import pytest

from commcards.base import serialize
from commcards.base.diagnostics import has_errors
from commcards.base.errors import UserError
from commcards.build import builder, worker
from commcards.build.process import busy
from commcards.build.workers import Workers, processes
from commcards.commands import cluster
from commcards.commands.cluster import on_cluster
from commcards.workspace.recall import CatalogReport, ReadCache
from commcards.workspace.request import BuildReport, Request
from commcards.workspace.workspace import Workspace
from tests.support.smalldeck import STAFF, Built

looks_for_processes = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc")

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


def build(workers: Workers, asked: Request) -> BuildReport:
    report = builder.build(asked, lambda: workers)
    assert not has_errors(report.diagnostics)
    return report


@pytest.fixture
def fresh_worker() -> Iterator[None]:
    """Make this process a worker that was sent nothing yet."""
    worker._deck_builder.cache_clear()
    yield
    worker._deck_builder.cache_clear()
    shutil.rmtree(worker._own())
    worker._own.cache_clear()


class Listening(ThreadPoolExecutor):
    """Threads; notes what went out with each task, and how many were out at most."""

    def __init__(self, threads: int) -> None:
        super().__init__(threads)
        self.tasks: list[tuple[Any, ...]] = []
        self.out: list[Future[Any]] = []
        self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        if fn is worker.make:
            self.tasks.append(args)
            self.out = [*(each for each in self.out if not each.done()), future]
            self.most = max(self.most, len(self.out))
        return future


@pytest.mark.usefixtures("fresh_worker")
def test_local_workers_read_the_setup_once_and_use_our_fonts(mini: Path, built: Built) -> None:
    with Listening(2) as executor:
        build(Workers(executor, 2, bytes), request(mini))
    assert len(executor.tasks) == len(PEOPLE)
    assert worker._deck_builder.cache_info().misses == 1
    assert {len(setup) for _, setup, _, _ in executor.tasks} < {*range(5_000_000)}  # without fonts
    assert [sorted(catalogs) for _, _, catalogs, _ in executor.tasks] == [
        sorted((STAFF, *serialize.loads(task)[0].person)) for _, _, _, task in executor.tasks
    ]
    assert worker._own.cache_info().misses == 0
    assert made(mini / "output") == made(built.output)


@pytest.mark.usefixtures("fresh_worker")
def test_remote_workers_are_sent_the_fonts_and_keep_a_store(mini: Path, built: Built) -> None:
    shared: list[bytes] = []

    def share(data: bytes) -> bytes:
        shared.append(data)
        return data

    with ThreadPoolExecutor(1) as executor:
        build(Workers(executor, 1, share, remote=True), request(mini))
        assert len(shared) == len(set(shared)) == 1 + len({STAFF, *PEOPLE}) + len(PEOPLE)
        own = worker._own()
        assert not own.is_relative_to(mini.resolve())
        (fonts,) = (own / "fonts").iterdir()
        assert sum(path.stat().st_size for path in fonts.iterdir()) > 5_000_000
        assert (own / "store" / "entries.sqlite").stat().st_size > 0
        card = mini / "cards/illness.yaml"
        card.write_bytes(card.read_bytes() + b"\n")  # the same words, at the same places
        words = mini / "templates/page.css.j2"
        words.write_text(words.read_text("utf-8") + "/**/\n", "utf-8")
        report = build(
            Workers(executor, 1, share, remote=True), request(mini, output=mini / "again")
        )
        assert report.rendered == 0
    assert made(mini / "output") == made(built.output)


@pytest.mark.usefixtures("fresh_worker")
def test_remote_workers_keep_nothing_without_a_cache(mini: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        build(
            Workers(executor, 1, bytes, remote=True),
            request(mini, cache=False, languages=PEOPLE[:2]),
        )
    own = worker._own()
    assert {path.name for path in own.iterdir()} == {"fonts", "output"}
    assert not [path for path in (own / "output").rglob("*") if path.is_file()]  # all was sent


def test_no_more_tasks_are_out_than_allowed(mini: Path) -> None:
    with Listening(1) as executor:
        build(Workers(executor, 2, bytes), request(mini, staff=(STAFF, "fr"), languages=PEOPLE))
    assert len(executor.tasks) == 2 * len(PEOPLE)
    assert executor.most == 2


@pytest.mark.usefixtures("fresh_worker")
def test_a_worker_of_another_version_is_refused(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "code_digest", lambda: "another")
    with ThreadPoolExecutor(1) as executor, pytest.raises(UserError) as caught:
        build(Workers(executor, 1, bytes), request(mini))
    assert [fault.code for fault in caught.value.diagnostics] == ["worker-differs"]
    assert not list((mini / "output").rglob("*.pdf"))
    with pytest.raises(UserError):
        worker.make("of yesterday", b"what nobody here understands", {}, b"nor this")


class Replacing(Executor):
    """Hands the first tasks on to processes, and another function in place of all that follow."""

    def __init__(self, inner: Executor, good: int, instead: Callable[[], Any]) -> None:
        self._inner = inner
        self._left = good
        self._instead = instead

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if fn is worker.make:
            self._left -= 1
            if self._left < 0:
                return self._inner.submit(self._instead)
        return self._inner.submit(fn, *args, **kwargs)


def build_with(instead: Callable[[], Any], asked: Request, good: int = 2) -> None:
    """Build with a process that makes the first targets, and calls another function then."""
    with processes(1) as workers:
        build(replace(workers, executor=Replacing(workers.executor, good, instead)), asked)


class OddError(Exception):
    """Can be sent, but not read: pickle keeps only the message."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} and {two}")


def is_forbidden() -> NoReturn:
    raise PermissionError(13, "Permission denied", "/somewhere")


def is_at_fault() -> NoReturn:
    raise UserError([worker._DIFFERS])


def is_odd() -> NoReturn:
    raise OddError("salt", "pepper")


def test_a_lost_worker_is_reported_and_what_is_finished_is_kept(mini: Path, built: Built) -> None:
    with pytest.raises(UserError) as caught:
        build_with(partial(signal.raise_signal, signal.SIGKILL), request(mini))
    assert [fault.code for fault in caught.value.diagnostics] == ["worker-lost"]
    assert 0 < len(list((mini / "output").rglob("*_a6_a4.pdf"))) < len(PEOPLE)
    assert not list((mini / "output").rglob("*.tmp"))
    stamps = {path: path.stat().st_mtime_ns for path in (mini / "output").rglob("*.pdf")}
    with ThreadPoolExecutor(1) as executor:
        build(Workers(executor, 1, bytes), request(mini))
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps
    assert made(mini / "output") == made(built.output)


def test_an_error_in_a_worker_is_the_one_that_is_reported(mini: Path) -> None:
    asked = request(mini)
    with pytest.raises(PermissionError, match="/somewhere"):
        build_with(is_forbidden, asked, 0)
    with pytest.raises(UserError) as caught:
        build_with(is_at_fault, asked, 0)
    assert caught.value.diagnostics == (worker._DIFFERS,)
    with pytest.raises(BrokenExecutor) as broken:
        build_with(is_odd, asked, 0)
    assert "OddError" in str(broken.value.__cause__)


@pytest.mark.usefixtures("fresh_worker")
def test_workers_start_before_catalogs_are_read_and_not_for_a_single_target(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []
    report = ReadCache.report

    def note(
        self: ReadCache, workspace: Workspace, tag: str, *, strict: bool = False
    ) -> CatalogReport:
        noted.append(tag)
        return report(self, workspace, tag, strict=strict)

    monkeypatch.setattr(ReadCache, "report", note)
    with Listening(1) as executor:

        def start() -> Workers:
            noted.append("start")
            return Workers(executor, 1, bytes)

        builder.build(request(mini, languages=PEOPLE[:2]), start)
        assert noted[0] == "start"
        assert noted.count("start") == 1
        executor.tasks.clear()
        builder.build(request(mini), start)
        builder.build(request(mini), start)
    assert noted.count("start") == 1
    assert executor.tasks == []


def test_processes_make_the_same_bytes_and_leave_none_behind(mini: Path, built: Built) -> None:
    before = multiprocessing.active_children()
    with processes(2) as workers:
        assert multiprocessing.active_children() == before
        build(workers, request(mini, cache=False))
        assert len(multiprocessing.active_children()) == len(before) + 2
        handler = workers.executor.submit(signal.getsignal, signal.SIGINT)
        assert handler.result() == signal.SIG_IGN
    assert multiprocessing.active_children() == before
    assert made(mini / "output") == made(built.output)


def start_build(root: Path) -> subprocess.Popen[str]:
    """Start a build by two processes; each of them belongs to a session of its own."""
    command = [sys.executable, "-c", "from commcards.cli import main; main()", "build"]
    names = [option for tag in PEOPLE for option in ("--language", tag)]
    options = ["--root", str(root), "--output", str(root / "output"), "--no-cache", "--jobs", "2"]
    return subprocess.Popen(
        [*command, *options, *names],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        # A shell that starts the tests in the background has them ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def members(session: int) -> dict[int, str]:
    """Return the command of each process of a session that has not ended, by id."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                _, _, numbers = (folder / "stat").read_text("utf-8").rpartition(") ")
                command = (folder / "cmdline").read_text("utf-8")
            except OSError:
                continue  # it has just ended
            state, _, _, of = numbers.split()[:4]
            if int(of) == session and state != "Z":
                found[int(folder.name)] = command
    return found


def workers_of(session: int) -> int:
    return sum("spawn_main" in command for command in members(session).values())


def wait_until(reached: Callable[[], Any], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@looks_for_processes
@pytest.mark.parametrize(
    ("workers", "seconds"), [(1, 0), (2, 0), (2, 0.1), (2, 0.4), (2, 1), (2, None)]
)
def test_no_process_outlives_a_killed_build(
    mini: Path, workers: int, seconds: float | None
) -> None:
    """Kill it a time after its workers are there, or when the first PDF is."""
    with start_build(mini) as process:
        assert wait_until(lambda: workers_of(process.pid) >= workers)
        if seconds is None:
            assert wait_until(lambda: any((mini / "output").rglob("*.pdf")))
        else:
            time.sleep(seconds)
        assert workers_of(process.pid) >= workers
        process.kill()
        process.wait()
        assert wait_until(lambda: not members(process.pid), seconds=2), members(process.pid)


@looks_for_processes
@pytest.mark.parametrize("until", ["workers", "PDF"])
def test_ctrl_c_ends_a_build_with_one_word(mini: Path, until: str) -> None:
    with start_build(mini) as process:
        assert wait_until(lambda: workers_of(process.pid) == 2)
        if until == "PDF":
            assert wait_until(lambda: any((mini / "output").rglob("*.pdf")))
        os.killpg(process.pid, signal.SIGINT)
        written, _ = process.communicate(timeout=60)
        assert (process.returncode, written) == (
            130,
            "\nstopped; all files written so far are complete\n",
        )
        assert wait_until(lambda: not members(process.pid), seconds=2)


def stay() -> None:
    """Take as long as no target does."""
    with busy:
        time.sleep(600)


def test_an_error_here_waits_for_no_task() -> None:
    before = multiprocessing.active_children()
    with pytest.raises(KeyboardInterrupt), processes(1) as workers:
        workers.executor.submit(os.getpid).result()
        queued = [workers.executor.submit(stay) for _ in range(3)]
        assert wait_until(queued[0].running)
        raise KeyboardInterrupt
    assert wait_until(lambda: multiprocessing.active_children() == before, seconds=10)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a scheduler and two workers, each a process with one that looks after it."""
    with distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0",
        local_directory=str(tmp_path_factory.mktemp("dask")),
    ) as running:  # fmt: skip
        yield running.scheduler_address


def test_a_cluster_makes_the_same_bytes(mini: Path, built: Built, address: str) -> None:
    with on_cluster(address) as workers:
        report = build(workers, request(mini))
    assert report.rendered > 0
    assert made(mini / "output") == made(built.output)


def test_an_error_in_a_cluster_is_the_one_that_is_reported(mini: Path, address: str) -> None:
    with pytest.raises(PermissionError, match="/somewhere"), on_cluster(address) as workers:
        executor = Replacing(workers.executor, 0, is_forbidden)
        build(replace(workers, executor=executor), request(mini))


def test_a_lost_worker_of_a_cluster_loses_nothing(mini: Path, built: Built, address: str) -> None:
    killed: list[int] = []
    connect: Any = distributed.Client  # has no types
    with on_cluster(address) as workers, connect(address, set_as_default=False) as client:
        pids = client.run(os.getpid)

        def kill(done: int, total: int) -> None:
            """Kill a worker that is at work, once one target is done."""
            if done == 1 and not killed:
                busy = [who for who, tasks in client.processing().items() if tasks]
                killed.append(pids[busy[0] if busy else next(iter(pids))])
                os.kill(killed[0], signal.SIGKILL)

        report = builder.build(request(mini, cache=False), lambda: workers, kill)
        assert killed
        assert killed[0] not in client.run(os.getpid).values()
    assert not has_errors(report.diagnostics)
    assert made(mini / "output") == made(built.output)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://127.0.0.1:1"])
def test_an_address_without_a_scheduler_is_reported(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with pytest.raises(click.ClickException) as caught, on_cluster(address):
        raise AssertionError("connected to nothing")
    assert f"no Dask scheduler answers at {address}" in caught.value.format_message()
