"""What a pictogram is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

GRID = 48  # side of the square that every symbol is drawn in, in its own units

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
    """A pictogram in one ink, with the credits its sources ask for.

    Equal ``digest`` means equal layers.
    """

    name: str
    label: str
    layers: tuple[Layer, ...]
    credits: tuple[str, ...]
    digest: str
