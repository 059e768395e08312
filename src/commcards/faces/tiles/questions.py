"""Questions with what is pointed at -> groups: one frame around a question and its answers. Pure.

CONTRIBUTING.md has the steps that add a kind of answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from commcards.base.tables import complete
from commcards.base.units import Mm
from commcards.faces.blocks import Block, stacked
from commcards.faces.items import Item, Text, line_height
from commcards.faces.numbers import counted, digits_of, narrowest, number_rows
from commcards.faces.tiles.bands import GAP, Choice, Group, TileRow, spanned
from commcards.faces.tiles.tile import PAD, Form, Tile, TileWords
from commcards.localize.localcard import Row
from commcards.model.cards import DIGITS, STEPS, AnswerKind
from commcards.model.layouts import FaceSpec

HOLE = 0.15  # strain of an empty place at the end of a group
FINGER = 0.6  # of the pictures of answers: how wide the frame of a digit is at least
BAR = 0.7  # of the pictures of answers: the highest bar of a scale
HEADS = (1 / 4, 1 / 3, 1 / 2)  # of a group's width: a question beside the numbers that answer it


@dataclass(frozen=True, slots=True, eq=False)
class Pad:
    """Numbers that stand beside their question."""

    blocks: Sequence[Block]

    def form(self, width: float, picture: float) -> Form:
        """Return how high the numbers are."""
        return Form(sum(block.height for block in self.blocks))

    def items(self, width: float, height: float, picture: float, top: float) -> list[Item]:
        """Set them from 0, 0, in the middle of a height."""
        return stacked(self.blocks, 0, (height - self.form(width, picture).height) / 2)[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with some of its answers, which are the ``part`` of a ``count``."""

    head: Tile
    options: Sequence[Tile]
    kind: str
    part: int
    count: int


@dataclass(frozen=True, slots=True)
class Questions:
    """Sets questions in groups of one width."""

    words: TileWords
    width: float

    @property
    def inner(self) -> float:
        """The width within the frame of a group."""
        return self.width - 2 * PAD

    @property
    def _spec(self) -> FaceSpec:
        return self.words.row_layout.spec

    def parts(self, row: Row, kind: str, room: float) -> list[list[Choice]]:
        """Return the ways to set a question; parts of it where no face has room for it whole.

        Each part is a list of groups, any of which will do.
        """
        assert row.answer
        answers = ANSWERS[row.answer]
        dividable = len(row.options) if answers is pictures else 1
        head = Tile(row.line, "", self.words, fixed=self._spec.picture)
        options = [Tile(option, "option", self.words) for option in row.options]
        alone = Group((TileRow((head,), (self.inner,)),), self.width, kind, 1.0)
        # Where a question and one line of answers are too much, it stands alone before them.
        small = Tile(row.line, "", self.words, fixed=self._spec.option_picture, silent=True)
        for first, before in ((head, []), (small, [[self._choice(alone)]])):
            for count in range(1, dividable + 1):
                parts = [
                    [
                        self._choice(group)
                        for group in answers(self, Asked(first, part, kind, number, count))
                    ]
                    for number, part in enumerate(_divided(options, count), 1)
                ]
                low = [[each for each in part if each.height <= room] for part in parts]
                if all(low):
                    return [*before, *map(_undominated, low)]
        return [*before, *parts]

    def _choice(self, group: Group) -> Choice:
        return Choice.of(group, self._spec.picture)

    def group(
        self, asked: Asked, rows: Sequence[TileRow], blocks: Sequence[Block] = (), holes: int = 0
    ) -> Group:
        """Return rows and blocks in one frame, with which part of the answers it is."""
        ratio = self._spec.option_picture / self._spec.picture
        tail = [*blocks, self._counter(asked)] if asked.count > 1 else blocks
        return Group(rows, self.width, asked.kind, ratio, HOLE * holes, tail)

    def _counter(self, asked: Asked) -> Block:
        line = asked.head.line
        words, size = counted(asked.part, asked.count, line.words[0].language), self._spec.small
        high = Mm(line_height(words, size))
        box = (Mm(0), Mm(0), Mm(self.inner), high)
        return Block((Text(line.key, "small", words, size, *box, align="end"),), high)

    def numbers(self, asked: Asked, numbers: range, bar: float = 0.0) -> Iterator[Group]:
        """Yield numbers below their question, and beside it."""
        line_of = TileRow((asked.head,), (self.inner,))
        yield self.group(asked, (line_of,), self._numbers(asked, numbers, self.inner, bar))
        for part in HEADS:
            own = part * self.inner
            rest = self.inner - own - GAP
            roomy = rest >= self._pad_width(asked, numbers)
            if roomy and asked.head.fits(own) and self._ends_fit(asked.options, rest):
                pad = Pad(self._numbers(asked, numbers, rest, bar))
                yield self.group(asked, (TileRow((asked.head, pad), (own, rest)),))

    def _pad_width(self, asked: Asked, numbers: range) -> float:
        """Return how wide numbers are on two lines."""
        shown = digits_of(asked.head.line, self._spec)
        place = narrowest(numbers, shown, self.words.row_layout.width)
        return (len(numbers) + 1) // 2 * max(place, self._finger(numbers))

    def _finger(self, numbers: range) -> float:
        """Return how wide the place of a number is at least."""
        return FINGER * self._spec.option_picture if numbers is DIGITS else 0.0

    def _numbers(self, asked: Asked, numbers: range, width: float, bar: float) -> list[Block]:
        layout, line = self.words.row_layout, asked.head.line
        shown = digits_of(line, self._spec)
        least = self._finger(numbers)
        blocks = number_rows(line.key, numbers, shown, width, layout.width, bar, least)
        return [*blocks, self._ends(asked.options, width)] if asked.options else blocks

    def _ends_fit(self, tiles: Sequence[Tile], width: float) -> bool:
        return all(self.words.longest(tile.line) <= (width - GAP) / 2 for tile in tiles)

    def _ends(self, tiles: Sequence[Tile], width: float) -> Block:
        """Set the names of a scale's two ends, each at its end; on two lines if they must."""
        side_by_side = self._ends_fit(tiles, width)
        wide = (width - GAP) / 2 if side_by_side else width
        items: list[Item] = []
        y = height = 0.0
        for index, line in enumerate(tile.line for tile in tiles):
            x = index * (width - wide)
            for item in self.words.items(line, x, y, wide):
                if isinstance(item, Text):
                    item = item._replace(align="end" if index else "start")
                items.append(item)
            height = max(height, y + self.words.height(line, wide))
            y = 0.0 if side_by_side else height
        return Block(tuple(items), height + PAD)


