"""Drawings to point at -> bands: as large as their face, with the words of their zones. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from commcards.base.units import Mm, Pt
from commcards.faces.items import INFINITE, Item, Misfit, Picture, Text, moved
from commcards.faces.numbers import Digits, digits_of, narrowest
from commcards.faces.tiles.bands import GAP, STEP, Band, rounded
from commcards.faces.tiles.labels import Column, Setter, leader, mirrored, sided, to_end
from commcards.faces.tiles.tile import TileWords
from commcards.localize.localcard import Line, LocalSection
from commcards.model.drawings import Drawing, Place, Zone
from commcards.model.symbols import GRID

LARGE = 4.0  # of the least picture: the longer side of a drawing with its words is at least that
BARE = 3.0  # the same of a drawing without words
APART = 1.5  # between drawings side by side, in units of the grid
LEAD = Mm(3.0)  # between words and a drawing: room for the lines
SMALLER = 0.96  # step by which a drawing shrinks to leave its words more room
TRIAL = Mm(2.0)  # step by which heights are tried
GROWN = (3.0, 2.5, 2.0, 1.5, 1.0)  # how much larger than words numbers may be


@dataclass(frozen=True, slots=True)
class Strip:
    """Drawings side by side with the words of their zones; without ``lines`` they stand bare."""

    drawings: Sequence[Drawing]
    lines: Mapping[str, Line]
    title: Line
    words: TileWords

    @property
    def width(self) -> float:
        """The width of the drawings in units of the grid."""
        return sum(each.width for each in self.drawings) + APART * (len(self.drawings) - 1)

    @property
    def height(self) -> float:
        """The height of the drawings in units of the grid."""
        return max(each.height for each in self.drawings)

    def fitted(self, width: float, height: float) -> Fit | None:
        """Return the drawings as large as they and their words fit; None where they do not."""
        labels = sided(self.drawings[0], self.drawings[-1], self.lines)
        part = LARGE if self.lines else BARE
        least = part * self.words.row_layout.spec.picture / GRID
        for flat in (False, True):
            left, right = (Column(each, Setter(self.words, flat)) for each in labels)
            leads = sum(LEAD for column in (left, right) if column.labels)
            room = width - left.least - right.least - leads
            scale = min(height / self.height, room / self.width)
            while scale >= least:
                spare = max(0.0, room - scale * self.width)
                widths = [_widened(each, spare / 2) for each in (left, right)]
                columns = list(zip((left, right), widths, strict=True))
                if all(c.height(w) <= height for c, w in columns) and self._inside(scale):
                    grown = self._grown(scale)
                    if grown:
                        return Fit(self, columns[0], columns[1], scale, grown)
                scale *= SMALLER
        return None

    def _inside(self, scale: float) -> bool:
        """Tell whether all words that stand in a drawing have room there."""
        for zone, place in self._placed():
            line = self.lines.get(zone.id)
            if line:
                width, height = _whole(place.width * scale), place.height * scale
                if self.words.longest(line) > width or self.words.height(line, width) > height:
                    return False
        return True

    def _placed(self) -> Iterator[tuple[Zone, Place]]:
        for drawing in self.drawings:
            yield from ((zone, zone.words) for zone in drawing.zones if zone.words)

    def _grown(self, scale: float) -> float:
        """Return how large numbers may be; 0 where they have no room."""
        numbers = [(zone.number, place) for zone, place in self._placed()]
        places = [(number, place) for number, place in numbers if number is not None]
        for factor in GROWN:
            shown = self.digits(factor)
            high = sum(each.height for each in shown)
            if all(
                high <= place.height * scale
                and narrowest(range(number, number + 1), shown, self.words.row_layout.width)
                <= place.width * scale
                for number, place in places
            ):
                return factor
        return 0.0

    def digits(self, factor: float) -> list[Digits]:
        """Return the digits of the card's languages, larger by a factor."""
        found = digits_of(self.title, self.words.row_layout.spec)
        return [Digits(each.language, Pt(each.size * factor), each.bold) for each in found]


