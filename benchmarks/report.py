"""Results -> docs/performance.md and its picture. Nothing in them is written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import ROOT
from benchmarks.clients import CARDS, CHANGE, CLIENTS, LOOK
from benchmarks.workload import CHANGED, DECK, LAYOUTS, OURS, STAFF

INTRODUCTION = ROOT / "benchmarks" / "introduction.md"
PAGE = "performance.md"
PICTURE = "images/performance.svg"
FIRST = next(iter(OURS))  # what others are compared with
NAMES = {
    "weasyprint": "plain WeasyPrint",
    "chromium": "Chromium, warm",
    "typst": "Typst",
}
Row = Mapping[str, Any]
Rows = Sequence[Row]


def write(results: Path, folder: Path) -> None:
    """Write page and picture from the results into a folder."""
    from benchmarks.plot import draw  # needs what the tests do without

    kept = json.loads(results.read_text("utf-8"))
    introduction = INTRODUCTION.read_text("utf-8")
    layouts = " and ".join(f"`{name}`" for name in LAYOUTS)
    parts = [
        introduction.format(picture=PICTURE, deck=DECK, staff=STAFF, layouts=layouts),
    ]
    if "cold" in kept:
        parts += _cold(kept["cold"])
    if "edits" in kept:
        parts += _edits(kept["edits"])
    if "growth" in kept:
        parts += _growth(kept["growth"])
    if "clients" in kept:
        parts += _clients(kept["clients"])
    picture = folder / PICTURE
    picture.parent.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_text("\n".join(parts), "utf-8")
    draw(kept, picture)


def medians(rows: Rows, value: Callable[[Row], float]) -> dict[str, float]:
    """Return the median of a value over the rounds, by name."""
    names = dict.fromkeys(row["name"] for row in rows)
    return {name: median(value(row) for row in rows if row["name"] == name) for name in names}


def ratios(rows: Rows, field: str) -> dict[str, float]:
    """Return how many times as much a face costs as with ``FIRST``: the median over the rounds."""

    def a_face(row: Row) -> float:
        return float(row[field] / row["faces"])

    own = {row["round"]: a_face(row) for row in rows if row["name"] == FIRST}
    return medians(rows, lambda row: a_face(row) / own[row["round"]])


def further(rows: Rows, field: str) -> dict[str, float]:
    """Return the milliseconds of each face beyond those of the first row, medians by name."""
    first = {row["round"]: row for row in reversed(rows)}
    later = [row for row in rows if row["faces"] != first[row["round"]]["faces"]]

    def slope(row: Row) -> float:
        base = first[row["round"]]
        return float((row[field] - base[field]) / (row["faces"] - base["faces"]) * 1000)

    return medians(later, slope)


def shown(name: str) -> str:
    """Return the name of a row as people read it."""
    task, colon, program = name.rpartition(": ")
    return task + colon + NAMES.get(program, program)


def _cold(figure: Mapping[str, Any]) -> list[str]:
    rows = figure["rows"]
    columns = {
        "faces": medians(rows, lambda row: row["faces"]),
        "wall s": medians(rows, lambda row: row["wall"]),
        "CPU s": medians(rows, lambda row: row["cpu"]),
        "wall ms a face": medians(rows, lambda row: row["wall"] / row["faces"] * 1000),
        "CPU ms a face": medians(rows, lambda row: row["cpu"] / row["faces"] * 1000),
        "times our wall": ratios(rows, "wall"),
        "times our CPU": ratios(rows, "cpu"),
        "largest process MB": medians(rows, lambda row: row["peak"]),
        "all processes MB": medians(rows, lambda row: row["together"]),
        "PDF KB a face": medians(rows, lambda row: row["size"] / row["faces"] * 1024),
    }
    extent = figure["extent"]
    return [
        "## Everything, with nothing there before\n",
        f"`python -m benchmarks cold`, {_measured(figure)}\n",
        f"commcards and Typst print {_count(extent['languages'], 'language')}; plain WeasyPrint "
        f"and Chromium, which take long and as long for each face, "
        f"{', '.join(extent['languages'][: extent['scale']])} alone. `times our` compares the "
        f"cost of a face with that of {FIRST}, in the same round.\n",
        *_table(columns),
    ]


def _edits(figure: Mapping[str, Any]) -> list[str]:
    rows = figure["rows"]
    typst = {row["round"]: row["wall"] for row in rows if row["name"] == "string: typst"}
    strings = [row for row in rows if row["name"].startswith("string: ")]
    columns = {
        "wall s": medians(rows, lambda row: row["wall"]),
        "least": _by_name(rows, min),
        "most": _by_name(rows, max),
        "CPU s": medians(rows, lambda row: row["cpu"]),
        "of Typst's wall": medians(strings, lambda row: row["wall"] / typst[row["round"]]),
    }
    return [
        "## One change\n",
        f"`python -m benchmarks edits`, {_measured(figure)}\n",
        f"All {_count(figure['extent']['languages'], 'language')} were built before. The string is "
        f"`{CHANGED[1]}` in `{CHANGED[0]}`; for it the other programs print the "
        f"{len(LAYOUTS)} PDFs of that language. The style sheet is that of every face. commcards "
        "runs with 2 jobs; a warm process is one that has built another such change before, as a "
        "watcher has. Where nothing has changed, the first build reads again what was written "
        "last by the one before, whose time did not tell yet, and one more does not. `of Typst's "
        "wall` compares within a round: how fast the machine is may change between two.\n",
        *_table(columns),
    ]


def _growth(figure: Mapping[str, Any]) -> list[str]:
    rows = figure["rows"]
    columns = {
        "faces": medians(rows, lambda row: row["faces"]),
        "wall s": medians(rows, lambda row: row["wall"]),
        "wall ms a face": medians(rows, lambda row: row["wall"] / row["faces"] * 1000),
        "CPU ms a face": medians(rows, lambda row: row["cpu"] / row["faces"] * 1000),
        "wall ms a further face": further(rows, "wall"),
        "largest process MB": medians(rows, lambda row: row["peak"]),
        "all processes MB": medians(rows, lambda row: row["together"]),
    }
    return [
        "## Growth\n",
        f"`python -m benchmarks growth`, {_measured(figure)}\n",
        f"commcards alone, 2 jobs, nothing there before. Copies of cards have texts of their own; "
        f"they are printed for {', '.join(figure['extent']['grown_in'])}. Faces are here with "
        "covers and backs. A further face is one more than those of the first row: what it takes "
        "is what is left when start-up is taken off, which every build has once. A single "
        "language is printed by one process.\n",
        *_table(columns),
    ]


def _clients(figure: Mapping[str, Any]) -> list[str]:
    rows = figure["rows"]
    names = {
        "requests": "requests",
        "errors": "errors",
        "p50": "p50 ms",
        "p95": "p95 ms",
        "most": "most ms",
        "peak": "server MB",
    }
    columns = {told: _field(rows, key) for key, told in names.items()}
    return [
        "## Fifty people at the deck builder\n",
        f"`python -m benchmarks clients`, {_measured(figure)}\n",
        f"`commcards serve` with nothing there before, and {CLIENTS} clients, each a thread that "
        f"opens a connection for each request. A deck has {len(CARDS)} cards for staff who speak "
        "Bulgarian and a person who speaks Arabic and Ukrainian, A6 in grey; it is ordered, asked "
        "about until it is done, and fetched as PDF. New decks have their cards in another order: "
        "they are built one at a time, so the last one waits for all, and those that the queue has "
        f"no room for ask again. Then everybody sits there for {figure['extent']['sitting']} s: "
        f"opens the page, looks at the files each {LOOK} s, and orders each {CHANGE:g} s a deck "
        "that was built before. `server MB` is the most that the process held until then.\n",
        *_table(columns),
    ]


def _field(rows: Rows, key: str) -> dict[str, float]:
    return medians(rows, lambda row: float(row[key]))


def _measured(figure: Mapping[str, Any]) -> str:
    rounds = figure["extent"]["rounds"]
    versions = ", ".join(f"{name} {value}" for name, value in figure["versions"].items())
    return (
        f"{figure['date']}: medians of {_count(range(rounds), 'round')} on {figure['cores']} cores "
        f"({figure['cpu']}), {figure['memory']} GB; load average before the start "
        f"{figure['load']:.1f}.\n{versions}."
    )


def _count(things: Iterable[object], word: str) -> str:
    number = len(list(things))
    return f"{number} {word}{'s' if number != 1 else ''}"


def _by_name(rows: Rows, pick: Callable[[list[float]], float]) -> dict[str, float]:
    names = dict.fromkeys(row["name"] for row in rows)
    return {name: pick([row["wall"] for row in rows if row["name"] == name]) for name in names}


def _table(columns: Mapping[str, Mapping[str, float]]) -> list[str]:
    names = next(iter(columns.values()))
    lines = [f"| | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}"]
    for name in names:
        told = (column.get(name) for column in columns.values())
        cells = " | ".join("" if value is None else _number(value) for value in told)
        lines.append(f"| {shown(name)} | {cells} |")
    return [*lines, ""]


def _number(value: float) -> str:
    """Write a number with three digits that count."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
