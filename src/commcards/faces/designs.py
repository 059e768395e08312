"""What each design makes of a card: the frame of its faces, and what stands in it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from commcards.base.tables import complete
from commcards.faces.frame import Content, Frame
from commcards.faces.items import Misfit
from commcards.faces.rowlayout import RowLayout
from commcards.faces.rows import design as rows
from commcards.faces.tiles import design as tiles
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Category
from commcards.model.layouts import Design


class FaceDesign(NamedTuple):
    """``framed`` sets what stands around a card of some faces at most.

    ``filled`` sets its contents face by face, and names the words that no face can hold.
    """

    framed: Callable[[LocalCard, Category, RowLayout, int], Frame]
    filled: Callable[[Frame], tuple[Sequence[Content], Sequence[Misfit]]]


DESIGNS: Mapping[Design, FaceDesign] = complete(
    Design,
    {
        Design.TILES: FaceDesign(tiles.framed, tiles.filled),
        Design.ROWS: FaceDesign(rows.framed, rows.filled),
    },
)
