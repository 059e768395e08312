"""What each design makes of a card. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from commcards.base.tables import complete
from commcards.faces.frame import MOST_FACES, Content, Frame
from commcards.faces.items import Misfit, Planned
from commcards.faces.labels import design as labels
from commcards.faces.rowlayout import RowLayout
from commcards.faces.rows import design as rows
from commcards.faces.tiles import design as tiles
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Category
from commcards.model.layouts import Design


class InFrames(NamedTuple):
    """A design of faces that have a header, a strip and a foot.

    ``framed`` sets what stands around a card of some faces at most. ``filled`` sets its contents
    face by face, and names the words that no face can hold.
    """

    framed: Callable[[LocalCard, Category, RowLayout, int], Frame]
    filled: Callable[[Frame], tuple[Sequence[Content], Sequence[Misfit]]]

    def planned(self, card: LocalCard, category: Category, row_layout: RowLayout) -> Planned:
        """Lay a card out on as many faces as it needs."""
        for most in MOST_FACES:
            frame = self.framed(card, category, row_layout, most)
            contents, misfits = self.filled(frame)
            if len(contents) <= most:
                break
        faces = (frame.face(number, len(contents), c) for number, c in enumerate(contents, 1))
        return tuple(faces), tuple(dict.fromkeys((*frame.misfits(), *misfits)))


DESIGNS: Mapping[Design, Callable[[LocalCard, Category, RowLayout], Planned]] = complete(
    Design,
    {
        Design.TILES: InFrames(tiles.framed, tiles.filled).planned,
        Design.ROWS: InFrames(rows.framed, rows.filled).planned,
        Design.LABELS: labels.planned,
    },
)
