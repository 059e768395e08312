"""Builds again and again in one process, each time that a line comes in; prints what it took.

usage: python -m benchmarks.warm PROJECT LANGUAGE...
"""

from __future__ import annotations

import gc
import json
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks.workload import DECK, LAYOUTS, STAFF
from commcards.diagnostics import has_errors
from commcards.pipeline import Builder
from commcards.request import Request


def main(root: Path, languages: tuple[str, ...]) -> None:
    """Build once for each line of standard input."""
    request = Request(root, root / "output", (DECK,), (STAFF,), languages, LAYOUTS)
    builder = Builder(request)
    gc.set_threshold(100_000)  # as the command line does
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        report = builder.build(request, today=date.today())
        took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        if has_errors(report.diagnostics):
            raise SystemExit("\n".join(map(str, report.diagnostics)))
        print(json.dumps({**took, "rendered": report.rendered}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]))
