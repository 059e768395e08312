"""The answer strip of tiles: low, and on every face, with all its languages. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from commcards.base.units import Mm
from commcards.faces.blocks import NOTHING, Block, joined, shares
from commcards.faces.items import Item, Picture, Shape
from commcards.faces.rowlayout import RowLayout
from commcards.faces.tiles.bands import GAP
from commcards.faces.tiles.tile import CLOSE, PAD, TileWords
from commcards.localize.localcard import Line, LocalCard

MOST = (0.07, 5.0)  # of a face's height, and mm: 14 mm of an A6 card
PICTURES = (0.8, 0.7, 0.6)  # of the pictures of other answers
LEAST = 0.7  # of an even share of the strip, for any answer


def set_strip(card: LocalCard, row_layout: RowLayout) -> Block:
    """Set the answers at the foot of a face."""
    return _strip(tuple(card.strip[name] for name in row_layout.spec.strip), row_layout)


@lru_cache(maxsize=16)  # the cards of a target have one and the same
def _strip(lines: Sequence[Line], row_layout: RowLayout) -> Block:
    """Return the lowest strip with all words, in small type where it must, or with fewer words."""
    if not lines:
        return NOTHING
    most = MOST[0] * row_layout.spec.height + MOST[1]
    found: list[Block] = []
    for said, setter in _wordings(lines, row_layout):
        for part in PICTURES:
            fitting = [form for form in _forms(said, setter, part) if form.fits]
            found += (
                [min((f.block() for f in fitting), key=lambda block: block.height)]
                if fitting
                else []
            )
            if found and found[-1].height <= most:
                return found[-1]
    if found:
        return min(found, key=lambda block: block.height)
    return next(_forms(lines, TileWords(row_layout), PICTURES[-1])).block()


def _wordings(
    lines: Sequence[Line], row_layout: RowLayout
) -> Iterator[tuple[Sequence[Line], TileWords]]:
    """Yield the answers in all of their words, then smaller, then in the first person's alone."""
    spec = row_layout.spec
    plain = TileWords(row_layout, row_layout.alike)
    yield lines, plain
    if len(lines[0].person) == 1 or row_layout.alike:  # both sides of a tent have the same words
        return
    smaller = replace(row_layout, spec=replace(spec, person=spec.staff))
    small = TileWords(smaller, row_layout.alike)
    yield lines, small
    first = tuple(replace(line, person=line.person[:1]) for line in lines)
    yield first, plain
    yield first, small


def _forms(lines: Sequence[Line], setter: TileWords, part: float) -> Iterator[_Form]:
    """Yield rows of answers: one or two, with the words beside their picture and below it."""
    half = (len(lines) + 1) // 2
    for parts in ((lines,), (lines[:half], lines[half:])):
        for flat in (True, False):
            yield _Form(parts, setter, flat, setter.row_layout.spec.option_picture * part)


@dataclass(frozen=True, slots=True)
class _Form:
    parts: Sequence[Sequence[Line]]
    setter: TileWords
    flat: bool
    picture: float

    @property
    def inset(self) -> float:
        return PAD + (self.picture + PAD / 2 if self.flat else 0.0)

    @property
    def total(self) -> float:
        spec = self.setter.row_layout.spec
        return spec.width - 2 * spec.margin

    def _room(self, part: Sequence[Line]) -> float:
        return self.total - GAP * (len(part) - 1)

    def _needs(self, part: Sequence[Line]) -> list[tuple[float, float]]:
        least = LEAST * self._room(part) / len(part)
        around = self.inset + PAD
        return [
            (
                max(self.setter.longest(line) + around, 0 if self.flat else least),
                max(self.setter.whole(line) + around, 0 if self.flat else least),
            )
            for line in part
        ]

    @property
    def fits(self) -> bool:
        return all(
            sum(low for low, _ in self._needs(part)) <= self._room(part) for part in self.parts
        )

    def block(self) -> Block:
        rows = [self._row(part) for part in self.parts]
        if len(rows) > 1:
            rows[0] = replace(rows[0], height=rows[0].height + GAP)
        return joined(rows)

    def _row(self, part: Sequence[Line]) -> Block:
        spec = self.setter.row_layout.spec
        widths = shares(self._room(part), self._needs(part))
        words = [w - self.inset - PAD for w in widths]
        heights = [self.setter.height(a, w) for a, w in zip(part, words, strict=True)]
        side = Mm(self.picture)
        if self.flat:
            height = max(*heights, side) + 2 * PAD
        else:
            height = side + CLOSE + max(heights) + 2 * PAD
        items: list[Item] = []
        x = float(spec.margin)
        for line, wide, inner, tall in zip(part, widths, words, heights, strict=True):
            items.append(Shape("strip", Mm(x), Mm(0), Mm(wide), Mm(height)))
            if self.flat:
                items.append(Picture(line.symbol, Mm(x + PAD), Mm((height - side) / 2), side, side))
                items += self.setter.items(line, x + self.inset, (height - tall) / 2, inner)
            else:
                items.append(Picture(line.symbol, Mm(x + (wide - side) / 2), PAD, side, side))
                items += self.setter.items(line, x + PAD, PAD + side + CLOSE, inner)
            x += wide + GAP
        return Block(tuple(items), height)
