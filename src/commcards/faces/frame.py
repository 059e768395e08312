"""What stands around the columns of every face: header, answer strip, foot and tab. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from commcards.faces.blocks import NOTHING, Block
from commcards.faces.face import Face, Misfit
from commcards.faces.footer import FOOTER_GAP, category_tab, set_footer
from commcards.faces.header import set_header
from commcards.faces.items import ROUNDING, Item, Text, mirrored, moved
from commcards.faces.packing import Rooms
from commcards.faces.rows import RowLayout
from commcards.faces.strip import set_strip
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Category

AIR = 0.45  # of the margin: below the header and above the strip
MOST_FACES = 99  # of a card; room is kept for two digits


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the columns of a card's faces.

    ``headers`` are those of the first face and of later ones; ``foot`` is as high as any foot. The
    items of ``strip`` and ``tab`` are at their places; contents have neither.
    """

    card: LocalCard
    category: Category
    row_layout: RowLayout
    headers: tuple[Block, Block]
    foot: Block
    strip: Block = NOTHING
    tab: tuple[Item, ...] = ()

    @classmethod
    def plain(cls, card: LocalCard, category: Category, row_layout: RowLayout) -> Frame:
        """Return a frame of header and foot."""
        first = set_header(card, category, row_layout, first=True)
        later = set_header(card, category, row_layout, first=False)
        foot = set_footer(card, category, row_layout, MOST_FACES, MOST_FACES)
        return cls(card, category, row_layout, (first, later), foot)

    @classmethod
    def whole(cls, card: LocalCard, category: Category, row_layout: RowLayout) -> Frame:
        """Return a frame with the strip and the tab."""
        frame = cls.plain(card, category, row_layout)
        strip = set_strip(card, row_layout)
        top = frame.floor - strip.height
        items = tuple(moved(item, 0, top) for item in strip.items)
        tab = category_tab(category, row_layout, top)
        return replace(frame, strip=replace(strip, items=items), tab=tab)

    @property
    def air(self) -> float:
        """The room below the header, and above the strip."""
        return AIR * self.row_layout.spec.margin

    @property
    def floor(self) -> float:
        """Where the foot begins."""
        return self.row_layout.spec.height - self.foot.height

    @property
    def has_strip_always(self) -> bool:
        """Whether every face has the strip; with several languages only those that need it do.

        It is tall then.
        """
        return len(self.card.title.person) == 1

    @property
    def rooms(self) -> Rooms:
        """How high the columns may be."""
        first, later = (self.floor - header.height - 2 * self.air for header in self.headers)
        above_strip = first - self.strip.height, later - self.strip.height
        return Rooms(above_strip, above_strip if self.has_strip_always else (first, later))

    def top(self, number: int) -> float:
        """Return where the columns of a face begin."""
        return self._header(number).height + self.air

    def bottom(self, *, with_strip: bool) -> float:
        """Return where the columns of a face end."""
        return self.floor - self.air - (self.strip.height if with_strip else 0.0)

    def face(
        self, number: int, count: int, columns: Iterable[Item], *, with_strip: bool = False
    ) -> Face:
        """Return a face: its items in reading order, mirrored where the person reads so."""
        spec = self.row_layout.spec
        direction = self.card.title.person[0].language.direction
        foot = set_footer(self.card, self.category, self.row_layout, number, count)
        foot_top = spec.height - foot.height + FOOTER_GAP
        items = [
            *self._header(number).items,
            *columns,
            *(self.strip.items if with_strip else ()),
            *(moved(item, 0, foot_top) for item in foot.items),
            *self.tab,
        ]
        if direction == "rtl":
            items = [mirrored(item, spec.width) for item in items]
        return Face(number, count, direction, tuple(items))

    def misfits(self) -> Iterator[Misfit]:
        """Yield words of the strip and the foot that do not keep to the margins at both sides."""
        spec = self.row_layout.spec
        start, end = spec.margin - ROUNDING, spec.width - spec.margin + ROUNDING
        for item in (*self.strip.items, *self.foot.items):
            if isinstance(item, Text) and not start <= item.x <= item.x + item.width <= end:
                yield Misfit(item.key, item.words.language.tag)

    def _header(self, number: int) -> Block:
        return self.headers[min(number, 2) - 1]
