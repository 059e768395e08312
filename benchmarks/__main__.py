"""usage: python -m benchmarks [FIGURE|report ...] [--rounds N] [--scale N] [--quick]."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from pathlib import Path

from benchmarks import ROOT
from benchmarks.figures import FIGURES, QUICK, Extent
from benchmarks.machine import about

RESULTS = ROOT / "benchmarks" / "results.json"
QUICK_FOLDER = ROOT / "output" / "benchmarks"  # what was only tried is not kept


def main() -> None:
    """Measure some figures or all, keep what came of them, and write the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "figures", nargs="*", help="cold, edits, growth, clients; report measures nothing"
    )
    parser.add_argument("--rounds", type=int, help="5 otherwise")
    parser.add_argument("--scale", type=int, help="languages for slow programs; 1 otherwise")
    parser.add_argument("--quick", action="store_true", help="a few faces, only to try it")
    wanted = parser.parse_args()
    figures = wanted.figures or list(FIGURES)
    if unknown := set(figures) - {*FIGURES, "report"}:
        parser.error(f"no figure {', '.join(unknown)}")
    given = {"rounds": wanted.rounds, "scale": wanted.scale}
    extent = dataclasses.replace(
        QUICK if wanted.quick else Extent(rounds=5, scale=1),
        **{name: value for name, value in given.items() if value},
    )
    results, folder = RESULTS, ROOT / "docs"
    if wanted.quick:
        results, folder = QUICK_FOLDER / RESULTS.name, QUICK_FOLDER
        folder.mkdir(parents=True, exist_ok=True)
    for figure in figures:
        if figure in FIGURES:
            load = os.getloadavg()[0]
            if load > 0.5:
                print(f"load average {load:.1f}: other programs are running", file=sys.stderr)
            rows = []
            for row in FIGURES[figure](extent):
                print(figure, json.dumps(row), file=sys.stderr)
                rows.append(row)
            _keep(
                results, figure, {"load": load, "extent": dataclasses.asdict(extent), "rows": rows}
            )
    from benchmarks import report  # matplotlib is large: children would start with its memory

    report.write(results, folder)
    print(folder / report.PAGE)


def _keep(results: Path, figure: str, came: dict[str, object]) -> None:
    """Put a figure beside the others, with what it was measured on."""
    kept = json.loads(results.read_text("utf-8")) if results.exists() else {}
    kept[figure] = {**about(), **came}
    results.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
