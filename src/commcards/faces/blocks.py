"""Blocks: items that stay together on a face, and the air in and around them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commcards.base.units import Mm
from commcards.faces.items import Item, moved

PAD = Mm(1.1)  # above and below the content of a row
GAP = Mm(2.0)  # between a picture and its words, and between columns of answers


@dataclass(frozen=True, slots=True)
class Block:
    """Items that stay together, relative to their own top left corner."""

    items: tuple[Item, ...]
    height: float
    keep_with_next: bool = False
    needs_strip: bool = False  # it holds a question that is answered on the strip


NOTHING = Block((), 0.0)


def stacked(
    blocks: Iterable[Block], x: float, y: float, air: float = 0.0
) -> tuple[list[Item], float]:
    """Stack blocks from x, y with air below each; return their items, and the y where they end."""
    items: list[Item] = []
    for block in blocks:
        items += [moved(item, x, y) for item in block.items]
        y += block.height + air
    return items, y


def joined(blocks: Iterable[Block]) -> Block:
    """Stack blocks into one."""
    items, height = stacked(blocks, 0, 0.0)
    return Block(tuple(items), height)


def beside(items: Sequence[tuple[Item, float]], x: float, width: float) -> tuple[list[Item], float]:
    """Fill lines with items of given widths, in order; return the items and their height."""
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


def shares(total: float, needs: Sequence[tuple[float, float]]) -> list[float]:
    """Share out a width: first for the longest words, then for whole lines, then evenly."""
    least = sum(low for low, _ in needs)
    whole = sum(high for _, high in needs)
    if whole <= total:
        return [high + (total - whole) / len(needs) for _, high in needs]
    part = (total - least) / (whole - least) if least < total else 0.0
    return [low + (high - low) * part for low, high in needs]
