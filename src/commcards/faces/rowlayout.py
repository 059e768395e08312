"""Lines of a card -> pictures and words in boxes of a given width. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from commcards.base.units import Mm, Pt
from commcards.faces.blocks import GAP, PAD, Block, beside
from commcards.faces.items import Item, Picture, Role, Shape, Text, line_height, moved
from commcards.localize.localcard import Line, Words
from commcards.model.layouts import FaceSpec
from commcards.text.linebreak import bare, pieces

# (words, type size, width, bold) -> how many lines they take; (words, type size, bold) -> how long
# they are on one line.
Lines = Callable[[Words, Pt, Mm, bool], int]
Width = Callable[[Words, Pt, bool], Mm]


@dataclass(frozen=True, slots=True)
class RowLayout:
    """Sets lines of a card as items or a block of a given width."""

    spec: FaceSpec
    lines: Lines
    width: Width

    @property
    def alike(self) -> bool:
        """Whether both readers get one type size, so that the words of either break lines alike."""
        return self.spec.person == self.spec.staff

    def stack(
        self, line: Line, x: float, width: float, *, options: bool = False
    ) -> tuple[list[Item], float]:
        """Stack the words of a line from y = 0; return the items and their height."""
        items: list[Item] = []
        y = 0.0
        for words in line.words:
            is_staff = words is line.staff
            size = self.size(line, words)
            bold = not options and (not is_staff or self.alike)
            count = self.lines(words, size, Mm(width), bold) if words.text else 1
            height = count * line_height(words, size)
            box = (Mm(x), Mm(y), Mm(width), Mm(height))
            if words.text:
                role: Role = "staff" if is_staff else "person"
                items.append(Text(line.key, role, words, size, *box, bold=bold))
            else:
                items.append(Shape("blank", *box))
            y += height
            if words.aid:
                aid = self._below(line, "small", words.spelled, self.spec.small, width)
                items.append(moved(aid, x, y))
                y += aid.height
        if len(line.person) > 1:
            # Short words of several languages share a line: they would fill the face otherwise.
            items, y = beside([(item, self._need(item, width)) for item in items], x, width)
        base = self.spec.staff
        notes = (self._below(line, "staff", words, base, width) for words in line.notes)
        placed, height = beside([(note, self._need(note, width)) for note in notes], x, width)
        return [*items, *(moved(item, 0, y) for item in placed)], y + height

    def _below(self, line: Line, role: Role, words: Words, size: float, width: float) -> Text:
        """Set words that stand below a line, at the origin."""
        points = Pt(size * words.language.scale)
        height = self.lines(words, points, Mm(width), False) * line_height(words, points)
        return Text(line.key, role, words, points, Mm(0), Mm(0), Mm(width), Mm(height))

    def _need(self, item: Item, width: float) -> float:
        """Return the width that an item needs: a text of one line its own, others all of it."""
        # Words with a reading aid stand by themselves: it would seem to belong to a neighbour.
        if not isinstance(item, Text) or item.role == "small" or item.words.aid:
            return width
        short = item.height < 1.5 * line_height(item.words, item.size)
        return min(width, self.width(item.words, item.size, item.bold) + PAD) if short else width

    def across(self, line: Line, x: float, width: float) -> tuple[list[Item], float]:
        """Set the words of a line side by side if they fit, else stack them."""
        items, height = self.stack(line, x, width)
        texts = [item for item in items if isinstance(item, Text)]
        needs = [self.width(t.words, t.size, t.bold) + PAD for t in texts]
        if len(texts) < len(line.words) or sum(needs) + GAP * (len(needs) - 1) > width:
            return items, height
        height = max(line_height(t.words, t.size) for t in texts)
        row: list[Item] = []
        for text, need in zip(texts, needs, strict=True):
            high = Mm(line_height(text.words, text.size))
            y = Mm((height - high) / 2)
            row.append(text._replace(x=Mm(x), y=y, width=Mm(need), height=high))
            x += need + GAP
        return row, height

    def row(self, line: Line, width: float, picture: float, *, options: bool = False) -> Block:
        """Set a picture, the QR code of the line's link below it, and the words beside both."""
        pictures = [(line.symbol, picture)] if line.symbol else []
        pictures += [(line.link, self.spec.qr)] if line.link and self.spec.qr else []
        slot = max((side for _, side in pictures), default=0.0)
        shown = sum(side for _, side in pictures)
        inset = slot + GAP if slot else 0.0
        words, height = self.stack(line, inset, width - inset, options=options)
        tall = max(height, shown) + 2 * PAD
        items: list[Item] = []
        top = (tall - shown) / 2
        for name, side in pictures:
            items.append(Picture(name, Mm((slot - side) / 2), Mm(top), Mm(side), Mm(side)))
            top += side
        items += [moved(item, 0, (tall - height) / 2) for item in words]
        return Block(tuple(items), tall)

    def longest_word(self, line: Line) -> float:
        """Return the width of the longest word of a line, in any of its languages."""
        sized = [(words, self.size(line, words)) for words in line.words]
        sized += [(words.spelled, self.spec.small) for words in line.words if words.aid]
        return max(_longest_word(words, size, self.width) for words, size in sized)

    def most_lines(self, line: Line, width: float) -> int:
        """Return how many lines an answer takes in the language that needs most."""
        return max(
            (
                self.lines(words, self.size(line, words), Mm(width), False)
                for words in line.words
                if words.text
            ),
            default=0,
        )

    def size(self, line: Line, words: Words) -> Pt:
        """Return the type size of the words of a line; a line only for staff is small print."""
        if not line.person:
            base = self.spec.small
        else:
            base = self.spec.staff if words is line.staff else self.spec.person
        return Pt(base * words.language.scale)


@lru_cache(maxsize=8192)  # planning asks for it at every width that a line may get
def _longest_word(words: Words, size: Pt, width: Width) -> Mm:
    every = map(bare, pieces(words.text, words.language))
    return max((width(replace(words, text=word), size, False) for word in every), default=Mm(0))
