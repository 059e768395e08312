"""A card as labels: a face for each line, and for each answer of its own. Pure.

A label has no header and no strip: it is not read as a card. Its foot says whose card it is from,
and that nobody has checked the translation. Nothing is printed in its margin, so that a sheet of
labels may reach to the edge of the paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commcards.base.units import Mm
from commcards.faces.frame import FOOTER_GAP, footer_height
from commcards.faces.items import (
    ROUNDING,
    Face,
    Item,
    Look,
    Misfit,
    Picture,
    Planned,
    Role,
    Shape,
    Text,
    line_height,
    mirrored,
    moved,
)
from commcards.faces.rowlayout import RowLayout
from commcards.faces.tiles.bands import Band, Fixed, TileRow
from commcards.faces.tiles.filling import grown
from commcards.faces.tiles.tile import PAD, Tile, TileWords, shifted
from commcards.localize.localcard import Line, LocalCard, Words
from commcards.model.cards import AnswerKind
from commcards.model.decks import Category


def planned(card: LocalCard, category: Category, row_layout: RowLayout) -> Planned:
    """Return a face for each line of a card, and the words that a face cannot hold."""
    labels = _Labels(card, category, row_layout)
    lines = [*labels.lines()]
    planned = [
        labels.face(number, len(lines), line, kind) for number, (line, kind) in enumerate(lines, 1)
    ]
    misfits = dict.fromkeys(misfit for _, found in planned for misfit in found)
    return tuple(face for face, _ in planned), tuple(misfits)


@dataclass(frozen=True, slots=True)
class _Labels:
    card: LocalCard
    category: Category
    row_layout: RowLayout

    @property
    def _width(self) -> float:
        return self.row_layout.spec.width - 2 * self.row_layout.spec.margin

    @property
    def _foot(self) -> float:
        """The y where the foot begins."""
        spec = self.row_layout.spec
        return spec.height - spec.margin - footer_height(spec) + FOOTER_GAP

    def lines(self) -> Iterator[tuple[Line, str]]:
        """Yield the lines, each with the kind of its frame."""
        for section in self.card.sections:
            for row in section.rows:
                yield row.line, f"tile {section.kind}"
                # Answers that questions share have a card of their own, and so labels.
                for option in row.options if row.answer is AnswerKind.CHOICE else ():
                    yield option, "option"

    def face(self, number: int, count: int, line: Line, kind: str) -> tuple[Face, Sequence[Misfit]]:
        """Set a line in the frame of a label, with its picture as large as there is room."""
        spec = self.row_layout.spec
        top = float(spec.margin)
        room = self._foot - FOOTER_GAP - top
        filled = grown([self._band(line, kind)], room, spec.picture)
        band = filled.bands[0]
        foot, misfits = self._set_foot(line)
        items = [*shifted(band.items(room, filled.picture), spec.margin, top), *foot]
        direction = self.card.title.person[0].language.direction
        if direction == "rtl":
            items = [mirrored(item, spec.width) for item in items]
        look = Look(filled.fill, filled.shown)
        return Face(number, count, direction, tuple(items), look), [*filled.misfits(), *misfits]

    def _band(self, line: Line, kind: str) -> Band:
        if line.notes or line.link or not line.person:
            picture = self.row_layout.spec.picture
            block = self.row_layout.row(line, self._width - 2 * PAD, picture)
            return Fixed(line, block, self._width, kind)
        tile = Tile(line, kind, TileWords(self.row_layout, self.row_layout.alike))
        return TileRow((tile,), (self._width,))

    def _set_foot(self, line: Line) -> tuple[list[Item], list[Misfit]]:
        """Set the foot: the draft mark for staff; shape and code of the card."""
        spec = self.row_layout.spec
        tall = footer_height(spec) - FOOTER_GAP
        draft = self.card.words["draft"].staff
        code = Words(self.card.title.staff.language, self.card.card.code)
        side = Mm(tall - 1.4)
        items: list[Item] = []

        def put(words: Words, x: float, *, bold: bool) -> float:
            wide = self.row_layout.width(words, spec.small, bold) + 2 * PAD
            high = Mm(line_height(words, spec.small))
            box = Mm(x), Mm((tall - high) / 2), Mm(wide), high
            role: Role = "badge" if bold else "small"
            items.append(Text(line.key, role, words, spec.small, *box, align="center", bold=bold))
            return wide

        start = float(spec.margin)
        if line.draft:
            wide = put(draft, start, bold=True)
            items.insert(0, Shape("badge", Mm(start), Mm(0.3), Mm(wide), Mm(tall - 0.6)))
            start += wide
        wide = self.row_layout.width(code, spec.small, False) + 2 * PAD
        end = spec.width - spec.margin - wide
        put(code, end, bold=False)
        mark = Picture(f"shape-{self.category.shape}", Mm(end - side), Mm(0.7), side, side)
        misfits = [] if start <= end - side + ROUNDING else [Misfit(line.key, draft.language.tag)]
        return [moved(item, 0, self._foot) for item in (*items, mark)], misfits
