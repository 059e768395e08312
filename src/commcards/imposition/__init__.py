"""Faces on sheets: which face stands where, on which side. Pure."""

from commcards.imposition.booklet import bind
from commcards.imposition.geometry import Leaf, Mark, Placement, Rect, Side, SlotGrid
from commcards.imposition.marks import bleed_box, crop_marks, fold_marks, trim_box
from commcards.imposition.nup import impose, pair, shifted
from commcards.imposition.tiles import tile

__all__ = [
    "Leaf", "Mark", "Placement", "Rect", "Side", "SlotGrid", "bind", "bleed_box", "crop_marks",
    "fold_marks", "impose", "pair", "shifted", "tile", "trim_box",
]  # fmt: skip
