"""Watches a project, a line coming in for each change; prints what each build took.

usage: python -m benchmarks.warm PROJECT LANGUAGE...
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.workload import DECK, LAYOUTS, STAFF
from commcards.base.diagnostics import has_errors
from commcards.commands import building
from commcards.workspace.request import BuildReport, Request


def main(root: Path, languages: tuple[str, ...]) -> None:
    """Build at once, and again for each line of standard input."""
    request = Request(
        root=root,
        output=root / "output",
        decks=(DECK,),
        staff=(STAFF,),
        languages=languages,
        layouts=LAYOUTS,
    )
    gc.set_threshold(100_000)  # as the command line does
    began = (0.0, 0.0)

    def changes() -> Iterator[object]:
        nonlocal began
        for line in sys.stdin:
            began = time.perf_counter(), time.process_time()
            yield line

    builds = building.watch(request, 2, "", changes())
    next(builds)
    for report in builds:
        wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
        if not isinstance(report, BuildReport):
            raise SystemExit(str(report))
        if has_errors(report.diagnostics):
            raise SystemExit("\n".join(map(str, report.diagnostics)))
        print(json.dumps({"wall": wall, "cpu": cpu, "rendered": report.rendered}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]))
