"""LocalCard + FaceSpec -> faces: what stands where on each printed side. Pure.

Origin is the top left corner of the trim box, y down, millimetres. Geometry is worked out from the
reading start and mirrored at the end for faces that read from right to left.
Type is never shrunk: what does not fit flows to a further face, and what cannot is a Misfit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from commcards import furniture
from commcards.blocks import GAP, Block
from commcards.items import Item, Text, moved
from commcards.localize import LocalCard
from commcards.model import Category, Direction, FaceSpec
from commcards.setting import Lines, Setter, Width
from commcards.units import Mm

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
    setter = Setter(spec, lines, width)
    strip = furniture.strip(card, setter)
    headers = [furniture.header(card, category, setter, first=first) for first in (True, False)]
    last = furniture.footer(card, category, setter, MOST_FACES, MOST_FACES)
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
    direction = card.title.person[0].language.direction
    for number, face in enumerate(faces, 1):
        header = headers[0] if number == 1 else headers[1]
        asks = always or _asks(face)
        top = header.height + air
        floor = foot - air - (strip.height if asks else 0.0)
        items: list[Item] = list(header.items)
        for index, blocks in enumerate(face):
            x = spec.margin + index * (column + gap)
            items += _set_column(blocks, x, top, floor - top)
        if asks:
            items += [moved(item, 0, foot - strip.height) for item in strip.items]
        last = furniture.footer(card, category, setter, number, len(faces))
        start = spec.height - last.height + furniture.FOOTER_GAP
        items += [moved(item, 0, start) for item in last.items]
        items += furniture.marks(category, setter, foot - strip.height)
        if direction == "rtl":
            items = [mirrored(item, spec.width) for item in items]
        result.append(Face(number, len(faces), direction, tuple(items)))
    return tuple(result), tuple(dict.fromkeys(misfits))


def plan_back(card: LocalCard, spec: FaceSpec, lines: Lines, width: Width) -> Face:
    """Lay out the neutral back of a card."""
    items = furniture.neutral_back(card, Setter(spec, lines, width))
    return Face(1, 1, card.title.person[0].language.direction, items)


def _is_inside(item: Item, spec: FaceSpec) -> bool:
    """Tell whether an item keeps to the margins at both sides."""
    end = item.x + item.width
    return item.x >= spec.margin - SLACK and end <= spec.width - spec.margin + SLACK


def mirrored(item: Item, width: Mm) -> Item:
    """Return an item where it stands on a face that reads from right to left."""
    return item._replace(x=Mm(width - item.x - item.width))


def _asks(columns: Iterable[Iterable[Block]]) -> bool:
    return any(block.asks for blocks in columns for block in blocks)


def _pack(
    sections: Sequence[Sequence[Block]],
    rooms: Sequence[float],
    open_rooms: Sequence[float],
    per_face: int,
    *,
    together: bool,
) -> list[list[Block]]:
    """Fill columns in order.

    ``rooms`` are the heights on the first face and on later ones over the answer strip,
    ``open_rooms`` those of faces without it, where no block asks for it.
    """
    columns: list[list[Block]] = [[]]

    def fits(blocks: Sequence[Block]) -> bool:
        """Tell whether blocks fit below what stands in the column, and its face stays whole."""
        start = (len(columns) - 1) // per_face * per_face
        face = [*columns[start:-1], [*columns[-1], *blocks]]
        room = (rooms if _asks(face) else open_rooms)[min(start, 1)]
        return all(sum(block.height for block in column) <= room for column in face)

    for section in sections:
        if together and columns[-1] and not fits(section):
            tall = (rooms if _asks([section]) else open_rooms)[1]
            if sum(block.height for block in section) <= tall:
                columns.append([])
        for index, block in enumerate(section):
            kept = section[index : index + (2 if block.keep_with_next else 1)]
            # A block too tall for the first face waits for the second, which has more room; one
            # that asks for the strip may need a face of its own.
            while not fits(kept) and (
                columns[-1] or len(columns) <= per_face or _crowded(columns, per_face)
            ):
                columns.append([])
            columns[-1].append(block)
    return columns


def _cut(rooms: Sequence[float], share: float) -> list[float]:
    return [room * share for room in rooms]


def _evened(
    columns: list[list[Block]], pack: Callable[[float], list[list[Block]]], per_face: int
) -> list[list[Block]]:
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


def _crowded(columns: Sequence[Sequence[Block]], per_face: int) -> bool:
    """Tell whether other columns of the last face have blocks."""
    start = (len(columns) - 1) // per_face * per_face
    return any(columns[start:-1])


def _set_column(blocks: Sequence[Block], x: float, top: float, room: float) -> list[Item]:
    """Stand blocks under one another, with spare room shared out between them."""
    if not blocks:
        return []
    spare = room - sum(block.height for block in blocks)
    extra = max(0.0, min(LEADING, spare / len(blocks)))
    items: list[Item] = []
    y = top
    for block in blocks:
        items += [moved(item, x, y) for item in block.items]
        y += block.height + extra
    return items
