"""Faces on sheets: which face stands where, on which side. Pure."""

from commcards.imposition.booklet import numbered
from commcards.imposition.geometry import (
    CardFaces,
    Leaf,
    Mark,
    Placement,
    Rect,
    Side,
    SlotGrid,
    shifted,
)
from commcards.imposition.kind import Imposition
from commcards.imposition.kinds import KINDS, on_paper

__all__ = [
    "KINDS", "CardFaces", "Imposition", "Leaf", "Mark", "Placement", "Rect", "Side", "SlotGrid",
    "numbered", "on_paper", "shifted",
]  # fmt: skip
