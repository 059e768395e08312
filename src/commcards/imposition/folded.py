"""Folded cards: the back is printed beside its front, or above it, and folded behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from commcards.base.units import Mm
from commcards.imposition.geometry import CardFaces, F, Leaf, Mark, Placement, Rect
from commcards.imposition.kind import Contradiction
from commcards.imposition.nup import NUp, paired
from commcards.model.layouts import Layout


@dataclass(frozen=True)
class Folded(NUp):
    """Slots of two faces, printed on one side and cut out like n-up cards.

    ``step`` says by how many faces the front stands to the right of the back, and below it.
    """

    step: ClassVar[tuple[int, int]]

    @classmethod
    def contradictions(cls, layout: Layout) -> Iterator[Contradiction]:
        """Yield the contradictions of a folded layout."""
        yield from super().contradictions(layout)
        if layout.flip != "none":
            yield Contradiction("a folded layout is printed on one side", "write: flip: none")

    @classmethod
    def has_backs(cls, layout: Layout) -> bool:
        """Return True: folding brings the backs, not the printer."""
        return True

    @property
    def slot_size(self) -> tuple[Mm, Mm]:
        """The trimmed size of a slot: two faces."""
        width, height = self.layout.face_size
        across, down = self.step
        return Mm((1 + across) * width), Mm((1 + down) * height)

    def leaves(self, card: CardFaces[F], flip: str) -> list[Leaf[F]]:
        """Put the faces of a card on leaves, each with a back."""
        return paired(card)

    def on_front(self, slot: int, leaf: Leaf[F]) -> list[Placement[F]]:
        """Return a leaf's front, then its back: tags follow this order."""
        row, column = divmod(slot, self.grid.columns)
        x, y = self.slots.lefts()[column], self.slots.tops()[row]
        width, height = self.layout.face_size
        across, down = self.step
        at = x + across * width, y + down * height
        front = Placement(leaf.front, Mm(at[0]), Mm(at[1]), clip=self._up_to_fold(*at))
        if leaf.back is None:
            return [front]
        clip = self._up_to_fold(x, y, behind=True)
        return [front, Placement(leaf.back, Mm(x), Mm(y), turned=bool(down), clip=clip)]

    def behind(self, slot: int, leaf: Leaf[F]) -> list[Placement[F]]:
        """Return an empty list: nothing is printed on the sheet's back."""
        return []

    def _up_to_fold(self, x: float, y: float, *, behind: bool = False) -> Rect:
        """Return the box of a face at x, y with its bleed, up to the fold."""
        width, height = self.layout.face_size
        bleed = self.layout.bleed
        across, down = (bleed * (1 - step) for step in self.step)  # 0 at the fold
        left, top, right, bottom = (
            (bleed, bleed, across, down) if behind else (across, down, bleed, bleed)
        )
        return Rect(Mm(x - left), Mm(y - top), Mm(width + left + right), Mm(height + top + bottom))

    def fold_marks(self) -> list[Mark]:
        """Return a dashed mark from the sheet's edges to the bleed, for every fold."""
        width, height = self.layout.face_size
        across, down = self.step
        xs = [left + width for left in self.slots.lefts()] if across else []
        ys = [top + height for top in self.slots.tops()] if down else []
        return self.marks(xs, ys, fold=True)


@dataclass(frozen=True)
class Foldover(Folded):
    """The back stands left of the front, both upright; the fold is the front's left edge."""

    step: ClassVar[tuple[int, int]] = (1, 0)


@dataclass(frozen=True)
class Tent(Folded):
    """The back stands above the front, upside down; the fold is the ridge."""

    step: ClassVar[tuple[int, int]] = (0, 1)
