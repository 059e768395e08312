"""Kill builds with -9 at random moments, and count what is left behind.

``kill_builds.py [KILLS [SEED]]`` builds the small project of the tests, on Linux. After each kill
it looks for processes that still live after two seconds, and for output files with other bytes
than a whole build writes. Then it builds to the end, compares all bytes, and looks for temporary
files.
Prints one line a way of building, and a sum; exit code 1 where anything was left or differs.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

REPOSITORY = Path(__file__).parents[1]
MARK = "COMMCARDS_KILLED_BY_A_TEST"  # an environment variable, which all processes of a build have
PATIENCE = 2.0  # seconds for processes to end
COUNTED = ("left processes", "torn files", "differing bytes", "temporary files", "failed builds")
WAYS = {  # options, and whether the cache and the output are there
    "1 job, nothing there": (["--jobs", "1"], False, False),
    "2 jobs, nothing there": (["--jobs", "2"], False, False),
    "2 jobs, cache there": (["--jobs", "2"], True, False),
    "1 job, cache and output there, a card edited": (["--jobs", "1"], True, True),
    "2 jobs, cache and output there, a card edited": (["--jobs", "2"], True, True),
    "2 jobs, no cache": (["--jobs", "2", "--no-cache"], False, False),
}


class Bench:
    """One project in a folder, with temporary files of its own."""

    def __init__(self, folder: Path) -> None:
        from tests.support.smalldeck import lay_out

        self.root, self.tmp, self.whole = (folder / name for name in ("project", "tmp", "whole"))
        for path in (self.root, self.tmp):
            path.mkdir()
        lay_out(self.root)
        self.output = self.root / "output"
        self.card = self.root / "cards" / "illness.yaml"
        self.edited = self.card.read_bytes() + b"\n"  # the same words, so the same bytes
        self.mark = uuid4().hex

    def start(self, options: list[str]) -> subprocess.Popen[bytes]:
        """Start a build."""
        command = [sys.executable, "-c", "from commcards.cli import main; main()", "build"]
        where = ["--root", str(self.root), "--output", str(self.output)]
        return subprocess.Popen(  # noqa: S603
            [*command, *where, *options],
            env={**os.environ, "TMPDIR": str(self.tmp), MARK: self.mark},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def processes(self) -> list[int]:
        """Return the processes of builds that live."""
        wanted = f"{MARK}={self.mark}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                living = (folder / "stat").read_text("ascii").rpartition(") ")[2][0] not in "ZX"
                if living and wanted in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
            except (OSError, ValueError):  # it has just ended
                continue
        return found

    def left(self) -> list[int]:
        """Wait for the processes of a killed build; return those that do not end."""
        until = time.monotonic() + PATIENCE
        while (found := self.processes()) and time.monotonic() < until:
            time.sleep(0.05)
        return found

    def files(self, *, temporary: bool) -> dict[str, Path]:
        """Return the files of the output by path: the whole ones, or the others."""
        found = {
            path.relative_to(self.output).as_posix(): path
            for path in self.output.rglob("*")
            if path.is_file() and path.name != "report.json"
        }
        return {name: path for name, path in found.items() if name.endswith(".tmp") is temporary}

    def differing(self) -> list[str]:
        """Return the whole files that are not those of an undisturbed build."""
        return [
            name
            for name, path in self.files(temporary=False).items()
            # The front page grows with each language, so it is compared at the end alone.
            if name != "index.html" and path.read_bytes() != (self.whole / name).read_bytes()
        ]

    def prepare(self, *, store: bool, output: bool) -> None:
        """Put the project into the state that a build begins from."""
        for path, stays in ((self.root / ".store", store), (self.output, output)):
            if not stays:
                shutil.rmtree(path, ignore_errors=True)
        if output:
            self.edited += b"\n"
            self.card.write_bytes(self.edited)


def main(arguments: list[str]) -> int:
    """Kill and count; return the exit code."""
    sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "src")]
    os.environ["PYTHONPATH"] = str(REPOSITORY / "src")
    kills, seed = (int(each) for each in (*arguments, *("60", "1")[len(arguments) :]))
    chance = random.Random(seed)  # noqa: S311
    total: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for number, (way, (options, store, output)) in enumerate(WAYS.items()):
            if bench.start([]).wait():
                raise SystemExit("the project does not build")
            if not bench.whole.exists():
                shutil.copytree(bench.output, bench.whole)
            bench.prepare(store=store, output=output)
            begun = time.monotonic()
            bench.start(options).wait()
            length = time.monotonic() - begun
            count = Counter(dict.fromkeys(("kills", *COUNTED), 0))
            for _ in range(kills // len(WAYS) + (number < kills % len(WAYS))):
                bench.prepare(store=store, output=output)
                count += kill_one(bench, options, chance.uniform(0.0, length))
            print(f"{way} ({length:.1f} s): {told(count)}", flush=True)
            total += count
    print(f"in all: {told(total)}")
    return 1 if any(total[name] for name in COUNTED) else 0


def kill_one(bench: Bench, options: list[str], after: float) -> Counter[str]:
    """Kill one build after some seconds, build to the end, and count."""
    count: Counter[str] = Counter()
    build = bench.start(options)
    try:
        build.wait(after)  # it may be quicker than the one that was timed
    except subprocess.TimeoutExpired:
        build.send_signal(signal.SIGKILL)
        build.wait()
        count["kills"] += 1
    left = bench.left()
    count["left processes"] += len(left)
    for process in left:
        os.kill(process, signal.SIGKILL)
    count["torn files"] += len(bench.differing())
    count["failed builds"] += bench.start(options).wait() != 0
    names = {path.relative_to(bench.whole).as_posix() for path in bench.whole.rglob("*.*")}
    count["differing bytes"] += len(bench.differing())
    count["differing bytes"] += len(names - {"report.json"} - bench.files(temporary=False).keys())
    count["temporary files"] += len(bench.files(temporary=True)) + len(list(bench.tmp.iterdir()))
    return count


def told(count: Counter[str]) -> str:
    """Return the counts in words."""
    return ", ".join(f"{count[name]} {name}" for name in ("kills", *COUNTED))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
