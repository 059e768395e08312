"""A card as rows: sentences under one another, each beside its picture. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from commcards.base.units import Mm
from commcards.faces.blocks import GAP, Block, stacked
from commcards.faces.frame import Content, Frame, Rooms
from commcards.faces.items import Item, Look, Misfit, Text
from commcards.faces.rowlayout import RowLayout
from commcards.faces.rows.packing import Column, pack
from commcards.faces.rows.sections import section_blocks
from commcards.faces.rows.strip import set_strip
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Category
from commcards.model.layouts import FaceSpec

COLUMNS_APART = 3 * GAP
LEADING = Mm(2.4)  # the most air that spare room adds between rows


def framed(card: LocalCard, category: Category, row_layout: RowLayout, most: int) -> Frame:
    """Return the frame; with several languages the strip is tall, and only where it is needed."""
    always = len(card.title.person) == 1
    return Frame.whole(card, category, row_layout, set_strip(card, row_layout), most, always=always)


def filled(frame: Frame) -> tuple[list[Content], list[Misfit]]:
    """Return the contents of the faces, and the words that no face can hold."""
    rooms = frame.rooms
    sections = _sections(frame.card, frame.row_layout, rooms)
    faces = pack(sections, rooms, frame.row_layout.spec.columns)
    contents = [_content(frame, number, columns) for number, columns in enumerate(faces, 1)]
    return contents, [*_too_high(sections, rooms)]


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


def _content(frame: Frame, number: int, columns: Sequence[Column]) -> Content:
    """Place columns side by side in the frame."""
    spec = frame.row_layout.spec
    with_strip = frame.has_strip_always or any(column.needs_strip for column in columns)
    top = frame.top(number)
    room = frame.bottom(with_strip=with_strip) - top
    step = _column_width(spec) + COLUMNS_APART
    items: list[Item] = []
    for index, column in enumerate(columns):
        items += _spread(column, spec.margin + index * step, top, room)
    fill = sum(column.height for column in columns) / (room * spec.columns)
    return Content(items, Look(fill, spec.picture), with_strip)


def _spread(column: Column, x: float, top: float, room: float) -> list[Item]:
    """Stack the blocks of a column, and share out spare room between them."""
    if not column.blocks:
        return []
    spare = (room - column.height) / len(column.blocks)
    items, _ = stacked(column.blocks, x, top, max(0.0, min(LEADING, spare)))
    return items
