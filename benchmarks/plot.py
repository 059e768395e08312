"""Draws the figures: what a face costs, what a change costs, and growth."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks import report

_OURS, _OTHERS, _LIGHT = "#5A0FD2", "#8a8a8a", "#c9c9c9"


def draw(results: Mapping[str, Any], path: Path) -> None:
    """Write an SVG; equal results give equal bytes."""
    mpl.rcParams |= {"svg.hashsalt": "commcards", "font.size": 9, "axes.axisbelow": True}
    figure = Figure(figsize=(8, 8.4), layout="constrained")
    cold, edits, growth = figure.subplots(3, 1, height_ratios=(1.1, 1.4, 1.5))
    if "cold" in results:
        rows = results["cold"]["rows"]
        wall = report.medians(rows, lambda row: row["wall"] / row["faces"] * 1000)
        cpu = report.medians(rows, lambda row: row["cpu"] / row["faces"] * 1000)
        _bars(cold, {"wall": wall, "CPU": cpu}, "ms")
    cold.set_title("A face, everything built anew (ms)", loc="left")
    if "edits" in results:
        rows = results["edits"]["rows"]
        _bars(edits, {"wall": report.medians(rows, lambda row: row["wall"])}, "s")
    edits.set_title("After one change, or none (s)", loc="left")
    if "growth" in results:
        _growth(growth, results["growth"]["rows"])
    growth.set_title("Growth: a face, by faces in all (ms of wall time)", loc="left")
    figure.savefig(path, metadata={"Date": None, "Creator": None})


def _bars(axes: Any, columns: Mapping[str, Mapping[str, float]], unit: str) -> None:
    names = list(next(iter(columns.values())))
    height = 0.8 / len(columns)
    for index, (column, values) in enumerate(columns.items()):
        colors = [_OURS if "commcards" in name else _OTHERS for name in names]
        places = [number + index * height for number in range(len(names))]
        bars = axes.barh(
            places, [values[name] for name in names], height * 0.92, color=colors,
            alpha=0.55 if index else 1,
        )  # fmt: skip
        labels = [f"{values[name]:.3g} {unit} {column}" for name in names]
        axes.bar_label(bars, labels, padding=3, fontsize=7.5)
    middle = 0.4 - height / 2
    axes.set_yticks([number + middle for number in range(len(names))], map(report.shown, names))
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.grid(axis="x", color=_LIGHT, linewidth=0.5)
    axes.spines[["top", "right"]].set_visible(False)


def _growth(axes: Any, rows: report.Rows) -> None:
    faces = report.medians(rows, lambda row: row["faces"])
    cost = report.medians(rows, lambda row: row["wall"] / row["faces"] * 1000)
    for kind, color, marker, off in (
        ("cards", _OURS, "o", -13),
        ("languages", "#D22D00", "s", 6),
    ):
        names = [name for name in faces if name.startswith(kind)]
        points = [(faces[name], cost[name]) for name in names]
        axes.plot(*zip(*points, strict=True), color=color, marker=marker, label=f"more {kind}")
        for name, point in zip(names, points, strict=True):
            label = name.removeprefix(kind).strip()
            axes.annotate(label, point, xytext=(-3, off), textcoords="offset points", fontsize=8)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.margins(y=0.15)
    axes.set_ylim(0)
    axes.grid(color=_LIGHT, linewidth=0.5)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
