"""LocalCard + FaceSpec -> faces: what stands where on each printed side. Pure.

Origin is the top left corner of the trim box, y down, millimetres. Geometry is worked out from the
reading start and mirrored at the end for faces that read from right to left.
Type is never shrunk: what does not fit flows to a further face, and what cannot is a Misfit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from commcards.base.units import Mm
from commcards.faces.blocks import GAP, Block
from commcards.faces.footer import FOOTER_GAP, category_tab, set_footer
from commcards.faces.header import neutral_back, set_header
from commcards.faces.items import Item, Text, moved
from commcards.faces.rows import Lines, RowLayout, Width
from commcards.faces.strip import set_strip
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Category
from commcards.model.languages import Direction
from commcards.model.layouts import FaceSpec

SLACK = Mm(0.01)  # rounding
AIR = 0.45  # of the margin: below the header and above the strip
MOST_FACES = 99  # of a card; room is kept for two digits
EVENING = 5  # halvings: to a thirtieth of a column
LEADING = Mm(2.4)  # the most that spare room adds between rows


@dataclass(frozen=True, slots=True)
class Face:
    """One printed side of a card: ``number`` of ``count``."""

    number: int
    count: int
    direction: Direction
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Words that fit no face of the layout."""

    key: str
    language: str


def plan(
    card: LocalCard, category: Category, spec: FaceSpec, lines: Lines, width: Width
) -> tuple[tuple[Face, ...], tuple[Misfit, ...]]:
    """Lay a card out on as many faces as it needs.

    Returns the faces, and the words that no face can hold (then the faces are not to be used).
    """
    setter = RowLayout(spec, lines, width)
    strip = set_strip(card, setter)
    headers = [set_header(card, category, setter, first=first) for first in (True, False)]
    last = set_footer(card, category, setter, MOST_FACES, MOST_FACES)
    foot = spec.height - last.height
    air = AIR * spec.margin
    open_rooms = [foot - header.height - 2 * air for header in headers]
    rooms = [room - strip.height for room in open_rooms]
    always = len(card.title.person) == 1  # of more the strip is tall: it stands where it is needed
    if always:
        open_rooms = rooms
    gap = 3 * GAP
    column = (spec.width - 2 * spec.margin - gap * (spec.columns - 1)) / spec.columns
    sections = [
        setter.blocks(section, column, open_rooms[1] if index else open_rooms[0], open_rooms[1])
        for index, section in enumerate(card.sections)
    ]
    together = _pack(sections, rooms, open_rooms, spec.columns, together=True)
    loose = _pack(sections, rooms, open_rooms, spec.columns, together=False)
    whole = len(together) <= len(loose)
    columns = _evened(
        together if whole else loose,
        lambda share: _pack(
            sections, _cut(rooms, share), _cut(open_rooms, share), spec.columns, together=whole
        ),
        spec.columns,
    )
    faces = [columns[i : i + spec.columns] for i in range(0, len(columns), spec.columns)]
    misfits = [
        Misfit(item.key, item.words.language.tag)
        for item in (*strip.items, *last.items)
        if isinstance(item, Text) and not _is_inside(item, spec)
    ]
    misfits += [
        Misfit(item.key, item.words.language.tag)
        for section in sections
        for block in section
        if block.height > (rooms[1] if block.asks else open_rooms[1])
        for item in block.items
        if isinstance(item, Text)
    ]
    result = []
    answers = [moved(item, 0, foot - strip.height) for item in strip.items]
    direction = card.title.person[0].language.direction
    for number, face in enumerate(faces, 1):
        header = headers[0] if number == 1 else headers[1]
        asks = always or any(filled.asks for filled in face)
        top = header.height + air
        floor = foot - air - (strip.height if asks else 0.0)
        items: list[Item] = list(header.items)
        for index, filled in enumerate(face):
            x = spec.margin + index * (column + gap)
            items += _set_column(filled, x, top, floor - top)
        if asks:
            items += answers
        last = set_footer(card, category, setter, number, len(faces))
        start = spec.height - last.height + FOOTER_GAP
        items += [moved(item, 0, start) for item in last.items]
        items += category_tab(category, setter, foot - strip.height)
        if direction == "rtl":
            items = [mirrored(item, spec.width) for item in items]
        result.append(Face(number, len(faces), direction, tuple(items)))
    return tuple(result), tuple(dict.fromkeys(misfits))


