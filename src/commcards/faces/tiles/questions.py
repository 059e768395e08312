"""Questions with what is pointed at -> groups: one frame around a question and its answers. Pure.

CONTRIBUTING.md has the steps that add a kind of answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from commcards.base.tables import complete
from commcards.faces.blocks import Block, stacked
from commcards.faces.items import Item, Text
from commcards.faces.numbers import digits_of, number_rows
from commcards.faces.tiles.bands import GAP, Group, TileRow, rounded, spanned
from commcards.faces.tiles.tile import PAD, Tile, TileWords
from commcards.localize.localcard import Line, Row
from commcards.model.cards import DIGITS, STEPS, AnswerKind

HOLE = 0.15  # strain of an empty place at the end of a group
HEADS = (1 / 4, 1 / 3, 1 / 2)  # of a group's width: a question beside the numbers that answer it


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

    @property
    def inner(self) -> float:
        """The width within the frame of a group."""
        return self.width - 2 * PAD

    def head(self, line: Line) -> Tile:
        """Return the question as it stands in its group."""
        return Tile(line, "", self.words, fixed=self.words.row_layout.spec.picture)

    def parts(self, row: Row, kind: str, room: float) -> list[list[Group]]:
        """Return the ways to set a question; parts of it where no face has room for it whole.

        Each part is a list of groups, any of which will do.
        """
        assert row.answer
        return GROUPS[row.answer](self, row, kind, room)

    def arranged(self, line: Line, kind: str, options: Sequence[Line]) -> Iterator[Group]:
        """Yield the arrangements of a question and its answers in a grid."""
        spec = self.words.row_layout.spec
        head = self.head(line)
        tiles = [Tile(option, "option", self.words) for option in options]
        for columns in range(min(spec.option_columns, len(tiles) + 1), 0, -1):
            cell = spanned(self.inner, columns, 1)
            roomy = cell >= spec.option_picture + 2 * PAD and all(t.fits(cell) for t in tiles)
            if columns > 1 and not roomy:
                continue
            for span in sorted({1, 2, 3, columns}):
                own = spanned(self.inner, columns, span)
                beside = columns - span  # answers in the line of the question
                if span > columns or (beside and not head.fits(own)):
                    continue
                rows = [TileRow((head, *tiles[:beside]), (own, *[cell] * len(tiles[:beside])))]
                for at in range(beside, len(tiles), columns):
                    line_of = tiles[at : at + columns]
                    rows.append(TileRow(line_of, [cell] * len(line_of)))
                empty = (beside - len(tiles)) % columns
                yield Group(
                    rows, self.width, kind, spec.option_picture / spec.picture, HOLE * empty
                )

    def numbers(self, row: Row, kind: str, numbers: range, bar: float = 0.0) -> list[list[Group]]:
        """Return the one group of numbers, below their question or beside it: what is lower."""
        head = self.head(row.line)
        line_of = TileRow((head,), (self.inner,))
        blocks = self._numbers(row, numbers, self.inner, bar)
        found = [Group((line_of,), self.width, kind, 1.0, tail=blocks)]
        for part in HEADS:
            own = part * self.inner
            rest = self.inner - own - GAP
            if head.fits(own):
                pad = Pad(self._numbers(row, numbers, rest, bar))
                found.append(Group((TileRow((head, pad), (own, rest)),), self.width, kind, 1.0))
        picture = self.words.row_layout.spec.picture
        return [[min(found, key=lambda group: group.height(picture))]]

    def _numbers(self, row: Row, numbers: range, width: float, bar: float) -> list[Block]:
        layout = self.words.row_layout
        shown = digits_of(row.line, layout.spec)
        blocks = number_rows(row.line.key, numbers, shown, width, layout.width, bar)
        return [*blocks, self._ends(row.options, width)] if row.options else blocks

    def _ends(self, lines: Sequence[Line], width: float) -> Block:
        """Set the names of a scale's two ends, each below its end."""
        half = (width - GAP) / 2
        items: list[Item] = []
        for index, line in enumerate(lines):
            for item in self.words.items(line, index * (half + GAP), 0, half):
                text = isinstance(item, Text)
                items.append(item._replace(align="end" if index else "start") if text else item)
        return Block(tuple(items), max(self.words.height(line, half) for line in lines) + PAD)


def _pictures(questions: Questions, row: Row, kind: str, room: float) -> list[list[Group]]:
    """Set pictures with their words; they are divided where they are too many for a face."""
    picture = questions.words.row_layout.spec.picture
    for count in range(1, len(row.options) + 1):
        cuts = [len(row.options) * part // count for part in range(count + 1)]
        parts = [
            [*questions.arranged(row.line, kind, row.options[start:end])]
            for start, end in pairwise(cuts)
        ]
        low = [[g for g in part if rounded(g.height(picture)) <= room] for part in parts]
        if all(low):
            return [_undominated(part, picture) for part in low]
    return parts


def _undominated(groups: Sequence[Group], picture: float) -> list[Group]:
    """Return the groups of which no other is both lower and better."""
    kept: list[tuple[float, Group]] = []
    for group in sorted(groups, key=lambda group: group.height(picture)):
        strain = group.strain(picture)
        if not kept or strain < kept[-1][0]:
            kept.append((strain, group))
    return [group for _, group in kept]


def _digits(questions: Questions, row: Row, kind: str, room: float) -> list[list[Group]]:
    """Set the digits, each in a frame."""
    return questions.numbers(row, kind, DIGITS)


def _scale(questions: Questions, row: Row, kind: str, room: float) -> list[list[Group]]:
    """Set the steps of a scale under bars that grow, and the names of its two ends."""
    return questions.numbers(row, kind, STEPS, questions.words.row_layout.spec.option_picture)


def _on_strip(questions: Questions, row: Row, kind: str, room: float) -> list[list[Group]]:
    """Set nothing: the answers stand on the strip, and the question is a tile."""
    return []


GROUPS: Mapping[AnswerKind, Callable[[Questions, Row, str, float], list[list[Group]]]] = complete(
    AnswerKind,
    {
        AnswerKind.STRIP: _on_strip,
        AnswerKind.NUMBER: _digits,
        AnswerKind.SCALE: _scale,
        AnswerKind.CHOICE: _pictures,
        AnswerKind.CARD: _pictures,
    },
)
