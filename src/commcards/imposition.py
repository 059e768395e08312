"""Faces -> sheets: which face stands where, on which side. Pure.

The one place where origin and axes are set: x to the right, y down, millimetres from the top left
corner of the side as it is looked at. A back is looked at after the sheet was turned over its edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from commcards.model import Layout
from commcards.units import Mm

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[F]):
    """One card of paper: its front, and its back or None."""

    front: F
    back: F | None = None


@dataclass(frozen=True, slots=True)
class Placement(Generic[F]):
    """A face with the top left corner of its trim box at x, y; ``turned`` by 180 degrees."""

    face: F
    x: Mm
    y: Mm
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Side(Generic[F]):
    """One side of a sheet of ``width`` x ``height``."""

    width: Mm
    height: Mm
    placements: tuple[Placement[F], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A straight line from x1, y1 to x2, y2."""

    x1: Mm
    y1: Mm
    x2: Mm
    y2: Mm


@dataclass(frozen=True, slots=True)
class SlotGrid:
    """Where the slots of a layout lie on one paper; the grid is centred on the sheet."""

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
        face = layout.face
        return cls(
            width,
            height,
            grid.columns,
            grid.rows,
            Mm(face.width * layout.scale),
            Mm(face.height * layout.scale),
            layout.gutter,
        )

    def lefts(self) -> list[float]:
        """Return the left edge of each column's trim boxes."""
        return _spread(self.width, self.columns, self.trim_width, self.gutter)

    def tops(self) -> list[float]:
        """Return the top edge of each row's trim boxes."""
        return _spread(self.height, self.rows, self.trim_height, self.gutter)


def impose(
    leaves: Sequence[Leaf[F]], layout: Layout, paper: str, size: tuple[Mm, Mm], flip: str
) -> list[Side[F]]:
    """Return the sides in printing order: front, back, front, back ...

    Sheets are single-sided only where no leaf has a back. The flip says over which edge the
    printer turns the sheet: over an edge that runs top to bottom, left and right change places;
    over one that runs left to right, top and bottom do, and backs stand on their heads.
    """
    slots = SlotGrid.of(layout, paper, size)
    lefts, tops = slots.lefts(), slots.tops()
    count = slots.columns * slots.rows
    duplex = any(leaf.back is not None for leaf in leaves)
    portrait = slots.height >= slots.width
    sideways = (flip == "long-edge") == portrait
    sides: list[Side[F]] = []
    for start in range(0, len(leaves), count):
        fronts: list[Placement[F]] = []
        backs: list[Placement[F]] = []
        for index, leaf in enumerate(leaves[start : start + count]):
            row, column = divmod(index, slots.columns)
            fronts.append(Placement(leaf.front, Mm(lefts[column]), Mm(tops[row])))
            if leaf.back is None:
                continue
            if sideways:
                x, y = lefts[slots.columns - 1 - column], tops[row]
            else:
                x, y = lefts[column], tops[slots.rows - 1 - row]
            backs.append(Placement(leaf.back, Mm(x), Mm(y), turned=not sideways))
        sides.append(Side(slots.width, slots.height, tuple(fronts)))
        if duplex:
            sides.append(Side(slots.width, slots.height, tuple(backs)))
    return sides


def crop_marks(layout: Layout, paper: str, size: tuple[Mm, Mm]) -> list[Mark]:
    """Return marks from each edge of the sheet to the bleed, for every cut.

    They run over the whole margin, so that the marks of later cuts survive the first one.
    """
    if not layout.crop_marks:
        return []
    slots = SlotGrid.of(layout, paper, size)
    bleed = layout.face.bleed * layout.scale
    lefts, tops = slots.lefts(), slots.tops()
    top, bottom = tops[0] - bleed, tops[-1] + slots.trim_height + bleed
    left, right = lefts[0] - bleed, lefts[-1] + slots.trim_width + bleed
    marks = []
    for x in (edge for start in lefts for edge in (start, start + slots.trim_width)):
        marks.append(Mark(Mm(x), Mm(0), Mm(x), Mm(top)))
        marks.append(Mark(Mm(x), Mm(bottom), Mm(x), slots.height))
    for y in (edge for start in tops for edge in (start, start + slots.trim_height)):
        marks.append(Mark(Mm(0), Mm(y), Mm(left), Mm(y)))
        marks.append(Mark(Mm(right), Mm(y), slots.width, Mm(y)))
    return marks


def pair(faces: Sequence[F], neutral: F | None) -> list[Leaf[F]]:
    """Put the faces of one card on leaves, in reading order: front, back, next leaf.

    With a neutral back every face is a front; without one an odd last face has no back.
    """
    if neutral is not None:
        return [Leaf(face, neutral) for face in faces]
    return [
        Leaf(faces[i], faces[i + 1] if i + 1 < len(faces) else None)
        for i in range(0, len(faces), 2)
    ]


def _spread(length: float, count: int, size: float, gutter: float) -> list[float]:
    start = (length - count * size - (count - 1) * gutter) / 2
    return [start + index * (size + gutter) for index in range(count)]
