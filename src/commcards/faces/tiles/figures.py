"""Numbers in drawings, larger than words, in the digits of all readers. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commcards.base.units import Mm, Pt
from commcards.faces.items import Text, line_height
from commcards.faces.measure import PANGO_ROUNDING
from commcards.faces.numbers import digits_of
from commcards.faces.tiles.tile import TileWords
from commcards.localize.localcard import Line, Words
from commcards.model.drawings import Zone


@dataclass(frozen=True, slots=True)
class Numbers:
    """Sets the numbers and signs of zones, larger than words by a ``factor``.

    Those of several languages stand under one another, or with ``flat`` side by side.
    """

    title: Line
    lines: Mapping[str, Line]
    factor: float
    flat: bool
    words: TileWords

    def fits(self, zone: Zone, width: float, height: float) -> bool:
        """Tell whether the number of a zone has room in a place of a size."""
        return self.height(zone) <= height and self.width(zone) <= width

    def height(self, zone: Zone) -> float:
        """Return how high the number of a zone is."""
        heights = [line_height(words, size) for words, size, _ in self._texts(zone)]
        return max(heights, default=0.0) if self.flat else sum(heights)

    def width(self, zone: Zone) -> float:
        """Return how wide the number of a zone is."""
        widths = [self._width(*text) for text in self._texts(zone)]
        return sum(widths) if self.flat else max(widths, default=0.0)

    def items(self, zone: Zone, x: float, y: float, width: float) -> Iterator[Text]:
        """Yield the number of a zone in the middle of a width, from y."""
        high = self.height(zone)
        x += (width - self.width(zone)) / 2 if self.flat else 0.0
        for text in self._texts(zone):
            words, size, bold = text
            own, tall = self._width(*text) if self.flat else width, line_height(words, size)
            top = y + (high - tall) / 2 if self.flat else y
            box = (Mm(x), Mm(top), Mm(own), Mm(tall))
            key = self.lines[zone.id].key if zone.is_sign else self.title.key
            yield Text(key, "digit", words, size, *box, align="center", bold=bold)
            x += own if self.flat else 0.0
            y += 0.0 if self.flat else tall

    def _width(self, words: Words, size: Pt, bold: bool) -> float:
        return self.words.row_layout.width(words, size, bold) + PANGO_ROUNDING + 0.4

    def _texts(self, zone: Zone) -> list[tuple[Words, Pt, bool]]:
        """Return the number or sign of a zone, in each kind of digits once."""
        layout = self.words.row_layout
        if zone.number is not None:
            shown = digits_of(self.title, layout.spec)
            number = zone.number
            return [(d.words(number), Pt(d.size * self.factor), d.bold) for d in shown]
        if not zone.is_sign or zone.id not in self.lines:
            return []
        line = self.lines[zone.id]
        each = {words.text: words for words in reversed(line.words)}
        bold = self.words.all_bold
        return [
            (words, Pt(layout.size(line, words) * self.factor), bold or words is line.words[0])
            for words in reversed(each.values())
        ]