class Fit(NamedTuple):
    """Drawings at a scale, in millimetres for a unit of the grid, between two columns of words."""

    strip: Strip
    left: tuple[Column, float]
    right: tuple[Column, float]
    scale: float
    grown: float

    def items(self, width: float, height: float) -> list[Item]:
        """Set them in the middle of a width and height, from 0, 0."""
        strip, scale = self.strip, self.scale
        wide, tall = strip.width * scale, strip.height * scale
        ends = [own + LEAD if column.labels else 0.0 for column, own in (self.left, self.right)]
        start = (width - wide - sum(ends)) / 2 + ends[0]
        top = (height - tall) / 2
        pictures: list[Item] = []
        words: list[Item] = []
        x = start
        offsets = []
        for drawing in strip.drawings:
            y = top + tall - drawing.height * scale
            sides = Mm(drawing.width * scale), Mm(drawing.height * scale)
            pictures.append(Picture(drawing.symbol, Mm(x), Mm(y), *sides))
            words += [moved(item, x, y) for item in self._within(drawing)]
            offsets.append((x, y))
            x += (drawing.width + APART) * scale
        beside = [
            *self._column(self.left, (start - ends[0], start - LEAD), offsets[0], height),
            *self._column(
                self.right, (start + wide + LEAD, start + wide + LEAD), offsets[-1], height
            ),
        ]
        return [*pictures, *beside, *words]

    def _column(
        self,
        sized: tuple[Column, float],
        edges: tuple[float, float],
        offset: tuple[float, float],
        height: float,
    ) -> list[Item]:
        """Set the words of a side from the first edge; lines begin at the second."""
        column, own = sized
        zones = [
            (offset[0] + each.x * self.scale, offset[1] + each.y * self.scale)
            for each in column.labels
        ]
        tops = column.tops([y for _, y in zones], own, height)
        lines: list[Item] = []
        words: list[Item] = []
        for label, zone, y in zip(column.labels, zones, tops, strict=True):
            middle = y + column.setter.height(label.line, own) / 2
            before = zone[0] > edges[1]
            lines.append(leader((edges[1] + (0.6 if before else -0.6), middle), zone))
            placed = column.setter.items(label.line, edges[0], y, own)
            words += to_end(placed, "end" if before else "start")
        return [*lines, *words]

    def _within(self, drawing: Drawing) -> Iterator[Item]:
        """Yield the words and numbers that stand in a drawing."""
        scale, strip = self.scale, self.strip
        for zone in drawing.zones:
            place, line = zone.words, strip.lines.get(zone.id)
            if not place:
                continue
            x, y, width = place.x * scale, place.y * scale, place.width * scale
            if zone.number is not None:
                yield from self._number(zone.number, x, y, width, place.height * scale)
            elif line:
                wide = _whole(width)
                spare = place.height * scale - strip.words.height(line, wide)
                yield from strip.words.items(line, x + (width - wide) / 2, y + spare / 2, wide)

    def _number(
        self, number: int, x: float, y: float, width: float, height: float
    ) -> Iterator[Text]:
        shown = self.strip.digits(self.grown)
        y += (height - sum(each.height for each in shown)) / 2
        key = self.strip.title.key
        for each in shown:
            box = (Mm(x), Mm(y), Mm(width), Mm(each.height))
            yield Text(
                key, "digit", each.words(number), each.size, *box, align="center", bold=each.bold
            )
            y += each.height


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Strips of drawings under one another, as a band of a ``least`` height."""

    strips: Sequence[Strip]
    width: float
    least: float
    _fits: dict[float, list[Fit | None]] = field(default_factory=dict, repr=False)

    def strain(self, picture: float) -> float:
        """Return none: there is no other way to set them."""
        return 0.0

    def lines(self) -> Iterator[Line]:
        """Yield the lines of their zones."""
        for strip in self.strips:
            yield from strip.lines.values()

    def wider(self) -> Iterator[Misfit]:
        """Yield nothing: words that have no room stand on tiles."""
        yield from ()

    def side(self, picture: float) -> float:
        """Return a size that asks for no other: drawings are no pictures of lines."""
        return INFINITE

    def height(self, picture: float) -> float:
        """Return their height beside pictures of a size: they grow alike."""
        return self.least * picture / self.strips[0].words.row_layout.spec.picture

    def fits(self) -> bool:
        """Tell whether all have room at the least height."""
        return all(self._fitted(self.least))

    def items(self, height: float, picture: float) -> list[Item]:
        """Set them from 0, 0, as large as the height allows."""
        items: list[Item] = []
        own = self._own(height)
        for number, fit in enumerate(self._fitted(height)):
            if fit:
                y = number * (own + GAP)
                items += [moved(item, 0, y) for item in fit.items(self.width, own)]
        return items

    def _own(self, height: float) -> float:
        return (height - GAP * (len(self.strips) - 1)) / len(self.strips)

    def _fitted(self, height: float) -> list[Fit | None]:
        if height not in self._fits:
            own = self._own(height)
            self._fits[height] = [strip.fitted(self.width, own) for strip in self.strips]
        return self._fits[height]


def figures(
    section: LocalSection, title: Line, words: TileWords, width: float, room: float, *, bare: bool
) -> list[list[tuple[Band, float, int]]]:
    """Return the bands that may begin at each drawing of a section.

    Each comes with its height and how many drawings it holds. Where a drawing has none, the words
    of its zones do not fit on a face.
    """
    rtl = title.words[0].language.direction == "rtl"
    drawings = [mirrored(each) if rtl else each for each in section.drawings]
    lines = {} if bare else section.by_zone
    found: list[list[tuple[Band, float, int]]] = []
    for start in range(len(drawings)):
        here: list[tuple[Band, float, int]] = []
        for count in range(len(drawings) - start, 0, -1):
            strips = _arranged(drawings[start : start + count], lines, title, words, width, room)
            if strips:
                band = _lowest(strips, width, room)
                here.append((band, rounded(band.least), count))
        found.append(here)
    return found


def _arranged(
    drawings: Sequence[Drawing],
    lines: Mapping[str, Line],
    title: Line,
    words: TileWords,
    width: float,
    room: float,
) -> list[Strip]:
    """Return drawings in rows in which they are largest on a whole face; none if they do not fit."""
    best: tuple[float, list[Strip]] = (0.0, [])
    for columns in range(1, len(drawings) + 1):
        rows = [drawings[at : at + columns] for at in range(0, len(drawings), columns)]
        strips = [Strip(row, lines, title, words) for row in rows]
        band = Figures(strips, width, room)
        scales = [fit.scale if fit else 0.0 for fit in band._fitted(room)]
        best = max(best, (min(scales), strips), key=lambda each: each[0])
    return best[1]


def _lowest(strips: list[Strip], width: float, room: float) -> Figures:
    """Return the band with the least height in which the drawings fit."""
    low, high = 0, int(room / TRIAL)
    while low < high:
        middle = (low + high) // 2
        if Figures(strips, width, middle * TRIAL).fits():
            high = middle
        else:
            low = middle + 1
    least = min(room, low * TRIAL)
    return Figures(strips, width, least)


def _widened(column: Column, spare: float) -> float:
    """Return the width of a column that gets some more than its longest word, in steps."""
    return _whole(min(column.most, column.least + spare), up=True) if column.labels else 0.0


def _whole(width: float, *, up: bool = False) -> float:
    """Return a width as words have it, so that few boxes are painted."""
    return (-(-width // STEP) if up else width // STEP) * STEP
