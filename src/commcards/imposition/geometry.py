"""Sheets, sides and slots.

The one place where origin and axes are set: x to the right, y down, millimetres from the top left
corner of the side as it is looked at. A back is looked at after the sheet was turned over its edge.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from commcards.base.units import Mm
from commcards.model.layouts import Layout

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[F]):
    """One card of paper: its front, and its back or None."""

    front: F
    back: F | None = None


@dataclass(frozen=True, slots=True)
class Rect:
    """A box with its top left corner at x, y."""

    x: Mm
    y: Mm
    width: Mm
    height: Mm


@dataclass(frozen=True, slots=True)
class Placement(Generic[F]):
    """A face with the top left corner of its trim box at x, y; ``turned`` by 180 degrees.

    Only what lies inside ``clip`` is shown, where it is set.
    """

    face: F
    x: Mm
    y: Mm
    turned: bool = False
    clip: Rect | None = None


@dataclass(frozen=True, slots=True)
class Side(Generic[F]):
    """One side of a sheet of ``width`` x ``height``; ``back`` if the printer turns to it."""

    width: Mm
    height: Mm
    placements: tuple[Placement[F], ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A straight line from x1, y1 to x2, y2; ``fold`` marks are dashed, others are cuts."""

    x1: Mm
    y1: Mm
    x2: Mm
    y2: Mm
    fold: bool = False


@dataclass(frozen=True, slots=True)
class SlotGrid:
    """Where the slots of a layout lie on one paper; the grid is centred on the sheet.

    A slot holds one face, or in a layout that is folded the front and the back.
    """

    width: Mm
    height: Mm
    columns: int
    rows: int
    trim_width: Mm
    trim_height: Mm
    gutter: Mm

    @classmethod
    def of(cls, layout: Layout, paper: str, size: tuple[Mm, Mm]) -> SlotGrid:
        """Return the grid of a layout on a paper whose portrait ``size`` is given."""
        grid = layout.grids[paper]
        width, height = (size[1], size[0]) if grid.landscape else size
        wide, tall = layout.slot_size
        return cls(width, height, grid.columns, grid.rows, wide, tall, layout.gutter)

    def lefts(self) -> list[float]:
        """Return the left edge of each column's trim boxes."""
        return _spread(self.width, self.columns, self.trim_width, self.gutter)

    def tops(self) -> list[float]:
        """Return the top edge of each row's trim boxes."""
        return _spread(self.height, self.rows, self.trim_height, self.gutter)


def rotated(side: Side[F], size: tuple[Mm, Mm]) -> Side[F]:
    """Return a side turned by 180 degrees; ``size`` is that of each face."""
    return replace(
        side,
        placements=tuple(
            replace(
                placement,
                x=Mm(side.width - placement.x - size[0]),
                y=Mm(side.height - placement.y - size[1]),
                turned=not placement.turned,
            )
            for placement in side.placements
        ),
    )


def turns_sideways(side_is_portrait: bool, flip: str) -> bool:
    """Tell whether the printer turns a sheet like a page of a book.

    Over an edge that runs top to bottom, left and right change places. Over one that runs left to
    right, backs stand on their heads besides.
    """
    return (flip == "long-edge") == side_is_portrait


def _spread(length: float, count: int, size: float, gutter: float) -> list[float]:
    start = (length - count * size - (count - 1) * gutter) / 2
    return [start + index * (size + gutter) for index in range(count)]
