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
from commcards.faces.numbers import beside, counted
from commcards.faces.rowlayout import RowLayout
from commcards.localize.localcard import LocalCard, Words
from commcards.model.decks import TABS, Category
from commcards.model.layouts import Design, FaceSpec

# Air below the header and above the strip, as a part of the margin.
AIR = {Design.TILES: 0.3, Design.ROWS: 0.45}
FOOT_PAD = Mm(1.2)  # around each text of the foot
FOLIO_PAD = Mm(0.8)  # before the number of a face in anybody's digits
AIR_OF_MARK = Mm(0.6)  # between the draft mark and what else is in the foot
FOOTER_GAP = Mm(0.8)  # between the answer strip and the foot
TAB = Mm(2.8)  # how far a tab reaches into the face at least; it leaves air before the words
TAB_AIR = Mm(0.2)
MOST_DIGITS = 3  # of the number of a face in its deck
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
    """Set the foot of a face: draft mark, shape, code and version, and which face of how many.

    Room is left at the end for the number of the face in its deck. On a narrow face the draft mark
    has a line of its own.
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

    staff = card.title.staff.language
    code = Words(staff, f"{card.card.code} · {card.version}")
    side = Mm(tall - 1.4)
    end = spec.width - spec.margin - sum(wide for _, wide in _folio(card, 0, row_layout))
    told = [(words, need(words)) for words in (code, counted(number, count, staff))]
    drafts = card.words["draft"] if card.draft else None
    marks = [words for words in drafts.words if words.text] if drafts else []
    # The staff's words must be there; where they have no room, the code alone says enough.
    least = [drafts.staff] if drafts else []
    forms = [(told, marks), (told, least), (told[:1], least)]
    rooms = [
        end - side - sum(width for _, width in small) - AIR_OF_MARK - spec.margin
        for small, _ in forms
    ]
    needs = [sum(need(words, bold=True) for words in shown) for _, shown in forms]
    fits = [wide <= room for wide, room in zip(needs, rooms, strict=True)]
    lines = 1 if any(fits) else 2
    small, shown = forms[fits.index(True)] if any(fits) else (told, least)
    start = end - side - sum(width for _, width in small)
    widths = [need(words, bold=True) for words in shown]
    y = (lines - 1) * tall
    items.append(Picture(f"shape-{category.shape}", Mm(start), Mm(y + 0.7), side, side))
    x = start + side
    for words, width in small:
        put(words, "small", x, y, width)
        x += width
    if shown:
        x = float(spec.margin)
        for words, width in zip(shown, widths, strict=True):
            put(words, "badge", x, 0.0, width)
            x += width
        frame = Mm(x - spec.margin)
        items.insert(0, Shape("badge", spec.margin, Mm(0.3), frame, Mm(tall - 0.6)))
    return Block(tuple(items), lines * tall + FOOTER_GAP)


def set_folio(card: LocalCard, row_layout: RowLayout, number: int) -> list[Item]:
    """Set the number of a face in its deck at the end of the foot, in everybody's digits."""
    spec = row_layout.spec
    tall = footer_height(spec) - FOOTER_GAP
    folio = _folio(card, number, row_layout)
    x = spec.width - spec.margin - sum(width for _, width in folio)
    items: list[Item] = []
    for words, width in folio:
        high = Mm(line_height(words, spec.staff))
        box = (Mm(x), Mm(spec.height - (tall + high) / 2), Mm(width), high)
        items.append(Text("folio", "small", words, spec.staff, *box, align="end", bold=True))
        x += width
    return items


def _folio(card: LocalCard, number: int, row_layout: RowLayout) -> list[tuple[Words, float]]:
    """Return the number of a face in everybody's digits, each with the width of the widest."""
    numbers = beside(number, (words.language for words in card.title.words))
    return [(words, _widest(words, row_layout) + FOLIO_PAD) for words in numbers]


def _widest(number: Words, row_layout: RowLayout) -> float:
    """Return the width of the widest number in the digits of a number."""
    widest = (replace(number, text=digit * MOST_DIGITS) for digit in number.language.digits)
    return max(row_layout.width(words, row_layout.spec.staff, True) for words in widest)


def category_tab(category: Category, row_layout: RowLayout, floor: float) -> tuple[Item, ...]:
    """Set the tab at the reading end: its place on the edge and its picture show the category.

    Tabs end above the answer strip, which begins at ``floor``.
    """
    spec = row_layout.spec
    top = 0.24 * spec.height
    step = (floor - GAP - top) / TABS
    wide = max(TAB, Mm(spec.margin - TAB_AIR))
    x, y, tall = spec.width - wide, top + category.tab * step, step * 0.9
    side = Mm(min(wide, tall) - TAB_AIR)
    return (
        Shape("tab", Mm(x), Mm(y), Mm(wide + spec.bleed), Mm(tall)),
        Picture(
            category.picture,
            Mm(x + TAB_AIR / 2),
            Mm(y + (tall - side) / 2),
            side,
            side,
            on_color=True,
        ),
    )
