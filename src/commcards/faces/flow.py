"""LocalCard + FaceSpec -> faces: what stands where on each printed side. Pure.

Type is never shrunk. Words that do not fit flow to another face; words that no face can hold are a
Misfit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from commcards.base.units import Mm
from commcards.faces.blocks import GAP, Block, stacked
from commcards.faces.frame import Frame
from commcards.faces.header import neutral_back
from commcards.faces.items import Face, Item, Misfit, Planned, Text
from commcards.faces.packing import Column, Rooms, pack
from commcards.faces.rows import Lines, RowLayout, Width
from commcards.faces.sections import section_blocks
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Category
from commcards.model.layouts import FaceSpec

COLUMNS_APART = 3 * GAP
LEADING = Mm(2.4)  # the most air that spare room adds between rows


def plan(
    card: LocalCard, category: Category, spec: FaceSpec, lines: Lines, width: Width
) -> Planned:
    """Lay a card out on as many faces as it needs.

    Returns the faces, and the words that no face can hold; if there are any, do not use the faces.
    """
    row_layout = RowLayout(spec, lines, width)
    frame = Frame.whole(card, category, row_layout)
    rooms = frame.rooms
    sections = _sections(card, row_layout, rooms)
    filled = pack(sections, rooms, spec.columns)
    misfits = (*frame.misfits(), *_too_high(sections, rooms))
    faces = (_face(frame, number, len(filled), columns) for number, columns in enumerate(filled, 1))
    return tuple(faces), tuple(dict.fromkeys(misfits))


def plan_back(card: LocalCard, spec: FaceSpec, lines: Lines, width: Width) -> Face:
    """Lay out the neutral back of a card."""
    items = neutral_back(card, RowLayout(spec, lines, width))
    return Face(1, 1, card.title.person[0].language.direction, items)


def _sections(card: LocalCard, row_layout: RowLayout, rooms: Rooms) -> list[list[Block]]:
    """Set the sections of a card; the first section opens the first face."""
    width = _column_width(row_layout.spec)
    first, later = rooms.to_foot
    return [
        section_blocks(row_layout, section, width, later if index else first, later)
        for index, section in enumerate(card.sections)
    ]


def _column_width(spec: FaceSpec) -> float:
    room = spec.width - 2 * spec.margin - COLUMNS_APART * (spec.columns - 1)
    return room / spec.columns


def _too_high(sections: Iterable[Sequence[Block]], rooms: Rooms) -> Iterator[Misfit]:
    """Yield the words of blocks that are too high even for a face of their own."""
    for block in (block for section in sections for block in section):
        if block.height > rooms.of(first=False, with_strip=block.needs_strip):
            for item in block.items:
                if isinstance(item, Text):
                    yield Misfit(item.key, item.words.language.tag)


def _face(frame: Frame, number: int, count: int, columns: Sequence[Column]) -> Face:
    """Place columns side by side in the frame."""
    spec = frame.row_layout.spec
    with_strip = frame.has_strip_always or any(column.needs_strip for column in columns)
    top = frame.top(number)
    room = frame.bottom(with_strip=with_strip) - top
    step = _column_width(spec) + COLUMNS_APART
    items: list[Item] = []
    for index, column in enumerate(columns):
        items += _spread(column, spec.margin + index * step, top, room)
    return frame.face(number, count, items, with_strip=with_strip)


def _spread(column: Column, x: float, top: float, room: float) -> list[Item]:
    """Stack the blocks of a column, and share out spare room between them."""
    if not column.blocks:
        return []
    spare = (room - column.height) / len(column.blocks)
    items, _ = stacked(column.blocks, x, top, max(0.0, min(LEADING, spare)))
    return items
