"""The answers below a question: one function for each kind of answer. Pure.

CONTRIBUTING.md has the steps that add a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from commcards.base.tables import complete
from commcards.base.units import Mm
from commcards.faces.blocks import GAP, PAD, Block
from commcards.faces.items import Item, Shape, Text, moved
from commcards.faces.numbers import digits_of, number_rows
from commcards.faces.rowlayout import RowLayout
from commcards.localize.localcard import Line, Row
from commcards.model.cards import DIGITS, STEPS, AnswerKind

SHORT = 2  # an answer of so many lines may stand beside another
FRAME = Mm(0.7)  # air above and below the frames of a line of answers


def on_strip(row_layout: RowLayout, row: Row, width: float, columns: int) -> Sequence[Block]:
    """Return no blocks: the answers stand on the strip, at the foot of the face."""
    return ()


def digits(row_layout: RowLayout, row: Row, width: float, columns: int) -> Sequence[Block]:
    """Set the digits, each in a frame."""
    return _numbers(row_layout, row, width, DIGITS)


def scale(row_layout: RowLayout, row: Row, width: float, columns: int) -> Sequence[Block]:
    """Set the steps of a scale under growing bars, and the names of its two ends."""
    steps = _numbers(row_layout, row, width, STEPS, bar=row_layout.spec.option_picture)
    return [*steps, _ends(row_layout, row.options, width)]


def pictures(row_layout: RowLayout, row: Row, width: float, columns: int) -> Sequence[Block]:
    """Set pictures with their words, in at most ``columns`` columns."""
    return options(row_layout, row.options, width, columns)


# (layout, question, column width in mm, most answers side by side) -> a block for each line of
# answers, so that the lines can be divided over faces; no block where the strip has the answers.
AnswerBlocks = Callable[[RowLayout, Row, float, int], Sequence[Block]]

ANSWERS: Mapping[AnswerKind, AnswerBlocks] = complete(
    AnswerKind,
    {
        AnswerKind.STRIP: on_strip,
        AnswerKind.NUMBER: digits,
        AnswerKind.SCALE: scale,
        AnswerKind.CHOICE: pictures,
        AnswerKind.CARD: pictures,
    },
)


def _numbers(
    row_layout: RowLayout, row: Row, width: float, numbers: range, bar: float = 0.0
) -> list[Block]:
    """Set numbers, in the digits of every language that has its own."""
    shown = digits_of(row.line, row_layout.spec)
    return number_rows(row.line.key, numbers, shown, width, row_layout.width, bar)


def _ends(row_layout: RowLayout, lines: Sequence[Line], width: float) -> Block:
    """Set the names of a scale's two ends, each below its end."""
    half = (width - GAP) / 2
    items: list[Item] = []
    height = 0.0
    for index, line in enumerate(lines):
        words, tall = row_layout.stack(line, index * (half + GAP), half, options=True)
        align: Literal["start", "end"] = "end" if index else "start"
        items += [w._replace(align=align) if isinstance(w, Text) else w for w in words]
        height = max(height, tall)
    return Block(tuple(items), height + PAD)


@lru_cache(maxsize=256)  # many cards show the answers of the same tool card
def options(
    row_layout: RowLayout, lines: tuple[Line, ...], width: float, most_columns: int
) -> tuple[Block, ...]:
    """Set answers with their pictures in frames; each line of them is a block."""
    columns = _columns(row_layout, lines, width, most_columns)
    cell = _cell(width, columns)
    picture = row_layout.spec.option_picture
    blocks = []
    for start in range(0, len(lines), columns):
        cells = [
            row_layout.row(line, cell - 2 * PAD, picture, options=True)
            for line in lines[start : start + columns]
        ]
        height = max(block.height for block in cells) + 0.6  # keeps fingers apart
        items: list[Item] = []
        for index, block in enumerate(cells):
            x = index * (cell + GAP)
            items.append(Shape("option", Mm(x), FRAME, Mm(cell), Mm(height - 2 * FRAME)))
            dy = (height - block.height) / 2
            items += [moved(item, x + PAD, dy) for item in block.items]
        blocks.append(Block(tuple(items), height))
    return tuple(blocks)


def _columns(row_layout: RowLayout, lines: Sequence[Line], width: float, most: int) -> int:
    """Return how many answers stand side by side: the longer they are, the fewer."""
    inset = row_layout.spec.option_picture + GAP + 2 * PAD
    need = max(row_layout.longest_word(line) for line in lines) + inset + PAD
    for columns in range(most, 1, -1):
        cell = _cell(width, columns)
        if cell >= need and all(
            row_layout.most_lines(line, cell - inset) <= SHORT for line in lines
        ):
            return columns
    return 1


def _cell(width: float, columns: int) -> float:
    return (width - GAP * (columns - 1)) / columns