def pictures(questions: Questions, asked: Asked) -> Iterator[Group]:
    """Yield the arrangements of pictures with their words in a grid, the question first."""
    spec = questions.words.row_layout.spec
    tiles = asked.options
    for columns in range(min(spec.option_columns, len(tiles) + 1), 0, -1):
        cell = spanned(questions.inner, columns, 1)
        roomy = cell >= spec.option_picture + 2 * PAD and all(t.fits(cell) for t in tiles)
        if columns > 1 and not roomy:
            continue
        for span in sorted({1, 2, 3, columns}):
            own = spanned(questions.inner, columns, span)
            beside = columns - span  # answers in the line of the question
            if span > columns or (beside and not asked.head.fits(own)):
                continue
            first = tiles[:beside]
            rows = [TileRow((asked.head, *first), (own, *[cell] * len(first)))]
            for at in range(beside, len(tiles), columns):
                line_of = tiles[at : at + columns]
                rows.append(TileRow(line_of, [cell] * len(line_of)))
            yield questions.group(asked, rows, holes=(beside - len(tiles)) % columns)


def digits(questions: Questions, asked: Asked) -> Iterator[Group]:
    """Yield the digits, each in a frame."""
    return questions.numbers(asked, DIGITS)


def scale(questions: Questions, asked: Asked) -> Iterator[Group]:
    """Yield the steps of a scale under bars that grow, and the names of its two ends."""
    bar = BAR * questions.words.row_layout.spec.option_picture
    return questions.numbers(asked, STEPS, bar)


def on_strip(questions: Questions, asked: Asked) -> Iterator[Group]:
    """Yield nothing: the answers stand on the strip, and the question is a tile."""
    return iter(())


ANSWERS: Mapping[AnswerKind, Callable[[Questions, Asked], Iterator[Group]]] = complete(
    AnswerKind,
    {
        AnswerKind.STRIP: on_strip,
        AnswerKind.NUMBER: digits,
        AnswerKind.SCALE: scale,
        AnswerKind.CHOICE: pictures,
        AnswerKind.CARD: pictures,
    },
)


def _divided(options: Sequence[Tile], count: int) -> Iterator[Sequence[Tile]]:
    """Divide answers evenly."""
    cuts = [len(options) * part // count for part in range(count + 1)]
    return (options[start:end] for start, end in pairwise(cuts))


def _undominated(groups: Sequence[Choice]) -> list[Choice]:
    """Return the groups of which no other is both lower and better."""
    kept: list[Choice] = []
    for each in sorted(groups, key=lambda each: each.height):
        if not kept or each.strain < kept[-1].strain:
            kept.append(each)
    return kept
