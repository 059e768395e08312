"""LocalCard + FaceSpec -> faces: what stands where on each printed side. Pure.

Origin is the top left corner of the trim box, y down, millimetres. Geometry is worked out from the
reading start and mirrored at the end for faces that read from right to left.
Type is never shrunk: what does not fit flows to a further face, and what cannot is a Misfit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commcards import furniture
from commcards.items import Item, Text, moved
from commcards.localize import LocalCard
from commcards.model import Category, Direction, FaceSpec
from commcards.setting import GAP, Block, Lines, Setter, Width
from commcards.units import Mm

SLACK = Mm(0.01)  # rounding
AIR = Mm(1.8)  # below the header and above the strip
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
    headers = [furniture.header(card, setter, first=first) for first in (True, False)]
    foot = spec.height - furniture.FOOTER - strip.height
    floor = foot - AIR
    rooms = [floor - header.height - AIR for header in headers]
    gap = 3 * GAP
    column = (spec.width - 2 * spec.margin - gap * (spec.columns - 1)) / spec.columns
    sections = [
        setter.blocks(section, column, rooms[1] if index else rooms[0], rooms[1])
        for index, section in enumerate(card.sections)
    ]
    together = _pack(sections, rooms, spec.columns, together=True)
    loose = _pack(sections, rooms, spec.columns, together=False)
    columns = together if len(together) <= len(loose) else loose
    faces = [columns[i : i + spec.columns] for i in range(0, len(columns), spec.columns)]
    last = furniture.footer(card, category, setter, len(faces), len(faces))
    misfits = [
        Misfit(item.key, item.words.language.tag)
        for item in (*strip.items, *last.items)
        if isinstance(item, Text) and not _is_inside(item, spec)
    ]
    misfits += [
        Misfit(item.key, item.words.language.tag)
        for section in sections
        for block in section
        if block.height > rooms[1]
        for item in block.items
        if isinstance(item, Text)
    ]
    result = []
    direction = card.title.person[0].language.direction
    for number, face in enumerate(faces, 1):
        header = headers[0] if number == 1 else headers[1]
        top = header.height + AIR
        items: list[Item] = list(header.items)
        for index, blocks in enumerate(face):
            x = spec.margin + index * (column + gap)
            items += _set_column(blocks, x, top, floor - top)
        items += [moved(item, 0, foot) for item in strip.items]
        last = furniture.footer(card, category, setter, number, len(faces))
        items += [
            moved(item, 0, spec.height - furniture.FOOTER + furniture.FOOTER_GAP)
            for item in last.items
        ]
        items += furniture.marks(category, setter)
        if direction == "rtl":
            items = [_mirrored(item, spec.width) for item in items]
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


def _mirrored(item: Item, width: Mm) -> Item:
    return replace(item, x=Mm(width - item.x - item.width))


def _pack(
    sections: Sequence[Sequence[Block]], rooms: Sequence[float], per_face: int, *, together: bool
) -> list[list[Block]]:
    """Fill columns in order; ``rooms`` are the heights on the first face and on later ones."""
    columns: list[list[Block]] = [[]]
    used = 0.0

    def room() -> float:
        return rooms[0] if len(columns) <= per_face else rooms[1]

    for section in sections:
        whole = sum(block.height for block in section)
        if together and used and used + whole > room() and whole <= rooms[1]:
            columns.append([])
            used = 0.0
        for index, block in enumerate(section):
            need = block.height
            if block.keep_with_next and index + 1 < len(section):
                need += section[index + 1].height
            # A block too tall for the first face waits for the second, which has more room.
            while used + need > room() and (used or len(columns) <= per_face):
                columns.append([])
                used = 0.0
            columns[-1].append(block)
            used += block.height
    return columns


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
