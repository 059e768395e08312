"""Words around drawings: on which side each stands, how high, and whether they fit. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from commcards.base.units import Mm
from commcards.faces.items import Item, Leader, Text, line_height
from commcards.faces.tiles.tile import TileWords
from commcards.localize.localcard import Line
from commcards.model.drawings import Drawing, Zone

AIR = Mm(0.4)  # between words below one another
BESIDE = Mm(1.5)  # between words side by side
MIDDLE = 0.04  # of a drawing's width: what is nearer to its middle may have words on either side


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a line, and the point of a drawing that they belong to."""

    line: Line
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets the words of a label under one another, or with ``flat`` side by side where they fit."""

    words: TileWords
    flat: bool

    def height(self, line: Line, width: float) -> float:
        """Return how high the words are in a width."""
        return (
            self._flat_height(line) if self._lies(line, width) else self.words.height(line, width)
        )

    def items(self, line: Line, x: float, y: float, width: float) -> list[Item]:
        """Set the words from x, y, each in the middle of the width."""
        items = self.words.items(line, Mm(0), Mm(0), width)
        if not self._lies(line, width):
            return [item._replace(x=Mm(x), y=Mm(y + item.y)) for item in items]
        placed: list[Item] = []
        total = self._flat_width(line)
        start, high = x + (width - total) / 2, self._flat_height(line)
        for item in items:
            assert isinstance(item, Text)
            wide = self._width(item)
            box = (Mm(start), Mm(y + (high - item.height) / 2), Mm(wide))
            placed.append(item._replace(x=box[0], y=box[1], width=box[2]))
            start += wide + BESIDE
        return placed

    def _width(self, item: Text) -> float:
        measure = self.words.row_layout.width
        return measure(item.words, item.size, item.bold) + 0.4

    def _texts(self, line: Line) -> list[Text]:
        items = self.words.items(line, 0, 0, WIDE)
        return [item for item in items if isinstance(item, Text)]

    def _lies(self, line: Line, width: float) -> bool:
        complete = len(self._texts(line)) == len(self.words.items(line, 0, 0, WIDE))
        return self.flat and complete and self._flat_width(line) <= width

    def _flat_width(self, line: Line) -> float:
        widths = [self._width(item) for item in self._texts(line)]
        return sum(widths) + BESIDE * (len(widths) - 1)

    def _flat_height(self, line: Line) -> float:
        return max(line_height(item.words, item.size) for item in self._texts(line))


WIDE = 1000.0  # mm: all words stand on one line


@dataclass(frozen=True, slots=True)
class Column:
    """Labels under one another beside drawings, in the order of their zones."""

    labels: Sequence[Label]
    setter: Setter

    @property
    def least(self) -> float:
        """The width of the longest word."""
        return max((self.setter.words.longest(each.line) for each in self.labels), default=0.0)

    @property
    def most(self) -> float:
        """The width that no words need more than."""
        return max((self.setter.words.whole(each.line) for each in self.labels), default=0.0)

    def height(self, width: float) -> float:
        """Return how high the labels are in a width."""
        heights = [self.setter.height(each.line, width) for each in self.labels]
        return sum(heights) + AIR * (len(heights) - 1)

    def tops(self, wanted: Sequence[float], width: float, height: float) -> list[float]:
        """Return where each label begins, as near to its wanted middle as the others leave room."""
        heights = [self.setter.height(each.line, width) for each in self.labels]
        tops: list[float] = []
        end = 0.0
        for middle, tall in zip(wanted, heights, strict=True):
            tops.append(max(middle - tall / 2, end))
            end = tops[-1] + tall + AIR
        end = height
        for number in reversed(range(len(tops))):
            tops[number] = min(tops[number], end - heights[number])
            end = tops[number] - AIR
        return tops


def sided(
    first: Drawing, last: Drawing, lines: Mapping[str, Line]
) -> tuple[list[Label], list[Label]]:
    """Return the labels left of the first of some drawings, and those right of the last.

    Words stand on the side on which their zone is; those of the middle on the emptier side.
    """
    left: list[Label] = []
    right: list[Label] = []
    others = {zone.id: zone for zone in last.phrases}
    for zone in sorted(_aside(first), key=lambda zone: (zone.y, zone.x)):
        if zone.id not in lines:
            continue
        off = zone.x / first.width - 0.5
        is_left = len(left) <= len(right) if abs(off) < MIDDLE else off < 0
        there = zone if is_left else others.get(zone.id, zone)
        (left if is_left else right).append(Label(lines[zone.id], there.x, there.y))
    return sorted(left, key=_height), sorted(right, key=_height)


def _height(label: Label) -> float:
    return label.y


def _aside(drawing: Drawing) -> Iterator[Zone]:
    return (zone for zone in drawing.phrases if not zone.place)


def leader(start: tuple[float, float], end: tuple[float, float]) -> Leader:
    """Return the line from words to a zone."""
    (x1, y1), (x2, y2) = start, end
    box = (Mm(min(x1, x2)), Mm(min(y1, y2)), Mm(abs(x2 - x1)), Mm(abs(y2 - y1)))
    return Leader(*box, x2 > x1, y2 > y1)


def to_end(items: Sequence[Item], end: Literal["start", "end"]) -> list[Item]:
    """Return words at an end of their boxes."""
    return [item._replace(align=end) if isinstance(item, Text) else item for item in items]


def mirrored(drawing: Drawing) -> Drawing:
    """Return a drawing with its zones mirrored: the face is mirrored later, its pictures are not.

    So the left arm stays where it is.
    """
    zones = tuple(
        replace(
            zone,
            x=drawing.width - zone.x,
            place=zone.place
            and replace(zone.place, x=drawing.width - zone.place.x - zone.place.width),
        )
        for zone in drawing.zones
    )
    return replace(drawing, zones=zones)
