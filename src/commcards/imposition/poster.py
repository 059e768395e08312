"""Posters: one face on a sheet, or on several that are glued together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from commcards.base.units import Mm
from commcards.imposition.geometry import CardFaces, F, Placement, Rect, Side
from commcards.imposition.kind import Contradiction
from commcards.imposition.nup import NUp
from commcards.model.layouts import Layout
from commcards.model.paper import OVERLAP, UNPRINTABLE


@dataclass(frozen=True)
class Poster(NUp):
    """A face in tiles, one below the other; on paper that holds it whole, a card in its slot."""

    is_cut: ClassVar[bool] = False

    @classmethod
    def contradictions(cls, layout: Layout) -> Iterator[Contradiction]:
        """Yield the contradictions of a layout with tiles."""
        yield from super().contradictions(layout)
        tiled = [grid for grid in layout.grids.values() if grid.tiles > 1]
        if any((grid.columns, grid.rows) != (1, 1) for grid in tiled):
            yield Contradiction(
                "a face in tiles has the sheet to itself", "write: {columns: 1, rows: 1}"
            )

    @property
    def room(self) -> tuple[float, float]:
        """Width and height that the printer reaches on all tiles, glued together."""
        width, height = super().room
        tiles = self.grid.tiles
        return width, tiles * height - (tiles - 1) * OVERLAP

    @property
    def trim_box(self) -> Rect:
        """The whole sheet if there are tiles, which are not cut; otherwise the slot."""
        return self.sheet if self.grid.tiles > 1 else self.around_slots

    def impose(
        self,
        cards: Iterable[CardFaces[F]],
        flip: str,
        *,
        stacked: bool = False,
        right_to_left: bool = False,
    ) -> list[Side[F]]:
        """Return a side for each tile of each face, top tile first.

        Each tile shows all that the printer reaches, so neighbours overlap by at least
        ``paper.OVERLAP``.
        """
        tiles = self.grid.tiles
        if tiles == 1:
            return super().impose(cards, flip, stacked=stacked)
        sheet = self.sheet
        wide, tall = self.layout.face_size
        room = sheet.height - 2 * UNPRINTABLE
        step = (tall - room) / (tiles - 1)
        x = Mm((sheet.width - wide) / 2)
        clip = Rect(Mm(0), UNPRINTABLE, sheet.width, Mm(room))
        return [
            Side(
                sheet.width,
                sheet.height,
                (Placement(face, x, Mm(UNPRINTABLE - number * step), clip=clip),),
            )
            for card in cards
            for face in card.faces
            for number in range(tiles)
        ]
