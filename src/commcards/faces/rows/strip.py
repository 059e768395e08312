"""The answer strip: the same answers at the same place on every face. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from commcards.base.units import Mm
from commcards.faces.blocks import GAP, NOTHING, PAD, Block, joined, shares
from commcards.faces.items import ROUNDING, Item, Picture, Shape, centred, moved
from commcards.faces.rowlayout import RowLayout
from commcards.localize.localcard import Line, LocalCard

PICTURE = 0.8  # pictures on the strip, as a part of those of other answers
LEAST = 0.7  # the least width of an answer, as a part of an even share of the strip


def set_strip(card: LocalCard, row_layout: RowLayout) -> Block:
    """Set the answer strip.

    Answers stand in one row, or in two where that is lower, as it may be with several languages.
    """
    return _strip(tuple(card.strip[name] for name in row_layout.spec.strip), row_layout)


@lru_cache(maxsize=16)  # all cards of a target have the same strip
def _strip(lines: Sequence[Line], row_layout: RowLayout) -> Block:
    if not lines:
        return NOTHING
    row = _AnswerRow.of(lines, row_layout)
    one = row.block(flat=row.is_flat)
    if len(lines) == 1:
        return one
    two = _two_rows(lines, row_layout)
    end = row_layout.spec.width - row_layout.spec.margin + ROUNDING
    fits = all(item.x + item.width <= end for item in one.items)
    return one if fits and one.height <= two.height else two


def _two_rows(lines: Sequence[Line], row_layout: RowLayout) -> Block:
    """Set answers in two rows, both with words below their pictures or both beside."""
    half = (len(lines) + 1) // 2
    upper, lower = (_AnswerRow.of(part, row_layout) for part in (lines[:half], lines[half:]))
    flat = upper.is_flat and lower.is_flat
    first, second = upper.block(flat=flat), lower.block(flat=flat)
    return joined([replace(first, height=first.height + GAP), second])


@dataclass(frozen=True, slots=True)
class _Cell:
    """An answer in its frame; ``words`` start at the frame's left edge and at y = 0."""

    line: Line
    width: float
    words: Sequence[Item]
    height: float


@dataclass(frozen=True, slots=True)
class _AnswerRow:
    """Answers side by side from x = ``start``, set in two ways.

    Words stand ``below`` their picture, or ``beside`` it, which is lower on small faces.
    ``has_room`` says whether the longest words have room there.
    """

    start: float
    picture: Mm
    below: Sequence[_Cell]
    beside: Sequence[_Cell]
    has_room: bool

    @classmethod
    def of(cls, lines: Sequence[Line], row_layout: RowLayout) -> _AnswerRow:
        spec = row_layout.spec
        total = spec.width - 2 * spec.margin - GAP * (len(lines) - 1)
        least = LEAST * (total / len(lines))
        needs = [_needs(line, row_layout) for line in lines]
        widths = shares(total, [(max(word, least), max(whole, least)) for word, whole in needs])
        picture = Mm(spec.option_picture * PICTURE)
        inset = PAD + picture + PAD
        return cls(
            start=float(spec.margin),
            picture=picture,
            below=_cells(lines, widths, PAD, row_layout),
            beside=_cells(lines, widths, inset, row_layout),
            has_room=all(
                word + inset <= width for (word, _), width in zip(needs, widths, strict=True)
            ),
        )

    @property
    def height_below(self) -> float:
        """The height of pictures with words below them."""
        return self.picture + max(cell.height for cell in self.below)

    @property
    def height_beside(self) -> float:
        """The height of pictures with words beside them."""
        return max(max(cell.height for cell in self.beside), self.picture)

    @property
    def is_flat(self) -> bool:
        """Whether words beside their pictures take less height, and have room."""
        return self.height_beside < self.height_below and self.has_room

    def block(self, *, flat: bool) -> Block:
        """Set the answers in frames of one height."""
        height = (self.height_beside if flat else self.height_below) + PAD + PAD
        items: list[Item] = []
        x = self.start
        for cell in self.beside if flat else self.below:
            items.append(Shape("strip", Mm(x), Mm(0), Mm(cell.width), Mm(height)))
            if flat:
                items.append(self._picture(cell, x + PAD, (height - self.picture) / 2))
                items += [moved(item, x, (height - cell.height) / 2) for item in cell.words]
            else:
                items.append(self._picture(cell, x + (cell.width - self.picture) / 2, PAD))
                items += [moved(centred(item), x, PAD + self.picture) for item in cell.words]
            x += cell.width + GAP
        return Block(tuple(items), height)

    def _picture(self, cell: _Cell, x: float, y: float) -> Picture:
        return Picture(cell.line.symbol, Mm(x), Mm(y), self.picture, self.picture)


def _cells(
    lines: Sequence[Line], widths: Sequence[float], inset: float, row_layout: RowLayout
) -> list[_Cell]:
    """Set the words of answers, each ``inset`` millimetres into its frame."""
    return [
        _Cell(line, width, *row_layout.stack(line, inset, width - inset - PAD, options=True))
        for line, width in zip(lines, widths, strict=True)
    ]


def _needs(line: Line, row_layout: RowLayout) -> tuple[float, float]:
    """Return the width of a frame around a line's longest word, and around the whole line."""
    whole = max(
        row_layout.width(words, row_layout.size(line, words), False) for words in line.words
    )
    return row_layout.longest_word(line) + 2 * PAD, whole + 2 * PAD
