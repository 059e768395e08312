"""n-up: leaves in slots, each back behind its front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commcards.base.units import Mm
from commcards.imposition.geometry import CardFaces, F, Leaf, Placement, Side, rotated
from commcards.imposition.kind import Imposition


@dataclass(frozen=True)
class NUp(Imposition):
    """Cards that are cut out of the sheet."""

    def impose(
        self,
        cards: Iterable[CardFaces[F]],
        flip: str,
        *,
        stacked: bool = False,
        right_to_left: bool = False,
    ) -> list[Side[F]]:
        """Return sheets filled slot by slot; if no leaf has a back, sheets have one side."""
        leaves = [leaf for card in cards for leaf in self.leaves(card, flip)]
        return self.in_slots(leaves, flip, stacked=stacked)

    def leaves(self, card: CardFaces[F], flip: str) -> list[Leaf[F]]:
        """Put the faces of a card on leaves."""
        return [Leaf(face) for face in card.faces] if flip == "none" else paired(card)

    def in_slots(
        self, leaves: Sequence[Leaf[F]], flip: str, *, stacked: bool = False
    ) -> list[Side[F]]:
        """Fill slots in reading order; ``stacked`` fills each slot through all sheets first."""
        slots = self.slots
        count = slots.columns * slots.rows
        sheets = -(-len(leaves) // count)
        duplex = any(self.behind(0, leaf) for leaf in leaves)
        sides: list[Side[F]] = []
        for sheet in range(sheets):
            first, step = (sheet, sheets) if stacked else (sheet * count, 1)
            here = [
                (slot, leaves[first + slot * step])
                for slot in range(count)
                if first + slot * step < len(leaves)
            ]
            fronts = tuple(place for slot, leaf in here for place in self.on_front(slot, leaf))
            sides.append(Side(slots.width, slots.height, fronts))
            if duplex:
                backs = tuple(place for slot, leaf in here for place in self.behind(slot, leaf))
                back = Side(slots.width, slots.height, backs, back=True)
                sideways = self.turns_sideways(flip)
                sides.append(back if sideways else rotated(back, self.layout.face_size))
        return sides

    def on_front(self, slot: int, leaf: Leaf[F]) -> list[Placement[F]]:
        """Return the faces of a leaf on the front of the sheet."""
        slots = self.slots
        row, column = divmod(slot, self.grid.columns)
        return [Placement(leaf.front, Mm(slots.lefts()[column]), Mm(slots.tops()[row]))]

    def behind(self, slot: int, leaf: Leaf[F]) -> list[Placement[F]]:
        """Return the faces of a leaf on the back of a sheet that is turned sideways."""
        if leaf.back is None:
            return []
        slots = self.slots
        row, column = divmod(slot, self.grid.columns)
        left = slots.width - slots.lefts()[column] - slots.trim_width
        return [Placement(leaf.back, Mm(left), Mm(slots.tops()[row]))]


def paired(card: CardFaces[F]) -> list[Leaf[F]]:
    """Put the faces of one card on leaves with backs; an odd last face has none."""
    if card.neutral is not None:
        return [Leaf(face, card.neutral) for face in card.faces]
    if card.staff:
        return [Leaf(*both) for both in zip(card.faces, card.staff, strict=True)]
    fronts, backs = card.faces[::2], card.faces[1::2]
    return [
        Leaf(front, backs[number] if number < len(backs) else None)
        for number, front in enumerate(fronts)
    ]
