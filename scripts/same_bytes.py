"""Build the same in many ways, and compare the bytes of PDFs and pages.

``same_bytes.py`` builds the small project of the tests in each combination of hash seed, folder,
workers (one job, two jobs, a Dask cluster of two), and way: clean, or from what lay there before a
card and a translation were edited. Prints a line each combination; exit code 1 where one differs.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

REPOSITORY = Path(__file__).parents[1]
SEEDS = ("0", "1", "4711")
FOLDERS = ("one", "another folder")
PICTURE, NEW_PICTURE = "symbol: fever\n", "symbol: allergy\n"
CATALOG = Path("locales/uk/LC_MESSAGES/commcards.po")
FEVER = re.compile(r'(?m)^(msgid "I have a fever.*"\nmsgstr ")')


def build(root: Path, seed: str, options: Sequence[str]) -> None:
    """Build a project in a process of its own."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", "from commcards.cli import main; main()", "build",
         "--root", str(root), "--output", str(root / "output"), *options],
        env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"the project does not build: {done.stderr[-2000:]}")


def edit(root: Path) -> None:
    """Change a picture and a translation."""
    card, catalog = root / "cards" / "illness.yaml", root / CATALOG
    card.write_text(card.read_text("utf-8").replace(PICTURE, NEW_PICTURE, 1), "utf-8")
    text, count = FEVER.subn(r"\1! ", catalog.read_text("utf-8"))
    if NEW_PICTURE not in card.read_text("utf-8") or not count:
        raise SystemExit("the card or the catalog has no such line any more")
    catalog.write_text(text, "utf-8")


def digests(root: Path) -> dict[str, str]:
    """Return the digests of PDFs and pages by path."""
    output = root / "output"
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.suffix in {".pdf", ".html"}
    }


def main() -> int:
    """Build and compare; return the exit code."""
    sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "src")]
    os.environ["PYTHONPATH"] = str(REPOSITORY / "src")
    import distributed

    from tests.support.smalldeck import lay_out

    cluster: Any = distributed.LocalCluster  # It has no types.
    with (
        TemporaryDirectory() as folder,
        cluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0",
                local_directory=str(Path(folder, "dask"))) as running,
    ):  # fmt: skip
        template = Path(folder, "template")
        template.mkdir()
        lay_out(template)
        ways = {
            "1 job": ["--jobs", "1"],
            "2 jobs": ["--jobs", "2"],
            "Dask": ["--scheduler", running.scheduler_address],
        }
        wanted: dict[str, str] = {}
        differing = 0
        for seed, name, way, clean in product(SEEDS, FOLDERS, ways, (True, False)):
            root = Path(folder, name)
            shutil.copytree(template, root, symlinks=True)
            if not clean:
                build(root, seed, ways[way])
            edit(root)
            build(root, seed, ways[way])
            found = digests(root)
            wanted = wanted or found
            same = found == wanted
            differing += not same
            how = "clean" if clean else "incremental"
            print(f"seed {seed}, {name!r}, {way}, {how}: {len(found)} files, "
                  f"{'the same' if same else 'OTHER BYTES'}", flush=True)  # fmt: skip
            shutil.rmtree(root)
    print(f"{differing} of {len(SEEDS) * len(FOLDERS) * len(ways) * 2} builds differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