def plan_back(card: LocalCard, spec: FaceSpec, lines: Lines, width: Width) -> Face:
    """Lay out the neutral back of a card."""
    items = neutral_back(card, RowLayout(spec, lines, width))
    return Face(1, 1, card.title.person[0].language.direction, items)


def _is_inside(item: Item, spec: FaceSpec) -> bool:
    """Tell whether an item keeps to the margins at both sides."""
    end = item.x + item.width
    return item.x >= spec.margin - SLACK and end <= spec.width - spec.margin + SLACK


def mirrored(item: Item, width: Mm) -> Item:
    """Return an item where it stands on a face that reads from right to left."""
    return item._replace(x=Mm(width - item.x - item.width))


@dataclass(slots=True)
class _Column:
    """Blocks under one another, how high they are, and whether one asks for the strip."""

    blocks: list[Block] = field(default_factory=list)
    height: float = 0.0
    asks: bool = False


class _Packing:
    """Columns that are filled in order, some to a face.

    ``rooms`` are the heights on the first face and on later ones over the answer strip,
    ``open_rooms`` those of faces without it, where no block asks for it.
    """

    def __init__(self, rooms: Sequence[float], open_rooms: Sequence[float], per_face: int) -> None:
        self.columns = [_Column()]
        self._rooms = rooms
        self._open_rooms = open_rooms
        self._per_face = per_face
        # Of the last face: whether it is the first, has blocks, has any that asks for the strip,
        # and how high its columns are but for the last.
        self._first = True
        self._crowded = self._asks = False
        self._tallest = 0.0

    def add_all(self, sections: Iterable[Sequence[Block]], *, together: bool) -> None:
        """Fill columns with sections, each in one column if it may stand ``together``."""
        for section in sections:
            if together and self.columns[-1].blocks and not self._fits(section):
                tall = (self._rooms if any(b.asks for b in section) else self._open_rooms)[1]
                if sum(block.height for block in section) <= tall:
                    self._turn()
            for index, block in enumerate(section):
                kept = section[index : index + (2 if block.keep_with_next else 1)]
                # A block too tall for the first face waits for the second, which has more room;
                # one that asks for the strip may need a face of its own.
                while not self._fits(kept) and (self._first or self._crowded):
                    self._turn()
                self._add(block)

    def _fits(self, blocks: Iterable[Block]) -> bool:
        """Tell whether blocks fit below what stands in the column, and its face stays whole."""
        height, asks = self.columns[-1].height, self._asks
        for block in blocks:
            height += block.height
            asks = asks or block.asks
        room = (self._rooms if asks else self._open_rooms)[0 if self._first else 1]
        return height <= room and self._tallest <= room

    def _turn(self) -> None:
        """Begin a further column, and with it a face where the last has all of its columns."""
        if len(self.columns) % self._per_face:
            self._tallest = max(self._tallest, self.columns[-1].height)
        else:
            self._first = self._crowded = self._asks = False
            self._tallest = 0.0
        self.columns.append(_Column())

    def _add(self, block: Block) -> None:
        column = self.columns[-1]
        column.blocks.append(block)
        column.height += block.height
        column.asks |= block.asks
        self._asks |= block.asks
        self._crowded = True


def _pack(
    sections: Iterable[Sequence[Block]],
    rooms: Sequence[float],
    open_rooms: Sequence[float],
    per_face: int,
    *,
    together: bool,
) -> list[_Column]:
    packing = _Packing(rooms, open_rooms, per_face)
    packing.add_all(sections, together=together)
    return packing.columns


def _cut(rooms: Sequence[float], share: float) -> list[float]:
    return [room * share for room in rooms]


def _evened(
    columns: list[_Column], pack: Callable[[float], list[_Column]], per_face: int
) -> list[_Column]:
    """Fill as many faces as before, but evenly: none is left with a line alone.

    ``pack`` fills columns of a share of their height.
    """
    faces = -(-len(columns) // per_face)
    low, high = 0.0, 1.0
    for _ in range(EVENING):
        share = (low + high) / 2
        tried = pack(share)
        if -(-len(tried) // per_face) > faces:
            low = share
        else:
            high, columns = share, tried
    return columns


def _set_column(column: _Column, x: float, top: float, room: float) -> list[Item]:
    """Stand blocks under one another, with spare room shared out between them."""
    if not column.blocks:
        return []
    spare = room - column.height
    extra = max(0.0, min(LEADING, spare / len(column.blocks)))
    items: list[Item] = []
    y = top
    for block in column.blocks:
        items += [moved(item, x, y) for item in block.items]
        y += block.height + extra
    return items
