"""n-up: leaves in slots, backs behind their fronts, or beside them where the paper is folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from commcards.base.units import Mm
from commcards.imposition.geometry import (
    F,
    Leaf,
    Placement,
    Rect,
    Side,
    SlotGrid,
    rotated,
    turns_sideways,
)
from commcards.model.layouts import Layout


def impose(
    leaves: Sequence[Leaf[F]],
    layout: Layout,
    paper: str,
    size: tuple[Mm, Mm],
    flip: str,
    *,
    stacked: bool = False,
) -> list[Side[F]]:
    """Return the sides in printing order: front, back, front, back ...

    Sheets are single-sided where the paper is folded, and where no leaf has a back. The flip says
    over which edge the printer turns the sheet. With ``stacked``, the stacks that a guillotine
    cuts stay in order: each slot carries on where the one before it ends (cut-and-stack).
    """
    slots = SlotGrid.of(layout, paper, size)
    count = slots.columns * slots.rows
    sheets = -(-len(leaves) // count)
    duplex = not layout.fold and any(leaf.back is not None for leaf in leaves)
    sides: list[Side[F]] = []
    for sheet in range(sheets):
        first, step = (sheet, sheets) if stacked else (sheet * count, 1)
        here = [
            (slot, leaves[first + slot * step])
            for slot in range(count)
            if first + slot * step < len(leaves)
        ]
        fronts = tuple(p for slot, leaf in here for p in _fronts(slot, leaf, slots, layout))
        sides.append(Side(slots.width, slots.height, fronts))
        if duplex:
            backs = tuple(
                _behind(slot, leaf.back, slots) for slot, leaf in here if leaf.back is not None
            )
            back = Side(slots.width, slots.height, backs, back=True)
            sideways = turns_sideways(slots.height >= slots.width, flip)
            sides.append(back if sideways else rotated(back, layout.face_size))
    return sides


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


def shifted(sides: Sequence[Side[F]], offset: tuple[float, float]) -> list[Side[F]]:
    """Move all backs by an offset to the right and down, for a printer that feeds crookedly."""
    across, down = offset
    return [
        replace(
            side,
            placements=tuple(
                replace(p, x=Mm(p.x + across), y=Mm(p.y + down)) for p in side.placements
            ),
        )
        if side.back
        else side
        for side in sides
    ]


def _fronts(slot: int, leaf: Leaf[F], slots: SlotGrid, layout: Layout) -> list[Placement[F]]:
    row, column = divmod(slot, slots.columns)
    x, y = slots.lefts()[column], slots.tops()[row]
    if not layout.fold:
        return [Placement(leaf.front, Mm(x), Mm(y))]
    width, height = layout.face_size
    tent = layout.fold == "above"
    # Folded back along the front's left edge, both upright; a tent's ridge is its upper edge.
    at = (x, y + height) if tent else (x + width, y)
    front = Placement(leaf.front, Mm(at[0]), Mm(at[1]), clip=_up_to_fold(*at, layout))
    if leaf.back is None:
        return [front]
    clip = _up_to_fold(x, y, layout, behind=True)
    return [front, Placement(leaf.back, Mm(x), Mm(y), turned=tent, clip=clip)]


def _up_to_fold(x: float, y: float, layout: Layout, *, behind: bool = False) -> Rect:
    """Return the box of a face at x, y with its bleed, which must not cross the fold."""
    width, height = layout.face_size
    bleed = layout.face.bleed * layout.scale
    left = top = right = bottom = bleed
    if layout.fold == "above":
        top, bottom = (bleed, 0.0) if behind else (0.0, bleed)
    else:
        left, right = (bleed, 0.0) if behind else (0.0, bleed)
    return Rect(Mm(x - left), Mm(y - top), Mm(width + left + right), Mm(height + top + bottom))


def _behind(slot: int, face: F, slots: SlotGrid) -> Placement[F]:
    row, column = divmod(slot, slots.columns)
    return Placement(face, Mm(slots.lefts()[slots.columns - 1 - column]), Mm(slots.tops()[row]))
