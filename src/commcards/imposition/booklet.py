"""Saddle stitch: pages on sheets that are laid into one another, folded once and stapled."""

from __future__ import annotations

from collections.abc import Sequence

from commcards.base.units import Mm
from commcards.imposition.geometry import (
    F,
    Placement,
    Side,
    SlotGrid,
    rotated,
    turns_sideways,
)
from commcards.model.layouts import Layout
from commcards.model.paper import CALIPER, SIGNATURE


def bind(
    pages: Sequence[F],
    layout: Layout,
    paper: str,
    size: tuple[Mm, Mm],
    flip: str,
    *,
    right_to_left: bool = False,
) -> list[Side[F]]:
    """Return the sides of a booklet in printing order: outermost sheet first, front and back.

    The layout's grid has two columns and one row. Pages that do not fill a signature leave its
    last ones empty. Inner sheets are pushed out by the thickness of those around them (creep), so
    their pages stand nearer to the fold by as much. ``right_to_left`` books open the other way.
    """
    slots = SlotGrid.of(layout, paper, size)
    sides: list[Side[F]] = []
    for start, sheets in _signatures(len(pages)):
        last = 4 * sheets - 1
        for sheet in range(sheets):
            outer = (last - 2 * sheet, 2 * sheet)
            inner = (2 * sheet + 1, last - 2 * sheet - 1)
            for is_back, numbers in enumerate((outer, inner)):
                if right_to_left:
                    numbers = numbers[::-1]
                placed = tuple(
                    Placement(pages[start + number], *_place(column, sheet, slots))
                    for column, number in enumerate(numbers)
                    if start + number < len(pages)
                )
                side = Side(slots.width, slots.height, placed, back=bool(is_back))
                if is_back and not turns_sideways(slots.height >= slots.width, flip):
                    side = rotated(side, layout.face_size)
                sides.append(side)
    return sides


def _signatures(pages: int) -> list[tuple[int, int]]:
    """Return the first page and the number of sheets of each signature, evenly thick."""
    sheets = -(-pages // 4)
    count = -(-sheets // SIGNATURE)
    cuts = [round(sheets * n / count) for n in range(count + 1)] if count else [0]
    return [(4 * cuts[n], cuts[n + 1] - cuts[n]) for n in range(count)]


def _place(column: int, sheet: int, slots: SlotGrid) -> tuple[Mm, Mm]:
    towards_fold = -1 if column else 1
    return Mm(slots.lefts()[column] + towards_fold * CALIPER * sheet), Mm(slots.tops()[0])
