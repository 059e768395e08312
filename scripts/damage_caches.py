"""Damage the cache and the ledger in many ways, and let builds and readers meet.

``damage_caches.py [TIMES [SEED]]`` builds the small project of the tests; TIMES times it damages
one file of the cache, edits a card, builds again and compares all bytes. Then two builders write
one output folder, again and again, while this process reads the files READS times and looks for
any that is not whole. Prints sums; exit code 1 where bytes differ, a build fails, or a file is
torn.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).parents[1]
READS = 3000
COMMAND = [sys.executable, "-c", "from commcards.cli import main; main()", "build"]


def flipped(data: bytearray, chance: random.Random) -> bytes:
    """Return the bytes with one of them changed."""
    data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    return bytes(data)


def overwritten(data: bytearray, chance: random.Random) -> bytes:
    """Return the bytes with a block of 4 kB that is noise."""
    begin = chance.randrange(len(data))
    data[begin : begin + 4096] = chance.randbytes(min(4096, len(data) - begin))
    return bytes(data)


def cleared(data: bytearray, chance: random.Random) -> bytes:
    """Return the bytes with a block of 4 kB that is zeros, as after a power cut."""
    begin = chance.randrange(len(data))
    data[begin : begin + 4096] = bytes(min(4096, len(data) - begin))
    return bytes(data)


def truncated(data: bytearray, chance: random.Random) -> bytes:
    """Return the first bytes."""
    return bytes(data[: chance.randrange(len(data))])


def noise(data: bytearray, chance: random.Random) -> bytes:
    """Return as many bytes that are noise."""
    return chance.randbytes(len(data))


def nothing(data: bytearray, chance: random.Random) -> bytes:
    """Return no bytes."""
    return b""


DAMAGES: tuple[Callable[[bytearray, random.Random], bytes], ...] = (
    flipped, overwritten, cleared, truncated, noise, nothing,
)  # fmt: skip


def files(output: Path) -> dict[str, bytes]:
    """Return PDFs and pages by path."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.suffix in {".pdf", ".html"}
    }


def start(root: Path, output: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start a build."""
    return subprocess.Popen(  # noqa: S603
        [*COMMAND, "--root", str(root), "--output", str(output), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def damage(root: Path, times: int, chance: random.Random) -> Counter[str]:
    """Damage a file of the cache before each of some builds; count what came of it."""
    output, card = root / "output", root / "cards" / "illness.yaml"
    if start(root, output).wait():
        raise SystemExit("the project does not build")
    wanted = files(output)
    count = Counter(dict.fromkeys(("builds", "failed", "differing"), 0))
    for number in range(times):
        card.write_bytes(card.read_bytes() + b"\n")  # the same words, so the same bytes
        there = sorted(path for path in (root / ".store").rglob("*") if path.stat().st_size)
        hit = chance.choice([path for path in there if path.is_file()])
        way = DAMAGES[number % len(DAMAGES)]
        hit.write_bytes(way(bytearray(hit.read_bytes()), chance))
        count["builds"] += 1
        count["failed"] += start(root, output).wait() != 0
        if files(output) != wanted:
            count["differing"] += 1
            print(f"differs after {way.__name__} on {hit.name}", flush=True)
    return count


def meet(root: Path) -> Counter[str]:
    """Let two builders write one folder of old and new files by turns; read it all the while.

    A file that is read is that of the old project or that of the new one, byte for byte.
    """
    card, output = root / "cards" / "illness.yaml", root / "output"
    texts = [card.read_text("utf-8")]
    texts.append(texts[0].replace("symbol: fever\n", "symbol: allergy\n", 1))
    wanted = []
    for text in texts:
        card.write_text(text, "utf-8")
        if start(root, output, "--no-cache").wait():
            raise SystemExit("the project does not build")
        wanted.append(files(output))
    if wanted[0] == wanted[1]:
        raise SystemExit("the card has no such picture any more")
    # Each builder has a copy of the project, so that old and new are built at the same time.
    roots = []
    for number, text in enumerate(texts):
        copy = root.with_name(f"builder-{number}")
        shutil.copytree(
            root, copy, symlinks=True, ignore=shutil.ignore_patterns("output", ".store")
        )
        (copy / "cards" / "illness.yaml").write_text(text, "utf-8")
        roots.append(copy)
    count = Counter(dict.fromkeys(("builds", "failed", "reads", "torn"), 0))
    names = sorted(wanted[0])
    builders = [start(copy, output) for copy in roots]
    while count["reads"] < READS:
        for number, builder in enumerate(builders):
            if builder.poll() is not None:
                count["builds"] += 1
                count["failed"] += builder.returncode != 0
                text = roots[number] / "cards" / "illness.yaml"
                text.write_bytes(text.read_bytes() + b"\n")
                builders[number] = start(roots[number], output)
        name = names[count["reads"] % len(names)]
        # The front page tells who built last, and grows; it is only looked at for being whole.
        data = (output / name).read_bytes()
        whole = (
            data.rstrip().endswith(b"</html>")
            if name == "index.html"
            else data in (wanted[0][name], wanted[1][name])
        )
        count["reads"] += 1
        count["torn"] += not whole
        time.sleep(0.02)  # so that the reads meet many builds
    for builder in builders:
        count["failed"] += builder.wait() != 0
    return count


def main(arguments: list[str]) -> int:
    """Damage, meet, and count; return the exit code."""
    sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "src")]
    os.environ["PYTHONPATH"] = str(REPOSITORY / "src")
    from tests.support.smalldeck import lay_out

    times, seed = (int(each) for each in (*arguments, *("100", "1")[len(arguments) :]))
    with TemporaryDirectory() as folder:
        root = Path(folder, "project")
        root.mkdir()
        lay_out(root)
        counts = [damage(root, times, random.Random(seed))]  # noqa: S311
        print("damaged caches and ledgers:", dict(counts[0]), flush=True)
        counts.append(meet(root))
        print("two builders and a reader:", dict(counts[1]), flush=True)
    return (
        1 if any(count[name] for count in counts for name in ("failed", "differing", "torn")) else 0
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
