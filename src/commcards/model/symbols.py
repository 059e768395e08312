"""Pictograms: layers of painted paths on a square grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

GRID = 48  # side of the square that every symbol is drawn in

Paint = Literal["red", "orange", "yellow", "green", "blue", "brown", "pink", "grey"]
Tone = Literal["ink", "paper", "accent", Paint]
Segment = tuple[str, tuple[float, ...]]  # ("M", (x, y)) ("L", ...) ("C", six numbers) ("Z", ())

PAINTS: Mapping[Paint, str] = {  # for pictures that name a colour; each is #rrggbb
    "red": "#c8102e",
    "orange": "#f28c00",
    "yellow": "#ffd400",
    "green": "#1e8a3c",
    "blue": "#1f5fc4",
    "brown": "#7a4a21",
    "pink": "#f48fb1",
    "grey": "#9a9a9a",
}


# The cards, their translations and our own drawings.
CONTENT_CREDIT = "commcards cards, CC BY 4.0 (creativecommons.org/licenses/by/4.0)"


@dataclass(frozen=True, slots=True)
class Layer:
    """One painted path on the grid, y down; ``stroke`` is a width, None means fill."""

    tone: Tone
    path: tuple[Segment, ...]
    stroke: float | None = None
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Symbol:
    """A pictogram with the credits that its sources ask for; equal digests mean equal layers.

    Only a drawing to point at has another ``width`` and ``height`` than those of the grid.
    """

    name: str
    label: str
    layers: tuple[Layer, ...]
    credits: tuple[str, ...]
    digest: str
    width: float = GRID
    height: float = GRID
