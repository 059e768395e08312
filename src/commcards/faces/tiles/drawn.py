"""Drawings to point at -> bands: as large as their face, with the words of their zones. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import NamedTuple

from commcards.base.units import Mm, Pt
from commcards.faces.items import INFINITE, Item, Misfit, Picture, moved
from commcards.faces.tiles.bands import GAP, STEP, Choice, rounded
from commcards.faces.tiles.figures import Numbers
from commcards.faces.tiles.labels import Column, Setter, leader, mirrored, sided, to_end
from commcards.faces.tiles.tile import TileWords
from commcards.localize.localcard import Line, LocalSection
from commcards.model.drawings import Drawing, Place, Zone
from commcards.model.symbols import GRID

# How long the longer side of a drawing is at least, of the least picture: of one with its words, of
# those that stand side by side, and of one without words.
ALONE, TOGETHER, BARE = 3.4, 4.0, 3.0
APART = 1.5  # between drawings side by side, in units of the grid
LEAD = Mm(3.0)  # between words and a drawing: room for the lines
SMALLER = 0.96  # step by which a drawing shrinks to leave its words more room
TRIAL = Mm(2.0)  # step by which heights are tried
GROWN = (3.0, 2.5, 2.0, 1.5, 1.0)  # how much larger than other words numbers may be
LARGER = (2.0, 1.5, 1.0)  # the same of words in a drawing


@dataclass(frozen=True, slots=True)
class Strip:
    """Drawings side by side with the words of their zones; without ``lines`` they stand bare.

    ``larger`` sets the words that stand in a drawing, by how much larger they are.
    """

    drawings: Sequence[Drawing]
    lines: Mapping[str, Line]
    title: Line
    words: TileWords
    larger: Mapping[float, TileWords]

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
        part = (ALONE if len(self.drawings) == 1 else TOGETHER) if self.lines else BARE
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
                if all(c.height(w) <= height for c, w in columns):
                    inner, numbers = self._inner(scale), self._numbers(scale)
                    if inner and numbers is not None:
                        return Fit(self, columns[0], columns[1], scale, inner, numbers)
                scale *= SMALLER
        return None

    def _inner(self, scale: float) -> TileWords | None:
        """Return what sets the words in the drawings, as large as they have room there."""
        placed = [
            (self.lines[zone.id], place)
            for zone, place in self._placed()
            if zone.has_words_within and zone.id in self.lines
        ]
        for factor in LARGER:
            words = self.larger[factor]
            if all(
                words.longest(line) <= _whole(place.width * scale)
                and words.height(line, _whole(place.width * scale)) <= place.height * scale
                for line, place in placed
            ):
                return words
        return None

    def _placed(self) -> Iterator[tuple[Zone, Place]]:
        for drawing in self.drawings:
            yield from ((zone, zone.place) for zone in drawing.zones if zone.place)

    def _numbers(self, scale: float) -> Mapping[Size, Numbers] | None:
        """Return how numbers stand in places of each size, as large as they have room there."""
        found: dict[Size, Numbers] = {}
        zones: dict[Size, list[Zone]] = {}
        for zone, place in self._placed():
            zones.setdefault(_size(place), []).append(zone)
        for size, alike in zones.items():
            room = size[0] * scale, size[1] * scale
            for flat, factor in product((False, True), GROWN):
                numbers = Numbers(self.title, self.lines, factor, flat, self.words)
                if all(numbers.fits(zone, *room) for zone in alike):
                    found[size] = numbers
                    break
            else:
                return None
        return found


Size = tuple[float, float]  # of a place, in units of the grid


def _size(place: Place) -> Size:
    return round(place.width, 2), round(place.height, 2)


class Fit(NamedTuple):
    """Drawings at a scale, in millimetres for a unit of the grid, between two columns of words."""

    strip: Strip
    left: tuple[Column, float]
    right: tuple[Column, float]
    scale: float
    inner: TileWords
    numbers: Mapping[Size, Numbers]

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
            place, line = zone.place, strip.lines.get(zone.id)
            if not place:
                continue
            x, y, width = place.x * scale, place.y * scale, place.width * scale
            if not zone.has_words_within:
                numbers = self.numbers[_size(place)]
                spare = place.height * scale - numbers.height(zone)
                yield from numbers.items(zone, x, y + spare / 2, width)
            elif line:
                wide = _whole(width)
                spare = place.height * scale - self.inner.height(line, wide)
                yield from self.inner.items(line, x + (width - wide) / 2, y + spare / 2, wide)


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

    @property
    def scale(self) -> float:
        """The scale of the smallest at the least height; 0 where they have no room."""
        return min(fit.scale if fit else 0.0 for fit in self._fitted(self.least))

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


class Drawn(NamedTuple):
    """The bands that may begin at each drawing of a section: before its rows, and after them.

    With ``has_words`` they hold all that the rows say.
    """

    before: list[list[Choice]]
    after: list[list[Choice]]
    has_words: bool


UNDRAWN = Drawn([], [], has_words=False)  # of a section without drawings


@dataclass(frozen=True, slots=True)
class Drawings:
    """Sets the drawings of a card in a width, on faces that have a room."""

    title: Line
    words: TileWords
    width: float
    room: float
    _larger: dict[float, TileWords] = field(default_factory=dict, repr=False)

    def set(self, section: LocalSection) -> Drawn:
        """Set the drawings of a section.

        Where words do not fit on a face, drawings without them stand beside tiles: numbers, and
        several of one thing, such as a woman, a man and a child, which say whose it is.
        """
        rtl = self.title.words[0].language.direction == "rtl"
        drawings = [mirrored(each) if rtl else each for each in section.drawings]
        if not any(row.line.notes for row in section.rows):
            worded = self._bands(drawings, section.by_zone)
            if all(worded):
                return Drawn(worded, [], has_words=True)
        several = len(drawings) > 1
        bare = [each for each in drawings if not each.phrases or (several and _tells(each))]
        shown, numbers = (
            [*filter(None, self._bands([each for each in bare if bool(each.phrases) is has], {}))]
            for has in (True, False)
        )
        return Drawn(shown, numbers, has_words=False)

    def _bands(self, drawings: Sequence[Drawing], lines: Mapping[str, Line]) -> list[list[Choice]]:
        found: list[list[Choice]] = []
        for start in range(len(drawings)):
            counts = range(len(drawings) - start, 0, -1)
            ways = [(n, self._arranged(drawings[start : start + n], lines)) for n in counts]
            lowest = [(n, _lowest(strips, self.width, self.room)) for n, strips in ways if strips]
            found.append([Choice(band, rounded(band.least), 0.0, n) for n, band in lowest])
        return found

    def _arranged(self, drawings: Sequence[Drawing], lines: Mapping[str, Line]) -> list[Strip]:
        """Return drawings in the rows in which they are largest on a whole face; none if they do
        not fit."""
        best: tuple[float, list[Strip]] = (0.0, [])
        for columns in range(1, len(drawings) + 1):
            rows = [drawings[at : at + columns] for at in range(0, len(drawings), columns)]
            strips = [Strip(row, lines, self.title, self.words, self.larger) for row in rows]
            scale = Figures(strips, self.width, self.room).scale
            best = max(best, (scale, strips), key=lambda each: each[0])
        return best[1]

    @property
    def larger(self) -> Mapping[float, TileWords]:
        """What sets words that are larger by a factor."""
        layout = self.words.row_layout
        for factor in LARGER if not self._larger else ():
            sizes = layout.spec.person, layout.spec.staff, layout.spec.small
            person, staff, small = (Pt(size * factor) for size in sizes)
            spec = replace(layout.spec, person=person, staff=staff, small=small)
            self._larger[factor] = TileWords(replace(layout, spec=spec), self.words.all_bold)
        return self._larger


def _tells(drawing: Drawing) -> bool:
    """Tell whether a drawing is whole without words: it has no places for them."""
    return not any(zone.has_words_within for zone in drawing.zones)


def _lowest(strips: list[Strip], width: float, room: float) -> Figures:
    """Return the band with the least height in which the drawings fit."""
    low, high = 0, int(room / TRIAL)
    while low < high:
        middle = (low + high) // 2
        if Figures(strips, width, middle * TRIAL).scale:
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
