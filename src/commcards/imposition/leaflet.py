"""Leaflets: one sheet, printed on both sides and folded crosswise, is eight panels. Pure.

The sheet is folded twice and not cut. Closed, it shows the first panel, its cover. It opens like a
book to panels 2 and 3; unfolded once more, it shows panels 4 to 7 at once. Panel 8 is the back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from commcards.base.units import Mm
from commcards.imposition.geometry import CardFaces, F, Mark, Placement, Side, rotated
from commcards.imposition.kind import Contradiction, Imposition
from commcards.model.layouts import Layout

PANELS = 8
FOLD_MARK = Mm(6)  # length of a fold mark: between panels it reaches into the gutter
# The panel at each place, row by row, as a reader from left to right has it. On the outer side the
# upper row stands on its head, because it is folded behind the lower one.
OUTER = (3, 2, 8, 1)
INNER = (4, 5, 6, 7)


@dataclass(frozen=True)
class Leaflet(Imposition):
    """Panels on sheets of two columns and two rows."""

    is_cut: ClassVar[bool] = False

    @classmethod
    def contradictions(cls, layout: Layout) -> Iterator[Contradiction]:
        """Yield the contradictions of a layout that is folded crosswise."""
        yield from super().contradictions(layout)
        if any((grid.columns, grid.rows) != (2, 2) for grid in layout.grids.values()):
            yield Contradiction(
                "a sheet that is folded crosswise has two columns and two rows",
                "write {columns: 2, rows: 2}",
            )
        if layout.back != "next" or layout.flip == "none":
            yield Contradiction(
                "a leaflet has panels on both sides, one after the other",
                "choose a `flip`, without `back`",
            )

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
                sheet = self.sheet
                side = Side(sheet.width, sheet.height, placed, back=bool(is_back))
                if is_back and not self.turns_sideways(flip):
                    side = rotated(side, self.layout.face_size)
                sides.append(side)
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
        width, height = self.sheet.width, self.sheet.height
        x, y = Mm(width / 2), Mm(height / 2)
        return [
            *(Mark(x, a, x, b, fold=True) for a, b in _ends(height)),
            *(Mark(a, y, b, y, fold=True) for a, b in _ends(width)),
        ]


def _ends(length: Mm) -> tuple[tuple[Mm, Mm], tuple[Mm, Mm]]:
    """Return where the marks of a fold begin and end."""
    return (Mm(0), FOLD_MARK), (Mm(length - FOLD_MARK), length)
