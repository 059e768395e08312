"""Pictograms: layers of painted paths on a square grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

GRID = 48  # side of the square that every symbol is drawn in

Tone = Literal["ink", "paper", "accent"]
Segment = tuple[str, tuple[float, ...]]  # ("M", (x, y)) ("L", ...) ("C", six numbers) ("Z", ())


@dataclass(frozen=True, slots=True)
class Layer:
    """One painted path on the grid, y down; ``stroke`` is a width, None means fill."""

    tone: Tone
    path: tuple[Segment, ...]
    stroke: float | None = None
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Symbol:
    """A pictogram with the credits that its sources ask for; equal digests mean equal layers."""

    name: str
    label: str
    layers: tuple[Layer, ...]
    credits: tuple[str, ...]
    digest: str
