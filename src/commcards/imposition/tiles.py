"""Posters: one face on a sheet, or on two that are glued together."""

from __future__ import annotations

from collections.abc import Sequence

from commcards.base.units import Mm
from commcards.imposition.geometry import F, Placement, Rect, Side
from commcards.model.layouts import Layout
from commcards.model.paper import UNPRINTABLE


def tile(faces: Sequence[F], layout: Layout, paper: str, size: tuple[Mm, Mm]) -> list[Side[F]]:
    """Return a side for each tile of each face, top tile first.

    The tiles of a face lie under one another; each shows all that its printer reaches, so that
    neighbours overlap by at least paper.OVERLAP.
    """
    grid = layout.grids[paper]
    width, height = (size[1], size[0]) if grid.landscape else size
    wide, tall = layout.face_size
    room = height - 2 * UNPRINTABLE
    step = (tall - room) / (grid.tiles - 1) if grid.tiles > 1 else 0.0
    x = Mm((width - wide) / 2)
    clip = Rect(Mm(0), UNPRINTABLE, width, Mm(room))
    sides: list[Side[F]] = []
    for face in faces:
        for number in range(grid.tiles):
            y = UNPRINTABLE - number * step if grid.tiles > 1 else (height - tall) / 2
            shown = clip if grid.tiles > 1 else None
            sides.append(Side(width, height, (Placement(face, x, Mm(y), clip=shown),)))
    return sides
