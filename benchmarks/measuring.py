"""What running something takes: wall time, CPU time, memory. Linux only."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_EVERY = 1.0  # seconds between two looks at memory: each walks through all pages of it
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of wall and CPU time, children's too; megabytes.

    ``peak`` is the most that one process held, ``together`` the most that all of them did, shared
    pages shared out (seen once a second); ``size`` is the PDFs'.
    """

    wall: float
    cpu: float
    peak: float = 0.0
    together: float = 0.0
    size: float = 0.0


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Usage:
    """Run a program to its end. Raises RuntimeError where it fails, with what it said."""
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        # Whatever this process was told: people's Python keeps what it has compiled.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        with _Watch(process.pid) as watch:
            said = process.stdout.read() if process.stdout else ""
            _, status, used = os.wait4(process.pid, 0)  # its own children are in it
            wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}\n{said[-4000:]}")
    return Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, watch.most)


def watched(pid: int, work: Callable[[], None]) -> Usage:
    """Have a program that is running, and its children, do some work."""
    before = _cpu(pid)
    started = time.perf_counter()
    with _Watch(pid) as watch:
        work()
        wall = time.perf_counter() - started
    peak = max(_status(each.pid, "status", "VmHWM") for each in _family(pid))
    return Usage(wall, _cpu(pid) - before, peak, watch.most)


def weight(folder: Path) -> float:
    """Return the megabytes of all PDFs below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*.pdf")) / _MB


class _Watch:
    """Looks now and then at the memory of a process and its children."""

    def __init__(self, pid: int) -> None:
        self.most = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            now = sum(_status(each.pid, "smaps_rollup", "Pss") for each in _family(self._pid))
            self.most = max(self.most, now)


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _cpu(pid: int) -> float:
    """Return the seconds of all processes that live, and of those that they waited for."""
    total = 0.0
    for each in _family(pid):
        try:
            times = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def _status(pid: int, file: str, field: str) -> float:
    """Return a field in MB of a file in /proc; 0 where the process has just ended."""
    try:
        text = Path(f"/proc/{pid}/{file}").read_text("ascii", "replace")
    except OSError:
        return 0.0
    rows = (line.split() for line in text.splitlines())
    return next((int(row[1]) / 1024 for row in rows if row[:1] == [f"{field}:"]), 0.0)
