"""Leaflets: one sheet, printed on both sides and folded crosswise, is eight panels. Pure.

The sheet is folded twice and not cut. Closed, it shows the first panel, its cover. It opens like a
book to panels 2 and 3; unfolded once more, it shows panels 4 to 7 at once. Panel 8 is the back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from commcards.base.units import Mm
from commcards.imposition.geometry import CardFaces, F, Mark, Placement, Side
from commcards.imposition.kind import FoldedSheet

PANELS = 8
# The panel at each place, row by row, as a reader from left to right has it. On the outer side the
# upper row stands on its head, because it is folded behind the lower one.
OUTER = (3, 2, 8, 1)
INNER = (4, 5, 6, 7)


@dataclass(frozen=True)
class Leaflet(FoldedSheet):
    """Panels on sheets of two columns and two rows."""

    columns: ClassVar[int] = 2
    rows: ClassVar[int] = 2
    shape: ClassVar[str] = "a sheet that is folded crosswise has two columns and two rows"
    sides: ClassVar[str] = "a leaflet has panels on both sides, one after the other"

    def impose(
        self,
        cards: Iterable[CardFaces[F]],
        flip: str,
        *,
        stacked: bool = False,
        right_to_left: bool = False,
    ) -> list[Side[F]]:
        """Return the outer and the inner side of each leaflet: a new one every eight faces."""
        faces = [face for card in cards for face in card.faces]
        sides: list[Side[F]] = []
        for start in range(0, len(faces), PANELS):
            panels = faces[start : start + PANELS]
            for is_back, numbers in enumerate((OUTER, INNER)):
                placed = tuple(
                    self._placed(panels[number - 1], place, right_to_left, is_back=bool(is_back))
                    for number, place in sorted(zip(numbers, range(len(numbers)), strict=True))
                    if number <= len(panels)
                )
                sides.append(self.side(placed, flip, back=bool(is_back)))
        return sides

    def _placed(self, face: F, place: int, right_to_left: bool, *, is_back: bool) -> Placement[F]:
        row, column = divmod(place, self.grid.columns)
        if right_to_left:
            column = self.grid.columns - 1 - column
        slots = self.slots
        turned = row == 0 and not is_back
        return Placement(face, Mm(slots.lefts()[column]), Mm(slots.tops()[row]), turned)

    def fold_marks(self) -> list[Mark]:
        """Return a dashed mark at both ends of both folds."""
        return self.edge_marks([self.sheet.width / 2], [self.sheet.height / 2])
