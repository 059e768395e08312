"""Saddle stitch: pages on sheets that are laid into one another, folded once and stapled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from commcards.base.units import Mm
from commcards.imposition.geometry import CardFaces, F, Mark, Placement, Side
from commcards.imposition.kind import FoldedSheet
from commcards.model.layouts import Layout
from commcards.model.paper import CALIPER, SIGNATURE


@dataclass(frozen=True)
class Booklet(FoldedSheet):
    """Pages on sheets of two columns and one row: the open book."""

    columns: ClassVar[int] = 2
    rows: ClassVar[int] = 1
    shape: ClassVar[str] = "a bound layout has two columns and one row: the open book"
    sides: ClassVar[str] = "a bound layout has pages on both sides, one after the other"

    @classmethod
    def overrun(cls, layout: Layout) -> float:
        """Return how far a page may reach beyond its slot: its bleed and the largest creep."""
        return layout.bleed + CALIPER * (SIGNATURE - 1)

    def impose(
        self,
        cards: Iterable[CardFaces[F]],
        flip: str,
        *,
        stacked: bool = False,
        right_to_left: bool = False,
    ) -> list[Side[F]]:
        """Return the sides of the book: outermost sheet first, front and back.

        If pages do not fill a signature, its last ones are empty. The thickness of the sheets
        around it pushes an inner sheet out (creep), so its pages stand nearer to the fold by as
        much.
        """
        pages = [face for card in cards for face in card.faces]
        sides: list[Side[F]] = []
        for signature, (start, sheets) in enumerate(_signatures(len(pages)), 1):
            last = 4 * sheets - 1
            for sheet in range(sheets):
                outer = (last - 2 * sheet, 2 * sheet)
                inner = (2 * sheet + 1, last - 2 * sheet - 1)
                for is_back, numbers in enumerate((outer, inner)):
                    if right_to_left:
                        numbers = numbers[::-1]
                    placed = tuple(
                        Placement(pages[start + number], *self._place(column, sheet))
                        for column, number in enumerate(numbers)
                        if start + number < len(pages)
                    )
                    back = bool(is_back)
                    sides.append(self.side(placed, flip, back=back, signature=signature))
        return sides

    def _place(self, column: int, sheet: int) -> tuple[Mm, Mm]:
        towards_fold = -1 if column else 1
        left = self.slots.lefts()[column]
        return Mm(left + towards_fold * CALIPER * sheet), Mm(self.slots.tops()[0])

    def fold_marks(self) -> list[Mark]:
        """Return a dashed mark at both ends of the fold."""
        return self.edge_marks([self.sheet.width / 2])


def _signatures(pages: int) -> list[tuple[int, int]]:
    """Return the first page and the number of sheets of each signature, evenly thick."""
    sheets = -(-pages // 4)
    count = -(-sheets // SIGNATURE)
    cuts = [round(sheets * n / count) for n in range(count + 1)] if count else [0]
    return [(4 * cuts[n], cuts[n + 1] - cuts[n]) for n in range(count)]
