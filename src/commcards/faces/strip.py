"""The answer strip: the same answers at the same place on every face. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from commcards.base.units import Mm
from commcards.faces.blocks import GAP, PAD, Block, joined
from commcards.faces.items import Item, Picture, Shape, centred, moved
from commcards.faces.rows import RowLayout
from commcards.localize.localcard import Line, LocalCard

SLACK = 0.01  # mm: rounding


def set_strip(card: LocalCard, setter: RowLayout) -> Block:
    """Set the answer strip: the same answers at the same place on every face.

    Answers stand in one line, or in two where that is lower: with several languages.
    """
    return _strip(tuple(card.strip[name] for name in setter.spec.strip), setter)


@lru_cache(maxsize=16)  # the cards of a target have one and the same
def _strip(lines: Sequence[Line], setter: RowLayout) -> Block:
    if not lines:
        return Block((), 0.0)
    half = (len(lines) + 1) // 2
    one, _ = _answer_row(lines, setter)
    parts = (lines[:half], lines[half:])
    rows = [_answer_row(part, setter) for part in parts]
    if not all(flat for _, flat in rows):  # one form for both
        rows = [_answer_row(part, setter, may_be_flat=False) for part in parts]
    (upper, _), (lower, _) = rows
    two = joined([replace(upper, height=upper.height + GAP), lower])
    end = setter.spec.width - setter.spec.margin + SLACK
    fits = all(item.x + item.width <= end for item in one.items)
    return one if fits and one.height <= two.height else two


def _answer_row(
    lines: Sequence[Line], setter: RowLayout, *, may_be_flat: bool = True
) -> tuple[Block, bool]:
    """Set a row of answers; tell whether pictures stand beside their words."""
    spec = setter.spec
    if not lines:
        return Block((), 0.0), True
    total = spec.width - 2 * spec.margin - GAP * (len(lines) - 1)
    even = total / len(lines)
    needs = [_least(line, setter) for line in lines]
    widths = _shares(total, [(max(low, 0.7 * even), max(high, 0.7 * even)) for low, high in needs])
    picture = Mm(spec.option_picture * 0.8)
    # Pictures stand over their words, or beside them where that is lower: on small faces.
    inset = PAD + picture + PAD
    over, beside = (
        [
            (width, *setter.stack(line, shift, width - shift - PAD, options=True))
            for line, width in zip(lines, widths, strict=True)
        ]
        for shift in (PAD, inset)
    )
    heights = [max(height for *_, height in cells) for cells in (over, beside)]
    flat = (
        may_be_flat
        and max(heights[1], picture) < picture + heights[0]
        and all(need + inset <= width for (need, _), width in zip(needs, widths, strict=True))
    )
    cells = beside if flat else over
    height = (max(heights[1], picture) + PAD if flat else picture + heights[0] + PAD) + PAD
    items: list[Item] = []
    x = float(spec.margin)
    for line, (width, words, own) in zip(lines, cells, strict=True):
        items.append(Shape("strip", Mm(x), Mm(0), Mm(width), Mm(height)))
        left, top = (PAD, (height - picture) / 2) if flat else ((width - picture) / 2, PAD)
        items.append(Picture(line.symbol, Mm(x + left), Mm(top), picture, picture))
        words_top = (height - own) / 2 if flat else PAD + picture
        items += [moved(item if flat else centred(item), x, words_top) for item in words]
        x += width + GAP
    return Block(tuple(items), height), flat


def _least(line: Line, setter: RowLayout) -> tuple[float, float]:
    """Return the width of a line's longest word, and of the whole line."""
    whole = max(setter.width(words, setter.size(line, words), False) for words in line.words)
    return setter.longest_word(line) + 2 * PAD, whole + 2 * PAD


def _shares(total: float, needs: Sequence[tuple[float, float]]) -> list[float]:
    """Share a width out: first the longest words, then whole lines, then evenly."""
    least = sum(low for low, _ in needs)
    whole = sum(high for _, high in needs)
    if whole <= total:
        return [high + (total - whole) / len(needs) for _, high in needs]
    part = (total - least) / (whole - least) if least < total else 0.0
    return [low + (high - low) * part for low, high in needs]
