"""Blocks: what stays together on a face, and the air in and around it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from commcards.base.units import Mm
from commcards.faces.items import Item, moved

PAD = Mm(1.1)  # above and below the content of a row
COUNTER = Mm(9.0)  # room for "1/2" beside a question whose answers are divided
GAP = Mm(2.0)  # between a picture and its words, and between columns of answers


@dataclass(frozen=True, slots=True)
class Block:
    """Items that stay together, relative to their own top left corner."""

    items: tuple[Item, ...]
    height: float
    keep_with_next: bool = False
    asks: bool = False  # is answered on the strip


@dataclass(frozen=True, slots=True)
class Division:
    """A question's answers in some ``parts``, evenly filled, each below the ``head``.

    The question may stand ``alone`` before them.
    """

    head: Block
    answers: Sequence[Block]
    parts: int
    alone: Block | None = None

    @property
    def groups(self) -> list[Sequence[Block]]:
        """The answers of each part."""
        count = len(self.answers)
        cuts = [count * part // self.parts for part in range(self.parts + 1)]
        return [self.answers[start:end] for start, end in pairwise(cuts)]

    @property
    def heights(self) -> list[float]:
        """How high each block would stand."""
        head = self.head.height
        own = [sum((block.height for block in group), start=head) for group in self.groups]
        return [self.alone.height, *own] if self.alone else own

    @property
    def is_finest(self) -> bool:
        """Whether there are as many parts as lines of answers."""
        return self.parts == len(self.answers)


def joined(blocks: Sequence[Block]) -> Block:
    """Stand blocks under one another as one."""
    items: list[Item] = []
    y = 0.0
    for block in blocks:
        items += [moved(item, 0, y) for item in block.items]
        y += block.height
    return Block(tuple(items), y)


def beside(items: Sequence[tuple[Item, float]], x: float, width: float) -> tuple[list[Item], float]:
    """Fill lines with items of given widths, in order; return them and their height."""
    rows: list[list[tuple[Item, float]]] = []
    used = 0.0
    for item, need in items:
        if not rows or used + need > width:
            rows.append([])
            used = 0.0
        rows[-1].append((item, need))
        used += need + GAP
    placed: list[Item] = []
    y = 0.0
    for row in rows:
        height = max(item.height for item, _ in row)
        start = x
        for item, need in row:
            top = Mm(y + (height - item.height) / 2)
            wide = Mm(need if len(row) > 1 else width)
            placed.append(item._replace(x=Mm(start), y=top, width=wide))
            start += need + GAP
        y += height
    return placed, y
