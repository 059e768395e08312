"""LocalCard + FaceSpec -> faces: what stands where on each printed side. Pure.

Type is never shrunk. Words that do not fit flow to another face; words that no face can hold are a
Misfit.
"""

from __future__ import annotations

from commcards.faces.designs import DESIGNS
from commcards.faces.header import neutral_back
from commcards.faces.items import Face, Planned
from commcards.faces.rowlayout import Lines, RowLayout, Width
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Category
from commcards.model.layouts import FaceSpec


def plan(
    card: LocalCard, category: Category, spec: FaceSpec, lines: Lines, width: Width
) -> Planned:
    """Lay a card out on as many faces as it needs.

    Returns the faces, and the words that no face can hold; if there are any, do not use the faces.
    """
    return DESIGNS[spec.design](card, category, RowLayout(spec, lines, width))


def plan_back(card: LocalCard, spec: FaceSpec, lines: Lines, width: Width) -> Face:
    """Lay out the neutral back of a card."""
    items = neutral_back(card, RowLayout(spec, lines, width))
    return Face(1, 1, card.title.person[0].language.direction, items)
