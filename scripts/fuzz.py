"""Look for files that make a reader raise, hang or take too much memory, led by its own branches.

``fuzz.py [SECONDS [READER ...]]`` tries each reader of tests/support/fuzzing.py in a process of its
own, with atheris; `make fuzz` does. What was found is named at the end, and lies in
tests/data/fuzz/<reader>/: the tests read it again. Exit code 1 where anything was found.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).parents[1]
FOUND = REPOSITORY / "tests" / "data" / "fuzz"
SLOWEST, MOST = 2, 512  # seconds and MB for one file
LONGEST = 64 * 1024  # bytes of a file
_ONE = "--one"


def main(arguments: list[str]) -> int:
    """Fuzz the readers one after the other; return the exit code."""
    seconds, *names = arguments or ["60"]
    if not names:
        sys.path[:0] = [str(REPOSITORY)]
        from tests.fuzz.test_fuzz import NAMES

        names = NAMES
    before = set(FOUND.rglob("*.bin"))
    for name in names:
        print(f"{name}: {seconds} s", flush=True)
        command = [sys.executable, __file__, _ONE, seconds, name]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")  # noqa: S603
        if done.returncode:
            print(done.stdout[-2000:], *done.stderr.splitlines()[-3:], sep="\n", flush=True)
    for path in (FOUND / name for name in names):
        for found in path.glob("*-*") if path.is_dir() else ():  # crash-…, timeout-…, oom-…
            if found.suffix != ".bin":
                found.rename(found.with_suffix(".bin"))
    new = sorted(set(FOUND.rglob("*.bin")) - before)
    for path in new:
        print(f"found {path.relative_to(REPOSITORY)}")
    return 1 if new else 0


def fuzz_one(seconds: str, name: str) -> None:
    """Fuzz one reader in this process, which atheris ends."""
    import atheris

    sys.path[:0] = [str(REPOSITORY)]
    with atheris.instrument_imports(include=["commcards"]):
        from tests.support.fuzzing import targets

    with TemporaryDirectory() as folder:
        target = targets(Path(folder))[name]
        seeds, words = Path(folder, "seeds"), Path(folder, "words")
        seeds.mkdir()
        for number, seed in enumerate(target.seeds):
            (seeds / str(number)).write_bytes(seed)
        quoted = ("".join(f"\\x{byte:02x}" for byte in word) for word in target.words if word)
        words.write_text("".join(f'"{word}"\n' for word in quoted), "ascii")
        own = FOUND / name
        own.mkdir(parents=True, exist_ok=True)
        options = [
            f"-max_total_time={seconds}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MOST}",
            f"-max_len={LONGEST}", f"-artifact_prefix={own}/", f"-dict={words}",
        ]  # fmt: skip

        def attempt(data: bytes) -> None:
            for fault in target.read(data):
                str(fault)

        atheris.Setup([sys.argv[0], *options, str(seeds)], attempt)
        atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == [_ONE]:
        fuzz_one(*sys.argv[2:])
    sys.exit(main(sys.argv[1:]))
