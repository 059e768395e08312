"""A tile: a picture with the person's words and the staff's below it, in a frame. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from commcards.base.units import Mm, Pt
from commcards.faces.items import (
    INFINITE,
    Item,
    Misfit,
    Picture,
    Role,
    Shape,
    Text,
    line_height,
    moved,
)
from commcards.faces.measure import PANGO_ROUNDING
from commcards.faces.numbers import beside
from commcards.faces.rowlayout import RowLayout
from commcards.localize.localcard import Entry, Line, Tool, Words
from commcards.text.linebreak import bare, pieces

PAD = Mm(0.7)  # from a frame to what stands in it, and from a picture to its words
CLOSE = Mm(0.2)  # from a picture to the words below it: both have air of their own
WAY = 0.85  # mm of height for each point of small type: the way to a tool card
FINGER = 1.18  # of the least picture: how high a tile is at least
SIGN = 0.22  # of the least picture: the sign of who speaks
SIGNED = ("person-says", "staff-asks", "staff-says")
DEEP = 0.8  # of a picture: words of two languages that are higher strain a tile
FLAT = 0.8  # strain of words beside their picture
INSET = Mm(1.6)  # before a picture beside its words: the sign stands in the corner
CHIP_AIR = Mm(0.6)  # above the chip of an entry
WIDE = 0.5  # of a face: wider tiles have their words beside the picture where that is lower

_Sized = tuple[Role, Words, Pt, bool]  # words, their type size, and whether they are bold


@dataclass(slots=True)
class TileWords:
    """Sets the words of tiles, and remembers how high they were.

    The lines are kept alive by their card, so that each is known by its identity.
    """

    row_layout: RowLayout
    all_bold: bool = False  # both readers' words, where they are of one rank
    _heights: dict[tuple[int, float], float] = field(default_factory=dict)
    _longest: dict[int, float] = field(default_factory=dict)
    _sized: dict[int, list[_Sized]] = field(default_factory=dict)

    def height(self, line: Line, width: float) -> float:
        """Return how high the words of a line are in a width."""
        key = id(line), width
        known = self._heights.get(key)
        if known is None:
            heights = [
                self._lines(words, size, width, bold) * line_height(words, size)
                for _, words, size, bold in self._texts(line)
            ]
            known = self._heights[key] = sum(heights)
        return known

    def longest(self, line: Line) -> float:
        """Return the width of a box that holds the longest word of a line."""
        known = self._longest.get(id(line))
        if known is None:
            texts = self._texts(line)
            longest = [self._longest_word(words, size, bold) for _, words, size, bold in texts]
            known = self._longest[id(line)] = max(longest)
        return known

    def wider(self, line: Line, width: float) -> Iterator[Misfit]:
        """Yield the words of a line that are wider than a box, by their language."""
        for _, words, size, bold in self._texts(line):
            if self._longest_word(words, size, bold) > width:
                yield Misfit(line.key, words.language.tag)

    def _longest_word(self, words: Words, size: Pt, bold: bool) -> float:
        measure = self.row_layout.width
        every = {bare(piece) for piece in pieces(words.text, words.language)}
        widths = [measure(Words(words.language, word), size, bold) for word in every]
        return PANGO_ROUNDING + max(widths, default=0.0)

    def whole(self, line: Line) -> float:
        """Return the width of a box that holds each text of a line unbroken."""
        measure = self.row_layout.width
        texts = self._texts(line)
        return PANGO_ROUNDING + max(measure(words, size, bold) for _, words, size, bold in texts)

    def items(self, line: Line, x: float, y: float, width: float) -> list[Item]:
        """Set the words of a line under one another, each in the middle."""
        items: list[Item] = []
        for role, words, size, bold in self._texts(line):
            height = self._lines(words, size, width, bold) * line_height(words, size)
            box = (Mm(x), Mm(y), Mm(width), Mm(height))
            if words.text:
                items.append(Text(line.key, role, words, size, *box, align="center", bold=bold))
            else:
                items.append(Shape("blank", *box))
            y += height
        return items

    def _lines(self, words: Words, size: Pt, width: float, bold: bool) -> int:
        return self.row_layout.lines(words, size, Mm(width), bold) if words.text else 1

    def _texts(self, line: Line) -> list[_Sized]:
        known = self._sized.get(id(line))
        if known is None:
            known = self._sized[id(line)] = self._sizes(line)
        return known

    def _sizes(self, line: Line) -> list[_Sized]:
        layout = self.row_layout
        texts: list[_Sized] = []
        for words in line.words:
            is_staff = words is line.staff
            bold = self.all_bold or words is line.words[0]
            texts.append(("staff" if is_staff else "person", words, layout.size(line, words), bold))
            if words.aid:
                spelled = words.spelled
                size = Pt(layout.spec.small * spelled.language.scale)
                texts.append(("small", spelled, size, False))
        return texts


class Form(NamedTuple):
    """What stands beside others is like in a width.

    ``height`` is the least, which a finger covers; ``below`` that with the words below the picture.
    A ``flat`` tile has its words beside its picture.
    """

    height: float
    strain: float = 0.0  # by how much it is not as it should be: a picture over few words
    fits: bool = True  # no word is longer than it is wide
    below: float = 0.0
    flat: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A line in a frame of a ``kind``; how wide and high it is, is said by what holds it.

    A question over its answers has a picture of a ``fixed`` size; one whose answers stand on a tool
    card alone shows the way there. A ``silent`` one is a picture without words. A line of the
    contents has a chip at its foot: the ``entry``.
    """

    line: Line
    kind: str
    words: TileWords
    way: Tool | None = None
    fixed: float = 0.0
    silent: bool = False
    entry: Entry | None = None
    _known: dict[tuple[float, float], Form] = field(default_factory=dict, repr=False)

    def fits(self, width: float) -> bool:
        """Tell whether no word is longer than the tile is wide."""
        return self.silent or max(self.words.longest(self.line), self._chip_need) <= width - 2 * PAD

    def wider(self, width: float) -> Iterator[Misfit]:
        """Yield the words that are too wide for the tile."""
        if not self.fits(width):
            yield from self.words.wider(self.line, width - 2 * PAD)
            if self._chip_need > width - 2 * PAD:
                yield Misfit(self.line.key, self.line.staff.language.tag)

    @property
    def grows(self) -> bool:
        """Whether its picture may be of any size."""
        return not self.fixed and bool(self.line.symbol)

    def form(self, width: float, picture: float) -> Form:
        """Return what the tile is like with a picture of a size."""
        key = width, picture
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._measured(width, picture)
        return known

    def items(self, width: float, height: float, picture: float, top: float) -> list[Item]:
        """Set the tile from 0, 0; a picture over its words stands at a ``top``."""
        form = self.form(width, picture)
        inner = width - 2 * PAD
        side = self._side(inner, picture)
        items: list[Item] = []
        if self.kind:
            items.append(Shape(self.kind, Mm(0), Mm(0), Mm(width), Mm(height)))
            items += signed(self.kind, self.words.row_layout.spec.picture)
        if not form.flat:
            x, room = float(PAD), inner
            top = top if side and not self.fixed else (height - form.below) / 2 + PAD
            box = (Mm((width - side) / 2), Mm(top), side, side)
            top += side + CLOSE if side else 0.0
        else:
            x, room = PAD + INSET + side + PAD, inner - INSET - side - PAD
            free = height - self._chip_height
            top = (free - self._words_height(room) - self._way_height) / 2
            box = (Mm(PAD + INSET), Mm((free - side) / 2), side, side)
        if side:
            items.append(Picture(self.line.symbol, *box))
        if not self.silent:
            items += self.words.items(self.line, x, top, room)
        if self.way:
            items += self._way(x + room / 2, top + self._words_height(room))
        return [*items, *self._chip(self.entry, width, height)] if self.entry else items

    def _side(self, inner: float, picture: float) -> Mm:
        return Mm(min(self.fixed or picture, inner) if self.line.symbol else 0.0)

    def _measured(self, width: float, picture: float) -> Form:
        spec = self.words.row_layout.spec
        inner = width - 2 * PAD
        around = 2 * PAD + self._way_height + self._chip_height
        side = self._side(inner, picture)
        words = self._words_height(inner)
        below = side + (CLOSE if side else 0.0) + words + around
        room = inner - side - INSET - PAD
        beside = INFINITE
        wide = width > WIDE * spec.width
        if side and wide and not self.silent and room >= max(side, self.words.longest(self.line)):
            beside = max(side, self._words_height(room) + self._way_height) + 2 * PAD
            beside += self._chip_height
        framed = self.line.symbol and self.kind not in ("", "option")
        finger = FINGER * spec.picture if framed else 0.0
        deep = max(0.0, words / spec.picture - DEEP * len(self.line.words) / 2)
        flat = beside < below
        height = max(finger, min(below, beside))
        return Form(height, FLAT if flat else deep, self.fits(width), below, flat)

    def _words_height(self, width: float) -> float:
        return 0.0 if self.silent else self.words.height(self.line, width)

    @property
    def _way_height(self) -> float:
        return WAY * self.words.row_layout.spec.small if self.way else 0.0

    @property
    def _numbers(self) -> list[tuple[Words, float]]:
        """The number of the entry in everybody's digits, each with its width."""
        layout = self.words.row_layout
        languages = (words.language for words in self.line.words)
        numbers = beside(self.entry.face, languages) if self.entry else []
        return [(each, layout.width(each, layout.spec.staff, True) + PAD) for each in numbers]

    @property
    def _chip_height(self) -> float:
        """The height of the chip with its air above: a line of any digits."""
        if not self.entry:
            return 0.0
        size = self.words.row_layout.spec.staff
        high = max((line_height(words, size) for words, _ in self._numbers), default=0.0)
        return high + CHIP_AIR if high else 0.0

    @property
    def _chip_need(self) -> float:
        """The least width of the chip: the picture of the category, and the number."""
        if not self.entry:
            return 0.0
        return self._chip_height + sum(width for _, width in self._numbers)

    def _chip(self, entry: Entry, width: float, height: float) -> Iterator[Item]:
        """Set the picture of the category and the number of the face in the category's colours."""
        tall = self._chip_height - CHIP_AIR
        top = height - PAD - tall
        yield Shape("chip", PAD, Mm(top), Mm(width - 2 * PAD), Mm(tall), entry.category)
        side = Mm(tall - 2 * CLOSE)
        box = (Mm(PAD + 2 * CLOSE), Mm(top + CLOSE), side, side)
        yield Picture(entry.picture, *box, True, entry.category)
        numbers = self._numbers
        start = PAD + tall
        x = start + (width - PAD - start - sum(wide for _, wide in numbers)) / 2
        size = self.words.row_layout.spec.staff
        for words, wide in numbers:
            high = line_height(words, size)
            place = (Mm(x), Mm(top + (tall - high) / 2), Mm(wide), Mm(high))
            yield Text(
                self.line.key, "place", words, size, *place,
                align="center", bold=True, category=entry.category,
            )  # fmt: skip
            x += wide

    def _way(self, middle: float, y: float) -> list[Item]:
        """Set an arrow, and in a frame the picture and the code of the tool card."""
        assert self.way
        words = Words(self.line.staff.language, self.way.code)
        size = self.words.row_layout.spec.small
        tall = self._way_height - PAD
        wide = self.words.row_layout.width(words, size, True) + PAD
        high = line_height(words, size)
        x, y = middle - (2 * tall + wide) / 2, y + PAD
        side = Mm(0.8 * tall)
        at = Mm(y + 0.1 * tall)
        arrow = "sign-way-" + self.line.words[0].language.direction
        box = (Mm(x + 2 * tall), Mm(y + (tall - high) / 2), Mm(wide), Mm(high))
        return [
            Picture(arrow, Mm(x), at, side, side),
            Shape("way", Mm(x + tall), Mm(y), Mm(tall + wide), Mm(tall)),
            Picture(self.way.symbol, Mm(x + 1.1 * tall), at, side, side),
            Text(self.line.key, "small", words, size, *box, align="center", bold=True),
        ]


def signed(kind: str, picture: float) -> list[Item]:
    """Return the sign of who speaks, at the corner of a frame; answers have none."""
    speaker = kind.partition(" ")[2]
    side = Mm(SIGN * picture)
    at = Mm(PAD / 2)
    return [Picture(f"sign-{speaker}", at, at, side, side)] if speaker in SIGNED else []


def shifted(items: list[Item], x: float, y: float) -> list[Item]:
    """Return items moved together."""
    return [moved(item, x, y) for item in items]
