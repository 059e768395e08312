"""Bands: what stands across a face and stays whole: a row of tiles, a question's group. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from commcards.base.units import Mm
from commcards.faces.blocks import Block
from commcards.faces.items import INFINITE, Item, Misfit, Shape, moved
from commcards.faces.tiles.tile import PAD, Form, Tile, shifted, signed
from commcards.localize.localcard import Line

GAP = Mm(1.0)  # between tiles
STEP = Mm(0.5)  # heights are a multiple of it, so that few frames are painted
SPARSE = 0.25  # strain of a column that no tile of its own stands in
GROUPED = 0.3  # strain of an answer over that of a tile
UNEVEN = 0.5  # strain of a row of two widths


class Band(Protocol):
    """What stands across a face; its pictures may be larger than they must."""

    def side(self, picture: float) -> float:
        """Return the size of its pictures where they may be of a size."""

    def lines(self) -> Iterator[Line]:
        """Yield its lines."""

    def wider(self) -> Iterator[Misfit]:
        """Yield the words that are too wide for their place."""

    def strain(self, picture: float) -> float:
        """Return by how much it is not as it should be."""

    def height(self, picture: float) -> float:
        """Return the least height with pictures of a size."""

    def items(self, height: float, picture: float) -> list[Item]:
        """Set it from 0, 0, at a height."""


class Choice(NamedTuple):
    """A band that will do for as many elements as it ``holds``, with its height and its strain."""

    band: Band
    height: float
    strain: float
    holds: int = 1

    @classmethod
    def of(cls, band: Band, picture: float) -> Choice:
        """Measure a band with pictures of a size."""
        return cls(band, rounded(band.height(picture)), band.strain(picture))


def rounded(height: float) -> float:
    """Return a height as bands have it."""
    return -(-height // STEP) * STEP


def unit(width: float, columns: int) -> float:
    """Return the width of one of some columns."""
    return (width - GAP * (columns - 1)) / columns


def spanned(width: float, columns: int, span: int) -> float:
    """Return the width of some columns of a grid, and the gaps between them."""
    return width if span == columns else span * unit(width, columns) + (span - 1) * GAP


class Cell(Protocol):
    """What stands beside others: a tile, or the numbers that answer a question."""

    def form(self, width: float, picture: float) -> Form:
        """Return what it is like in a width, with a picture of a size."""

    def items(self, width: float, height: float, picture: float, top: float) -> list[Item]:
        """Set it from 0, 0; pictures of a row stand at one ``top``."""


@dataclass(frozen=True, slots=True, eq=False)
class TileRow:
    """Tiles of one height side by side, each with its width."""

    tiles: Sequence[Cell]
    widths: Sequence[float]
    spare: int = 0  # columns beyond one for each tile

    def forms(self, picture: float) -> list[Form]:
        """Return what each is like with a picture of a size."""
        return [
            cell.form(width, picture) for cell, width in zip(self.tiles, self.widths, strict=True)
        ]

    def strain(self, picture: float) -> float:
        """Return by how much words are longer than they look well, and widths uneven."""
        return self.strained(self.forms(picture))

    def strained(self, forms: Sequence[Form]) -> float:
        """Return the strain of what stands here in some forms."""
        cells = zip(self.tiles, self.widths, strict=True)
        widths = {width for tile, width in cells if isinstance(tile, Tile) and not tile.fixed}
        uneven = UNEVEN * (len(widths) - 1) if widths else 0.0
        return uneven + SPARSE * self.spare + sum([form.strain for form in forms])

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the tiles."""
        return (tile.line for tile in self.tiles if isinstance(tile, Tile))

    def wider(self) -> Iterator[Misfit]:
        """Yield the words that are too wide for their tile."""
        for tile, width in zip(self.tiles, self.widths, strict=True):
            if isinstance(tile, Tile):
                yield from tile.wider(width)

    def side(self, picture: float) -> float:
        """Return the size of the pictures, all alike: what the narrowest tile has room for."""
        if picture <= min(self.widths) - 2 * PAD:
            return picture
        for tile, width in zip(self.tiles, self.widths, strict=True):
            if isinstance(tile, Tile) and tile.grows and width - 2 * PAD < picture:
                picture = width - 2 * PAD
        return picture

    def height(self, picture: float) -> float:
        """Return the height of the highest tile."""
        return max([form.height for form in self.forms(self.side(picture))])

    def items(self, height: float, picture: float) -> list[Item]:
        """Set the tiles from 0, 0."""
        side = self.side(picture)
        top = PAD + (height - self.height(picture)) / 2
        items: list[Item] = []
        x = 0.0
        for tile, width in zip(self.tiles, self.widths, strict=True):
            items += shifted(tile.items(width, height, side, top), x, 0)
            x += width + GAP
        return items


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A question in one frame with what is pointed at below and beside it."""

    rows: Sequence[TileRow]
    width: float
    kind: str
    ratio: float  # of the pictures of answers to others
    holes: float = 0.0  # strain of its empty places
    tail: Sequence[Block] = ()

    def strain(self, picture: float) -> float:
        """Return by how much its words are longer than they look well, and places are empty."""
        return self.holes + GROUPED * sum(row.strain(picture) for row in self.rows)

    def lines(self) -> Iterator[Line]:
        """Yield the question and its answers."""
        return (line for row in self.rows for line in row.lines())

    def wider(self) -> Iterator[Misfit]:
        """Yield the words that are too wide for their tile."""
        return (misfit for row in self.rows for misfit in row.wider())

    def side(self, picture: float) -> float:
        """Return the size of the question's picture."""
        return picture

    def height(self, picture: float) -> float:
        """Return the height of its rows, its strips and its frame."""
        small = picture * self.ratio
        rows = sum(row.height(small) for row in self.rows) + GAP * (len(self.rows) - 1)
        return rows + sum(block.height for block in self.tail) + 2 * PAD

    def items(self, height: float, picture: float) -> list[Item]:
        """Set it from 0, 0."""
        small = picture * self.ratio
        items: list[Item] = [Shape(self.kind, Mm(0), Mm(0), Mm(self.width), Mm(height))]
        items += signed(self.kind, picture)
        spare = (height - self.height(picture)) / len(self.rows)
        y = float(PAD)
        for row in self.rows:
            tall = row.height(small) + spare
            items += shifted(row.items(tall, small), PAD, y)
            y += tall + GAP
        y -= GAP
        for block in self.tail:
            items += [moved(item, PAD, y) for item in block.items]
            y += block.height
        return items


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """A block in a frame, which does not grow: lines with notes, or without a picture."""

    line: Line
    block: Block
    width: float
    kind: str = ""

    def strain(self, picture: float) -> float:
        """Return none: there is no other way to set it."""
        return 0.0

    def lines(self) -> Iterator[Line]:
        """Yield its line."""
        yield self.line

    def wider(self) -> Iterator[Misfit]:
        """Yield nothing: its words break as they can."""
        yield from ()

    def side(self, picture: float) -> float:
        """Return a size that asks for no other."""
        return picture

    def height(self, picture: float) -> float:
        """Return its height."""
        return self.block.height + PAD

    def items(self, height: float, picture: float) -> list[Item]:
        """Set it from 0, 0, in the middle of a height."""
        frame = Shape(self.kind, Mm(0), Mm(0), Mm(self.width), Mm(height))
        top = (height - self.block.height) / 2
        framed = [frame] if self.kind else []
        return [*framed, *(moved(item, PAD, top) for item in self.block.items)]


def rows_from(
    tiles: Sequence[Tile], width: float, columns: int, picture: float
) -> Iterator[Choice]:
    """Yield rows of the first tiles, of as many as may stand there and of fewer.

    The columns are dealt out evenly; those left over go to the tiles that need them most. A tile
    has at most two columns, or all of them.
    """
    least = min((columns + 1) // 2, len(tiles))
    for count in (*range(len(tiles), max(1, least - 1), -1), 1):
        row = _row(tiles[:count], width, columns, picture)
        forms = row.forms(picture)
        if count == 1 or all(form.fits for form in forms):
            height = max([form.height for form in forms])
            yield Choice(row, rounded(height), row.strained(forms), count)


def _row(tiles: Sequence[Tile], width: float, columns: int, picture: float) -> TileRow:
    base, extra = divmod(columns, len(tiles))
    narrow = spanned(width, columns, base)
    widths = [narrow] * len(tiles)
    if extra:
        forms = [tile.form(narrow, picture) for tile in tiles]
        needs = [form.height if form.fits else INFINITE for form in forms]
        for number in sorted(range(len(tiles)), key=lambda n: -needs[n])[:extra]:
            widths[number] = spanned(width, columns, base + 1)
    return TileRow(tiles, widths, columns - len(tiles))
