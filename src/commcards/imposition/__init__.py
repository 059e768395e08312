"""Faces on sheets: which face stands where, on which side. Pure."""

from commcards.imposition.geometry import (
    CardFaces,
    Mark,
    Placement,
    Rect,
    Side,
    numbered,
    shifted,
)
from commcards.imposition.kind import Imposition
from commcards.imposition.kinds import on_paper

__all__ = [
    "CardFaces",
    "Imposition",
    "Mark",
    "Placement",
    "Rect",
    "Side",
    "geometry",
    "kind",
    "kinds",
    "numbered",
    "on_paper",
    "shifted",
]
