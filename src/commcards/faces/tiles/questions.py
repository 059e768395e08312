"""Questions with what is pointed at -> groups: one frame around the question and its answers. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commcards.base.units import Mm
from commcards.faces.blocks import Block, stacked
from commcards.faces.items import Item
from commcards.faces.numbers import digits_of, number_rows
from commcards.faces.tiles.bands import GAP, Group, TileRow, rounded, spanned
from commcards.faces.tiles.tile import PAD, Tile, TileWords
from commcards.localize.localcard import Line, Row
from commcards.model.cards import DIGITS, STEPS, AnswerKind

HOLE = Mm(2.0)  # height that a group gives not to end in an empty place
POINTED = "option"


@dataclass(frozen=True, slots=True, eq=False)
class Pad:
    """Numbers that stand beside their question."""

    blocks: Sequence[Block]

    def height(self, width: float, picture: float) -> float:
        """Return how high the numbers are."""
        return sum(block.height for block in self.blocks)

    def items(self, width: float, height: float, picture: float, top: float) -> list[Item]:
        """Set them from 0, 0, in the middle of a height."""
        return stacked(self.blocks, 0, (height - self.height(width, picture)) / 2)[0]


@dataclass(frozen=True, slots=True)
class Questions:
    """Sets questions in groups of one width."""

    words: TileWords
    width: float

    def groups(self, row: Row, kind: str, room: float) -> list[Group]:
        """Return the group of a question, or groups of its answers where one is too high."""
        if row.answer in (AnswerKind.NUMBER, AnswerKind.SCALE):
            return [self._pad(row, kind)]
        parts = 1
        while True:
            groups = [
                self._best(row.line, kind, options) for options in _parted(row.options, parts)
            ]
            if parts == len(row.options) or all(rounded(g.height(self._picture)) <= room for g in groups):
                return groups
            parts += 1

    @property
    def _picture(self) -> float:
        return self.words.row_layout.spec.picture

    @property
    def _ratio(self) -> float:
        spec = self.words.row_layout.spec
        return spec.option_picture / spec.picture

    def _best(self, line: Line, kind: str, options: Sequence[Line]) -> Group:
        """Return the lowest arrangement of a question and its answers."""
        return min(self._arranged(line, kind, options), key=lambda found: found[0])[1]

    def _arranged(
        self, line: Line, kind: str, options: Sequence[Line]
    ) -> Iterator[tuple[float, Group]]:
        spec = self.words.row_layout.spec
        inner = self.width - 2 * PAD
        head = Tile(line, "", self.words, fixed=spec.picture)
        tiles = [Tile(option, POINTED, self.words) for option in options]
        small = spec.option_picture
        for columns in range(spec.option_columns, 0, -1):
            cell = spanned(inner, columns, 1)
            if columns > 1 and not all(tile.fits(cell) for tile in tiles):
                continue
            for span in {1, 2, 3, columns}:
                if span > columns or (
                    span < columns and not head.fits(spanned(inner, columns, span))
                ):
                    continue
                first = columns - span
                rows = [
                    TileRow(
                        (head, *tiles[:first]), (spanned(inner, columns, span), *[cell] * first)
                    )
                ]
                rest = tiles[first:]
                rows += [
                    TileRow(rest[at : at + columns], [cell] * columns)
                    for at in range(0, len(rest), columns)
                ]
                rows = [TileRow(r.tiles, r.widths[: len(r.tiles)]) for r in rows]
                group = Group(rows, self.width, kind, self._ratio)
                holes = -(len(tiles) - first) % columns
                yield group.height(spec.picture) + holes * HOLE, group
            if columns < spec.option_columns - 2:
                break

    def _pad(self, row: Row, kind: str) -> Group:
        """Set numbers below their question, or beside it where that is lower."""
        spec = self.words.row_layout.spec
        inner = self.width - 2 * PAD
        head = Tile(row.line, "", self.words, fixed=spec.picture)
        found = [
            Group((TileRow((head,), (inner,)),), self.width, kind, 1.0, self._numbers(row, inner))
        ]
        for part in (0.25, 1 / 3, 0.5):
            own = inner * part
            if head.fits(own):
                pad = self._numbers(row, inner - own - GAP)
                found.append(
                    Group(
                        (TileRow((head, Pad(pad)), (own, inner - own - GAP)),),
                        self.width,
                        kind,
                        1.0,
                    )
                )
        return min(found, key=lambda group: group.height(spec.picture))

    def _numbers(self, row: Row, width: float) -> Sequence[Block]:
        spec = self.words.row_layout.spec
        shown = digits_of(row.line, spec)
        is_scale = row.answer is AnswerKind.SCALE
        tail: list[Block] = number_rows(
            row.line.key, STEPS if is_scale else DIGITS, shown, width,
            self.words.row_layout.width, spec.option_picture if is_scale else 0.0,
        )  # fmt: skip
        if is_scale:
            tail.append(self._ends(row.options, width))
        return tail

    def _ends(self, lines: Sequence[Line], width: float) -> Block:
        """Set the names of a scale's two ends, each below its end."""
        half = (width - GAP) / 2
        items = []
        for index, line in enumerate(lines):
            for item in self.words.items(line, index * (half + GAP), 0, half):
                items.append(
                    item._replace(align="end" if index else "start")
                    if hasattr(item, "align")
                    else item
                )
        return Block(tuple(items), max(self.words.height(line, half) for line in lines) + PAD)


def _parted(options: Sequence[Line], parts: int) -> list[Sequence[Line]]:
    """Divide answers evenly."""
    cuts = [len(options) * part // parts for part in range(parts + 1)]
    return [options[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
