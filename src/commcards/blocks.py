"""Blocks: what stays together on a face, and the air in and around it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commcards.items import Item, moved
from commcards.units import Mm

PAD = Mm(1.1)  # above and below the content of a row
COUNTER = Mm(9.0)  # room for "1/2" beside a question whose answers are divided
DIGIT_AIR = Mm(0.4)  # between numbers to point at
GAP = Mm(2.0)  # between a picture and its words, and between columns of answers


@dataclass(frozen=True, slots=True)
class Block:
    """Items that stay together, relative to their own top left corner."""

    items: tuple[Item, ...]
    height: float
    key: str
    keep_with_next: bool = False
    asks: bool = False  # is answered on the strip


def joined(blocks: Sequence[Block]) -> Block:
    """Stand blocks under one another as one."""
    items: list[Item] = []
    y = 0.0
    for block in blocks:
        items += [moved(item, 0, y) for item in block.items]
        y += block.height
    return Block(tuple(items), y, blocks[0].key)


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
