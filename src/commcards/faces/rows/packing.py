"""Blocks -> columns, in order, on as few faces as possible, evenly filled. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from commcards.faces.blocks import Block
from commcards.faces.frame import Rooms

EVENING = 5  # halvings: columns are even to a thirtieth of their height


@dataclass(slots=True)
class Column:
    """Blocks under one another, how high they are, and whether one needs the strip."""

    blocks: list[Block] = field(default_factory=list)
    height: float = 0.0
    needs_strip: bool = False


def pack(sections: Sequence[Sequence[Block]], rooms: Rooms, per_face: int) -> list[list[Column]]:
    """Return columns by face: as few faces as possible, all filled to about the same height.

    Each section stands in one column, unless that takes more columns.
    """
    whole, cut = (_packed(sections, rooms, per_face, together=each) for each in (True, False))
    together = len(whole) <= len(cut)
    faces = _faces(whole if together else cut, per_face)
    low, high = 0.0, 1.0  # shares of the rooms: one that is too little, one that is enough
    for _ in range(EVENING):
        share = (low + high) / 2
        columns = _packed(sections, rooms.share(share), per_face, together=together)
        tried = _faces(columns, per_face)
        if len(tried) > len(faces):
            low = share
        else:
            high, faces = share, tried
    return faces


def _faces(columns: Sequence[Column], per_face: int) -> list[list[Column]]:
    return [[*columns[at : at + per_face]] for at in range(0, len(columns), per_face)]


def _packed(
    sections: Iterable[Sequence[Block]], rooms: Rooms, per_face: int, *, together: bool
) -> list[Column]:
    """Fill columns with sections; ``together`` keeps each section in one column if it can."""
    packing = _Packing(rooms, per_face)
    for section in sections:
        if together:
            packing.make_room(section)
        for index, block in enumerate(section):
            packing.add(block, section[index : index + (2 if block.keep_with_next else 1)])
    return packing.columns


class _Packing:
    """Columns that are filled in order, some to a face."""

    def __init__(self, rooms: Rooms, per_face: int) -> None:
        self.columns = [Column()]
        self._rooms = rooms
        self._per_face = per_face
        # These describe the last face. ``_tallest`` leaves out the column that is being filled.
        self._is_first = True
        self._is_empty = True
        self._needs_strip = False
        self._tallest = 0.0

    def make_room(self, section: Sequence[Block]) -> None:
        """Turn to a column that can hold the section whole, if a later one can."""
        if not self.columns[-1].blocks or self._fits(section):
            return
        with_strip = any(block.needs_strip for block in section)
        if sum(block.height for block in section) <= self._rooms.of(
            first=False, with_strip=with_strip
        ):
            self._turn()

    def add(self, block: Block, kept: Sequence[Block]) -> None:
        """Add a block to the first column that has room for all blocks ``kept`` with it."""
        # A block too tall for the first face waits for the second, which has more room; one that
        # needs the strip may need a face of its own.
        while not self._fits(kept) and (self._is_first or not self._is_empty):
            self._turn()
        column = self.columns[-1]
        column.blocks.append(block)
        column.height += block.height
        column.needs_strip |= block.needs_strip
        self._needs_strip |= block.needs_strip
        self._is_empty = False

    def _fits(self, blocks: Iterable[Block]) -> bool:
        """Return whether blocks fit below what stands in the column, and its face stays whole."""
        height, needs_strip = self.columns[-1].height, self._needs_strip
        for block in blocks:
            height += block.height
            needs_strip = needs_strip or block.needs_strip
        room = self._rooms.of(first=self._is_first, with_strip=needs_strip)
        return height <= room and self._tallest <= room

    def _turn(self) -> None:
        """Begin another column, on a new face if the last one has all of its columns."""
        if len(self.columns) % self._per_face:
            self._tallest = max(self._tallest, self.columns[-1].height)
        else:
            self._is_first = self._needs_strip = False
            self._is_empty = True
            self._tallest = 0.0
        self.columns.append(Column())
