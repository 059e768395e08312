"""The frame around the columns of every face: header, answer strip, foot and tab. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from commcards.base.units import Mm
from commcards.faces.blocks import GAP, NOTHING, PAD, Block
from commcards.faces.header import set_header
from commcards.faces.items import (
    ROUNDING,
    Face,
    Item,
    Look,
    Misfit,
    Picture,
    Role,
    Shape,
    Text,
    line_height,
    mirrored,
    moved,
)
from commcards.faces.numbers import counted
from commcards.faces.rowlayout import RowLayout
from commcards.localize.localcard import LocalCard, Words
from commcards.model.decks import TABS, Category
from commcards.model.layouts import Design, FaceSpec

# Air below the header and above the strip, as a part of the margin.
AIR = {Design.TILES: 0.3, Design.ROWS: 0.45}
FOOT_PAD = Mm(1.2)  # around each text of the foot
FOOTER_GAP = Mm(0.8)  # between the answer strip and the foot
TAB = Mm(2.8)  # how far a tab reaches into the face
MOST_FACES = (9, 99)  # of a card: the foot keeps room for one digit, or for two


class Rooms(NamedTuple):
    """How high columns may be, in millimetres: on the first face and on later ones.

    Columns end ``above_strip`` on faces with the answer strip, and reach ``to_foot`` on others.
    """

    above_strip: tuple[float, float]
    to_foot: tuple[float, float]

    def of(self, *, first: bool, with_strip: bool) -> float:
        """Return the room on a face."""
        return (self.above_strip if with_strip else self.to_foot)[0 if first else 1]

    def share(self, part: float) -> Rooms:
        """Return a part of all rooms."""
        (a, b), (c, d) = self
        return Rooms((a * part, b * part), (c * part, d * part))


@dataclass(frozen=True, slots=True)
class Content:
    """What stands between the header and the strip or the foot of a face, at its place."""

    items: Sequence[Item]
    look: Look
    with_strip: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """Header, foot, strip and tab of a card's faces.

    ``headers`` are those of the first face and of later ones; ``foot`` is as high as any foot can
    be. The items of ``strip`` and ``tab`` are at their places; a list of contents has neither. The
    strip is on every face, or only on faces with questions for it.
    """

    card: LocalCard
    category: Category
    row_layout: RowLayout
    headers: tuple[Block, Block]
    foot: Block
    strip: Block = NOTHING
    tab: tuple[Item, ...] = ()
    has_strip_always: bool = True

    @classmethod
    def plain(cls, card: LocalCard, category: Category, row_layout: RowLayout, most: int) -> Frame:
        """Return a frame with only header and foot, for as many faces at ``most``."""
        first = set_header(card, category, row_layout, first=True)
        later = set_header(card, category, row_layout, first=False)
        foot = set_footer(card, category, row_layout, most, most)
        return cls(card, category, row_layout, (first, later), foot)

    @classmethod
    def whole(
        cls,
        card: LocalCard,
        category: Category,
        row_layout: RowLayout,
        strip: Block,
        most: int,
        *,
        always: bool,
    ) -> Frame:
        """Return a frame with a strip, on every face or where it is needed, and the tab."""
        frame = cls.plain(card, category, row_layout, most)
        top = frame.floor - strip.height
        items = tuple(moved(item, 0, top) for item in strip.items)
        tab = category_tab(category, row_layout, top)
        placed = replace(strip, items=items)
        return replace(frame, strip=placed, tab=tab, has_strip_always=always)

    @property
    def air(self) -> float:
        """The air below the header, and above the strip, in millimetres."""
        spec = self.row_layout.spec
        return AIR[spec.design] * spec.margin

    @property
    def floor(self) -> float:
        """The y where the foot begins."""
        return self.row_layout.spec.height - self.foot.height

    @property
    def rooms(self) -> Rooms:
        """How high the columns may be."""
        first, later = (self.floor - header.height - 2 * self.air for header in self.headers)
        above_strip = first - self.strip.height, later - self.strip.height
        return Rooms(above_strip, above_strip if self.has_strip_always else (first, later))

    def top(self, number: int) -> float:
        """Return where the columns of a face begin."""
        return self._header(number).height + self.air

    def bottom(self, *, with_strip: bool) -> float:
        """Return where the columns of a face end."""
        return self.floor - self.air - (self.strip.height if with_strip else 0.0)

    def face(self, number: int, count: int, content: Content) -> Face:
        """Return a face: its items in reading order, mirrored for readers from right to left."""
        spec = self.row_layout.spec
        direction = self.card.title.person[0].language.direction
        foot = set_footer(self.card, self.category, self.row_layout, number, count)
        foot_top = spec.height - foot.height + FOOTER_GAP
        items = [
            *self._header(number).items,
            *content.items,
            *(self.strip.items if content.with_strip else ()),
            *(moved(item, 0, foot_top) for item in foot.items),
            *self.tab,
        ]
        if direction == "rtl":
            items = [mirrored(item, spec.width) for item in items]
        return Face(number, count, direction, tuple(items), content.look)

    def misfits(self) -> Iterator[Misfit]:
        """Yield words of the strip and the foot that reach into a margin."""
        spec = self.row_layout.spec
        start, end = spec.margin - ROUNDING, spec.width - spec.margin + ROUNDING
        for item in (*self.strip.items, *self.foot.items):
            if isinstance(item, Text) and not start <= item.x <= item.x + item.width <= end:
                yield Misfit(item.key, item.words.language.tag)

    def _header(self, number: int) -> Block:
        return self.headers[min(number, 2) - 1]


def footer_height(spec: FaceSpec) -> Mm:
    """Return the height of the foot: a line of small type with air."""
    return Mm(0.8 * spec.small)


def set_footer(
    card: LocalCard, category: Category, row_layout: RowLayout, number: int, count: int
) -> Block:
    """Set the foot of a face: draft mark, shape, code and version, and which face of how many in
    everybody's digits.

    On a narrow face the draft mark has a line of its own.
    """
    spec = row_layout.spec
    key = card.card.id
    tall = footer_height(spec) - FOOTER_GAP
    items: list[Item] = []

    def need(words: Words, *, bold: bool = False) -> float:
        return row_layout.width(words, spec.small, bold) + (2 * PAD if bold else FOOT_PAD)

    def put(words: Words, role: Role, x: float, y: float, width: float) -> None:
        high = Mm(line_height(words, spec.small))
        box = (Mm(x), Mm(y + (tall - high) / 2), Mm(width), high)
        bold = role == "badge"
        items.append(Text(key, role, words, spec.small, *box, align="center", bold=bold))

    languages = {each.language.digits: each.language for each in reversed(card.title.words)}
    numbers = [counted(number, count, each) for each in reversed(languages.values())]
    code = Words(card.title.staff.language, f"{card.card.code} · {card.version}")
    side = Mm(tall - 1.4)
    small = [(words, need(words)) for words in (code, *numbers)]
    start = spec.width - spec.margin - side - sum(width for _, width in small)
    shown = [words for words in card.words["draft"].words if words.text] if card.draft else []
    widths = [need(words, bold=True) for words in shown]
    room = start - GAP - spec.margin
    if sum(widths) > room:  # the staff's words must be there
        shown = [card.words["draft"].staff]
        widths = [need(words, bold=True) for words in shown]
    lines = 2 if sum(widths) > room else 1
    y = (lines - 1) * tall
    items.append(Picture(f"shape-{category.shape}", Mm(start), Mm(y + 0.7), side, side))
    x = start + side
    for words, width in small:
        put(words, "small", x, y, width)
        x += width
    if shown:
        end = float(spec.margin)
        for words, width in zip(shown, widths, strict=True):
            put(words, "badge", end, 0.0, width)
            end += width
        frame = Mm(end - spec.margin)
        items.insert(0, Shape("badge", spec.margin, Mm(0.3), frame, Mm(tall - 0.6)))
    return Block(tuple(items), lines * tall + FOOTER_GAP)


def category_tab(category: Category, row_layout: RowLayout, floor: float) -> tuple[Item, ...]:
    """Set the tab at the reading end: its place on the edge and its shape show the category.

    Tabs end above the answer strip, which begins at ``floor``.
    """
    spec = row_layout.spec
    top = 0.24 * spec.height
    step = (floor - GAP - top) / TABS
    x, y, tall = spec.width - TAB, top + category.tab * step, step * 0.9
    side = Mm(TAB - 0.4)
    return (
        Shape("tab", Mm(x), Mm(y), Mm(TAB + spec.bleed), Mm(tall)),
        Picture(
            f"shape-{category.shape}",
            Mm(x + 0.2),
            Mm(y + (tall - side) / 2),
            side,
            side,
            on_color=True,
        ),
    )
